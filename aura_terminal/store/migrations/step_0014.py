"""Step 14: to whom a receipt is mailed."""

from __future__ import annotations

STATEMENTS = ("ALTER TABLE spool_jobs ADD COLUMN recipient TEXT",)
