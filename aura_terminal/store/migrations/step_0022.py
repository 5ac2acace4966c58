"""Step 22: prices by level."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
