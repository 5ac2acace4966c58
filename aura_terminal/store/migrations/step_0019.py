"""Step 19: figures of each day, for reports.

`order_figures` is a fold of each order, `day_figures` their sums, kept by triggers for as long as the orders are in the
tables. Sums of orders that left for a day document stay under that document's day in `lies_in`.
"""

from __future__ import annotations

_KEY = ("kind", "business_date", "currency", "slot", "name", "part", "who", "why")
_SUMS = ("units", "minor", "other")
_COLUMNS = """kind TEXT NOT NULL, business_date TEXT NOT NULL, currency TEXT NOT NULL,
slot INTEGER NOT NULL, name TEXT NOT NULL, part TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL"""
# What is added up was checked order by order; a second look at every sum took as long as all of the writing.


def _where(row: str) -> str:
    return " AND ".join(f"{column} = {row}.{column}" for column in _KEY) + " AND lies_in = ''"


_ADD = f"""INSERT INTO day_figures ({", ".join(_KEY)}, lies_in, orders, {", ".join(_SUMS)})
VALUES ({", ".join(f"NEW.{column}" for column in _KEY)}, '', 1, {", ".join(f"NEW.{column}" for column in _SUMS)})
ON CONFLICT ({", ".join(_KEY)}, lies_in) DO UPDATE SET orders = orders + 1,
{", ".join(f"{column} = {column} + excluded.{column}" for column in _SUMS)};"""

_TAKE = f"""UPDATE day_figures SET orders = orders - 1,
{", ".join(f"{column} = {column} - OLD.{column}" for column in _SUMS)} WHERE {_where("OLD")};
DELETE FROM day_figures WHERE {_where("OLD")} AND orders = 0;"""

STATEMENTS: tuple[str, ...] = (
    f"""CREATE TABLE order_figures (
order_id TEXT NOT NULL REFERENCES orders,
{_COLUMNS},
units INTEGER NOT NULL,
minor INTEGER NOT NULL CHECK (abs(minor) <= 9007199254740991),
other INTEGER NOT NULL CHECK (abs(other) <= 9007199254740991),
CHECK (business_date GLOB '????-??-??' AND length(currency) = 3 AND length(kind) > 0),
PRIMARY KEY (order_id, {", ".join(_KEY)})
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE day_figures (
{_COLUMNS},
lies_in TEXT NOT NULL,
orders INTEGER NOT NULL, units INTEGER NOT NULL, minor INTEGER NOT NULL, other INTEGER NOT NULL,
PRIMARY KEY ({", ".join(_KEY)}, lies_in)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX figures_that_left ON day_figures (lies_in) WHERE lies_in <> ''",
    "CREATE TABLE figure_days (day TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID",
    f"CREATE TRIGGER figures_added AFTER INSERT ON order_figures BEGIN {_ADD} END",
    f"CREATE TRIGGER figures_taken AFTER DELETE ON order_figures BEGIN {_TAKE} END",
    f"CREATE TRIGGER figures_changed AFTER UPDATE ON order_figures BEGIN {_TAKE} {_ADD} END",
    "INSERT OR IGNORE INTO meta (key, value) VALUES ('stale_folds', 'yes')",
)
