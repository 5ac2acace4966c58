"""Hears every key of a window before its widgets do: a scanner's are a code, a person's are handed on in order."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWindow

from aura_terminal.ui.shell.burst import LARGEST_GAP, Burst, WedgeRule

ENDING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
HELD_BACK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
SHIFTING = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock})
"""Keys a scanner holds for capitals and signs; they begin, end and break nothing."""

INTERRUPTING = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.FocusOut})


def moment(event: QKeyEvent) -> float:
    """When the key was pressed, in milliseconds: as the system says, for a busy screen must not make slow keys fast."""
    return float(event.timestamp()) or milliseconds()


def milliseconds() -> float:
    """A clock that only goes on."""
    return time.monotonic() * 1000


class Wedge(QObject):
    """`scanned` carries each code. No key is lost: what is no code reaches the widgets as it was typed, in its order.

    A person's key waits until it is known that it is one, at most 80 ms. A scanner may end a code twice, as with CR LF.
    """

    scanned = Signal(str)

    def __init__(
        self,
        rule: WedgeRule,
        parent: QObject | None = None,
        *,
        at: Callable[[QKeyEvent], float] = moment,
        now: Callable[[], float] = milliseconds,
    ) -> None:
        super().__init__(parent)
        self._at, self._now = at, now
        self._heard_at = 0.0
        self._ended_at = float("-inf")
        self._patience = rule.patience
        self._burst = Burst(rule)
        self._kept: list[QKeyEvent] = []
        self._swallowed: set[int] = set()
        self._window: QWindow | None = None
        self._is_handing_on = False
        self._silence = QTimer(self, singleShot=True, interval=round(rule.patience))
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._listen_once_more)
        self._last_look = QTimer(self, singleShot=True, interval=0)
        self._last_look.timeout.connect(self._end_silence)

    def watch(self, window: QWindow) -> None:
        """Hear the keys of this window from now on."""
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_handing_on:
            return False
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._press(event)
            return event.type() == QEvent.Type.KeyRelease and self._release(event)
        if event.type() in INTERRUPTING and self._kept:
            self._settle()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if not event.isAutoRepeat():
            self._swallowed.discard(event.key())  # pressed anew: the release that was waited for got lost
        if event.key() in SHIFTING:
            if self._kept:
                self._keep(event)
            return bool(self._kept)
        at, letter = self._at(event), event.text()
        is_letter = len(letter) == 1 and letter.isprintable() and not event.modifiers() & HELD_BACK
        if event.isAutoRepeat() or not is_letter:
            return self._end(event)
        if self._burst.is_broken_by(at):
            self._settle()
        if self._burst.is_empty and not self._burst.may_begin_with(letter):
            return False
        self._burst.add(letter, at)
        self._keep(event)
        self._heard_at = self._now()
        self._last_look.stop()
        self._silence.start()
        return True

    def _release(self, event: QKeyEvent) -> bool:
        if event.key() in self._swallowed and not event.isAutoRepeat():
            self._swallowed.discard(event.key())
            return True
        if not self._kept:
            return False
        self._keep(event)
        return True

    def _end(self, event: QKeyEvent) -> bool:
        """A key that is no letter: the scanner's Enter, or the end of a person's letters."""
        at, is_ending = self._at(event), event.key() in ENDING and not event.isAutoRepeat()
        if is_ending and self._burst.is_empty and at - self._ended_at <= LARGEST_GAP:
            self._swallowed.add(event.key())
            return True
        code = self._burst.code() if is_ending else None
        if code is None:
            self._hand_on()
            return False
        self._ended_at = at
        self._swallowed.add(event.key())
        self._take(code)
        return True

    @Slot()
    def _listen_once_more(self) -> None:
        """Keys that wait behind a busy moment come before a silence that was none."""
        self._last_look.start()

    @Slot()
    def _end_silence(self) -> None:
        if self._now() - self._heard_at < self._patience:
            self._silence.start()
        else:
            self._settle()

    @Slot()
    def _settle(self) -> None:
        """No more keys come: a code without a suffix, or a person."""
        code = self._burst.code()
        if code is None:
            self._hand_on()
        else:
            self._take(code)

    def _take(self, code: str) -> None:
        released = {event.key() for event in self._kept if event.type() == QEvent.Type.KeyRelease}
        self._swallowed |= {event.key() for event in self._kept} - released
        self._forget()
        self.scanned.emit(code)

    def _hand_on(self) -> None:
        kept = self._kept
        self._forget()
        self._is_handing_on = True
        try:
            for event in kept:
                if self._window is not None:
                    QCoreApplication.sendEvent(self._window, event)
        finally:
            self._is_handing_on = False

    def _keep(self, event: QKeyEvent) -> None:
        self._kept.append(
            QKeyEvent(
                event.type(), event.key(), event.modifiers(), event.nativeScanCode(), event.nativeVirtualKey(),
                event.nativeModifiers(), event.text(), event.isAutoRepeat(), event.count(),
            )
        )  # fmt: skip

    def _forget(self) -> None:
        self._silence.stop()
        self._last_look.stop()
        self._kept = []
        self._burst.clear()
