"""What is told of a fact to whoever looks into what was done, and for how long it is kept to be found.

Every fact is in the journal. Those of a topic in `KEPT` are exceptions that somebody may ask about months later; they
are found for as long as day documents are kept. The rest is ordinary work: it is found while it is in the journal, and
with its order after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from aura_terminal.domain.card_facts import CardAttemptCreated
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.documents import DocumentKind, DocumentPut, DocumentWithdrawn
from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.facts import BY_TYPE, CATALOGUE, Aggregate, Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import LineAdded
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.service_facts import CheckPrinted
from aura_terminal.domain.staff import Approval


class Topic(StrEnum):
    """What somebody looks for."""

    DRAWER = "drawer"
    REMOVED = "removed"
    DISCOUNT = "discount"
    MONEY_BACK = "money_back"
    PRICE = "price"
    REPRINT = "reprint"
    AGE = "age"
    CLOCK = "clock"
    ACCESS = "access"
    PEOPLE = "people"
    SETTINGS = "settings"
    DAY = "day"
    STOCK = "stock"
    TERMINALS = "terminals"
    GUESTS = "guests"
    SALE = "sale"
    KITCHEN = "kitchen"
    CENTRAL = "central"
    OTHER = "other"


ORDINARY = frozenset({Topic.SALE, Topic.KITCHEN, Topic.CENTRAL, Topic.OTHER})
KEPT = frozenset(Topic) - ORDINARY

_BY_AGGREGATE = {
    "order": Topic.SALE, "ticket": Topic.KITCHEN, "access": Topic.ACCESS, "drawer": Topic.DRAWER,
    "closing": Topic.DAY, "document": Topic.SETTINGS, "terminal": Topic.TERMINALS, "stock": Topic.STOCK,
    "outage": Topic.TERMINALS, "labor": Topic.CLOCK, "central": Topic.CENTRAL, "guest": Topic.GUESTS,
    "loyalty": Topic.GUESTS, "reservation": Topic.OTHER, "supply": Topic.STOCK, "stock_take": Topic.STOCK,
    "feedback": Topic.OTHER, "promotion": Topic.SALE, "attempt": Topic.SALE, "session": Topic.DRAWER,
    "cash": Topic.DRAWER, "value": Topic.SALE, "party": Topic.OTHER,
    "purchase": Topic.STOCK,
    "lead": Topic.OTHER,
}  # fmt: skip

_BY_NAME = {
    "line_removed": Topic.REMOVED, "line_restored": Topic.REMOVED, "line_voided": Topic.REMOVED,
    "order_cancelled": Topic.REMOVED, "late_items_written_off": Topic.REMOVED,
    "discount_applied": Topic.DISCOUNT, "discount_removed": Topic.DISCOUNT,
    "goods_returned": Topic.MONEY_BACK,
    "payment_refunded": Topic.MONEY_BACK, "payment_reversed": Topic.MONEY_BACK, "overpayment_kept": Topic.MONEY_BACK,
    "shortfall_borne": Topic.MONEY_BACK, "conflict_decided": Topic.MONEY_BACK, "token_overridden": Topic.MONEY_BACK,
    "card_mismatch_found": Topic.MONEY_BACK, "card_mismatch_settled": Topic.MONEY_BACK,
    "card_late_approval_decided": Topic.MONEY_BACK, "card_offline_settled": Topic.MONEY_BACK,
    "charge_waived": Topic.DISCOUNT, "charge_restored": Topic.DISCOUNT, "tip_entered": Topic.PRICE,
    "lines_marked_sent": Topic.REMOVED, "unsent_allowed": Topic.REMOVED,
    "receipt_reprinted": Topic.REPRINT, "age_checked": Topic.AGE, "age_refused": Topic.AGE,
    "central_decided": Topic.SETTINGS,
    "stock_claimed": Topic.SALE,
    "value_returned": Topic.MONEY_BACK, "value_withdrawn": Topic.MONEY_BACK, "overdraft_borne": Topic.MONEY_BACK,
    "overdraft_owed": Topic.MONEY_BACK, "limit_set": Topic.PEOPLE, "account_numbered": Topic.PRICE,
    "account_blocked": Topic.PRICE, "account_unblocked": Topic.PRICE, "value_stated": Topic.CENTRAL,
    "supply_stated": Topic.CENTRAL, "points_stated": Topic.CENTRAL, "purchase_stated": Topic.CENTRAL,
    "guest_stated": Topic.CENTRAL, "booking_stated": Topic.CENTRAL, "lead_stated": Topic.CENTRAL,
    "invoice_stated": Topic.CENTRAL,
}  # fmt: skip

_OF_DOCUMENTS = {
    DocumentKind.ITEM: Topic.PRICE, DocumentKind.MODIFIER_GROUP: Topic.PRICE, DocumentKind.CATEGORY: Topic.PRICE,
    DocumentKind.PRE_MODIFIER: Topic.PRICE,
    DocumentKind.TAX_REGIME: Topic.PRICE, DocumentKind.PROMOTION: Topic.PRICE, DocumentKind.REWARD: Topic.PRICE,
    DocumentKind.PRICE_LEVEL: Topic.PRICE,
    DocumentKind.ROLE: Topic.PEOPLE, DocumentKind.STAFF: Topic.PEOPLE, DocumentKind.BADGE: Topic.PEOPLE,
    DocumentKind.DEVICE_STATE: Topic.OTHER, DocumentKind.PAPER_DETOUR: Topic.OTHER,
    DocumentKind.CENTRAL_SHEET: Topic.CENTRAL,
    DocumentKind.SECTION_PLAN: Topic.OTHER, DocumentKind.SUPPLIER: Topic.STOCK,
    DocumentKind.BOOKING_TERMS: Topic.CENTRAL,
    DocumentKind.COMPANY: Topic.PEOPLE,
}  # fmt: skip

UNTOLD: Mapping[str, str] = {
    "ticket_received": "how a ticket travels is shown where it was fired",
    "ticket_seen": "how a ticket travels is shown where it was fired",
    "ticket_changes_seen": "the cook's own tick on the ticket",
    "ticket_paper_scanned": "said once by the order the paper was of",
    "terminal_certified": "a terminal's public key, which nobody chose; that it was paired is told",
    "lines_settled": "said again by the order that was closed or cancelled",
    "stock_claimed": "follows from the line that was sold",
    "supply_counted": "said once by the count as a whole",
    "card_attempt_sent": "a step of the terminal's own between what was asked and what came of it",
    "card_attempt_begun": "a step of the terminal's own between what was asked and what came of it",
    "card_attempt_queried": "a step of the terminal's own between what was asked and what came of it",
    "card_attempt_followed": "said by the attempt that followed",
    "account_opened": "said by what is put on it first, or by its limit",
    "promotion_used": "said by the discount it was used for",
    "promotion_returned": "said by the discount that was taken off",
    "ticket_promised": "said by the promise of its order",
}
"""Facts that are told nobody, each with the reason; `of_order` tells them neither."""


SECRET = frozenset({"verifier", "key", "digest"})
PERSONAL = frozenset(
    {
        "first_name", "last_name", "name", "phone", "email", "birthday", "dietary", "favourites", "preferred_payment",
        "notes", "preferences", "requests", "comments", "answer", "guest_name", "note",
        "said", "message",
    }
)  # fmt: skip
"""Of guests nothing is repeated here: who is forgotten is forgotten."""

OF_ORDERS = frozenset({"guest_name", "phone", "street", "floor"})
"""Of who asked for an order neither."""

_OF_GUESTS = frozenset({Aggregate.GUEST, Aggregate.RESERVATION, Aggregate.PARTY, Aggregate.FEEDBACK, Aggregate.LEAD})


def topic_of(fact: Fact) -> Topic:
    """What a fact is looked for under."""
    if isinstance(fact, DocumentPut | DocumentWithdrawn):
        return _OF_DOCUMENTS.get(fact.kind, Topic.SETTINGS)
    if isinstance(fact, DrawerOpened) and fact.reason is OpeningReason.SALE:
        return Topic.SALE
    if isinstance(fact, CardAttemptCreated) and fact.act in (CardAct.REFUND, CardAct.REVERSAL):
        return Topic.MONEY_BACK
    if isinstance(fact, CheckPrinted) and fact.copy_no:
        return Topic.REPRINT
    if isinstance(fact, LineAdded) and fact.sold.weighed is not None and fact.sold.weighed.approval is not None:
        return Topic.PRICE
    entry = BY_TYPE[type(fact)]
    return _BY_NAME.get(entry.name) or _BY_AGGREGATE.get(entry.aggregate.value, Topic.OTHER)


KEPT_NAMES = tuple(
    entry.name
    for entry in CATALOGUE
    if entry.name not in UNTOLD
    and (
        (_BY_NAME.get(entry.name) or _BY_AGGREGATE.get(entry.aggregate.value, Topic.OTHER)) in KEPT
        or entry.type in (DrawerOpened, CardAttemptCreated, LineAdded, CheckPrinted)
    )
)
"""Types among which there are facts that are kept to be found."""


def details_of(fact: Fact) -> dict[str, str]:
    """Every plain value of a fact by name, as text: amounts with their currency, times as ISO 8601.

    What lies in a value within it is named by its own field where that is free, else behind a point. Of several things
    there is their number, of a document its name, of PINs and of guests nothing that only they should know.
    """
    found: dict[str, str] = {}
    if isinstance(fact, DocumentPut | DocumentWithdrawn):
        found = {"kind": fact.kind.value, "document": fact.document_id}
        name = getattr(fact.body, "name", "") if isinstance(fact, DocumentPut) else ""
        return found | ({"name": str(name)} if name else {})
    left_out = SECRET | (PERSONAL if BY_TYPE[type(fact)].aggregate in _OF_GUESTS else OF_ORDERS)
    for name, text in _plain(fact):
        if name not in left_out:
            found.setdefault(name, text)
    return found


def amount_of(fact: Fact) -> Money | None:
    """The amount of money a fact is about, if it is about one."""
    for value in _parts(fact):
        if isinstance(value, Money) and value.minor:
            return value
    return None


def approval_of(fact: Fact) -> Approval | None:
    """Who allowed what a fact says, if anybody had to."""
    return next((value for value in _parts(fact) if isinstance(value, Approval)), None)


def order_of(fact: Fact) -> OrderId | None:
    """The order a fact is about, if any."""
    found = getattr(fact, "order_id", None)
    return OrderId(str(found)) if found else None


def line_words(fact: Fact, orders: Iterable[Order]) -> dict[str, str]:
    """What is said of a line that a fact only names: the item, how many of it, what they cost.

    `orders` is the order with all it shares lines with; empty where the line is not among theirs.
    """
    line_id = getattr(fact, "line_id", "")
    line = next((found for order in orders if (found := _line(order, line_id)) is not None), None)
    if not line_id or line is None:
        return {}
    quantity = int(getattr(fact, "quantity", 0) or line.quantity)
    costs = line.price_of(min(quantity, line.quantity))
    return {"item": line.sold.name, "quantity": str(quantity), "costs": f"{costs.plain()} {costs.currency}"}


def _line(order: Order, line_id: str) -> Line | None:
    lines = (*order.lines.values(), *order.away)
    return next((line for line in lines if line.id == line_id), None)


def _parts(value: object) -> Iterator[object]:
    for field in fields(value) if is_dataclass(value) else ():
        part = getattr(value, field.name)
        yield part
        if is_dataclass(part) and not isinstance(part, Money | type):
            yield from _parts(part)


def _plain(value: object) -> Iterator[tuple[str, str]]:
    for field in fields(value) if is_dataclass(value) else ():
        part, name = getattr(value, field.name), field.name
        if isinstance(part, Approval):
            yield "allowed_by", part.by
            yield "purpose", part.purpose
        elif isinstance(part, Money):
            yield name, f"{part.plain()} {part.currency}"
        elif isinstance(part, tuple | frozenset):
            yield name, str(len(part))
        elif isinstance(part, bool):
            yield name, "yes" if part else ""
        elif isinstance(part, datetime | date | time):
            yield name, part.isoformat()
        elif isinstance(part, Decimal):
            yield name, format(part.normalize(), "f")
        elif is_dataclass(part):
            for inner, text in _plain(part):
                yield inner, text
                yield f"{name}.{inner}", text
        elif part is not None:
            yield name, str(part)
