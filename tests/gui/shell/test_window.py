"""Navigation, the lock, the status strip, and calm sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolKind, SpoolState
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, Power
from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.shell.details import DetailsSheet
from aura_terminal.ui.shell.notice_bar import NoticeBar
from aura_terminal.ui.shell.screens import Screens, View
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.search_field import SearchField
from aura_terminal.ui.widgets.top_bar import TopBar
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel, screen_actor
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.status import NodeState, StatusModel
from tests.support.memory_shop import InlineStoreThread, demo_store, signed_in
from tests.support.shell_hands import LEFT, Shell


def job(number: int, *, route: str = "receipt") -> PrintJob:
    """A drawer kick, the smallest job there is."""
    return PrintJob(PrintJobId(f"job-{number}"), SpoolKind.DRAWER_KICK, route, f"Drawer {number}")


def stuck(shell: Shell, number: int, hint: str) -> None:
    """The node says that a job is held and why."""
    now = shell.store.clock.now()
    shell.store.journal.jobs.append(SpooledJob(job(number), SpoolState.HELD, now, now, 1, hint))
    shell.store.journal.commits.append(shell.store.opened_by("N1").shop.terminal.origin)


def test_the_window_is_locked_until_somebody_signs_in(shell: Shell) -> None:
    assert shell.is_locked()
    assert not shell.counter.beer.isEnabled()
    shell.sign_in()
    assert not shell.is_locked()
    assert shell.counter.beer.isEnabled()
    assert shell.button("Signed in: Marta Rossi").isVisible()


def test_only_screens_that_exist_are_offered(shell: Shell) -> None:
    shell.sign_in()
    assert {"Register", "Kitchen"} <= shell.names()
    assert "Orders" not in shell.names()
    shell.window.offer(View.ORDERS, QLabel("Orders of today"))
    shell.settle()
    assert "Orders" in shell.names()


def test_navigation_shows_one_screen_and_says_which(shell: Shell) -> None:
    shell.sign_in()
    with shell.qtbot.waitSignal(shell.window.view_shown) as shown:
        shell.press("Kitchen")
    assert shown.args == [View.KITCHEN]
    assert not shell.counter.isVisible()
    shell.press("Register")
    assert shell.counter.isVisible()


def test_the_function_keys_navigate(shell: Shell) -> None:
    shell.sign_in()
    shell.key(Qt.Key.Key_F3)
    assert shell.view() is View.KITCHEN
    shell.key(Qt.Key.Key_F2)
    assert shell.view() is View.KITCHEN
    shell.key(Qt.Key.Key_F1)
    assert shell.view() is View.REGISTER


def test_paying_belongs_to_the_register(shell: Shell) -> None:
    shell.sign_in()
    shell.window.go(View.PAYMENT)
    assert shell.payment.isVisible()
    assert shell.button("Register").isVisible()


def test_the_search_is_shown_with_the_register_only(shell: Shell) -> None:
    shell.sign_in()
    search = shell.window.findChild(SearchField)
    assert search is shell.window.search
    assert search.isVisible()
    shell.press("Kitchen")
    assert not search.isVisible()


def test_locking_keeps_the_order_and_lets_nothing_through(shell: Shell) -> None:
    shell.sign_in()
    QTest.mouseClick(shell.counter.beer, LEFT)
    at = shell.counter.beer.mapTo(shell.window, shell.counter.beer.rect().center())
    shell.press("Lock")
    shell.settle()
    assert shell.is_locked()
    shell.tap_window(at)
    shell.key(Qt.Key.Key_F3)
    QTest.keyClicks(shell.window, "abc")
    assert (shell.counter.order.text(), shell.counter.note.text()) == ("Beer, Beer", "")
    assert shell.view() is View.REGISTER
    shell.sign_in("luca-bianchi")
    assert shell.counter.order.text() == "Beer, Beer"
    assert shell.button("Signed in: Luca Bianchi").isVisible()


def test_control_l_locks(shell: Shell) -> None:
    shell.sign_in()
    shell.key(Qt.Key.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)
    assert shell.is_locked()
    assert shell.session.actor is None


def test_tapping_ones_name_locks_for_the_next_person(shell: Shell) -> None:
    shell.sign_in()
    shell.press("Signed in: Marta Rossi")
    assert shell.is_locked()


def test_a_verb_without_a_person_asks_for_one(shell: Shell) -> None:
    shell.sign_in()
    shell.session.lock()
    assert shell.session.must_actor() is None
    assert shell.is_locked()


def test_a_terminal_nobody_touches_locks_itself(shell: Shell) -> None:
    shell.sign_in()
    shell.store.clock.advance(seconds=59)
    QTest.qWait(20)
    assert not shell.is_locked()
    shell.store.clock.advance(seconds=1)
    shell.qtbot.waitUntil(lambda: shell.is_locked())
    assert shell.session.actor is None


def test_a_touch_puts_the_lock_off(shell: Shell) -> None:
    shell.sign_in()
    shell.store.clock.advance(seconds=59)
    shell.tap_window(shell.counter.order.mapTo(shell.window, shell.counter.order.rect().center()))
    shell.store.clock.advance(seconds=59)
    QTest.qWait(20)
    assert not shell.is_locked()


def test_a_key_puts_the_lock_off(shell: Shell) -> None:
    shell.sign_in()
    shell.store.clock.advance(seconds=59)
    shell.key(Qt.Key.Key_A)
    shell.store.clock.advance(seconds=59)
    QTest.qWait(20)
    assert not shell.is_locked()


def test_the_pill_says_when_printing_stopped_and_when_it_runs_again(shell: Shell) -> None:
    shell.sign_in()
    shell.status.node_changed(NodeState.RUNNING)
    assert "Status: Saved on this till. Show details" in shell.names()
    shell.status.node_changed(NodeState.STOPPED)
    assert "Status: Printing stopped. Show details" in shell.names()
    shell.status.node_changed(NodeState.RUNNING)
    assert "Status: Saved on this till. Show details" in shell.names()
    assert shell.status.row.node_restarts == 1


def test_the_first_start_of_the_node_is_no_restart(shell: Shell) -> None:
    shell.status.node_changed(NodeState.STARTING)
    shell.status.node_changed(NodeState.RUNNING)
    assert shell.status.row.node_restarts == 0


def test_a_stuck_slip_is_told_with_what_to_do(shell: Shell) -> None:
    shell.sign_in()
    shell.status.node_changed(NodeState.RUNNING)
    shell.changes.start()
    shell.settle()
    stuck(shell, 7, "The printer is out of paper: put in a new roll.")
    shell.changes.nudge()
    shell.settle()
    shell.press("Status: 1 slip is stuck. Show details")
    details = shell.window.findChild(DetailsSheet)
    assert details is not None
    said = [each.text() for each in details.findChildren(QLabel)]
    assert "Drawer 7 waits for printer receipt" in said
    assert "The printer is out of paper: put in a new roll." in said


def test_a_device_with_a_fault_is_told_of_until_it_is_well(shell: Shell) -> None:
    shell.sign_in()
    shell.status.node_changed(NodeState.RUNNING)
    now = shell.store.clock.now()
    well = DeviceHealth("Bar printer", Power.ONLINE, (), Confidence.REPORTED, now)
    empty = replace(well, faults=(Fault.PAPER_OUT,), hint="Put in a new roll.")
    shell.status.devices_changed((empty,))
    shell.press("Status: 1 device needs a look. Show details")
    details = shell.window.findChild(DetailsSheet)
    assert details is not None
    assert {"Bar printer", "Put in a new roll."} <= {each.text() for each in details.findChildren(QLabel)}
    shell.status.devices_changed((well,))
    assert "Status: Saved on this till. Show details" in shell.names()


def test_the_details_stay_true_while_they_are_open(shell: Shell) -> None:
    shell.sign_in()
    shell.status.node_changed(NodeState.RUNNING)
    shell.press("Status: Saved on this till. Show details")
    shell.status.node_changed(NodeState.STOPPED)
    shell.settle()
    details = shell.window.findChild(DetailsSheet)
    assert details is not None
    assert "Printing stopped" in [each.text() for each in details.findChildren(QLabel)]


def test_a_store_that_cannot_be_written_is_told_until_something_is_kept_again(shell: Shell) -> None:
    shell.sign_in()
    shell.runner.unavailable.emit(Unavailable("the store", "The disk is full: free some space."))
    assert "Status: Not saved. Show details" in shell.names()
    shell.changes.nudge()
    shell.settle()
    assert "Status: Not saved. Show details" in shell.names()
    done = shell.store.shop.ordering.open_order(signed_in(shell.store.shop), NewOrder())
    shell.changes.announce(*done.facts)
    shell.settle()
    assert "Status: Not saved. Show details" not in shell.names()
    assert shell.status.row.open_orders == 1


def test_the_clock_is_the_stores_wall_clock(shell: Shell) -> None:
    bar = shell.window.findChild(TopBar)
    assert bar is not None
    assert "19:30" in [each.text() for each in bar.findChildren(QLabel)]
    shell.store.clock.advance(minutes=1)
    shell.status.tick()
    assert "19:31" in [each.text() for each in bar.findChildren(QLabel)]


def test_a_sentence_is_said_over_the_bar_and_goes_by_a_tap(shell: Shell) -> None:
    shell.sign_in()
    shell.window.say("Diavola is sold out.")
    notice = shell.window.findChild(NoticeBar)
    assert notice is not None
    assert (notice.isVisible(), notice.accessibleName()) == (True, "Diavola is sold out.")
    bar = shell.window.findChild(TopBar)
    assert bar is not None
    assert notice.geometry().bottom() <= bar.geometry().bottom()
    QTest.mouseClick(notice, LEFT)
    assert not notice.isVisible()
    assert shell.window.sentence == ""


def test_the_first_frame_is_told_once(qtbot: QtBot, theme: Theme) -> None:
    store = demo_store()
    runner = Runner(InlineStoreThread(store.shop))
    status = StatusModel(runner, Changes(runner), None, store.clock.now, read_after_milliseconds=0)
    window = ShellWindow(theme, Screens(register=QLabel("Register")), status)
    qtbot.addWidget(window)
    told: list[bool] = []
    window.first_frame_painted.connect(lambda: told.append(window.isVisible()))
    assert told == []
    window.show()
    qtbot.waitUntil(lambda: told == [True])
    window.hide()
    window.show()
    QTest.qWait(20)
    assert told == [True]
    assert not window.windowIcon().isNull()


def test_a_kitchen_alone_has_no_sign_in_and_says_how_things_stand_in_its_own_bar(qtbot: QtBot, theme: Theme) -> None:
    store = demo_store()
    runner = Runner(InlineStoreThread(store.shop))
    changes = Changes(runner)
    status = StatusModel(runner, changes, None, store.clock.now, read_after_milliseconds=0)
    kitchen = KitchenScreen(theme, KitchenModel(runner, changes, None, store.clock.now, screen_actor("K1")))
    window = ShellWindow(theme, Screens(kitchen=kitchen), status, alone=View.KITCHEN)
    qtbot.addWidget(window)
    status.start()
    status.node_changed(NodeState.RUNNING)
    window.show()
    bar = window.findChild(TopBar)
    assert bar is not None
    assert not bar.isVisible()
    assert not window.is_locked
    names = [each.accessibleName() for each in kitchen.findChildren(QPushButton) if each.isVisible()]
    assert "Status: Saved on this till. Show details" in names
    status.stop()
    window.hide()


def test_a_window_for_one_view_offers_no_other(qtbot: QtBot, theme: Theme) -> None:
    store = demo_store()
    runner = Runner(InlineStoreThread(store.shop))
    status = StatusModel(runner, Changes(runner), None, store.clock.now, read_after_milliseconds=0)
    register, payment, orders = QLabel("Register"), QLabel("Payment"), QLabel("Orders")
    screens = Screens(register=register, payment=payment, orders=orders)
    window = ShellWindow(theme, screens, status, alone=View.REGISTER)
    qtbot.addWidget(window)
    window.show()
    window.go(View.ORDERS)
    assert register.isVisible()
    window.go(View.PAYMENT)
    assert payment.isVisible()
    window.hide()


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_a_picture_of_the_window_has_its_size(shell: Shell, tmp_path: Path, size: tuple[int, int]) -> None:
    shell.window.resize(*size)
    shell.window.grab_to(tmp_path / "window.png")
    picture = QImage(str(tmp_path / "window.png"))
    assert (picture.width(), picture.height()) == size


def test_a_picture_that_cannot_be_written_is_an_error_that_names_the_file(shell: Shell, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"window\.png"):
        shell.window.grab_to(tmp_path / "nowhere" / "window.png")


def test_everything_in_the_bar_has_a_name_and_room_for_a_finger(shell: Shell) -> None:
    shell.sign_in()
    bar = shell.window.findChild(TopBar)
    assert bar is not None
    for button in bar.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName()
            assert button.width() >= 44
            assert button.height() >= 44
