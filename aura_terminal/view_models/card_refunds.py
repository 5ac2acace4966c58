"""Giving money back to the card it came from, from an order that is looked at: which card, how much, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.card_attempts import NO_MONEY, AttemptState
from aura_terminal.domain.card_facts import AttemptFact
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_rows import AttemptRow as AttemptRow
from aura_terminal.use_cases.card_wishes import SlipRead
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.ids import AttemptId, OrderId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.card_readers import CardReadersModel
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

GIVING = (CardAct.REFUND, CardAct.REVERSAL)


@dataclass(frozen=True, slots=True)
class CardsOfOrder:
    """The cards of one order, and the id of the next try at giving something back.

    `labels` are the names this terminal has or had. `owed` is what
    the guest is owed already, for goods that came back; None where they are owed nothing.
    """

    order_id: OrderId
    rows: tuple[AttemptRow, ...]
    next_id: AttemptId
    labels: tuple[str, ...]
    owed: Money | None = None


class CardRefundsModel(QObject):
    """`changed` follows all that is shown; `asked` says that a terminal's node should look; `refused` a broken rule.

    One card is chosen, the amount begins as all that may still be given back. A terminal that cannot refund reverses a
    whole charge. What is under way is followed to its end; a stand-alone terminal is answered for.
    """

    changed = Signal()
    asked = Signal()
    refused = Signal(object)

    def __init__(
        self, readers: CardReadersModel, runner: Runner, session: SessionModel, changes: Changes,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._readers, self._runner, self._session, self._changes = readers, runner, session, changes
        self._cards: CardsOfOrder | None = None
        self._chosen: AttemptId | None = None
        self._typed: int | None = None
        self.approvals = Approvals(runner, self)
        self.watch = Watch(changes, AttemptFact.__args__, self)
        self.watch.due.connect(self.refresh)

    @property
    def session(self) -> SessionModel:
        """Who gives back, and who may allow it."""
        return self._session

    @property
    def charges(self) -> tuple[AttemptRow, ...]:
        """Cards that were charged for the order."""
        rows = () if self._cards is None else self._cards.rows
        return tuple(row for row in rows if row.charged is not None and row.act in (CardAct.SALE, CardAct.CAPTURE))

    @property
    def chosen(self) -> AttemptRow | None:
        """The card money goes back to: the one that was tapped, else the first there is something left of."""
        rows = self.charges
        tapped = next((row for row in rows if row.attempt_id == self._chosen), None)
        return tapped or next((row for row in rows if left_of(row).minor > 0), None)

    @property
    def under_way(self) -> AttemptRow | None:
        """The last attempt at giving something back, while it is at work or has just ended.

        Where its card terminal is not here, or its machine another one, somebody may have to answer for it.
        """
        rows = [] if self._cards is None else [row for row in self._cards.rows if row.act in GIVING]
        if not rows:
            return None
        return replace(rows[-1], needs_answer=rows[-1].needs_answer or self._is_left_behind(rows[-1]))

    @property
    def amount(self) -> Money | None:
        """What would go back now: what was typed, else what the guest is owed, else all that is left of the charge."""
        row = self.chosen
        if row is None or row.charged is None:
            return None
        if self._typed is not None:
            return Money(self._typed, row.charged.currency)
        owed = None if self._cards is None else self._cards.owed
        return left_of(row) if owed is None else min(owed, left_of(row))

    @property
    def can_give_back(self) -> bool:
        """Whether there is something left, and nothing under way."""
        row, amount, last = self.chosen, self.amount, self.under_way
        is_free = last is None or not last.holds_up
        return row is not None and amount is not None and 0 < amount.minor <= left_of(row).minor and is_free

    def open(self, order_id: OrderId) -> None:
        """Look at the cards of an order."""
        self._cards, self._chosen, self._typed = None, None, None
        self._runner.run(partial(_cards_of, order_id), self._show, self.refused.emit)

    @Slot()
    def refresh(self) -> None:
        """Read them again."""
        if self._cards is not None:
            self._runner.run(partial(_cards_of, self._cards.order_id), self._show, self.refused.emit)

    def choose(self, attempt_id: str) -> None:
        """Money goes back to this card."""
        self._chosen = next((row.attempt_id for row in self.charges if row.attempt_id == attempt_id), None)
        self._typed = None
        self.changed.emit()

    def press(self, digits: str) -> None:
        """Type an amount as minor units from the right."""
        self._typed = int(f"{self._typed or ''}{digits}"[:9])
        self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last digit away."""
        self._typed = (self._typed or 0) // 10
        self.changed.emit()

    def give_back(self, reason: str) -> None:
        """Ask the terminal to give it back, for a reason; somebody may have to allow it."""
        actor, row, amount, cards = self._session.must_actor(), self.chosen, self.amount, self._cards
        if actor is None or row is None or amount is None or cards is None or not self.can_give_back:
            return
        reader = self._readers.named(row.reader)
        if reader is None and not row.by_hand:
            self.refused.emit(RuleBroken(Rule.CARD_ELSEWHERE, reader=row.reader, terminal=row.terminal))
            return
        reverses = reader is not None and reader.can_reverse and not reader.can_refund and amount == row.charged
        call = partial(_reverse if reverses else _refund, actor, cards, row.attempt_id, amount, reason)
        self.approvals.run(call, reason, self._committed, self._refuse)

    @Slot()
    def answer_done(self) -> None:
        """The stand-alone terminal's slip says that it gave the money back."""
        row = self.under_way
        if row is not None:
            none = Money(0, row.amount.currency)
            read = SlipRead(row.amount, none)
            self._answer(
                lambda by, approval, shop: shop.card_answers.answer_approved(by, row.attempt_id, read, approval)
            )

    @Slot()
    def answer_not_done(self) -> None:
        """It did not."""
        row = self.under_way
        if row is not None:
            self._answer(lambda by, approval, shop: shop.card_answers.answer_not_approved(by, row.attempt_id, approval))

    def _answer(self, call: Answer) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            self.approvals.run(partial(call, actor), "a card nobody knows of", self._committed, self._refuse)

    def _is_left_behind(self, row: AttemptRow) -> bool:
        """Whether it is undecided where nobody here will hear of its end."""
        if not row.holds_up or row.by_hand or self._cards is None:
            return False
        return row.terminal not in self._cards.labels or self._readers.named(row.reader) is None

    def _committed(self, done: Done) -> None:
        self._typed = None
        self._changes.announce(*done.facts)
        self.asked.emit()
        self.refresh()

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _show(self, cards: CardsOfOrder) -> None:
        self._cards = cards
        self.changed.emit()


if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = Callable[[Actor, Approval | None, Shop], Done]


def left_of(row: AttemptRow) -> Money:
    """What may still be given back of a charge."""
    assert row.charged is not None
    return row.charged if row.given_back is None else row.charged - row.given_back


def is_done(row: AttemptRow) -> bool:
    """Whether the money went back."""
    return row.state is AttemptState.APPROVED


def came_to_nothing(row: AttemptRow) -> bool:
    """Whether it ended without money going back."""
    return row.state in NO_MONEY


def _cards_of(order_id: OrderId, shop: Shop) -> CardsOfOrder:
    rows = tuple(shop.reads.cards.of_order(order_id))
    due = shop.reads.orders.sheet(order_id).due
    return CardsOfOrder(order_id, rows, shop.cards.new_attempt(), shop.terminal.labels, -due if due.minor < 0 else None)


def _refund(
    by: Actor, cards: CardsOfOrder, of: AttemptId, amount: Money, reason: str, approval: Approval | None, shop: Shop
) -> Done:
    return shop.card_returns.refund(by, cards.order_id, cards.next_id, of, amount, reason, approval)


def _reverse(
    by: Actor, cards: CardsOfOrder, of: AttemptId, amount: Money, reason: str, approval: Approval | None, shop: Shop
) -> Done:
    return shop.card_returns.reverse(by, cards.order_id, cards.next_id, of, reason, approval)
