"""Step 9: guests, points, reservations, supplies, feedback and promotions; discounts and sources of orders."""

from __future__ import annotations

_MONEY = "INTEGER NOT NULL CHECK (abs({0}) <= 9007199254740991)"
_FLAG = "INTEGER NOT NULL CHECK ({0} IN (0, 1))"

ORDERING = (
    "ALTER TABLE orders ADD COLUMN discount_minor INTEGER NOT NULL DEFAULT 0 "
    "CHECK (discount_minor BETWEEN 0 AND 9007199254740991)",
    "ALTER TABLE orders ADD COLUMN guest_id TEXT",
    "ALTER TABLE orders ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN source_number TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN is_held INTEGER NOT NULL DEFAULT 0 CHECK (is_held IN (0, 1))",
    "CREATE INDEX orders_of_a_guest ON orders (guest_id, opened_us) WHERE guest_id IS NOT NULL",
    "CREATE INDEX held_orders ON orders (opened_us) WHERE is_held = 1",
    f"""CREATE TABLE order_discounts (
order_id TEXT NOT NULL REFERENCES orders,
discount_id TEXT NOT NULL,
place INTEGER NOT NULL CHECK (place >= 0),
name TEXT NOT NULL, slot TEXT NOT NULL CHECK (length(slot) > 0),
promotion_id TEXT, code TEXT NOT NULL, redemption_id TEXT,
amount_minor {_MONEY.format("amount_minor")} CHECK (amount_minor >= 0),
counts {_FLAG.format("counts")},
applied_us INTEGER NOT NULL,
applied_by TEXT NOT NULL, approved_by TEXT, reason TEXT NOT NULL,
PRIMARY KEY (order_id, discount_id)
) STRICT, WITHOUT ROWID""",
)

GUESTS = (
    f"""CREATE TABLE guests (
guest_id TEXT PRIMARY KEY NOT NULL,
first_name TEXT NOT NULL, last_name TEXT NOT NULL, name_key TEXT NOT NULL,
phone TEXT NOT NULL, phone_key TEXT NOT NULL CHECK (phone_key NOT GLOB '*[^0-9]*'),
email TEXT NOT NULL, email_key TEXT NOT NULL,
birthday TEXT CHECK (birthday GLOB '????-??-??'),
consent TEXT NOT NULL CHECK (consent IN ('unasked', 'given', 'withdrawn')),
registered_us INTEGER, source TEXT NOT NULL,
merged_into TEXT CHECK (merged_into < guest_id),
is_erased {_FLAG.format("is_erased")},
CHECK (is_erased = 0 OR (name_key = '' AND phone_key = '' AND email_key = '' AND birthday IS NULL))
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX guests_by_phone ON guests (phone_key) WHERE phone_key <> ''",
    "CREATE INDEX guests_by_name ON guests (name_key) WHERE name_key <> ''",
    "CREATE INDEX guests_by_email ON guests (email_key) WHERE email_key <> ''",
    "CREATE INDEX guests_that_went ON guests (merged_into) WHERE merged_into IS NOT NULL",
    """CREATE TABLE loyalty (
guest_id TEXT PRIMARY KEY NOT NULL,
balance INTEGER NOT NULL, earned INTEGER NOT NULL, let_go INTEGER NOT NULL,
stated_us INTEGER, tier TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE promotion_uses (
promotion_id TEXT NOT NULL, use_id TEXT NOT NULL,
order_id TEXT NOT NULL, guest_id TEXT,
used_us INTEGER NOT NULL,
PRIMARY KEY (promotion_id, use_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE feedback (
feedback_id TEXT PRIMARY KEY NOT NULL,
given_us INTEGER NOT NULL,
rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
order_id TEXT, guest_id TEXT,
comments TEXT NOT NULL, terminal TEXT NOT NULL,
answers INTEGER NOT NULL CHECK (answers >= 0)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX feedback_by_time ON feedback (given_us)",
)

RESERVATIONS = (
    """CREATE TABLE reservations (
reservation_id TEXT PRIMARY KEY NOT NULL,
status TEXT NOT NULL CHECK (status IN ('booked', 'confirmed', 'seated', 'cancelled', 'no_show')),
starts_us INTEGER NOT NULL,
ends_us INTEGER NOT NULL CHECK (ends_us > starts_us),
party_size INTEGER NOT NULL CHECK (party_size > 0),
name TEXT NOT NULL, guest_id TEXT,
phone TEXT NOT NULL, preferences TEXT NOT NULL, requests TEXT NOT NULL,
order_id TEXT CHECK ((order_id IS NOT NULL) = (status = 'seated')),
source TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX reservations_by_time ON reservations (starts_us)",
    "CREATE INDEX reservations_of_a_guest ON reservations (guest_id) WHERE guest_id IS NOT NULL",
    """CREATE TABLE reservation_tables (
reservation_id TEXT NOT NULL REFERENCES reservations, table_id TEXT NOT NULL, PRIMARY KEY (reservation_id, table_id)
) STRICT, WITHOUT ROWID""",
)

SUPPLIES = (
    """CREATE TABLE supply_levels (
supply_id TEXT PRIMARY KEY NOT NULL,
quantity TEXT NOT NULL CHECK (length(quantity) > 0),
counted_us INTEGER, stated_us INTEGER
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE supply_adjustments (
supply_id TEXT NOT NULL REFERENCES supply_levels,
adjustment_id TEXT NOT NULL,
kind TEXT NOT NULL CHECK (kind IN ('purchase', 'usage', 'waste', 'adjustment', 'transfer')),
quantity TEXT NOT NULL CHECK (length(quantity) > 0),
adjusted_us INTEGER NOT NULL, adjusted_by TEXT NOT NULL,
batch TEXT NOT NULL, expires TEXT CHECK (expires GLOB '????-??-??'), notes TEXT NOT NULL,
PRIMARY KEY (supply_id, adjustment_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX adjustments_by_time ON supply_adjustments (adjusted_us)",
    "CREATE INDEX supplies_that_expire ON supply_adjustments (expires) WHERE expires IS NOT NULL",
    """CREATE TABLE stock_takes (
count_id TEXT PRIMARY KEY NOT NULL,
counted_us INTEGER NOT NULL, counted_by TEXT NOT NULL,
lines INTEGER NOT NULL CHECK (lines > 0)
) STRICT, WITHOUT ROWID""",
)

STATEMENTS = (*ORDERING, *GUESTS, *RESERVATIONS, *SUPPLIES)
