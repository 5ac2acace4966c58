"""Readings change nothing; closings are numbered, lose nothing and count nothing twice."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from aura_terminal.domain.closing import DayClosed, TerminalPart, parts_of, perpetual
from aura_terminal.domain.closing_checks import CheckKind, ClosingRules, Weight
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ClosingId, DrawerId, ItemId, OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

FRIDAY, SATURDAY = date(2026, 5, 15), date(2026, 5, 16)


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


def order(store: MemoryStore, by: Actor) -> OrderId:
    return store.shop.ordering.add_item(by, NewOrder(), Asked(ItemId("tiramisu"))).order_id


def pay(store: MemoryStore, by: Actor, order_id: OrderId, minor: int = 690) -> None:
    store.shop.paying.take_cash(by, order_id, Money(minor, "EUR"), store.shop.paying.new_attempt())


def sell(store: MemoryStore, by: Actor) -> None:
    pay(store, by, order(store, by))


def test_a_reading_changes_nothing(store: MemoryStore, marta: Actor) -> None:
    sell(store, marta)
    facts, jobs = len(store.journal.entries), len(store.journal.jobs)
    assert store.shop.closing.read() == store.shop.closing.read()
    assert (len(store.journal.entries), len(store.journal.jobs)) == (facts, jobs)


def test_a_closing_is_numbered_printed_and_holds_what_the_ones_before_it_do_not(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    made: list[DayClosed] = []
    for sales in (2, 1, 3):
        for _ in range(sales):
            sell(store, marta)
        made.append(store.shop.closing.close_day(carla))
    assert [closed.number for closed in made] == [1, 2, 3]
    assert [closed.totals.orders for closed in made] == [2, 1, 3]
    assert perpetual(made, "EUR") == store.shop.closing.read().gross == Money(6 * 690, "EUR")
    titles = [job.job.title for job in store.journal.jobs if job.job.title.startswith("Z REPORT")]
    assert titles == ["Z REPORT 1", "Z REPORT 2 ADDENDUM 1", "Z REPORT 3 ADDENDUM 2"]


def test_a_sale_in_the_same_moment_as_a_closing_or_before_it_by_a_clock_set_back_is_not_lost(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    sell(store, marta)
    store.shop.closing.close_day(carla)
    sell(store, marta)
    assert store.shop.closing.close_day(carla).totals.orders == 1
    store.clock.set(datetime(2026, 5, 15, 16, 0, tzinfo=UTC))
    sell(store, marta)
    assert store.shop.closing.close_day(carla).totals.orders == 1


def test_nothing_new_is_not_closed(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    for _ in range(2):
        with pytest.raises(RuleBroken) as refused:
            store.shop.closing.close_day(carla)
        assert refused.value.rule is Rule.NOTHING_TO_CLOSE
        if store.shop.closing.closings():
            break
        sell(store, marta)
        store.shop.closing.close_day(carla)


def test_a_server_closes_no_day(store: MemoryStore, marta: Actor) -> None:
    sell(store, marta)
    with pytest.raises(RuleBroken) as refused:
        store.shop.closing.close_day(marta)
    assert refused.value.rule is Rule.NOT_ALLOWED


def test_an_open_order_is_carried_over_and_its_money_stands_on_the_days_it_was_taken(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    left = order(store, marta)
    pay(store, marta, left, 200)
    friday = store.shop.closing.close_day(carla)
    assert (friday.totals.open_orders, friday.totals.open_amount.minor, friday.totals.orders) == (1, 490, 0)
    assert [figure.amount.minor for figure in friday.totals.tenders] == [200]
    store.clock.advance(hours=12)
    pay(store, marta, left, 500)
    saturday = store.shop.closing.close_day(carla)
    assert (saturday.totals.business_date, saturday.totals.orders) == (SATURDAY, 1)
    assert (saturday.totals.gross.minor, saturday.totals.change_given.minor) == (690, 10)
    assert [figure.amount.minor for figure in saturday.totals.tenders] == [490]
    assert store.shop.closing.read(FRIDAY).gross.minor == 0


def test_a_day_can_be_closed_after_midnight_and_later(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    sell(store, marta)
    store.clock.set(datetime(2026, 5, 16, 1, 30, tzinfo=UTC))
    sell(store, marta)
    store.clock.set(datetime(2026, 5, 16, 9, 0, tzinfo=UTC))
    closed = store.shop.closing.close_day(carla, FRIDAY)
    assert (closed.totals.business_date, closed.totals.orders) == (FRIDAY, 2)


def test_a_closing_names_the_facts_it_covers(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    sell(store, marta)
    facts = len(store.journal.entries)
    assert store.shop.closing.close_day(carla).covers == ((store.shop.terminal.origin, facts),)


def test_a_restored_terminal_reports_what_it_took_before_once_nobody_can_know_more(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    store.shop.terminals.pair("k1", "K1", "of K1", "R1")
    sell(store, marta)
    again = store.opened_by("R1B", "R1")
    sell(again, marta)
    first = again.shop.closing.close_day(carla)
    assert (first.totals.orders, [name for name, _ in first.missing]) == (1, ["R1"])
    again.shop.terminals.revoke(EVERYTHING, "k1", "its disk broke")
    second = again.shop.closing.close_day(carla)
    assert (second.totals.orders, second.addendum, second.missing) == (1, 1, ())


def test_what_was_reported_before_a_restore_is_not_reported_again(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    sell(store, marta)
    store.shop.closing.close_day(carla)
    again = store.opened_by("R1B", "R1")
    with pytest.raises(RuleBroken):
        again.shop.closing.close_day(carla)


def test_a_past_day_is_closed_by_who_may_close_late(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    sell(store, marta)
    store.clock.advance(hours=20)
    on_time = Actor(carla.id, carla.name, carla.permissions - {Permission.CLOSE_LATE})
    with pytest.raises(RuleBroken) as refused:
        store.shop.closing.close_day(on_time, FRIDAY)
    assert (refused.value.rule, refused.value.details["permission"]) == (Rule.NOT_ALLOWED, "close_late")
    assert store.shop.closing.close_day(carla, FRIDAY).totals.business_date == FRIDAY
    sell(store, marta)
    assert store.shop.closing.close_day(on_time).totals.business_date == SATURDAY


def test_drawers_stand_on_the_report_and_a_running_one_refuses_unless_the_house_says_otherwise(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    session = store.shop.cash.begin(carla, DrawerId("R1"), {5000: 2}).session_id
    sell(store, marta)
    with pytest.raises(RuleBroken) as refused:
        store.shop.closing.close_day(carla)
    assert (refused.value.rule, refused.value.details["check"]) == (Rule.CLOSING_REFUSED, "drawers_running")
    store.shop.closing.put_rules(EVERYTHING, ClosingRules(refuses=()))
    first = store.shop.closing.close_day(carla)
    assert [(one.session_id, one.expected.minor, one.counted) for one in first.drawers] == [(session, 10690, None)]
    assert CheckKind.DRAWERS_RUNNING in {check.kind for check in first.noted}
    store.shop.cash.end(carla, session, {5000: 2, 500: 1, 100: 1})
    again = store.shop.closing.close_day(carla)  # nothing was sold, and the count is told once
    assert [(one.counted, one.over_short) for one in again.drawers] == [(Money(10600, "EUR"), Money(-90, "EUR"))]
    assert (again.addendum, again.totals.is_empty) == (1, True)
    with pytest.raises(RuleBroken) as nothing:
        store.shop.closing.close_day(carla)
    assert nothing.value.rule is Rule.NOTHING_TO_CLOSE


def test_cards_nobody_knows_of_refuse_whatever_the_rules_say() -> None:
    rules = ClosingRules(refuses=(), ignores=tuple(CheckKind))
    assert rules.weight_of(CheckKind.CARDS_UNDECIDED) is Weight.REFUSES
    assert {rules.weight_of(kind) for kind in CheckKind} == {Weight.REFUSES, Weight.SILENT}


def test_what_the_house_ignores_is_not_told(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    sell(store, marta)
    order(store, marta)
    store.shop.labor.clock_in(marta)
    store.clock.advance(minutes=5)
    told = {check.kind for check in store.shop.closing.outlook().checks}
    assert told == {CheckKind.OPEN_ORDERS, CheckKind.CLOCKED_IN, CheckKind.UNPRINTED}
    store.shop.closing.put_rules(EVERYTHING, ClosingRules(ignores=(CheckKind.UNPRINTED,)))
    closed = store.shop.closing.close_day(carla)
    assert [(check.kind, check.names) for check in closed.noted] == [
        (CheckKind.OPEN_ORDERS, ("R1-002",)), (CheckKind.CLOCKED_IN, ("Marta Rossi",)),
    ]  # fmt: skip


def test_a_report_lists_two_hundred_deeds_and_says_how_many_more_there_were(store: MemoryStore, carla: Actor) -> None:
    for number in range(202):
        store.shop.paying.open_drawer(EVERYTHING, f"change {number}")
    closed = store.shop.closing.close_day(carla)
    assert (len(closed.deeds), closed.more_deeds) == (200, 2)


def test_rules_for_closing_are_not_everybodys(store: MemoryStore, marta: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.closing.put_rules(marta, ClosingRules(refuses=()))
    assert refused.value.rule is Rule.NOT_ALLOWED


def test_a_machine_that_left_the_store_is_in_the_report_of_those_who_stayed(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    store.shop.terminals.pair("r2", "R2", "of R2", "R1")
    broken = store.opened_by("R2")
    sell(broken, marta)
    sell(store, marta)
    store.clock.advance(minutes=5)
    first = store.shop.closing.close_day(carla)  # R2 is not heard
    assert (first.totals.orders, [name for name, _ in first.missing], first.covered) == (1, ["R2"], (1, 2))
    store.shop.terminals.revoke(EVERYTHING, "r2", "its disk broke")
    second = store.shop.closing.close_day(carla)
    assert [(part.terminal, part.totals.orders) for part in second.parts] == [("R2", 1)]


def test_a_copy_is_the_same_paper_whoever_has_left_since(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    voided = order(store, marta)
    store.shop.ordering.send(marta, voided)
    store.shop.ordering.add_item(marta, voided, Asked(ItemId("tiramisu")))
    line = store.shop.reads.orders.sheet(voided).lines[0].line_id
    store.shop.ordering.void_line(carla, voided, line, 1, "cold")
    pay(store, marta, voided)
    closed = store.shop.closing.close_day(carla)
    first = store.journal.jobs[-1].job.document
    store.shop.closing.reprint(carla, closed.closing_id)
    copy = store.journal.jobs[-1].job.document
    assert first is not None
    assert copy is not None
    assert copy.blocks[1:] == first.blocks
    assert [(deed.by, deed.reason) for deed in closed.deeds] == [("Carla Lombardi", "cold")]


def test_an_older_programs_report_still_counts_as_its_terminals_own(store: MemoryStore, marta: Actor) -> None:
    sell(store, marta)
    with store.begin(EVERYTHING.id) as work:
        totals = store.shop.closing.read()
        old = DayClosed(ClosingId(store.ids.new()), 1, "R1", work.now, work.ledger.known(), totals)
        work.keep(old)
    assert (old.covered, [part.terminal for part in parts_of(old)]) == ((1, 1), ["R1"])
    with pytest.raises(RuleBroken) as refused:
        store.shop.closing.close_day(EVERYTHING)
    assert refused.value.rule is Rule.NOTHING_TO_CLOSE
    sell(store, marta)
    assert store.shop.closing.close_day(EVERYTHING).totals.orders == 1


def test_a_report_of_a_broken_terminal_spoils_no_other(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    sell(store, marta)
    reading = store.shop.closing.read()
    beyond = replace(reading, gross=Money(2**52, "EUR"))
    with store.begin(EVERYTHING.id) as work:
        part = (TerminalPart("R1", beyond),)
        work.keep(DayClosed(ClosingId(store.ids.new()), 7, "R9", work.now, (), beyond, parts=part))
    assert store.shop.closing.close_day(carla).totals.gross == reading.gross
