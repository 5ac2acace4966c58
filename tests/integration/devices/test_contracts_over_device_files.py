"""The transport's contract, kept over real device files: a serial line and a printer's device, on pseudo terminals."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("device files are a matter of Unix; Windows has serial ports only", allow_module_level=True)

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import Fault, Printer
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.serial_port import SerialLine, SerialTransport
from devices.transports.transport import Transport
from devices.transports.usb_printer import UsbPrinterTransport
from tests.contract.printer_contract import PrinterContract
from tests.contract.transport_contract import TransportContract
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


class _SerialBench:
    """The simulated printer behind a serial line: switched off, it leaves a line that is there and silent."""

    def __init__(self, simulator: SimulatedPrinter, folder: Path) -> None:
        self._simulator = simulator
        self._adapter = Adapter(folder / "line", simulator.address)
        link = EscPosLink(SerialTransport(SerialLine(str(folder / "line"), 115200)), GENERIC_80)
        self.printer: Printer = EscPosPrinter(link, EscPosEncoder(GENERIC_80, cache=folder / "cache"), GENERIC_80)

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

    def end(self) -> None:
        self.printer.close()
        self._adapter.end()


class TestEscPosPrinterOverASerialLine(PrinterContract):
    @pytest.fixture
    def bench(self, simulator: SimulatedPrinter, tmp_path: Path) -> Iterator[_SerialBench]:
        bench = _SerialBench(simulator, tmp_path)
        yield bench
        bench.end()
