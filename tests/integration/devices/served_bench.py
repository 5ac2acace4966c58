"""The bench of the printer's contract where a simulated printer is served over a real pipe."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.ports.printing import Fault, Printer
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.transport import Transport


class ServedBench:
    """A driver at one end of the pipe, the simulator at the other."""

    def __init__(self, simulator: SimulatedPrinter, pipe: Transport, cache: Path) -> None:
        self._simulator = simulator
        link = EscPosLink(pipe, GENERIC_80)
        self.printer: Printer = EscPosPrinter(link, EscPosEncoder(GENERIC_80, cache=cache), GENERIC_80)

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
