"""A backlog: so many orders one terminal took while nobody heard it, made once through the use cases and kept.

Four things on an order, sent, paid in cash and bumped: the shape of a check of two, with ids as random as real ones.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from aura_terminal.app.chance import SeededIds, ServiceClock, SystemClock
from aura_terminal.app.invented_guests import GuestBook
from aura_terminal.app.opening import opened
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.journal import JournalRow
from aura_terminal.ports.reads import OrderSheet
from aura_terminal.store.engine import connect
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_founding import found_mesh
from tests.support.mesh_networks import DirectNetwork
from tests.support.mesh_terminal import Terminal

ORDERS = 10_000
GIVER, TAKER = "R1", "R2"
LINES = 4
SECONDS_BETWEEN = 5
READ_AT_ONCE = 5_000
MADE = "made.json"
FRESH_SECONDS = 5 * 24 * 3600  # older days would begin to leave the journal of a terminal that is up


@dataclass(frozen=True)
class Backlog:
    """Two paired terminals in one folder: R1 with the orders, R2 that was away while they were taken."""

    folder: Path
    origin: str
    before: int  # facts that R2 knows as well
    last: int
    orders: int

    @property
    def facts(self) -> int:
        """How many facts the orders are."""
        return self.last - self.before


def backlog(scratch: Path, orders: int = ORDERS) -> Backlog:
    """The backlog of so many orders, made the first time somebody asks."""
    folder = scratch / f"backlog-{orders}"
    made = folder / MADE
    if not made.exists() or time.time() - made.stat().st_mtime > FRESH_SECONDS:
        print(f"making a backlog of {orders} orders, once ...", file=sys.stderr, flush=True)
        made.write_text(json.dumps(_make(folder, orders)), "utf-8")
    said: dict[str, Any] = json.loads(made.read_text("utf-8"))
    return Backlog(folder, said["origin"], said["before"], said["last"], orders)


def _make(folder: Path, orders: int) -> dict[str, Any]:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "acks").mkdir(parents=True)
    _pair(folder)
    clock = ServiceClock(SystemClock().now() - timedelta(seconds=SECONDS_BETWEEN * orders))
    with opened(folder / TAKER, Role.TOOL) as away:
        known = dict(away.store.known())
    with opened(folder / GIVER, Role.SCREEN, clock, SeededIds(clock, Random("backlog"))) as both:
        origin = both.store.identity.origin
        guests = GuestBook(both.shop.reads.menu, Random("guests"))
        for _ in range(orders):
            _serve(both.shop, guests)
            clock.advance(SECONDS_BETWEEN)
        made = {"origin": origin, "before": known[origin], "last": dict(both.store.known())[origin]}
    _print_all(folder / GIVER)
    return made


def _print_all(giver: Path) -> None:
    """An evening's slips came out during the evening: the node that hands over has none of them to print meanwhile."""
    with closing(connect(str(store_file(giver)))) as raw:
        raw.execute("UPDATE spool_jobs SET state = 'printed'")


def _pair(folder: Path) -> None:
    network = DirectNetwork((GIVER, TAKER))
    giver, taker = (Terminal(label, folder / label, folder / "acks", network.command) for label in (GIVER, TAKER))
    try:
        found_mesh((giver, taker), network)
    finally:
        giver.kill_node()


def _serve(shop: Shop, guests: GuestBook) -> None:
    target: OrderId | NewOrder = NewOrder()
    for _ in range(LINES):
        target = shop.ordering.add_item(EVERYTHING, target, guests.wish()).order_id
    assert not isinstance(target, NewOrder)
    shop.ordering.send(EVERYTHING, target)
    for ticket in shop.reads.kitchen.live(None):
        if any(line.voided for line in ticket.lines):
            shop.kitchen.see_changes(EVERYTHING, ticket.ticket_id, ticket.number)
        shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    due = shop.reads.orders.sheet(target).cash_due
    shop.paying.take_cash(EVERYTHING, target, due, shop.paying.new_attempt())


def rows_of(store: Store, of: Backlog) -> Iterator[JournalRow]:
    """The backlog's facts, in order."""
    place = of.before
    while place < of.last:
        rows = store.facts_after(of.origin, place, READ_AT_ONCE)
        yield from rows
        place = rows[-1].seq


def final_orders(shop: Shop, orders: int) -> Iterator[dict[str, Any]]:
    """Every order as one document, the way a system that keeps no history holds it."""
    for row in shop.reads.orders.recent(orders):
        yield document_of(shop.reads.orders.sheet(row.order_id))


def document_of(sheet: OrderSheet) -> dict[str, Any]:
    """An order's final state as plain JSON."""
    return {
        "_id": sheet.order_id,
        "number": sheet.number,
        "type": sheet.order_type.value,
        "status": sheet.status.value,
        "opened_at": sheet.opened_at.isoformat(),
        "server": sheet.server_name,
        "guests": sheet.guests,
        "lines": [
            {
                "line_id": line.line_id,
                "name": line.name,
                "quantity": line.quantity,
                "price_minor": line.price.minor,
                "state": line.state.value,
                "modifiers": [{"name": one.name, "quantity": one.quantity} for one in line.modifiers],
                "note": line.note,
                "course": line.course,
            }
            for line in sheet.lines
        ],
        "fires": [{"fire_id": fire.fire_id, "fired_at": fire.fired_at.isoformat()} for fire in sheet.fires],
        "subtotal_minor": sheet.subtotal.minor,
        "tax_minor": sheet.tax.minor,
        "total_minor": sheet.total.minor,
        "currency": sheet.total.currency,
        "payments": [
            {
                "payment_id": payment.id,
                "attempt_id": payment.attempt_id,
                "tender": payment.tender,
                "amount_minor": payment.amount.minor,
                "tendered_minor": payment.tendered.minor,
                "taken_at": payment.taken_at.isoformat(),
            }
            for payment in sheet.payments
        ],
    }
