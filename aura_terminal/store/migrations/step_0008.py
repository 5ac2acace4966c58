"""Step 8: what central back offices are known to hold, and what this terminal alone has under way with them."""

from __future__ import annotations

FOLDS = (
    """CREATE TABLE central_records (
record TEXT PRIMARY KEY NOT NULL,
connector TEXT NOT NULL CHECK (length(connector) > 0),
kind TEXT NOT NULL CHECK (length(kind) > 0),
local_id TEXT NOT NULL,
central_id TEXT NOT NULL,
confirmed_us INTEGER,
body BLOB NOT NULL,
stamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX central_ids ON central_records (connector, kind, central_id) WHERE central_id <> ''",
    "CREATE INDEX confirmations_by_time ON central_records (connector, confirmed_us)",
    """CREATE TABLE central_refused (
record TEXT NOT NULL REFERENCES central_records,
step TEXT NOT NULL,
connector TEXT NOT NULL,
refused_us INTEGER NOT NULL,
PRIMARY KEY (record, step)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX refusals_by_time ON central_refused (connector, refused_us)",
)

OF_THIS_TERMINAL = (
    """CREATE TABLE central_cursors (
connector TEXT PRIMARY KEY NOT NULL CHECK (length(connector) > 0),
arrival INTEGER NOT NULL CHECK (arrival >= 0),
sent INTEGER NOT NULL CHECK (sent >= 0),
received INTEGER NOT NULL CHECK (received >= 0),
failed INTEGER NOT NULL CHECK (failed >= 0)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE central_waiting (
place INTEGER PRIMARY KEY,
record TEXT NOT NULL UNIQUE,
connector TEXT NOT NULL,
since_ms INTEGER NOT NULL
) STRICT""",
    "CREATE INDEX waiting_of_a_central ON central_waiting (connector, place)",
    """CREATE TABLE wires (
place INTEGER PRIMARY KEY,
key TEXT NOT NULL UNIQUE,
connector TEXT NOT NULL,
record TEXT NOT NULL, step TEXT NOT NULL, digest TEXT NOT NULL,
lane INTEGER NOT NULL,
method TEXT NOT NULL, path TEXT NOT NULL, body BLOB NOT NULL,
state TEXT NOT NULL CHECK (state IN ('prepared', 'sent', 'unknown')),
prepared_ms INTEGER NOT NULL,
sent_ms INTEGER NOT NULL,
attempts INTEGER NOT NULL CHECK (attempts >= 0),
not_before_ms INTEGER NOT NULL,
last_answer TEXT NOT NULL,
looks INTEGER NOT NULL CHECK (looks >= 0)
) STRICT""",
    "CREATE INDEX wires_of_a_central ON wires (connector, state)",
    """CREATE TABLE central_sweeps (
connector TEXT NOT NULL, resource TEXT NOT NULL,
page INTEGER NOT NULL CHECK (page > 0),
began_ms INTEGER NOT NULL, ended_ms INTEGER NOT NULL,
watermark TEXT NOT NULL,
seen TEXT NOT NULL CHECK (json_valid(seen)),
missed TEXT NOT NULL CHECK (json_valid(missed)),
PRIMARY KEY (connector, resource)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE central_bodies (
record TEXT NOT NULL, step TEXT NOT NULL,
body BLOB NOT NULL,
PRIMARY KEY (record, step)
) STRICT, WITHOUT ROWID""",
)

PAST = (
    """CREATE TABLE central_past (
local_id TEXT NOT NULL, connector TEXT NOT NULL, kind TEXT NOT NULL,
central_id TEXT NOT NULL,
day TEXT NOT NULL CHECK (day GLOB '????-??-??'),
places BLOB NOT NULL,
PRIMARY KEY (local_id, kind, connector)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX past_central_ids ON central_past (connector, kind, central_id) WHERE central_id <> ''",
    "CREATE INDEX past_of_a_day ON central_past (day)",
    "DROP TRIGGER journal_is_never_deleted",
    """CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
WHEN old.aggregate NOT IN ('order', 'ticket', 'drawer', 'central')
  OR old.seq > coalesce((SELECT seq FROM bases WHERE origin = old.origin), 0)
  OR old.seq > coalesce((SELECT last_seq FROM day_packs WHERE origin = old.origin AND first_seq <= old.seq
    ORDER BY first_seq DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'a fact in the journal is never changed or deleted'); END""",
)

STATEMENTS = (*FOLDS, *OF_THIS_TERMINAL, *PAST)
