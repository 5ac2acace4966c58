"""Step 26: the floor in service. When the table at which an order ended was cleared for others."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ("ALTER TABLE orders ADD COLUMN cleared_us INTEGER",)
