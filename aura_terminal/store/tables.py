"""The tables as statements name them; their constraints are written in `migrations`, where they never change again.

A test holds the two together column by column.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

METADATA = MetaData()
_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "t": Text,
    "i": Integer,
    "b": LargeBinary,
}  # Any: text, whole numbers and bytes have no type in common


def _table(name: str, columns: str, key: int = 1) -> Table:
    """A table of `name:type` columns, the first `key` of which are its key."""
    parts = [column.rsplit(":", 1) for column in columns.split()]
    made = (Column(part, _TYPES[type_](), primary_key=place < key) for place, (part, type_) in enumerate(parts))
    return Table(name, METADATA, *made, sqlite_strict=True)


META = _table("meta", "key:t value:t")
JOURNAL = _table(
    "journal",
    "origin:t seq:i fact_id:t stamp:i aggregate:t aggregate_id:t type:t version:i payload:b actor:t business_date:t "
    "prev_hash:b hash:b",
    key=2,
)
ORIGINS = _table("origins", "origin:t last_seq:i last_hash:b last_stamp:i")
MARKS = _table("marks", "aggregate:t aggregate_id:t reason:t", key=2)
UNFOLDED = _table("unfolded", "aggregate:t aggregate_id:t order_id:t is_over:i", key=2)

ORDERS = _table(
    "orders",
    "order_id:t number:t order_type:t status:t business_date:t opened_us:i closed_us:i opened_by:t server_name:t "
    "terminal:t currency:t table_id:t table_name:t guests:i guest_name:t items:i unsent:i subtotal_minor:i tax_minor:i "
    "total_minor:i paid_minor:i due_minor:i holder:t epoch:i merged_into:t split_from:t discount_minor:i guest_id:t "
    "source:t source_number:t is_held:i linked:t parked_us:i parked_as:t shares:i shares_paid:i check_us:i "
    "check_papers:i check_current:i tab_cap_minor:i cleared_us:i",
)
ORDER_LINES = _table(
    "order_lines",
    "order_id:t line_id:t place:i item_id:t category_name:t name:t quantity:i voided:i price_minor:i state:t course:i "
    "seat:i fire_id:t home:t written_off:i",
    key=2,
)
ORDER_LABELS = _table("order_labels", "fact_id:t order_id:t terminal:t business_date:t number:t")
PAYMENTS = _table(
    "payments",
    "order_id:t payment_id:t attempt_id:t tender:t currency:t amount_minor:i tendered_minor:i change_minor:i "
    "rounding_minor:i tip_minor:i taken_us:i business_date:t terminal:t reference:t",
    key=2,
)
ORDER_DAYS = _table("order_days", "order_id:t business_date:t", key=2)
ORDER_CONFLICTS = _table(
    "order_conflicts",
    "order_id:t conflict_id:t kind:t opened_us:i currency:t amount_minor:i details:t decided_us:i choice:t",
    key=2,
)
ORDER_DISCOUNTS = _table(
    "order_discounts",
    "order_id:t discount_id:t place:i name:t slot:t promotion_id:t code:t redemption_id:t amount_minor:i counts:i "
    "applied_us:i applied_by:t approved_by:t reason:t",
    key=2,
)
ORDER_LINKS = _table("order_links", "order_id:t other_id:t", key=2)
ORDER_CASH = _table(
    "order_cash",
    "order_id:t entry_id:t session_id:t terminal:t business_date:t at_us:i currency:t given_minor:i change_minor:i "
    "refund_minor:i",
    key=2,
)
ORDER_FIGURES = _table(
    "order_figures",
    "order_id:t kind:t business_date:t currency:t slot:i name:t part:t who:t why:t units:i minor:i other:i",
    key=9,
)
TICKETS = _table(
    "tickets",
    "ticket_id:t order_id:t fire_id:t station_id:t number:t fired_us:i target_minutes:i generation:i bumped_us:i "
    "fired_by:t received_us:i received_by:t seen_us:i escalated_us:i escalated_to:t role:t starts_us:i rushed_us:i",
)
TICKET_LINES = _table(
    "ticket_lines", "ticket_id:t line_id:t place:i name:t quantity:i done:i voided:i item_id:t done_us:i", key=2
)

DOCUMENTS = _table("documents", "kind:t id:t body:b", key=2)
MENU_CATEGORIES = _table("menu_categories", "category_id:t name:t icon:t colour:i position:i")
MENU_ITEMS = _table(
    "menu_items",
    "item_id:t category_id:t position:i name:t price_minor:i currency:t is_from_price:i tag:t dietary:t has_variants:i "
    "sku:t codes:t active:i by_weight:i",
)
MENU_ITEM_GROUPS = _table("menu_item_groups", "item_id:t group_id:t", key=2)
MENU_CODES = _table("menu_codes", "code:t item_id:t", key=2)
MENU_GROUPS = _table("menu_groups", "group_id:t demands:i")

STAFF_ACCESS = _table("staff_access", "staff_id:t verifier:t failed_tries:i signed_in_on:t stamp:i")
DRAWERS = _table("drawers", "drawer_id:t openings:i without_sale:i stamp:i")
DRAWER_SESSIONS = _table(
    "drawer_sessions",
    "session_id:t drawer_id:t terminal:t business_date:t begun_us:i cashier:t currency:t float_minor:i ended_us:i",
)
DRAWER_OPENINGS = _table("drawer_openings", "fact_id:t drawer_id:t opened_us:i reason:t order_id:t note:t")
CLOSINGS = _table(
    "closings", "closing_id:t terminal:t number:i closed_us:i business_date:t currency:t gross_minor:i body:b"
)

STOCK = _table("stock", "item_id:t counted:i left_over:i oversold:i counted_us:i eighty_sixed_us:i")
TERMINALS = _table("terminals", "terminal_id:t label:t fingerprint:t paired_us:i paired_by:t revoked_us:i reason:t")
OUTAGES = _table(
    "outages",
    "outage_id:t terminal:t tier:t began_us:i ended_us:i orders:i currency:t taken_minor:i redirects:i duplicates:i "
    "decisions:i",
)
PUNCHES = _table("punches", "staff_id:t punch_id:t kind:t at_us:i terminal:t business_date:t", key=2)
SHIFTS = _table(
    "shifts",
    "staff_id:t shift_id:t business_date:t began_us:i ended_us:i job:t rate_minor:i currency:t is_forgotten:i "
    "tips_minor:i tips_currency:t",
    key=2,
)
SHIFT_BREAKS = _table("shift_breaks", "staff_id:t shift_id:t place:i began_us:i ended_us:i kind:t", key=3)
ODD_PUNCHES = _table("odd_punches", "staff_id:t punch_id:t why:t at_us:i", key=2)
CENTRAL_RECORDS = _table(
    "central_records", "record:t connector:t kind:t local_id:t central_id:t confirmed_us:i body:b stamp:i"
)
CENTRAL_REFUSED = _table("central_refused", "record:t step:t connector:t refused_us:i", key=2)

GUESTS = _table(
    "guests",
    "guest_id:t first_name:t last_name:t name_key:t phone:t phone_key:t email:t email_key:t birthday:t consent:t "
    "registered_us:i source:t merged_into:t is_erased:i",
)
LOYALTY = _table("loyalty", "guest_id:t balance:i earned:i let_go:i stated_us:i tier:t")
PROMOTION_USES = _table("promotion_uses", "promotion_id:t use_id:t order_id:t guest_id:t used_us:i", key=2)
FEEDBACK = _table("feedback", "feedback_id:t given_us:i rating:i order_id:t guest_id:t comments:t terminal:t answers:i")
RESERVATIONS = _table(
    "reservations",
    "reservation_id:t status:t starts_us:i ends_us:i party_size:i name:t guest_id:t phone:t preferences:t requests:t "
    "order_id:t source:t",
)
ORDER_ERRANDS = _table("order_errands", "order_id:t due_us:i handed_us:i")
WAITING_PARTIES = _table("waiting_parties", "party_id:t status:t joined_us:i party_size:i guest_id:t order_id:t")
LEADS = _table("leads", "lead_id:t status:t is_open:i captured_us:i guest_id:t")
RESERVATION_TABLES = _table("reservation_tables", "reservation_id:t table_id:t", key=2)
SUPPLY_LEVELS = _table("supply_levels", "supply_id:t quantity:t counted_us:i stated_us:i")
SUPPLY_ADJUSTMENTS = _table(
    "supply_adjustments",
    "supply_id:t adjustment_id:t kind:t quantity:t adjusted_us:i adjusted_by:t batch:t expires:t notes:t",
    key=2,
)
CARD_ATTEMPTS = _table(
    "card_attempts",
    "attempt_id:t order_id:t terminal:t reader:t key:t act:t state:t currency:t amount_minor:i tip_minor:i "
    "charged_minor:i is_open:i needs_query:i is_at_risk:i holds_money:i created_by:t created_us:i business_date:t",
)
TIPS_SHARED = _table("tips_shared", "share_id:t business_date:t shared_us:i body:b")
VALUE_ACCOUNTS = _table(
    "value_accounts",
    "account_id:t kind:t currency:t name_key:t guest_id:t reservation_id:t digest:t last_four:t balance_minor:i "
    "is_overdrawn:i opened_us:i moves:i",
)
VALUE_ALONE = _table("value_alone", "account_id:t move_id:t business_date:t terminal:t minor:i", key=2)
PURCHASES = _table("purchases", "purchase_id:t number:t status:t supplier_id:t drafted_us:i is_open:i")
STOCK_TAKES = _table("stock_takes", "count_id:t counted_us:i counted_by:t lines:i")

SPOOL_JOBS = _table(
    "spool_jobs",
    "job_id:t kind:t route:t title:t order_id:t ticket_id:t document:b copy_no:i duplicate_of:t state:t created_us:i "
    "changed_us:i attempts:i last_error:t recipient:t",
)
