"""The Epson printer that takes ePOS-Print over HTTP: each request is answered when it is on paper, or why not.

The answer to the job itself is the proof. A job that failed half-way is thrown away by the printer, so unlike in
ESC/POS nothing waits inside; what may be on paper by then is unconfirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PaperDocument, PrintJobId
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import (
    Confidence,
    DrawerState,
    Fault,
    Held,
    Power,
    Printed,
    PrinterStatus,
    PrintOutcome,
    Unconfirmed,
)
from devices.printers.confirming import Encoder
from devices.printers.epos_xml import Answer, read_answer, request
from devices.printers.phrases import HINTS
from devices.printers.profiles import DrawerSensor, DrawerWiring
from devices.transports.http_line import HttpLine, NotReached
from devices.transports.transport import Refused

SERVICE = "/cgi-bin/epos/service.cgi"
_PRINT_SECONDS, _ASK_SECONDS, _PATIENCE = 10, 3, 5.0
_NO_RESPONSE, _DRAWER_HIGH, _OFFLINE, _COVER = 0x1, 0x4, 0x8, 0x20
_MECHANICAL, _CUTTER, _UNRECOVERABLE, _RECOVERABLE = 0x400, 0x800, 0x2000, 0x4000
_NEAR_END, _PAPER_END = 0x20000, 0x80000
_NOTHING_PRINTED = MappingProxyType(
    {
        "SchemaError": Fault.NOT_SET_UP,
        "DeviceNotFound": Fault.NOT_SET_UP,
        "EX_BADPORT": Fault.NO_REPLY,
        "EX_SPOOLER": Fault.BUSY,
        "TooManyRequests": Fault.BUSY,
        "RequestEntityTooLarge": Fault.NOT_SET_UP,
    }
)


class EposService:
    """The printer's print service. Losing it raises `Unavailable`, of the kind that says whether anything was sent."""

    def __init__(self, find: Callable[[], str], device: str = "local_printer") -> None:
        """`find` answers the printer's address (`http://192.168.1.60`); it is asked anew for every request."""
        self._line = HttpLine(find)
        self._device = device

    @property
    def name(self) -> str:
        return self._line.name

    def open(self) -> None:
        self._line.open()

    def close(self) -> None:
        self._line.close()

    def cancel(self) -> None:
        self._line.cancel()

    def say(self, elements: bytes, *, job: str = "") -> Answer:
        """The answer to these elements; without any it is only the status."""
        seconds = _PRINT_SECONDS if elements else _ASK_SECONDS
        self._line.open()
        path = f"{SERVICE}?devid={self._device}&timeout={seconds * 1000}"
        body = request(elements, device=self._device, job=job, seconds=seconds)
        answered = self._line.post(path, body, "text/xml; charset=utf-8", seconds + _PATIENCE)
        try:
            return read_answer(answered)
        except ValueError as broken:
            raise Unavailable(self.name, told("what answers there is no printer: {broken}", broken=broken)) from broken


class EposPrinter:
    """A printer port over an ePOS-Print service."""

    def __init__(self, service: EposService, encoder: Encoder, wiring: DrawerWiring) -> None:
        self._service = service
        self._encoder = encoder
        self._wiring = wiring

    def open(self) -> None:
        self._service.open()

    def close(self) -> None:
        self._service.close()

    def cancel(self) -> None:
        self._service.cancel()

    def status(self) -> PrinterStatus:
        return read_status(self._service.say(b"").status, self._wiring.sensor)

    def print(self, job_id: PrintJobId, document: PaperDocument) -> PrintOutcome:
        try:
            elements = self._encoder.encode(document)
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
        return self._send(elements, job_id)

    def resume(self) -> PrintOutcome | None:
        return None

    def _send(self, elements: bytes, job_id: PrintJobId) -> PrintOutcome:
        try:
            answer = self._service.say(elements, job=job_id)
        except (Refused, NotReached) as unreached:
            return Held(Fault.UNREACHABLE, str(unreached))
        except Unavailable as lost:
            return Unconfirmed(told("{lost}, while printing", lost=lost))
        if answer.success:
            return Printed()
        if answer.code in _NOTHING_PRINTED:
            fault = _NOTHING_PRINTED[answer.code]
            return Held(fault, told("{hint} (The printer says {code}.)", hint=HINTS[fault], code=answer.code))
        return Unconfirmed(
            told(
                "the printer stopped in the middle and threw the rest away ({code})",
                code=answer.code or told("no reason"),
            )
        )


def read_status(bits: int, sensor: DrawerSensor) -> PrinterStatus:
    """The status bits in the words of the port; the most useful fault to a person stands first."""
    said = (
        (bits & _NO_RESPONSE, Fault.NO_REPLY),
        (bits & _PAPER_END, Fault.PAPER_OUT),
        (bits & _COVER, Fault.COVER_OPEN),
        (bits & _CUTTER, Fault.CUTTER),
        (bits & (_MECHANICAL | _UNRECOVERABLE | _RECOVERABLE), Fault.MECHANICAL),
    )
    faults = [fault for is_so, fault in said if is_so]
    if bits & _OFFLINE and not faults:
        faults.append(Fault.OFFLINE)
    if bits & _NEAR_END and Fault.PAPER_OUT not in faults:
        faults.append(Fault.PAPER_LOW)
    drawer = DrawerState.UNKNOWN
    if sensor is not DrawerSensor.NONE:
        is_open = bool(bits & _DRAWER_HIGH) == (sensor is DrawerSensor.OPEN_HIGH)
        drawer = DrawerState.OPEN if is_open else DrawerState.CLOSED
    power = Power.OFFLINE if bits & (_OFFLINE | _NO_RESPONSE) else Power.ONLINE
    return PrinterStatus(power, tuple(faults), Confidence.REPORTED, drawer)
