"""A process with the real window that is paid at: `... paper_process FOLDER ANSWER first_byte|frames COUNT PORT`."""

from __future__ import annotations

import socket
import sqlite3
import sys
from functools import partial
from pathlib import Path
from time import monotonic_ns
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Slot

from aura_terminal.app.terminal import Terminal
from aura_terminal.domain.ids import OrderId
from tests.benchmarks.painting import rest
from tests.benchmarks.window_work import settle, work_on_window

WARM = 5
BETWEEN_MS = 120
FRAME_MS = 16
TAP_EVERY_MS, PAY_EVERY_MS = 400, 4000
JOB = b"FLOOR" + b"x" * 10_000


class Payer:
    """Orders something and presses Pay, on the models the buttons press."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def tap(self) -> None:
        """One more thing on the order."""
        terminal = self._terminal
        plain = next(tile for tile in terminal.board.shown if not tile.asks)
        terminal.register.tap_tile(plain)

    def prepare(self) -> None:
        """An order that only waits for Pay."""
        terminal = self._terminal
        self.tap()
        settle(terminal)
        order = terminal.counter.order
        assert order is not None
        terminal.payment.open(OrderId(order.order_id))
        settle(terminal)
        terminal.payment.name_exact()
        settle(terminal)

    def pay(self) -> int:
        """Press Pay; monotonic nanoseconds of the press."""
        pressed = monotonic_ns()
        self._terminal.payment.pay()
        settle(self._terminal)
        self._terminal.options.new_order()
        settle(self._terminal)
        return pressed


def first_byte(count: int, port: int, scratch: Path, terminal: Terminal) -> dict[str, Any]:
    """When Pay was pressed, and when the floor began: bare commit, bare connection, bare look, bare job."""
    payer, pressed, floor = Payer(terminal), list[int](), list[int]()
    bare = sqlite3.connect(scratch, isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("CREATE TABLE jobs (job BLOB)")
    for _ in range(count + WARM):
        payer.prepare()
        rest(BETWEEN_MS)
        pressed.append(payer.pay())
        rest(BETWEEN_MS)
        floor.append(_bare(bare, port))
        rest(BETWEEN_MS)
    return {"pressed": pressed, "floor": floor, "warm": WARM}


def _bare(bare: sqlite3.Connection, port: int) -> int:
    began = monotonic_ns()
    bare.execute("INSERT INTO jobs VALUES (?)", (JOB,))
    with socket.create_connection(("127.0.0.1", port)) as pipe:
        pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pipe.sendall(b"\x10\x04\x01\x10\x04\x02\x10\x04\x04")
        heard = b""
        while len(heard) < 3:
            heard += pipe.recv(16)
        pipe.sendall(JOB)
    return began


def run_delay() -> int:
    """Nanoseconds this thread was ready to run and others had the processor (Linux: schedstat, second figure)."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text("ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0


class Frames(QObject):
    """Counts frames of 16 ms, and how late each came, while somebody taps and pays."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__()
        self.late: list[float] = []
        self.own: list[float] = []
        self._terminal, self._payer = terminal, Payer(terminal)
        self._clock = QElapsedTimer()
        self._last = self._waited = 0
        self._frame = QTimer(self, interval=FRAME_MS)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._turn)

    def watch(self, seconds: int) -> None:
        """For so long; the window is painted anew in every frame."""
        self._clock.start()
        self._frame.start()
        spent = paid = 0
        while spent < seconds * 1000:
            rest(TAP_EVERY_MS)
            spent = self._clock.elapsed()
            self._payer.tap()
            if spent - paid >= PAY_EVERY_MS:
                paid = spent
                self._sell()
        self._frame.stop()

    def _sell(self) -> None:
        """A sale on the store thread, as Pay makes it: its paper goes to the printer that hangs."""
        order = self._terminal.counter.order
        if order is not None:
            self._terminal.payment.open(OrderId(order.order_id))
            rest(40)
            self._terminal.payment.name_exact()
            self._terminal.payment.pay()
            rest(80)
            self._terminal.options.new_order()

    @Slot()
    def _turn(self) -> None:
        now = self._clock.nsecsElapsed()
        waited = run_delay()
        if self._last:
            gap = (now - self._last) / 1e6
            self.late.append(gap)
            self.own.append(gap - (waited - self._waited) / 1e6)
        self._last, self._waited = now, waited
        self._terminal.window.update()


def frames(seconds: int, terminal: Terminal) -> dict[str, Any]:
    """Milliseconds between frames, and the same without what other programs took of the processor."""
    watched = Frames(terminal)
    watched.watch(seconds)
    settle(terminal)
    return {"frames": watched.late, "own": watched.own}


def main(arguments: list[str]) -> int:
    folder, answer, what, count, port = arguments
    if what == "first_byte":
        work = partial(first_byte, int(count), int(port), Path(answer).with_suffix(".sqlite"))
    else:
        work = partial(frames, int(count))
    return work_on_window(Path(folder), work, Path(answer))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
