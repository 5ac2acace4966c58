"""Step 16: drawers are counted by sessions, and cash of orders names the session it belongs to.

`order_cash` is a fold of each order; `cash_past` keeps what orders that left for a day document had taken in sessions,
and one row without an order for all that were let go with their document.
"""

from __future__ import annotations

_MONEY = "{0} INTEGER NOT NULL CHECK (abs({0}) <= 9007199254740991)"
_SUMS = ", ".join(_MONEY.format(column) for column in ("given_minor", "change_minor", "refund_minor"))

STATEMENTS: tuple[str, ...] = (
    f"""CREATE TABLE drawer_sessions (
session_id TEXT PRIMARY KEY NOT NULL,
drawer_id TEXT NOT NULL,
terminal TEXT NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
begun_us INTEGER NOT NULL,
cashier TEXT,
currency TEXT NOT NULL CHECK (length(currency) = 3),
{_MONEY.format("float_minor")},
ended_us INTEGER
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sessions_of_a_day ON drawer_sessions (business_date)",
    "CREATE INDEX running_sessions ON drawer_sessions (drawer_id) WHERE ended_us IS NULL",
    "CREATE INDEX sessions_of_a_drawer ON drawer_sessions (drawer_id, begun_us)",
    "DROP TABLE drawer_openings",
    """CREATE TABLE drawer_openings (
fact_id TEXT PRIMARY KEY NOT NULL,
drawer_id TEXT NOT NULL,
opened_us INTEGER NOT NULL,
reason TEXT NOT NULL CHECK (reason IN ('sale', 'no_sale', 'refund', 'cash_moved', 'count')),
order_id TEXT,
note TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE order_cash (
order_id TEXT NOT NULL REFERENCES orders,
entry_id TEXT NOT NULL,
session_id TEXT,
terminal TEXT NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
at_us INTEGER NOT NULL,
currency TEXT NOT NULL CHECK (length(currency) = 3),
{_SUMS},
PRIMARY KEY (order_id, entry_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX cash_of_a_session ON order_cash (session_id) WHERE session_id IS NOT NULL",
    "CREATE INDEX loose_cash ON order_cash (business_date) WHERE session_id IS NULL",
    f"""CREATE TABLE cash_past (
session_id TEXT NOT NULL,
order_id TEXT NOT NULL,
day TEXT NOT NULL,
currency TEXT NOT NULL CHECK (length(currency) = 3),
{_SUMS},
PRIMARY KEY (session_id, order_id, currency)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX past_cash_of_an_order ON cash_past (order_id)",
    "CREATE INDEX past_cash_of_a_day ON cash_past (day)",
    "INSERT OR IGNORE INTO meta (key, value) VALUES ('stale_folds', 'yes')",
)
