"""Step 11: a drawer that waits to be opened is found at once, however many slips wait for the same printer."""

from __future__ import annotations

STATEMENTS = (
    """CREATE INDEX waiting_drawers ON spool_jobs (route, place)
WHERE kind = 'drawer_kick' AND state IN ('queued', 'held')""",
)
