"""Step 17: what labour and shared tips leave behind."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
