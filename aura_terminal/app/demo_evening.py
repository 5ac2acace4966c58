"""Puts the demo restaurant into the middle of its evening, through the same use cases as everything else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from aura_terminal.app.chance import ServiceClock, SystemClock, SystemIds
from aura_terminal.app.opening import opened
from aura_terminal.domain.ids import ItemId, ModifierId, OrderId, StaffId, TableId, VariantId
from aura_terminal.domain.kitchen import TicketFired
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.paper import SpoolState
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.printing import Spool
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop

SERVING = frozenset({Permission.SELL, Permission.SEND})
COOK = Actor(StaffId("paolo-ferrara"), "Paolo Ferrara", frozenset({Permission.BUMP}))

Entry = Mapping[str, Any]  # a table of our own file, read by the keys it documents


def begin_evening(folder: Path) -> int:
    """Seat the guests of `evening.toml` as long ago as it says; how many orders that made.

    Their slips were printed then: nothing of the evening waits for paper when the restaurant opens.
    """
    orders = tomllib.loads((files("resources") / "demo_shop" / "evening.toml").read_text("utf-8"))["order"]
    now = SystemClock().now()
    clock = ServiceClock(now - timedelta(seconds=orders[0]["ago"]))
    with opened(folder, Role.SCREEN, clock, SystemIds()) as store:
        names = {row.id: row.name for row in store.shop.reads.store.staff()}
        for order in orders:
            clock.advance(int((now - clock.now()).total_seconds()) - order["ago"])
            _serve(store.shop, order, names)
            _print_out(store.shop, store.store.spool, clock.now())
    return len(orders)


def _serve(shop: Shop, order: Entry, names: Mapping[StaffId, str]) -> None:
    server = StaffId(order["server"])
    by = Actor(server, names[server], SERVING)
    table = order.get("table")
    new = NewOrder(
        OrderType(order.get("type", OrderType.DINE_IN)),
        None if table is None else TableId(table),
        order.get("guests", 0),
        order.get("guest", ""),
    )
    order_id = shop.ordering.open_order(by, new).order_id
    for line in order["lines"]:
        shop.ordering.add_item(by, order_id, _asked(line))
    fired = [fact for fact in shop.ordering.send(by, order_id).facts if isinstance(fact, TicketFired)]
    _cook(shop, order_id, order["lines"], fired)


def _print_out(shop: Shop, spool: Spool, now: datetime) -> None:
    """What waits for the stations' printers came out at once."""
    for route in sorted({station.printer for station in shop.reads.kitchen.stations()}):
        while (waiting := spool.next_job(route, now)) is not None:
            spool.begin_attempt(waiting.job.job_id, now)
            spool.settle(waiting.job.job_id, SpoolState.PRINTED, "", now)


def _asked(line: Entry) -> Asked:
    variant, picks = line.get("variant"), line.get("picks")
    return Asked(
        ItemId(line["item"]),
        None if variant is None else VariantId(variant),
        None if picks is None else tuple(Pick(ModifierId(name), count) for name, count in picks.items()),
        line.get("quantity", 1),
        line.get("note", ""),
        line.get("seat", 0),
    )


def _cook(shop: Shop, order_id: OrderId, lines: list[Entry], tickets: list[TicketFired]) -> None:
    ready = {line["item"]: line.get("ready", 0) for line in lines}
    for row in shop.reads.orders.sheet(order_id).lines:
        for ticket in tickets:
            if any(item.line_id == row.line_id for item in ticket.items):
                for _ in range(ready[row.item_id]):
                    shop.kitchen.tap_item(COOK, ticket.ticket_id, row.line_id)
