"""Step 17: shifts with their breaks, and punches that fit nothing; hours of shops that have punched are folded anew."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE shifts (
staff_id TEXT NOT NULL,
shift_id TEXT NOT NULL,
business_date TEXT NOT NULL CHECK (business_date GLOB '????-??-??'),
began_us INTEGER NOT NULL,
ended_us INTEGER CHECK (ended_us >= began_us),
job TEXT NOT NULL,
rate_minor INTEGER,
currency TEXT CHECK ((currency IS NULL) = (rate_minor IS NULL)),
is_forgotten INTEGER NOT NULL CHECK (is_forgotten IN (0, 1)),
tips_minor INTEGER,
tips_currency TEXT CHECK ((tips_currency IS NULL) = (tips_minor IS NULL)),
PRIMARY KEY (staff_id, shift_id)
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX shifts_of_a_day ON shifts (business_date)",
    "CREATE INDEX shifts_that_run ON shifts (staff_id) WHERE ended_us IS NULL",
    """CREATE TABLE shift_breaks (
staff_id TEXT NOT NULL,
shift_id TEXT NOT NULL,
place INTEGER NOT NULL,
began_us INTEGER NOT NULL,
ended_us INTEGER CHECK (ended_us >= began_us),
kind TEXT NOT NULL CHECK (kind IN ('unpaid', 'paid')),
PRIMARY KEY (staff_id, shift_id, place),
FOREIGN KEY (staff_id, shift_id) REFERENCES shifts (staff_id, shift_id)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE odd_punches (
staff_id TEXT NOT NULL,
punch_id TEXT NOT NULL,
why TEXT NOT NULL CHECK (why IN ('fits_nothing', 'clock_behind')),
at_us INTEGER NOT NULL,
PRIMARY KEY (staff_id, punch_id)
) STRICT, WITHOUT ROWID""",
    """INSERT INTO meta (key, value) SELECT 'stale_folds', 'labor'
WHERE EXISTS (SELECT 1 FROM punches) ON CONFLICT (key) DO NOTHING""",
)
