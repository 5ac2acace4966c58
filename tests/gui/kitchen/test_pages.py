"""More tickets than fit: pages that are turned, rows and columns, and late tickets that are named wherever one is."""

from __future__ import annotations

from PySide6.QtCore import Qt

from aura_terminal.ui.screens.kitchen.page_bar import PageBar
from tests.support.kitchen_cook import Cook
from tests.support.kitchen_evening import Dish, delivery, fire, takeaway


def crowd(cook: Cook, parties: int = 24) -> None:
    """Many more tickets, so that there are three pages."""
    for place in range(parties):
        fire(cook.store, takeaway(f"Guest {place}"), Dish("margherita"), Dish("diavola"), Dish("romana"))
    cook.model.refresh()
    cook.settle()


def bar(cook: Cook) -> PageBar:
    return cook.part(PageBar)


def test_one_page_needs_no_bar(cook: Cook) -> None:
    assert not bar(cook).isVisible()


def test_pages_are_turned_by_buttons_and_by_keys(cook: Cook) -> None:
    crowd(cook)
    assert bar(cook).isVisible()
    first = cook.board.in_sight()
    cook.press("Next page")
    assert cook.board.page == 1
    assert not set(first) & set(cook.board.in_sight())
    cook.key(Qt.Key.Key_PageDown)
    assert cook.board.page == 2
    cook.key(Qt.Key.Key_Home)
    assert cook.board.in_sight() == first
    cook.key(Qt.Key.Key_Period)
    cook.key(Qt.Key.Key_Comma)
    assert cook.board.page == 0


def test_digits_count_the_tickets_of_the_page_in_sight(cook: Cook) -> None:
    crowd(cook)
    cook.key(Qt.Key.Key_PageDown)
    second = cook.board.in_sight()[1]
    cook.key(Qt.Key.Key_2)
    cook.settle()
    assert second not in [row.id for row in cook.board.rows()]
    assert cook.titles()[:3] == ["T 4", "Weber", "T 9"]


def test_every_late_ticket_that_is_not_in_sight_is_named_under_the_board(cook: Cook) -> None:
    crowd(cook)
    cook.press("Next page")
    late = [row.id for row in cook.board.rows() if row.title in ("T 4", "Weber")]
    assert list(bar(cook).shown_late()) == late
    cook.store.clock.advance(seconds=70)
    cook.key(Qt.Key.Key_Escape)
    cook.model.tick()
    assert len(bar(cook).shown_late()) == 3
    cook.press("Late: T 4 +4 min")
    assert cook.board.page == 0
    cook.model.tick()
    assert bar(cook).shown_late() == ()


def test_a_ticket_that_grows_late_on_a_further_page_is_named_on_the_first(cook: Cook) -> None:
    crowd(cook, 40)
    last = cook.board.rows()[-1]
    assert last.id not in cook.board.in_sight()
    cook.store.clock.advance(minutes=12)
    cook.model.tick()
    hidden = [row.id for row in cook.board.rows() if row.id not in cook.board.in_sight()]
    named = bar(cook).shown_late()
    assert named == tuple(hidden[: len(named)])
    more = bar(cook)._more.text()
    assert more == f"+{len(hidden) - len(named)} late"


def test_left_alone_for_twenty_seconds_the_board_turns_back_to_its_first_page(cook: Cook) -> None:
    crowd(cook)
    cook.press("Next page")
    cook.store.clock.advance(seconds=19)
    cook.key(Qt.Key.Key_Down)
    cook.store.clock.advance(seconds=19)
    cook.model.tick()
    assert cook.board.page == 1
    cook.store.clock.advance(seconds=1)
    cook.model.tick()
    assert cook.board.page == 0


def test_tickets_stand_in_rows_when_asked_and_nothing_is_lost(cook: Cook) -> None:
    crowd(cook)
    titles = cook.titles()
    cook.press("More")
    cook.choose("Tickets in rows")
    assert cook.titles() == titles
    places = [cook.board.visualRect(cook.board.model().index(at, 0)) for at in range(cook.board.model().rowCount())]
    assert len({(each.left(), each.top()) for each in places}) == len(places)
    tops = [cook.header_at(title).y() for title in ("T 4", "Weber", "T 9", "Keller")]
    assert len(set(tops)) == 1
    seen: list[str] = []
    for page in range(cook.board.pages):
        cook.board.turn_to(page)
        seen.extend(cook.board.in_sight())
    assert seen == [row.id for row in cook.board.rows()]


def test_larger_tickets_take_more_pages_and_smaller_ones_fewer(cook: Cook) -> None:
    crowd(cook)
    before = cook.board.pages
    cook.press("More")
    cook.choose("Larger tickets")
    assert cook.board.pages > before
    cook.press("More")
    cook.choose("Smaller tickets")
    assert cook.board.pages == before


def test_a_kind_of_order_can_be_due_and_late_sooner_than_others(busy: Cook) -> None:
    fire(busy.store, delivery("Fast"), Dish("napoli"))
    fire(busy.store, takeaway("Slow"), Dish("napoli"))
    busy.store.clock.advance(minutes=7)
    busy.model.refresh()
    busy.settle()
    cards = {card.guest_name or card.table_name: card for card in busy.model.unfiltered}
    assert (cards["Fast"].is_due(busy.model.now), cards["Slow"].is_due(busy.model.now)) == (True, False)
    busy.store.clock.advance(minutes=2)
    assert (cards["Fast"].is_late(busy.model.now), cards["Slow"].is_late(busy.model.now)) == (True, False)
