"""Step 3: what terminals do together: lines that move, money tokens, conflicts, deliveries, stock, terminals, punches.

Orders and kitchen tickets get their tables anew; their folds are made again from the journal when the store is opened.
"""

from __future__ import annotations

_MONEY = "INTEGER NOT NULL CHECK (abs({0}) <= 9007199254740991)"
_NAME = "TEXT NOT NULL CHECK (length({0}) > 0)"


def money(*columns: str) -> str:
    """Amounts in minor units."""
    return ",\n".join(f"{column} {_MONEY.format(column)}" for column in columns)


def named(*columns: str) -> str:
    """Texts that are never empty."""
    return ",\n".join(f"{column} {_NAME.format(column)}" for column in columns)


STALE = ("INSERT INTO meta (key, value) VALUES ('stale_folds', 'yes')",)

ORDERING = (
    "DROP TABLE payments",
    "DROP TABLE order_lines",
    "DROP TABLE orders",
    f"""CREATE TABLE orders (
order_id TEXT PRIMARY KEY NOT NULL,
{named("number")},
order_type TEXT NOT NULL CHECK (order_type IN ('dine_in', 'takeout', 'delivery')),
status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'cancelled', 'merged')),
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
opened_us INTEGER NOT NULL,
closed_us INTEGER CHECK ((closed_us IS NULL) = (status = 'open')),
opened_by TEXT NOT NULL, server_name TEXT NOT NULL, terminal TEXT NOT NULL,
currency TEXT NOT NULL CHECK (length(currency) = 3),
table_id TEXT, table_name TEXT NOT NULL,
guests INTEGER NOT NULL CHECK (guests >= 0), guest_name TEXT NOT NULL,
items INTEGER NOT NULL CHECK (items >= 0), unsent INTEGER NOT NULL CHECK (unsent >= 0),
{money("subtotal_minor", "tax_minor", "total_minor", "paid_minor", "due_minor")},
holder TEXT NOT NULL,
epoch INTEGER NOT NULL CHECK (epoch >= 0),
merged_into TEXT CHECK (status <> 'merged' OR merged_into IS NOT NULL),
split_from TEXT,
CHECK (due_minor = total_minor - paid_minor)
) STRICT""",
    "CREATE INDEX open_orders ON orders (opened_us) WHERE status = 'open'",
    "CREATE INDEX ended_orders ON orders (closed_us) WHERE status <> 'open'",
    f"""CREATE TABLE order_lines (
order_id TEXT NOT NULL REFERENCES orders,
line_id TEXT NOT NULL,
place INTEGER NOT NULL CHECK (place >= 0),
item_id TEXT NOT NULL, category_name TEXT NOT NULL, name TEXT NOT NULL,
quantity INTEGER NOT NULL CHECK (quantity > 0),
voided INTEGER NOT NULL CHECK (voided BETWEEN 0 AND quantity),
{money("price_minor")},
state TEXT NOT NULL CHECK (state IN ('new', 'sent', 'removed', 'voided')),
course INTEGER NOT NULL CHECK (course >= 0), seat INTEGER NOT NULL CHECK (seat >= 0),
fire_id TEXT,
{named("home")},
written_off INTEGER NOT NULL CHECK (written_off >= 0),
PRIMARY KEY (order_id, line_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX lines_from_elsewhere ON order_lines (home) WHERE home <> order_id",
    f"""CREATE TABLE payments (
order_id TEXT NOT NULL REFERENCES orders,
payment_id TEXT NOT NULL,
attempt_id TEXT NOT NULL,
{named("tender")},
currency TEXT NOT NULL CHECK (length(currency) = 3),
{money("amount_minor", "tendered_minor", "change_minor", "rounding_minor", "tip_minor")},
taken_us INTEGER NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
terminal TEXT NOT NULL, reference TEXT NOT NULL,
CHECK (tendered_minor - change_minor = amount_minor + rounding_minor + tip_minor),
PRIMARY KEY (order_id, payment_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE order_days (
order_id TEXT NOT NULL REFERENCES orders,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
PRIMARY KEY (order_id, business_date)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX orders_of_a_day ON order_days (business_date)",
    f"""CREATE TABLE order_conflicts (
order_id TEXT NOT NULL REFERENCES orders,
conflict_id TEXT NOT NULL,
{named("kind")},
opened_us INTEGER NOT NULL,
currency TEXT NOT NULL CHECK (length(currency) = 3),
amount_minor INTEGER CHECK (abs(amount_minor) <= 9007199254740991),
details TEXT NOT NULL CHECK (json_valid(details)),
decided_us INTEGER,
choice TEXT NOT NULL CHECK ((choice = '') = (decided_us IS NULL)),
PRIMARY KEY (order_id, conflict_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX conflicts_by_time ON order_conflicts (decided_us, opened_us)",
    """CREATE TABLE order_links (
order_id TEXT NOT NULL, other_id TEXT NOT NULL, PRIMARY KEY (order_id, other_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX order_links_back ON order_links (other_id)",
)
JOURNAL = ("CREATE INDEX journal_by_fact ON journal (fact_id)",)

KITCHEN = (
    "ALTER TABLE tickets ADD COLUMN fired_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tickets ADD COLUMN received_us INTEGER",
    "ALTER TABLE tickets ADD COLUMN received_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tickets ADD COLUMN seen_us INTEGER",
    "ALTER TABLE tickets ADD COLUMN escalated_us INTEGER",
    "ALTER TABLE tickets ADD COLUMN escalated_to TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX tickets_of_an_order ON tickets (order_id)",
    "CREATE INDEX tickets_by_time ON tickets (fired_us)",
    """CREATE INDEX undelivered_tickets ON tickets (fired_us)
WHERE received_us IS NULL AND bumped_us IS NULL AND escalated_us IS NULL""",
)

CASH = (
    "DROP TABLE drawer_openings",
    """CREATE TABLE drawer_openings (
fact_id TEXT PRIMARY KEY NOT NULL,
drawer_id TEXT NOT NULL,
opened_us INTEGER NOT NULL,
reason TEXT NOT NULL CHECK (reason IN ('sale', 'no_sale', 'refund')),
order_id TEXT,
note TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
)

TOGETHER = (
    """CREATE TABLE stock (
item_id TEXT PRIMARY KEY NOT NULL,
counted INTEGER CHECK (counted >= 0),
left_over INTEGER CHECK (left_over >= 0),
oversold INTEGER NOT NULL CHECK (oversold >= 0),
counted_us INTEGER,
eighty_sixed_us INTEGER,
CHECK ((left_over IS NULL) = (counted IS NULL))
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE terminals (
terminal_id TEXT PRIMARY KEY NOT NULL,
{named("label", "fingerprint")},
paired_us INTEGER NOT NULL,
paired_by TEXT NOT NULL,
revoked_us INTEGER,
reason TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE outages (
outage_id TEXT PRIMARY KEY NOT NULL,
{named("terminal")},
tier TEXT NOT NULL CHECK (tier IN ('A', 'B', 'C')),
began_us INTEGER NOT NULL, ended_us INTEGER NOT NULL,
orders INTEGER NOT NULL CHECK (orders >= 0),
currency TEXT NOT NULL CHECK (length(currency) = 3),
{money("taken_minor")},
redirects INTEGER NOT NULL CHECK (redirects >= 0),
duplicates INTEGER NOT NULL CHECK (duplicates >= 0),
decisions INTEGER NOT NULL CHECK (decisions >= 0)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX outages_by_end ON outages (ended_us)",
    """CREATE TABLE punches (
staff_id TEXT NOT NULL, punch_id TEXT NOT NULL,
kind TEXT NOT NULL CHECK (kind IN ('clock_in', 'break_begin', 'break_end', 'clock_out')),
at_us INTEGER NOT NULL,
terminal TEXT NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
PRIMARY KEY (staff_id, punch_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX punches_of_a_day ON punches (business_date)",
)

STATEMENTS = (*STALE, *JOURNAL, *ORDERING, *KITCHEN, *CASH, *TOGETHER)
