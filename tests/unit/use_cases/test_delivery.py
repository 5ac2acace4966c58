"""Tickets that no screen received go out on paper once, and everybody can see it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aura_terminal.domain.ids import ItemId, StationId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket, TicketEscalated, TicketReceived, TicketSeen
from aura_terminal.domain.paper import PrintJob, SpoolKind, Text
from aura_terminal.domain.shop import Delivery, Station
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

PIZZA = StationId("pizza")
LATE = 15  # seconds


@pytest.fixture
def store() -> MemoryStore:
    """The demo shop, its pizza oven told by a screen alone."""
    store = demo_store()
    _put(store, Station(PIZZA, "Pizza oven", "pizza", "kitchen", 10, delivery=Delivery.SCREEN))
    return store


def _put(store: MemoryStore, station: Station) -> None:
    store.shop.administration.put_documents(EVERYTHING, [station])


def fire(store: MemoryStore, item: str = "margherita") -> TicketId:
    """A pizza, sent."""
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId(item), quantity=2)).order_id
    store.shop.ordering.send(EVERYTHING, order_id)
    return store.journal.tickets()[-1].id


def ticket(store: MemoryStore, ticket_id: TicketId) -> KitchenTicket:
    return store.journal.ticket(ticket_id)


def slips(store: MemoryStore) -> list[PrintJob]:
    return [job.job for job in store.journal.jobs if job.job.kind is SpoolKind.KITCHEN_SLIP]


def escalate(store: MemoryStore, seconds: int = LATE) -> tuple[object, ...]:
    """What goes out so many seconds after the terminal has looked for the first time."""
    assert store.shop.delivery.escalate_overdue() == ()
    store.clock.advance(seconds=seconds)
    return store.shop.delivery.escalate_overdue()


def test_a_station_with_a_screen_alone_gets_no_slip_and_the_others_do(store: MemoryStore) -> None:
    assert ticket(store, fire(store)).fired is not None
    assert slips(store) == []
    fire(store, "tiramisu")
    assert [slip.route for slip in slips(store)] == ["kitchen"]


def test_what_no_screen_received_for_fifteen_seconds_is_printed_once_and_marked(store: MemoryStore) -> None:
    ticket_id = fire(store)
    assert escalate(store, LATE - 1) == ()
    assert store.shop.delivery.overdue() == ()
    store.clock.advance(seconds=1)
    assert store.shop.delivery.overdue() == (ticket_id,)
    (fact,) = store.shop.delivery.escalate_overdue()
    assert isinstance(fact, TicketEscalated)
    assert (fact.ticket_id, fact.to) == (ticket_id, "kitchen")
    (slip,) = slips(store)
    assert slip.document is not None
    first = slip.document.blocks[0]
    assert isinstance(first, Text)
    assert first.runs[0].text == "SCREEN SILENT - ALSO ON SCREEN LATER"
    assert (escalate(store), len(slips(store))) == ((), 1)
    assert ticket(store, ticket_id).escalated == fact


@pytest.mark.parametrize(
    ("printer", "station", "route"), [("spare", "bar", "spare"), ("", "bar", "bar"), ("", "", "kitchen")]
)
def test_the_fallback_is_the_stations_own_choice(store: MemoryStore, printer: str, station: str, route: str) -> None:
    oven = Station(PIZZA, "Pizza oven", "pizza", "kitchen", 10, delivery=Delivery.SCREEN)
    _put(store, replace(oven, fallback_printer=printer, fallback_station=StationId(station)))
    fire(store)
    escalate(store)
    assert [slip.route for slip in slips(store)] == [route]


def test_what_was_received_bumped_or_voided_whole_never_goes_out_another_way(store: MemoryStore) -> None:
    received, bumped, voided = (fire(store) for _ in range(3))
    store.shop.delivery.receive([received])
    store.shop.kitchen.bump(EVERYTHING, bumped)
    fired = ticket(store, voided).fired
    assert fired is not None
    store.shop.ordering.cancel_order(EVERYTHING, fired.order_id, "left")
    assert escalate(store) == ()
    assert slips(store) == []


def test_a_ticket_another_terminal_fired_is_that_terminals_business(store: MemoryStore) -> None:
    fire(store)
    assert escalate(store.opened_by("R2")) == ()
    assert len(escalate(store)) == 1


@pytest.mark.parametrize("step", [timedelta(hours=26), timedelta(hours=-26)], ids=["forwards", "backwards"])
def test_a_clock_that_is_set_neither_sends_everything_out_nor_holds_it_back(
    store: MemoryStore, step: timedelta
) -> None:
    first, second = fire(store), fire(store)
    assert escalate(store, LATE - 5) == ()
    store.clock.set(store.clock.now() + step)
    third = fire(store)
    assert store.shop.delivery.escalate_overdue() == ()
    store.clock.advance(seconds=5)
    assert set(store.shop.delivery.overdue()) == {first, second}
    assert len(store.shop.delivery.escalate_overdue()) == 2
    store.clock.advance(seconds=10)
    assert store.shop.delivery.overdue() == (third,)


def test_a_program_that_starts_anew_waits_anew(store: MemoryStore) -> None:
    fire(store)
    assert escalate(store, LATE - 1) == ()
    again = store.opened_by("R1")
    assert escalate(again, LATE - 1) == ()
    again.clock.advance(seconds=1)
    assert len(again.shop.delivery.escalate_overdue()) == 1


def test_many_tickets_are_received_in_one_transaction_and_said_once(store: MemoryStore) -> None:
    tickets = [fire(store) for _ in range(3)]
    screen = store.opened_by("K1")
    commits = len(store.journal.commits)
    facts = screen.shop.delivery.receive([*tickets, *tickets, TicketId("00000000-0000-7000-8000-000000000000")])
    assert [type(fact) for fact in facts] == [TicketReceived] * 3
    assert len(store.journal.commits) == commits + 1
    assert screen.shop.delivery.receive(tickets) == ()
    assert [type(fact) for fact in screen.shop.delivery.see(tickets[:1])] == [TicketSeen]
    assert len(store.journal.commits) == commits + 2
    one = ticket(store, tickets[0])
    assert one.received is not None
    assert one.seen is not None
    assert (one.received.terminal, one.seen.seen_at) == ("K1", store.clock.now())


def test_what_is_seen_was_received(store: MemoryStore) -> None:
    facts = store.opened_by("K1").shop.delivery.see([fire(store)])
    assert [type(fact) for fact in facts] == [TicketReceived, TicketSeen]


def test_a_void_follows_the_ticket_to_the_paper_it_went_out_on(store: MemoryStore) -> None:
    fired = ticket(store, fire(store)).fired
    assert fired is not None
    void = store.shop.ordering.void_line
    void(EVERYTHING, fired.order_id, fired.items[0].line_id, 1, "dropped")
    assert SpoolKind.VOID_SLIP not in [job.job.kind for job in store.journal.jobs]
    escalate(store)
    void(EVERYTHING, fired.order_id, fired.items[0].line_id, 1, "dropped")
    assert [job.job.route for job in store.journal.jobs if job.job.kind is SpoolKind.VOID_SLIP] == ["kitchen"]
