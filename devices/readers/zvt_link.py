"""The conversation with one ZVT terminal over a byte pipe: commands, acknowledgements, deadlines. For one thread."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.readers.quiet_line import open_quiet
from devices.readers.zvt_commands import ACKNOWLEDGED, COMPLETION, OK, REFUSED_CLASS
from devices.readers.zvt_frames import Apdu, Framing, LineNak
from devices.transports.transport import Transport

ACK_WITHIN = 5.0
"""Seconds in which the other end acknowledges a message (ZVT 13.06, T3)."""
SEND_WITHIN = 5.0


class Silent(Unavailable):
    """The terminal is connected and says nothing."""


class ZvtLink:
    """Sends commands and hears messages, each acknowledged at once; losing the pipe raises `Unavailable`."""

    def __init__(
        self,
        transport: Transport,
        new_framing: Callable[[], Framing],
        *,
        ack_within: float = ACK_WITHIN,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._new_framing = new_framing
        self._ack_within = ack_within
        self._monotonic = monotonic
        self._framing = new_framing()
        self._heard: deque[Apdu] = deque()
        self._is_open = False

    @property
    def name(self) -> str:
        return self._transport.name

    @property
    def is_open(self) -> bool:
        """Whether a conversation is under way."""
        return self._is_open

    def open(self) -> None:
        """Begin a conversation in which nothing of an earlier one is heard."""
        if self._is_open:
            return
        open_quiet(self._transport)
        self._framing = self._new_framing()
        self._heard.clear()
        self._is_open = True

    def close(self) -> None:
        self._is_open = False
        self._transport.close()

    def send(self, command: Apdu) -> None:
        """Hand a message to the system, without waiting for what comes."""
        self._transport.send(self._framing.frame(command), SEND_WITHIN)

    def ask(self, command: Apdu) -> int | None:
        """Send a command; none once the terminal took it, its code when it refused; `Silent` when nothing came."""
        self.send(command)
        until = self._monotonic() + self._ack_within
        while (left := until - self._monotonic()) > 0:
            heard = self.receive(left)
            if heard is None:
                break
            if heard.code == ACKNOWLEDGED:
                return None
            if heard.code >> 8 == REFUSED_CLASS:
                return heard.code & 0xFF
            if heard.code == COMPLETION:  # some terminals answer a short command with its end alone
                self._heard.appendleft(heard)
                return None
        raise Silent(
            self.name, told("the terminal does not answer; check what it shows and the protocol in its settings")
        )

    def receive(self, within: float) -> Apdu | None:
        """The next message, acknowledged; None when none came in time."""
        until = self._monotonic() + within
        while not self._heard:
            left = until - self._monotonic()
            self._take(self._transport.receive(max(0.0, left)))
            if left <= 0 and not self._heard:  # also where noise comes without end
                return None
        return self._heard.popleft()

    def _take(self, data: bytes) -> None:
        for heard in self._framing.feed(data):
            if receipt := self._framing.receipt_for(heard):
                self._transport.send(receipt, SEND_WITHIN)
            if isinstance(heard, Apdu):
                self._heard.append(heard)
                if heard.code != ACKNOWLEDGED and heard.code >> 8 != REFUSED_CLASS:
                    self._transport.send(self._framing.frame(OK), SEND_WITHIN)
            elif isinstance(heard, LineNak):  # sending again by itself would ask twice where only the reply was damaged
                raise Unavailable(self.name, told("the line damages what is sent; check its cable and its speed"))
