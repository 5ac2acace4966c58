"""The contracts of spool, transport and printer, kept inside one process."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.transports.memory import Line, MemoryTransport
from devices.transports.transport import Transport
from tests.contract.printer_contract import KeepsJobsInside, PrinterContract, WarnsOfLowPaper
from tests.contract.spool_contract import SpoolContract
from tests.contract.transport_contract import TransportContract
from tests.support.printer_bench import MemorySpool, PrinterBench


class TestMemorySpool(SpoolContract):
    @pytest.fixture
    def spool(self) -> MemorySpool:
        return MemorySpool()


class _MemoryFarEnd:
    def __init__(self) -> None:
        self._memory = MemoryTransport(lambda data: data)
        self.pipe: Transport = self._memory

    def hang_up(self) -> None:
        self._memory.become(Line.CUT)

    def come_back(self) -> None:
        self._memory.become(Line.WORKING)

    def refuse(self) -> None:
        self._memory.become(Line.REFUSING)


class TestMemoryTransport(TransportContract):
    @pytest.fixture
    def far_end(self) -> _MemoryFarEnd:
        return _MemoryFarEnd()


class _MemoryBench(PrinterBench):
    def slips(self) -> list[str]:
        return [slip.text for slip in self.mechanism.slips]

    def leave_paper_for(self, lines: int) -> None:
        self.mechanism.leave_paper_for(lines)

    def switch_off(self) -> None:
        self.transport.become(Line.CUT)


class TestEscPosPrinterInMemory(PrinterContract, WarnsOfLowPaper, KeepsJobsInside):
    @pytest.fixture
    def bench(self, cache: Path) -> _MemoryBench:
        return _MemoryBench(cache)
