"""The room of tips, as a manager clicks through it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.tip_rules import TipSpan, TipWeight
from aura_terminal.ui.shell.screens import View
from aura_terminal.use_cases.tips import tip_rules_of
from tests.gui.together.conftest import Desk
from tests.support.evenings import evening
from tests.support.till import pin_of

CARLA = StaffId("carla-lombardi")


@pytest.fixture
def room(desk: Desk) -> Desk:
    """Five hours are worked, and the manager looks at the tips."""
    evening(desk.store)
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    desk.settle()
    desk.press("Tips")
    return desk


def test_everybodys_share_stands_there_with_where_it_comes_from(room: Desk) -> None:
    words = room.words()
    assert {"Marta Rossi", "Sofia Conti", "Paolo Ferrara", "Nina Vogel"} <= set(words)
    assert "Not shared yet." in next(each for each in words if each.startswith("Not shared"))
    assert "on checks 12.50  ·  declared in cash 6.00  ·  to others −11.51" in words


def test_tips_are_shared_printed_and_paid_out_of_the_drawer_once(room: Desk) -> None:
    room.press("Share the tips")
    assert room.store.journal.jobs[-1].job.title == "TIPS 15.05.2026"
    assert room.terminal.window.sentence == "€23.30 of tips are shared. It comes out at the receipt printer."
    assert "Pay 2.33: Paolo Ferrara" in room.names()
    room.press("Pay 2.33: Paolo Ferrara")
    room.press("Cash, at the drawer")
    (row,) = room.store.shop.reads.cash.running()
    assert [(one.kind, one.recipient) for one in row.movements][-1] == (MovementKind.TIPS_OUT, "Paolo Ferrara")
    assert "Pay 2.33: Paolo Ferrara" not in room.names()
    assert "paid" in room.words()


def test_wages_need_no_drawer(room: Desk) -> None:
    room.press("Share the tips")
    room.press("Pay 6.99: Nina Vogel")
    room.press("With the wages")
    (row,) = room.store.shop.reads.cash.running()
    assert row.tips_out.minor == 0
    assert "Pay 6.99: Nina Vogel" not in room.names()


def test_rules_are_chosen_by_tapping_and_used_at_once(room: Desk) -> None:
    room.press("Rules for sharing tips")
    room.pick("Runner")
    room.press("evenly")
    room.press("those on the same shift")
    room.press("Keep these rules")
    with room.store.begin(CARLA) as work:
        rules = tip_rules_of(work.documents)
    (pool,) = rules.pools
    assert (pool.jobs, pool.weight, rules.span) == (("Waiter",), TipWeight.EVENLY, TipSpan.SHIFT)
    assert any("Waiter put theirs together and share evenly." in words for words in room.words())


def test_who_may_not_share_tips_does_not_find_the_room(desk: Desk) -> None:
    QTest.keyClick(desk.terminal.window, Qt.Key.Key_F9)
    desk.settle()
    assert "Tips" not in desk.names()
