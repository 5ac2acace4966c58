"""A register of a store of several terminals, with Marta at it, in the whole window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.changes import EVERY_FACT
from tests.gui.register.hands import press, tap
from tests.support.memory_shop import InlineStoreThread, MemoryStore, demo_store
from tests.support.terminal_window import TerminalWindow, terminal_over
from tests.support.till import MARTA, Till, pin_of


@dataclass(frozen=True)
class Desk:
    """The window with what a person sees of it."""

    qtbot: QtBot
    store: MemoryStore
    terminal: TerminalWindow

    @property
    def till(self) -> Till:
        """The view-models of the register."""
        return self.terminal.till

    def settle(self) -> None:
        """Wait until every call has come back and what followed from it as well."""
        for _ in range(4):
            self.qtbot.waitUntil(lambda: self.till.runner.is_idle)
            self.qtbot.wait(1)

    def others_did(self) -> None:
        """Another process has committed something."""
        self.till.changes.changed.emit(EVERY_FACT)
        self.settle()

    def words(self, root: QWidget | None = None) -> list[str]:
        """Every word in sight."""
        shown = root or self.terminal.window
        return [each.text() for each in shown.findChildren(QLabel) if each.isVisible() and each.text()]

    def names(self) -> list[str]:
        """The spoken names of what can be tapped."""
        return self.names_in(self.terminal.window)

    def names_in(self, root: QWidget) -> list[str]:
        """The same of one part."""
        buttons = root.findChildren(QAbstractButton)
        return [each.accessibleName() for each in buttons if each.isVisible()]

    def press(self, name: str) -> None:
        """Click a button and wait for what follows."""
        press(self.terminal.window, name)
        self.settle()

    def pick(self, words: str) -> None:
        """Tap a row of the list in front."""
        tap(next(each for each in self.terminal.window.findChildren(ChoiceList) if each.isVisible()), words)
        self.settle()

    def write(self, words: str) -> None:
        """Type words into the sheet in front and press Enter."""
        field = next(each for each in self.terminal.window.findChildren(QLineEdit) if each.isVisible())
        field.setText(words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def type(self, digits: str) -> None:
        """Tap digits on the keys of the sheet in front."""
        sheet = next(each for each in self.terminal.window.findChildren(Sheet) if each.isVisible())
        for digit in digits:
            press(sheet, digit)

    def type_pin(self, pin: str) -> None:
        """Tap the digits of a PIN and Allow."""
        self.type(pin)
        self.press("Allow")


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    """Marta at R1, whose folder is a scratch one."""
    store = demo_store()
    terminal = terminal_over(store, InlineStoreThread(store.shop), theme, tmp_path)
    qtbot.addWidget(terminal.window)
    terminal.window.resize(1366, 768)
    terminal.window.show()
    terminal.till.session.sign_in(MARTA, pin_of(MARTA))
    desk = Desk(qtbot, store, terminal)
    desk.settle()
    yield desk
    terminal.till.changes.stop()
    terminal.status.stop()
