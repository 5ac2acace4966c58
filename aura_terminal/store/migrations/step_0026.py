"""Step 26: the floor in service."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
