"""Orders a central took, which wait here until somebody lets them go to the kitchen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.moving import OrderMerged
from aura_terminal.domain.order_facts import OrderCancelled, OrderClosed, OrderReleased
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.reads import OrderRow
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel

AT_A_TIME = 5
"""How many are released with one tap after an outage; a person sees the kitchen, so a tap sends the next ones."""

ENDS_WAITING = (OrderReleased, OrderCancelled, OrderClosed, OrderMerged)


class HeldOrdersModel(QObject):
    """`changed` follows a reading, `arrived` carries the rows that were not there at the one before (at the first
    reading none is new), `released` the number of an order that went to the kitchen by this terminal; `released_all`
    how many did at once.

    A held order comes from outside this process always, so own taps on tiles cost no reading.
    """

    changed = Signal()
    arrived = Signal(object)
    released = Signal(str)
    released_all = Signal(int)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._waiting: tuple[OrderRow, ...] = ()
        self._known: set[OrderId] | None = None
        self._under_way: set[OrderId] = set()
        self.watch = Watch(changes, ENDS_WAITING, self)
        self.watch.due.connect(self.refresh)
        runner.unavailable.connect(self._lose)

    @property
    def waiting(self) -> tuple[OrderRow, ...]:
        """The orders that are held, oldest first."""
        return self._waiting

    def minutes(self, opened_at: datetime) -> int:
        """How long an order has waited that was opened then, in whole minutes."""
        return max(0, int((self._now() - opened_at).total_seconds() // 60))

    def is_on_its_way(self, order_id: OrderId) -> bool:
        """Whether its release was asked for and is not answered yet."""
        return order_id in self._under_way

    @Slot()
    def refresh(self) -> None:
        """Read the held orders again."""
        self._runner.run(_held, self._show)

    def release(self, order_id: OrderId) -> None:
        """Let an order go to the kitchen; asking again before the answer is there asks nothing."""
        actor = self._session.must_actor()
        if actor is None or order_id in self._under_way:
            return
        self._under_way.add(order_id)
        self._runner.run(
            partial(_release, actor, order_id), partial(self._tell, order_id), partial(self._refuse, order_id)
        )
        self.changed.emit()

    @property
    def next_ones(self) -> tuple[OrderRow, ...]:
        """The oldest that wait and that nobody asked for yet, as many as a kitchen takes at a time."""
        free = [row for row in self._waiting if row.order_id not in self._under_way]
        return tuple(free[:AT_A_TIME])

    @Slot()
    def release_oldest(self) -> None:
        """Let the next ones go to the kitchen, oldest first; each tap sends as many again, so that none is flooded."""
        actor, rows = self._session.must_actor(), self.next_ones
        if actor is None or not rows:
            return
        order_ids = [row.order_id for row in rows]
        self._under_way.update(order_ids)
        call = partial(_release_oldest, actor, order_ids)
        self._runner.run(call, partial(self._tell_all, order_ids), partial(self._refuse_all, order_ids))
        self.changed.emit()

    def _tell_all(self, order_ids: Sequence[OrderId], done: tuple[Done, ...]) -> None:
        self._under_way.difference_update(order_ids)
        self._changes.announce(*(fact for one in done for fact in one.facts))
        self.changed.emit()
        self.released_all.emit(len(done))

    def _refuse_all(self, order_ids: Sequence[OrderId], broken: RuleBroken) -> None:
        self._under_way.difference_update(order_ids)
        self.refused.emit(broken)
        self.refresh()

    def _show(self, rows: tuple[OrderRow, ...]) -> None:
        self._waiting = rows
        known = self._known
        self._known = {row.order_id for row in rows} | (known or set())
        self.changed.emit()
        new = () if known is None else tuple(row for row in rows if row.order_id not in known)
        if new:
            self.arrived.emit(new)

    def _tell(self, order_id: OrderId, answer: tuple[Done, str]) -> None:
        done, number = answer
        self._under_way.discard(order_id)
        self._changes.announce(*done.facts)
        self.changed.emit()
        self.released.emit(number)

    def _refuse(self, order_id: OrderId, broken: RuleBroken) -> None:
        self._under_way.discard(order_id)
        self.refused.emit(broken)
        self.refresh()

    @Slot(object)
    def _lose(self, _trouble: Unavailable) -> None:
        """An answer may never come: whoever asked may ask again."""
        self._under_way.clear()
        self.changed.emit()


def _held(shop: Shop) -> tuple[OrderRow, ...]:
    return tuple(row for row in shop.reads.orders.open_orders() if row.is_held)


def _release(by: Actor, order_id: OrderId, shop: Shop) -> tuple[Done, str]:
    done = shop.held_orders.release(by, order_id)
    return done, shop.reads.orders.sheet(order_id).number


def _release_oldest(by: Actor, order_ids: Sequence[OrderId], shop: Shop) -> tuple[Done, ...]:
    return shop.held_orders.release_oldest(by, order_ids)
