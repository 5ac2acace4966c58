"""Lowering one line, giving away, promotions that come and go by themselves, and ages seen at the counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from aura_terminal.domain.audit import Topic, topic_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.figures import FigureKind, figures_of
from aura_terminal.domain.ids import CategoryId, ItemId, LineId, OrderId, PromotionId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.open_items import OpenItem
from aura_terminal.domain.order_facts import DiscountApplied, LineRemoved
from aura_terminal.domain.promotions import AppliesTo, Promotion, PromotionKind
from aura_terminal.domain.rights import Cap
from aura_terminal.domain.sale_rules import SaleRules
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

PIZZA, TIRAMISU, BEER = ItemId("margherita"), ItemId("tiramisu"), ItemId("sparkling-water-0-25-l")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def supper(store: MemoryStore) -> tuple[OrderId, LineId, LineId]:
    """Two pizzas, a tiramisu, sent."""
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(PIZZA, quantity=2)).order_id
    store.shop.ordering.add_item(EVERYTHING, order_id, Asked(TIRAMISU))
    store.shop.ordering.send(EVERYTHING, order_id)
    pizza, tiramisu = store.journal.order(order_id).lines
    return order_id, pizza, tiramisu


def off(store: MemoryStore, order_id: OrderId) -> list[tuple[str, int]]:
    return [(one.name, one.amount.minor) for one in store.shop.reads.orders.sheet(order_id).discounts]


def pay(store: MemoryStore, order_id: OrderId) -> None:
    due = store.shop.reads.orders.sheet(order_id).due
    store.shop.paying.take_cash(EVERYTHING, order_id, due, store.shop.paying.new_attempt())


# Lines


def test_one_discount_counts_on_a_line_and_those_of_other_lines_stay(store: MemoryStore) -> None:
    order_id, pizza, tiramisu = supper(store)
    lower = store.shop.line_discounts
    lower.take_percent(EVERYTHING, order_id, [pizza], Decimal(10), "late")
    lower.take_amount(EVERYTHING, order_id, [tiramisu], euro(100), "late")
    lower.take_percent(EVERYTHING, order_id, [pizza], Decimal(50), "very late")
    assert off(store, order_id) == [("Discount", 100), ("Discount 50 %", 950)]
    (_, half) = store.shop.reads.orders.sheet(order_id).discounts
    assert half.lines == ("Margherita",)


def test_an_amount_off_several_lines_is_shared_by_what_they_cost_to_the_cent(store: MemoryStore) -> None:
    order_id, pizza, tiramisu = supper(store)
    store.shop.line_discounts.take_amount(EVERYTHING, order_id, [pizza, tiramisu], euro(1001), "late")
    amounts = [minor for _, minor in off(store, order_id)]
    assert len(amounts) == 2
    assert sum(amounts) == 1001
    store.shop.line_discounts.take_amount(EVERYTHING, order_id, [pizza, tiramisu], euro(999_999), "late")
    assert store.shop.reads.orders.sheet(order_id).total.minor == 0


def test_caps_hold_for_lines_as_for_the_order(store: MemoryStore) -> None:
    order_id, pizza, _ = supper(store)
    capped = Actor(
        EVERYTHING.id, "Nina", EVERYTHING.permissions,
        ((Permission.DISCOUNT, Cap(amount=euro(500), percent=Decimal(20))), (Permission.COMP, Cap(amount=euro(1000)))),
    )  # fmt: skip
    lower = store.shop.line_discounts
    lower.take_percent(capped, order_id, [pizza], Decimal(20), "late")
    refused: list[Callable[[], object]] = [
        lambda: lower.take_percent(capped, order_id, [pizza], Decimal(25), "late"),
        lambda: lower.take_amount(capped, order_id, [pizza], euro(501), "late"),
        lambda: lower.comp_lines(capped, order_id, [pizza], "late"),
        lambda: lower.take_percent(capped, order_id, [pizza], Decimal(100), "late"),
    ]
    for act in refused:
        with pytest.raises(RuleBroken, match=Rule.APPROVAL_NEEDED.value):
            act()


# Comps


def test_a_comp_is_served_uncharged_reported_in_full_and_the_kitchen_hears_nothing(store: MemoryStore) -> None:
    order_id, pizza, _ = supper(store)
    paper, tickets = len(store.journal.jobs), store.shop.reads.kitchen.live(None)
    done = store.shop.line_discounts.comp_lines(EVERYTHING, order_id, [pizza], "birthday")
    assert (len(store.journal.jobs), store.shop.reads.kitchen.live(None)) == (paper, tickets)
    (fact,) = done.facts
    assert isinstance(fact, DiscountApplied)
    assert fact.approval is not None
    assert (fact.reason, fact.approval.by, topic_of(fact)) == ("birthday", EVERYTHING.id, Topic.DISCOUNT)
    pay(store, order_id)
    order = store.journal.order(order_id)
    assert order.bill.subtotal.minor - order.bill.total.minor == 1900
    assert order.bill.taken[0].discount.reduction.percent == 100
    told = [(one.kind, one.name, one.why) for one in figures_of(order) if one.kind is FigureKind.COMP]
    assert told == [(FigureKind.COMP, "Comp", "birthday")]


def test_a_void_tells_the_kitchen_and_a_comp_of_the_whole_order_takes_later_lines_along(store: MemoryStore) -> None:
    order_id, pizza, _ = supper(store)
    paper = len(store.journal.jobs)
    store.shop.ordering.void_line(EVERYTHING, order_id, pizza, 1, "dropped")
    assert len(store.journal.jobs) > paper
    store.shop.line_discounts.comp_order(EVERYTHING, order_id, "regular guest")
    store.shop.ordering.add_item(EVERYTHING, order_id, Asked(TIRAMISU))
    assert store.shop.reads.orders.sheet(order_id).total.minor == 0
    assert [name for name, _ in off(store, order_id)] == ["Comp"]


def test_who_may_not_comp_needs_somebody_who_may_and_a_reason(store: MemoryStore, marta: Actor) -> None:
    order_id, pizza, _ = supper(store)
    with pytest.raises(RuleBroken) as refused:
        store.shop.line_discounts.comp_lines(marta, order_id, [pizza], "birthday")
    assert (refused.value.rule, refused.value.details["permission"]) == (Rule.APPROVAL_NEEDED, "comp")
    with pytest.raises(RuleBroken, match=Rule.REASON_NEEDED.value):
        store.shop.line_discounts.comp_lines(EVERYTHING, order_id, [pizza], " ")


# Promotions that need no code

DESSERTS = Promotion(
    PromotionId("sweet"), "Sweet hour", PromotionKind.PERCENTAGE, Decimal(50), applies_to=AppliesTo.CATEGORY,
    categories=(CategoryId("desserts"),), until_time=time(20), in_all=1,
)  # fmt: skip


def test_a_promotion_comes_with_what_it_covers_and_goes_with_it_and_its_use_comes_back(store: MemoryStore) -> None:
    store.shop.administration.put_documents(EVERYTHING, [DESSERTS])
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(PIZZA)).order_id
    assert off(store, order_id) == []
    store.shop.ordering.add_item(EVERYTHING, order_id, Asked(TIRAMISU))
    ((name, amount),) = off(store, order_id)
    (pizza, tiramisu) = store.journal.order(order_id).lines.values()
    assert (name, amount * 2) == ("Sweet hour", tiramisu.price.minor)
    other = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(TIRAMISU)).order_id
    assert off(store, other) == []  # used as often as it may be
    store.shop.ordering.remove_line(EVERYTHING, order_id, tiramisu.id)
    assert off(store, order_id) == []
    store.shop.ordering.add_item(EVERYTHING, other, Asked(PIZZA))
    assert [one for one, _ in off(store, other)] == ["Sweet hour"]
    assert pizza.price.minor == 950


def test_before_a_bill_is_paid_what_has_ended_meanwhile_is_taken_off(store: MemoryStore) -> None:
    store.shop.administration.put_documents(EVERYTHING, [DESSERTS])
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(TIRAMISU)).order_id
    assert off(store, order_id)
    store.clock.advance(hours=1)
    assert len(store.shop.automatic.reckon(EVERYTHING, order_id).facts) == 2  # the discount, and its use
    assert off(store, order_id) == []
    assert store.shop.automatic.reckon(EVERYTHING, order_id).facts == ()


def test_a_promotion_taken_off_by_hand_stays_off(store: MemoryStore) -> None:
    store.shop.administration.put_documents(EVERYTHING, [DESSERTS])
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(TIRAMISU)).order_id
    (row,) = store.shop.reads.orders.sheet(order_id).discounts
    store.shop.discounts.remove(signed_in(store.shop, "carla-lombardi"), order_id, row.discount_id)
    store.shop.ordering.add_item(EVERYTHING, order_id, Asked(TIRAMISU))
    assert off(store, order_id) == []


def test_where_the_money_token_is_elsewhere_nothing_is_reckoned(store: MemoryStore) -> None:
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(PIZZA)).order_id
    store.shop.administration.put_documents(EVERYTHING, [DESSERTS])
    elsewhere = store.opened_by("R2")
    elsewhere.shop.ordering.add_item(EVERYTHING, order_id, Asked(TIRAMISU))
    assert off(store, order_id) == []
    store.shop.automatic.reckon(EVERYTHING, order_id)
    assert [one for one, _ in off(store, order_id)] == ["Sweet hour"]


# Ages


@pytest.fixture
def licensed(store: MemoryStore) -> MemoryStore:
    """What the demo shop's drinks are is for guests of eighteen."""
    drinks = next(one for one in store.shop.reads.catalogue.categories() if one.id == "drinks")
    store.shop.administration.put_documents(EVERYTHING, [replace(drinks, age=18)])
    return store


def test_an_order_says_that_an_age_is_to_be_seen_and_is_neither_sent_nor_paid_before(
    licensed: MemoryStore, marta: Actor
) -> None:
    shop = licensed.shop
    order_id = shop.ordering.add_item(marta, NewOrder(), Asked(BEER)).order_id
    assert shop.reads.orders.sheet(order_id).age_wanted == 18
    for refused in (lambda: shop.ordering.send(marta, order_id), lambda: pay(licensed, order_id)):
        with pytest.raises(RuleBroken, match=Rule.AGE_UNSEEN.value):
            refused()
    done = shop.ages.look_old_enough(marta, order_id)
    assert [topic_of(fact) for fact in done.facts] == [Topic.AGE]
    shop.ordering.add_item(marta, order_id, Asked(BEER, note="no ice"))
    assert shop.reads.orders.sheet(order_id).age_wanted == 0
    pay(licensed, order_id)


def test_another_terminal_knows_of_the_look(licensed: MemoryStore, marta: Actor) -> None:
    order_id = licensed.shop.ordering.add_item(marta, NewOrder(), Asked(BEER)).order_id
    other = licensed.opened_by("R2")
    other.shop.ages.look_old_enough(EVERYTHING, order_id)
    licensed.shop.ordering.send(marta, order_id)


def test_a_birth_date_is_judged_by_the_day_on_the_wall(licensed: MemoryStore, marta: Actor) -> None:
    order_id = licensed.shop.ordering.add_item(marta, NewOrder(), Asked(BEER)).order_id
    eighteen_tomorrow = date(2008, 5, 16)
    with pytest.raises(RuleBroken, match=Rule.TOO_YOUNG.value):
        licensed.shop.ages.born_on(marta, order_id, eighteen_tomorrow)
    licensed.clock.advance(hours=5)  # past midnight, still Friday's business date
    licensed.shop.ages.born_on(marta, order_id, eighteen_tomorrow)
    assert "2008" not in repr(licensed.journal.order(order_id))


def test_who_is_too_young_keeps_the_rest_and_what_was_counted_comes_back(licensed: MemoryStore, marta: Actor) -> None:
    shop = licensed.shop
    shop.stock.set_count(EVERYTHING, BEER, 5)
    order_id = shop.ordering.add_item(marta, NewOrder(), Asked(PIZZA)).order_id
    shop.ordering.add_item(marta, order_id, Asked(BEER, quantity=2))
    done = shop.ages.refuse(replace(marta, permissions=marta.permissions - {Permission.VOID_UNSENT}), order_id)
    assert [type(fact) for fact in done.facts].count(LineRemoved) == 1
    assert [line.name for line in shop.reads.orders.sheet(order_id).lines] == ["Margherita"]
    assert licensed.journal.stock(BEER).left == 5
    shop.ordering.send(marta, order_id)


def test_an_item_may_say_otherwise_than_its_category(licensed: MemoryStore, marta: Actor) -> None:
    water = licensed.shop.reads.menu.sheet(BEER).item
    licensed.shop.administration.put_documents(EVERYTHING, [replace(water, age=0)])
    order_id = licensed.shop.ordering.add_item(marta, NewOrder(), Asked(BEER)).order_id
    assert licensed.shop.reads.orders.sheet(order_id).age_wanted == 0


def test_the_house_may_say_an_age_for_a_category_that_a_back_office_keeps(store: MemoryStore, marta: Actor) -> None:
    store.shop.house_of_sale.put_rules(EVERYTHING, SaleRules(ages=((CategoryId("drinks"), 16),)))
    order_id = store.shop.ordering.add_item(marta, NewOrder(), Asked(BEER)).order_id
    asked = OpenItem(euro(300), "Punch", CategoryId("drinks"))
    other = store.shop.open_items.add(EVERYTHING, NewOrder(), asked).order_id
    assert [store.shop.reads.orders.sheet(one).age_wanted for one in (order_id, other)] == [16, 16]
