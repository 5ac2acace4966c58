"""Step 10: what kitchen tickets are for, when they begin, which of them are rushed, and when each dish was ready."""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE tickets ADD COLUMN role TEXT NOT NULL DEFAULT 'prep'",
    "ALTER TABLE tickets ADD COLUMN starts_us INTEGER",
    "ALTER TABLE tickets ADD COLUMN rushed_us INTEGER",
    "UPDATE tickets SET starts_us = fired_us",
    "ALTER TABLE ticket_lines ADD COLUMN item_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE ticket_lines ADD COLUMN done_us INTEGER",
)
