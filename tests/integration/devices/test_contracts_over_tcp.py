"""The contracts of transport and printer, kept over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.tcp import TcpTransport
from devices.transports.transport import Transport
from tests.contract.printer_contract import KeepsJobsInside, PrinterContract, WarnsOfLowPaper
from tests.contract.transport_contract import TransportContract
from tests.integration.devices.served_bench import ServedBench, escpos_over
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


class TestEscPosPrinterOverTcp(PrinterContract, WarnsOfLowPaper, KeepsJobsInside):
    @pytest.fixture
    def bench(self, simulator: SimulatedPrinter, cache: Path) -> Iterator[ServedBench]:
        bench = ServedBench(simulator, escpos_over(TcpTransport(lambda: simulator.address), cache))
        yield bench
        bench.printer.close()
