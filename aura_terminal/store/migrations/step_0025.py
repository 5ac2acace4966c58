"""Step 25: stored value."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
