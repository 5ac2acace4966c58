"""The model of a page reads while somebody looks, and forgets what was read for somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.kitchen import TicketBumped, TicketRecalled
from aura_terminal.view_models.day_turning import turned, turned_until_today
from aura_terminal.view_models.showing import Showing
from tests.support.till import MARTA, NINA, Till, pin_of

BUMPED, RECALLED = frozenset({TicketBumped}), frozenset({TicketRecalled})
Settle = Callable[[Till], None]


@pytest.fixture
def showing(locked_till: Till) -> Showing:
    return Showing(locked_till.session, locked_till.changes, [TicketBumped], locked_till.counter)


@pytest.fixture
def told(showing: Showing) -> list[str]:
    said: list[str] = []
    for name, signal in (("due", showing.due), ("stale", showing.stale), ("over", showing.over)):
        signal.connect(lambda name=name: said.append(name))
    return said


def test_everything_is_read_once_when_a_page_is_shown(showing: Showing, told: list[str], locked_till: Till) -> None:
    locked_till.changes.changed.emit(BUMPED)
    showing.wake()
    assert (told, showing.is_shown) == (["due"], True)


def test_facts_are_heard_that_concern_it_and_while_it_is_shown(
    showing: Showing, told: list[str], locked_till: Till
) -> None:
    showing.wake()
    told.clear()
    locked_till.changes.changed.emit(RECALLED)
    assert told == []
    locked_till.changes.changed.emit(BUMPED)
    assert told == ["stale"]
    showing.rest()
    locked_till.changes.changed.emit(BUMPED)
    assert (told, showing.is_shown) == (["stale"], False)


def test_who_comes_after_somebody_sees_nothing_of_theirs(
    showing: Showing, told: list[str], locked_till: Till, settle: Settle
) -> None:
    showing.wake()
    told.clear()
    for person in (MARTA, NINA):
        locked_till.session.sign_in(person, pin_of(person))
        settle(locked_till)
    assert told == ["over", "due", "over", "due"]
    showing.rest()
    locked_till.session.lock()
    locked_till.session.sign_in(MARTA, pin_of(MARTA))
    settle(locked_till)
    assert told[4:] == ["over", "over"]


def test_rights_are_those_of_who_is_here(locked_till: Till, settle: Settle) -> None:
    assert not locked_till.session.may(Permission.TAKE_PAYMENT)
    locked_till.session.sign_in(MARTA, pin_of(MARTA))
    settle(locked_till)
    may = locked_till.session.may
    assert (may(Permission.TAKE_PAYMENT), may(Permission.MANAGE_ROLES)) == (True, False)


def test_today_stays_today_whichever_day_that_becomes() -> None:
    friday, saturday, sunday = (date(2026, 5, day) for day in (15, 16, 17))
    assert (turned(friday, 1, saturday), turned(friday, 2, saturday)) == (None, sunday)
    assert turned_until_today(saturday, -1, saturday) == friday
    assert (turned_until_today(friday, 1, saturday), turned_until_today(friday, 7, saturday)) == (None, None)
