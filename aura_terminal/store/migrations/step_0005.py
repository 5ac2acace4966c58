"""Step 5: which ticket a slip is the paper of, and jobs that wait for a choice because they are late."""

from __future__ import annotations

_KEPT = (
    "place, job_id, kind, route, title, order_id, document, copy_no, duplicate_of, state, created_us, changed_us, "
    "attempts, last_error"
)

STATEMENTS = (
    """CREATE TABLE spool_jobs_with_tickets (
place INTEGER PRIMARY KEY,
job_id TEXT NOT NULL UNIQUE,
kind TEXT NOT NULL CHECK (kind IN ('receipt', 'kitchen_slip', 'void_slip', 'report', 'label', 'drawer_kick')),
route TEXT NOT NULL CHECK (length(route) > 0),
title TEXT NOT NULL,
order_id TEXT, ticket_id TEXT,
document BLOB CHECK ((document IS NULL) = (kind = 'drawer_kick')),
copy_no INTEGER NOT NULL CHECK (copy_no >= 0),
duplicate_of TEXT,
state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'held', 'in_printer', 'unconfirmed', 'accepted', 'printed',
'redirected', 'reprinted', 'cancelled', 'failed', 'late')),
created_us INTEGER NOT NULL, changed_us INTEGER NOT NULL,
attempts INTEGER NOT NULL CHECK (attempts >= 0),
last_error TEXT NOT NULL
) STRICT""",
    f"INSERT INTO spool_jobs_with_tickets ({_KEPT}) SELECT {_KEPT} FROM spool_jobs",
    "DROP TABLE spool_jobs",
    "ALTER TABLE spool_jobs_with_tickets RENAME TO spool_jobs",
    """CREATE INDEX unsettled_jobs ON spool_jobs (route, state, place)
WHERE state IN ('queued', 'sending', 'held', 'in_printer', 'unconfirmed', 'failed', 'late')""",
)
