"""Step 23: checks shared out."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
