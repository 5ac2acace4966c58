"""Step 30: training."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
