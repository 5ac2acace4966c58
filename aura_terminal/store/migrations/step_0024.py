"""Step 24: service. When guests were brought their check, on how many papers, and whether it says what is due now."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE orders ADD COLUMN check_us INTEGER",
    "ALTER TABLE orders ADD COLUMN check_papers INTEGER NOT NULL DEFAULT 0 CHECK (check_papers >= 0)",
    "ALTER TABLE orders ADD COLUMN check_current INTEGER NOT NULL DEFAULT 0 CHECK (check_current IN (0, 1))",
)
