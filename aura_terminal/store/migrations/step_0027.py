"""Step 27: parties that wait for a table, and orders on their way out of the house."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE waiting_parties (
party_id TEXT PRIMARY KEY NOT NULL,
status TEXT NOT NULL CHECK (status IN ('waiting', 'called', 'seated', 'left')),
joined_us INTEGER NOT NULL,
party_size INTEGER NOT NULL CHECK (party_size > 0),
guest_id TEXT,
order_id TEXT CHECK ((order_id IS NOT NULL) = (status = 'seated'))
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX waiting_parties_by_time ON waiting_parties (joined_us)",
    "CREATE INDEX waiting_parties_of_a_guest ON waiting_parties (guest_id) WHERE guest_id IS NOT NULL",
    """CREATE TABLE order_errands (
order_id TEXT PRIMARY KEY NOT NULL REFERENCES orders,
due_us INTEGER, handed_us INTEGER
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX errands_to_do ON order_errands (due_us) WHERE handed_us IS NULL",
)
