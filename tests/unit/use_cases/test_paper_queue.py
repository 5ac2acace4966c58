"""What people decide about paper and devices, and who may."""

from __future__ import annotations

import pytest

from aura_terminal.domain.devices import DetourScope, DeviceState
from aura_terminal.domain.drawer import DrawerLeftOpen
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, Power
from tests.support.memory_shop import MemoryStore, demo_store
from tests.support.memory_spool import MemorySpool
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

COOK = Actor(StaffId("c"), "Giulia", frozenset({Permission.BUMP}))
CASHIER = Actor(StaffId("r"), "Sofia", frozenset({Permission.TAKE_PAYMENT, Permission.REPRINT}))
STRANGER = Actor(StaffId("x"), "Nobody", frozenset({Permission.SELL}))


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def put(store: MemoryStore, name: str, state: SpoolState, kind: SpoolKind = SpoolKind.RECEIPT) -> PrintJobId:
    spool = MemorySpool(store.journal.jobs)
    document = KITCHEN_SLIP if kind is SpoolKind.KITCHEN_SLIP else RECEIPT
    job = PrintJob(PrintJobId(name), kind, "receipt", name, document=document)
    spool.add(job, store.clock.now())
    spool.settle(job.job_id, state, "", store.clock.now())
    return job.job_id


def test_whoever_stands_beside_the_printer_may_decide_and_nobody_else(store: MemoryStore) -> None:
    job_id = put(store, "a", SpoolState.HELD)
    with pytest.raises(RuleBroken) as refused:
        store.shop.paper.let_go(STRANGER, job_id)
    assert refused.value.rule is Rule.NOT_ALLOWED
    store.shop.paper.let_go(COOK, job_id)
    assert store.shop.paper.job(job_id).last_error == "Giulia let it go."


def test_a_cook_prints_a_slip_again_and_no_receipt(store: MemoryStore) -> None:
    slip = put(store, "s", SpoolState.UNCONFIRMED, SpoolKind.KITCHEN_SLIP)
    assert "DUPLICATE" in str(store.shop.paper.print_copy(COOK, slip).document)
    receipt = put(store, "r", SpoolState.UNCONFIRMED)
    with pytest.raises(RuleBroken):
        store.shop.paper.print_copy(COOK, receipt)
    assert "COPY" in str(store.shop.paper.print_copy(CASHIER, receipt).document)


@pytest.mark.parametrize("state", [SpoolState.PRINTED, SpoolState.SENDING, SpoolState.REDIRECTED, SpoolState.CANCELLED])
def test_what_is_settled_or_under_way_cannot_be_sent_elsewhere(store: MemoryStore, state: SpoolState) -> None:
    job_id = put(store, "a", state)
    with pytest.raises(NotFound):
        store.shop.paper.redirect(CASHIER, job_id, "front", "bar")


def test_paper_that_may_be_out_already_says_so_where_it_is_sent(store: MemoryStore) -> None:
    inside = put(store, "a", SpoolState.IN_PRINTER)
    copy = store.shop.paper.redirect(CASHIER, inside, "front", "bar")
    assert copy.document is not None
    assert [str(block.runs[0].text) for block in copy.document.blocks[:2]] == [  # type: ignore[union-attr]  # two lines of text
        "REDIRECTED FROM FRONT",
        "may also come out at FRONT",
    ]


def test_a_detour_is_known_to_everybody_until_somebody_ends_it(store: MemoryStore) -> None:
    store.shop.devices.begin_detour("grill", "bar", "off")
    other = store.opened_by("K1")
    (detour,) = other.shop.devices.detours()
    assert (detour.terminal, detour.scope) == ("R1", DetourScope.KITCHEN)
    with pytest.raises(RuleBroken):
        other.shop.devices.switch_back(STRANGER, detour.id)
    other.shop.devices.switch_back(COOK, detour.id)
    assert store.shop.devices.detours() == ()


def test_health_is_written_when_it_changes_and_only_then(store: MemoryStore) -> None:
    now = store.clock.now()
    well = DeviceHealth("front", Power.ONLINE, (), Confidence.REPORTED, now)
    out = DeviceHealth("front", Power.OFFLINE, (Fault.PAPER_OUT,), Confidence.REPORTED, now, hint="load a roll")
    written = [len(store.shop.devices.note_health((row,))) for row in (well, well, out, out, well)]
    assert written == [1, 0, 1, 0, 1]
    (state,) = store.shop.devices.states()
    assert state == DeviceState("R1/front", "R1", "front", "printer", "online", (), now)


def test_setting_up_needs_its_own_right(store: MemoryStore) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.devices.allow_set_up(CASHIER, "front")
    assert refused.value.rule is Rule.APPROVAL_NEEDED


def test_a_drawer_nobody_opened_here_is_still_told(store: MemoryStore) -> None:
    fact = store.shop.devices.drawer_left_open(store.clock.now())
    assert fact == DrawerLeftOpen(fact.drawer_id, store.clock.now(), store.clock.now(), "", "")
