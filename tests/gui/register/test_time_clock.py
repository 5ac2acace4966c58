"""Clocking in and out from the sign-in screen: a name, a PIN, and nobody is signed in by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.labor_rules import LaborRules, MealRule, Policy, Tips
from aura_terminal.ports.journal import PeerState
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.screens.sign_in.clock_leaving import LeavingSheet
from aura_terminal.ui.screens.sign_in.clock_panel import ClockPanel
from aura_terminal.ui.screens.sign_in.screen import SignInScreen
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.labels import Words
from aura_terminal.ui.widgets.pin_pad import PinPad
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.use_cases.punch_editing import PunchEdit
from aura_terminal.view_models.time_clock import TimeClockModel
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import press, tap, type_pin
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.till import MARTA, pin_of

CARLA = StaffId("carla-lombardi")


@pytest.fixture
def screen(locked: Stage) -> SignInScreen:
    """The sign-in screen with its time clock."""
    till = locked.till
    screen = locked.sign_in()
    screen.offer_clock(TimeClockModel(till.runner, till.changes, till.store.clock.now, screen))
    return screen


def come(stage: Stage, screen: SignInScreen, name: str, pin: str) -> ClockPanel:
    """Go to somebody's clock."""
    press(screen, "Clock in or out")
    press(screen, name)
    type_pin(screen, pin)
    stage.settle()
    panel = screen.findChild(ClockPanel)
    assert isinstance(panel, ClockPanel)
    return panel


def said(panel: ClockPanel) -> list[str]:
    """Everything that stands there in words."""
    return [each.text() for each in panel.findChildren(Words) if each.isVisible() and each.text()]


def act(stage: Stage, panel: ClockPanel, name: str) -> None:
    """Press a button and wait until it is done."""
    press(panel, name)
    stage.settle()


def test_a_shift_with_a_break_is_punched_with_five_taps(locked: Stage, screen: SignInScreen) -> None:
    clock = locked.till.store.clock
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    assert {"Marta Rossi", "Not clocked in", "Nobody is clocked in."} <= set(said(panel))
    act(locked, panel, "Clock in")
    assert "Clocked in since 19:30" in said(panel)
    clock.advance(hours=2)
    act(locked, panel, "Begin a break")
    clock.advance(minutes=12)
    act(locked, panel, "End the break")
    clock.advance(hours=1)
    act(locked, panel, "Clock out")
    sheet = screen.findChild(LeavingSheet)
    assert isinstance(sheet, LeavingSheet)
    press(sheet, "Clock out now")
    locked.settle()
    assert {"Not clocked in", "Today 3:00 h  ·  This week 3:00 h"} <= set(said(panel))
    assert locked.till.session.actor is None


def test_who_is_in_stands_beside_and_a_paid_break_is_told_as_one(locked: Stage, screen: SignInScreen) -> None:
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    act(locked, panel, "Clock in")
    act(locked, panel, "Begin a paid break")
    assert "On a paid break since 19:30  ·  0 min" in said(panel)
    assert "Marta Rossi  ·  On a paid break since 19:30  ·  0 min" in said(panel)


def test_somebody_with_two_jobs_chooses_one(locked: Stage, screen: SignInScreen) -> None:
    panel = come(locked, screen, "Tom Richter", "8623")
    act(locked, panel, "Clock in as Server")
    assert "Clocked in since 19:30  ·  Server" in said(panel)


def test_done_leads_back_to_signing_in_and_the_next_one_shows_a_pin_again(locked: Stage, screen: SignInScreen) -> None:
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    act(locked, panel, "Done")
    assert panel.isHidden()
    with locked.qtbot.waitSignal(locked.till.session.signed_in):
        type_pin(screen, pin_of(MARTA))


def test_a_clock_does_not_stay_open_behind_somebody_who_signs_in(locked: Stage, screen: SignInScreen) -> None:
    panel = come(locked, screen, "Tom Richter", "8623")
    locked.till.session.sign_in(MARTA, pin_of(MARTA))  # by a badge nobody has to leave the clock
    locked.settle()
    locked.till.session.lock()
    locked.settle()
    assert panel.isHidden()
    assert screen.findChildren(PinPad)[0].isVisible()


def test_escape_ends_it_as_well(locked: Stage, screen: SignInScreen) -> None:
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert panel.isHidden()


def test_a_clock_that_is_left_alone_closes_by_itself(locked: Stage, screen: SignInScreen) -> None:
    till = locked.till
    model = TimeClockModel(till.runner, till.changes, till.store.clock.now, screen)
    panel = ClockPanel(model, locked.theme, screen, left_alone=30)
    with locked.qtbot.waitSignal(panel.done, timeout=3000):
        panel.show()


def test_a_wrong_pin_opens_no_clock_and_counts(locked: Stage, screen: SignInScreen) -> None:
    panel = come(locked, screen, "Marta Rossi", "0000")
    assert panel.isHidden()
    pad = screen.findChildren(PinPad)[0]
    assert "That is not the PIN. Wrong tries so far: 1." in [each.text() for each in pad.findChildren(Words)]


def test_what_the_house_refuses_is_said_in_its_place(locked: Stage, screen: SignInScreen) -> None:
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    elsewhere = locked.till.store.shop
    locked.till.thread.submit(lambda shop: elsewhere.labor.clock_in(elsewhere.access.identify(MARTA, pin_of(MARTA))))
    act(locked, panel, "Clock in")
    assert any("clocked in already" in words for words in said(panel))


def test_what_somebody_leaves_behind_is_listed_and_tips_are_declared(locked: Stage, screen: SignInScreen) -> None:
    store = locked.till.store
    store.shop.hours.set_rules(EVERYTHING, LaborRules(tips=Tips.REQUIRED))
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    act(locked, panel, "Clock in")
    marta = signed_in(store.shop, MARTA)
    opened = store.shop.ordering.open_order(marta, NewOrder(OrderType.DINE_IN))
    act(locked, panel, "Clock out")
    sheet = next(each for each in screen.findChildren(LeavingSheet) if each.isVisible())
    words = [each.text() for each in sheet.findChildren(Words) if each.isVisible()]
    number = store.shop.reads.orders.sheet(opened.order_id).number
    assert any("still open: 1" in each for each in words)
    assert any(number in each for each in words)
    assert any("Breaks of this shift: 0:00 h" in each for each in words)
    press(sheet, "Clock out now")
    locked.settle()
    assert "Say how much you had in cash tips, also if it was nothing." in said(panel)
    act(locked, panel, "Clock out")
    for key in ("1", "2", "5", "0"):
        press(sheet, key)
    press(sheet, "Clock out now")
    locked.settle()
    sheets = store.shop.labor.time_sheet(MARTA)
    assert [one.amount.minor for one in sheets.tips.values()] == [1250]
    assert "Not clocked in" in said(panel)


def test_a_manager_allows_clocking_in_outside_the_plan_in_its_place(locked: Stage, screen: SignInScreen) -> None:
    store = locked.till.store
    store.shop.hours.set_rules(EVERYTHING, LaborRules(unplanned=Policy.APPROVAL))
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    assert "You are not planned. A manager has to allow it." in said(panel)
    act(locked, panel, "Clock in")
    allow = next(each for each in screen.findChildren(ApprovalSheet) if each.isVisible())
    tap(allow.findChildren(ChoiceList)[0], "Carla Lombardi")
    for digit in "483916":
        press(allow, digit)
    press(allow, "Allow")
    locked.settle()
    assert "Clocked in since 19:30" in said(panel)
    (punch,) = store.shop.labor.time_sheet(MARTA).punches.values()
    assert punch.approval is not None
    assert punch.approval.by == CARLA


def test_somebody_whose_hours_were_changed_is_told_at_sign_in_and_says_at_the_clock_that_they_saw_it(
    locked: Stage, screen: SignInScreen
) -> None:
    store = locked.till.store
    punch = store.shop.labor.clock_in(signed_in(store.shop, MARTA))
    carla = signed_in(store.shop, CARLA)
    edit = PunchEdit(punch.at - timedelta(minutes=30))
    store.shop.punch_editing.correct(carla, MARTA, punch.punch_id, edit, "came with the delivery")
    with locked.qtbot.waitSignal(screen.said, timeout=3000) as told:
        locked.till.session.sign_in(MARTA, pin_of(MARTA))
    assert told.args == ["Your hours were changed (1). The time clock says what, by whom and why."]
    locked.till.session.lock()
    locked.settle()
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    history = (
        "Clocking in on 15.05. changed from 19:30 to 19:00  \u00b7  by Carla Lombardi  \u00b7  came with the delivery"
    )
    assert history in said(panel)
    act(locked, panel, "I have seen it")
    assert history not in said(panel)


def test_who_clocked_in_at_a_terminal_that_is_away_can_leave_here(locked: Stage, screen: SignInScreen) -> None:
    store = locked.till.store
    store.shop.terminals.pair("machine-9", "R9", "ab:cd", paired_by="R1")
    heard = round(store.clock.now().timestamp() * 1000) - 600_000
    store.journal.peers.append(PeerState("machine-9", "R9", "origin", "1", "", heard, 0, ()))
    panel = come(locked, screen, "Marta Rossi", pin_of(MARTA))
    assert "Hours may be incomplete: not heard R9 since 19:20" in said(panel)
    act(locked, panel, "I clocked in at another terminal")
    act(locked, panel, "Clock out")
    press(next(each for each in screen.findChildren(LeavingSheet) if each.isVisible()), "Clock out now")
    locked.settle()
    assert [one.kind.value for one in store.shop.labor.time_sheet(MARTA).punches.values()] == ["clock_out"]


def test_somebody_whose_break_is_due_is_told_when_they_sign_in(locked: Stage, screen: SignInScreen) -> None:
    store = locked.till.store
    store.shop.hours.set_rules(EVERYTHING, LaborRules(meals=(MealRule(300, 30),)))
    store.shop.labor.clock_in(signed_in(store.shop, MARTA))
    store.clock.advance(hours=4, minutes=40)
    with locked.qtbot.waitSignal(screen.said, timeout=3000) as told:
        locked.till.session.sign_in(MARTA, pin_of(MARTA))
    assert told.args == ["Break of 30 min due by 00:30"]
