"""Whose the order on the counter is: given to another server, put aside, its dishes moved to other orders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from aura_terminal.domain.ids import LineId, OrderId, StaffId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.reads import OrderRow, StaffRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Change, Counter, Desk, Facts


@dataclass(frozen=True, slots=True)
class House:
    """Who may take orders over, the other open orders, and who asks."""

    staff: tuple[StaffRow, ...] = ()
    orders: tuple[OrderRow, ...] = ()
    by: StaffId | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Dishes that went from one order to another, and what that one is called."""

    line_ids: tuple[LineId, ...]
    origin: OrderId
    to: OrderId
    number: str


class OrderHandingModel(QObject):
    """`changed` follows a fresh reading; `handed` says how many orders somebody else serves now, `parked` the label and
    the order that was put aside, `moved` what went to another order. Refusals come from the counter."""

    changed = Signal()
    handed = Signal(int, str)
    parked = Signal(str, str)
    moved = Signal(object)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._house = House()
        self._on_counter: OrderId | None = None
        counter.changed.connect(self._follow)

    @property
    def staff(self) -> tuple[StaffRow, ...]:
        """Everybody who works here but whoever serves the order on the counter."""
        name = "" if self.counter.order is None else self.counter.order.server_name
        return tuple(row for row in self._house.staff if row.name != name)

    @property
    def own(self) -> tuple[OrderRow, ...]:
        """The open orders of whoever asks."""
        return tuple(row for row in self._house.orders if row.opened_by == self._house.by)

    @property
    def others(self) -> tuple[OrderRow, ...]:
        """Every open order but the one on the counter."""
        here = None if self.counter.order is None else self.counter.order.order_id
        return tuple(row for row in self._house.orders if row.order_id != here)

    @Slot()
    def refresh(self) -> None:
        """Read who is there and what is open."""
        self.counter.ask(_house, self._show, self.counter.refused.emit)

    def hand_over(self, to: StaffId) -> None:
        """Have somebody else serve the order on the counter."""
        order = self.counter.order
        if order is not None:
            self.counter.do_approved(partial(_hand, order.order_id, to), f"order {order.number}")

    def hand_over_all(self, to: StaffId) -> None:
        """Have somebody else serve everything that is one's own."""
        own = self.own
        if own:
            self.counter.do(partial(_hand_all, tuple(row.order_id for row in own), to))

    def park(self, label: str) -> None:
        """Put the order on the counter aside; the next item opens another one."""
        order = self.counter.order
        if order is not None:
            self.counter.do(partial(_park, order.order_id, label))
            self.parked.emit(label or order.number, order.order_id)

    def move(self, line_ids: tuple[LineId, ...], to: OrderId) -> None:
        """Charge these dishes at another open order."""
        order = self.counter.order
        if order is not None:
            number = next((row.table_name or row.number for row in self._house.orders if row.order_id == to), "")
            moved = Moved(line_ids, order.order_id, to, number)
            self.counter.ask(partial(_move, moved), partial(self._show_moved, moved), self.counter.refused.emit)

    def move_back(self, moved: Moved) -> None:
        """What was moved is charged where it was."""
        back = Moved(moved.line_ids, moved.to, moved.origin, "")
        self.counter.ask(partial(_move, back), self.counter.show, self.counter.refused.emit)

    def _show(self, house: House) -> None:
        self._house = house
        self.changed.emit()

    def _show_moved(self, moved: Moved, change: Change) -> None:
        self.counter.show(change)
        self.moved.emit(moved)

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        """Say what was given away; an order that was put aside is gone on with once it is on the counter again."""
        from aura_terminal.domain.sharing_facts import OrderHanded

        handed = [fact for fact in facts if isinstance(fact, OrderHanded)]
        if handed:
            self.handed.emit(len(handed), handed[0].to_name)
        order = self.counter.order
        here = None if order is None else order.order_id
        came, self._on_counter = here != self._on_counter, here
        if order is not None and came and order.parked_as:
            self.counter.do(partial(_resume, order.order_id))


def _house(desk: Desk, by: Actor, shop: Shop) -> House:
    return House(shop.reads.store.staff(), shop.reads.orders.open_orders(), by.id)


def _hand(order_id: OrderId, to: StaffId, approval: Approval | None, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return shop.handing.hand_over(by, (order_id,), to, approval)


def _hand_all(order_ids: tuple[OrderId, ...], to: StaffId, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return shop.handing.hand_over(by, order_ids, to)


def _park(order_id: OrderId, label: str, desk: Desk, by: Actor, shop: Shop) -> Facts:
    facts = shop.handing.park(by, order_id, label).facts
    desk.leave()
    return facts


def _resume(order_id: OrderId, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return shop.handing.resume(by, order_id).facts


def _move(moved: Moved, desk: Desk, by: Actor, shop: Shop) -> Change:
    from aura_terminal.use_cases.floor import Part

    parts = tuple(Part(line_id) for line_id in moved.line_ids)
    return desk.look(shop, shop.floor.move_lines(by, moved.origin, parts, moved.to).facts)
