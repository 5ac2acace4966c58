"""Step 29: goods taken back."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
