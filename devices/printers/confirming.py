"""A printer that answers: never sent to while it is blocked, and believed only when it confirms the paper.

A job sent while the paper is out stays in the printer and comes out later, so a second attempt would print it twice:
therefore the look before, one write for the whole job, and the barrier after it. Which bytes these are is the link's
matter: DLE EOT and GS r 1 in ESC/POS, ESC ACK SOH and ETB in Star's line mode, ~HS in ZPL.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PaperDocument, PrintJobId
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import (
    Accepted,
    Fault,
    Held,
    InPrinter,
    Printed,
    PrinterStatus,
    PrintOutcome,
    Unconfirmed,
)
from devices.printers.phrases import HINTS
from devices.printers.profiles import PrinterProfile
from devices.printers.wire import asked
from devices.transports.transport import Refused

_LISTEN = 0.25
_PATIENCE = 5.0  # seconds beyond the time the bytes themselves need


@dataclass(frozen=True, slots=True)
class _Inside:
    """A job that stopped inside the printer, and the seconds it may take once the printer goes on."""

    job_id: PrintJobId
    allowance: float


class Encoder(Protocol):
    """Turns documents into the bytes of one printer model."""

    def encode(self, document: PaperDocument) -> bytes:
        """The document's bytes; `Unavailable` where this machine cannot make them."""


class Link(Protocol):
    """The conversation with one printer. Losing the pipe raises `Unavailable`."""

    def open(self) -> None:
        """Reach the printer."""

    def open_anew(self) -> None:
        """Begin again on a new connection, unless the call under way was cancelled."""

    def close(self) -> None:
        """Let it go; may be called twice."""

    def cancel(self) -> None:
        """Make the call under way fail soon."""

    def status(self) -> PrinterStatus:
        """What the printer says now."""

    def new_barrier(self) -> bytes:
        """What ends the job that comes now; empty for a model without proof."""

    def send(self, data: bytes) -> None:
        """Hand over all of the data in one piece."""

    def heard_barrier(self, within: float) -> bool:
        """Whether the barrier has been answered, after listening for at most this long."""

    def took_barrier(self) -> bool:
        """Whether an answered barrier was waiting."""


class ConfirmingPrinter:
    """A printer port over a link that answers."""

    def __init__(
        self,
        link: Link,
        encoder: Encoder,
        profile: PrinterProfile,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._link = link
        self._encoder = encoder
        self._profile = profile
        self._monotonic = monotonic
        self._inside: _Inside | None = None

    def open(self) -> None:
        self._link.open()

    def close(self) -> None:
        self._link.close()

    def cancel(self) -> None:
        self._link.cancel()

    def status(self) -> PrinterStatus:
        self._link.open()
        return asked(self._link, self._link.status)

    def print(self, job_id: PrintJobId, document: PaperDocument) -> PrintOutcome:
        try:
            data = self._encoder.encode(document)
        except Unavailable as unavailable:
            return Held(Fault.NOT_SET_UP, str(unavailable))
        try:
            status = self.status()
        except Refused as refused:
            return Held(Fault.BUSY, str(refused))
        except Unavailable as unavailable:
            return Held(Fault.UNREACHABLE, str(unavailable))
        if status.blocking is not None:
            return Held(status.blocking, HINTS[status.blocking])
        return self._send(job_id, data)

    def resume(self) -> PrintOutcome | None:
        if self._inside is None:
            return None
        try:
            return self._settled(self._await_barrier(self._inside))
        except Unavailable as lost:
            return self._settled(Unconfirmed(told("{lost}, while the job waited inside the printer", lost=lost)))

    def _send(self, job_id: PrintJobId, data: bytes) -> PrintOutcome:
        barrier = self._link.new_barrier()
        waiting = _Inside(job_id, len(data) / self._profile.bytes_per_second + _PATIENCE)
        try:
            self._link.send(data + barrier)
            if not barrier:
                return Accepted()
            return self._settled(self._await_barrier(waiting))
        except Unavailable as lost:
            return self._settled(Unconfirmed(told("{lost}, while printing", lost=lost)))

    def _await_barrier(self, waiting: _Inside) -> PrintOutcome:
        until = self._monotonic() + waiting.allowance
        while not self._link.heard_barrier(_LISTEN):
            status = self._link.status()
            if self._link.took_barrier():
                break
            if status.blocking not in (None, Fault.NO_REPLY):
                self._inside = waiting
                return InPrinter(status.blocking, HINTS[status.blocking])
            if self._monotonic() >= until:
                return Unconfirmed(told("the printer took the job and did not confirm it"))
        return Printed()

    def _settled(self, outcome: PrintOutcome) -> PrintOutcome:
        """The outcome; unless the job is still inside, it is no longer waited for, nor are its late answers."""
        if not isinstance(outcome, InPrinter):
            self._inside = None
        if isinstance(outcome, Unconfirmed):
            self._link.close()
        return outcome
