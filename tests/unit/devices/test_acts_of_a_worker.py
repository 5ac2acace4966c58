"""What a device's worker does in one step, with a printer that says what a test has it say."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest

from aura_terminal.domain.devices import DetourScope
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.paper import PrintJobId, SpooledJob, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import device_route
from aura_terminal.ports.printing import (
    Fault,
    Held,
    InPrinter,
    Power,
    Printed,
    PrinterStatus,
    Unconfirmed,
)
from devices.detours import Detour, Detours
from tests.support.memory_spool import MemorySpool
from tests.support.printer_samples import KITCHEN_SLIP
from tests.support.worker_desk import CountingBell, Desk, SaidPrinter

KITCHEN = SpoolKind.KITCHEN_SLIP
STUCK = InPrinter(Fault.PAPER_OUT, "Out of paper.")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_whoever_has_something_for_the_worker_rings(desk: Desk) -> None:
    desk.worker.wake()
    assert desk.bell.rings == 1
    desk.worker.try_now()
    assert desk.bell.rings == 2
    future = desk.worker.ask(lambda printer, drawer: printer.status().power)
    assert desk.bell.rings == 3
    assert not future.done()
    desk.worker.step()
    assert future.result(0) is Power.ONLINE


def test_a_device_that_is_left_alone_is_looked_at_once_a_person_asks(desk: Desk) -> None:
    desk.printer.status_said = Unavailable("front", "no route")
    desk.queue("a")
    desk.worker.step()
    desk.worker.step()
    assert desk.printer.looks == 1
    desk.worker.try_now()
    desk.worker.step()
    assert desk.printer.looks == 2


def test_a_drawer_that_does_not_exist_is_said_not_to(desk: Desk) -> None:
    desk = Desk(has_drawer=False)
    kick = desk.queue("k", SpoolKind.DRAWER_KICK, None)
    desk.worker.step()
    assert (desk.state(kick), desk.spool.find(kick).last_error) == (SpoolState.FAILED, "No drawer hangs on front.")


def test_after_a_kick_the_drawer_is_looked_at_at_once(desk: Desk) -> None:
    desk.worker.step()
    desk.worker.step()
    assert desk.printer.looks == 1
    desk.queue("k", SpoolKind.DRAWER_KICK, None)
    desk.worker.step()
    desk.worker.step()
    assert (desk.printer.kicks, desk.printer.looks) == (1, 2)


def test_of_the_jobs_of_all_routes_a_drawer_comes_first_and_then_the_oldest(desk: Desk) -> None:
    desk.queue("older", route=device_route("front"))
    desk.time.pass_by(1)
    desk.queue("younger")
    desk.queue("k", SpoolKind.DRAWER_KICK, None)
    desk.worker.step()
    assert (desk.printer.kicks, desk.printer.came_out) == (1, [])
    desk.worker.step()
    desk.worker.step()
    assert desk.printer.came_out == ["older", "younger"]


def test_while_something_is_undecided_or_wrong_the_worker_looks_every_second(desk: Desk) -> None:
    desk.printer.prints.append(Unconfirmed("the line was cut"))
    slip = desk.queue("a", KITCHEN, KITCHEN_SLIP)
    assert desk.worker.step() == 1.0
    assert (desk.state(slip), desk.worker.step()) == (SpoolState.UNCONFIRMED, 1.0)
    other = Desk()
    other.blocked(Fault.COVER_OPEN)
    assert other.worker.step() == 1.0
    assert Desk().worker.step() == 5.0


def test_a_held_job_leaves_the_device_to_others(desk: Desk) -> None:
    desk.queue("a")
    desk.worker.step()
    before = desk.printer.closings
    desk.printer.prints.append(Held(Fault.BUSY, "busy"))
    held = desk.queue("b")
    assert (desk.worker.step(), desk.state(held)) == (1.0, SpoolState.HELD)
    assert desk.printer.closings == before + 1


def test_what_stopped_inside_the_printer_says_what_it_waits_for_now(desk: Desk) -> None:
    desk.printer.prints.append(STUCK)
    slip = desk.queue("a", KITCHEN, KITCHEN_SLIP)
    desk.worker.step()
    for said in (STUCK, InPrinter(Fault.COVER_OPEN, "Close the cover.")):
        desk.printer.resumes.append(said)
        desk.time.pass_by(1)
        desk.worker.step()
        assert (desk.state(slip), desk.spool.find(slip).last_error) == (SpoolState.IN_PRINTER, said.hint)
    assert desk.spool.find(slip).changed_at == desk.time.now()


def test_once_it_came_out_of_the_printer_nobody_asks_after_it_again(desk: Desk) -> None:
    desk.printer.prints.append(STUCK)
    first, second = desk.queue("a"), desk.queue("b")
    desk.worker.step()
    desk.printer.resumes.append(Printed())
    desk.worker.step()
    desk.worker.step()
    assert (desk.state(first), desk.state(second)) == (SpoolState.PRINTED, SpoolState.PRINTED)
    assert desk.printer.asked_after == 1


def test_what_went_elsewhere_and_came_out_as_well_is_not_asked_after_again() -> None:
    desk = Desk(detours=Detours({"front": ("bar",)}, lambda *_: None))
    desk.printer.prints.append(STUCK)
    slip = desk.queue("a", KITCHEN, KITCHEN_SLIP)
    desk.worker.step()
    desk.time.pass_by(20)
    desk.printer.resumes += [STUCK, Printed()]
    desk.worker.step()
    assert desk.state(slip) is SpoolState.REDIRECTED
    desk.worker.step()
    assert desk.spool.find(slip).last_error == "It came out here as well."
    desk.worker.step()
    assert desk.printer.asked_after == 2


class FailingSpool(MemorySpool):
    """A spool that fails the next look at what waits."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[Exception] = []

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        if self.failures:
            raise self.failures.pop()
        return super().unconfirmed(route)


class EndingBell(CountingBell):
    """Lets the worker run until it has waited so often; then the worker's thread waits to be stopped."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.done, self._most, self.rung = threading.Event(), most, threading.Event()

    def wait(self, seconds: float) -> bool:
        super().wait(seconds)
        if len(self.waits) >= self._most:
            self.done.set()
            return self.rung.wait(10)
        return False

    def ring(self) -> None:
        self.rung.set()


def test_after_a_failure_the_device_is_let_go_and_what_was_inside_it_is_open_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bell, spool = EndingBell(3), FailingSpool()
    desk = Desk(bell=bell, spool=spool)
    desk.printer.prints.append(STUCK)
    receipt = desk.queue("a")
    desk.worker.step()
    assert desk.state(receipt) is SpoolState.IN_PRINTER
    before = desk.printer.closings
    spool.failures.append(Unavailable("disk", "it is full"))
    desk.printer.resumes += [STUCK, Printed()]
    with caplog.at_level(logging.WARNING):
        desk.worker.start()
        assert bell.done.wait(10)
        desk.worker.stop()
    assert desk.state(receipt) is SpoolState.UNCONFIRMED
    assert (desk.printer.asked_after, desk.printer.came_out) == (1, ["a"])
    assert desk.printer.closings == before + 4  # before it begins anew, in two idle rounds, and at its end
    warned = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warned == ["front: disk: it is full"]


def test_a_worker_waits_between_rounds_with_nothing_to_do_and_not_between_jobs() -> None:
    bell = EndingBell(1)
    desk = Desk(bell=bell)
    for name in ("a", "b"):
        desk.queue(name)
    desk.worker.start()
    assert bell.done.wait(10)
    (thread,) = [one for one in threading.enumerate() if one.name == "device-front"]
    assert thread.daemon  # a device that hangs does not keep the program from ending
    before = desk.printer.closings
    desk.worker.stop()
    desk.worker.stop()
    assert (desk.printer.came_out, bell.waits) == (["a", "b"], [5.0])
    assert not thread.is_alive()
    assert desk.printer.closings == before + 1


class StuckPrinter(SaidPrinter):
    """Answers no more until it is cancelled, and then takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.cancelled, self.never = threading.Event(), threading.Event(), threading.Event()

    def status(self) -> PrinterStatus:
        self.entered.set()
        self.cancelled.wait(10)
        self.never.wait(0.05)
        return super().status()

    def cancel(self) -> None:
        self.cancelled.set()


def test_a_call_that_does_not_end_is_cancelled_when_the_worker_is_stopped() -> None:
    printer = StuckPrinter()
    desk = Desk(printer=printer)
    desk.worker.start()
    assert printer.entered.wait(10)
    (thread,) = [one for one in threading.enumerate() if one.name == "device-front"]
    desk.worker.stop()
    assert (printer.cancelled.is_set(), thread.is_alive()) == (True, False)


class SlowPrinter(SaidPrinter):
    """Ends its call by itself a moment after the bell was rung."""

    def __init__(self, rung: threading.Event) -> None:
        super().__init__()
        self.entered, self.rung, self.cancellations = threading.Event(), rung, 0

    def status(self) -> PrinterStatus:
        self.entered.set()
        self.rung.wait(10)
        threading.Event().wait(0.05)
        return super().status()

    def cancel(self) -> None:
        self.cancellations += 1


def test_a_call_that_ends_by_itself_meanwhile_is_let_end() -> None:
    bell = EndingBell(1)
    printer = SlowPrinter(bell.rung)
    desk = Desk(bell=bell, printer=printer)
    desk.worker.start()
    assert printer.entered.wait(10)
    desk.worker.stop()
    assert printer.cancellations == 0


def test_a_worker_that_was_not_started_is_stopped_by_a_word(desk: Desk) -> None:
    desk.worker.stop()
    assert desk.bell.rings == 1


def test_a_slip_goes_elsewhere_in_the_step_that_finds_its_printer_dead() -> None:
    desk = Desk(detours=Detours({"front": ("bar",)}, lambda *_: None))
    desk.printer.status_said = Unavailable("front", "no route")
    slip = desk.queue("a", KITCHEN, KITCHEN_SLIP)
    desk.worker.step()
    assert desk.state(slip) is SpoolState.HELD
    desk.time.pass_by(1)
    assert desk.worker.step() == 0.0
    assert desk.state(slip) is SpoolState.REDIRECTED
    assert desk.spool.find(PrintJobId("copy")).job.route == device_route("bar")


def test_what_took_another_way_is_neither_tried_nor_held_here(caplog: pytest.LogCaptureFixture) -> None:
    detours = Detours({}, lambda *_: None)
    detours.know([Detour("front", "bar", DetourScope.EVERYTHING)])
    desk = Desk(detours=detours)
    desk.queue("a")
    with caplog.at_level(logging.INFO, "devices.spooling"):
        desk.worker.step()
    assert (desk.printer.looks, desk.printer.came_out) == (0, [])
    assert [record.getMessage() for record in caplog.records] == ["front: a (a) goes to bar"]


def test_the_log_says_what_became_of_each_paper(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.queue("a")
    gone = desk.queue("b", KITCHEN, KITCHEN_SLIP)
    stale = desk.spool.find(gone)
    with caplog.at_level(logging.INFO, "devices.spooling"):
        desk.worker.step()
        desk.spool.settle(gone, SpoolState.CANCELLED, "Ana let it go.", desk.time.now())
        desk.spool.next_job = lambda route, now: stale if route == "receipt" else None  # type: ignore[method-assign]  # what was read before
        desk.worker.step()
        desk.spool.unconfirmed = lambda route: [stale] if route == "receipt" else []  # type: ignore[method-assign]  # as above
        desk.time.seconds += timedelta(seconds=10).total_seconds()
        desk.worker.step()
    assert [record.getMessage().strip() for record in caplog.records] == [
        "front: a (a) is printed",
        "front: b was decided elsewhere",
        "front: b was decided elsewhere",
        "front: b was decided elsewhere",
    ]
