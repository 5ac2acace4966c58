"""Signing in, the growing wait, and leaving."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.view_models.rows import StaffRow
from tests.support.till import MARTA, NINA, Till, pin_of

Settle = Callable[[Till], None]


def test_name_tiles_can_be_shown_before_any_store_is_there(locked_till: Till) -> None:
    row = StaffRow(MARTA, "Marta Rossi", "MR", "Server", 6)
    locked_till.session.prime((row,))
    assert locked_till.session.staff == (row,)


def test_the_right_pin_signs_in_the_person_behind_the_tile(locked_till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(locked_till.session.signed_in) as signed:
        locked_till.session.sign_in(MARTA, pin_of(MARTA))
    assert signed.args is not None
    assert signed.args[0].name == "Marta Rossi"
    assert locked_till.session.person == signed.args[0]


def test_a_wrong_pin_signs_nobody_in(locked_till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(locked_till.session.refused) as refused:
        locked_till.session.sign_in(MARTA, "0000")
    assert refused.args is not None
    assert refused.args[0].rule is Rule.PIN_WRONG
    assert locked_till.session.actor is None


def test_the_fifth_wrong_pin_begins_a_wait_that_counts_down_to_nothing(locked_till: Till, qtbot: QtBot) -> None:
    waits: list[int] = []
    locked_till.session.wait_changed.connect(lambda staff_id, seconds: waits.append(seconds))
    for _ in range(5):
        locked_till.session.sign_in(MARTA, "0000")
    qtbot.waitUntil(lambda: bool(waits) and waits[-1] == 0)
    assert waits == list(range(30, -1, -1))
    assert locked_till.session.wait_of(MARTA) == 0


def test_a_fast_switch_of_users_signs_the_first_one_out(till: Till, settle: Settle) -> None:
    till.session.sign_in(NINA, pin_of(NINA))
    settle(till)
    assert till.session.person is not None
    assert till.session.person.name == "Nina Vogel"
    with till.store.begin(NINA) as work:
        assert not work.access(MARTA).signed_in_on
        assert work.access(NINA).signed_in_on == {"R1"}


def test_what_was_tapped_before_the_lock_is_still_done_and_the_order_stays(till: Till, settle: Settle) -> None:
    till.thread.gate.clear()
    till.register.tap_tile(till.tile("birra-moretti-0-33-l"))
    till.session.lock()
    till.thread.gate.set()
    settle(till)
    assert till.session.actor is None
    assert till.lines() == [("Birra Moretti 0.33 l", 1)]


def test_a_verb_on_a_locked_till_asks_for_somebody_to_sign_in(locked_till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(locked_till.session.sign_in_needed):
        locked_till.register.tap_tile(locked_till.tile("birra-moretti-0-33-l"))
    assert locked_till.runner.is_idle


def test_somebody_unknown_is_refused_in_a_way_that_can_be_said(locked_till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(locked_till.session.refused) as refused:
        locked_till.session.sign_in(StaffId("nobody"), "1234")
    assert refused.args is not None
    assert isinstance(refused.args[0], RuleBroken)
