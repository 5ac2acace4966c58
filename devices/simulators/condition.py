"""How a simulated printer is now, and what it answers when asked.

Bits: Epson's reference, DLE EOT, GS a and GS ( H, and the automatic status of Star's Line Mode Command Specifications.
"""

from __future__ import annotations

from aura_terminal.ports.printing import Fault
from devices.printers.profiles import DrawerSensor
from devices.simulators.tokens import Command

SIMULATED_FAULTS = (Fault.PAPER_OUT, Fault.PAPER_LOW, Fault.COVER_OPEN, Fault.OFFLINE)
_IDENTITY = {1: b"\x20", 2: b"\x02", 65: b"_1.0\0", 66: b"_AURA\0", 67: b"_SIMULATED\0", 68: b"_0001\0"}


class Condition:
    """Faults and drawer of a printer."""

    def __init__(self, sensor: DrawerSensor) -> None:
        self._sensor = sensor
        self._faults: set[Fault] = set()
        self._etb_count = 0
        self.is_drawer_open = False

    @property
    def is_blocked(self) -> bool:
        """Whether it keeps what it receives instead of printing it."""
        return bool(self._faults - {Fault.PAPER_LOW})

    def cause(self, fault: Fault) -> None:
        """Let a fault begin; `ValueError` for one this printer cannot have."""
        if fault not in SIMULATED_FAULTS:
            raise ValueError(f"a simulated printer has no fault {fault!r}; it has {', '.join(SIMULATED_FAULTS)}")
        self._faults.add(fault)

    def mend(self, fault: Fault) -> None:
        """Let a fault end."""
        self._faults.discard(fault)

    def answer(self, command: Command) -> bytes:
        """The reply to a question; empty for a command that asks nothing."""
        asked = command.parameters[0] if command.parameters else 0
        match command.name:
            case "DLE EOT":
                return self._real_time(asked)
            case "GS r" if asked in (1, 49):
                return bytes([self._sensors()])
            case "GS r" if asked in (2, 50):
                return bytes([int(self._is_pin_high())])
            case "GS ( H" if command.payload[:2] == b"00":
                return b"\x37\x22" + command.payload[2:6] + b"\0"
            case "ETB":
                self._etb_count = (self._etb_count + 1) % 32
                return self.of_star()
            case "STATUS":
                return self.of_star()
            case "GS I":
                return _IDENTITY.get(asked - 48 if asked in (49, 50) else asked, b"")
        return b""

    def automatic(self) -> bytes:
        """The four bytes of an automatic status."""
        cover = 0x20 if Fault.COVER_OPEN in self._faults else 0
        return bytes([0x10 | self._pin_bit() | self._offline_bit() | cover, 0, self._sensors(), 0])

    def of_star(self) -> bytes:
        """The nine bytes of Star's automatic status."""
        cover = 0x20 if Fault.COVER_OPEN in self._faults else 0
        paper = 0x08 if Fault.PAPER_OUT in self._faults else 0x04 if Fault.PAPER_LOW in self._faults else 0
        count = (self._etb_count & 0x18) << 2 | (self._etb_count & 0x07) << 1
        return bytes([0x23, 0x86, self._offline_bit() | cover | self._pin_bit(), 0, 0, paper, 0, count, 0])

    def _real_time(self, asked: int) -> bytes:
        paper_out, cover = Fault.PAPER_OUT in self._faults, Fault.COVER_OPEN in self._faults
        match asked:
            case 1:
                return bytes([0x12 | self._pin_bit() | self._offline_bit()])
            case 2:
                return bytes([0x12 | (0x04 if cover else 0) | (0x20 if paper_out else 0)])
            case 3:
                return b"\x12"
            case 4:
                return bytes([0x12 | (0x6C if paper_out else 0x0C if Fault.PAPER_LOW in self._faults else 0)])
        return b""

    def _sensors(self) -> int:
        if Fault.PAPER_OUT in self._faults:
            return 0x0F
        return 0x03 if Fault.PAPER_LOW in self._faults else 0

    def _offline_bit(self) -> int:
        return 0x08 if self.is_blocked else 0

    def _pin_bit(self) -> int:
        return 0x04 if self._is_pin_high() else 0

    def _is_pin_high(self) -> bool:
        return self.is_drawer_open == (self._sensor is not DrawerSensor.OPEN_LOW)
