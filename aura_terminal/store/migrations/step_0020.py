"""Step 20: what the audit is searched by, made of the journal and of day documents a little at a time."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE audit_entries (
place INTEGER PRIMARY KEY,
fact_id TEXT NOT NULL UNIQUE,
origin TEXT NOT NULL,
seq INTEGER NOT NULL CHECK (seq > 0),
stamp INTEGER NOT NULL CHECK (stamp > 0),
type TEXT NOT NULL,
topic TEXT NOT NULL,
actor TEXT NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
order_id TEXT NOT NULL,
order_number TEXT NOT NULL,
currency TEXT NOT NULL,
minor INTEGER NOT NULL,
allowed_by TEXT NOT NULL,
searched TEXT NOT NULL,
details TEXT NOT NULL
) STRICT""",
    "CREATE INDEX audit_by_time ON audit_entries (stamp)",
    "CREATE INDEX audit_by_topic ON audit_entries (topic, stamp)",
    "CREATE INDEX audit_by_actor ON audit_entries (actor, stamp)",
    "CREATE INDEX audit_by_order ON audit_entries (order_id) WHERE order_id <> ''",
    """CREATE TABLE audit_terminals (
origin TEXT PRIMARY KEY,
label TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE audit_packs (
origin TEXT NOT NULL,
first_seq INTEGER NOT NULL,
PRIMARY KEY (origin, first_seq)
) STRICT, WITHOUT ROWID""",
)
