"""How view-models hear that the store has changed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import StaffId, TicketId
from aura_terminal.domain.kitchen import TicketBumped
from aura_terminal.domain.staff import SignedIn
from aura_terminal.ui.shell.habits import Habits
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import EVERY_FACT, Changes, FactTypes, Watch
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.status import StatusModel
from tests.support.kitchen_evening import NOW
from tests.support.memory_shop import InlineStoreThread, MemoryStore, demo_store, signed_in

T = TypeVar("T")
BUMPED = TicketBumped(TicketId("a ticket"), NOW, 0)


class FlakyStoreThread:
    """A store that is unavailable while `trouble` is set."""

    def __init__(self, store: MemoryStore) -> None:
        self._behind = InlineStoreThread(store.shop)
        self.trouble: Unavailable | None = None

    def submit(self, call: Callable[[Shop], T]) -> Future[T]:
        """The call's outcome, or the trouble."""
        return self._behind.submit(partial(self._answer, call))

    def _answer(self, call: Callable[[Shop], T], shop: Shop) -> T:
        if self.trouble is not None:
            raise self.trouble
        return call(shop)


class Heard(QObject):
    """What was told."""

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self.kinds: list[FactTypes] = []
        changes.changed.connect(self.kinds.append)


def settle(qtbot: QtBot, runner: Runner) -> None:
    """Wait until every call has come back and what followed from it as well."""
    for _ in range(3):
        QTest.qWait(0)
        qtbot.waitUntil(lambda: runner.is_idle)


def live_tickets(shop: Shop) -> int:
    """Any read."""
    return len(shop.reads.kitchen.live(None))


def never(_answer: object) -> None:
    """No answer comes while there is trouble."""
    raise AssertionError("a store in trouble has answered")


def trouble_of(status: StatusModel) -> str:
    """What is said about the store."""
    return status.row.store_trouble.hint if status.row.store_trouble is not None else ""


def test_own_facts_are_told_by_their_types(qtbot: QtBot) -> None:
    runner = Runner(InlineStoreThread(demo_store().shop))
    changes = Changes(runner)
    heard = Heard(changes)
    changes.announce(BUMPED, SignedIn(StaffId("marta-rossi"), "R1"))
    changes.announce()
    settle(qtbot, runner)
    assert heard.kinds == [frozenset({TicketBumped, SignedIn})]


def test_what_another_process_kept_counts_as_everything_and_is_told_once(qtbot: QtBot) -> None:
    store = demo_store()
    runner = Runner(InlineStoreThread(store.shop))
    changes = Changes(runner)
    changes.nudge()
    settle(qtbot, runner)
    heard = Heard(changes)
    other = store.opened_by("R2").shop
    other.ordering.open_order(signed_in(other), NewOrder())
    changes.nudge()
    changes.nudge()
    settle(qtbot, runner)
    assert heard.kinds == [EVERY_FACT]


def test_own_commits_are_not_taken_for_another_process(qtbot: QtBot) -> None:
    store = demo_store()
    runner = Runner(InlineStoreThread(store.shop))
    changes = Changes(runner)
    changes.nudge()
    settle(qtbot, runner)
    heard = Heard(changes)
    store.shop.ordering.open_order(signed_in(store.shop), NewOrder())
    changes.nudge()
    settle(qtbot, runner)
    assert heard.kinds == []


def test_a_watch_hears_only_what_concerns_it_and_catches_up_once(qtbot: QtBot) -> None:
    runner = Runner(InlineStoreThread(demo_store().shop))
    changes = Changes(runner)
    watch = Watch(changes, [TicketBumped], runner)
    dues: list[bool] = []
    watch.due.connect(lambda: dues.append(watch.is_stale))
    watch.wake()
    assert dues == [False]
    changes.announce(SignedIn(StaffId("marta-rossi"), "R1"))
    settle(qtbot, runner)
    assert len(dues) == 1
    watch.rest()
    changes.announce(BUMPED)
    changes.announce(BUMPED)
    settle(qtbot, runner)
    assert (len(dues), watch.is_stale) == (1, True)
    watch.wake()
    assert (len(dues), watch.is_stale) == (2, False)


def test_a_watch_reads_again_when_the_store_answers_after_trouble(qtbot: QtBot) -> None:
    store = demo_store()
    thread = FlakyStoreThread(store)
    runner = Runner(thread)
    changes = Changes(runner)
    changes.nudge()
    settle(qtbot, runner)
    heard = Heard(changes)
    thread.trouble = Unavailable("The store", "The disk does not answer: check the cable.")
    runner.run(live_tickets, never)
    settle(qtbot, runner)
    thread.trouble = None
    changes.nudge()
    settle(qtbot, runner)
    assert heard.kinds == [EVERY_FACT]


def test_a_store_that_cannot_be_read_is_told_until_it_can(qtbot: QtBot) -> None:
    store = demo_store()
    runner = Runner(InlineStoreThread(store.shop))
    changes = Changes(runner)
    status = StatusModel(runner, changes, None, store.clock.now, read_after_milliseconds=0)
    status.start()
    settle(qtbot, runner)
    changes.unavailable.emit(Unavailable("The store", "The disk does not answer: check the cable."))
    assert trouble_of(status) == "The disk does not answer: check the cable."
    changes.nudge()
    settle(qtbot, runner)
    assert trouble_of(status) == ""
    status.stop()


def test_the_chosen_station_is_remembered_from_one_start_to_the_next(tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "habits.ini"
    assert Habits(file).station == ""
    habits = Habits(file)
    habits.keep_station("pizza")
    habits.deleteLater()
    QTest.qWait(0)
    assert Habits(file).station == "pizza"
