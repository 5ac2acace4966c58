"""Step 32: inquiries to be followed up, and what a back office says of bookings."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE leads (
lead_id TEXT PRIMARY KEY NOT NULL,
status TEXT NOT NULL CHECK (status IN ('new', 'called', 'converted', 'lost')),
is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
captured_us INTEGER NOT NULL,
guest_id TEXT
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX leads_to_follow ON leads (is_open, captured_us)",
    "CREATE INDEX leads_of_a_guest ON leads (guest_id) WHERE guest_id IS NOT NULL",
)
