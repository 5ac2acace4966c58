"""The conversation with one Star printer: its status when asked, and the counter that proves a job. One thread's."""

from __future__ import annotations

import time
from collections.abc import Callable

from aura_terminal.ports.printing import PrinterStatus
from devices.printers import star_commands as commands
from devices.printers.profiles import PrinterProfile, Proof, StatusAbility
from devices.printers.star_status import COUNTS, StarReader, StarStatus
from devices.printers.wire import CANNOT_SAY, NO_REPLY, Wire
from devices.transports.transport import Transport

_ANSWER_WITHIN = 0.5


class StarLink:
    """Asks and listens over a transport. Losing the pipe raises `Unavailable`; silence is an answer of its own."""

    def __init__(
        self, transport: Transport, profile: PrinterProfile, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wire = Wire(transport, profile)
        self._profile = profile
        self._monotonic = monotonic
        self._reader = StarReader()
        self._last: StarStatus | None = None
        self._awaited: int | None = None

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
        self._reader = StarReader()
        self._last = self._awaited = None

    def cancel(self) -> None:
        self._wire.cancel()

    def status(self) -> PrinterStatus:
        """What the printer says now; `NO_REPLY` when it is silent, `CANNOT_SAY` when its model never answers."""
        if self._profile.status is StatusAbility.NONE:
            return CANNOT_SAY
        found = self.ask()
        return NO_REPLY if found is None else found.read(self._profile.drawer.sensor)

    def ask(self) -> StarStatus | None:
        """The status now; None when none came in time."""
        self._listen(0.0)  # what came unasked is older than the question
        self._wire.send(commands.STATUS)
        until = self._monotonic() + _ANSWER_WITHIN
        while (left := until - self._monotonic()) > 0:
            found = self._listen(left)
            if found is not None:
                return found
        return None

    def new_barrier(self) -> bytes:
        """ETB, whose counter must then be one more than it is now; empty where nothing was ever heard.

        0 is never awaited: a printer that was switched off, and lost the job, says it too. Two are sent then.
        """
        if self._profile.proof is Proof.NONE or self._last is None:
            return b""
        needed = 2 if self._last.etb_count == COUNTS - 1 else 1
        self._awaited = (self._last.etb_count + needed) % COUNTS
        return needed * commands.BARRIER

    def send(self, data: bytes) -> None:
        """Hand over all of the data in one piece, in the time this printer needs for it."""
        self._wire.send(data)

    def heard_barrier(self, within: float) -> bool:
        """Whether the counter moved on, after listening for at most this long."""
        if not self.took_barrier():
            self._listen(within)
        return self.took_barrier()

    def took_barrier(self) -> bool:
        """Whether the counter is where the barrier of this job takes it."""
        return self._last is not None and self._last.etb_count == self._awaited

    def rest(self, seconds: float) -> None:
        """Listen for a while, so that the next question is not asked at once."""
        self._listen(seconds)

    def _listen(self, within: float) -> StarStatus | None:
        """The newest block in the next piece of the stream."""
        found = self._reader.feed(self._wire.receive(within))
        if not found:
            return None
        self._last = found[-1]
        return self._last
