"""What terminals did that a person must decide: the open ones with their choices, and what was decided before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.conflicts import Choice, Conflict, choices_for
from aura_terminal.domain.deciding import is_about_money
from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.settling import ChoiceCode, ConflictKind
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.money_token import Holding, MoneyTokenModel, holding_of

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import OrderId
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.mesh_reads import ConflictRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

MOST = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment on the order a conflict is about; the time is the store's."""

    amount: Money
    tender: str
    terminal: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """One conflict; its times are on the store's wall clock. Once it is decided it has no `choices` any more, and
    `decided_by` names who allowed it."""

    id: str
    kind: str
    order_id: OrderId | None
    order_number: str
    table_name: str
    opened_at: datetime
    amount: Money | None
    details: tuple[tuple[str, str], ...]
    payments: tuple[Taken, ...]
    choices: tuple[Choice, ...]
    decided_at: datetime | None = None
    choice: str = ""

    decided_by: str = ""
    needs_token: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide it."""
        return self.decided_at is None


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody chose, on its way."""

    card: ConflictCard
    choice: ChoiceCode
    reason: str


class ConflictsModel(QObject):
    """`changed` follows a reading that differs; `decided` carries the id of a conflict that was settled here.

    What is about money needs the order's money token: where another terminal holds it, `token` asks for it first, and
    the decision goes on when it is here.
    """

    changed = Signal()
    decided = Signal(str)
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._cards: tuple[ConflictCard, ...] = ()
        self._pending: Decision | None = None
        self.approvals = Approvals(runner, self)
        self.token = MoneyTokenModel(runner, session, changes, self)
        self.token.changed.connect(self._go_on)
        self.token.taken_over.connect(self._look_for_token)
        self.token.refused.connect(self.refused)
        self.watch = Watch(changes, _concerning, self)
        self.watch.due.connect(self.refresh)

    @property
    def open(self) -> tuple[ConflictCard, ...]:
        """What is still to be decided, the oldest first."""
        return tuple(sorted((card for card in self._cards if card.is_open), key=lambda card: card.opened_at))

    @property
    def past(self) -> tuple[ConflictCard, ...]:
        """What was decided, the latest first."""
        return tuple(card for card in self._cards if not card.is_open)

    @Slot()
    def refresh(self) -> None:
        """Read them again."""
        self._runner.run(_cards, self._show)
        self._look_for_token()

    def decide(self, card: ConflictCard, choice: ChoiceCode, reason: str) -> None:
        """Settle one, with somebody's approval where that is needed."""
        if self._session.must_actor() is None:
            return
        self._pending = Decision(card, choice, reason)
        self.token.forget()
        if card.needs_token and card.order_id is not None:
            self._look_for_token()
        else:
            self._carry_out()

    @Slot()
    def drop(self) -> None:
        """What waits for the token is not decided after all."""
        self._pending = None
        self.token.forget()

    @Slot()
    def _look_for_token(self) -> None:
        pending = self._pending
        if pending is not None and pending.card.needs_token and pending.card.order_id is not None:
            self._runner.run(partial(_holding, pending.card.order_id), self.token.follow, self._refuse)

    @Slot()
    def _go_on(self) -> None:
        if self._pending is not None and self.token.may_pay:
            self._carry_out()

    def _carry_out(self) -> None:
        pending, self._pending = self._pending, None
        actor = self._session.must_actor()
        if actor is not None and pending is not None:
            call = partial(_decide, actor, pending.card, pending.choice, pending.reason)
            self.approvals.run(call, pending.reason, partial(self._settle, pending.card.id), self._refuse)

    def _settle(self, conflict_id: str, facts: tuple[Fact, ...]) -> None:
        self._changes.announce(*facts)
        self.refresh()
        self.decided.emit(conflict_id)

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _show(self, cards: tuple[ConflictCard, ...]) -> None:
        if cards != self._cards:
            self._cards = cards
            self.changed.emit()


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain.money_token import TokenFact
    from aura_terminal.domain.order_facts import OrderCancelled, OrderClosed, PaymentTaken
    from aura_terminal.domain.settling import SettlingFact
    from aura_terminal.domain.stock import StockFact
    from aura_terminal.domain.value_facts import MoveFact

    kinds = (*TokenFact.__args__, *SettlingFact.__args__, *StockFact.__args__, *MoveFact.__args__)
    return (PaymentTaken, OrderClosed, OrderCancelled, *kinds)


def _cards(shop: Shop) -> tuple[ConflictCard, ...]:
    rows = shop.reads.mesh.conflicts(limit=MOST)
    if not rows:
        return ()
    calendar = shop.reads.store.profile().calendar
    names = {str(person.id): person.name for person in shop.reads.store.staff()}
    return tuple(_card(row, calendar, names, shop) for row in rows)


def _card(row: ConflictRow, calendar: BusinessCalendar, names: Mapping[str, str], shop: Shop) -> ConflictCard:
    staff_id = dict(row.details).get("decided_by", "")
    is_open = row.decided_at is None
    return ConflictCard(
        row.conflict_id,
        row.kind,
        row.order_id,
        row.order_number,
        row.table_name,
        calendar.local(row.opened_at),
        row.amount,
        row.details,
        _taken(row, calendar, shop) if is_open else (),
        choices_for(_conflict(row)) if is_open else (),
        None if row.decided_at is None else calendar.local(row.decided_at),
        row.choice,
        names.get(staff_id, staff_id),
        needs_token=is_open and row.order_id is not None and is_about_money(_conflict(row)),
    )


def _holding(order_id: OrderId, shop: Shop) -> Holding:
    return holding_of(shop.reads.orders.sheet(order_id), shop)


def _taken(row: ConflictRow, calendar: BusinessCalendar, shop: Shop) -> tuple[Taken, ...]:
    if row.order_id is None:
        return ()
    try:
        payments = shop.reads.orders.sheet(row.order_id).payments
    except NotFound:
        return ()
    return tuple(Taken(each.amount, each.tender, each.terminal, calendar.local(each.taken_at)) for each in payments)


def _conflict(row: ConflictRow) -> Conflict:
    return Conflict(row.conflict_id, ConflictKind(row.kind), row.opened_at, row.amount, row.details)


def _decide(
    by: Actor, card: ConflictCard, choice: ChoiceCode, reason: str, approval: Approval | None, shop: Shop
) -> tuple[Fact, ...]:
    return shop.conflicts.decide(by, card.id, choice, reason, approval).facts
