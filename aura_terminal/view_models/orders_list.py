"""The store's orders: the open ones, and those closed or cancelled last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.order_facts import OrderFact
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.reads import OrderRow, OrderSheet
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel

MOST_RECENT = 200


@dataclass(frozen=True, slots=True)
class Lists:
    """What the screen lists."""

    open_orders: tuple[OrderRow, ...]
    recent: tuple[OrderRow, ...]
    calendar: BusinessCalendar


class OrdersListModel(QObject):
    """Open and recent orders. `changed` follows a reading; `watch` is woken while the screen is shown.

    `reprinted` carries the number of an order whose receipt is on its way once more.
    """

    changed = Signal()
    reprinted = Signal(str)
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session = session
        self._lists: Lists | None = None
        self._shown: OrderSheet | None = None
        self.watch = Watch(changes, OrderFact.__args__, self)
        self.watch.due.connect(self.refresh)

    @property
    def open_orders(self) -> tuple[OrderRow, ...]:
        """Every open order, oldest first."""
        return () if self._lists is None else self._lists.open_orders

    @property
    def mine(self) -> tuple[OrderRow, ...]:
        """Those of the open orders that are served by who works here."""
        actor = self._session.actor
        return () if actor is None else tuple(row for row in self.open_orders if row.opened_by == actor.id)

    @property
    def recent(self) -> tuple[OrderRow, ...]:
        """The orders closed or cancelled last, newest first."""
        return () if self._lists is None else self._lists.recent

    @property
    def shown(self) -> OrderSheet | None:
        """The order whose lines are shown."""
        return self._shown

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._lists is None else self._lists.calendar.local(instant)

    @Slot()
    def refresh(self) -> None:
        """Read both lists and the order that is shown."""
        self._runner.run(_lists, self._show_lists)
        if self._shown is not None:
            self.show_order(self._shown.order_id)

    def show_order(self, order_id: OrderId) -> None:
        """Show the lines of an order."""
        self._runner.run(partial(_sheet, order_id), self._show_order, self.refused.emit)

    def reprint(self, order_id: OrderId) -> None:
        """Print its receipt once more."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(_reprint, actor, order_id), self.reprinted.emit, self.refused.emit)

    def _show_lists(self, lists: Lists) -> None:
        self._lists = lists
        self.changed.emit()

    def _show_order(self, sheet: OrderSheet) -> None:
        self._shown = sheet
        self.changed.emit()


def _lists(shop: Shop) -> Lists:
    orders = shop.reads.orders
    return Lists(orders.open_orders(), orders.recent(MOST_RECENT), shop.reads.store.profile().calendar)


def _sheet(order_id: OrderId, shop: Shop) -> OrderSheet:
    return shop.reads.orders.sheet(order_id)


def _reprint(by: Actor, order_id: OrderId, shop: Shop) -> str:
    shop.paying.reprint_receipt(by, order_id)
    return shop.reads.orders.sheet(order_id).number
