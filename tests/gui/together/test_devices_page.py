"""The page of devices as a person uses it: seen, tapped, typed, and what came of it in the shop."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from aura_terminal.domain.devices import DetourScope
from aura_terminal.domain.ids import DrawerId, StaffId
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import INTERRUPTED
from aura_terminal.ports.printing import Fault, HealthKind
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.device_cards import Ask, FoundRow, Reply, SetUp
from tests.gui.together.conftest import Desk
from tests.support.memory_spool import MemorySpool
from tests.support.printer_samples import RECEIPT
from tests.support.staged_devices import FRONT, StagedDevices, stage_devices
from tests.support.till import NINA, pin_of

OUT = "Out of paper: load a roll, printing goes on by itself."
FOUND = FoundRow("network", "tcp://10.0.0.8:9100", "EPSON TM-T20III", "tm-t20")
GONE = "10.0.0.6:9100: no answer; check its power, its cable and its address"
CARLA = StaffId("carla-lombardi")
CLOSE = "The drawer stands open: close it."


@pytest.fixture
def staged(desk: Desk, theme: Theme) -> StagedDevices:
    found = stage_devices(desk.store, desk.terminal, theme)
    for name in ("front", "grill", "bar"):
        found.hear(name)
    return found


@pytest.fixture
def page(desk: Desk, staged: StagedDevices) -> StagedDevices:
    desk.terminal.window.go(View.DEVICES)
    desk.settle()
    return staged


def state(staged: StagedDevices, job_id: PrintJobId) -> SpoolState:
    return staged.spool.find(job_id).state


def pills(staged: StagedDevices) -> list[str]:
    """How each device is, in a word."""
    return [row.pill.words for row in staged.page._cards.rows()]


def arrive(desk: Desk, staff_id: StaffId) -> None:
    """Somebody else signs in and looks at the page."""
    desk.till.session.sign_in(staff_id, pin_of(staff_id))
    desk.settle()


def says(desk: Desk, words: str) -> bool:
    return any(words in each for each in desk.words())


def tap_last(desk: Desk, name: str) -> None:
    """Tap the button that was painted last among those of a name."""
    buttons = [each for each in desk.terminal.window.findChildren(QAbstractButton) if each.isVisible()]
    found = next(each for each in reversed(buttons) if each.accessibleName() == name)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    desk.settle()


def test_every_device_says_how_it_is_with_cause_and_next_step(desk: Desk, page: StagedDevices) -> None:
    page.hear("front", Fault.PAPER_OUT, hint=OUT)
    page.hear("front drawer", kind=HealthKind.CASH_DRAWER)
    page.hear("till scale", kind=HealthKind.SCALE)
    desk.settle()
    assert says(desk, OUT)
    assert pills(page) == ["Does not print", "Ready", "Ready", "Ready", "Ready"]
    page.hear("front")
    desk.settle()
    assert says(desk, f"Last complaint at 19:15: {OUT}")


def test_f7_and_the_status_strip_lead_there_and_escape_back(desk: Desk, staged: StagedDevices) -> None:
    went: list[View] = []
    desk.terminal.window.view_shown.connect(went.append)
    QTest.keyClick(desk.terminal.window, Qt.Key.Key_F7)
    QTest.keyClick(staged.page, Qt.Key.Key_Escape)
    assert went == [View.DEVICES, View.REGISTER]
    desk.terminal.window._open_details()
    desk.press("Devices and paper")
    assert went[-1] is View.DEVICES


def test_a_receipt_nobody_vouches_for_asks_and_comes_as_a_copy(desk: Desk, page: StagedDevices) -> None:
    receipt = page.spooled("r1", "Receipt R1-042", "receipt", SpoolState.UNCONFIRMED, "the connection was cut")
    page.others_did()
    desk.settle()
    assert says(desk, "Did it print? the connection was cut")
    desk.press("Yes: Receipt R1-042")
    assert state(page, receipt) is SpoolState.PRINTED
    assert page.spool.find(receipt).last_error == "Marta Rossi saw that it was printed."
    lost = page.spooled("r2", "Receipt R1-043", "receipt", SpoolState.UNCONFIRMED, "cut")
    page.others_did()
    desk.settle()
    desk.press("Print as COPY: Receipt R1-043")
    assert state(page, lost) is SpoolState.REPRINTED
    copy = page.spool.all()[-1].job
    assert (copy.duplicate_of, copy.copy_no) == (lost, 1)
    assert copy.document is not None
    assert "COPY" in str(copy.document.blocks[0])


def test_each_piece_of_paper_offers_what_makes_sense_and_does_it(desk: Desk, page: StagedDevices) -> None:
    page.hear("front", Fault.PAPER_OUT, hint=OUT)
    first, second, third = (
        page.spooled(name, f"Receipt {name}", "receipt", SpoolState.HELD, OUT) for name in ("r1", "r2", "r3")
    )
    page.others_did()
    desk.settle()
    desk.press("Print now: Receipt r1")
    assert (state(page, first), page.asked[-1].ask, page.asked[-1].device) == (SpoolState.QUEUED, Ask.TRY, "front")
    desk.press("Elsewhere: Receipt r2")
    desk.pick("bar")
    assert state(page, second) is SpoolState.REDIRECTED
    copy = page.spool.all()[-1].job
    assert copy.route == "device:bar"
    assert copy.document is not None
    assert "REDIRECTED FROM FRONT" in str(copy.document.blocks[0])
    desk.press("Let it go: Receipt r3")
    assert state(page, third) is SpoolState.CANCELLED
    slip = page.spooled("s1", "Grill R1-039", "kitchen", SpoolState.LATE, "late", SpoolKind.KITCHEN_SLIP)
    page.others_did()
    desk.settle()
    assert "Too late: print it?" in [row.pill.words for row in page.page._paper.rows()]
    desk.press("Print now: Grill R1-039")
    assert state(page, slip) is SpoolState.REPRINTED
    assert "LATE 19:30" in str(page.spool.all()[-1].job.document)
    words = "Drawer did not open: use the key; the sale is saved."
    kick = page.spooled("k", "Drawer R1-040", "drawer", SpoolState.FAILED, words, SpoolKind.DRAWER_KICK)
    page.others_did()
    desk.settle()
    assert says(desk, words)
    desk.press("Let it go: Drawer R1-040")
    assert state(page, kick) is SpoolState.CANCELLED
    page.spooled("r9", "Receipt R1-049", "receipt", SpoolState.PRINTED)
    page.others_did()
    desk.settle()
    desk.press("Came out")
    desk.press("Print as COPY: Receipt R1-049")
    assert "COPY" in str(page.spool.all()[-1].job.document)
    assert state(page, PrintJobId("r9")) is SpoolState.PRINTED


def test_a_receipt_is_mailed_instead(desk: Desk, page: StagedDevices) -> None:
    page.devices.set_up((FRONT, SetUp("mail", HealthKind.MAIL, "smtp", "smtp://mail.example.com")))
    page.spooled("r1", "Receipt R1-042", "receipt", SpoolState.HELD, OUT)
    page.others_did()
    desk.settle()
    desk.press("E-mail: Receipt R1-042")
    desk.write("guest@example.org")
    job = page.spool.all()[-1].job
    assert (job.route, job.recipient, state(page, PrintJobId("r1"))) == (
        "mail", "guest@example.org", SpoolState.REDIRECTED,
    )  # fmt: skip


def test_a_device_is_tested_and_read_and_no_drawer_opens_without_the_right(desk: Desk, page: StagedDevices) -> None:
    desk.press("Test print: grill")
    job = page.spool.all()[-1].job
    assert (job.route, job.title) == ("device:grill", "Test page of grill")
    assert page.asked[-1].ask is Ask.TRY
    desk.press("Read: bar")
    assert (page.asked[-1].ask, page.asked[-1].device) == (Ask.READ, "bar")
    page.answer(Reply("", Ask.READ, "Ready: it answers, and has paper."))
    desk.settle()
    assert says(desk, "It says: Ready: it answers, and has paper.")
    before = len(page.spool.all())
    desk.press("Open drawer: front")
    assert len(page.spool.all()) == before
    assert page.devices.approvals.is_waiting


def test_the_drawer_is_opened_with_a_reason_that_is_kept(desk: Desk, page: StagedDevices) -> None:
    arrive(desk, NINA)
    desk.press("Open drawer: front")
    assert page.spool.all()[-1].job.kind is SpoolKind.DRAWER_KICK
    opening = page.spool.last_opening(DrawerId("R1"))
    assert opening is not None
    assert opening.reason == "Test of the drawer"


def test_a_drawer_whose_switch_is_the_other_way_round_is_calibrated(desk: Desk, page: StagedDevices) -> None:
    arrive(desk, CARLA)
    desk.press("Drawer is shut: front")
    page.answer(Reply("", Ask.READ, "Ready", drawer="closed"))
    desk.settle()
    assert desk.terminal.window.sentence == "Right: front knows that the drawer is shut."
    assert page.written == []
    desk.press("Drawer is shut: front")
    page.answer(Reply("", Ask.READ, "Ready", drawer="open"))
    desk.settle()
    ((device, before),) = page.written
    assert (device.options, before) == ((("drawer_sensor", "open_low"),), "front")


def test_all_paper_is_sent_elsewhere_until_a_person_switches_back(desk: Desk, page: StagedDevices) -> None:
    desk.press("Elsewhere: front")
    desk.pick("bar")
    (detour,) = desk.store.shop.devices.detours()
    assert (detour.device, detour.to, detour.scope) == ("front", "bar", DetourScope.EVERYTHING)
    assert page.strip.words == "FRONT paper now at BAR"
    desk.press("Switch back: front")
    assert desk.store.shop.devices.detours() == ()
    assert page.strip.isHidden()


def test_the_register_and_the_kitchen_say_where_tickets_come_out(desk: Desk, staged: StagedDevices) -> None:
    staged.hear("grill", Fault.UNREACHABLE, hint=GONE)
    desk.store.shop.devices.begin_detour("grill", "bar", GONE)
    staged.others_did()
    desk.settle()
    for view in (View.REGISTER, View.KITCHEN):
        desk.terminal.window.go(view)
        assert staged.strip.isVisible()
        assert staged.strip.words == "GRILL tickets now at BAR"
    tap_last(desk, "Switch back")
    assert desk.store.shop.devices.detours() == ()


def test_an_open_drawer_is_said_on_every_screen_with_one_alarm(desk: Desk, staged: StagedDevices) -> None:
    alarms: list[None] = []
    staged.banners.alarm.connect(lambda: alarms.append(None))
    for _ in range(3):
        staged.hear("front drawer", Fault.DRAWER_OPEN, hint=CLOSE, kind=HealthKind.CASH_DRAWER)
        desk.settle()
    assert staged.strip.words == "The drawer stands open since 19:15. Close it."
    assert len(alarms) == 1
    staged.hear("front drawer", kind=HealthKind.CASH_DRAWER)
    desk.settle()
    assert staged.strip.isHidden()


def test_a_printer_that_keeps_paper_waiting_says_so_on_the_register(desk: Desk, staged: StagedDevices) -> None:
    staged.hear("front", Fault.PAPER_OUT, hint=OUT)
    staged.spooled("r1", "Receipt R1-042", "receipt", SpoolState.HELD, OUT)
    staged.others_did()
    desk.settle()
    assert staged.strip.words == f"FRONT: {OUT} 1 piece of paper waits."
    tap_last(desk, "Devices")
    assert desk.terminal.window.view is View.DEVICES


def test_jobs_that_were_cut_short_are_told_at_the_start(desk: Desk, theme: Theme) -> None:
    spool = MemorySpool(desk.store.journal.jobs)
    for name in ("r1", "r2"):
        job = PrintJob(PrintJobId(name), SpoolKind.RECEIPT, "receipt", name, document=RECEIPT)
        spool.add(job, desk.store.clock.now())
        spool.settle(job.job_id, SpoolState.UNCONFIRMED, INTERRUPTED, desk.store.clock.now())
    stage_devices(desk.store, desk.terminal, theme)
    desk.settle()
    said = "2 jobs were interrupted when the program stopped. Did they print? See Devices."
    assert desk.terminal.window.sentence == said


def test_jobs_the_node_finds_cut_short_after_the_first_look_are_told_once(desk: Desk, staged: StagedDevices) -> None:
    told: list[int] = []
    staged.queue.interrupted.connect(told.append)
    jobs = [staged.spooled(name, name, "receipt", SpoolState.SENDING) for name in ("r1", "r2")]
    staged.others_did()
    desk.settle()
    assert told == []
    for job in jobs:
        staged.spool.settle(job, SpoolState.UNCONFIRMED, INTERRUPTED, desk.store.clock.now())
    for _ in range(2):
        staged.others_did()
        desk.settle()
    assert told == [2]


def test_a_printer_that_never_answers_is_believed_once_a_person_says_so(desk: Desk, page: StagedDevices) -> None:
    arrive(desk, CARLA)
    page.hear("front", Fault.NO_REPLY, hint="The printer does not answer.")
    desk.settle()
    desk.press("It does print: front")
    ((device, before),) = page.written
    assert (device.name, device.options, before) == ("front", (("confirm", "none"),), "front")


def test_setting_up_needs_the_right_or_somebody_who_has_it(desk: Desk, page: StagedDevices) -> None:
    desk.press("Remove: bar")
    assert page.removed == []
    desk.pick("Carla Lombardi")
    desk.type_pin(pin_of(CARLA))
    assert page.removed == ["bar"]


def test_a_printer_is_found_and_set_up_in_six_taps(desk: Desk, page: StagedDevices) -> None:
    arrive(desk, CARLA)
    desk.press("Set up a printer")
    page.answer(Reply("", Ask.DISCOVER, found=(FOUND,)))
    desk.settle()
    desk.pick("EPSON TM-T20III")
    page.answer(Reply("", Ask.IDENTIFY, "EPSON TM-T20III"))
    desk.settle()
    desk.press("Print the test page")
    assert [each.ask for each in page.asked[-3:]] == [Ask.DISCOVER, Ask.IDENTIFY, Ask.SAMPLE]
    assert page.asked[-1].about == page.set_up.draft
    page.answer(Reply("", Ask.SAMPLE, "The printer says that the page is out."))
    desk.settle()
    desk.pick("42")
    desk.press("Yes, all of them")
    desk.press("No, it is torn off")
    desk.pick("Receipts and reports")
    desk.press("Save")
    (front, named_front), (new, before) = page.written
    assert (front.routes, named_front) == (("drawer",), "front")
    assert (new.name, new.address, new.profile, new.routes, before) == (
        "EPSON TM-T20III", "tcp://10.0.0.8:9100", "tm-t20", ("receipt",), "",
    )  # fmt: skip
    assert dict(new.options) == {"columns": "42", "cutter": "none"}


def test_a_wrong_address_leads_back_and_a_mute_printer_is_set_up(desk: Desk, page: StagedDevices) -> None:
    desk.press("Set up a printer")
    page.answer(Reply("", Ask.DISCOVER, "Nothing was found. Check cable and power, or type the printer's address."))
    desk.settle()
    assert says(desk, "Nothing was found.")
    page.set_up.choose("tcp://10.0.0.99")
    desk.settle()
    page.answer(Reply("", Ask.IDENTIFY, "10.0.0.99:9100: no answer", has_failed=True))
    desk.settle()
    assert says(desk, "10.0.0.99:9100: no answer")
    page.set_up.choose("tcp://10.0.0.8:9100")
    page.answer(Reply("", Ask.IDENTIFY, "Something takes data there and does not say who it is.", is_sure=False))
    desk.settle()
    desk.press("It never answers: print anyway")
    about = page.asked[-1].about
    assert about is not None
    assert about.options == (("confirm", "none"),)


def test_a_printer_that_never_answers_can_be_set_up_all_the_same(desk: Desk, page: StagedDevices) -> None:
    desk.press("Set up a printer")
    page.set_up.choose("tcp://10.0.0.8:9100")
    page.answer(Reply("", Ask.IDENTIFY, "Something takes data there and does not say who it is.", is_sure=False))
    desk.settle()
    desk.press("It never answers: print anyway")
    about = page.asked[-1].about
    assert about is not None
    assert about.options == (("confirm", "none"),)
