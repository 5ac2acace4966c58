"""Step 18: how tips were shared, and what was paid of it."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE tips_shared (
share_id TEXT PRIMARY KEY NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
shared_us INTEGER NOT NULL,
body BLOB NOT NULL
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX tips_of_a_day ON tips_shared (business_date)",
)
