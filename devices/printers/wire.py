"""The pipe to one printer, as the conversation in every language uses it. One thread's; `cancel` is for any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import Confidence, Fault, Power, PrinterStatus
from devices.printers.profiles import PrinterProfile
from devices.transports.transport import Transport

NO_REPLY = PrinterStatus(Power.UNKNOWN, (Fault.NO_REPLY,), Confidence.INFERRED)
CANNOT_SAY = PrinterStatus(Power.UNKNOWN, (), Confidence.UNKNOWN)
_SEND_WITHIN = 2.0

T = TypeVar("T")


class Wire:
    """A transport that is begun anew only for a call that nobody cancelled, and that gives each piece its time."""

    def __init__(self, transport: Transport, profile: PrinterProfile) -> None:
        self._transport = transport
        self._bytes_per_second = profile.bytes_per_second
        self._is_cancelled = False

    @property
    def name(self) -> str:
        return self._transport.name

    def open(self) -> None:
        self._is_cancelled = False
        self._transport.open()

    def open_anew(self) -> None:
        """Begin again on a new connection, unless the call under way was cancelled."""
        self._transport.close()
        if self._is_cancelled:
            raise Unavailable(self.name, told("stopped, because this program is closing"))
        self._transport.open()

    def close(self) -> None:
        self._transport.close()

    def cancel(self) -> None:
        self._is_cancelled = True
        self._transport.cancel()

    def send(self, data: bytes) -> None:
        """Hand over all of the data in one piece, in the time this printer needs for it."""
        self._transport.send(data, len(data) / self._bytes_per_second + _SEND_WITHIN)

    def receive(self, within: float) -> bytes:
        """The next bytes, as soon as there are any; empty when none came in time."""
        return self._transport.receive(within)


class Reopened(Protocol):
    """What can begin again on a new connection."""

    def open_anew(self) -> None:
        """Begin again, unless the call under way was cancelled."""


def asked(link: Reopened, question: Callable[[], T]) -> T:
    """The answer; a connection that ended while it was idle is begun anew, for a question may be asked twice."""
    try:
        return question()
    except Unavailable:
        link.open_anew()
        return question()
