"""Shifts are rows: of a file that was punched in before there were any, and after a rebuild, as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.money import Money
from aura_terminal.ports.hours_rows import WeekRow
from aura_terminal.store.migrations import step_0017
from aura_terminal.use_cases.punch_editing import PunchEdit
from tests.support.memory_shop import signed_in
from tests.support.store_service import tampering
from tests.support.store_shop import StoredShop, founded

REFOLD = step_0017.STATEMENTS[-1]


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredShop]:
    """A shop in which somebody worked, was corrected, and forgot to clock out."""
    made = founded(tmp_path / "data")
    paolo, carla = signed_in(made.shop, StaffId("paolo-ferrara")), signed_in(made.shop, StaffId("carla-lombardi"))
    came = made.shop.labor.clock_in(paolo)
    made.clock.advance(hours=2)
    made.shop.labor.begin_break(paolo)
    made.clock.advance(minutes=30)
    made.shop.labor.clock_out(paolo, Money(400, "EUR"))
    edit = PunchEdit(came.at.replace(minute=0))
    made.shop.punch_editing.correct(carla, paolo.id, came.punch_id, edit, "came with the delivery")
    made.clock.advance(hours=1)
    made.shop.labor.clock_in(paolo)
    made.clock.advance(hours=18)
    yield made
    made.store.close()


def week(stored: StoredShop) -> WeekRow:
    now = stored.clock.now()
    return stored.shop.reads.labor.week(stored.shop.reads.store.profile().calendar.date_of(now), now)


def test_hours_of_a_file_without_shifts_are_made_when_it_is_opened(stored: StoredShop) -> None:
    before, look = week(stored), stored.shop.reads.labor.to_look_at(stored.clock.now())
    assert [len(person.shifts) for person in before.people] == [2]
    assert len(look) == 1
    raw = tampering(stored)
    for table in ("shift_breaks", "shifts", "odd_punches"):
        raw.execute(f"DELETE FROM {table}")
    raw.execute(REFOLD)
    raw.close()
    stored.reopen()
    assert week(stored) == before
    assert stored.shop.reads.labor.to_look_at(stored.clock.now()) == look


def test_a_file_in_which_nobody_punched_is_not_folded_anew(tmp_path: Path) -> None:
    fresh = founded(tmp_path / "fresh")
    raw = tampering(fresh)
    raw.execute(REFOLD)
    stale = raw.execute("SELECT count(*) FROM meta WHERE key = 'stale_folds'").fetchone()[0]
    raw.close()
    fresh.store.close()
    assert stale == 0


def test_a_rebuild_gives_the_same_hours(stored: StoredShop) -> None:
    before, digest = week(stored), stored.store.fold_digest()
    stored.store.rebuild()
    assert week(stored) == before
    assert stored.store.fold_digest() == digest
