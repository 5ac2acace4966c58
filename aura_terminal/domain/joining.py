"""Orders that share lines, joined: each line is charged at exactly one of them."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.lines import Line
from aura_terminal.domain.moving import standing_at
from aura_terminal.domain.ordering import Order


def links_of(order: Order) -> frozenset[OrderId]:
    """The other orders that this one names as places of its lines; whoever loads an order loads them with it."""
    places = {line.place for line in order.own.values()} | {line.moved_to or order.id for line in order.own.values()}
    merged = {one.into for one in order.merges}
    return frozenset((places | merged) - {order.id})


def join(orders: Mapping[OrderId, Order]) -> None:
    """Tell each of these orders which lines of the others it hosts; they share the lines, and nothing is copied.

    Said again after any of them changed. Lines that stand at an order that is not among them are hosted by nobody here.
    """
    hosted: dict[OrderId, list[Line]] = {order_id: [] for order_id in orders}
    passing: dict[OrderId, list[Line]] = {order_id: [] for order_id in orders}
    for home in sorted(orders):
        order = orders[home]
        stays = order.merged_into is None
        for line in order.own.values():
            place = place_of(line, orders)
            at_home = line.place == home and (stays or line.settled_at is not None)
            if place in hosted and not at_home:
                hosted[place].append(line)
            moved = place if line.settled_at is None else _moved_to(line, orders)
            if moved != place and moved != home and moved in passing:
                passing[moved].append(line)
    for order_id, lines in hosted.items():
        orders[order_id].host(lines, passing[order_id])


def place_of(line: Line, orders: Mapping[OrderId, Order]) -> OrderId:
    """Where a line is charged: where it was paid or cancelled, else where its home says, merges followed."""
    return line.settled_at or _moved_to(line, orders)


def _moved_to(line: Line, orders: Mapping[OrderId, Order]) -> OrderId:
    """Where its home says that a line is, merges followed."""

    def merged_into(order_id: OrderId) -> OrderId | None:
        return orders[order_id].merged_into if order_id in orders else None

    return standing_at(line.moved_to or line.home, merged_into)
