"""What happens at a table: courses moved, held, put off and fired, rounds repeated, what is not sent guarded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ChargeId, ItemId, LineId, OrderId, StaffId
from aura_terminal.domain.kinds import LineState, Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.domain.reports import Period, ReportKind
from aura_terminal.domain.service_facts import GRATUITY, LinesMarkedSent, UnsentAllowed
from aura_terminal.domain.service_rules import (
    ChargeRule,
    ChoicePolicy,
    CoursesWait,
    GratuityRule,
    ServiceRules,
    UnsentPolicy,
)
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.ticket_facts import TicketFired
from aura_terminal.domain.value_facts import Hearing
from aura_terminal.ports.reads import OrderSheet
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.rounds import Repeated
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

BY = Actor(StaffId("marta-rossi"), "Marta Rossi", EVERYTHING.permissions)
TEN = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))


def house(rules: ServiceRules) -> MemoryStore:
    store = demo_store()
    store.shop.service.keep_rules(EVERYTHING, store.shop.service.rules(), rules)
    return store


def ordered(store: MemoryStore, *courses: int) -> OrderId:
    order_id = store.shop.ordering.open_order(BY, NewOrder(guests=6)).order_id
    for course in courses:
        store.shop.ordering.add_item(BY, order_id, Asked(ItemId("napoli"), course=course, note=f"of {course}"))
    return order_id


def sheet(store: MemoryStore, order_id: OrderId) -> OrderSheet:
    return store.shop.reads.orders.sheet(order_id)


def tickets(store: MemoryStore) -> list[tuple[bool, int]]:
    rows = store.shop.reads.kitchen.live(None)
    return [(row.starts_at is None, len(row.lines)) for row in rows]


def test_a_course_is_moved_as_a_whole() -> None:
    store = demo_store()
    order_id = ordered(store, 1, 1, 2)
    store.shop.service.move_course(BY, order_id, 1, 3)
    assert sorted(line.course for line in sheet(store, order_id).lines) == [2, 3, 3]
    with pytest.raises(RuleBroken):
        store.shop.service.move_course(BY, order_id, 1, 2)


def test_a_held_line_stays_when_the_rest_is_sent_and_goes_when_it_is_fired_by_name() -> None:
    store = demo_store()
    order_id = ordered(store, 0, 0)
    first = sheet(store, order_id).lines[0].line_id
    store.shop.service.hold(BY, order_id, [first])
    assert [line.held for line in sheet(store, order_id).lines] == [True, False]
    store.shop.ordering.send(BY, order_id)
    assert [line.state for line in sheet(store, order_id).lines] == [LineState.NEW, LineState.SENT]
    with pytest.raises(RuleBroken) as refused:
        store.shop.ordering.send(BY, order_id)
    assert refused.value.rule is Rule.NOTHING_TO_SEND
    store.shop.service.fire_lines(BY, order_id, [first])
    assert not sheet(store, order_id).unsent


def test_what_was_let_go_goes_with_the_next_sending_and_what_is_paid_goes_anyway() -> None:
    store = demo_store()
    order_id = ordered(store, 0)
    store.shop.service.hold(BY, order_id)
    store.shop.service.let_go(BY, order_id)
    store.shop.ordering.send(BY, order_id)
    again = ordered(store, 0)
    store.shop.service.hold(BY, again)
    due = sheet(store, again).cash_due
    store.shop.paying.take_cash(BY, again, due, store.shop.paying.new_attempt())
    assert not sheet(store, again).unsent
    assert len(tickets(store)) == 2


def test_a_course_waits_everywhere_where_the_house_says_so_and_is_fired_by_its_number() -> None:
    store = house(ServiceRules(courses_wait=CoursesWait.EVERYWHERE))
    order_id = ordered(store, 1, 2, 3)
    store.shop.ordering.send(BY, order_id)
    assert sorted(tickets(store)) == [(False, 1), (True, 1), (True, 1)]
    store.shop.service.fire_course(BY, order_id, 3)
    assert sorted(tickets(store)) == [(False, 1), (False, 1), (True, 1)]
    with pytest.raises(RuleBroken) as refused:
        store.shop.service.fire_course(BY, order_id, 3)
    assert refused.value.rule is Rule.NOTHING_HELD


@pytest.mark.parametrize("wait", [CoursesWait.EVERYWHERE, CoursesWait.NOWHERE])
def test_a_course_that_is_put_off_begins_by_the_clock_and_once(wait: CoursesWait) -> None:
    store = house(ServiceRules(courses_wait=wait))
    order_id = ordered(store, 2)
    if wait is CoursesWait.EVERYWHERE:
        store.shop.ordering.add_item(BY, order_id, Asked(ItemId("napoli"), course=1))
        store.shop.ordering.send(BY, order_id)
    begins = store.clock.now() + timedelta(minutes=10)
    done = store.shop.service.fire_course(BY, order_id, 2, 10)
    assert begins in [row.starts_at for row in store.shop.reads.kitchen.live(None)]
    assert len([fact for fact in done.facts if isinstance(fact, TicketFired)]) <= 1
    assert len(tickets(store)) == (2 if wait is CoursesWait.EVERYWHERE else 1)
    with pytest.raises(RuleBroken):
        store.shop.service.fire_course(BY, order_id, 2, 241)


def test_an_order_keeps_the_rules_it_was_opened_under_and_so_does_a_part_of_it() -> None:
    store = house(ServiceRules(charges=(TEN,)))
    order_id = ordered(store, 0, 0)
    before = sheet(store, order_id).total
    rules = store.shop.service.rules()
    store.shop.service.keep_rules(EVERYTHING, rules, replace(rules, charges=(replace(TEN, percent=Decimal(50)),)))
    assert sheet(store, order_id).total == before
    line = sheet(store, order_id).lines[0].line_id
    store.shop.floor.split_order(BY, order_id, [Part(line, 1)])
    parts = [row.total for row in store.shop.reads.orders.open_orders()]
    assert sum(part.minor for part in parts) == before.minor
    assert sheet(store, ordered(store, 0, 0)).total > before


def test_rules_somebody_else_changed_meanwhile_are_not_overwritten() -> None:
    store = house(ServiceRules(charges=(TEN,)))
    with pytest.raises(RuleBroken) as refused:
        store.shop.service.keep_rules(EVERYTHING, ServiceRules(), ServiceRules())
    assert refused.value.rule is Rule.CHANGED_SINCE
    rules = store.shop.service.rules()
    with pytest.raises(RuleBroken) as untaxed:
        store.shop.service.keep_rules(EVERYTHING, rules, ServiceRules(charges=(replace(TEN, tax="unknown"),)))
    assert untaxed.value.rule is Rule.TAX_RULE_MISSING


def test_the_tip_the_house_asks_is_taken_with_cash_until_a_manager_waives_it() -> None:
    store = house(ServiceRules(gratuity=GratuityRule(5, Decimal(18))))
    order_id = ordered(store, 0)
    shown = sheet(store, order_id)
    assert shown.gratuity is not None
    hand = shown.cash_due + shown.gratuity.amount + Money(1000, "EUR")
    with pytest.raises(RuleBroken) as refused:
        store.shop.paying.take_cash(BY, order_id, hand, store.shop.paying.new_attempt(), tip=Money(1, "EUR"))
    assert refused.value.rule is Rule.GRATUITY_COUNTS
    server = Actor(BY.id, BY.name, BY.permissions - {Permission.WAIVE_SERVICE})
    with pytest.raises(RuleBroken) as asked:
        store.shop.service.waive(server, order_id, GRATUITY, "slow")
    assert asked.value.rule is Rule.APPROVAL_NEEDED
    paid = store.shop.paying.take_cash(BY, order_id, hand, store.shop.paying.new_attempt())
    assert paid.closed
    assert (paid.payment.tip, paid.payment.change) == (shown.gratuity.amount, Money(1000, "EUR"))


@pytest.mark.parametrize(
    ("policy", "marks"), [(UnsentPolicy.MANAGER, UnsentAllowed), (UnsentPolicy.MANAGER_MARKS, LinesMarkedSent)]
)
def test_money_for_what_is_not_sent_needs_a_managers_word(policy: UnsentPolicy, marks: type) -> None:
    store = house(ServiceRules(unsent=policy))
    order_id = ordered(store, 0)
    due = sheet(store, order_id).cash_due
    with pytest.raises(RuleBroken) as refused:
        store.shop.paying.take_cash(BY, order_id, due, store.shop.paying.new_attempt())
    assert refused.value.rule is Rule.LINES_UNSENT
    with pytest.raises(RuleBroken, match=Rule.LINES_UNSENT.value):
        store.shop.paying.close_free(BY, order_id)
    done = store.shop.service.take_unsent(BY, order_id, "in a hurry")
    assert any(isinstance(fact, marks) for fact in done.facts)
    assert not sheet(store, order_id).unsent
    assert len(tickets(store)) == (0 if marks is LinesMarkedSent else 1)
    assert store.shop.paying.take_cash(BY, order_id, due, store.shop.paying.new_attempt()).closed
    assert len(tickets(store)) == (0 if marks is LinesMarkedSent else 1)


@pytest.mark.parametrize("policy", [UnsentPolicy.IGNORE, UnsentPolicy.WARN])
def test_else_it_goes_to_the_kitchen_with_the_payment(policy: UnsentPolicy) -> None:
    store = house(ServiceRules(unsent=policy))
    order_id = ordered(store, 0)
    due = sheet(store, order_id).cash_due
    paid = store.shop.paying.take_cash(BY, order_id, due, store.shop.paying.new_attempt())
    assert any(isinstance(fact, LinesFired) for fact in paid.facts)
    assert len(tickets(store)) == 1


def test_a_dish_without_its_required_choice_is_added_where_the_house_says_so_and_not_sent_before_it_has_it() -> None:
    asked = Asked(ItemId("tagliata-di-manzo"), picks=())
    with pytest.raises(RuleBroken) as blocked:
        demo_store().shop.ordering.add_item(BY, NewOrder(), asked)
    assert blocked.value.rule is Rule.CHOICE_MISSING
    store = house(ServiceRules(choices=ChoicePolicy.WARN))
    order_id = store.shop.ordering.add_item(BY, NewOrder(), asked).order_id
    with pytest.raises(RuleBroken) as refused:
        store.shop.ordering.send(BY, order_id)
    assert refused.value.rule is Rule.LINE_NEEDS_CHOICE
    due = sheet(store, order_id).cash_due
    with pytest.raises(RuleBroken) as unpaid:
        store.shop.paying.take_cash(BY, order_id, due, store.shop.paying.new_attempt())
    assert unpaid.value.rule is Rule.LINE_NEEDS_CHOICE


def repeated(store: MemoryStore, order_id: OrderId, *lines: LineId) -> Repeated:
    return store.shop.rounds.repeat(BY, order_id, lines or None)


def test_the_last_round_comes_again_with_its_notes_and_seats_and_is_taken_back_as_a_whole() -> None:
    store = demo_store()
    order_id = ordered(store, 0)
    with pytest.raises(RuleBroken) as refused:
        repeated(store, order_id)
    assert refused.value.rule is Rule.NOTHING_TO_REPEAT
    store.shop.ordering.send(BY, order_id)
    store.clock.advance(minutes=1)
    store.shop.ordering.add_item(BY, order_id, Asked(ItemId("marinara"), seat=2, quantity=2))
    store.shop.ordering.send(BY, order_id)
    again = repeated(store, order_id)
    new = [line for line in sheet(store, order_id).lines if line.state is LineState.NEW]
    assert [(line.item_id, line.quantity, line.seat) for line in new] == [("marinara", 2, 2)]
    assert again.things == 2
    store.shop.rounds.take_back(BY, order_id, again.done.facts)
    assert not sheet(store, order_id).unsent


def test_what_ran_out_is_left_out_of_a_round_and_named() -> None:
    store = demo_store()
    order_id = ordered(store, 0)
    store.shop.ordering.add_item(BY, order_id, Asked(ItemId("marinara")))
    store.shop.ordering.send(BY, order_id)
    store.shop.stock.eighty_six(EVERYTHING, ItemId("marinara"))
    again = repeated(store, order_id)
    assert (again.things, again.left_out) == (1, ("Marinara",))


def test_no_slip_is_printed_for_lines_that_only_count_as_sent() -> None:
    store = house(ServiceRules(unsent=UnsentPolicy.MANAGER_MARKS))
    order_id = ordered(store, 0)
    store.shop.service.take_unsent(BY, order_id, "taken along")
    assert not [one for one in store.journal.jobs if one.job.kind is SpoolKind.KITCHEN_SLIP]
    assert signed_in(store.shop) is not None


def test_a_way_of_paying_that_leaves_no_tip_does_not_settle_a_bill_of_which_one_is_asked() -> None:
    store = house(ServiceRules(gratuity=GratuityRule(5, Decimal(18)), unsent=UnsentPolicy.MANAGER))
    order_id = ordered(store, 0)
    shop = store.shop
    account = shop.value_accounts.open_house(EVERYTHING, "Acme", Money(50000, "EUR"))[0].account_id
    due = sheet(store, order_id).due

    def charge(minor: int) -> object:
        amount = Money(minor, "EUR")
        return shop.value_paying.draw(BY, order_id, account, shop.paying.new_attempt(), Hearing.ALL, amount=amount)

    with pytest.raises(RuleBroken) as unsent:
        charge(due.minor)
    assert unsent.value.rule is Rule.LINES_UNSENT
    shop.ordering.send(BY, order_id)
    with pytest.raises(RuleBroken) as refused:
        charge(due.minor)
    assert refused.value.rule is Rule.GRATUITY_COUNTS
    charge(due.minor - 100)
    left = sheet(store, order_id)
    assert left.gratuity is not None
    hand = left.due + left.gratuity.left
    assert shop.paying.take_cash(BY, order_id, hand, shop.paying.new_attempt()).closed


def test_what_was_charged_for_service_is_a_report_of_its_own_and_stands_on_the_day() -> None:
    store = house(ServiceRules(charges=(TEN,)))
    order_id = ordered(store, 0)
    shown = sheet(store, order_id)
    store.shop.paying.take_cash(BY, order_id, shown.cash_due, store.shop.paying.new_attempt())
    today = store.shop.reports.today()
    report = store.shop.reports.read(EVERYTHING, ReportKind.CHARGES, Period(today, today))
    assert [(row.key.name, row.weight) for row in report.rows] == [(TEN.name, shown.charges[0].amount.minor)]
    assert [row.amount for row in store.shop.closing.read().charges] == [shown.charges[0].amount]
