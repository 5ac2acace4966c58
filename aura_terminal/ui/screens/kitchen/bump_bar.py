"""A bump bar whose keys were learned: a keyboard that works wherever the focus is while the kitchen is in front."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from aura_terminal.ui.screens.kitchen.keys import Act
from aura_terminal.ui.widgets.ticket_board import DIGITS
from aura_terminal.view_models.bump_bar_setup import NO_KEYS, BumpBarSetup, KeyCode

if TYPE_CHECKING:
    from aura_terminal.ui.screens.kitchen.screen import KitchenScreen

BOUNCE = 0.150
"""Seconds in which the same key means the same press: worn contacts bounce."""

NINE = tuple(f"ticket_{place}" for place in range(1, 10))


class Move(StrEnum):
    """What moves and taps the ring."""

    TAP = "tap"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


KEYS_OF_MOVES = {
    Move.TAP: Qt.Key.Key_Return,
    Move.LEFT: Qt.Key.Key_Left,
    Move.RIGHT: Qt.Key.Key_Right,
    Move.UP: Qt.Key.Key_Up,
    Move.DOWN: Qt.Key.Key_Down,
}
ACTS = (*NINE, *Move, *Act)
"""Everything a key can be learned for, in the order it is asked for."""


def code_of(event: QKeyEvent) -> KeyCode:
    """How a key is named: by what it says, with what is held beside it; by its place where it says nothing known."""
    if event.key() in (0, Qt.Key.Key_unknown):
        return f"scan:{event.nativeScanCode()}"
    return QKeySequence(event.keyCombination()).toString()


class BumpBar(QObject):
    """Hears the keys of the window before its widgets do. A learned key acts, once in 150 ms; any other goes on.

    While a bar is being set up every key is learned instead.
    """

    heard = Signal(str)

    def __init__(
        self,
        screen: KitchenScreen,
        setup: BumpBarSetup,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(screen)
        self._screen, self._setup = screen, setup
        self._monotonic = monotonic
        self._mapping: Mapping[KeyCode, str] = NO_KEYS
        self._last: dict[KeyCode, float] = {}
        self._is_acting = False
        self._use(setup.kept)
        setup.changed.connect(self._listen)
        setup.learned.connect(self._use)
        setup.dropped.connect(self._listen)

    @property
    def mapping(self) -> Mapping[KeyCode, str]:
        """Which key does what."""
        return self._mapping

    def watch(self, window: QWindow) -> None:
        """Hear the keys of this window from now on."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_acting or not isinstance(event, QKeyEvent) or not self._screen.isVisible():
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not self._screen.isEnabled():
            return False
        code = code_of(event)
        is_press = event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat()
        if self._setup.is_open:
            if is_press and not self._bounces(code):
                self._setup.learn(code)
            return True
        act = self._mapping.get(code)
        if act is None:
            return False
        if is_press and not self._bounces(code):
            self._do(act)
        return True

    def _bounces(self, code: KeyCode) -> bool:
        now = self._monotonic()
        before = self._last.get(code)
        if before is not None and now - before < BOUNCE:
            return True
        self._last[code] = now
        return False

    def _do(self, act: str) -> None:
        self.heard.emit(act)
        if act in NINE:
            self._tap(NINE.index(act))
        elif act in list(Move):
            self._press(KEYS_OF_MOVES[Move(act)])
        else:
            self._screen.perform(Act(act))

    def _tap(self, place: int) -> None:
        """Tap the header at that place of the page; a question over the board is answered first."""
        if not self._screen.is_asking():
            self._send(self._screen.board, ord(DIGITS[place]), DIGITS[place])

    def _press(self, key: Qt.Key) -> None:
        """As if a keyboard had that key: over an open question it goes to the question."""
        asked = QApplication.focusWidget() if self._screen.is_asking() else None
        if asked is None:
            self._screen.board.setFocus(Qt.FocusReason.TabFocusReason)
        self._send(asked or self._screen.board, key.value, "")

    def _send(self, target: QWidget, key: int, text: str) -> None:
        self._is_acting = True
        try:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
        finally:
            self._is_acting = False

    @Slot(object)
    def _use(self, mapping: Mapping[KeyCode, str]) -> None:
        self._mapping = {code: act for code, act in mapping.items() if act in ACTS}
        self._listen()

    @Slot()
    def _listen(self) -> None:
        """A key that was learned is the bar's: the screen's own meaning of it rests."""
        self._screen.rest_keys(None if self._setup.is_open else frozenset(self._mapping))
