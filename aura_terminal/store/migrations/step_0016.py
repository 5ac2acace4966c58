"""Step 16: drawers are counted by sessions."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
