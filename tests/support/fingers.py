"""A person's finger on a terminal's window: it taps what can be seen, and every tap is counted."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QWidget

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.floor_board import FloorBoard
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.tile_grid import TileGrid
from tests.gui.register.hands import act, place_of
from tests.support.terminal_window import TerminalWindow
from tests.support.till import pin_of

PLACES = {View.REGISTER: "Register", View.TABLES: "Tables", View.ORDERS: "Orders", View.KITCHEN: "Kitchen"}


class Finger:
    """A person at one terminal; `taps` counts what they touched, by the job they were doing."""

    def __init__(self, terminal: TerminalWindow) -> None:
        self.terminal = terminal
        self.taps: Counter[str] = Counter()
        self.job = ""
        self.who: StaffId | None = None
        self.room_shown = ""

    def begin(self, job: str) -> None:
        """From here on taps are counted for this job, anew."""
        self.job = job
        self.taps[job] = 0

    @property
    def window(self) -> QWidget:
        """What is in front of them."""
        return self.terminal.window

    def settle(self) -> None:
        """Let what follows from a tap be done."""
        for _ in range(4):
            QApplication.processEvents()

    def button(self, name: str, root: QWidget | None = None) -> QAbstractButton:
        """The button in sight of that name, else one whose name begins so; the sheet in front comes first."""
        shown = [one for one in (root or self.front()).findChildren(QAbstractButton) if one.isVisible()]
        able = [one for one in shown if one.isEnabled()]
        exact = [one for one in able if one.accessibleName() == name]
        for one in (*exact, *(one for one in able if one.accessibleName().startswith(name))):
            return one
        raise AssertionError(f"{name!r} cannot be tapped; there is {[one.accessibleName() for one in shown]}")

    def can(self, name: str) -> bool:
        """Whether a button of that name is in sight and answers."""
        with suppress(AssertionError):
            self.button(name)
            return True
        return False

    def press(self, *names: str) -> None:
        """Tap buttons, one after the other."""
        for name in names:
            QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)
            self._tapped()

    def pick(self, words: str) -> None:
        """Tap a row of the list in front."""
        shown = [one for one in self.front().findChildren(ChoiceList) if one.isVisible()]
        for each in shown:
            with suppress(AssertionError):
                self.tap_at(each, place_of(each, words))
                return
        raise AssertionError(f"{words!r} is not listed; there is {self.offered()}")

    def offered(self) -> list[str]:
        """The rows of the lists in front."""
        shown = (one.model() for one in self.front().findChildren(ChoiceList) if one.isVisible())
        return [str(model.index(row, 0).data()) for model in shown for row in range(model.rowCount())]

    @property
    def must_ask(self) -> bool:
        """Whether somebody else has to allow what was asked."""
        return any(one.isVisible() for one in self.window.findChildren(ApprovalSheet))

    def tile(self, words: str, times: int = 1) -> None:
        """Tap a tile of the menu."""
        grid = next(one for one in self.window.findChildren(TileGrid) if one.isVisible())
        for _ in range(times):
            self.tap_at(grid, place_of(grid, words))

    def table(self, number: str) -> None:
        """Tap a table on the plan in sight."""
        board = next(one for one in self.window.findChildren(FloorBoard) if one.isVisible())
        self.tap_at(board, place_of(board, f"Table {number},"))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key of the keyboard."""
        QTest.keyClick(self.terminal.window, key, modifiers)
        self._tapped()

    def go(self, view: View) -> None:
        """To another screen, by its place in the navigation."""
        if self.terminal.window.view is not view:
            self.press(PLACES[view])

    def sign_in(self, who: StaffId) -> None:
        """Leave the terminal to somebody by name and PIN."""
        if self.who == who:
            return
        if self.who is not None:
            self.press("Lock")
        self.who = who
        self.terminal.till.session.sign_in(who, pin_of(who))
        self.settle()

    def allow(self, who: StaffId) -> None:
        """Somebody allows it in place."""
        sheet = next(one for one in self.window.findChildren(ApprovalSheet) if one.isVisible())
        cards = next(one for one in sheet.findChildren(ChoiceList) if one.isVisible())
        self.tap_at(cards, place_of(cards, _first_name(who)))
        for digit in pin_of(who):
            QTest.mouseClick(self.button(digit, sheet), Qt.MouseButton.LeftButton)
            self._tapped()
        self.press("Allow")

    def names(self) -> list[str]:
        """The names of all that can be tapped in front."""
        return [one.accessibleName() for one in self.front().findChildren(QAbstractButton) if one.isVisible()]

    def line(self, words: str) -> None:
        """Tap a row of the list of lines in sight whose words hold these."""
        rows = next(one for one in self.window.findChildren(OrderList) if one.isVisible())
        found = [row.spoken for row in rows.rows() if words in row.spoken]
        assert found, f"{words!r} is not on the order; there is {self.lines()}"
        self.tap_at(rows, place_of(rows, found[0]))

    def act_on(self, words: str, action: str) -> None:
        """Tap a button of the selected line."""
        rows = next(one for one in self.window.findChildren(OrderList) if one.isVisible())
        act(rows, next(row.spoken for row in rows.rows() if words in row.spoken), action)
        self._tapped()

    def lines(self) -> list[str]:
        """What stands on the order in sight."""
        rows = next(one for one in self.window.findChildren(OrderList) if one.isVisible())
        return [row.spoken for row in rows.rows()]

    def front(self) -> QWidget:
        """The sheet that is open, else the window."""
        sheets = [one for one in self.window.findChildren(Sheet) if one.isVisible()]
        return sheets[-1] if sheets else self.window

    def tap_at(self, view: QListView, at: QPoint) -> None:
        """Touch a place of a list."""
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self._tapped()

    def _tapped(self) -> None:
        self.taps[self.job] += 1
        self.settle()


def _first_name(who: StaffId) -> str:
    return who.split("-")[0].capitalize()
