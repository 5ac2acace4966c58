"""What the driver believes, and what it does not."""

from __future__ import annotations

from aura_terminal.domain.paper import PrintJobId
from aura_terminal.ports.printing import InPrinter, Printed
from tests.support.printer_bench import PrinterBench
from tests.support.printer_samples import RECEIPT

JOB = PrintJobId("job-1")


def test_an_answer_from_before_the_job_does_not_prove_it(bench: PrinterBench) -> None:
    bench.printer.open()
    bench.transport.say(b"\x00")
    bench.mechanism.leave_paper_for(2)
    assert isinstance(bench.printer.print(JOB, RECEIPT), InPrinter)


def test_a_job_leaves_in_one_piece_with_its_barrier_last(bench: PrinterBench) -> None:
    pieces: list[bytes] = []
    send = bench.transport.send

    def noting(data: bytes, within: float) -> None:
        pieces.append(data)
        send(data, within)

    bench.transport.send = noting  # type: ignore[method-assign]  # the wire is where it can be seen
    assert bench.printer.print(JOB, RECEIPT) == Printed()
    questions, job = pieces[:2]
    assert questions == b"\x10\x04\x01\x10\x04\x02\x10\x04\x04"
    assert job.startswith(b"\x1b@")
    assert job.endswith(b"\x1dVB\x00\x1dr\x01")


def test_nobody_asks_after_a_job_that_is_done(bench: PrinterBench) -> None:
    bench.printer.print(JOB, RECEIPT)
    assert bench.printer.resume() is None
