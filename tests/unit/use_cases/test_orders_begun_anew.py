"""What comes along when a paid order is begun anew, and what an exchange may pay for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ChargeId, ItemId, OrderId, ProgrammeId, StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.loyalty import LoyaltyProgramme
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.service_rules import ChargeRule, GratuityRule, ServiceRules, UnsentPolicy
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.tax import OrderType
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.returns import Towards, Way
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

TIRAMISU, LATTE = ItemId("tiramisu"), ItemId("latte-macchiato")
TEN = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


def rules(store: MemoryStore, after: ServiceRules) -> None:
    store.shop.service.keep_rules(EVERYTHING, store.shop.service.rules(), after)


def ordered(store: MemoryStore, by: Actor, many: int = 2, guests: int = 2, item: ItemId = TIRAMISU) -> OrderId:
    return store.shop.ordering.add_item(by, NewOrder(guests=guests), Asked(item, quantity=many)).order_id


def pay(store: MemoryStore, by: Actor, order_id: OrderId) -> None:
    given = Money(9000, "EUR")
    assert store.shop.paying.take_cash(by, order_id, given, store.shop.paying.new_attempt()).closed


def anew(store: MemoryStore, order_id: OrderId) -> Order:
    return store.journal.order(store.shop.returns.reopen(EVERYTHING, order_id, "forgot the water").order_id)


def test_it_is_taxed_as_it_was_paid_where_it_became_another_kind_of_order(store: MemoryStore, marta: Actor) -> None:
    order_id = ordered(store, marta, item=LATTE)
    store.shop.ordering.change_type(marta, order_id, OrderType.TAKEOUT)
    pay(store, marta, order_id)
    before = store.journal.order(order_id).bill.tax
    assert anew(store, order_id).bill.tax == before


def test_what_was_waived_stays_waived_and_the_rules_are_those_it_was_paid_under(
    store: MemoryStore, marta: Actor
) -> None:
    rules(store, ServiceRules(charges=(TEN,)))
    charged, waived = ordered(store, marta), ordered(store, marta)
    store.shop.service.waive(EVERYTHING, waived, TEN.id, "waited long")
    for order_id in (charged, waived):
        pay(store, marta, order_id)
    rules(store, ServiceRules(charges=(replace(TEN, percent=Decimal(50)),)))
    for order_id in (charged, waived):
        order = anew(store, order_id)
        assert (order.bill.total, order.bill.due.minor) == (store.journal.order(order_id).bill.total, 0)


def test_it_is_for_the_same_guest_who_earns_the_points_again_and_served_by_the_same_person(
    store: MemoryStore, marta: Actor
) -> None:
    store.shop.administration.put_documents(EVERYTHING, [LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal(1))])
    guest = store.shop.guests.register(EVERYTHING, NewGuest("Ada")).guest_id
    order_id = ordered(store, marta)
    store.shop.guests.attach(marta, order_id, guest)
    pay(store, marta, order_id)
    _, points = store.shop.loyalty.earned_by(order_id)
    assert points > 0
    order = anew(store, order_id)
    assert (order.guest_id, order.opened_by, order.server_name) == (guest, StaffId("marta-rossi"), marta.name)
    store.shop.paying.close_free(marta, order.id)
    assert store.shop.loyalty.earned_by(order.id)[1] == points


def test_a_tip_that_was_given_is_not_asked_again(store: MemoryStore, marta: Actor) -> None:
    rules(store, ServiceRules(gratuity=GratuityRule(2, Decimal(18))))
    order_id = ordered(store, marta)
    pay(store, marta, order_id)
    assert store.journal.order(order_id).payments[0].tip.minor > 0
    order = anew(store, order_id)
    store.shop.ordering.add_item(marta, order.id, Asked(TIRAMISU))
    due = store.shop.reads.orders.sheet(order.id).due
    paid = store.shop.paying.take_cash(marta, order.id, due, store.shop.paying.new_attempt())
    assert (paid.closed, paid.payment.tip.minor, paid.due.minor) == (True, 0, 0)


def test_an_amount_off_counts_as_far_as_it_was_on_what_is_left(store: MemoryStore, marta: Actor) -> None:
    order_id = ordered(store, marta)
    store.shop.discounts.take_amount(EVERYTHING, order_id, Money(500, "EUR"), "slow")
    pay(store, marta, order_id)
    (line_id,) = store.journal.order(order_id).lines
    store.shop.returns.take_back(EVERYTHING, order_id, [(line_id, 1)], "cold", Way.CASH)
    order = anew(store, order_id)
    assert (order.bill.discount.minor, order.bill.paid, order.bill.due.minor) == (250, order.bill.total, 0)


def test_who_gave_something_away_and_why_is_told_of_it_anew(store: MemoryStore, marta: Actor) -> None:
    order_id = ordered(store, marta)
    store.shop.line_discounts.comp_order(EVERYTHING, order_id, "hair in the soup")
    store.shop.paying.close_free(marta, order_id)
    (given,) = anew(store, order_id).discounts.values()
    assert (given.reason, given.applied_by) == ("hair in the soup", EVERYTHING.id)


def test_an_exchange_settles_no_bill_of_which_a_tip_is_asked_and_sends_nothing_a_manager_has_to_allow(
    store: MemoryStore, marta: Actor
) -> None:
    paid = ordered(store, marta, guests=1)
    pay(store, marta, paid)
    (line_id,) = store.journal.order(paid).lines
    rules(store, ServiceRules(gratuity=GratuityRule(2, Decimal(18)), unsent=UnsentPolicy.MANAGER))
    party = ordered(store, marta, many=1)

    def exchange() -> Rule:
        with pytest.raises(RuleBroken) as refused:
            store.shop.returns.take_back(EVERYTHING, paid, [(line_id, 1)], "cold", Towards(party))
        assert store.journal.order(paid).returns == {}
        return refused.value.rule

    assert exchange() is Rule.LINES_UNSENT
    store.shop.ordering.send(marta, party)
    assert exchange() is Rule.GRATUITY_COUNTS
    store.shop.ordering.add_item(marta, party, Asked(TIRAMISU))
    store.shop.ordering.send(marta, party)
    with pytest.raises(RuleBroken, match=Rule.GRATUITY_COUNTS.value):
        store.shop.returns.take_back(EVERYTHING, paid, [(line_id, 2)], "cold", Towards(party))
    assert store.journal.order(party).status is OrderStatus.OPEN


def test_a_combo_that_a_return_has_torn_is_taken_off_dish_by_dish(store: MemoryStore, marta: Actor) -> None:
    order_id = ordered(store, marta, item=ItemId("lunch-menu"))
    pay(store, marta, order_id)
    pasta, *others = store.journal.order(order_id).lines
    store.shop.returns.take_back(EVERYTHING, order_id, [(pasta, 1)], "cold", Way.CASH)
    order = anew(store, order_id)
    assert [one.sold.combo for one in order.lines.values()] == [None] * (1 + len(others))
    store.shop.ordering.add_item(marta, order.id, Asked(TIRAMISU, quantity=5))
    for line in order.lines.values():
        store.shop.ordering.void_line(EVERYTHING, order.id, line.id, line.quantity, "not wanted")
    (left,) = (one for one in store.journal.order(order.id).lines.values() if one.charged_quantity)
    assert left.sold.item_id == TIRAMISU


def test_a_combo_that_is_whole_stays_one(store: MemoryStore, marta: Actor) -> None:
    order_id = ordered(store, marta, item=ItemId("lunch-menu"))
    pay(store, marta, order_id)
    before = {one.sold.combo.id for one in store.journal.order(order_id).lines.values() if one.sold.combo}
    after = {one.sold.combo.id for one in anew(store, order_id).lines.values() if one.sold.combo}
    assert (len(before), len(after), before & after) == (1, 1, set())
