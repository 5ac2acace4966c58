"""Step 13: attempts at cards."""

from __future__ import annotations

_FLAG = "INTEGER NOT NULL CHECK ({0} IN (0, 1))"

STATEMENTS = (
    f"""CREATE TABLE card_attempts (
attempt_id TEXT PRIMARY KEY NOT NULL,
order_id TEXT NOT NULL, terminal TEXT NOT NULL, reader TEXT NOT NULL,
key TEXT NOT NULL CHECK (length(key) > 0),
act TEXT NOT NULL CHECK (act IN ('sale', 'refund', 'reversal', 'preauthorisation', 'capture', 'release')),
state TEXT NOT NULL CHECK (state IN ('created', 'sent', 'in_progress', 'approved', 'declined', 'cancelled',
'failed_before_send', 'unknown', 'querying', 'not_processed', 'manual_review')),
currency TEXT NOT NULL,
amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
tip_minor INTEGER NOT NULL CHECK (tip_minor >= 0),
charged_minor INTEGER CHECK ((charged_minor IS NOT NULL) = (state = 'approved')),
is_open {_FLAG.format("is_open")},
needs_query {_FLAG.format("needs_query")},
is_at_risk {_FLAG.format("is_at_risk")},
holds_money {_FLAG.format("holds_money")},
created_by TEXT NOT NULL, created_us INTEGER NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
CHECK (is_open = 1 OR state NOT IN ('created', 'sent', 'in_progress', 'unknown', 'querying', 'manual_review'))
) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX one_attempt_at_work ON card_attempts (terminal, reader) "
    "WHERE state IN ('created', 'sent', 'in_progress')",
    "CREATE INDEX attempts_of_an_order ON card_attempts (order_id, created_us)",
    "CREATE INDEX open_attempts ON card_attempts (created_us) WHERE is_open = 1 OR needs_query = 1",
    "CREATE INDEX attempts_at_risk ON card_attempts (created_us) WHERE is_at_risk = 1",
    "CREATE INDEX tabs_held ON card_attempts (created_us) WHERE holds_money = 1",
    "CREATE INDEX attempts_of_a_day ON card_attempts (business_date)",
)
