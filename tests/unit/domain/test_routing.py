"""Where what is fired is made: by item, by category, by the kind of order, at several stations, and at the pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import CategoryId, FireId, ItemId, LineId, ModifierId, StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierKind, Portion
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.pacing import CoursesThere, Load, courses_apart, paced, promised_minutes
from aura_terminal.domain.reroutes import Reroute
from aura_terminal.domain.routing import MenuNow, stations_of, tickets_for
from aura_terminal.domain.shop import Station, StationRole, Threshold
from aura_terminal.domain.ticket_facts import TicketFired
from tests.unit.domain.orders import FIRE, NOW, add, chosen, new_order, sold

GRILL, FRY, BAR, PASS, GO = (StationId(each) for each in ("grill", "fry", "bar", "pass", "to-go"))
KINDS = tuple(OrderType)


def station(id: StationId, name: str) -> Station:
    return Station(id, name, "flame", "kitchen", 10)


STATIONS = {
    each.id: each for each in (station(GRILL, "Grill"), station(FRY, "Fry"), station(BAR, "Bar"), station(GO, "To go"))
}
BURGER = Item(ItemId("burger"), CategoryId("mains"), "Burger", Money(1200, "EUR"), 1, also_stations=(FRY,))
MAINS = Category(CategoryId("mains"), "Mains", "beef", 0, GRILL, 2, "food", 1)


def burger() -> Order:
    """A burger sold for the grill."""
    order = new_order()
    add(order, "a", replace(sold(station="grill"), item_id=BURGER.id, category_id=MAINS.id), 2)
    return order


def menu(item: Item = BURGER, category: Category = MAINS) -> MenuNow:
    return MenuNow({item.id: item}, {category.id: category})


def places(
    kind: OrderType, item: Item, category: Category = MAINS, stations: dict[StationId, Station] = STATIONS
) -> tuple[StationId, ...]:
    return stations_of(burger().line(LineId("a")).sold, kind, stations, menu(item, category))


def test_a_dish_with_a_part_at_another_station_is_on_both_tickets_and_each_names_the_other() -> None:
    order = burger()
    add(order, "b", sold("Water", 300, station="bar"))
    made = {each.station_id: each for each in tickets_for(order, order.send(FIRE, NOW), STATIONS, menu=menu())}
    assert set(made) == {GRILL, FRY, BAR}
    assert made[GRILL].items[0].also_at == ("Fry",)
    assert made[FRY].items[0].also_at == ("Grill",)
    assert made[BAR].items[0].also_at == ()
    assert made[GRILL].also_at == ("Fry", "Bar")
    assert [item.quantity for item in made[FRY].items] == [2]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_order_is_made_elsewhere_where_the_item_says_so(kind: OrderType) -> None:
    item = replace(BURGER, also_stations=(), reroutes=(Reroute(OrderType.DELIVERY, GO),))
    assert places(kind, item) == ((GO,) if kind is OrderType.DELIVERY else (GRILL,))


def test_an_item_without_a_word_of_its_own_follows_its_category() -> None:
    category = replace(MAINS, also_stations=(FRY,), reroutes=(Reroute(OrderType.TAKEOUT, GO),))
    plain = replace(BURGER, also_stations=())
    assert places(OrderType.DINE_IN, plain, category) == (GRILL, FRY)
    assert places(OrderType.TAKEOUT, plain, category) == (GO, FRY)


def test_an_item_with_a_station_of_its_own_does_not_follow_its_category() -> None:
    category = replace(MAINS, also_stations=(FRY,), reroutes=(Reroute(OrderType.TAKEOUT, GO),))
    own = replace(BURGER, station=GRILL, also_stations=())
    assert places(OrderType.TAKEOUT, own, category) == (GRILL,)


def test_a_station_sends_one_kind_of_order_on_once_and_a_part_is_never_made_twice_at_one_place() -> None:
    stations = STATIONS | {
        GRILL: replace(STATIONS[GRILL], reroutes=(Reroute(OrderType.DELIVERY, GO),)),
        FRY: replace(STATIONS[FRY], reroutes=(Reroute(OrderType.DELIVERY, GO),)),
        GO: replace(STATIONS[GO], reroutes=(Reroute(OrderType.DELIVERY, GRILL),)),
    }
    assert places(OrderType.DELIVERY, BURGER, stations=stations) == (GO,)


def test_a_part_for_a_station_that_is_gone_is_refused_by_name() -> None:
    with pytest.raises(NotFound) as refused:
        places(OrderType.DINE_IN, replace(BURGER, also_stations=(StationId("wok"),)))
    assert refused.value.details == {"what": "station", "name": "wok"}


def test_the_pass_gets_one_ticket_with_every_dish_and_where_it_is_made() -> None:
    watching = STATIONS | {PASS: replace(station(PASS, "Pass"), role=StationRole.EXPO, watches=(GRILL, FRY))}
    order = burger()
    add(order, "b", sold("Water", 300, station="bar"))
    made = {each.station_id: each for each in tickets_for(order, order.send(FIRE, NOW), watching, menu=menu())}
    assert [item.line_id for item in made[PASS].items] == ["a"]
    assert made[PASS].items[0].also_at == ("Grill", "Fry")
    assert made[PASS].role is StationRole.EXPO
    assert "Pass" not in made[GRILL].also_at
    assert made[GRILL].items[0].also_at == ("Fry",)


def test_thresholds_of_a_kind_of_order_go_with_its_tickets() -> None:
    stations = STATIONS | {GRILL: replace(STATIONS[GRILL], thresholds=(Threshold(OrderType.DINE_IN, 3, 7),))}
    order = burger()
    (ticket,) = tickets_for(order, order.send(FIRE, NOW), stations)
    assert (ticket.due_minutes, ticket.target_minutes) == (3, 7)


def test_what_is_made_beforehand_is_counted_for_all_units_and_for_what_was_chosen() -> None:
    item = replace(BURGER, also_stations=(), portions=(Portion("Patty", 2), Portion("Bun")))
    order = new_order()
    add(order, "a", replace(sold(station="grill"), item_id=BURGER.id), 5, chosen(quantity=2))
    (choice,) = order.line(LineId("a")).modifiers
    extra = Modifier(
        ModifierId(choice.modifier_id), "Extra", Money(0, "EUR"), ModifierKind.ADD, portions=(Portion("Patty"),)
    )
    asked = MenuNow({item.id: item}, {}, {extra.id: extra})
    (ticket,) = tickets_for(order, order.send(FIRE, NOW), STATIONS, menu=asked)
    assert ticket.items[0].portions == (Portion("Patty", 12), Portion("Bun", 5))


def meal() -> tuple[TicketFired, ...]:
    """A steak of 18 minutes, chips of 6, a beer nobody knows the minutes of."""
    order = new_order()
    add(order, "a", replace(sold("Steak", station="grill"), prep_minutes=18))
    add(order, "b", replace(sold("Chips", station="fry"), prep_minutes=6))
    add(order, "c", replace(sold("Beer", station="bar"), prep_minutes=0))
    return tickets_for(order, order.send(FIRE, NOW), STATIONS)


def test_a_fast_dish_begins_late_enough_to_be_ready_with_the_slowest() -> None:
    stations = {each.id: replace(each, paces=True) for each in STATIONS.values()}
    begins = {each.station_id: each.start_at for each in paced(meal(), stations)}
    assert begins == {GRILL: None, FRY: NOW + timedelta(minutes=12), BAR: None}


def test_a_station_that_does_not_pace_begins_at_once() -> None:
    assert all(each.start_at is None for each in paced(meal(), STATIONS))


def dinner(*courses: int) -> Order:
    order = new_order()
    for place, course in enumerate(courses):
        add(order, f"line-{place}", sold(f"Dish {place}", station="grill"))
        order.apply(order.course_line(LineId(f"line-{place}"), course))
    return order


def apart(
    order: Order, *making: int, waiting: tuple[int, ...] = (), served: tuple[int, ...] = (), waits: bool = True
) -> list[tuple[int, bool, list[str]]]:
    ids = (FireId(f"019e2cb0-1dc0-7c21-a29f-6fbed82c07e{each}") for each in range(9))
    there = CoursesThere((*making, *served), making, waiting)
    made = courses_apart(order, order.send(FIRE, NOW), lambda line: waits, there, lambda: next(ids))
    assert len({fact.fire_id for part in made for fact in part.facts}) == len(made)
    return [(part.course, part.is_held, [line for fact in part.facts for line, _ in fact.lines]) for part in made]


def test_later_courses_wait_each_on_its_own_and_what_is_at_once_goes_with_the_first() -> None:
    assert apart(dinner(0, 1, 2, 3, 2)) == [
        (0, False, ["line-0", "line-1"]), (2, True, ["line-2", "line-4"]), (3, True, ["line-3"]),
    ]  # fmt: skip


def test_the_first_course_of_an_order_is_never_held_whatever_its_number() -> None:
    assert apart(dinner(2, 2)) == [(0, False, ["line-0", "line-1"])]


def test_a_course_waits_for_an_earlier_one_that_is_cooked_already() -> None:
    assert apart(dinner(3), 2) == [(3, True, ["line-0"])]
    assert apart(dinner(2), 2) == [(0, False, ["line-0"])]


def test_what_comes_to_a_course_that_has_begun_goes_at_once_although_an_earlier_one_is_still_made() -> None:
    assert apart(dinner(2), 1, 2, waiting=(3,)) == [(0, False, ["line-0"])]
    assert apart(dinner(1), 2, served=(1,)) == [(0, False, ["line-0"])]


def test_what_comes_to_a_course_that_waits_waits_with_it() -> None:
    assert apart(dinner(2), waiting=(2,)) == [(2, True, ["line-0"])]
    assert apart(dinner(3, 1), 2, waiting=(3,)) == [(0, False, ["line-1"]), (3, True, ["line-0"])]


def test_nothing_waits_at_a_station_that_holds_no_courses() -> None:
    assert apart(dinner(1, 2), waits=False) == [(0, False, ["line-0", "line-1"])]


@pytest.mark.parametrize(
    ("load", "own", "promised"), [(Load(0, 4), 8, 8), (Load(41, 4), 8, 19), (Load(40, 4), 8, 18), (Load(99, 0), 8, 8)]
)
def test_what_is_promised_is_the_work_before_it_shared_by_as_many_as_cook_and_its_own_time(
    load: Load, own: int, promised: int
) -> None:
    assert promised_minutes(load, own) == promised
