"""Tickets that no screen received go out on paper once, and everybody can see it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import FireId, ItemId, OrderId, StationId, TicketId
from aura_terminal.domain.kitchen import (
    KitchenTicket,
    TicketEscalated,
    TicketFired,
    TicketReceived,
    TicketSeen,
    ticket_id_of,
    ticket_of,
)
from aura_terminal.domain.paper import PrintJob, SpoolKind, Text
from aura_terminal.domain.shop import Delivery, Station
from aura_terminal.ports.store import Work
from aura_terminal.use_cases import delivery
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.torn_fires import missing_tickets
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

PIZZA = StationId("pizza")
LATE, REPAIRED = 15, 30  # seconds


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


def tear(store: MemoryStore, *items: str) -> FireId:
    """A fire of R1's that was handed on without its tickets."""
    order_id = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId(items[0]), quantity=2)).order_id
    for item in items[1:]:
        store.shop.ordering.add_item(EVERYTHING, order_id, Asked(ItemId(item)))
    fire_id = FireId(store.ids.new())
    with store.begin(EVERYTHING.id) as work:
        work.keep(*work.order(order_id).send(fire_id, work.now))
    return fire_id


def repair(store: MemoryStore, seconds: int = REPAIRED) -> tuple[TicketFired, ...]:
    """What is written anew so many seconds after the terminal has looked for the first time."""
    assert store.shop.delivery.repair_fires() == ()
    store.clock.advance(seconds=seconds)
    return store.shop.delivery.repair_fires()


def test_a_fire_without_its_ticket_gets_the_ticket_it_ought_to_have(store: MemoryStore) -> None:
    fire_id = tear(store, "margherita", "tiramisu")
    other = store.opened_by("K1")
    assert repair(other, REPAIRED - 1) == ()
    other.clock.advance(seconds=1)
    facts = other.shop.delivery.repair_fires()
    assert {fact.ticket_id for fact in facts} == {ticket_id_of(fire_id, fact.station_id) for fact in facts}
    assert sorted((item.name, item.quantity) for fact in facts for item in fact.items) == [
        ("Margherita", 2), ("Tiramisù", 1),
    ]  # fmt: skip
    assert {fact.terminal for fact in facts} == {"K1"}
    assert other.shop.delivery.repair_fires() == ()


def test_terminals_that_repair_a_fire_at_the_same_time_make_one_ticket(store: MemoryStore) -> None:
    tear(store, "margherita")
    first = repair(store.opened_by("K1"))
    other = tuple(replace(fact, terminal="R2") for fact in first)
    store.journal.commit(store.opened_by("R2").shop.terminal.origin, EVERYTHING.id, store.clock.now(), other, ())
    (one,) = store.journal.tickets()
    assert [line.wanted for line in one.lines.values()] == [2]


def test_a_ticket_written_anew_hides_nothing_of_the_one_that_comes_after_all(store: MemoryStore) -> None:
    fire_id = tear(store, "margherita", "diavola")
    (whole,) = repair(store.opened_by("K1"))
    torn = replace(whole, items=whole.items[:1])
    ticket_id = ticket_id_of(fire_id, PIZZA)
    for facts in ((torn, whole), (whole, torn)):
        lines = ticket_of(ticket_id, facts).lines
        assert [lines[item.line_id].item for item in whole.items] == list(whole.items)


def test_a_fire_that_has_its_tickets_or_is_ones_own_is_left_alone(store: MemoryStore) -> None:
    fire(store)
    assert repair(store.opened_by("K1")) == ()
    tear(store, "margherita")
    assert repair(store) == ()


def test_what_was_said_after_a_fire_proves_that_its_tickets_came(store: MemoryStore) -> None:
    tear(store, "margherita")
    store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu")))
    assert repair(store.opened_by("K1")) == ()


def test_what_was_taken_back_meanwhile_is_not_asked_of_the_kitchen(store: MemoryStore) -> None:
    tear(store, "margherita", "diavola")
    other = store.opened_by("K1")
    assert other.shop.delivery.repair_fires() == ()
    (order,) = store.journal.orders()
    two, one = order.lines
    for line_id in (two, one):
        other.shop.ordering.void_line(EVERYTHING, order.id, line_id, 1, "dropped")
    store.clock.advance(seconds=REPAIRED)
    (fact,) = other.shop.delivery.repair_fires()
    assert [(item.line_id, item.quantity) for item in fact.items] == [(two, 1)]


def test_a_ticket_written_anew_for_paper_is_printed_once_and_marked(store: MemoryStore) -> None:
    tear(store, "tiramisu")
    other, third = store.opened_by("K1"), store.opened_by("R2")
    assert len(repair(other)) == 1
    assert repair(third) == ()
    assert slips(store) == []
    assert escalate(third) == ()
    (fact,) = escalate(other)
    assert isinstance(fact, TicketEscalated)
    assert (fact.to, fact.reason) == ("kitchen", "terminal gone")
    (slip,) = slips(store)
    assert slip.title.endswith("(terminal gone)")
    assert escalate(other) == ()


def test_what_came_out_on_paper_is_not_printed_again_for_want_of_a_screen(store: MemoryStore) -> None:
    fire(store, "tiramisu")
    assert len(slips(store)) == 1
    assert (escalate(store), len(slips(store))) == ((), 1)


def test_a_terminal_that_has_run_for_hours_waits_as_long_for_a_torn_fire_as_one_that_has_just_begun(
    store: MemoryStore,
) -> None:
    store.clock.advance(seconds=3600)
    tear(store, "margherita")
    other = store.opened_by("K1")
    assert repair(other, REPAIRED - 1) == ()
    other.clock.advance(seconds=1)
    assert len(other.shop.delivery.repair_fires()) == 1


def test_a_fire_that_cannot_be_read_here_holds_up_no_other(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    unread, read = sorted((tear(store, "margherita"), tear(store.opened_by("R2"), "diavola")))

    def some(work: Work, order_id: OrderId, fire_id: FireId, terminal: str) -> tuple[TicketFired, ...]:
        if fire_id == unread:
            raise Unavailable("order", "facts of it have not arrived here yet")
        return missing_tickets(work, order_id, fire_id, terminal)

    monkeypatch.setattr(delivery, "missing_tickets", some)
    (fact,) = repair(store.opened_by("K1"))
    assert fact.ticket_id == ticket_id_of(read, fact.station_id)
