"""What can be decided about the whole order: its kind, table, guests and name; and which order is on the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.domain.kinds import OrderStatus, OrderType
from aura_terminal.use_cases.asking import Done, NewOrder

if TYPE_CHECKING:
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.reads import OrderRow, TableRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts
    from aura_terminal.view_models.promised import Promised

Rooms: TypeAlias = "tuple[tuple[TableRow, ...], tuple[OrderRow, ...], Mapping[TableId, Promised]]"

LOOKED_THROUGH = 50
OrderVerb: TypeAlias = "Callable[[Shop, Actor, OrderId], Done]"
Draft = Callable[[NewOrder], NewOrder]


class OrderOptionsModel(QObject):
    """Verbs on the order as a whole. Before its first item they decide how it will be opened.

    `changed` follows a fresh reading of tables and open orders; `reprinted` carries the number of the receipt that is
    on its way once more; refusals come from the counter.
    """

    changed = Signal()
    reprinted = Signal(str)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._tables: tuple[TableRow, ...] = ()
        self._open_orders: tuple[OrderRow, ...] = ()
        self._promised: Mapping[TableId, Promised] = {}

    def promised(self, table_id: TableId) -> Promised | None:
        """Who is expected next at a table within the coming hours, as last read."""
        return self._promised.get(table_id)

    @property
    def tables(self) -> tuple[TableRow, ...]:
        """Every table in plan order, as last read."""
        return self._tables

    @property
    def open_orders(self) -> tuple[OrderRow, ...]:
        """Every open order, oldest first, as last read."""
        return self._open_orders

    @Slot()
    def refresh(self) -> None:
        """Read tables and open orders again."""
        self.counter.ask(_rooms, self._show, self.counter.refused.emit)

    def change_type(self, order_type: OrderType) -> None:
        """Dine in, takeout or delivery."""
        draft = partial(_typed, order_type)
        self.counter.do(partial(_on_order_or_draft, partial(_change_type, order_type), draft))

    def choose_table(self, table_id: TableId | None, guests: int) -> None:
        """Seat the order at a table, or at none; without an order yet, a table opens one."""
        self.counter.do_approved(partial(_seat_party, table_id, guests), "")

    def step_guests(self, by: int) -> None:
        """One guest more or fewer."""
        self.counter.do(partial(_step_guests, by))

    def name_guest(self, name: str) -> None:
        """Keep a name to call the guest by."""
        self.counter.do(partial(_on_order_or_draft, partial(_name_guest, name), partial(_named, name)))

    @Slot()
    def new_order(self) -> None:
        """Put the order aside; the next item opens another one. What was tapped before still goes to the first."""
        self.counter.do(_leave)

    def open_order(self, order_id: OrderId) -> None:
        """Put another open order on the counter."""
        self.counter.do(partial(_open, order_id))

    def cancel_order(self, reason: str) -> None:
        """Take the whole order back, with somebody's approval where that is needed."""
        order = self.counter.order
        if order is not None:
            self.counter.do_approved(partial(_cancel, order.order_id, reason), reason)

    @Slot()
    def reprint_last(self) -> None:
        """Print the receipt of the order closed last once more."""
        self.counter.ask(_reprint_last, self.reprinted.emit, self.counter.refused.emit)

    def _show(self, rooms: Rooms) -> None:
        self._tables, self._open_orders, self._promised = rooms
        self.changed.emit()


def _rooms(desk: Desk, by: Actor, shop: Shop) -> Rooms:
    from aura_terminal.view_models.promised import promised_soon

    return shop.reads.orders.tables(), shop.reads.orders.open_orders(), promised_soon(shop)


def _on_order_or_draft(verb: OrderVerb, draft: Draft, desk: Desk, by: Actor, shop: Shop) -> Facts:
    if desk.order_id is None:
        desk.new = draft(desk.new)
        return ()
    return verb(shop, by, desk.order_id).facts


def _typed(order_type: OrderType, new: NewOrder) -> NewOrder:
    return replace(new, order_type=order_type)


def _named(name: str, new: NewOrder) -> NewOrder:
    return replace(new, guest_name=name)


def _change_type(order_type: OrderType, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.ordering.change_type(by, order_id, order_type)


def _name_guest(name: str, shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.ordering.name_guest(by, order_id, name)


def _seat_party(
    table_id: TableId | None, guests: int, approval: Approval | None, desk: Desk, by: Actor, shop: Shop
) -> Facts:
    if desk.order_id is not None:
        return shop.ordering.assign_table(by, desk.order_id, table_id, guests).facts
    desk.new = replace(desk.new, table_id=table_id, guests=guests)
    return () if table_id is None else desk.take(shop.tables.open_at(by, desk.new, approval))


def _step_guests(by_how_many: int, desk: Desk, by: Actor, shop: Shop) -> Facts:
    if desk.order_id is None:
        desk.new = replace(desk.new, guests=max(0, desk.new.guests + by_how_many))
        return ()
    now = shop.reads.orders.sheet(desk.order_id)
    return shop.ordering.assign_table(by, desk.order_id, now.table_id, now.guests + by_how_many).facts


def _leave(desk: Desk, by: Actor, shop: Shop) -> Facts:
    desk.leave()
    return ()


def _open(order_id: OrderId, desk: Desk, by: Actor, shop: Shop) -> Facts:
    desk.order_id, desk.new = order_id, NewOrder()
    return ()


def _cancel(order_id: OrderId, reason: str, approval: Approval | None, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return shop.ordering.cancel_order(by, order_id, reason, approval).facts


def _reprint_last(desk: Desk, by: Actor, shop: Shop) -> str:
    closed = (row for row in shop.reads.orders.recent(LOOKED_THROUGH) if row.status is OrderStatus.CLOSED)
    last = next(closed, None)
    if last is None:
        raise NotFound("receipt", "")
    shop.paying.reprint_receipt(by, last.order_id)
    return last.number
