"""The transport's contract, kept over real device files: a serial line and a printer's device, on pseudo terminals."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("device files are a matter of Unix; Windows has serial ports only", allow_module_level=True)

from aura_terminal.domain.errors import Unavailable
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.serial_port import SerialLine, SerialTransport
from devices.transports.transport import Transport
from devices.transports.usb_printer import UsbPrinterTransport
from tests.contract.printer_contract import KeepsJobsInside, PrinterContract, WarnsOfLowPaper
from tests.contract.transport_contract import TransportContract
from tests.integration.devices.served_bench import ServedBench, escpos_over
from tests.support.pseudo_terminal import Adapter, PseudoTerminal


class _DeviceFile:
    def __init__(self, path: Path, make: Callable[[str], Transport]) -> None:
        self._terminal = PseudoTerminal(path)
        self.pipe = make(str(path))

    def hang_up(self) -> None:
        self._terminal.unplug()

    def come_back(self) -> None:
        self._terminal.plug_in()

    def refuse(self) -> None:
        self._terminal.claim()

    def end(self) -> None:
        self.pipe.close()
        self._terminal.end()


class TestSerialTransport(TransportContract):
    @pytest.fixture
    def far_end(self, tmp_path: Path) -> Iterator[_DeviceFile]:
        far_end = _DeviceFile(tmp_path / "line", lambda path: SerialTransport(SerialLine(path, 115200)))
        yield far_end
        far_end.end()


class TestUsbPrinterTransport(TransportContract):
    @pytest.fixture
    def far_end(self, tmp_path: Path) -> Iterator[_DeviceFile]:
        far_end = _DeviceFile(tmp_path / "lp0", UsbPrinterTransport)
        yield far_end
        far_end.end()


@pytest.mark.parametrize("make", [lambda path: SerialTransport(SerialLine(path)), UsbPrinterTransport])
def test_a_device_that_is_not_plugged_in_says_what_to_check(tmp_path: Path, make: Callable[[str], Transport]) -> None:
    pipe = make(str(tmp_path / "none"))
    with pytest.raises(Unavailable, match="cable") as refused:
        pipe.open()
    assert refused.value.what == str(tmp_path / "none")


class TestEscPosPrinterOverASerialLine(PrinterContract, WarnsOfLowPaper, KeepsJobsInside):
    @pytest.fixture
    def bench(self, simulator: SimulatedPrinter, tmp_path: Path) -> Iterator[ServedBench]:
        """Switched off, this printer leaves a line that is there and silent."""
        adapter = Adapter(tmp_path / "line", simulator.address)
        pipe = SerialTransport(SerialLine(str(tmp_path / "line"), 115200))
        bench = ServedBench(simulator, escpos_over(pipe, tmp_path / "cache"))
        yield bench
        bench.printer.close()
        adapter.end()
