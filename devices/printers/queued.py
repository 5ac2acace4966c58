"""A printer behind a print queue of the system: what it took is handed over; nobody knows when it comes out."""

from __future__ import annotations

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PaperDocument, PrintJobId
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import (
    Accepted,
    Confidence,
    Fault,
    Held,
    Power,
    PrinterStatus,
    PrintOutcome,
    Unconfirmed,
)
from devices.printers.confirming import Encoder
from devices.transports.http_line import NotReached
from devices.transports.queues import PrintQueue, QueueCondition, QueueState
from devices.transports.transport import Refused

_SEND_WITHIN = 15.0
_STOPPED = (QueueCondition.PAUSED, QueueCondition.REFUSING)


class QueuedPrinter:
    """A printer port over a queue. A queue that stands still is not given paper it would print all at once later."""

    def __init__(self, queue: PrintQueue, encoder: Encoder) -> None:
        self._queue = queue
        self._encoder = encoder

    def open(self) -> None:
        self._queue.open()

    def close(self) -> None:
        self._queue.close()

    def cancel(self) -> None:
        self._queue.cancel()

    def status(self) -> PrinterStatus:
        state = self._queue.state()
        faults = (Fault.OFFLINE,) if state.condition in _STOPPED else ()
        return PrinterStatus(Power.OFFLINE if faults else Power.UNKNOWN, faults, Confidence.INFERRED)

    def said(self) -> str:
        """The spooler's own words about the queue; empty if it has none."""
        return self._queue.state().message

    def print(self, job_id: PrintJobId, document: PaperDocument) -> PrintOutcome:
        try:
            data = self._encoder.encode(document)
        except Unavailable as unavailable:
            return Held(Fault.NOT_SET_UP, str(unavailable))
        try:
            state = self._queue.state()
            self._queue.open()
        except Refused as refused:
            return Held(Fault.BUSY, str(refused))
        except Unavailable as unavailable:
            return Held(Fault.UNREACHABLE, str(unavailable))
        if state.condition in _STOPPED:
            return Held(Fault.OFFLINE, _hint(state))
        try:
            self._queue.send(data, _SEND_WITHIN)
        except (Refused, NotReached) as refused:
            return Held(Fault.BUSY, str(refused))
        except Unavailable as lost:
            return Unconfirmed(told("{lost}, while handing the job over", lost=lost))
        return Accepted()

    def resume(self) -> PrintOutcome | None:
        return None


def _hint(state: QueueState) -> str:
    still = told("The print queue stands still: let it go on in the print settings of this machine.")
    return told("{still} It says: {message}.", still=still, message=state.message) if state.message else still
