"""Step 18: what closings cover."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
