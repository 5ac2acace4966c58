"""What a kitchen card says at a moment, and what all cards say together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from aura_terminal.domain.allergens import broken_by, held_by
from aura_terminal.domain.ids import ItemId, LineId, OrderId, StationId, TicketId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Portion
from aura_terminal.ports.prep_times import PrepRow, Took, prep_times_of
from aura_terminal.view_models.kitchen_board import (
    Ages,
    AllDayRow,
    Card,
    CardLine,
    Stage,
    StationRow,
    all_day_of,
    changes_at,
    in_order,
    production_of,
    promised,
)

NOW = datetime(2026, 5, 15, 18, 0, tzinfo=UTC)


def line(name: str, quantity: int = 1, done: int = 0, *portions: Portion, minutes: int = 0) -> CardLine:
    return CardLine(
        LineId(name), name, quantity, quantity, done, (), "", 0, ItemId(name), portions=portions, prep_minutes=minutes
    )


def card(
    name: str, age: float, *lines: CardLine, target: int = 10, due: int = 0, held: bool = False, rushed: float = 0.0
) -> Card:
    begun = NOW - timedelta(minutes=age)
    return Card(
        TicketId(name), "Grill", name, OrderType.DINE_IN, "", "", "", begun, target, 0, None, (), lines, None,
        OrderId(name), StationId("grill"), None, starts_at=None if held else begun, is_held=held, due_minutes=due,
        rushed_at=NOW - timedelta(minutes=rushed) if rushed else None,
    )  # fmt: skip


def test_rushed_ones_come_first_then_by_age_then_what_is_held() -> None:
    cards = [
        card("held", 30, held=True),
        card("young", 1),
        card("old", 9),
        card("second", 2, rushed=1),
        card("first", 1, rushed=3),
    ]
    assert [each.ticket_id for each in in_order(cards)] == ["first", "second", "old", "young", "held"]


@pytest.mark.parametrize(
    ("age", "due", "states"),
    [
        (7.9, 0, (False, False)),
        (8, 0, (True, False)),
        (3, 3, (True, False)),
        (10, 3, (True, True)),
        (2.9, 3, (False, False)),
    ],
)
def test_a_ticket_is_due_at_its_own_minutes_or_at_80_percent_and_late_at_its_target(
    age: float, due: int, states: tuple[bool, bool]
) -> None:
    one = card("a", age, due=due)
    assert (one.is_due(NOW), one.is_late(NOW)) == states


def test_what_is_held_does_not_age_and_what_begins_later_waits() -> None:
    assert card("a", 30, held=True).seconds(NOW) == 0
    assert not card("a", 30, held=True).is_late(NOW)
    later = card("b", -5)
    assert (later.stage(NOW), later.seconds(NOW)) == (Stage.SCHEDULED, 0)
    assert later.stage(NOW + timedelta(minutes=5)) is Stage.ACTIVE


def test_the_header_counts_without_what_is_held() -> None:
    header = Ages([card("a", 12), card("b", 4), card("c", 60, held=True)]).header(NOW)
    assert (header.open, header.late, header.average) == (3, 1, 8 * 60)


def test_five_double_burgers_take_ten_patties_less_what_is_ready() -> None:
    double = (Portion("Patty", 10), Portion("Bun", 5))
    assert production_of([card("a", 1, line("Double", 5, 0, *double))]) == (AllDayRow("Patty", 10), AllDayRow("Bun", 5))
    assert production_of([card("a", 1, line("Double", 5, 3, *double))]) == (AllDayRow("Patty", 4), AllDayRow("Bun", 2))
    uneven = line("Shared", 2, 1, Portion("Patty", 3))
    assert production_of([card("a", 1, uneven)]) == (AllDayRow("Patty", 2),)


def test_only_what_is_fired_is_counted() -> None:
    cards = [card("a", 1, line("Soup", 2)), card("b", 1, line("Soup", 5), held=True), card("c", -3, line("Soup", 7))]
    assert all_day_of(cards, NOW) == (AllDayRow("Soup", 2),)


def test_new_orders_are_promised_after_the_work_before_them_at_the_slowest_station() -> None:
    grill, fry = (
        StationRow(StationId("grill"), "Grill", "", capacity=4),
        StationRow(StationId("fry"), "Fry", "", capacity=0),
    )
    busy = [card("a", 1, line("Steak", 4, 0, minutes=18)), card("b", 1, line("Burger", 2, 0, minutes=9))]
    assert promised(busy, [grill, fry]) == -(-(4 * 18 + 2 * 9) // 4) + 15
    assert promised(busy, [fry]) == 0
    assert promised([], [grill]) == 0


def test_the_board_changes_by_itself_when_something_stops_being_new_or_begins() -> None:
    young = card("a", 0.25)
    assert changes_at([young, card("b", 9)], NOW) == NOW + timedelta(seconds=15)
    assert changes_at([card("b", 9), card("c", -2)], NOW) == NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("allergens", "note", "held"),
    [
        (("gluten", "milk"), "Allergy: coeliac", ("gluten",)),
        (("nuts",), "allergy: Nut, severe", ("nuts",)),
        (("milk", "eggs"), "Allergy: lactose and egg", ("milk", "eggs")),
        (("gluten",), "no gluten please", ()),
        (("crustaceans",), "Allergy: shellfish!", ("crustaceans",)),
        (("fish",), "Allergy: nuts", ()),
    ],
)
def test_what_people_say_of_an_allergy_finds_the_dishes_that_hold_it(
    allergens: tuple[str, ...], note: str, held: tuple[str, ...]
) -> None:
    assert held_by(allergens, [note]) == held


def test_a_diet_is_broken_by_what_the_menu_does_not_promise() -> None:
    assert broken_by(("vegetarian",), ["Diet: vegan"]) == ("vegan",)
    assert broken_by(("vegan", "vegetarian"), ["Diet: vegan"]) == ()
    assert broken_by((), ["Diet: gluten free, halal"]) == ("gluten_free", "halal")


def test_times_are_told_by_station_and_dish_with_what_nine_of_ten_stay_within() -> None:
    took = [Took("Grill", "", 1, NOW, NOW + timedelta(minutes=each), 8) for each in range(1, 11)]
    steaks = [Took("Grill", "Steak", 2, NOW, NOW + timedelta(minutes=6), 8)]
    found = prep_times_of(took, [*steaks, Took("Grill", "Soup", 1, NOW, NOW + timedelta(minutes=9), 8)])
    assert found.stations == (PrepRow("Grill", "", 10, 330, 540, 3),)
    assert [(row.name, row.count) for row in found.items] == [("Soup", 1), ("Steak", 2)]
