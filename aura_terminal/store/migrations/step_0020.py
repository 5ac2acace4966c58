"""Step 20: what the audit is searched by."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = ()
