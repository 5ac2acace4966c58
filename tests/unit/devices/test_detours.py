"""What a kitchen cooks from comes out somewhere, says where it should have, and never twice without a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from aura_terminal.domain.devices import DetourScope
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import device_route
from aura_terminal.ports.printing import Fault
from devices.detours import Detour, Detours
from devices.transports.memory import Line
from tests.support.printer_bench import PrinterBench
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

KITCHEN = SpoolKind.KITCHEN_SLIP


@dataclass
class TwoPrinters:
    """A grill whose paper the bar takes over, and what was told of it."""

    grill: PrinterBench
    bar: PrinterBench
    detours: Detours
    told: list[tuple[str, str, str]] = field(default_factory=list)

    def work(self, seconds: float) -> None:
        """Let both workers step until so much time has passed."""
        until = self.grill.time.seconds + seconds
        while self.grill.time.seconds < until:
            pause = min(self.grill.worker.step(), self.bar.worker.step())
            self.grill.time.pass_by(max(pause, 0.001))

    def at_bar(self) -> list[str]:
        """What came out at the bar."""
        return [slip.text for slip in self.bar.mechanism.slips]

    def at_grill(self) -> list[str]:
        """What came out at the grill."""
        return [slip.text for slip in self.grill.mechanism.slips]


@pytest.fixture
def two(cache: Path) -> TwoPrinters:
    told: list[tuple[str, str, str]] = []
    detours = Detours({"grill": ("bar",), "bar": ("grill",)}, lambda *said: told.append(said))
    grill = PrinterBench(cache, device="grill", route="grill", detours=detours)
    bar = PrinterBench(cache, device="bar", route="bar", beside=grill, detours=detours)
    return TwoPrinters(grill, bar, detours, told)


def test_a_kitchen_printer_without_paper_is_waited_for_twenty_seconds(two: TwoPrinters) -> None:
    two.grill.cause(Fault.PAPER_OUT)
    slip = two.grill.queue("a", KITCHEN, KITCHEN_SLIP)
    two.work(19)
    assert two.grill.state(slip) is SpoolState.HELD
    two.work(3)
    assert two.grill.state(slip) is SpoolState.REDIRECTED
    (text,) = two.at_bar()
    assert text.splitlines()[0].strip() == "REDIRECTED FROM GRILL"
    assert "may also come out" not in text
    assert two.told == [("grill", "bar", "Out of paper: load a roll, printing goes on by itself.")]


def test_a_printer_that_is_switched_off_is_not_waited_for(two: TwoPrinters) -> None:
    two.grill.transport.become(Line.CUT)
    slip = two.grill.queue("a", KITCHEN, KITCHEN_SLIP)
    two.work(1.5)
    assert two.grill.state(slip) is SpoolState.REDIRECTED
    assert len(two.at_bar()) == 1


def test_slips_that_follow_take_the_other_way_at_once_and_until_a_person_switches_back(two: TwoPrinters) -> None:
    two.grill.transport.become(Line.CUT)
    two.grill.queue("a", KITCHEN, KITCHEN_SLIP)
    two.work(2)
    two.detours.know([Detour("grill", "bar")])
    two.grill.transport.become(Line.WORKING)
    two.work(30)
    two.grill.queue("b", KITCHEN, KITCHEN_SLIP)
    two.work(1)
    assert (len(two.at_bar()), len(two.at_grill())) == (2, 0)
    two.detours.know([])
    two.grill.queue("c", KITCHEN, KITCHEN_SLIP)
    two.work(1)
    assert (len(two.at_bar()), len(two.at_grill())) == (2, 1)
    assert "REDIRECTED" not in two.at_grill()[0]


def test_a_slip_inside_the_printer_says_that_it_may_come_out_there_as_well(two: TwoPrinters) -> None:
    two.grill.mechanism.leave_paper_for(4)
    slip = two.grill.queue("a", KITCHEN, KITCHEN_SLIP)
    two.work(25)
    assert two.grill.state(slip) is SpoolState.REDIRECTED
    (text,) = two.at_bar()
    assert [line.strip() for line in text.splitlines()[:2]] == ["REDIRECTED FROM GRILL", "may also come out at GRILL"]
    two.grill.mend(Fault.PAPER_OUT)
    two.work(3)
    assert len(two.at_grill()) == 1
    assert two.grill.spool.find(slip).last_error == "It came out here as well."


def test_slips_behind_one_stuck_in_the_printer_are_not_stuck_with_it(two: TwoPrinters) -> None:
    two.grill.mechanism.leave_paper_for(4)
    two.grill.queue("a", KITCHEN, KITCHEN_SLIP)
    second = two.grill.queue("b", KITCHEN, KITCHEN_SLIP)
    two.work(25)
    assert two.grill.state(second) is SpoolState.REDIRECTED
    assert len(two.at_bar()) == 2


def test_a_receipt_waits_for_its_own_printer(two: TwoPrinters) -> None:
    two.grill.transport.become(Line.CUT)
    receipt = two.grill.queue("r", SpoolKind.RECEIPT, RECEIPT)
    two.work(60)
    assert two.grill.state(receipt) is SpoolState.HELD
    assert two.told == []


def test_a_person_may_send_everything_elsewhere_but_never_the_drawer(two: TwoPrinters) -> None:
    two.detours.know([Detour("grill", "bar", DetourScope.EVERYTHING)])
    receipt = two.grill.queue("r", SpoolKind.RECEIPT, RECEIPT)
    kick = two.grill.queue("k", SpoolKind.DRAWER_KICK)
    two.work(2)
    assert two.grill.state(receipt) is SpoolState.REDIRECTED
    assert two.grill.state(kick) is SpoolState.PRINTED
    assert two.grill.mechanism.kicks == 1


def test_two_dead_printers_pass_nothing_to_and_fro(two: TwoPrinters) -> None:
    two.grill.transport.become(Line.CUT)
    two.bar.transport.become(Line.CUT)
    slip = two.grill.queue("a", KITCHEN, KITCHEN_SLIP)
    other = two.bar.queue("b", KITCHEN, KITCHEN_SLIP)
    two.work(120)
    jobs = two.grill.spool.all()
    assert len(jobs) <= 3
    assert [spooled.state for spooled in jobs if spooled.job.job_id in (slip, other)].count(SpoolState.HELD) >= 1


def test_a_detour_turns_to_the_next_backup_when_the_first_fails_too(cache: Path) -> None:
    told: list[tuple[str, str, str]] = []
    detours = Detours({"grill": ("bar", "front")}, lambda *said: told.append(said))
    job = PrintJob(PrintJobId("a"), KITCHEN, "grill", "a", document=KITCHEN_SLIP)
    assert detours.begin("grill", "off") == "bar"
    detours.tell_unwell("bar")
    assert detours.way_of("grill", job) == "front"
    detours.tell_unwell("front")
    assert detours.way_of("grill", job) is None
    detours.tell_well("bar")
    assert detours.way_of("grill", job) == "bar"
    assert [to for _, to, _ in told] == ["bar", "front", "bar"]


def test_a_detour_begun_here_lasts_although_the_store_was_read_before_it_was_kept() -> None:
    detours = Detours({"grill": ("bar",)}, lambda *_: None)
    job = PrintJob(PrintJobId("a"), KITCHEN, "grill", "a", document=KITCHEN_SLIP)
    detours.begin("grill", "off")
    detours.know([])
    assert detours.way_of("grill", job) == "bar"
    detours.know([Detour("grill", "bar")])
    detours.know([])
    assert detours.way_of("grill", job) is None


def test_a_slip_that_somebody_let_go_meanwhile_is_not_sent_elsewhere(two: TwoPrinters) -> None:
    two.grill.transport.become(Line.CUT)
    slip = two.grill.queue("a", KITCHEN, KITCHEN_SLIP)
    two.grill.worker.step()
    stale = two.grill.spool.find(slip)
    two.grill.spool.settle(slip, SpoolState.CANCELLED, "Ana let it go.", two.grill.time.now())
    two.grill.spool.next_job = lambda route, now: stale if route == "grill" else None  # type: ignore[method-assign]  # what was read before
    two.grill.time.pass_by(25)
    two.grill.worker.step()
    assert two.grill.state(slip) is SpoolState.CANCELLED
    assert two.at_bar() == []


def test_the_copy_goes_to_the_device_itself_whatever_routes_it_has(two: TwoPrinters) -> None:
    two.grill.transport.become(Line.CUT)
    slip = two.grill.queue("a", KITCHEN, KITCHEN_SLIP)
    two.work(2)
    copy = next(each.job for each in two.grill.spool.all() if each.job.duplicate_of == slip)
    assert (copy.route, copy.copy_no) == (device_route("bar"), 0)
