"""What a printer says about itself, read from bytes: no I/O here.

Source of the bits: Epson's ESC/POS reference, DLE EOT, GS r and GS a. The three kinds of answer share one line, and
fixed bits tell them apart: a real-time status is 0xx1xx10, an automatic status begins with 0xx1xx00 and has three more
bytes, the answer to GS r has bits 4 and 7 clear, and the answer to GS ( H is 37 22, four digits and a zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.ports.printing import Confidence, DrawerState, Fault, Power, PrinterStatus
from devices.printers.profiles import DrawerSensor

_AUTOMATIC_TAIL = 3
_PROCESS, _PROCESS_TAIL = 0x37, 6
PIN_3 = 0x04


@dataclass(frozen=True, slots=True)
class RealTime:
    """An answer to DLE EOT."""

    bits: int


@dataclass(frozen=True, slots=True)
class Barrier:
    """The answer to GS r 1: everything sent before it is done."""


@dataclass(frozen=True, slots=True)
class ProcessDone:
    """The answer to GS ( H function 48: everything sent before this number is done."""

    number: int


@dataclass(frozen=True, slots=True)
class Automatic:
    """A status the printer sent by itself."""


@dataclass(frozen=True, slots=True)
class Noise:
    """A byte that is none of these."""

    byte: int


Reply = RealTime | Barrier | ProcessDone | Automatic | Noise


class ReplyReader:
    """Turns the printer's bytes into replies, however the stream is cut into pieces."""

    def __init__(self) -> None:
        self._tail = 0
        self._process: bytearray | None = None

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that these bytes complete."""
        return [reply for reply in map(self._byte, data) if reply is not None]

    def _byte(self, byte: int) -> Reply | None:
        if self._process is not None:
            self._process.append(byte)
            return self._end_process() if len(self._process) == _PROCESS_TAIL else None
        if self._tail:
            self._tail -= 1
            return None if self._tail else Automatic()
        if byte & 0x93 == 0x12:
            return RealTime(byte)
        if byte & 0x93 == 0x10:
            self._tail = _AUTOMATIC_TAIL
            return None
        if byte == _PROCESS:
            self._process = bytearray()
            return None
        return Barrier() if byte & 0x90 == 0 else Noise(byte)

    def _end_process(self) -> Reply:
        said, self._process = bytes(self._process or b""), None
        if said[0] != 0x22 or said[-1] != 0 or not said[1:-1].isdigit():
            return Noise(_PROCESS)
        return ProcessDone(int(said[1:-1]))


def read_status(printer: int, offline: int, paper: int, sensor: DrawerSensor) -> PrinterStatus:
    """The status said by the answers to DLE EOT 1, 2 and 4; the most useful fault to a person stands first."""
    faults = [
        fault
        for said, fault in (
            (paper & 0x60 or offline & 0x20, Fault.PAPER_OUT),
            (offline & 0x04, Fault.COVER_OPEN),
            (offline & 0x40, Fault.MECHANICAL),
        )
        if said
    ]
    if printer & 0x08 and not faults:
        faults.append(Fault.OFFLINE)
    if paper & 0x0C and Fault.PAPER_OUT not in faults:
        faults.append(Fault.PAPER_LOW)
    power = Power.OFFLINE if printer & 0x08 else Power.ONLINE
    return PrinterStatus(power, tuple(faults), Confidence.REPORTED, read_drawer(printer, sensor))


def read_drawer(printer: int, sensor: DrawerSensor) -> DrawerState:
    """The drawer's switch in the answer to DLE EOT 1."""
    if sensor is DrawerSensor.NONE:
        return DrawerState.UNKNOWN
    is_high = bool(printer & PIN_3)
    return DrawerState.OPEN if is_high == (sensor is DrawerSensor.OPEN_HIGH) else DrawerState.CLOSED


def names_cutter(errors: int) -> bool:
    """Whether the answer to DLE EOT 3 blames the knife."""
    return bool(errors & 0x08)
