"""What cooks do, over the demo shop in memory: passes that wait, courses that are held, rushes, changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, ItemId, OrderId, StationId, TicketId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.menu import Category, Item
from aura_terminal.domain.shop import Delivery, Station, StationRole
from aura_terminal.ports.reads import TicketRow
from aura_terminal.use_cases.ordering import NewOrder
from tests.support.kitchen_evening import COOK, Dish, at_table, fire
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

PASS, OVEN, KITCHEN, BAR = (StationId(each) for each in ("pass", "pizza", "kitchen", "bar"))


def put(store: MemoryStore, *documents: Document) -> None:
    store.shop.administration.put_documents(EVERYTHING, documents)


def station(store: MemoryStore, id: StationId) -> Station:
    return next(each for each in store.shop.reads.kitchen.stations() if each.id == id)


def item(store: MemoryStore, id: str) -> Item:
    return store.shop.reads.menu.sheet(ItemId(id)).item


@pytest.fixture
def store() -> MemoryStore:
    """The demo shop with a pass that is told by its screen."""
    store = demo_store()
    put(store, Station(PASS, "Pass", "bell", "kitchen", 20, role=StationRole.EXPO, delivery=Delivery.SCREEN))
    return store


def live(store: MemoryStore, at: StationId | None = None) -> dict[str, TicketRow]:
    return {row.station_id: row for row in store.shop.reads.kitchen.live(at)}


def folded(store: MemoryStore, ticket_id: TicketId) -> KitchenTicket:
    return store.journal.ticket(ticket_id)


def refusal(act: object) -> RuleBroken:
    assert callable(act)
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value


def test_the_pass_sees_the_whole_order_and_the_stations_their_part(store: MemoryStore) -> None:
    fire(store, at_table(7), Dish("napoli"), Dish("espresso", variant="single"))
    tickets = live(store)
    assert set(tickets) == {OVEN, BAR, PASS}
    assert [line.item.name for line in tickets[PASS].lines] == ["Napoli", "Espresso, Single"]


def test_a_pass_cannot_be_bumped_while_a_station_is_still_making_its_part(store: MemoryStore) -> None:
    fire(store, at_table(7), Dish("napoli"), Dish("espresso", variant="single"))
    tickets = live(store)
    refused = refusal(lambda: store.shop.kitchen.bump(COOK, tickets[PASS].ticket_id))
    assert (refused.rule, refused.details["stations"]) == (Rule.STATIONS_NOT_DONE, "Bar, Pizza oven")
    store.shop.kitchen.bump(COOK, tickets[OVEN].ticket_id)
    refused = refusal(lambda: store.shop.kitchen.bump(COOK, tickets[PASS].ticket_id))
    assert refused.details["stations"] == "Bar"
    store.shop.kitchen.bump(COOK, tickets[BAR].ticket_id)
    store.shop.kitchen.bump(COOK, tickets[PASS].ticket_id)
    assert live(store) == {}


def test_a_station_whose_slip_was_printed_because_its_screen_was_silent_keeps_no_pass_waiting(
    store: MemoryStore,
) -> None:
    put(store, replace(station(store, OVEN), delivery=Delivery.SCREEN, fallback_printer="kitchen"))
    fire(store, at_table(7), Dish("napoli"))
    store.shop.delivery.receive([live(store)[PASS].ticket_id])
    store.shop.delivery.escalate_overdue()
    store.clock.advance(seconds=16)
    store.shop.delivery.escalate_overdue()
    store.shop.kitchen.bump(COOK, live(store)[PASS].ticket_id)
    assert PASS not in live(store)


def test_an_order_of_a_kind_that_is_made_elsewhere_goes_there_with_its_voids(store: MemoryStore) -> None:
    put(store, Station(StationId("go"), "To go", "bag", "kitchen", 9))
    category = next(each for each in _categories(store) if each.id == "pizza")
    put(store, replace(category, also_stations=(StationId("go"),)))
    order_id = fire(store, NewOrder(OrderType.TAKEOUT, guest_name="Ada"), Dish("napoli", 2))
    assert set(live(store)) == {OVEN, StationId("go"), PASS}
    (line,) = live(store)[OVEN].lines
    manager = signed_in(store.shop, "nina-vogel")
    store.shop.ordering.void_line(manager, order_id, line.item.line_id, 1, "Guest left")
    assert [row.lines[0].voided for row in live(store).values()] == [1, 1, 1]


def _categories(store: MemoryStore) -> list[Category]:
    with store.begin(EVERYTHING.id) as work:
        return [work.documents.get(Category, CategoryId("pizza"))]


def course_dinner(store: MemoryStore) -> tuple[OrderId, dict[str, TicketRow]]:
    """Bruschetta first, then pasta, then tiramisù, all from a kitchen that plays courses."""
    put(store, replace(station(store, KITCHEN), holds_courses=True))
    put(store, replace(station(store, OVEN), holds_courses=True))
    order_id = fire(store, at_table(7), *(Dish(each) for each in COURSES))
    rows = {line.item.name: row for row in store.shop.reads.kitchen.live(KITCHEN) for line in row.lines}
    return order_id, rows


COURSES = ("bruschetta-classica", "spaghetti-alla-carbonara", "tiramisu")


def test_courses_wait_in_the_kitchen_until_they_are_fired_one_after_the_other(store: MemoryStore) -> None:
    order_id, rows = course_dinner(store)
    tickets = [
        folded(store, row.ticket_id) for _, row in sorted(rows.items(), key=lambda each: each[1].lines[0].item.course)
    ]
    assert [ticket.is_held for ticket in tickets] == [False, True, True]
    store.clock.advance(minutes=9)
    store.shop.kitchen.fire_course(signed_in(store.shop), order_id)
    after = [folded(store, ticket.id) for ticket in tickets]
    assert [ticket.is_held for ticket in after] == [False, False, True]
    assert after[1].starts_at == store.clock.now()
    store.shop.kitchen.fire_course(signed_in(store.shop), order_id)
    refused = refusal(lambda: store.shop.kitchen.fire_course(signed_in(store.shop), order_id))
    assert refused.rule is Rule.NOTHING_HELD


def test_a_held_course_gets_its_slip_when_it_is_fired_and_not_before(store: MemoryStore) -> None:
    order_id, _ = course_dinner(store)
    printed = [spooled.job.title for spooled in store.journal.jobs]
    store.shop.kitchen.fire_course(signed_in(store.shop), order_id)
    after = [spooled.job.title for spooled in store.journal.jobs]
    assert (len(printed), len(after)) == (1, 2)


def test_a_held_ticket_is_not_sent_out_on_paper_because_its_screen_is_silent(store: MemoryStore) -> None:
    put(store, replace(station(store, KITCHEN), holds_courses=True, delivery=Delivery.SCREEN, fallback_printer="bar"))
    fire(store, at_table(7), *(Dish(each) for each in COURSES))
    store.shop.delivery.escalate_overdue()
    store.clock.advance(seconds=16)
    told = store.shop.delivery.escalate_overdue()
    waiting = {row.ticket_id for row in store.shop.reads.kitchen.live(KITCHEN) if folded(store, row.ticket_id).is_held}
    assert told
    assert len(waiting) == 2
    assert not waiting & {getattr(fact, "ticket_id", None) for fact in told}


def test_one_release_fires_the_course_at_every_station(store: MemoryStore) -> None:
    put(store, *(replace(station(store, each), holds_courses=True) for each in (KITCHEN, OVEN)))
    fire(store, at_table(7), Dish("bruschetta-classica"), Dish("napoli"), Dish("spaghetti-alla-carbonara"))
    waiting = [row.ticket_id for row in store.shop.reads.kitchen.live(None) if folded(store, row.ticket_id).is_held]
    assert len(waiting) == 3
    store.shop.kitchen.release(COOK, waiting[0])
    assert not any(folded(store, each).is_held for each in waiting)


def test_a_ticket_held_for_five_minutes_begins_then_and_by_hand_at_once(store: MemoryStore) -> None:
    fire(store, at_table(7), Dish("napoli"))
    ticket_id = live(store)[OVEN].ticket_id
    store.shop.kitchen.hold(COOK, ticket_id, 5)
    held = folded(store, ticket_id)
    assert held.starts_at is not None
    assert (held.starts_at - store.clock.now()).total_seconds() == 300
    store.clock.advance(seconds=60)
    store.shop.kitchen.release(COOK, ticket_id)
    assert folded(store, ticket_id).starts_at == store.clock.now()
    assert store.shop.kitchen.release(COOK, ticket_id) == ()


def test_a_rush_is_pushed_to_every_station_of_the_order_and_taken_back_everywhere(store: MemoryStore) -> None:
    fire(store, at_table(7), Dish("napoli"), Dish("espresso", variant="single"))
    fire(store, at_table(8), Dish("napoli"))
    mine = [row.ticket_id for row in store.shop.reads.kitchen.live(None) if row.table_name == "7"]
    assert len(store.shop.kitchen.rush(COOK, mine[0])) == len(mine) == 3
    assert all(folded(store, each).rushed_at for each in mine)
    others = [row.ticket_id for row in store.shop.reads.kitchen.live(None) if row.table_name == "8"]
    assert not any(folded(store, each).rushed_at for each in others)
    assert store.shop.kitchen.rush(COOK, mine[1]) == ()
    store.shop.kitchen.cancel_rush(COOK, mine[2])
    assert not any(folded(store, each).rushed_at for each in mine)


def test_a_ticket_of_which_something_was_voided_is_not_bumped_before_that_was_seen(store: MemoryStore) -> None:
    order_id = fire(store, at_table(7), Dish("napoli", 3))
    ticket_id, line = live(store)[OVEN].ticket_id, live(store)[OVEN].lines[0].item.line_id
    store.shop.ordering.void_line(signed_in(store.shop, "nina-vogel"), order_id, line, 1, "Guest left")
    refused = refusal(lambda: store.shop.kitchen.bump(COOK, ticket_id))
    assert (refused.rule, refused.details["voided"]) == (Rule.CHANGES_NOT_SEEN, 1)
    assert len(store.shop.kitchen.see_changes(COOK, ticket_id, "")) == 1
    assert store.shop.kitchen.see_changes(COOK, ticket_id, "") == ()
    store.shop.kitchen.bump(COOK, ticket_id)
    assert OVEN not in live(store)


def test_a_ticket_of_which_everything_was_voided_is_seen_by_bumping_it(store: MemoryStore) -> None:
    order_id = fire(store, at_table(7), Dish("napoli", 3))
    ticket_id, line = live(store)[OVEN].ticket_id, live(store)[OVEN].lines[0].item.line_id
    store.shop.ordering.void_line(signed_in(store.shop, "nina-vogel"), order_id, line, 3, "Guest left")
    assert OVEN in live(store)
    store.shop.kitchen.bump(COOK, ticket_id)
    assert OVEN not in live(store)


def test_what_is_sent_later_to_a_station_that_still_has_the_order_is_an_addition(store: MemoryStore) -> None:
    by = signed_in(store.shop)
    order_id = fire(store, at_table(7), Dish("napoli"))
    store.shop.ordering.add_item(by, order_id, Dish("diavola").asked())
    store.shop.ordering.add_item(by, order_id, Dish("espresso", variant="single").asked())
    store.shop.ordering.send(by, order_id)
    additions = {
        (ticket.fired.station_id, ticket.fired.items[0].name): ticket.fired.addition
        for ticket in store.journal.tickets()
        if ticket.fired is not None
    }
    assert additions[OVEN, "Napoli"] is False
    assert additions[OVEN, "Diavola"] is True
    assert additions[BAR, "Espresso, Single"] is False
