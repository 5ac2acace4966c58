"""Step 19: figures of each day and item, for reports."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
