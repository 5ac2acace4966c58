"""A French card terminal made of software that speaks Concert (E+): on a TCP port, or behind a device file.

Over TCP it is what a serial-to-network adapter shows of one; `plug_in` gives it a pseudo terminal (not on Windows).
"""

from __future__ import annotations

import os
import select
import socket
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from aura_terminal.domain.card_slips import CardAct
from devices.readers.concert_frames import ConcertReaderOfBytes, Frame, Heard, Sign, framed
from devices.readers.currency_numbers import CURRENCY_OF, NUMBER_OF
from devices.simulators.card_desk import CardDesk, Charge, Turn
from devices.simulators.card_line import CHUNK, LoopbackLine

ASKED_SIZE = 34
FULL_ANSWER = "1"
REPORT_SIZE = 55
PAID, REFUSED, NOT_VERIFIED = "0", "7", "9"
SIGN_WITHIN = 2.0
PATIENCE = 0.25
"""Seconds a caller waits for the one before it to end."""
CARD = "4111111111111111"


class _Wire(Protocol):
    def receive(self, within: float) -> bytes | None:
        """The next bytes, empty when none came in time, none when the line ended."""

    def send(self, data: bytes) -> None: ...


class _SocketWire:
    def __init__(self, pipe: socket.socket) -> None:
        self._pipe = pipe

    def receive(self, within: float) -> bytes | None:
        if not select.select([self._pipe], [], [], within)[0]:
            return b""
        return self._pipe.recv(CHUNK) or None

    def send(self, data: bytes) -> None:
        self._pipe.sendall(data)


class _FileWire:
    def __init__(self, near: int, stopped: threading.Event) -> None:
        self._near = near
        self._stopped = stopped

    def receive(self, within: float) -> bytes | None:
        if self._stopped.is_set():
            return None
        return os.read(self._near, CHUNK) if select.select([self._near], [], [], within)[0] else b""

    def send(self, data: bytes) -> None:
        os.write(self._near, data)


class SimulatedConcertTerminal:
    """Serves on a port from `open()` to `close()`; its book outlasts a close."""

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, desk: CardDesk | None = None, stall: float = 60.0
    ) -> None:
        self.desk = desk or CardDesk()
        self.line = LoopbackLine(self._serve, host=host, port=port)
        self._stall = stall
        self._at_work = threading.Lock()
        self._closing = threading.Event()
        self._files: list[int] = []
        self._plugged: threading.Thread | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return self.line.address

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        self._closing.clear()
        self.line.open()

    def close(self) -> None:
        """Stop, and unplug; may be called twice."""
        self._closing.set()
        self.desk.cancel()
        self.line.close()
        if self._plugged is not None:
            self._plugged.join()
            self._plugged = None
        for file in self._files:
            os.close(file)
        self._files.clear()

    def plug_in(self) -> Path:
        """A device file that leads to this terminal until it is closed."""
        import pty
        import tty

        near, far = pty.openpty()
        tty.setraw(far)
        self._files += [near, far]
        self._closing.clear()
        wire = _FileWire(near, self._closing)
        self._plugged = threading.Thread(target=lambda: self._converse(wire), name="concert-terminal", daemon=True)
        self._plugged.start()
        return Path(os.ttyname(far))

    def _serve(self, pipe: socket.socket) -> None:
        self._converse(_SocketWire(pipe))

    def _converse(self, wire: _Wire) -> None:
        ears = _Ears(wire)
        while not self._closing.is_set():
            heard = ears.next(0.2)
            if ears.is_over:
                return
            if heard is Sign.ENQ:
                self._be_asked(wire, ears)

    def _be_asked(self, wire: _Wire, ears: _Ears) -> None:
        if not self._at_work.acquire(timeout=PATIENCE):
            wire.send(Sign.NAK.octet)
            return
        try:
            wire.send(Sign.ACK.octet)
            heard = ears.next(SIGN_WITHIN)
            if not isinstance(heard, Frame):
                if heard is not Sign.EOT and heard is not None:
                    wire.send(Sign.NAK.octet)
                return
            if len(heard.text) != ASKED_SIZE:
                wire.send(Sign.NAK.octet)
                return
            _unless_gone(lambda: wire.send(Sign.ACK.octet))
            _unless_gone(lambda: ears.next(SIGN_WITHIN))
            self._charge(wire, ears, heard.text.decode("ascii", "replace"))
        finally:
            self._at_work.release()

    def _charge(self, wire: _Wire, ears: _Ears, asked: str) -> None:
        turn = self.desk.next_turn()
        self.desk.take_time()
        if turn is Turn.REBOOT:
            self.line.cut_off()
            return
        if turn is Turn.STALL:
            self._closing.wait(self._stall)
            return
        act = CardAct.SALE if asked[12] == "0" else CardAct.REFUND
        key, currency = asked[16:26].strip(), CURRENCY_OF.get(asked[13:16], "EUR")
        done = self.desk.write(turn, act, int(asked[2:10]), currency, key)
        if turn is Turn.LOSE_REPLY:
            self.line.cut_off()
            return
        for text in self._answers(turn, done, asked):
            if not self._tell(wire, ears, text):
                return

    def _answers(self, turn: Turn, done: Charge, asked: str) -> list[bytes]:
        """What is said: mostly one answer, sometimes another's before it, the same again, or nonsense."""
        ours = _answer(done, asked, asked[16:26])
        if turn is Turn.REPLY_OF_ANOTHER:
            return [_answer(done, asked, "ANOTHERKEY")]
        if turn is Turn.GARBAGE:
            return [b"no answer of this protocol"]
        return [ours, ours] if turn is Turn.REPLY_TWICE else [ours]

    def _tell(self, wire: _Wire, ears: _Ears, text: bytes) -> bool:
        """Say an answer; whether the till took it."""
        wire.send(Sign.ENQ.octet)
        if ears.next(SIGN_WITHIN) is not Sign.ACK:
            return False
        for _ in range(3):
            wire.send(framed(text))
            if ears.next(SIGN_WITHIN) is Sign.ACK:
                wire.send(Sign.EOT.octet)
                return True
        return False


class _Ears:
    """Hears signs and frames one at a time."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        self._bytes = ConcertReaderOfBytes()
        self._heard: deque[Heard] = deque()
        self.is_over = False

    def next(self, within: float) -> Heard | None:
        """The next sign or frame, none when it did not come in time or never will."""
        while not self._heard and not self.is_over:
            data = self._wire.receive(within)
            if data is None:
                self.is_over = True
            elif not data:
                return None
            else:
                self._heard.extend(self._bytes.feed(data))
        return self._heard.popleft() if self._heard else None


def _answer(done: Charge, asked: str, key: str) -> bytes:
    result = PAID if done.is_approved else REFUSED
    number = f"{'*' * 12}{done.card.last_four}" if done.card.last_four else CARD
    report = number.ljust(REPORT_SIZE) if asked[10] == FULL_ANSWER else ""
    text = (asked[:2], result, f"{done.minor if done.is_approved else int(asked[2:10]):08d}", "1", report)
    return "".join((*text, NUMBER_OF[done.currency], key)).encode("ascii")


def _unless_gone(act: Callable[[], object]) -> None:
    """Go on with the charge even where the till is gone."""
    try:
        act()
    except OSError:
        return
