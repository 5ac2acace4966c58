"""Clocking in and out, machines that come and go, and what an outage leaves in the books."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.outages import Tier
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.outages import OutageCounts
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.unit.domain.orders import MANAGER


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def test_a_shift_is_the_time_between_punches_without_its_breaks(store: MemoryStore, marta: Actor) -> None:
    labor = store.shop.labor
    for punch, minutes in ((labor.clock_in, 120), (labor.begin_break, 30), (labor.end_break, 90)):
        punch(marta)
        store.clock.advance(minutes=minutes)
    store.opened_by("R2").shop.labor.clock_out(marta)
    sheet = labor.time_sheet(StaffId("marta-rossi"))
    (shift,) = sheet.shifts
    assert shift.worked(store.clock.now()) == timedelta(minutes=210)
    assert (sheet.contradictions, sheet.is_clocked_in) == ((), False)


def test_a_punch_that_does_not_fit_is_refused(store: MemoryStore, marta: Actor) -> None:
    labor = store.shop.labor
    assert refusal(lambda: labor.clock_out(marta)) is Rule.NOT_CLOCKED_IN
    assert refusal(lambda: labor.begin_break(marta)) is Rule.NOT_CLOCKED_IN
    assert refusal(lambda: labor.end_break(marta)) is Rule.NOT_CLOCKED_IN
    labor.clock_in(marta)
    assert refusal(lambda: labor.clock_in(marta)) is Rule.CLOCKED_IN_ALREADY
    assert refusal(lambda: labor.end_break(marta)) is Rule.BREAK_NOT_BEGUN
    labor.begin_break(marta)
    assert refusal(lambda: labor.begin_break(marta)) is Rule.ON_BREAK_ALREADY
    labor.clock_out(marta)
    assert labor.time_sheet(marta.id).shifts[0].breaks[0].ended_at is not None


def test_a_machine_is_let_in_and_sent_away_for_good(store: MemoryStore, marta: Actor) -> None:
    terminals = store.shop.terminals
    terminals.pair("machine-2", "R2", "ab:cd", paired_by="R1")
    assert store.journal.terminal("machine-2").belongs
    assert refusal(lambda: terminals.revoke(marta, "machine-2", "stolen")) is Rule.APPROVAL_NEEDED
    assert refusal(lambda: terminals.revoke(EVERYTHING, "machine-2", "")) is Rule.REASON_NEEDED
    terminals.revoke(marta, "machine-2", "stolen", MANAGER)
    machine = store.journal.terminal("machine-2")
    assert (machine.belongs, machine.reason, machine.label) == (False, "stolen", "R2")
    assert refusal(lambda: terminals.revoke(EVERYTHING, "machine-2", "again")) is Rule.TERMINAL_REVOKED
    assert refusal(lambda: terminals.pair("machine-2", "R2", "ab:cd", paired_by="R1")) is Rule.TERMINAL_REVOKED
    assert refusal(lambda: terminals.revoke(EVERYTHING, "nobody", "x")) is Rule.TERMINAL_REVOKED


def test_an_outage_is_reported_by_the_terminal_that_had_it(store: MemoryStore) -> None:
    began = store.clock.now()
    store.clock.advance(minutes=7)
    fact = store.shop.outages.end(Tier.ALONE, began, OutageCounts(3, Money(4200, "EUR"), duplicates=1))
    assert (fact.terminal, fact.tier, fact.ended_at - fact.began_at) == ("R1", Tier.ALONE, timedelta(minutes=7))
    assert (fact.orders, fact.taken, fact.redirects, fact.duplicates) == (3, Money(4200, "EUR"), 0, 1)
    later = store.shop.outages.end(Tier.STORE, store.clock.now() + timedelta(hours=1), OutageCounts(0, Money(0, "EUR")))
    assert later.began_at == later.ended_at
