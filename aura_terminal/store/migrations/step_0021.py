"""Step 21: dishes of parts."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
