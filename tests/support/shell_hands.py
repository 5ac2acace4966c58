"""A window over the demo shop, with plain widgets where the screens of a register would be."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.status import StatusModel
from tests.support.memory_shop import MemoryStore
from tests.support.till import pin_of

LEFT = Qt.MouseButton.LeftButton
IDLE_SECONDS = 60
BEAT_MILLISECONDS = 5


class Counter(QWidget):
    """Stands for the register: an order in words, and a button that adds a beer to it."""

    def __init__(self) -> None:
        super().__init__()
        self.order = QLabel("Beer")
        self.note = QLineEdit()
        self.beer = QPushButton("Beer")
        self.beer.clicked.connect(self._add)
        column = QVBoxLayout(self)
        for each in (self.order, self.note, self.beer):
            column.addWidget(each)
        self.setFocusProxy(self.note)

    def _add(self) -> None:
        self.order.setText(f"{self.order.text()}, Beer")


@dataclass(frozen=True)
class Shell:
    """The window with everything that moves it."""

    store: MemoryStore
    qtbot: QtBot
    runner: Runner
    changes: Changes
    session: SessionModel
    status: StatusModel
    window: ShellWindow
    counter: Counter
    payment: QLabel = field(repr=False)

    def button(self, name: str) -> QPushButton:
        """The visible button of that spoken name."""
        named = [each for each in self.window.findChildren(QPushButton) if each.accessibleName() == name]
        return next(each for each in named if each.isVisible())

    def view(self) -> View | None:
        """The screen in front."""
        return self.window.view

    def is_locked(self) -> bool:
        """Whether somebody must sign in first."""
        return self.window.is_locked

    def press(self, name: str) -> None:
        """A tap on the button of that name."""
        QTest.mouseClick(self.button(name), LEFT)

    def names(self) -> set[str]:
        """The spoken names of what can be tapped."""
        return {each.accessibleName() for each in self.window.findChildren(QPushButton) if each.isVisible()}

    def key(self, key: Qt.Key, *, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key as the keyboard sends it to the window."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    def tap_window(self, at: QPoint) -> None:
        """A touch as the screen sends it to the window."""
        QTest.mouseClick(self.window.windowHandle(), LEFT, pos=at)

    def sign_in(self, staff_id: str = "marta-rossi") -> None:
        """Somebody signs in as the sign-in screen does it."""
        person = next(row.id for row in self.store.shop.reads.store.staff() if row.id == staff_id)
        with self.qtbot.waitSignal(self.session.signed_in):
            self.session.sign_in(person, pin_of(person))
        self.settle()

    def settle(self) -> None:
        """Wait until every call has come back and what followed from it as well."""
        for _ in range(4):
            self.qtbot.waitUntil(lambda: self.runner.is_idle)
            QTest.qWait(0)
