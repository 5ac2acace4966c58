"""Whatever happens to printer, line and program, in any order: what the spool says is true of the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from aura_terminal.domain.paper import (
    Cut,
    PaperDocument,
    PrintJob,
    PrintJobId,
    SpooledJob,
    SpoolKind,
    SpoolState,
    text_line,
)
from aura_terminal.ports.printing import Fault
from devices.transports.memory import Line
from tests.support.printer_bench import MemorySpool, PrinterBench

FAULTS = st.sampled_from([Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE])
PAPER = st.sampled_from([SpoolKind.RECEIPT, SpoolKind.KITCHEN_SLIP, SpoolKind.VOID_SLIP, SpoolKind.REPORT])
SETTLED = {SpoolState.PRINTED, SpoolState.REPRINTED, SpoolState.UNCONFIRMED, SpoolState.CANCELLED, SpoolState.FAILED}


class Crash(Exception):
    """The program dies here."""


class MortalSpool(MemorySpool):
    """A spool in whose transactions the program may die, before or after they are on disk."""

    def __init__(self) -> None:
        super().__init__()
        self.writes_left: int | None = None

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        attempt = super().begin_attempt(job_id, now)
        self._count()
        return attempt

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        self._count()
        super().settle(job_id, state, note, now)

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        self.add(copy, now)
        super().settle(job_id, state, "", now)
        self._count()

    def _count(self) -> None:
        if self.writes_left is not None:
            self.writes_left -= 1
            if self.writes_left < 0:
                self.writes_left = None
                raise Crash


class AnyHistory(RuleBasedStateMachine):
    """A receipt printer's life in a bad week."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.bench = PrinterBench(Path(self._folder.name) / "tables")
        self.spool = MortalSpool()
        self.bench.spool = self.spool
        self.bench.worker = self.bench.new_worker()
        self.cut_at: int | None = None
        self.queued = 0

    @initialize()
    def break_the_line_on_request(self) -> None:
        send = self.bench.transport.send

        def mortal(data: bytes, within: float) -> None:
            if self.cut_at is None or b"\x1b@" not in data:
                send(data, within)
                return
            place, self.cut_at = len(data) * self.cut_at // 100, None
            send(data[:place], within)
            self.bench.transport.become(Line.CUT)
            self.bench.plug_in_anew()
            send(b"", within)

        self.bench.transport.send = mortal  # type: ignore[method-assign]  # the wire is what breaks

    def teardown(self) -> None:
        self._folder.cleanup()

    @rule(kind=PAPER)
    def queue_paper(self, kind: SpoolKind) -> None:
        self.queued += 1
        mark = f"mark-{self.queued}."
        document = PaperDocument("test", 1, (text_line("top"), text_line("middle"), text_line(mark), Cut()))
        self.bench.queue(f"job-{self.queued}", kind, document)

    @rule()
    def queue_kick(self) -> None:
        self.queued += 1
        self.bench.queue(f"job-{self.queued}", SpoolKind.DRAWER_KICK)

    @rule(fault=FAULTS)
    def cause(self, fault: Fault) -> None:
        self.bench.cause(fault)

    @rule(fault=FAULTS)
    def mend(self, fault: Fault) -> None:
        self.bench.mend(fault)

    @rule(lines=st.integers(1, 5))
    def leave_paper_for(self, lines: int) -> None:
        self.bench.mechanism.leave_paper_for(lines)

    @rule(line=st.sampled_from(Line))
    def change_the_line(self, line: Line) -> None:
        self.bench.transport.become(line)

    @rule(percent=st.integers(0, 100))
    def cut_the_next_job(self, percent: int) -> None:
        self.cut_at = percent

    @rule(writes=st.integers(0, 3))
    def die_soon(self, writes: int) -> None:
        self.spool.writes_left = writes

    @rule(rounds=st.integers(1, 12))
    def work(self, rounds: int) -> None:
        for _ in range(rounds):
            try:
                self.bench.time.pass_by(self.bench.worker.step())
            except Crash:
                self.bench.printer.close()
                self.bench.worker = self.bench.new_worker()

    @rule()
    def everything_is_mended(self) -> None:
        """After enough time in order, every job has come to an end."""
        self.spool.writes_left = self.cut_at = None
        self.bench.transport.become(Line.WORKING)
        for fault in (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE):
            self.bench.mend(fault)
        self.work(40 + 4 * self.queued)
        assert all(spooled.state in SETTLED for spooled in self.spool.all())
        paper = self._prints()
        for spooled in self._jobs(SpoolKind.KITCHEN_SLIP, SpoolKind.VOID_SLIP):
            if spooled.state is SpoolState.PRINTED:
                assert paper[_mark(spooled)] >= 1

    @invariant()
    def what_is_called_printed_is_on_paper(self) -> None:
        paper = self._prints()
        called = Counter(_mark(spooled) for spooled in self.spool.all() if spooled.state is SpoolState.PRINTED)
        called.pop("", None)
        assert all(paper[mark] >= count for mark, count in called.items())

    @invariant()
    def no_job_comes_out_twice(self) -> None:
        jobs = Counter(_mark(spooled) for spooled in self.spool.all())
        assert all(count <= jobs[mark] for mark, count in self._prints().items())

    @invariant()
    def only_slips_repeat_by_themselves(self) -> None:
        repeated = [spooled for spooled in self.spool.all() if spooled.job.copy_no]
        assert all(spooled.job.kind in (SpoolKind.KITCHEN_SLIP, SpoolKind.VOID_SLIP) for spooled in repeated)

    @invariant()
    def no_kick_is_repeated(self) -> None:
        assert self.bench.mechanism.kicks <= len(self._jobs(SpoolKind.DRAWER_KICK))

    def _jobs(self, *kinds: SpoolKind) -> Sequence[SpooledJob]:
        return [spooled for spooled in self.spool.all() if spooled.job.kind in kinds]

    def _prints(self) -> Counter[str]:
        text = "".join(slip.text for slip in self.bench.mechanism.slips) + self.bench.mechanism.hanging
        return Counter(line for line in text.splitlines() if line.startswith("mark-") and line.endswith("."))


def _mark(spooled: SpooledJob) -> str:
    """The line that ends a job's paper; empty for a kick."""
    document = spooled.job.document
    if document is None:
        return ""
    return next(
        block.runs[0].text
        for block in document.blocks
        if block.kind == "text" and block.runs[0].text.startswith("mark-")
    )


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
