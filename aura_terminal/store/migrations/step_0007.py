"""Step 7: orders and tickets of a backlog that are in the journal and not in their tables yet."""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE unfolded (
aggregate TEXT NOT NULL CHECK (aggregate IN ('order', 'ticket')),
aggregate_id TEXT NOT NULL,
order_id TEXT NOT NULL,
is_over INTEGER NOT NULL CHECK (is_over IN (0, 1)),
PRIMARY KEY (aggregate, aggregate_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX unfolded_of_an_order ON unfolded (order_id)",
    "CREATE INDEX unfolded_open_work ON unfolded (aggregate, aggregate_id) WHERE is_over = 0",
)
