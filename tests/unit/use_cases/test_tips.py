"""Tips of a day: looked at, decided, printed and paid out, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import DrawerId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Job, StaffMember
from aura_terminal.domain.tip_rules import TipOut, TipPool, TipRules
from aura_terminal.domain.tip_sharing import PaidBy
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.support.tips import card_with_tip

FRIDAY = date(2026, 5, 15)


@pytest.fixture
def store() -> MemoryStore:
    store = demo_store()
    with store.begin(EVERYTHING.id) as work:
        members = work.documents.all(StaffMember)
    jobs = {"marta-rossi": "waiter", "sofia-conti": "waiter", "paolo-ferrara": "cook"}
    changed = [replace(one, jobs=(Job(jobs[one.id]),)) for one in members if one.id in jobs]
    store.shop.administration.put_documents(EVERYTHING, changed)
    return store


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


def evening(store: MemoryStore) -> tuple[Actor, Actor, Actor]:
    """Marta and Sofia wait for five hours, Paolo cooks; the cards leave 12.00 with Marta and 3.00 with Sofia."""
    people = tuple(signed_in(store.shop, name) for name in ("marta-rossi", "sofia-conti", "paolo-ferrara"))
    for person in people:
        store.shop.labor.clock_in(person)
    store.clock.advance(hours=1)
    card_with_tip(store, people[0], 1200)
    card_with_tip(store, people[1], 300)
    store.clock.advance(hours=4)
    for person in people:
        store.shop.labor.clock_out(person)
    return people[0], people[1], people[2]


RULES = TipRules(
    tip_outs=(TipOut(("waiter",), ("cook",), Decimal(10)),), pools=(TipPool("floor", ("waiter",)),)
)  # fmt: skip


def test_what_would_be_shared_is_what_the_day_says_of_tips(store: MemoryStore, carla: Actor) -> None:
    evening(store)
    day = store.shop.tips.day(carla)
    assert day.total.minor == sum(one.amount.minor for one in store.shop.closing.read().tips) == 1500
    shares = {one.name: one.share.minor for one in day.shares if one.share}
    assert shares == {"Marta Rossi": 1200, "Sofia Conti": 300}


def test_tips_are_shared_by_the_rules_in_force_and_kept_with_who_decided(store: MemoryStore, carla: Actor) -> None:
    evening(store)
    store.shop.tips.put_rules(EVERYTHING, RULES)
    shown = store.shop.tips.day(carla)
    shared = store.shop.tips.share(carla, FRIDAY, shown.total)
    assert {one.name: one.share.minor for one in shared.shares} == {
        "Marta Rossi": 675, "Sofia Conti": 675, "Paolo Ferrara": 150,
    }  # fmt: skip
    assert (shared.decided_by_name, shared.rules, shared.total.minor) == ("Carla Lombardi", RULES, 1500)
    after = store.shop.tips.day(carla)
    assert (after.current, after.is_settled) == (shared, True)
    assert store.journal.jobs[-1].job.title == "TIPS 15.05.2026"


def test_a_late_tip_is_shared_by_deciding_again_and_what_was_paid_is_taken_off(
    store: MemoryStore, carla: Actor
) -> None:
    marta, _, _ = evening(store)
    store.shop.tips.share(carla, FRIDAY, Money(1500, "EUR"))
    assert store.shop.tips.pay(carla, FRIDAY, marta.id, PaidBy.WAGES).amount == Money(1200, "EUR")
    card_with_tip(store, marta, 250)
    assert not store.shop.tips.day(carla).is_settled
    with pytest.raises(RuleBroken) as refused:
        store.shop.tips.share(carla, FRIDAY, Money(1500, "EUR"))
    assert refused.value.rule is Rule.TIPS_CHANGED
    store.shop.tips.share(carla, FRIDAY, Money(1750, "EUR"))
    assert store.shop.tips.day(carla).owed_to(marta.id) == Money(250, "EUR")


def test_paying_out_of_the_drawer_moves_cash_and_is_done_once(store: MemoryStore, carla: Actor) -> None:
    marta, _, _ = evening(store)
    store.shop.tips.share(carla, FRIDAY, Money(1500, "EUR"))
    with pytest.raises(RuleBroken) as refused:
        store.shop.tips.pay(carla, FRIDAY, marta.id, PaidBy.DRAWER)
    assert refused.value.rule is Rule.SESSION_NEEDED
    session = store.shop.cash.begin(carla, DrawerId("R1"), {5000: 2}).session_id
    paid = store.shop.tips.pay(carla, FRIDAY, marta.id, PaidBy.DRAWER)
    assert (paid.amount, paid.session_id) == (Money(1200, "EUR"), session)
    (moved,) = store.shop.reads.cash.row(session).movements
    assert (moved.kind, moved.amount, moved.recipient) == (MovementKind.TIPS_OUT, Money(1200, "EUR"), "Marta Rossi")
    with pytest.raises(RuleBroken) as again:
        store.shop.tips.pay(carla, FRIDAY, marta.id, PaidBy.DRAWER)
    assert again.value.rule is Rule.TIPS_PAID_ALREADY
    assert store.shop.reads.cash.row(session).tips_out == Money(1200, "EUR")


def test_who_declared_more_than_their_share_hands_the_rest_in(store: MemoryStore, carla: Actor) -> None:
    people = [signed_in(store.shop, name) for name in ("marta-rossi", "sofia-conti")]
    for person in people:
        store.shop.labor.clock_in(person)
    store.clock.advance(hours=5)
    store.shop.labor.clock_out(people[0], tips=Money(1000, "EUR"))
    store.shop.labor.clock_out(people[1])
    store.shop.tips.put_rules(EVERYTHING, RULES)
    store.shop.tips.share(carla, FRIDAY, Money(1000, "EUR"))
    session = store.shop.cash.begin(carla, DrawerId("R1"), {5000: 2}).session_id
    day = store.shop.tips.day(carla)
    assert [day.owed_to(person.id).minor for person in people] == [-500, 500]
    for person in people:
        store.shop.tips.pay(carla, FRIDAY, person.id, PaidBy.DRAWER)
    row = store.shop.reads.cash.row(session)
    assert (row.paid_in.minor, row.tips_out.minor, row.expected) == (500, 500, Money(10000, "EUR"))


def test_nothing_is_shared_where_there_is_nothing_and_nothing_paid_before_it_was_decided(
    store: MemoryStore, carla: Actor
) -> None:
    marta, _, _ = evening(store)
    with pytest.raises(NotFound):
        store.shop.tips.pay(carla, FRIDAY, marta.id, PaidBy.WAGES)
    with pytest.raises(RuleBroken) as refused:
        store.shop.tips.share(carla, date(2026, 5, 14), Money(0, "EUR"))
    assert refused.value.rule is Rule.NO_TIPS_TO_SHARE


def test_a_server_neither_sees_nor_shares_tips(store: MemoryStore) -> None:
    marta = signed_in(store.shop)
    for verb in (lambda: store.shop.tips.day(marta), lambda: store.shop.tips.share(marta, FRIDAY, Money(0, "EUR"))):
        with pytest.raises(RuleBroken) as refused:
            verb()
        assert refused.value.rule is Rule.NOT_ALLOWED
