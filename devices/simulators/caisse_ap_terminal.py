"""A French card terminal made of software that speaks Caisse-AP over IP, on a TCP port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping

from aura_terminal.domain.card_slips import CardAct
from devices.readers import caisse_ap_fields as tags
from devices.readers.caisse_ap_fields import FieldReader, written
from devices.readers.currency_numbers import CURRENCY_OF
from devices.simulators.card_desk import CardDesk, Turn
from devices.simulators.card_line import CHUNK, LoopbackLine

CARD_MASKED = "474843######7743"
ASKED = frozenset({tags.VERSION, tags.PROTOCOL, tags.TILL, tags.AMOUNT, tags.ACTION, tags.CURRENCY})
REFUSED, GIVEN_UP, TIMED_OUT, BUSY = "04", "06", "08", "05"


class SimulatedCaisseApTerminal:
    """Serves on a port from `open()` to `close()`; its book outlasts a close. Each caller asks once."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        desk: CardDesk | None = None,
        stall: float = 60.0,
        card: str = CARD_MASKED,
    ) -> None:
        self.desk = desk or CardDesk()
        self.line = LoopbackLine(self._serve, host=host, port=port)
        self._stall = stall
        self._card = card
        self._at_work = threading.Lock()
        self._closing = threading.Event()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return self.line.address

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        self._closing.clear()
        self.line.open()

    def close(self) -> None:
        """Stop and cut every caller off; may be called twice."""
        self._closing.set()
        self.desk.cancel()
        self.line.close()

    def _serve(self, pipe: socket.socket) -> None:
        reader = FieldReader()
        while not reader.fields.keys() >= ASKED:
            data = pipe.recv(CHUNK)
            if not data or reader.is_broken:
                return
            reader.feed(data)
        with self._at_work:
            self._charge(pipe, reader.fields)

    def _charge(self, pipe: socket.socket, asked: Mapping[str, str]) -> None:
        turn = self.desk.next_turn()
        self.desk.take_time()
        if turn is Turn.REBOOT:
            return
        if turn is Turn.STALL:
            self._closing.wait(self._stall)
            return
        if turn in (Turn.BUSY, Turn.GUEST_GIVES_UP):
            reason = BUSY if turn is Turn.BUSY else GIVEN_UP
            pipe.sendall(_answer({**asked, tags.RESULT: "01", tags.REASON: reason}))
            return
        act = CardAct.SALE if asked[tags.ACTION] == "0" else CardAct.REFUND
        currency = CURRENCY_OF.get(asked[tags.CURRENCY], "EUR")
        done = self.desk.write(turn, act, int(asked[tags.AMOUNT]), currency)
        told = {**asked, tags.RESULT: "10" if done.is_approved else "01"}
        if done.is_approved:
            number = "#" * 12 + done.card.last_four if done.card.last_four else self._card
            told |= {
                tags.AMOUNT: f"{done.minor:02d}", tags.AUTHORISATION: f"{done.number:06d}",
                tags.CARD_NUMBER: number, tags.APPLICATION: "A0000000031010", tags.MODE: "001", tags.ENTRY: "1",
                tags.CONTRACT: "424242",
            }  # fmt: skip
        else:
            told[tags.REASON] = REFUSED
        self._tell(pipe, turn, told)

    def _tell(self, pipe: socket.socket, turn: Turn, told: dict[str, str]) -> None:
        if turn is Turn.LOSE_REPLY:
            return
        if turn is Turn.GARBAGE:
            pipe.sendall(b"\x00\x01 no answer of this protocol")
            return
        if turn is Turn.REPLY_OF_ANOTHER:
            told[tags.TILL] = "99"
        for _ in range(2 if turn is Turn.REPLY_TWICE else 1):
            pipe.sendall(_answer(told))


def _answer(told: Mapping[str, str]) -> bytes:
    """The version first, everything else in any order."""
    rest = [(tag, value) for tag, value in told.items() if tag != tags.VERSION]
    return written([(tags.VERSION, told[tags.VERSION]), *rest])
