"""The failure matrix of printers, drawers, spool, disk and process: one row, one test.

Each injects the fault, and then says what the operator reads, what is stored, and how it comes right again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from aura_terminal.app.device_options import adapted
from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.devices import PaperDetour, device_id
from aura_terminal.domain.drawer import DrawerLeftOpen, DrawerOpened, OpeningReason
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import DrawerId
from aura_terminal.domain.paper import PaperDocument, PrintJobId, SpoolKind, SpoolState
from aura_terminal.ports.printing import Fault, HealthKind
from aura_terminal.ui.screens.devices.words import DeviceRow, PaperRow, banner_words, device_row, paper_row
from aura_terminal.view_models.device_banner import Banner, BannerKind
from aura_terminal.view_models.device_cards import Reading, SetUp, cards_of
from aura_terminal.view_models.paper_queue import card_of
from devices.claims import Claim
from devices.detours import Detours
from devices.printers.profiles import GENERIC_80
from devices.transports.memory import Line
from tests.support.memory_shop import demo_store, signed_in
from tests.support.printer_bench import PrinterBench
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

CALENDAR = BusinessCalendar("Europe/Berlin")
FRONT = SetUp("front", model="escpos", address="tcp://10.0.0.5:9100", routes=("receipt", "drawer"))
KITCHEN = SpoolKind.KITCHEN_SLIP


class Till:
    """A front printer with its drawer, and what the person at the till reads about it."""

    def __init__(self, bench: PrinterBench) -> None:
        self.bench = bench

    def work(self, seconds: float) -> None:
        """Let the printer's worker go on for so long."""
        until = self.bench.time.seconds + seconds
        while self.bench.time.seconds < until:
            self.bench.time.pass_by(max(self.bench.worker.step(), 0.001))

    def receipt(self, name: str = "Receipt R1-042") -> PrintJobId:
        """A receipt is spooled."""
        return self.bench.queue(name, SpoolKind.RECEIPT, RECEIPT)

    def device(self, kind: HealthKind = HealthKind.PRINTER) -> DeviceRow:
        """The card of the printer, or of its drawer."""
        reading = Reading("R1", CALENDAR, (), ())
        cards = cards_of(reading, (FRONT,), {each.device: each for each in self.bench.healths}.values(), {})
        return device_row(next(card for card in cards if card.kind is kind))

    def paper(self, job_id: PrintJobId) -> PaperRow:
        """The card of a piece of paper."""
        return paper_row(card_of(self.bench.spool.find(job_id), CALENDAR, lambda route: "front"))

    def stored(self, job_id: PrintJobId) -> SpoolState:
        """Where the job stands in the spool."""
        return self.bench.spool.find(job_id).state

    def slips(self) -> int:
        """How many pieces of paper came out."""
        return len(self.bench.mechanism.slips)


@pytest.fixture
def till(cache: Path) -> Till:
    return Till(PrinterBench(cache))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "tables"


def test_paper_out_before_sending(till: Till) -> None:
    till.bench.cause(Fault.PAPER_OUT)
    receipt = till.receipt()
    till.work(3)
    assert till.device().pill.words == "Does not print"
    assert till.device().trouble == "Out of paper: load a roll, printing goes on by itself."
    assert till.paper(receipt).pill.words == "Waits for the printer"
    assert [way.words for way in till.paper(receipt).ways] == ["Print now", "Elsewhere", "Let it go"]
    assert (till.stored(receipt), till.bench.spool.find(receipt).attempts) == (SpoolState.HELD, 0)
    till.bench.mend(Fault.PAPER_OUT)
    till.work(3)
    assert (till.stored(receipt), till.slips(), till.device().pill.words) == (SpoolState.PRINTED, 1, "Ready")


def test_paper_out_in_the_middle_of_a_job(till: Till) -> None:
    till.bench.mechanism.leave_paper_for(4)
    receipt = till.receipt()
    till.work(3)
    assert till.paper(receipt).pill.words == "Inside the printer"
    assert till.paper(receipt).note == "Out of paper: load a roll, printing goes on by itself."
    assert till.stored(receipt) is SpoolState.IN_PRINTER
    till.bench.mend(Fault.PAPER_OUT)
    till.work(3)
    assert (till.stored(receipt), till.slips()) == (SpoolState.PRINTED, 1)


def test_paper_out_in_the_middle_and_then_the_line_is_lost(till: Till) -> None:
    till.bench.mechanism.leave_paper_for(4)
    receipt = till.receipt()
    till.work(3)
    till.bench.transport.become(Line.CUT)
    till.work(3)
    assert till.stored(receipt) is SpoolState.UNCONFIRMED
    assert till.paper(receipt).note.startswith("Did it print?")


def test_paper_near_its_end(till: Till) -> None:
    till.bench.cause(Fault.PAPER_LOW)
    receipt = till.receipt()
    till.work(8)
    assert till.device().pill.words == "Works, needs a look"
    assert till.device().trouble == "The paper roll is nearly at its end."
    assert till.stored(receipt) is SpoolState.PRINTED


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.COVER_OPEN, "The cover is open: close it, printing goes on by itself."),
        (Fault.OFFLINE, "The printer is offline: press its feed or online button."),
    ],
)
def test_cover_open_or_offline_button(till: Till, fault: Fault, words: str) -> None:
    till.bench.cause(fault)
    receipt = till.receipt()
    till.work(3)
    assert till.device().trouble == words
    assert (till.stored(receipt), till.paper(receipt).note) == (SpoolState.HELD, words)
    till.bench.mend(fault)
    till.work(3)
    assert till.stored(receipt) is SpoolState.PRINTED


def test_cable_or_power_lost_before_the_first_byte(till: Till) -> None:
    till.bench.transport.become(Line.CUT)
    receipt = till.receipt()
    looks: list[datetime] = []
    for _ in range(5):
        till.bench.time.pass_by(till.bench.worker.step())
        looks.append(till.bench.time.now())
    assert [(after - before).total_seconds() for before, after in pairwise(looks)] == [2, 5, 15, 15]
    assert till.device().pill.words == "Does not print"
    assert "check its power and its cable" in till.device().trouble
    assert till.stored(receipt) is SpoolState.HELD
    till.bench.transport.become(Line.WORKING)
    till.work(16)
    assert (till.stored(receipt), till.slips()) == (SpoolState.PRINTED, 1)


def test_lost_in_the_middle_of_a_job(till: Till) -> None:
    receipt = till.receipt()
    _cut_next_job(till.bench, 2)
    till.bench.worker.step()
    till.bench.transport.become(Line.WORKING)
    till.work(60)
    paper = till.paper(receipt)
    assert paper.pill.words == "Not sure this printed"
    assert [way.words for way in paper.ways] == ["Yes", "Print as COPY", "Elsewhere"]
    assert till.stored(receipt) is SpoolState.UNCONFIRMED
    assert "TOTAL" in till.bench.mechanism.hanging  # all of it may be on paper, uncut


def test_a_kitchen_slip_lost_in_the_middle_comes_again_and_says_so(till: Till) -> None:
    slip = till.bench.queue("s", KITCHEN, KITCHEN_SLIP)
    _cut_next_job(till.bench, 0)
    till.bench.worker.step()
    till.bench.transport.become(Line.WORKING)
    till.work(13)
    assert till.stored(slip) is SpoolState.REPRINTED
    assert "** POSSIBLE DUPLICATE 1 **" in till.bench.mechanism.slips[-1].text


def test_replies_that_never_come(cache: Path) -> None:
    till = Till(PrinterBench(cache))
    till.bench.is_deaf = True
    receipt = till.receipt()
    till.work(5)
    row = till.device()
    assert "If its paper comes out all the same, say so once" in row.notes[0]
    assert "It does print" in [way.words for way in row.ways]
    assert (till.stored(receipt), b"Trattoria" in till.bench.sent) == (SpoolState.HELD, False)
    believed = Till(PrinterBench(cache, adapted(GENERIC_80, (("confirm", "none"),))))  # as the settings have it now
    believed.bench.is_deaf = True
    again = believed.receipt()
    believed.work(1)
    assert (believed.stored(again), believed.paper(again).pill.words) == (
        SpoolState.ACCEPTED,
        "Handed over, not confirmed",
    )


def test_busy_with_another_till(till: Till, tmp_path: Path) -> None:
    other = Claim(tmp_path, "tcp://10.0.0.5:9100", "R2")
    other.take()
    till.bench.claim = Claim(tmp_path, "tcp://10.0.0.5:9100", "R1")
    till.bench.worker = till.bench.new_worker()
    receipt = till.receipt()
    till.work(1)
    assert "busy with another till (R2)" in till.device().trouble
    assert till.stored(receipt) is SpoolState.HELD
    other.release()
    till.work(2.5)
    assert till.stored(receipt) is SpoolState.PRINTED


def test_handed_to_something_that_only_accepts(cache: Path) -> None:
    till = Till(PrinterBench(cache, adapted(GENERIC_80, (("confirm", "none"),))))
    receipt = till.receipt()
    till.work(1)
    assert till.stored(receipt) is SpoolState.ACCEPTED
    assert till.paper(receipt).pill.words == "Handed over, not confirmed"
    assert till.device().pill.words == "Cannot be asked"


def test_letters_the_printer_has_wrong(cache: Path) -> None:
    document = PaperDocument("test", 1, (replace(RECEIPT.blocks[1]), *RECEIPT.blocks[-1:]))
    plain, pictured = (
        Till(PrinterBench(cache, adapted(GENERIC_80, options))) for options in ((), (("letters", "pictures"),))
    )
    for each in (plain, pictured):
        each.bench.queue("r", SpoolKind.RECEIPT, document)
        each.work(1)
    assert "Café & Grill" in plain.bench.mechanism.slips[0].text
    assert pictured.bench.mechanism.slips[0].pictures == 1


def test_the_program_dies_while_printing(till: Till) -> None:
    receipt = till.receipt()
    slip = till.bench.queue("s", KITCHEN, KITCHEN_SLIP)
    for job_id in (receipt, slip):
        till.bench.spool.begin_attempt(job_id, till.bench.time.now())
    till.bench.worker = till.bench.new_worker()
    till.bench.worker.step()
    card = card_of(till.bench.spool.find(receipt), CALENDAR, lambda route: "front")
    assert (card.asks, card.was_cut_short) == (True, True)
    assert till.paper(receipt).note == "Did it print? The program stopped while this was printing."
    assert till.stored(receipt) is SpoolState.UNCONFIRMED
    till.work(13)
    assert (till.stored(receipt), till.stored(slip)) == (SpoolState.UNCONFIRMED, SpoolState.REPRINTED)


def test_a_full_disk_prints_nothing_it_could_not_record(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = till.receipt()

    def full(*_: object) -> int:
        raise Unavailable("store", "the disk is full; free some space")

    with monkeypatch.context() as patched:
        patched.setattr(till.bench.spool, "begin_attempt", full)
        with pytest.raises(Unavailable, match="disk is full"):
            till.bench.worker.step()
    assert (till.stored(receipt), b"Trattoria" in till.bench.sent) == (SpoolState.QUEUED, False)
    till.work(1)
    assert till.stored(receipt) is SpoolState.PRINTED


def test_a_drawer_that_does_not_open(till: Till) -> None:
    till.bench.transport.become(Line.CUT)
    kick = till.bench.queue("Drawer R1-042", SpoolKind.DRAWER_KICK)
    till.bench.worker.step()
    paper = till.paper(kick)
    assert paper.pill.words == "Did not work"
    assert paper.note.startswith("Drawer did not open: use the key; the sale is saved.")
    assert till.stored(kick) is SpoolState.FAILED
    till.bench.transport.become(Line.WORKING)
    till.work(30)
    assert till.bench.mechanism.kicks == 0


def test_a_drawer_left_open(till: Till) -> None:
    till.bench.queue("k", SpoolKind.DRAWER_KICK)
    till.work(64)
    drawer = till.device(HealthKind.CASH_DRAWER)
    assert (drawer.pill.words, drawer.trouble) == ("Stands open", "The drawer stands open: close it.")
    told = banner_words(Banner(BannerKind.DRAWER_OPEN, drawer.name, since=CALENDAR.local(till.bench.time.now())))
    assert told[0].startswith("The drawer stands open since")
    store = demo_store()
    nina = signed_in(store.shop, "nina-vogel")
    store.shop.paying.open_drawer(nina, "change money")
    fact = store.shop.devices.drawer_left_open(till.bench.time.now())
    assert (fact.opened_by, fact.reason) == ("Nina Vogel", "change money")
    kept = [entry.fact for entry in store.journal.entries if isinstance(entry.fact, DrawerOpened | DrawerLeftOpen)]
    assert [getattr(each, "reason", "") for each in kept] == [OpeningReason.NO_SALE, "change money"]
    assert fact.drawer_id == DrawerId("R1")
    till.bench.mechanism.close_drawer()
    till.work(2)
    assert till.device(HealthKind.CASH_DRAWER).pill.words == "Ready"


def test_a_kitchen_printer_down_for_twenty_seconds(cache: Path) -> None:
    told: list[tuple[str, str, str]] = []
    detours = Detours({"grill": ("bar",)}, lambda *said: told.append(said))
    grill = PrinterBench(cache, device="grill", route="grill", detours=detours)
    bar = PrinterBench(cache, device="bar", route="bar", beside=grill, detours=detours)
    grill.cause(Fault.COVER_OPEN)
    slip = grill.queue("s", KITCHEN, KITCHEN_SLIP)
    while grill.time.seconds < 24:
        grill.time.pass_by(max(min(grill.worker.step(), bar.worker.step()), 0.001))
    assert grill.state(slip) is SpoolState.REDIRECTED
    assert "REDIRECTED FROM GRILL" in bar.mechanism.slips[0].text
    store = demo_store()
    store.shop.devices.begin_detour(*told[0])
    (detour,) = store.shop.devices.detours()
    assert isinstance(detour, PaperDetour)
    words, _, _, button = banner_words(Banner(BannerKind.DETOUR, detour.device, detour.to, id=detour.id))
    assert (words, button) == ("GRILL tickets now at BAR", "Switch back")
    store.shop.devices.switch_back(signed_in(store.shop, "mehmet-demir"), device_id("R1", "grill"))
    assert store.shop.devices.detours() == ()
    grill.mend(Fault.COVER_OPEN)
    for _ in range(10):
        grill.time.pass_by(max(grill.worker.step(), 0.001))
    assert len(grill.mechanism.slips) == 0


def test_paper_that_waited_overnight_asks_first(till: Till) -> None:
    till.bench.transport.become(Line.CUT)
    slip = till.bench.queue("s", KITCHEN, KITCHEN_SLIP)
    till.work(11 * 60)
    till.bench.transport.become(Line.WORKING)
    till.work(30)
    assert till.paper(slip).pill.words == "Too late: print it?"
    assert (till.stored(slip), till.slips()) == (SpoolState.LATE, 0)


def _cut_next_job(bench: PrinterBench, before_end: int) -> None:
    """Let the connection break so many bytes before the end of the next job, its last question not counted."""
    send = bench.transport.send

    def cut(data: bytes, within: float) -> None:
        if b"\x1b@" in data:
            bench.transport.send = send  # type: ignore[method-assign]  # the wire is mended for the next
            whole = len(data) - 3
            send(data[: whole - before_end - 3] if before_end else data[:10], within)
            bench.transport.become(Line.CUT)
            bench.plug_in_anew()
            send(b"", within)
        else:
            send(data, within)

    bench.transport.send = cut  # type: ignore[method-assign]  # the wire is what breaks
