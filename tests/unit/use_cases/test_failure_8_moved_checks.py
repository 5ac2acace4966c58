"""Failure 8: merging, splitting, transferring or linking sends cooked food to the kitchen again, or hides its lines.

The six cases of odoo#203742: a dish that was sent, or was not, comes to a table that has sent the same, has the same
unsent, or has nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from aura_terminal.domain.ids import ItemId, OrderId, StaffId, TableId
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.kitchen import TicketFired
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.domain.shop import Delivery
from aura_terminal.ports.reads import OrderSheet
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.floor import Part
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

PIZZA, SOUP = ItemId("margherita"), ItemId("tiramisu")
SEVEN, EIGHT, NINE = (TableId(f"table-{number}") for number in (7, 8, 9))
SOFIA = StaffId("sofia-conti")
Act = Callable[[MemoryStore, OrderId, OrderId], object]
COOKS = ("nothing", "a dish", "a ticket")
SIX = tuple(product(("sent", "unsent"), ("same sent", "same unsent", "nothing of it")))


def pizza_of(store: MemoryStore, order_id: OrderId) -> Part:
    lines = store.shop.reads.orders.sheet(order_id).lines
    return Part(next(line.line_id for line in lines if line.item_id == PIZZA), 1)


def merge(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    return store.shop.floor.merge_orders(EVERYTHING, first, second)


def move(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    return store.shop.floor.move_lines(EVERYTHING, first, [pizza_of(store, first)], second)


def split(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    return store.shop.floor.split_order(EVERYTHING, first, [pizza_of(store, first)])


def separate(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    return store.shop.sharing.separate(EVERYTHING, first)


def transfer(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    return store.shop.floor.transfer_order(EVERYTHING, first, NINE)


def hand(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    return store.shop.handing.hand_over(EVERYTHING, [first, second], SOFIA)


def link(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    return store.shop.linking.link_tables(EVERYTHING, first, [SEVEN, NINE])


def unlink(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    link(store, first, second)
    return store.shop.linking.unlink_tables(EVERYTHING, first, NINE)


def share(store: MemoryStore, first: OrderId, second: OrderId) -> object:
    return store.shop.sharing.share_evenly(EVERYTHING, first, 3)


ACTS: tuple[Act, ...] = (merge, move, split, separate, transfer, hand, link, unlink, share)


def table(store: MemoryStore, at: TableId, *, has_pizza: bool, is_sent: bool) -> OrderId:
    """Two guests, each with a pizza or a dessert, sent or not, and a dessert that is sent in any case."""
    ordering = store.shop.ordering
    order_id = ordering.open_order(EVERYTHING, NewOrder(table_id=at, guests=2)).order_id
    ordering.add_item(EVERYTHING, order_id, Asked(SOUP, seat=2))
    ordering.send(EVERYTHING, order_id)
    if has_pizza:
        ordering.add_item(EVERYTHING, order_id, Asked(PIZZA, quantity=2, seat=1))
    if is_sent and has_pizza:
        ordering.send(EVERYTHING, order_id)
    return order_id


def fired(store: MemoryStore) -> tuple[int, int, int]:
    """Everything that makes a kitchen cook: fires, tickets and slips."""
    facts = [entry.fact for entry in store.journal.entries]
    slips = sum(one.job.kind is SpoolKind.KITCHEN_SLIP for one in store.journal.jobs)
    return (
        sum(isinstance(fact, LinesFired) for fact in facts),
        sum(isinstance(fact, TicketFired) for fact in facts),
        slips,
    )


def units(store: MemoryStore, fires_from: int) -> int:
    """How many units were fired since."""
    fires = [entry.fact for entry in store.journal.entries if isinstance(entry.fact, LinesFired)]
    return sum(quantity for fact in fires[fires_from:] for _, quantity in fact.lines)


def sheets(store: MemoryStore) -> list[OrderSheet]:
    reads = store.shop.reads.orders
    return [reads.sheet(row.order_id) for row in reads.open_orders()]


def bump(store: MemoryStore, how_many: str) -> None:
    """Nothing, one dish of the oldest ticket, or all of it, as a cook gets on with it."""
    tickets = store.shop.reads.kitchen.live(None)
    if how_many == "a dish":
        row = max(tickets, key=lambda row: len(row.lines))
        store.shop.kitchen.tap_item(EVERYTHING, row.ticket_id, row.lines[0].item.line_id)
    elif how_many == "a ticket":
        store.shop.kitchen.bump(EVERYTHING, tickets[0].ticket_id)


@pytest.mark.parametrize("delivery", [Delivery.SCREEN, Delivery.PRINTER])
@pytest.mark.parametrize("act", ACTS)
def test_what_moves_is_fired_once_and_every_line_of_it_is_seen(act: Act, delivery: Delivery) -> None:
    """Each of the six cases, the cook one dish or one ticket further each time."""
    turn = ACTS.index(act)
    for place in (turn, turn + 3) if delivery is Delivery.SCREEN else (turn + 1,):
        try_case(act, delivery, SIX[place % len(SIX)], COOKS[(turn + place) % len(COOKS)])


@pytest.mark.campaign
def test_every_way_in_every_case_at_every_point_of_cooking() -> None:
    for act, delivery, case, cook in product(ACTS, (Delivery.SCREEN, Delivery.PRINTER, Delivery.BOTH), SIX, COOKS):
        try_case(act, delivery, case, cook)


def try_case(act: Act, delivery: Delivery, case: tuple[str, str], cook: str) -> None:
    is_sent, there = case
    store = demo_store()
    stations = store.shop.reads.kitchen.stations()
    store.shop.administration.put_documents(EVERYTHING, [replace(one, delivery=delivery) for one in stations])
    first = table(store, SEVEN, has_pizza=True, is_sent=is_sent == "sent")
    second = table(store, EIGHT, has_pizza=there != "nothing of it", is_sent=there == "same sent")
    bump(store, cook)
    before, unsent = fired(store), sum(sheet.unsent for sheet in sheets(store))
    charged = sum(sheet.total.minor for sheet in sheets(store))
    act(store, first, second)
    assert fired(store) == before, (act, case, cook)
    assert sum(sheet.total.minor for sheet in sheets(store)) == charged
    _every_line_is_seen(store)
    for sheet in [sheet for sheet in sheets(store) if sheet.unsent]:
        store.shop.ordering.send(EVERYTHING, sheet.order_id)
    assert units(store, before[0]) == unsent, (act, case, cook)


def _every_line_is_seen(store: MemoryStore) -> None:
    """On one order each, on the check that is printed of it, and at the kitchen under the table it is at now."""
    names = {sheet.order_id: sheet.table_name for sheet in sheets(store)}
    lines = [line.line_id for sheet in sheets(store) for line in sheet.lines]
    assert len(lines) == len(set(lines))
    for sheet in sheets(store):
        store.shop.guest_checks.print_check(EVERYTHING, sheet.order_id)
        paper = str(store.journal.jobs[-1].job.document)
        assert all(f"{line.quantity} x {line.name}" in paper for line in sheet.lines)
    tables = {row.table_name for row in store.shop.reads.kitchen.live(None)}
    assert tables <= set(names.values())


def test_the_kitchen_reads_the_name_of_tables_that_were_linked() -> None:
    store = demo_store()
    first = table(store, SEVEN, has_pizza=True, is_sent=True)
    store.shop.linking.link_tables(EVERYTHING, first, [SEVEN, NINE])
    assert {row.table_name for row in store.shop.reads.kitchen.live(None)} == {"7+9"}
    assert {line.state for line in store.shop.reads.orders.sheet(first).lines} == {LineState.SENT}
