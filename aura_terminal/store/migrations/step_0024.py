"""Step 24: service."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
