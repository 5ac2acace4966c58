"""Step 1: the journal, its folds and the print spool."""

from __future__ import annotations

_MONEY = "INTEGER NOT NULL CHECK (abs({0}) <= 9007199254740991)"
_NAME = "TEXT NOT NULL CHECK (length({0}) > 0)"
_FLAG = "INTEGER NOT NULL CHECK ({0} IN (0, 1))"


def _money(*columns: str) -> str:
    return ",\n".join(f"{column} {_MONEY.format(column)}" for column in columns)


def _named(*columns: str) -> str:
    return ",\n".join(f"{column} {_NAME.format(column)}" for column in columns)


def _frozen(event: str) -> str:
    return f"""CREATE TRIGGER journal_is_never_{event.lower()}d BEFORE {event} ON journal
BEGIN SELECT RAISE(ABORT, 'a fact in the journal is never changed or deleted'); END"""


JOURNAL = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    f"""CREATE TABLE journal (
arrival INTEGER PRIMARY KEY,
{_named("origin")},
seq INTEGER NOT NULL CHECK (seq > 0),
{_named("fact_id")},
stamp INTEGER NOT NULL CHECK (stamp > 0),
{_named("aggregate", "aggregate_id", "type")},
version INTEGER NOT NULL CHECK (version > 0),
payload BLOB NOT NULL,
{_named("actor")},
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
hash BLOB NOT NULL CHECK (length(hash) = 32),
UNIQUE (origin, seq)
) STRICT""",
    "CREATE INDEX journal_by_aggregate ON journal (aggregate, aggregate_id, stamp)",
    _frozen("UPDATE"),
    _frozen("DELETE"),
    """CREATE TABLE origins (
origin TEXT PRIMARY KEY NOT NULL,
last_seq INTEGER NOT NULL CHECK (last_seq > 0),
last_hash BLOB NOT NULL CHECK (length(last_hash) = 32),
last_stamp INTEGER NOT NULL CHECK (last_stamp > 0)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE marks (
aggregate TEXT NOT NULL, aggregate_id TEXT NOT NULL,
reason TEXT NOT NULL CHECK (reason IN ('newer', 'incomplete', 'conflict')),
PRIMARY KEY (aggregate, aggregate_id)
) STRICT, WITHOUT ROWID""",
)

ORDERING = (
    f"""CREATE TABLE orders (
order_id TEXT PRIMARY KEY NOT NULL,
{_named("number")},
order_type TEXT NOT NULL CHECK (order_type IN ('dine_in', 'takeout', 'delivery')),
status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'cancelled')),
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
opened_us INTEGER NOT NULL,
closed_us INTEGER CHECK ((closed_us IS NULL) = (status = 'open')),
opened_by TEXT NOT NULL, server_name TEXT NOT NULL, terminal TEXT NOT NULL,
currency TEXT NOT NULL CHECK (length(currency) = 3),
table_id TEXT, table_name TEXT NOT NULL,
guests INTEGER NOT NULL CHECK (guests >= 0), guest_name TEXT NOT NULL,
items INTEGER NOT NULL CHECK (items >= 0), unsent INTEGER NOT NULL CHECK (unsent >= 0),
{_money("subtotal_minor", "tax_minor", "total_minor", "paid_minor", "due_minor")},
CHECK (due_minor = total_minor - paid_minor)
) STRICT""",
    "CREATE INDEX open_orders ON orders (opened_us) WHERE status = 'open'",
    "CREATE INDEX ended_orders ON orders (closed_us) WHERE status <> 'open'",
    "CREATE INDEX orders_of_a_day ON orders (business_date, status)",
    f"""CREATE TABLE order_lines (
order_id TEXT NOT NULL REFERENCES orders,
line_id TEXT NOT NULL,
place INTEGER NOT NULL CHECK (place >= 0),
item_id TEXT NOT NULL, category_name TEXT NOT NULL, name TEXT NOT NULL,
quantity INTEGER NOT NULL CHECK (quantity > 0),
voided INTEGER NOT NULL CHECK (voided BETWEEN 0 AND quantity),
{_money("price_minor")},
state TEXT NOT NULL CHECK (state IN ('new', 'sent', 'removed', 'voided')),
course INTEGER NOT NULL CHECK (course >= 0), seat INTEGER NOT NULL CHECK (seat >= 0),
fire_id TEXT,
PRIMARY KEY (order_id, line_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE order_labels (
fact_id TEXT PRIMARY KEY NOT NULL,
order_id TEXT NOT NULL, terminal TEXT NOT NULL, business_date TEXT NOT NULL, number TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX order_labels_of_a_day ON order_labels (terminal, business_date)",
    f"""CREATE TABLE payments (
payment_id TEXT PRIMARY KEY NOT NULL,
order_id TEXT NOT NULL REFERENCES orders,
attempt_id TEXT NOT NULL UNIQUE,
{_named("tender")},
currency TEXT NOT NULL CHECK (length(currency) = 3),
{_money("amount_minor", "tendered_minor", "change_minor", "rounding_minor", "tip_minor")},
taken_us INTEGER NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
terminal TEXT NOT NULL, reference TEXT NOT NULL,
CHECK (tendered_minor - change_minor = amount_minor + rounding_minor + tip_minor)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX payments_of_a_day ON payments (business_date, order_id)",
    "CREATE INDEX payments_of_an_order ON payments (order_id)",
)

KITCHEN = (
    """CREATE TABLE tickets (
ticket_id TEXT PRIMARY KEY NOT NULL,
order_id TEXT NOT NULL, fire_id TEXT NOT NULL, station_id TEXT NOT NULL, number TEXT NOT NULL,
fired_us INTEGER NOT NULL,
target_minutes INTEGER NOT NULL CHECK (target_minutes >= 0),
generation INTEGER NOT NULL CHECK (generation >= 0),
bumped_us INTEGER
) STRICT""",
    "CREATE INDEX live_tickets ON tickets (fired_us) WHERE bumped_us IS NULL",
    "CREATE INDEX bumped_tickets ON tickets (bumped_us) WHERE bumped_us IS NOT NULL",
    """CREATE TABLE ticket_lines (
ticket_id TEXT NOT NULL REFERENCES tickets,
line_id TEXT NOT NULL,
place INTEGER NOT NULL CHECK (place >= 0),
name TEXT NOT NULL,
quantity INTEGER NOT NULL CHECK (quantity > 0),
done INTEGER NOT NULL CHECK (done >= 0),
voided INTEGER NOT NULL CHECK (voided BETWEEN 0 AND quantity),
PRIMARY KEY (ticket_id, line_id)
) STRICT, WITHOUT ROWID""",
)

REFERENCE = (
    """CREATE TABLE documents (
kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE menu_categories (
category_id TEXT PRIMARY KEY NOT NULL,
name TEXT NOT NULL, icon TEXT NOT NULL, colour INTEGER NOT NULL, position INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE menu_items (
number INTEGER PRIMARY KEY,
item_id TEXT NOT NULL UNIQUE,
category_id TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
{_money("price_minor")},
currency TEXT NOT NULL CHECK (length(currency) = 3),
is_from_price {_FLAG.format("is_from_price")},
tag TEXT NOT NULL,
dietary TEXT NOT NULL CHECK (json_valid(dietary)),
has_variants {_FLAG.format("has_variants")},
sku TEXT NOT NULL, codes TEXT NOT NULL,
active {_FLAG.format("active")}
) STRICT""",
    "CREATE INDEX items_of_a_category ON menu_items (category_id, active, position)",
    """CREATE TABLE menu_item_groups (
item_id TEXT NOT NULL, group_id TEXT NOT NULL, PRIMARY KEY (item_id, group_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE menu_codes (
code TEXT NOT NULL, item_id TEXT NOT NULL, PRIMARY KEY (code, item_id)
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE menu_groups (
group_id TEXT PRIMARY KEY NOT NULL, demands {_FLAG.format("demands")}
) STRICT, WITHOUT ROWID""",
)

PEOPLE_AND_CASH = (
    """CREATE TABLE staff_access (
staff_id TEXT PRIMARY KEY NOT NULL,
verifier TEXT NOT NULL,
failed_tries INTEGER NOT NULL CHECK (failed_tries >= 0),
signed_in_on TEXT NOT NULL CHECK (json_valid(signed_in_on)),
stamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE drawers (
drawer_id TEXT PRIMARY KEY NOT NULL,
openings INTEGER NOT NULL CHECK (openings > 0),
without_sale INTEGER NOT NULL CHECK (without_sale BETWEEN 0 AND openings),
stamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE drawer_openings (
fact_id TEXT PRIMARY KEY NOT NULL,
drawer_id TEXT NOT NULL,
opened_us INTEGER NOT NULL,
reason TEXT NOT NULL CHECK (reason IN ('sale', 'no_sale')),
order_id TEXT,
note TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE closings (
closing_id TEXT PRIMARY KEY NOT NULL,
{_named("terminal")},
number INTEGER NOT NULL CHECK (number > 0),
closed_us INTEGER NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
currency TEXT NOT NULL CHECK (length(currency) = 3),
{_money("gross_minor")},
body BLOB NOT NULL
) STRICT, WITHOUT ROWID""",
)

SPOOL = (
    f"""CREATE TABLE spool_jobs (
place INTEGER PRIMARY KEY,
job_id TEXT NOT NULL UNIQUE,
kind TEXT NOT NULL CHECK (kind IN ('receipt', 'kitchen_slip', 'void_slip', 'report', 'label', 'drawer_kick')),
{_named("route")},
title TEXT NOT NULL,
order_id TEXT,
document BLOB CHECK ((document IS NULL) = (kind = 'drawer_kick')),
copy_no INTEGER NOT NULL CHECK (copy_no >= 0),
duplicate_of TEXT,
state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'held', 'in_printer', 'unconfirmed', 'accepted', 'printed',
'redirected', 'reprinted', 'cancelled', 'failed')),
created_us INTEGER NOT NULL, changed_us INTEGER NOT NULL,
attempts INTEGER NOT NULL CHECK (attempts >= 0),
last_error TEXT NOT NULL
) STRICT""",
    """CREATE INDEX unsettled_jobs ON spool_jobs (route, state, place)
WHERE state IN ('queued', 'sending', 'held', 'in_printer', 'unconfirmed', 'failed')""",
)

STATEMENTS = (*JOURNAL, *ORDERING, *KITCHEN, *REFERENCE, *PEOPLE_AND_CASH, *SPOOL)
