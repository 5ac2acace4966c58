"""Step 31: purchase orders."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE purchases (
purchase_id TEXT PRIMARY KEY NOT NULL,
number TEXT NOT NULL,
status TEXT NOT NULL CHECK (status IN ('draft', 'approved', 'sent', 'partly_received', 'received', 'cancelled')),
supplier_id TEXT NOT NULL,
drafted_us INTEGER NOT NULL,
is_open INTEGER NOT NULL CHECK (is_open = (status IN ('draft', 'approved', 'sent', 'partly_received')))
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX purchases_by_time ON purchases (is_open, drafted_us)",
    "CREATE INDEX purchases_by_number ON purchases (number)",
)
