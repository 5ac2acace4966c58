"""The order on the counter: what every tap of this register goes to, and how it was when its last commit returned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import EVERY_FACT, Changes, FactTypes

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import OrderId, PriceLevelId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.reads import OrderSheet
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

T = TypeVar("T")
Facts: TypeAlias = "tuple[Fact, ...]"


@dataclass(frozen=True, slots=True)
class Change:
    """How the counter stands after a call: the order (None before its first item), and the facts that were kept."""

    order: OrderSheet | None
    new: NewOrder
    calendar: BusinessCalendar
    facts: Facts = ()


class Desk:
    """Which order taps go to. Read and written on the store thread only, so that each tap meets what the one before it
    left, also while that one's answer is still on its way to the screen."""

    def __init__(self) -> None:
        self.order_id: OrderId | None = None
        self.new = NewOrder()
        self.level: PriceLevelId | None = None
        self._calendar: BusinessCalendar | None = None

    @property
    def target(self) -> OrderId | NewOrder:
        """The order, or how to open it."""
        return self.new if self.order_id is None else self.order_id

    def take(self, done: Done) -> Facts:
        """The verb's order is the one on the counter now."""
        self.order_id, self.new = done.order_id, NewOrder()
        return done.facts

    def leave(self) -> None:
        """The next item opens a new order."""
        self.order_id, self.new, self.level = None, NewOrder(), None

    def look(self, shop: Shop, facts: Facts = ()) -> Change:
        """How the counter stands; an order that was ended, here or elsewhere, is no longer on it."""
        if self._calendar is None:
            self._calendar = shop.reads.store.profile().calendar
        order = None if self.order_id is None else shop.reads.orders.sheet(self.order_id)
        if order is not None and order.status is not OrderStatus.OPEN:
            self.leave()
            order = None
        return Change(order, self.new, self._calendar, facts)


Verb: TypeAlias = "Callable[[Desk, Actor, Shop], Facts]"
ApprovedVerb: TypeAlias = "Callable[[Approval | None, Desk, Actor, Shop], Facts]"


class Counter(QObject):
    """Runs verbs on the order on the counter, one commit and one read for each, and shows how it came out.

    `changed` carries the facts of the verb that was done (none after a mere look), `refused` the RuleBroken. A verb
    that needs somebody else's right waits in `approvals`. `unavailable` says that the store could not be used, so that
    answers still waited for may never come.
    """

    changed = Signal(object)
    refused = Signal(object)
    unavailable = Signal()

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session = session
        self._changes = changes
        self._desk = Desk()
        self._order: OrderSheet | None = None
        self._new = NewOrder()
        self._calendar: BusinessCalendar | None = None
        self.approvals = Approvals(runner, self)
        changes.changed.connect(self._hear)
        runner.unavailable.connect(self._lose)

    @property
    def order(self) -> OrderSheet | None:
        """The order as last committed; None before its first item."""
        return self._order

    @property
    def new(self) -> NewOrder:
        """How the next order will be opened, while there is none."""
        return self._new

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._calendar is None else self._calendar.local(instant)

    @Slot()
    def refresh(self) -> None:
        """Look at the order again."""
        self._runner.run(self._desk.look, self._show)

    def resume(self, order_id: OrderId) -> None:
        """Put back the order that was on the counter when the program ended, unless it is not open any more."""
        self._runner.run(partial(_resume, self._desk, order_id), self._show)

    def do(self, verb: Verb) -> None:
        """Queue a verb in the name of who is signed in."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(_done, verb, self._desk, actor), self._show, self._refuse)

    def ask(
        self, call: Callable[[Desk, Actor, Shop], T], then: Callable[[T], None], refused: Callable[[RuleBroken], None]
    ) -> None:
        """Queue a call that answers something else than a change."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(call, self._desk, actor), then, refused)

    def show(self, change: Change) -> None:
        """Take over a change that came from `ask`."""
        self._show(change)

    def do_approved(self, verb: ApprovedVerb, purpose: str) -> None:
        """Queue a verb that some may do by right and others with an approval."""
        actor = self._session.must_actor()
        if actor is not None:
            self.approvals.run(partial(_approved, verb, self._desk, actor), purpose, self._show, self._refuse)

    def _show(self, change: Change) -> None:
        self._order, self._new, self._calendar = change.order, change.new, change.calendar
        self._changes.announce(*change.facts)
        self.changed.emit(change.facts)

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    @Slot(object)
    def _lose(self, trouble: Unavailable) -> None:
        self.unavailable.emit()

    @Slot(object)
    def _hear(self, kinds: FactTypes) -> None:
        if kinds == EVERY_FACT:
            self.refresh()


def _resume(desk: Desk, order_id: OrderId, shop: Shop) -> Change:
    is_open = any(row.order_id == order_id for row in shop.reads.orders.open_orders())
    if is_open and desk.order_id is None:
        desk.order_id = order_id
    return desk.look(shop)


def _done(verb: Verb, desk: Desk, by: Actor, shop: Shop) -> Change:
    return desk.look(shop, verb(desk, by, shop))


def _approved(verb: ApprovedVerb, desk: Desk, by: Actor, approval: Approval | None, shop: Shop) -> Change:
    return desk.look(shop, verb(approval, desk, by, shop))
