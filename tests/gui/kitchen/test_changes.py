"""Changes, add-ons, allergies and diets: nothing of it can be overlooked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.widgets.ticket_rows import Change, Mark, Strip
from aura_terminal.use_cases.errands import Plan
from aura_terminal.use_cases.ordering import NewOrder
from tests.support.kitchen_busy import oven
from tests.support.kitchen_cook import LEFT, Cook
from tests.support.kitchen_evening import Dish, at_table, fire
from tests.support.memory_shop import EVERYTHING, signed_in


def strips(cook: Cook, title: str) -> list[tuple[str, str]]:
    return [(each.word, each.detail) for each in cook.row(title).allergens if each.strip is Strip.CHANGE]


def test_a_void_is_looked_at_before_the_ticket_can_leave(busy: Cook) -> None:
    assert strips(busy, "T 15") == [("VOID", "1 taken back: tap")]
    busy.tap_header("T 15")
    busy.settle()
    assert "T 15" in busy.titles()
    assert strips(busy, "T 15") == []
    busy.tap_header("T 15")
    busy.settle()
    assert "T 15" not in busy.titles()


@pytest.mark.parametrize(("later", "start", "promised"), [(2, "21:33", "21:46"), (24, "16.05. 19:33", "16.05. 19:46")])
def test_a_ticket_for_later_says_when_to_start_with_the_date_of_another_day(
    cook: Cook, later: int, start: str, promised: str
) -> None:
    shop, due = cook.store.shop, cook.store.clock.now() + timedelta(hours=later)
    order = shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), Dish("margherita").asked()).order_id
    shop.errands.plan(EVERYTHING, order, Plan(OrderType.TAKEOUT, "Ada", due_at=due))
    cook.changes.announce(*shop.ordering.send(EVERYTHING, order).facts)
    cook.settle()
    said = [(each.word, each.detail) for each in cook.row("Ada").allergens if each.strip is Strip.NOTICE]
    assert said == [("PROMISED", promised), ("START", start)]


def test_a_tap_on_the_strip_itself_is_a_look(busy: Cook) -> None:
    header = busy.header_at("T 15")
    QTest.mouseClick(busy.board.viewport(), LEFT, pos=header + header.__class__(0, 62))
    busy.settle()
    assert strips(busy, "T 15") == []


def test_a_second_void_is_shown_again(busy: Cook) -> None:
    busy.key(Qt.Key.Key_A)
    busy.settle()
    assert strips(busy, "T 15") == []
    ticket = oven(busy.store, "T 15")
    manager = signed_in(busy.store.shop, "nina-vogel")
    voided = busy.store.shop.ordering.void_line(manager, ticket.order_id, ticket.lines[1].item.line_id, 1, "Guest left")
    busy.changes.announce(*voided.facts)
    busy.settle()
    assert strips(busy, "T 15") == [("VOID", "1 taken back: tap")]


def test_a_party_that_moved_says_where_it_was_until_somebody_has_looked(busy: Cook) -> None:
    assert strips(busy, "T 8") == [("CHANGED", "was T 6: tap")]
    busy.tap_header("T 8")
    busy.settle()
    assert strips(busy, "T 8") == []
    assert "T 8" in busy.titles()


def test_an_order_that_is_taken_away_after_all_says_how_it_was(busy: Cook) -> None:
    ticket = oven(busy.store, "T 3")
    done = busy.store.shop.ordering.change_type(signed_in(busy.store.shop), ticket.order_id, OrderType.TAKEOUT)
    busy.changes.announce(*done.facts)
    busy.model.refresh()
    busy.settle()
    assert strips(busy, "T 3") == [("CHANGED", "was Dine in: tap")]


def test_what_is_added_later_is_marked_as_an_add_on(busy: Cook) -> None:
    marks = [(row.mark, row.mark_words) for row in busy.board.rows() if row.title == "T 2"]
    assert marks == [(Mark.NONE, ""), (Mark.ADDITION, "ADD-ON")]


def test_a_dish_that_holds_what_its_guest_must_not_have_says_so(busy: Cook) -> None:
    dangers = [
        (line.name, each.tag, each.words)
        for row in busy.board.rows()
        for line in row.lines
        for each in line.modifiers
        if each.change is Change.DANGER
    ]
    assert dangers == [("Marinara", "CONTAINS", "GLUTEN")]


def test_a_diet_stands_in_a_strip_and_a_dish_against_it_is_marked(busy: Cook) -> None:
    fire(busy.store, at_table(14), Dish("margherita", note="Diet: vegan"), Dish("marinara", note="Diet: vegan"))
    busy.model.refresh()
    busy.settle()
    row = busy.row("T 14")
    assert [(each.word, each.detail) for each in row.allergens if each.strip is Strip.DIET] == [
        ("DIET", "vegan · Margherita"), ("DIET", "vegan · Marinara"),
    ]  # fmt: skip
    tags = [[(each.tag, each.words) for each in line.modifiers if each.tag] for line in row.lines]
    assert tags == [[("NOT", "VEGAN")], []]
