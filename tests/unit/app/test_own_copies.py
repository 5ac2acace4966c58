"""Copies nobody has to think of: when one is made, and what happens where none can be made."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from aura_terminal.app.own_copies import AFTER_FAILURE, AT_LATEST, QUIET, ROOM_LEFT, OwnCopies
from aura_terminal.ports.watching import Stage, Stopped, Watch
from aura_terminal.store.backups import copies
from aura_terminal.store.driver import sqlite
from aura_terminal.store.errors import StoreUnavailable, Trouble
from aura_terminal.store.folders import BACKUPS, store_file
from tests.support.chance import FRIDAY_EVENING, FixedClock

EVERY = timedelta(hours=4)


class House:
    """A folder with a store, and somebody who copies it."""

    def __init__(self, folder: Path, every: timedelta = EVERY) -> None:
        self.clock, self.folder = FixedClock(), folder
        store_file(folder).write_bytes(b"x")
        self.made: list[datetime] = []
        self.trouble: Exception | None = None
        self.copies = OwnCopies(folder, every, self.clock, self.make)

    def make(self, folder: Path, now: datetime, watch: Watch) -> Path:
        if self.trouble is not None:
            raise self.trouble
        self.made.append(now)
        return folder

    def pass_time(self, **time: int) -> int:
        """Let time pass; how many copies there are then."""
        self.clock.advance(**time)
        for _ in range(2):
            self.copies.tick()
            self.copies.join()
        return len(self.made)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    one = House(tmp_path)
    yield one
    one.copies.close()


def test_a_copy_waits_for_a_quiet_minute_and_for_something_to_be_kept(house: House) -> None:
    assert house.pass_time(seconds=int(QUIET) - 1) == 0
    assert house.pass_time(seconds=1) == 1
    assert house.pass_time(hours=9) == 1
    house.copies.changed()
    assert house.pass_time(seconds=int(QUIET) - 1) == 1
    assert house.pass_time(seconds=1) == 2


def test_a_house_that_never_rests_is_copied_all_the_same(house: House) -> None:
    for _ in range(int(AT_LATEST) // 30):
        house.copies.changed()
        assert house.pass_time(seconds=29) == 0
        house.clock.advance(seconds=1)
    assert house.pass_time() == 1


def test_between_two_copies_lie_the_hours_that_were_set(house: House) -> None:
    house.pass_time(minutes=2)
    house.copies.changed()
    assert house.pass_time(hours=3, minutes=59) == 1
    assert house.pass_time(minutes=1) == 2


def test_a_start_waits_as_long_as_the_newest_copy_is_young(tmp_path: Path) -> None:
    (tmp_path / BACKUPS).mkdir()
    (tmp_path / BACKUPS / f"store-{FRIDAY_EVENING - timedelta(hours=3):%Y%m%dT%H%M%SZ}.sqlite").touch()
    assert len(copies(tmp_path)) == 1
    house = House(tmp_path)
    assert house.pass_time(minutes=59) == 0
    assert house.pass_time(minutes=1) == 1


def test_a_copy_of_the_future_makes_nobody_wait_longer_than_usual(tmp_path: Path) -> None:
    (tmp_path / BACKUPS).mkdir()
    (tmp_path / BACKUPS / f"store-{FRIDAY_EVENING + timedelta(days=900):%Y%m%dT%H%M%SZ}.sqlite").touch()
    house = House(tmp_path)
    assert house.pass_time(hours=3, minutes=59) == 0
    assert house.pass_time(minutes=1) == 1


def test_nothing_is_copied_where_nobody_wants_it(tmp_path: Path) -> None:
    assert House(tmp_path, timedelta(0)).pass_time(hours=99) == 0


def test_one_that_failed_is_tried_again_and_says_why(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.trouble = StoreUnavailable(Trouble.FULL, "the disk is full; make room")
    assert house.pass_time(minutes=2) == 0
    assert "the disk is full; make room" in caplog.text
    house.trouble = None
    assert house.pass_time(seconds=int(AFTER_FAILURE) - 1) == 0
    assert house.pass_time(seconds=1) == 1


def test_what_the_driver_has_no_kind_for_ends_a_copy_and_not_the_node(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.trouble = sqlite.OperationalError("unknown error")
    assert house.pass_time(minutes=2) == 0
    assert "own_copy_failed: unknown error" in caplog.text
    house.trouble = None
    assert house.pass_time(seconds=int(AFTER_FAILURE)) == 1


def test_a_disk_that_a_copy_would_fill_is_left_to_the_sales(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    usage = shutil.disk_usage(house.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=ROOM_LEFT))
    assert house.pass_time(minutes=2) == 0
    assert "1024 MiB are free" in caplog.text


def test_one_that_is_being_made_is_given_up_at_the_end(tmp_path: Path) -> None:
    clock, began = FixedClock(), Event()
    given_up: list[bool] = []

    def make(folder: Path, now: datetime, watch: Watch) -> Path:
        began.set()
        try:
            while True:
                watch.step(Stage.COPYING)
        except Stopped:
            given_up.append(True)
            raise

    store_file(tmp_path).write_bytes(b"x")
    house = OwnCopies(tmp_path, EVERY, clock, make)
    clock.advance(minutes=2)
    house.tick()
    assert began.wait(10)
    house.close()
    assert given_up == [True]
