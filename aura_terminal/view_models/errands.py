"""Orders that leave the house: the board by promised time, and planning the one on the counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errands import Progress
from aura_terminal.domain.kinds import OrderType
from aura_terminal.ports.errands import ErrandRow, ErrandSheet
from aura_terminal.use_cases.errands import Plan
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import GuestId, OrderId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter, Desk, Facts
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

__all__ = ["ErrandRow", "ErrandSheet", "ErrandsModel", "OrderType", "Plan", "PlanningModel", "Progress", "slots"]

SOON = timedelta(minutes=5)
SLOT = timedelta(minutes=15)
MOST_SLOTS = 40
LOOKED_BACK = 5
"""Visits of a guest among which the last address is looked for."""


@dataclass(frozen=True, slots=True)
class Board:
    """The board as it was read."""

    calendar: BusinessCalendar
    rows: tuple[ErrandRow, ...]


class ErrandsModel(QObject):
    """`changed` follows a reading, `handed(order_id, number)` an order that was handed over or sent out and may be
    taken back with `take_back`. `watch` is woken while somebody looks."""

    changed = Signal()
    handed = Signal(str, str)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._board: Board | None = None
        self.watch = Watch(changes, _about_errands, self)
        self.watch.due.connect(self.refresh)

    @property
    def rows(self) -> tuple[ErrandRow, ...]:
        """What is to be handed over, by promised time; what was promised for no time after it."""
        return () if self._board is None else self._board.rows

    def row(self, order_id: OrderId) -> ErrandRow | None:
        """One of them."""
        return next((row for row in self.rows if row.order_id == order_id), None)

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._board is None else self._board.calendar.local(instant)

    def is_today(self, instant: datetime) -> bool:
        """Whether it is on the business date of now."""
        board = self._board
        return board is None or board.calendar.date_of(instant) == board.calendar.date_of(self._now())

    def minutes_late(self, row: ErrandRow) -> int:
        """Whole minutes beyond the promised time, 0 within it and where nothing was promised."""
        due_at = row.sheet.due_at
        return 0 if due_at is None else max(0, (self._now() - due_at) // timedelta(minutes=1))

    def is_near(self, row: ErrandRow) -> bool:
        """Whether its time comes within five minutes and it is not ready."""
        due_at = row.sheet.due_at
        return due_at is not None and row.ready_at is None and due_at - SOON <= self._now()

    @Slot()
    def refresh(self) -> None:
        """Read the board again."""
        self._runner.run(partial(_board, self._now()), self._show, self.refused.emit)

    def hand_over(self, order_id: OrderId) -> None:
        """The guest has it: one tap."""
        self._do(partial(_hand_over, order_id), partial(self._keep_handed, order_id))

    def send_out(self, order_id: OrderId) -> None:
        """It is on its way."""
        self._do(partial(_send_out, order_id), partial(self._keep_handed, order_id))

    def take_back(self, order_id: OrderId) -> None:
        """It is still here."""
        self._do(partial(_take_back, order_id), self._keep)

    def name_driver(self, order_id: OrderId, driver: str) -> None:
        """Who brings it."""
        self._do(partial(_name_driver, order_id, driver), self._keep)

    def promise_again(self, order_id: OrderId, more: timedelta) -> None:
        """The guest was told a time so much later, or earlier; the kitchen hears of it."""
        row = self.row(order_id)
        if row is not None:
            due_at = max(self._now(), (row.sheet.due_at or self._now()) + more)
            self._do(partial(_promise_again, order_id, due_at), self._keep)

    def _do(self, verb: Callable[[Actor, Shop], Facts], then: Callable[[Facts], None]) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(verb, actor), then, self._refuse)

    def _keep(self, facts: Facts) -> None:
        self._changes.announce(*facts)

    def _keep_handed(self, order_id: OrderId, facts: Facts) -> None:
        row = self.row(order_id)
        self._keep(facts)
        self.handed.emit(order_id, "" if row is None else row.number)

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _show(self, board: Board) -> None:
        self._board = board
        self.changed.emit()


@dataclass(frozen=True, slots=True)
class Known:
    """What the sheet starts with: the minutes of a promise now, where the guest is reached, and the clock."""

    minutes: int
    phone: str
    street: str
    floor: str
    note: str
    calendar: BusinessCalendar


class PlanningModel(QObject):
    """Plans how the order on the counter leaves the house. `known` follows `ask`, `planned` a plan that was kept."""

    known = Signal()
    planned = Signal()

    def __init__(self, counter: Counter, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._now = now
        self._known: Known | None = None
        self._is_planning = False
        counter.changed.connect(self._follow)
        counter.refused.connect(self._stop)

    @property
    def minutes(self) -> int | None:
        """Minutes that are promised for as soon as the kitchen can; None until the kitchen was asked."""
        return None if self._known is None else self._known.minutes

    @property
    def reached(self) -> tuple[str, str, str, str]:
        """Telephone, street, floor and note that are known of the order, or of its guest."""
        known = self._known
        return ("", "", "", "") if known is None else (known.phone, known.street, known.floor, known.note)

    def ask(self, order_type: OrderType) -> None:
        """What would be promised for this kind of order?"""
        self._known = None
        self.counter.ask(partial(_known, order_type), self._show, self.counter.refused.emit)

    def times(self, day: date) -> tuple[datetime, ...]:
        """Times that can be promised on a business date, a quarter of an hour apart, from the next one on."""
        return () if self._known is None else slots(self._known.calendar, day, self._now())

    def days(self) -> tuple[date, ...]:
        """Today and the six days after it."""
        today = None if self._known is None else self._known.calendar.date_of(self._now())
        return () if today is None else tuple(today + timedelta(days=more) for more in range(7))

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock."""
        return self.counter.local(instant)

    def plan(self, plan: Plan) -> None:
        """Keep it; `planned` follows."""
        self._is_planning = True
        self.counter.do(partial(_plan, plan))

    def _show(self, known: Known) -> None:
        self._known = known
        self.known.emit()

    @Slot(object)
    def _follow(self, facts: Facts) -> None:
        if self._is_planning:
            self._is_planning = False
            self.planned.emit()

    @Slot()
    def _stop(self) -> None:
        self._is_planning = False


def slots(calendar: BusinessCalendar, day: date, now: datetime) -> tuple[datetime, ...]:
    """Quarter hours of a business date that are still to come, none earlier than its morning at ten."""
    opens = calendar.local(calendar.begins(day)).replace(hour=10, minute=0).astimezone(UTC)
    ends = calendar.ends(day)
    first = max(opens, now + SLOT)
    quarters = -(-(first - opens) // SLOT)
    found = (opens + SLOT * (quarters + step) for step in range(MOST_SLOTS))
    return tuple(at for at in found if at < ends)


def _about_errands() -> Iterable[type[Fact]]:
    from aura_terminal.domain import kitchen, order_facts
    from aura_terminal.domain.errand_facts import ErrandFact

    return (
        *ErrandFact.__args__, *kitchen.TicketFact.__args__, order_facts.OrderOpened, order_facts.OrderTypeChanged,
        order_facts.GuestNamed, order_facts.OrderClosed, order_facts.OrderCancelled, order_facts.PaymentTaken,
        order_facts.LineAdded,
    )  # fmt: skip


def _board(now: datetime, shop: Shop) -> Board:
    return Board(shop.reads.store.profile().calendar, shop.reads.errands.board(now))


def _hand_over(order_id: OrderId, by: Actor, shop: Shop) -> Facts:
    return shop.errands.hand_over(by, order_id)


def _send_out(order_id: OrderId, by: Actor, shop: Shop) -> Facts:
    return shop.errands.send_out(by, order_id)


def _take_back(order_id: OrderId, by: Actor, shop: Shop) -> Facts:
    return shop.errands.take_back(by, order_id)


def _name_driver(order_id: OrderId, driver: str, by: Actor, shop: Shop) -> Facts:
    return (shop.errands.name_driver(by, order_id, driver),)


def _promise_again(order_id: OrderId, due_at: datetime, by: Actor, shop: Shop) -> Facts:
    return shop.errands.promise_again(by, order_id, due_at).facts


def _known(order_type: OrderType, desk: Desk, by: Actor, shop: Shop) -> Known:
    minutes = shop.errands.estimate(desk.order_id, order_type)
    calendar = shop.reads.store.profile().calendar
    order = None if desk.order_id is None else shop.reads.orders.sheet(desk.order_id)
    if order is None:
        return Known(minutes, "", "", "", "", calendar)
    errand = order.errand
    if errand is not None and (errand.phone or errand.street):
        return Known(minutes, errand.phone, errand.street, errand.floor, errand.note, calendar)
    return _as_before(shop, order.guest_id, minutes, calendar)


def _as_before(shop: Shop, guest_id: GuestId | None, minutes: int, calendar: BusinessCalendar) -> Known:
    """Where a known guest is reached, and where their last order went."""
    if guest_id is None:
        return Known(minutes, "", "", "", "", calendar)
    phone = shop.reads.guests.sheet(guest_id).phone
    for row in shop.reads.guests.orders(guest_id, LOOKED_BACK):
        errand = shop.reads.orders.sheet(row.order_id).errand
        if errand is not None and errand.street:
            return Known(minutes, phone, errand.street, errand.floor, errand.note, calendar)
    return Known(minutes, phone, "", "", "", calendar)


def _plan(plan: Plan, desk: Desk, by: Actor, shop: Shop) -> Facts:
    return desk.take(shop.errands.plan(by, desk.target, plan))
