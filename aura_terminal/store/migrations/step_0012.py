"""Step 12: a tile knows whether its item must be weighed before it is sold."""

from __future__ import annotations

STATEMENTS = ("ALTER TABLE menu_items ADD COLUMN by_weight INTEGER NOT NULL DEFAULT 0 CHECK (by_weight IN (0, 1))",)
