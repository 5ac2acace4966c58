"""Step 15: cards leave the journal with the orders they were taken for, once a day document holds them."""

from __future__ import annotations

STATEMENTS = (
    "DROP TRIGGER journal_is_never_deleted",
    """CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
WHEN old.aggregate NOT IN ('order', 'ticket', 'drawer', 'central', 'attempt')
  OR old.seq > coalesce((SELECT seq FROM bases WHERE origin = old.origin), 0)
  OR old.seq > coalesce((SELECT last_seq FROM day_packs WHERE origin = old.origin AND first_seq <= old.seq
    ORDER BY first_seq DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'a fact in the journal is never changed or deleted'); END""",
)
