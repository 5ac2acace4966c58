"""Parts of the order on the counter on their way: to a new order, to another one, or the whole order merged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aura_terminal.domain.ids import LineId, OrderId, TableId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.floor import Part
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Change, Counter, Desk, Facts


@dataclass(frozen=True, slots=True)
class SplitOff:
    """Lines that have an order of their own now, and what it is called."""

    order_id: OrderId
    number: str
    items: int


@dataclass(frozen=True, slots=True)
class Reseated:
    """The order went to another table; `before` is where it was, None for nowhere."""

    table_name: str
    before: TableId | None
    guests: int


class OrderMovesModel(QObject):
    """`split_off` follows a split and can be undone by `join_again`, `reseated` a move that `choose_table` undoes;
    `merged` carries the number of the order that stays. Refusals come from the counter."""

    split_off = Signal(object)
    reseated = Signal(object)
    merged = Signal(str)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._stood: tuple[OrderId, TableId | None, int] | None = None
        counter.changed.connect(self._follow)

    def split(self, parts: Mapping[LineId, int]) -> None:
        """Charge so many of these lines on a new order; this one stays on the counter."""
        order = self.counter.order
        if order is not None and parts:
            call = partial(_split, order.order_id, dict(parts))
            self.counter.ask(call, self._show_split, self.counter.refused.emit)

    def move(self, parts: Mapping[LineId, int], to: OrderId) -> None:
        """Charge so many of these lines at another open order."""
        order = self.counter.order
        if order is not None and parts:
            self.counter.do(partial(_move, order.order_id, dict(parts), to))

    def merge(self, other: OrderId) -> None:
        """Charge the order on the counter and another one as one, at that one's table."""
        order = self.counter.order
        if order is not None:
            self.counter.ask(partial(_merge, order.order_id, other), self._show_merged, self.counter.refused.emit)

    def join_again(self, order_id: OrderId) -> None:
        """What was split off comes back."""
        order = self.counter.order
        if order is not None:
            self.counter.do(partial(_join, order.order_id, order_id))

    def _show_split(self, answer: tuple[Change, SplitOff]) -> None:
        change, split = answer
        self.counter.show(change)
        self.split_off.emit(split)

    def _show_merged(self, answer: tuple[Change, str]) -> None:
        change, number = answer
        self.counter.show(change)
        self.merged.emit(number)

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        from aura_terminal.domain.order_facts import TableAssigned

        order, stood = self.counter.order, self._stood
        self._stood = None if order is None else (order.order_id, order.table_id, order.guests)
        moved = any(isinstance(fact, TableAssigned) for fact in facts)
        if order is None or stood is None or not moved or stood[0] != order.order_id or stood[1] == order.table_id:
            return
        self.reseated.emit(Reseated(order.table_name, stood[1], stood[2]))


def _parts(parts: Mapping[LineId, int]) -> tuple[Part, ...]:
    from aura_terminal.use_cases.floor import Part

    return tuple(Part(line_id, quantity) for line_id, quantity in parts.items())


def _split(
    order_id: OrderId, parts: Mapping[LineId, int], desk: Desk, by: Actor, shop: Shop
) -> tuple[Change, SplitOff]:
    done = shop.floor.split_order(by, order_id, _parts(parts))
    number = shop.reads.orders.sheet(done.order_id).number
    return desk.look(shop, done.facts), SplitOff(done.order_id, number, sum(parts.values()))


def _move(order_id: OrderId, parts: Mapping[LineId, int], to: OrderId, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return shop.floor.move_lines(by, order_id, _parts(parts), to).facts


def _merge(order_id: OrderId, other: OrderId, desk: Desk, by: Actor, shop: Shop) -> tuple[Change, str]:
    done = shop.floor.merge_orders(by, order_id, other)
    desk.order_id = done.order_id
    return desk.look(shop, done.facts), shop.reads.orders.sheet(done.order_id).number


def _join(order_id: OrderId, split_id: OrderId, desk: Desk, by: Actor, shop: Shop) -> Facts:
    done = shop.floor.merge_orders(by, split_id, order_id)
    if desk.order_id == order_id:
        desk.order_id = done.order_id
    return done.facts
