"""The bench of the printer's contract where a simulated printer is served over a real pipe."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.ports.printing import Fault, Printer
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80, PrinterProfile
from devices.simulators.served_printer import ServedPrinter
from devices.transports.transport import Transport


def escpos_over(pipe: Transport, cache: Path, profile: PrinterProfile = GENERIC_80) -> Printer:
    """The ESC/POS driver at the near end of a pipe."""
    return EscPosPrinter(EscPosLink(pipe, profile), EscPosEncoder(profile, cache=cache), profile)


class ServedBench:
    """A driver at one end of the pipe, the simulator at the other."""

    def __init__(self, simulator: ServedPrinter, printer: Printer) -> None:
        self._simulator = simulator
        self.printer = printer

    def slips(self) -> list[str]:
        return [slip.text for slip in self._simulator.slips]

    def cause(self, fault: Fault) -> None:
        self._simulator.cause(fault)

    def mend(self, fault: Fault) -> None:
        self._simulator.mend(fault)

    def leave_paper_for(self, lines: int) -> None:
        self._simulator.leave_paper_for(lines)

    def switch_off(self) -> None:
        self._simulator.close()
