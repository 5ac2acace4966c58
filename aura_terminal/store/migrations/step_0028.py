"""Step 28: paper bridge."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
