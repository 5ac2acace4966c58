"""The conversation with one label printer: what `~HS` says, and that nothing waits in it any more. One thread's.

Source: Zebra's ZPL II Programming Guide, Host Status Return: three strings, each between STX and ETX. Some models stay
silent while labels or ribbon are out or the head is up; that is an answer of its own.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from aura_terminal.ports.printing import Confidence, Fault, Power, PrinterStatus
from devices.printers.profiles import PrinterProfile, Proof, StatusAbility
from devices.printers.wire import CANNOT_SAY, NO_REPLY, Wire
from devices.transports.transport import Transport

STATUS = b"~HS\n"
_ANSWER_WITHIN = 1.0
_STRING = re.compile(rb"\x02([^\x03]*)\x03")
_LOOK_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class HostStatus:
    """What the three strings say, as far as it matters here; `waiting` counts formats and labels not yet printed."""

    faults: tuple[Fault, ...]
    waiting: int

    def read(self) -> PrinterStatus:
        """In the words of the port."""
        return PrinterStatus(Power.OFFLINE if self.faults else Power.ONLINE, self.faults, Confidence.REPORTED)


def read_host_status(data: bytes) -> HostStatus | None:
    """The newest whole answer in these bytes; None while there is none, or when it is no such answer."""
    strings = [found.decode("ascii", errors="replace").split(",") for found in _STRING.findall(data)]
    for place in range(len(strings) - 3, -1, -1):
        first, second = strings[place : place + 2]
        if len(first) >= 12 and len(second) >= 9 and len(strings[place + 2]) == 2:
            return _status(first, second)
    return None


def _status(first: list[str], second: list[str]) -> HostStatus:
    has_ribbon = second[4] == "1"
    said = (
        (first[1] == "1" or (has_ribbon and second[3] == "1"), Fault.PAPER_OUT),
        (second[2] == "1", Fault.COVER_OPEN),
        (first[9] == "1" or first[10] == "1" or first[11] == "1", Fault.MECHANICAL),
        (first[2] == "1", Fault.OFFLINE),
    )
    faults = tuple(fault for is_so, fault in said if is_so)
    if faults[:1] in ((Fault.PAPER_OUT,), (Fault.COVER_OPEN,)):  # it pauses by itself then
        faults = tuple(fault for fault in faults if fault is not Fault.OFFLINE)
    numbers = [int(text) if text.isdigit() else 0 for text in (first[4], first[7], second[8])]
    return HostStatus(faults, sum(numbers))


class ZplLink:
    """Asks and listens over a transport. Losing the pipe raises `Unavailable`."""

    def __init__(
        self, transport: Transport, profile: PrinterProfile, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wire = Wire(transport, profile)
        self._profile = profile
        self._monotonic = monotonic
        self._heard = b""
        self._last: HostStatus | None = None

    @property
    def name(self) -> str:
        return self._wire.name

    def open(self) -> None:
        self._wire.open()

    def open_anew(self) -> None:
        """Begin again on a new connection, unless the call under way was cancelled."""
        self.close()
        self._wire.open_anew()

    def close(self) -> None:
        self._wire.close()
        self._heard, self._last = b"", None

    def cancel(self) -> None:
        self._wire.cancel()

    def status(self) -> PrinterStatus:
        """What the printer says now; `NO_REPLY` when it is silent, `CANNOT_SAY` when its model never answers."""
        if self._profile.status is StatusAbility.NONE:
            return CANNOT_SAY
        found = self._ask()
        return NO_REPLY if found is None else found.read()

    def new_barrier(self) -> bytes:
        """Nothing marks the end of a job: it is printed when nothing waits in the printer any more."""
        self._last = None
        return b"" if self._profile.proof is Proof.NONE else STATUS

    def send(self, data: bytes) -> None:
        """Hand over all of the data in one piece, in the time this printer needs for it."""
        self._wire.send(data)

    def heard_barrier(self, within: float) -> bool:
        """Whether nothing waits in the printer any more, after asking once."""
        self._ask()
        if not self.took_barrier():
            self._wire.receive(min(within, _LOOK_EVERY))  # the question is not asked again at once
        return self.took_barrier()

    def took_barrier(self) -> bool:
        """Whether the newest answer said that nothing waits and nothing is wrong."""
        return self._last is not None and not self._last.waiting and not self._last.faults

    def _ask(self) -> HostStatus | None:
        self._wire.receive(0.0)
        self._heard, self._last = b"", None
        self._wire.send(STATUS)
        until = self._monotonic() + _ANSWER_WITHIN
        while self._last is None and (left := until - self._monotonic()) > 0:
            self._heard += self._wire.receive(left)
            self._last = read_host_status(self._heard)
        return self._last
