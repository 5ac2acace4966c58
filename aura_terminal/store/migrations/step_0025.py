"""Step 25: stored value.

`value_accounts` are folds of gift cards, house accounts and deposits; `value_alone` is what was drawn from them at
terminals that heard no other one, by date, so that bounds over the whole store are a sum.
"""

from __future__ import annotations

_MONEY = "INTEGER NOT NULL CHECK (abs({0}) <= 9007199254740991)"
_FLAG = "INTEGER NOT NULL CHECK ({0} IN (0, 1))"

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE orders ADD COLUMN tab_cap_minor INTEGER CHECK (abs(tab_cap_minor) <= 9007199254740991)",
    f"""CREATE TABLE value_accounts (
account_id TEXT PRIMARY KEY NOT NULL,
kind TEXT NOT NULL CHECK (kind IN ('gift_card', 'house', 'deposit')),
currency TEXT NOT NULL CHECK (length(currency) = 3),
name_key TEXT NOT NULL,
guest_id TEXT,
reservation_id TEXT,
digest TEXT,
last_four TEXT NOT NULL,
balance_minor {_MONEY.format("balance_minor")},
is_overdrawn {_FLAG.format("is_overdrawn")},
opened_us INTEGER NOT NULL,
moves INTEGER NOT NULL CHECK (moves >= 0)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX value_by_number ON value_accounts (digest) WHERE digest IS NOT NULL",
    "CREATE INDEX value_by_last_four ON value_accounts (last_four) WHERE last_four <> ''",
    "CREATE INDEX value_of_a_guest ON value_accounts (guest_id) WHERE guest_id IS NOT NULL",
    "CREATE INDEX value_of_a_reservation ON value_accounts (reservation_id) WHERE reservation_id IS NOT NULL",
    "CREATE INDEX value_overdrawn ON value_accounts (account_id) WHERE is_overdrawn = 1",
    f"""CREATE TABLE value_alone (
account_id TEXT NOT NULL REFERENCES value_accounts,
move_id TEXT NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
terminal TEXT NOT NULL,
minor {_MONEY.format("minor")},
PRIMARY KEY (account_id, move_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX value_alone_by_date ON value_alone (business_date)",
)
