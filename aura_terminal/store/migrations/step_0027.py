"""Step 27: parties and guests."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
