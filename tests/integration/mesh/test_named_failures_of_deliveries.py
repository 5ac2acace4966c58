"""Failures that restaurants have had with other systems: what a kitchen never heard of, or cooked a second time.

The numbers are those of the list of twenty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kitchen import TicketItemVoided
from aura_terminal.domain.shop import Delivery
from aura_terminal.ports.mesh_reads import DeliveryState
from aura_terminal.use_cases.floor import Part
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_links import Terminals, a_table, facts_everywhere, seated
from tests.support.mesh_paper import StationPaper
from tests.support.store_service import order_of
from tests.support.store_shop import StoredShop

Meet = Callable[..., Terminals]
Act = Callable[[StoredShop, OrderId, OrderId], object]


def screens_alone(stored: StoredShop) -> None:
    """Every station shows its tickets on a screen and prints only what the screen does not take."""
    stations = stored.shop.reads.kitchen.stations()
    documents = tuple(replace(station, delivery=Delivery.SCREEN) for station in stations)
    stored.shop.administration.put_documents(EVERYTHING, documents)


def ledger(stored: StoredShop, order_id: OrderId) -> list[DeliveryState]:
    """How far the order's tickets have come, as a register shows it."""
    since = stored.clock.now() - timedelta(hours=1)
    return [row.state for row in stored.shop.reads.mesh.deliveries(order_id, since)]


def test_a_ticket_no_screen_took_is_told_after_five_seconds_and_printed_once_after_fifteen(
    meet: Meet, tmp_path: Path
) -> None:
    """Failure 10: the kitchen never got the order, and nobody knew."""
    terminals = meet("R1", "R2", "K1")
    register, kitchen = terminals["R1"], terminals["K1"]
    screens_alone(register)
    terminals.heal()
    paper = StationPaper(register, tmp_path)
    terminals.freeze("K1")
    order_id = order_of(register, EVERYTHING, 1)
    for stored in (register, terminals["R2"]):
        assert stored.shop.delivery.overdue() == ()
    terminals.pass_time(seconds=6)
    terminals.talk(seconds=0)
    assert ledger(register, order_id) == [DeliveryState.SENT]
    assert register.shop.delivery.overdue() == ()
    terminals.pass_time(seconds=9)
    for stored in (register, terminals["R2"]):
        stored.shop.delivery.escalate_overdue()
    assert register.shop.delivery.escalate_overdue() == ()
    paper.work(30)
    (slip,) = paper.slips
    assert "SCREEN SILENT" in slip.splitlines()[0]
    assert [stored.store.spool_status().waiting for stored in (register, terminals["R2"])] == [0, 0]
    terminals.heal()
    (ticket,) = kitchen.shop.reads.kitchen.live(None)
    assert ticket.escalated_at is not None
    kitchen.shop.delivery.see([ticket.ticket_id])
    kitchen.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    terminals.heal()
    paper.work(30)
    assert len(paper.slips) == 1
    assert ledger(register, order_id) == [DeliveryState.BUMPED]


def test_a_ticket_the_screen_took_in_time_is_never_printed(meet: Meet, tmp_path: Path) -> None:
    """Failure 10, the other side of it: nothing is cooked twice because somebody was too careful."""
    terminals = meet("R1", "K1")
    register, kitchen = terminals["R1"], terminals["K1"]
    screens_alone(register)
    paper = StationPaper(register, tmp_path)
    order_id = order_of(register, EVERYTHING, 1)
    terminals.heal()
    (ticket,) = kitchen.shop.reads.kitchen.live(None)
    kitchen.shop.delivery.receive([ticket.ticket_id])
    terminals.heal()
    assert ledger(register, order_id) == [DeliveryState.RECEIVED]
    assert register.shop.delivery.escalate_overdue() == ()
    terminals.pass_time(seconds=60)
    assert register.shop.delivery.escalate_overdue() == ()
    paper.work(30)
    assert paper.slips == []


@pytest.mark.parametrize("how", ["voided", "cancelled"])
def test_what_was_taken_back_where_its_ticket_had_not_arrived_is_not_cooked(meet: Meet, how: str) -> None:
    """Failure 10: the order was handed on before its ticket, and whoever took it back could tell no station."""
    terminals = meet("R1", "R2", "K1")
    register, other = terminals["R1"], terminals["R2"]
    screens_alone(register)
    order_id = seated(register, a_table(register))
    terminals.heal()
    terminals.cut()
    known = dict(register.store.known())[register.store.identity.origin]
    register.shop.ordering.send(EVERYTHING, order_id)
    other.store.receive(register.store.facts_after(register.store.identity.origin, known, 1))
    if how == "voided":
        (line,) = other.shop.reads.orders.sheet(order_id).lines
        told = other.shop.ordering.void_line(EVERYTHING, order_id, line.line_id, 1, "guests left").facts
    else:
        told = other.shop.ordering.cancel_order(EVERYTHING, order_id, "guests left").facts
    assert not any(isinstance(fact, TicketItemVoided) for fact in told)
    terminals.heal()
    for stored in terminals:
        (ticket,) = stored.shop.reads.kitchen.live(None)
        assert [(line.item.quantity, line.voided) for line in ticket.lines] == [(1, 1)]
    terminals.pass_time(seconds=60)
    assert register.shop.delivery.escalate_overdue() == ()
    assert len(terminals.digests()) == 1


def torn_fire(terminals: Terminals) -> list[StoredShop]:
    """Those left when R1 broke between a fire and its ticket; each wrote the ticket, cut off from the other."""
    register = terminals["R1"]
    screens_alone(register)
    order_id = seated(register, a_table(register))
    terminals.heal()
    terminals.cut()
    known = dict(register.store.known())[register.store.identity.origin]
    register.shop.ordering.send(EVERYTHING, order_id)
    (fire, *lost) = register.store.facts_after(register.store.identity.origin, known, 100)
    assert (fire.type, [fact.type for fact in lost]) == ("lines_fired", ["ticket_fired"])
    survivors = [terminals["R2"], terminals["K1"]]
    for stored in survivors:
        stored.store.receive([fire])
        assert stored.shop.delivery.repair_fires() == ()
    terminals.pass_time(seconds=30)
    for stored in survivors:
        assert len(stored.shop.delivery.repair_fires()) == 1
    return survivors


def test_food_that_was_fired_by_a_terminal_that_broke_at_once_is_cooked_once(meet: Meet) -> None:
    """Failure 10: the order was handed on, its ticket was not, and the terminal never came back."""
    terminals = meet("R1", "R2", "K1")
    survivors = torn_fire(terminals)
    for one, other in (survivors, survivors[::-1]):
        origin = one.store.identity.origin
        other.store.receive(one.store.facts_after(origin, dict(other.store.known()).get(origin, 0), 100))
    for stored in survivors:
        assert [line.item.quantity for ticket in stored.shop.reads.kitchen.live(None) for line in ticket.lines] == [1]
    terminals.heal()  # its disk was read after all
    assert len(terminals.digests()) == 1
    assert [len(stored.shop.reads.kitchen.live(None)) for stored in terminals] == [1, 1, 1]


def test_every_slip_of_such_food_that_comes_out_apart_says_that_it_may_be_there_already(
    meet: Meet, tmp_path: Path
) -> None:
    """Failure 10: whoever is left cannot hear one another; food that nobody is told of is worse than a slip more."""
    terminals = meet("R1", "R2", "K1")
    survivors = torn_fire(terminals)
    papers = [StationPaper(stored, tmp_path / stored.store.identity.label) for stored in survivors]
    for seconds, printed in ((0, 0), (15, 1), (15, 0)):
        terminals.pass_time(seconds=seconds)
        assert [len(stored.shop.delivery.escalate_overdue()) for stored in survivors] == [printed] * 2
    terminals.heal()
    terminals.pass_time(seconds=60)
    for stored, paper in zip(survivors, papers, strict=True):
        assert stored.shop.delivery.escalate_overdue() == ()
        paper.work(30)
        (slip,) = paper.slips
        assert "MAY BE HERE ALREADY" in slip.splitlines()[0]
        (ticket,) = stored.shop.reads.kitchen.live(None)
        assert ticket.escalated_at is not None
    assert len(terminals.digests()) == 1


def transfer(stored: StoredShop, order_id: OrderId, other: OrderId) -> object:
    return stored.shop.floor.transfer_order(EVERYTHING, order_id, a_table(stored))


def merge(stored: StoredShop, order_id: OrderId, other: OrderId) -> object:
    return stored.shop.floor.merge_orders(EVERYTHING, order_id, other)


def split(stored: StoredShop, order_id: OrderId, other: OrderId) -> object:
    line = stored.shop.reads.orders.sheet(order_id).lines[0]
    return stored.shop.floor.split_order(EVERYTHING, order_id, (Part(line.line_id),))


def move_there_and_back(stored: StoredShop, order_id: OrderId, other: OrderId) -> object:
    parts = (Part(stored.shop.reads.orders.sheet(order_id).lines[0].line_id),)
    stored.shop.floor.move_lines(EVERYTHING, order_id, parts, other)
    return stored.shop.floor.move_lines(EVERYTHING, other, parts, order_id)


def link_and_unlink(stored: StoredShop, order_id: OrderId, other: OrderId) -> object:
    tables = [row for row in stored.shop.reads.orders.tables() if row.order_id in (None, order_id)]
    mine = [row.id for row in tables if row.order_id == order_id]
    free = [row.id for row in tables if row.order_id is None]
    stored.shop.linking.link_tables(EVERYTHING, order_id, [*mine, free[0], free[1]])
    return stored.shop.linking.unlink_tables(EVERYTHING, order_id, free[1])


@pytest.mark.parametrize("is_apart", [False, True], ids=["together", "apart"])
@pytest.mark.parametrize("bumped", [0, 1], ids=["cooking", "bumped"])
@pytest.mark.parametrize("act", [transfer, merge, split, move_there_and_back, link_and_unlink])
def test_what_moves_between_checks_is_not_fired_again(meet: Meet, act: Act, bumped: int, is_apart: bool) -> None:
    """Failure 8: merging, splitting or moving checks sent cooked food to the kitchen again, or hid its lines."""
    terminals = meet("R1", "R2", "K1")
    register, other = terminals["R1"], terminals["R2"]
    first, second = (seated(register, a_table(register)) for _ in range(2))
    for order_id in (first, second):
        register.shop.ordering.send(EVERYTHING, order_id)
    terminals.heal()
    for ticket in terminals["K1"].shop.reads.kitchen.live(None)[:bumped]:
        terminals["K1"].shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    terminals.heal()
    before = fired(terminals)
    if is_apart:
        terminals.cut()
    act(other, first, second)
    terminals.heal()
    assert fired(terminals) == before
    for stored in terminals:
        reads = stored.shop.reads.orders
        lines = [line.line_id for row in reads.open_orders() for line in reads.sheet(row.order_id).lines]
        assert len(lines) == len(set(lines)) == 2
        shown = {row.order_id for row in reads.open_orders()}
        for ticket in stored.shop.reads.kitchen.live(None):
            assert ticket.table_name in {reads.sheet(order_id).table_name for order_id in shown}
    assert len(terminals.digests()) == 1


def fired(terminals: Terminals) -> list[object]:
    """Everything that makes a kitchen cook: fires, tickets and slips."""
    slips = [stored.store.spool_status().waiting for stored in terminals]
    return [facts_everywhere(terminals, "lines_fired"), facts_everywhere(terminals, "ticket_fired"), slips]
