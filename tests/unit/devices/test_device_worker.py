"""What the worker does with a job, whatever the printer does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PrintJobId, SpooledJob, SpoolKind, SpoolState, Unwanted
from aura_terminal.ports.printing import Fault, HealthKind, Power
from devices.printers.profiles import profile_named
from devices.transports.memory import Line
from tests.support.printer_bench import MemorySpool, PrinterBench
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

KITCHEN = SpoolKind.KITCHEN_SLIP


def slips(bench: PrinterBench) -> list[str]:
    return [slip.text for slip in bench.mechanism.slips]


def work(bench: PrinterBench, seconds: float) -> None:
    """Let the worker step until so much time has passed."""
    until = bench.time.seconds + seconds
    while bench.time.seconds < until:
        bench.time.pass_by(max(bench.worker.step(), 0.001))


def test_jobs_are_printed_in_their_order(bench: PrinterBench) -> None:
    first, second = bench.queue("a", SpoolKind.RECEIPT, RECEIPT), bench.queue("b", KITCHEN, KITCHEN_SLIP)
    bench.worker.step()
    bench.worker.step()
    assert (bench.state(first), bench.state(second)) == (SpoolState.PRINTED, SpoolState.PRINTED)
    assert ["Trattoria" in slip for slip in slips(bench)] == [True, False]


def test_a_job_waits_for_paper_without_being_tried(bench: PrinterBench) -> None:
    bench.cause(Fault.PAPER_OUT)
    receipt = bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    work(bench, 60)
    held = bench.spool.find(receipt)
    assert (held.state, held.attempts) == (SpoolState.HELD, 0)
    assert held.last_error == "Out of paper: load a roll, printing goes on by itself."
    bench.mend(Fault.PAPER_OUT)
    work(bench, 2)
    assert bench.state(receipt) is SpoolState.PRINTED
    assert len(slips(bench)) == 1


@pytest.mark.parametrize("fault", [Fault.PAPER_OUT, None])
def test_paper_let_go_while_the_printer_is_looked_at_does_not_come_out(
    bench: PrinterBench, fault: Fault | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault is not None:
        bench.cause(fault)
    receipt, send = bench.queue("a", SpoolKind.RECEIPT, RECEIPT), bench.transport.send

    def deciding(data: bytes, within: float) -> None:
        bench.spool.settle(receipt, SpoolState.CANCELLED, "Nina let it go.", bench.time.now())
        send(data, within)

    with monkeypatch.context() as patched:
        patched.setattr(bench.transport, "send", deciding)
        bench.worker.step()
    if fault is not None:
        bench.mend(fault)
    work(bench, 20)
    assert bench.state(receipt) is SpoolState.CANCELLED
    assert slips(bench) == []


def test_the_attempt_is_committed_before_a_byte_of_the_job_leaves(bench: PrinterBench) -> None:
    receipt = bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    states: list[SpoolState] = []
    send = bench.transport.send

    def noting(data: bytes, within: float) -> None:
        if b"Trattoria" in data:
            states.append(bench.state(receipt))
        send(data, within)

    bench.transport.send = noting  # type: ignore[method-assign]  # the wire is where it can be seen
    bench.worker.step()
    assert states == [SpoolState.SENDING]


def test_a_job_stuck_in_the_printer_is_not_sent_again(bench: PrinterBench) -> None:
    bench.mechanism.leave_paper_for(4)
    slip = bench.queue("a", KITCHEN, KITCHEN_SLIP)
    work(bench, 30)
    assert bench.state(slip) is SpoolState.IN_PRINTER
    bench.mend(Fault.PAPER_OUT)
    work(bench, 2)
    assert bench.state(slip) is SpoolState.PRINTED
    assert len(slips(bench)) == 1


def test_the_next_job_waits_behind_one_stuck_in_the_printer(bench: PrinterBench) -> None:
    bench.mechanism.leave_paper_for(4)
    bench.queue("a", KITCHEN, KITCHEN_SLIP)
    second = bench.queue("b", KITCHEN, KITCHEN_SLIP)
    work(bench, 10)
    assert bench.state(second) is SpoolState.QUEUED


def test_a_kitchen_slip_lost_on_the_way_comes_again_and_says_so(bench: PrinterBench) -> None:
    slip = bench.queue("a", KITCHEN, KITCHEN_SLIP)
    lose_next_job(bench)
    bench.worker.step()
    assert bench.state(slip) is SpoolState.UNCONFIRMED
    bench.transport.become(Line.WORKING)
    work(bench, 9)
    assert bench.state(slip) is SpoolState.UNCONFIRMED
    work(bench, 3)
    assert bench.state(slip) is SpoolState.REPRINTED
    copy = bench.spool.find(PrintJobId("copy-1"))
    assert (copy.state, copy.job.copy_no, copy.job.duplicate_of) == (SpoolState.PRINTED, 1, slip)
    assert slips(bench)[-1].splitlines()[0].strip() == "** POSSIBLE DUPLICATE 1 **"


def test_a_receipt_lost_on_the_way_waits_for_a_person(bench: PrinterBench) -> None:
    receipt = bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    lose_next_job(bench)
    bench.worker.step()
    bench.transport.become(Line.WORKING)
    work(bench, 120)
    assert bench.state(receipt) is SpoolState.UNCONFIRMED
    assert "connection was cut" in bench.spool.find(receipt).last_error
    assert len(bench.spool.all()) == 1


def test_a_printer_that_loses_every_job_is_not_fed_for_ever(bench: PrinterBench) -> None:
    bench.queue("a", KITCHEN, KITCHEN_SLIP)
    for _ in range(200):
        lose_next_job(bench)
        bench.time.pass_by(max(bench.worker.step(), 0.001))
        bench.transport.become(Line.WORKING)
    states = [spooled.state for spooled in bench.spool.all()]
    assert states == [SpoolState.REPRINTED] * 3 + [SpoolState.UNCONFIRMED]
    last = bench.spool.all()[-1].job.document
    assert last is not None
    assert len(last.blocks) == len(KITCHEN_SLIP.blocks) + 1


def test_what_a_dead_program_left_under_way_is_unconfirmed_at_start(bench: PrinterBench) -> None:
    slip, receipt = bench.queue("a", KITCHEN, KITCHEN_SLIP), bench.queue("b", SpoolKind.RECEIPT, RECEIPT)
    for job_id in (slip, receipt):
        bench.spool.begin_attempt(job_id, bench.time.now())
    bench.worker = bench.new_worker()
    bench.worker.step()
    assert (bench.state(slip), bench.state(receipt)) == (SpoolState.UNCONFIRMED, SpoolState.UNCONFIRMED)
    work(bench, 12)
    assert (bench.state(slip), bench.state(receipt)) == (SpoolState.REPRINTED, SpoolState.UNCONFIRMED)


def test_a_drawer_opens_before_the_paper_that_waits(bench: PrinterBench) -> None:
    bench.cause(Fault.PAPER_OUT)
    bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    kick = bench.queue("k", SpoolKind.DRAWER_KICK)
    bench.worker.step()
    assert bench.state(kick) is SpoolState.PRINTED
    assert bench.mechanism.is_drawer_open
    bench.mend(Fault.PAPER_OUT)
    work(bench, 5)
    assert bench.mechanism.kicks == 1


def test_a_drawer_opens_that_is_asked_for_while_the_worker_looks_at_other_paper(
    bench: PrinterBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    kicks: list[PrintJobId] = []
    look = bench.spool.unconfirmed

    def meanwhile_somebody_asks(route: str) -> Sequence[SpooledJob]:
        if not kicks:
            kicks.append(bench.queue("k", SpoolKind.DRAWER_KICK))
        return look(route)

    monkeypatch.setattr(bench.spool, "unconfirmed", meanwhile_somebody_asks)
    bench.worker.step()
    assert bench.state(kicks[0]) is SpoolState.PRINTED
    assert (bench.mechanism.kicks, slips(bench)) == (1, [])


def test_a_late_kick_is_dropped(bench: PrinterBench) -> None:
    kick = bench.queue("k", SpoolKind.DRAWER_KICK)
    bench.time.pass_by(3.1)
    bench.worker.step()
    assert bench.state(kick) is SpoolState.CANCELLED
    assert bench.mechanism.kicks == 0


def test_a_kick_into_a_dead_printer_fails_and_never_comes_back(bench: PrinterBench) -> None:
    bench.transport.become(Line.CUT)
    kick = bench.queue("k", SpoolKind.DRAWER_KICK)
    bench.worker.step()
    assert bench.state(kick) is SpoolState.FAILED
    assert "use the key" in bench.spool.find(kick).last_error
    bench.transport.become(Line.WORKING)
    work(bench, 30)
    assert bench.mechanism.kicks == 0


def test_an_interrupted_kick_is_never_repeated(bench: PrinterBench) -> None:
    kick = bench.queue("k", SpoolKind.DRAWER_KICK)
    bench.spool.begin_attempt(kick, bench.time.now())
    bench.worker = bench.new_worker()
    work(bench, 60)
    assert bench.state(kick) is SpoolState.UNCONFIRMED
    assert bench.mechanism.kicks == 0


def test_a_drawer_opens_while_a_job_is_stuck_in_the_printer(bench: PrinterBench) -> None:
    bench.mechanism.leave_paper_for(4)
    receipt = bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    bench.worker.step()
    kick = bench.queue("k", SpoolKind.DRAWER_KICK)
    bench.worker.step()
    assert (bench.state(receipt), bench.state(kick)) == (SpoolState.IN_PRINTER, SpoolState.PRINTED)
    bench.mend(Fault.PAPER_OUT)
    work(bench, 2)
    assert bench.state(receipt) is SpoolState.PRINTED


def test_last_nights_slip_does_not_come_out_in_the_morning(bench: PrinterBench) -> None:
    slip = bench.queue("a", KITCHEN, KITCHEN_SLIP)
    bench.time.pass_by(10 * 60 + 1)
    work(bench, 30)
    assert bench.state(slip) is SpoolState.LATE
    assert slips(bench) == []


def test_a_slip_that_waited_ten_minutes_still_comes_out(bench: PrinterBench) -> None:
    slip = bench.queue("a", KITCHEN, KITCHEN_SLIP)
    bench.time.pass_by(10 * 60)
    bench.worker.step()
    assert bench.state(slip) is SpoolState.PRINTED


def test_a_slip_that_was_held_back_and_is_not_needed_any_more_is_let_go(bench: PrinterBench) -> None:
    bench.cause(Fault.PAPER_OUT)
    slip = bench.queue("a", KITCHEN, KITCHEN_SLIP)
    bench.worker.step()
    bench.spool.no_longer_wanted(slip, Unwanted.BUMPED)
    bench.mend(Fault.PAPER_OUT)
    work(bench, 30)
    assert (bench.state(slip), slips(bench)) == (SpoolState.CANCELLED, [])
    assert "done with it" in bench.spool.find(slip).last_error


def test_a_slip_at_its_turn_is_printed_even_if_the_kitchen_was_quicker(bench: PrinterBench) -> None:
    slip = bench.queue("a", KITCHEN, KITCHEN_SLIP)
    bench.spool.no_longer_wanted(slip, Unwanted.BUMPED)
    bench.worker.step()
    assert bench.state(slip) is SpoolState.PRINTED


def test_an_unreachable_printer_is_tried_less_and_less_often(bench: PrinterBench) -> None:
    bench.transport.become(Line.CUT)
    receipt = bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    pauses = []
    for _ in range(6):
        pauses.append(bench.worker.step())
        bench.time.pass_by(pauses[-1])
    assert pauses == [1.0, 2.0, 5.0, 15.0, 15.0, 15.0]
    assert bench.state(receipt) is SpoolState.HELD
    bench.transport.become(Line.WORKING)
    assert bench.worker.step() == 0
    assert bench.state(receipt) is SpoolState.PRINTED


def test_a_printer_that_takes_bytes_and_says_nothing_gets_no_job(bench: PrinterBench) -> None:
    bench.is_deaf = True
    receipt = bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    work(bench, 20)
    assert bench.state(receipt) is SpoolState.HELD
    assert b"Trattoria" not in bench.sent


def test_a_terminal_that_cannot_prepare_the_print_holds_the_job(tmp_path: Path) -> None:
    open_to_all = tmp_path / "tables"
    open_to_all.mkdir()
    open_to_all.chmod(0o755)  # whatever this process lets new folders be
    bench = PrinterBench(open_to_all)
    receipt = bench.queue("a", SpoolKind.RECEIPT, RECEIPT)
    bench.worker.step()
    assert bench.state(receipt) is SpoolState.HELD
    assert "must belong to this user alone" in bench.spool.find(receipt).last_error
    assert b"Trattoria" not in bench.sent


def test_a_mute_printer_is_known_by_its_profile(cache: Path) -> None:
    bench = PrinterBench(cache, profile_named("mute-80"))
    bench.is_deaf = True
    receipt, kick = bench.queue("a", SpoolKind.RECEIPT, RECEIPT), bench.queue("k", SpoolKind.DRAWER_KICK)
    bench.worker.step()
    bench.worker.step()
    assert (bench.state(receipt), bench.state(kick)) == (SpoolState.ACCEPTED, SpoolState.ACCEPTED)


def test_health_is_told_when_it_changes_and_only_then(bench: PrinterBench) -> None:
    work(bench, 30)
    bench.cause(Fault.COVER_OPEN)
    work(bench, 30)
    bench.mend(Fault.COVER_OPEN)
    bench.transport.become(Line.CUT)
    work(bench, 30)
    told = [(health.power, health.faults) for health in bench.healths if health.kind is HealthKind.PRINTER]
    assert told == [
        (Power.ONLINE, ()),
        (Power.OFFLINE, (Fault.COVER_OPEN,)),
        (Power.UNREACHABLE, (Fault.UNREACHABLE,)),
    ]
    assert bench.healths[-1].last_ok is not None
    assert "no answer" in bench.healths[-1].last_error


def test_an_idle_worker_leaves_the_printer_to_others(bench: PrinterBench) -> None:
    assert bench.worker.step() == 5.0
    with pytest.raises(Unavailable):
        bench.transport.receive(0.0)


class FailingOnceSpool(MemorySpool):
    """A spool whose disk fails once, just after a job was printed."""

    def __init__(self) -> None:
        super().__init__()
        self._failures = iter([OSError("no space left on device")])

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        if state is SpoolState.PRINTED:
            for failure in self._failures:
                raise failure
        super().settle(job_id, state, note, now)


class SteppingBell:
    """A bell that waits by letting stopped time pass, and ends the run when a job is settled or a minute has passed."""

    def __init__(self, bench: PrinterBench, last: PrintJobId) -> None:
        self._bench = bench
        self._last = last
        self.done = threading.Event()
        self._rung = threading.Event()

    def wait(self, seconds: float) -> bool:
        self._bench.time.pass_by(seconds)
        if self._bench.state(self._last) is SpoolState.PRINTED or self._bench.time.seconds > 60:
            self.done.set()
            return self._rung.wait(10)
        return False

    def ring(self) -> None:
        self._rung.set()


def test_a_failure_of_the_spool_is_logged_and_the_worker_goes_on(cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    bench = PrinterBench(cache)
    bench.spool = FailingOnceSpool()
    first, second = bench.queue("a", SpoolKind.RECEIPT, RECEIPT), bench.queue("b", SpoolKind.RECEIPT, RECEIPT)
    bell = SteppingBell(bench, second)
    worker = bench.new_worker(bell)
    worker.start()
    assert bell.done.wait(10)
    worker.stop()
    assert (bench.state(first), bench.state(second)) == (SpoolState.UNCONFIRMED, SpoolState.PRINTED)
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]


def lose_next_job(bench: PrinterBench) -> None:
    """Let the connection break once the bytes of a job are on their way."""
    send = bench.transport.send

    def cut(data: bytes, within: float) -> None:
        if b"\x1b@" in data:
            bench.transport.become(Line.CUT)
            bench.transport.send = send  # type: ignore[method-assign]  # the wire is mended for the next
        send(data, within)

    bench.transport.send = cut  # type: ignore[method-assign]  # the wire is what breaks
