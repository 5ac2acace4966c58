"""Step 6: day documents, and how far each origin's facts have left the journal for them."""

from __future__ import annotations

_HASH = "BLOB NOT NULL CHECK (length({0}) = 32)"

STATEMENTS = (
    f"""CREATE TABLE bases (
origin TEXT PRIMARY KEY NOT NULL,
seq INTEGER NOT NULL CHECK (seq > 0),
hash {_HASH.format("hash")},
stamp INTEGER NOT NULL CHECK (stamp > 0)
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE day_documents (
day TEXT PRIMARY KEY NOT NULL CHECK (day GLOB '????-??-??'),
until INTEGER NOT NULL CHECK (until > 0),
sha256 {_HASH.format("sha256")},
manifest BLOB NOT NULL,
to_thin INTEGER NOT NULL CHECK (to_thin >= 0)
) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE day_packs (
origin TEXT NOT NULL,
first_seq INTEGER NOT NULL CHECK (first_seq > 0),
last_seq INTEGER NOT NULL CHECK (last_seq >= first_seq),
day TEXT NOT NULL CHECK (day GLOB '????-??-??'),
before {_HASH.format("before")},
after {_HASH.format("after")},
sha256 {_HASH.format("sha256")},
body BLOB NOT NULL,
PRIMARY KEY (origin, first_seq)
) STRICT""",
    "CREATE INDEX packs_of_a_day ON day_packs (day)",
    f"""CREATE TABLE day_sheets (
day TEXT NOT NULL CHECK (day GLOB '????-??-??'),
place INTEGER NOT NULL CHECK (place >= 0),
sha256 {_HASH.format("sha256")},
body BLOB NOT NULL,
PRIMARY KEY (day, place)
) STRICT""",
    """CREATE TABLE receipts (
day INTEGER NOT NULL CHECK (day > 0),
number TEXT NOT NULL,
order_id BLOB NOT NULL,
total_minor INTEGER NOT NULL,
document INTEGER NOT NULL CHECK (document > 0),
sheet INTEGER NOT NULL CHECK (sheet >= 0),
PRIMARY KEY (day, number, order_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX receipts_of_an_order ON receipts (order_id)",
    "CREATE TABLE day_leftovers (order_id TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE drawer_bases (
drawer_id TEXT PRIMARY KEY NOT NULL,
openings INTEGER NOT NULL CHECK (openings > 0),
without_sale INTEGER NOT NULL CHECK (without_sale BETWEEN 0 AND openings),
stamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    "DROP TRIGGER journal_is_never_deleted",
    """CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
WHEN old.aggregate NOT IN ('order', 'ticket', 'drawer')
  OR old.seq > coalesce((SELECT seq FROM bases WHERE origin = old.origin), 0)
  OR old.seq > coalesce((SELECT last_seq FROM day_packs WHERE origin = old.origin AND first_seq <= old.seq
    ORDER BY first_seq DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'a fact in the journal is never changed or deleted'); END""",
)
