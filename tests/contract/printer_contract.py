"""What every printer promises. A test class supplies `bench`: a printer and the other side of it."""

from __future__ import annotations

from typing import Protocol

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PrintJobId
from aura_terminal.ports.printing import Fault, Held, InPrinter, Power, Printed, Printer, Unconfirmed
from tests.support.printer_samples import RECEIPT

JOB = PrintJobId("job-1")


class PrinterOnBench(Protocol):
    """A printer and what a person can do to it."""

    @property
    def printer(self) -> Printer: ...

    def slips(self) -> list[str]:
        """The text of every slip cut off so far."""

    def cause(self, fault: Fault) -> None: ...

    def mend(self, fault: Fault) -> None: ...

    def leave_paper_for(self, lines: int) -> None: ...

    def switch_off(self) -> None: ...


class PrinterContract:
    """The promises of the `Printer` port."""

    def test_a_document_is_printed_once(self, bench: PrinterOnBench) -> None:
        assert bench.printer.print(JOB, RECEIPT) == Printed()
        assert [slip.count("Trattoria Aurora") for slip in bench.slips()] == [1]

    def test_a_printer_in_order_says_so(self, bench: PrinterOnBench) -> None:
        status = bench.printer.status()
        assert (status.power, status.faults) == (Power.ONLINE, ())

    @pytest.mark.parametrize("fault", [Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE])
    def test_nothing_is_sent_to_a_blocked_printer(self, bench: PrinterOnBench, fault: Fault) -> None:
        bench.cause(fault)
        outcome = bench.printer.print(JOB, RECEIPT)
        assert isinstance(outcome, Held)
        assert outcome.fault is fault
        bench.mend(fault)
        assert bench.slips() == []

    def test_a_printer_that_is_off_holds_the_job_and_is_unavailable_or_silent(self, bench: PrinterOnBench) -> None:
        bench.switch_off()
        outcome = bench.printer.print(JOB, RECEIPT)
        assert isinstance(outcome, Held)
        assert outcome.fault in (Fault.UNREACHABLE, Fault.BUSY, Fault.NO_REPLY)
        assert _found(bench.printer) in (None, Fault.NO_REPLY)

    def test_closing_twice_is_fine_and_printing_opens_again(self, bench: PrinterOnBench) -> None:
        bench.printer.open()
        bench.printer.close()
        bench.printer.close()
        assert bench.printer.print(JOB, RECEIPT) == Printed()


class WarnsOfLowPaper:
    """What a printer with a sensor for the end of the roll promises beside that."""

    def test_a_roll_near_its_end_does_not_hold_a_job(self, bench: PrinterOnBench) -> None:
        bench.cause(Fault.PAPER_LOW)
        assert bench.printer.status().faults == (Fault.PAPER_LOW,)
        assert bench.printer.print(JOB, RECEIPT) == Printed()


class KeepsJobsInside:
    """What a printer promises that goes on with a job by itself."""

    def test_a_job_that_stops_inside_goes_on_with_the_next_roll(self, bench: PrinterOnBench) -> None:
        bench.leave_paper_for(3)
        stopped = bench.printer.print(JOB, RECEIPT)
        assert isinstance(stopped, InPrinter)
        assert stopped.fault is Fault.PAPER_OUT
        assert isinstance(bench.printer.resume(), InPrinter)
        bench.mend(Fault.PAPER_OUT)
        assert bench.printer.resume() == Printed()
        assert bench.printer.resume() is None
        assert len(bench.slips()) == 1

    def test_a_job_inside_a_printer_that_loses_power_is_unconfirmed(self, bench: PrinterOnBench) -> None:
        bench.leave_paper_for(3)
        bench.printer.print(JOB, RECEIPT)
        bench.switch_off()
        assert isinstance(bench.printer.resume(), Unconfirmed)
        assert bench.printer.resume() is None


class ThrowsJobsAway:
    """What a printer promises that forgets a job it could not end."""

    def test_a_job_that_stops_in_the_middle_is_unconfirmed_and_never_goes_on(self, bench: PrinterOnBench) -> None:
        bench.leave_paper_for(3)
        assert isinstance(bench.printer.print(JOB, RECEIPT), Unconfirmed)
        assert bench.printer.resume() is None
        bench.mend(Fault.PAPER_OUT)
        assert bench.slips() == []


def _found(printer: Printer) -> Fault | None:
    """What a look at the printer says; None where it cannot be reached at all."""
    try:
        return printer.status().blocking
    except Unavailable:
        return None
