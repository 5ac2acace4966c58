"""Goods of a paid order that come back: which, why, what the guest gets, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import LineId, OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.payments import CARD
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.returns import Left, Towards
from aura_terminal.use_cases.returns import TakenBack as TakenBack
from aura_terminal.use_cases.returns import Way as Way
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.counter import Counter
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what the guest still has, and how many of it are chosen."""

    line_id: LineId
    name: str
    left: int
    chosen: int


class ReturnsModel(QObject):
    """`changed` follows all that is shown; `refused` carries a broken rule.

    `taken_back` carries a TakenBack, `begun_anew` the id of the order that takes another one's place, and
    `card_wanted(order_id, number)` says that the money is to go to the order's card now.
    """

    changed = Signal()
    taken_back = Signal(object)
    begun_anew = Signal(str)
    card_wanted = Signal(str, str)
    refused = Signal(object)

    def __init__(
        self, counter: Counter, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._counter, self._runner, self._session, self._changes = counter, runner, session, changes
        self._left: Left | None = None
        self._chosen: dict[LineId, int] = {}
        self._amount: Money | None = None
        self._is_busy = False
        self.approvals = Approvals(runner, self)

    @property
    def session(self) -> SessionModel:
        """Who takes back, and who may allow it."""
        return self._session

    @property
    def number(self) -> str:
        """The order's label."""
        return "" if self._left is None else self._left.number

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the guest still has."""
        lines = () if self._left is None else self._left.lines
        return tuple(Row(one.line_id, one.name, one.quantity, self._chosen.get(one.line_id, 0)) for one in lines)

    @property
    def amount(self) -> Money | None:
        """What the guest gets for what is chosen; None until it was reckoned, or while nothing is."""
        return self._amount if self._chosen else None

    @property
    def can_take_back(self) -> bool:
        """Whether something is chosen and nothing is under way."""
        return bool(self._chosen) and self._amount is not None and not self._is_busy

    @property
    def can_begin_anew(self) -> bool:
        """Whether there is anything left to begin anew with."""
        return bool(self.rows) and not self._is_busy

    @property
    def has_card(self) -> bool:
        """Whether a card was charged for the order."""
        return self._left is not None and CARD in self._left.tenders

    @property
    def other(self) -> tuple[OrderId, str] | None:
        """The open order on the counter that could be paid with it, and its label."""
        order = self._counter.order
        if order is None or self._left is None or order.order_id == self._left.order_id:
            return None
        return order.order_id, order.number

    def open(self, order_id: OrderId) -> None:
        """Look at a paid order; nothing is chosen."""
        self._left, self._chosen, self._amount, self._is_busy = None, {}, None, False
        self._runner.run(partial(_left_of, order_id), self._show, self.refused.emit)

    def choose(self, line_id: str, quantity: int) -> None:
        """So many of a line come back; not fewer than none nor more than the guest has."""
        row = next((one for one in self.rows if one.line_id == line_id), None)
        if row is None or self._left is None:
            return
        many = max(0, min(quantity, row.left))
        self._chosen = {id_: one for id_, one in {**self._chosen, row.line_id: many}.items() if one}
        self._amount = None
        lines = tuple(self._chosen.items())
        self._runner.run(partial(_worth, self._left.order_id, lines), partial(self._reckon, lines), self.refused.emit)
        self.changed.emit()

    @Slot()
    def choose_all(self) -> None:
        """Everything comes back, or nothing where everything was chosen."""
        all_of_it = all(row.chosen == row.left for row in self.rows)
        for row in self.rows:
            self.choose(row.line_id, 0 if all_of_it else row.left)

    def take_back(self, way: Way, reason: str) -> None:
        """Take what is chosen back; somebody may have to allow it."""
        self._take_back(way, reason)

    def exchange(self, reason: str) -> None:
        """Take what is chosen back and pay with it for `other`; where that is gone, `changed` says so."""
        if self.other is None:
            self.changed.emit()
        else:
            self._take_back(Towards(self.other[0]), reason)

    def begin_anew(self, reason: str) -> None:
        """Begin the order anew; somebody may have to allow it."""
        actor, left = self._session.must_actor(), self._left
        if actor is not None and left is not None and self.can_begin_anew:
            self._begin()
            self.approvals.run(partial(_reopen, actor, left.order_id, reason), reason, self._begun, self._refuse)

    def _take_back(self, way: Way | Towards, reason: str) -> None:
        actor, left = self._session.must_actor(), self._left
        if actor is not None and left is not None and self.can_take_back:
            call = partial(_take_back, actor, left.order_id, dict(self._chosen), reason, way)
            self._begin()
            self.approvals.run(call, reason, partial(self._done, way), self._refuse)

    def _begin(self) -> None:
        self._is_busy = True
        self.changed.emit()

    def _show(self, left: Left) -> None:
        self._left = left
        self.changed.emit()

    def _reckon(self, lines: tuple[tuple[LineId, int], ...], amount: Money) -> None:
        if lines == tuple(self._chosen.items()):
            self._amount = amount
            self.changed.emit()

    def _done(self, way: Way | Towards, done: TakenBack) -> None:
        self._is_busy = False
        self._changes.announce(*done.facts)
        self.taken_back.emit(done)
        if way is Way.CARD:
            self.card_wanted.emit(done.order_id, self.number)

    def _begun(self, done: Done) -> None:
        self._is_busy = False
        self._changes.announce(*done.facts)
        self.begun_anew.emit(done.order_id)

    def _refuse(self, broken: RuleBroken) -> None:
        self._is_busy = False
        self.refused.emit(broken)
        self.changed.emit()


def _left_of(order_id: OrderId, shop: Shop) -> Left:
    return shop.returns.look(order_id)


def _worth(order_id: OrderId, lines: tuple[tuple[LineId, int], ...], shop: Shop) -> Money:
    return shop.returns.worth(order_id, lines)


def _take_back(
    by: Actor, order_id: OrderId, chosen: Mapping[LineId, int], reason: str, way: Way | Towards,
    approval: Approval | None, shop: Shop,
) -> TakenBack:  # fmt: skip
    lines = tuple(chosen.items())
    return shop.returns.take_back(by, order_id, lines, reason, way, approval=approval)


def _reopen(by: Actor, order_id: OrderId, reason: str, approval: Approval | None, shop: Shop) -> Done:
    return shop.returns.reopen(by, order_id, reason, approval)
