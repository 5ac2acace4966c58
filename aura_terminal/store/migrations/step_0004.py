"""Step 4: what is remembered of this machine's peers, never shared and no fold."""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE peers (
terminal_id TEXT PRIMARY KEY NOT NULL CHECK (length(terminal_id) > 0),
label TEXT NOT NULL, origin TEXT NOT NULL, version TEXT NOT NULL, address TEXT NOT NULL,
last_heard_ms INTEGER NOT NULL CHECK (last_heard_ms >= 0),
skew_ms INTEGER NOT NULL,
holds TEXT NOT NULL CHECK (json_valid(holds)),
trouble TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
)
