"""What a Star printer says about itself, read from bytes: no I/O here.

Source of the bits: the automatic status of Star's Line Mode Command Specifications. Its first byte says how long it is;
the third tells of the line and the cover, the fourth of the mechanism, the sixth of the paper, and the eighth holds a
counter that every ETB moves on by one in its turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.ports.printing import Confidence, DrawerState, Fault, Power, PrinterStatus
from devices.printers.profiles import DrawerSensor

COUNTS = 32  # the ETB counter runs from 0 to 31 and begins again
_SHORTEST = 7
_OFFLINE, _COVER, _DRAWER = 0x08, 0x20, 0x04
_CUTTER, _MECHANICAL = 0x08, 0x64  # too hot, not recoverable and stuck
_PAPER_OUT, _PAPER_LOW = 0x08, 0x06


@dataclass(frozen=True, slots=True)
class StarStatus:
    """One status block."""

    data: bytes

    @property
    def etb_count(self) -> int:
        """How many ETB were carried out, modulo 32; 0 where the block is too short to say."""
        if len(self.data) < 8:
            return 0
        said = self.data[7]
        return (said & 0x60) >> 2 | (said & 0x0E) >> 1

    def read(self, sensor: DrawerSensor) -> PrinterStatus:
        """The status in the words of the port; the most useful fault to a person stands first."""
        _, _, line, errors, _, paper = self.data[:6]
        faults = [
            fault
            for said, fault in (
                (paper & _PAPER_OUT, Fault.PAPER_OUT),
                (line & _COVER, Fault.COVER_OPEN),
                (errors & _CUTTER, Fault.CUTTER),
                (errors & _MECHANICAL, Fault.MECHANICAL),
            )
            if said
        ]
        if line & _OFFLINE and not faults:
            faults.append(Fault.OFFLINE)
        if paper & _PAPER_LOW and Fault.PAPER_OUT not in faults:
            faults.append(Fault.PAPER_LOW)
        power = Power.OFFLINE if line & _OFFLINE else Power.ONLINE
        return PrinterStatus(power, tuple(faults), Confidence.REPORTED, self._drawer(line, sensor))

    def _drawer(self, line: int, sensor: DrawerSensor) -> DrawerState:
        if sensor is DrawerSensor.NONE:
            return DrawerState.UNKNOWN
        is_high = bool(line & _DRAWER)
        return DrawerState.OPEN if is_high == (sensor is DrawerSensor.OPEN_HIGH) else DrawerState.CLOSED


class StarReader:
    """Turns the printer's bytes into status blocks, however the stream is cut into pieces."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[StarStatus]:
        """The blocks that these bytes complete; bytes that begin none are dropped."""
        self._held += data
        found: list[StarStatus] = []
        while self._held:
            length = block_length(self._held[0])
            if length is None:
                self._held = self._held[1:]
            elif len(self._held) < length:
                break
            else:
                found.append(StarStatus(self._held[:length]))
                self._held = self._held[length:]
        return found


def block_length(first: int) -> int | None:
    """How long the block is that begins with this byte; None where it begins none."""
    length = (first & 0x20) >> 2 | (first & 0x0E) >> 1
    return length if first & 0x91 == 0x01 and length >= _SHORTEST else None
