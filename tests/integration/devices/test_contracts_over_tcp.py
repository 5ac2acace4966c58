"""The contracts of transport and printer, kept over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.ports.printing import Fault, Printer
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.tcp import TcpTransport
from devices.transports.transport import Transport
from tests.contract.printer_contract import PrinterContract
from tests.contract.transport_contract import TransportContract
from tests.support.printer_wire import LoopbackServer, echo


class _TcpFarEnd:
    def __init__(self) -> None:
        self._server = LoopbackServer(echo)
        self.pipe: Transport = TcpTransport(lambda: self._server.address)

    def hang_up(self) -> None:
        self._server.close()

    def come_back(self) -> None:
        self._server.open_again()

    def refuse(self) -> None:
        self._server.close()

    def end(self) -> None:
        self.pipe.close()
        self._server.close()


class TestTcpTransport(TransportContract):
    @pytest.fixture
    def far_end(self) -> Iterator[_TcpFarEnd]:
        far_end = _TcpFarEnd()
        yield far_end
        far_end.end()


class _TcpBench:
    def __init__(self, simulator: SimulatedPrinter, cache: Path) -> None:
        self._simulator = simulator
        link = EscPosLink(TcpTransport(lambda: simulator.address), GENERIC_80)
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


class TestEscPosPrinterOverTcp(PrinterContract):
    @pytest.fixture
    def bench(self, simulator: SimulatedPrinter, cache: Path) -> Iterator[_TcpBench]:
        bench = _TcpBench(simulator, cache)
        yield bench
        bench.printer.close()
