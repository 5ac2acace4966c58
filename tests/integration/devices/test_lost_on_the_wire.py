"""What the driver says when the network loses bytes, replies or the whole connection."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.domain.paper import PrintJobId
from aura_terminal.ports.printing import Fault, Held, Printed, Unconfirmed
from devices.printers.escpos import EscPosPrinter
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.escpos_link import EscPosLink
from devices.printers.profiles import GENERIC_80
from devices.simulators.escpos_printer import SimulatedPrinter
from devices.transports.tcp import TcpTransport
from tests.support.printer_samples import RECEIPT
from tests.support.printer_wire import ChaosProxy, Mischief

JOB = PrintJobId("job-1")
LOOK = 9  # bytes of the questions before a job


@pytest.fixture
def proxy(simulator: SimulatedPrinter) -> Iterator[ChaosProxy]:
    proxy = ChaosProxy(lambda: simulator.address)
    yield proxy
    proxy.close()


@pytest.fixture
def printer(proxy: ChaosProxy, cache: Path) -> Iterator[EscPosPrinter]:
    """The driver with a clock that runs twenty times as fast, so that its patience ends soon."""
    link = EscPosLink(TcpTransport(lambda: proxy.address), GENERIC_80)
    encoder = EscPosEncoder(GENERIC_80, cache=cache)
    printer = EscPosPrinter(link, encoder, GENERIC_80, monotonic=lambda: 20 * time.monotonic())
    yield printer
    printer.close()


def size(cache: Path) -> int:
    """Bytes of the sample receipt with its barrier."""
    return len(EscPosEncoder(GENERIC_80, cache=cache).encode(RECEIPT)) + 3


def test_a_quiet_wire_prints_once(printer: EscPosPrinter, simulator: SimulatedPrinter) -> None:
    assert printer.print(JOB, RECEIPT) == Printed()
    assert len(simulator.slips) == 1


@pytest.mark.parametrize("place", [0, 1, LOOK - 1])
def test_a_wire_cut_before_the_job_holds_it(
    printer: EscPosPrinter, proxy: ChaosProxy, simulator: SimulatedPrinter, place: int
) -> None:
    proxy.mischief = Mischief(cut_after=place)
    assert isinstance(printer.print(JOB, RECEIPT), Held)
    assert (simulator.slips, simulator.hanging) == ((), "")


@pytest.mark.parametrize("percent", [1, 25, 50, 75, 99])
def test_a_wire_cut_inside_the_job_leaves_it_unconfirmed(
    printer: EscPosPrinter, proxy: ChaosProxy, simulator: SimulatedPrinter, cache: Path, percent: int
) -> None:
    proxy.mischief = Mischief(cut_after=LOOK + size(cache) * percent // 100)
    assert isinstance(printer.print(JOB, RECEIPT), Unconfirmed)
    assert len(simulator.slips) <= 1


def test_a_job_whose_confirmation_is_lost_is_unconfirmed_though_it_is_on_paper(
    printer: EscPosPrinter, proxy: ChaosProxy, simulator: SimulatedPrinter
) -> None:
    proxy.mischief = Mischief(mute_after=LOOK + 1)
    assert isinstance(printer.print(JOB, RECEIPT), Unconfirmed)
    assert simulator.wait_for_slips(1, within=5)


def test_a_printer_whose_replies_vanish_gets_not_one_byte_of_the_job(
    printer: EscPosPrinter, proxy: ChaosProxy, simulator: SimulatedPrinter
) -> None:
    proxy.mischief = Mischief(mute_after=0)
    outcome = printer.print(JOB, RECEIPT)
    assert isinstance(outcome, Held)
    assert outcome.fault is Fault.NO_REPLY
    assert (simulator.slips, simulator.hanging) == ((), "")


def test_a_wire_that_stalls_inside_the_job_leaves_it_unconfirmed(
    printer: EscPosPrinter, proxy: ChaosProxy, simulator: SimulatedPrinter
) -> None:
    proxy.mischief = Mischief(stall_after=LOOK + 100)
    assert isinstance(printer.print(JOB, RECEIPT), Unconfirmed)
    assert simulator.slips == ()


def test_a_refused_connection_is_called_busy_and_the_next_try_prints(
    printer: EscPosPrinter, proxy: ChaosProxy, simulator: SimulatedPrinter
) -> None:
    proxy.close()
    outcome = printer.print(JOB, RECEIPT)
    assert isinstance(outcome, Held)
    assert outcome.fault is Fault.BUSY
    proxy.server.open_again()
    assert printer.print(JOB, RECEIPT) == Printed()
    assert len(simulator.slips) == 1


def test_a_job_after_an_unconfirmed_one_is_not_taken_for_it(
    printer: EscPosPrinter, proxy: ChaosProxy, simulator: SimulatedPrinter, cache: Path
) -> None:
    proxy.mischief = Mischief(cut_after=LOOK + size(cache) // 2)
    assert isinstance(printer.print(JOB, RECEIPT), Unconfirmed)
    proxy.mischief = Mischief()
    assert printer.print(PrintJobId("job-2"), RECEIPT) == Printed()
    assert simulator.slips[-1].text.rstrip().endswith("- - - - - - - -")
