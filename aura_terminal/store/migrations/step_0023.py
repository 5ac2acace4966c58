"""Step 23: parties. Tables an order has beside its own, what it was parked as, and how many of its shares are paid."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE orders ADD COLUMN linked TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(linked))",
    "ALTER TABLE orders ADD COLUMN parked_us INTEGER",
    "ALTER TABLE orders ADD COLUMN parked_as TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN shares INTEGER NOT NULL DEFAULT 0 CHECK (shares >= 0)",
    "ALTER TABLE orders ADD COLUMN shares_paid INTEGER NOT NULL DEFAULT 0 CHECK (shares_paid BETWEEN 0 AND shares)",
)
