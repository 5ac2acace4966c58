"""Known guests: what they usually have, asked for again as the menu is now, and what they must not eat."""

from __future__ import annotations

from datetime import date

import pytest

from aura_terminal.domain.dietary import Dish, concerns_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, GuestId, ItemId, LineId, OrderId
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.regulars import worth_asking
from tests.support.memory_mesh_of_shops import at, founded, meet
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

PIZZA, CAKE = Asked(ItemId("margherita")), Asked(ItemId("tiramisu"))


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


def visit(store: MemoryStore, guest: GuestId, *dishes: Asked) -> OrderId:
    shop = store.shop
    order_id = shop.ordering.add_item(EVERYTHING, NewOrder(), dishes[0]).order_id
    for dish in dishes[1:]:
        shop.ordering.add_item(EVERYTHING, order_id, dish)
    shop.guests.attach(EVERYTHING, order_id, guest)
    due = shop.reads.orders.sheet(order_id).cash_due
    shop.paying.take_cash(EVERYTHING, order_id, due, AttemptId(f"a{order_id}"))
    store.clock.advance(hours=1)
    return order_id


def known(store: MemoryStore, *dietary: str) -> GuestId:
    guest = store.shop.guests.register(EVERYTHING, NewGuest("Nora", "Klein", phone="0171 2345678")).guest_id
    if dietary:
        store.shop.guests.change(EVERYTHING, guest, Details(dietary=dietary))
    return guest


def test_the_usual_is_what_they_have_most_often_and_what_they_had_last(store: MemoryStore) -> None:
    guest = known(store)
    visit(store, guest, PIZZA)
    visit(store, guest, PIZZA, CAKE)
    usual = store.shop.regulars.usual(guest)
    assert [(dish.name, dish.visits) for dish in usual.dishes] == [("Margherita", 2), ("Tiramisù", 1)]
    assert {dish.name for dish in usual.last} == {"Margherita", "Tiramisù"}
    assert usual.visits == 2
    assert store.shop.regulars.usual(known(store)).dishes == ()


def test_asked_for_again_it_costs_what_it_costs_now_and_what_ran_out_is_named(store: MemoryStore) -> None:
    guest, shop = known(store), store.shop
    visit(store, guest, PIZZA, CAKE)
    last = shop.regulars.usual(guest).last
    shop.stock.eighty_six(EVERYTHING, CAKE.item_id)
    assert [dish.is_sold for dish in shop.regulars.usual(guest).last] == [True, False]
    again = shop.regulars.serve(EVERYTHING, NewOrder(), [(dish.name, dish.asked) for dish in last])
    assert again.left_out == ("Tiramisù",)
    sheet = shop.reads.orders.sheet(again.done.order_id)
    assert [line.name for line in sheet.lines] == ["Margherita"]
    shop.stock.eighty_six(EVERYTHING, PIZZA.item_id)
    with pytest.raises(RuleBroken, match=Rule.NOTHING_TO_REPEAT.value):
        shop.regulars.serve(EVERYTHING, NewOrder(), [("Margherita", PIZZA)])
    assert worth_asking(shop.regulars.usual(guest).last) == ()


def test_a_dish_that_goes_against_its_guest_is_found_at_once_and_acknowledged_with_who(store: MemoryStore) -> None:
    shop = store.shop
    guest = known(store, "no gluten", "vegan")
    order_id = shop.ordering.add_item(EVERYTHING, NewOrder(), PIZZA).order_id
    assert shop.dietary.concerns(order_id) == ()
    shop.guests.attach(EVERYTHING, order_id, guest)
    (concern,) = shop.dietary.concerns(order_id)
    assert concern.contains == ("gluten",)
    assert concern.against == ("vegan",)
    assert not concern.is_seen
    (fact,) = shop.dietary.acknowledge(EVERYTHING, order_id)
    assert (fact.seen_by, fact.words) == (EVERYTHING.id, ("gluten", "vegan"))
    assert shop.dietary.acknowledge(EVERYTHING, order_id) == ()
    assert shop.dietary.concerns(order_id)[0].is_seen
    line_id = shop.reads.orders.sheet(order_id).lines[0].line_id
    shop.ordering.note_line(EVERYTHING, order_id, line_id, "Allergy: milk")
    (concern,) = shop.dietary.concerns(order_id)
    assert "milk" in concern.contains
    assert not concern.is_seen  # something new is to be seen


def test_what_was_said_of_a_seat_counts_for_all_its_dishes_and_for_no_others() -> None:
    soup = Dish(LineId("a"), ("milk",), (), "", 2)
    cake = Dish(LineId("b"), ("nuts",), (), "Allergy: nuts, milk", 2)
    other = Dish(LineId("c"), ("milk",), (), "", 3)
    found = concerns_of([soup, cake, other], (), {})
    assert [(one.line_id, one.contains) for one in found] == [("a", ("milk",)), ("b", ("nuts",))]


def test_a_diet_of_the_guest_is_not_held_against_what_others_at_the_table_have() -> None:
    steak = Dish(LineId("a"), (), (), "", 3)
    assert concerns_of([steak], ("vegetarian",), {}) == ()
    assert concerns_of([Dish(LineId("a"), ("milk",), (), "", 3)], ("milk",), {})[0].contains == ("milk",)


def test_two_terminals_apart_that_see_one_warning_come_to_the_same() -> None:
    journal = founded((), ("R1", "R2"))
    one, two = (at(journal, label, demo_store().clock.now(), seed) for seed, label in enumerate(("R1", "R2"), 1))
    guest = known(one, "gluten")
    order_id = one.shop.ordering.add_item(EVERYTHING, NewOrder(), PIZZA).order_id
    one.shop.guests.attach(EVERYTHING, order_id, guest)
    meet((one, two))
    one.shop.dietary.acknowledge(EVERYTHING, order_id)
    two.shop.dietary.acknowledge(EVERYTHING, order_id)
    meet((one, two))
    assert one.shop.dietary.concerns(order_id) == two.shop.dietary.concerns(order_id)
    assert one.shop.dietary.concerns(order_id)[0].is_seen


def test_birthdays_of_the_week_are_found_over_the_turn_of_the_year_and_in_leap_years(store: MemoryStore) -> None:
    guest = known(store)
    store.shop.guests.set_birthday(EVERYTHING, guest, date(1990, 1, 2))
    assert [at for at, _ in store.shop.regulars.birthdays(date(2026, 12, 29))] == [date(2027, 1, 2)]
    assert store.shop.regulars.birthdays(date(2026, 12, 25)) == ()
    store.shop.guests.set_birthday(EVERYTHING, guest, date(1992, 2, 29))
    assert [at for at, _ in store.shop.regulars.birthdays(date(2026, 2, 25))] == [date(2026, 2, 28)]
    assert [at for at, _ in store.shop.regulars.birthdays(date(2028, 2, 25))] == [date(2028, 2, 29)]
