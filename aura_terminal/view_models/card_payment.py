"""Taking a card for the order that is being paid: one attempt at a time, followed to its end.

Nothing here waits for a terminal. What is tapped is committed; what the terminal does comes back as facts and, quicker
and for the eye alone, as words of the node.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.card_attempts import NO_MONEY, AttemptState
from aura_terminal.domain.card_exposure import room_left, suggested_tips
from aura_terminal.domain.card_facts import AttemptFact, LateChoice, TipWhen
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.money import Money, zero
from aura_terminal.ports.card_rows import AttemptRow as AttemptRow
from aura_terminal.use_cases.card_wishes import CardWish
from aura_terminal.use_cases.card_wishes import SlipRead as SlipRead
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.cash_tip import gratuity_for
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.ids import AttemptId, OrderId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.card_rows import CardTerms
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.card_readers import CardReadersModel, ReaderLine
    from aura_terminal.view_models.payment import PaymentModel
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


class CardStage(Enum):
    """What the person at the till has to know or to do about the card."""

    NONE = auto()
    WAITING = auto()
    AT_TERMINAL = auto()
    CANCELLING = auto()
    BY_HAND = auto()
    CHECKING = auto()
    REVIEW = auto()
    LATE = auto()
    NOT_CHARGED = auto()
    PARTIAL = auto()


@dataclass(frozen=True, slots=True)
class CardStanding:
    """What the store says of the cards of an order; `labels` are the names this terminal has or had."""

    order_id: OrderId
    rows: tuple[AttemptRow, ...]
    terms: CardTerms
    next_id: AttemptId
    labels: tuple[str, ...]


_STAGES = {
    AttemptState.CREATED: CardStage.WAITING,
    AttemptState.SENT: CardStage.AT_TERMINAL,
    AttemptState.IN_PROGRESS: CardStage.AT_TERMINAL,
    AttemptState.UNKNOWN: CardStage.CHECKING,
    AttemptState.QUERYING: CardStage.CHECKING,
    AttemptState.MANUAL_REVIEW: CardStage.REVIEW,
}


class CardPaymentModel(QObject):
    """`changed` follows all that is shown; `asked` says that a terminal's node should look; `refused` a broken rule.

    Each try has its id from before it, so that two taps are one try. An attempt nobody knows the end of stays in sight
    until it is decided; `pass_by` lets another begin, for which a manager's PIN is asked. `watch` is awake while the
    screen is shown.
    """

    changed = Signal()
    asked = Signal()
    refused = Signal(object)

    def __init__(
        self, payment: PaymentModel, readers: CardReadersModel, runner: Runner, session: SessionModel, changes: Changes,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._payment, self._readers = payment, readers
        self._runner, self._session, self._changes = runner, session, changes
        self._standing: CardStanding | None = None
        self._seen: frozenset[AttemptId] = frozenset()
        self._instead_of: AttemptId | None = None
        self._tip: Money | None = None
        self._is_asking = False
        self.approvals = Approvals(runner, self)
        self.watch = Watch(changes, AttemptFact.__args__, self)
        self.watch.due.connect(self.refresh)
        readers.changed.connect(self.changed)

    # What is shown

    @property
    def terminals(self) -> CardReadersModel:
        """The terminals cards are taken at."""
        return self._readers

    @property
    def attempt(self) -> AttemptRow | None:
        """The attempt that matters: one that holds the order up, else the last one whose end nobody has seen yet."""
        rows = () if self._standing is None else self._standing.rows
        held_up = [row for row in rows if row.holds_up and row.attempt_id != self._instead_of]
        ended = [row for row in rows if row.act in _SHOWN and not row.holds_up and row.attempt_id not in self._seen]
        return held_up[-1] if held_up else ended[-1] if ended else None

    @property
    def last_approved(self) -> AttemptRow | None:
        """The last card that was charged for the order."""
        rows = () if self._standing is None else self._standing.rows
        return next((row for row in reversed(rows) if row.taken is not None), None)

    @property
    def stage(self) -> CardStage:
        """Where it stands, in what somebody has to do."""
        row = self.attempt
        if row is None:
            return CardStage.NONE
        if row.needs_choice:
            return CardStage.LATE
        if row.by_hand and row.state is AttemptState.SENT:
            return CardStage.BY_HAND
        stage = _STAGES.get(row.state)
        if stage is not None and self._is_left_behind(row):
            return CardStage.REVIEW
        if stage is not None:
            return CardStage.CANCELLING if row.cancel_asked and stage is CardStage.AT_TERMINAL else stage
        if row.state in NO_MONEY:
            return CardStage.NOT_CHARGED
        is_part = row.taken is not None and row.taken < row.amount and self._is_due
        return CardStage.PARTIAL if is_part else CardStage.NONE

    @property
    def reader(self) -> ReaderLine | None:
        """The terminal the next card is taken at; of an attempt, its own."""
        row = self.attempt
        return self._readers.chosen if row is None else self._readers.named(row.reader)

    @property
    def readers(self) -> tuple[ReaderLine, ...]:
        """All there are."""
        return self._readers.lines

    @property
    def step(self) -> str:
        """What the terminal shows for the attempt, as its node tells it; "" where it tells nothing."""
        row, reader = self.attempt, self.reader
        is_its = row is not None and reader is not None and reader.attempt_id == row.attempt_id
        return reader.step if is_its and reader is not None else ""

    @property
    def amount(self) -> Money | None:
        """What a card would be charged for the check: what was named, at most all that its share owes."""
        due = self._payment.due
        if due is None or due.minor <= 0:
            return None
        named = self._payment.tendered if self._payment.is_named else None
        return due if named is None or named > due or not named.minor else named

    @property
    def tip(self) -> Money | None:
        """The tip that was chosen before, else what the house asks of the party; nothing where neither is."""
        amount, order = self.amount, self._payment.order
        if amount is None or self._tip:
            return None if amount is None else self._tip
        return zero(amount.currency) if order is None else gratuity_for(order, amount)

    @property
    def tips(self) -> tuple[tuple[int, Money], ...]:
        """The house's suggestions: each percentage and what it comes to; none where tips come another way."""
        amount, standing = self.amount, self._standing
        if amount is None or standing is None or self._tip_when is not TipWhen.BEFORE:
            return ()
        return suggested_tips(amount, standing.terms.rules)

    @property
    def exposure(self) -> tuple[int, Money, Money] | None:
        """Cards approved offline at the shop's risk: how many, how much, and how much more may be; None for none."""
        if self._standing is None or not self._standing.terms.exposure.count:
            return None
        terms = self._standing.terms
        return terms.exposure.count, terms.exposure.amount, room_left(terms.exposure, terms.rules)

    @property
    def passes_by(self) -> AttemptRow | None:
        """The undecided attempt beside which a manager lets another begin."""
        rows = () if self._standing is None else self._standing.rows
        return next((row for row in rows if row.attempt_id == self._instead_of), None)

    @property
    def can_charge(self) -> bool:
        """Whether a card can be asked for now."""
        reader = self._readers.chosen
        is_free = self.stage in (CardStage.NONE, CardStage.NOT_CHARGED, CardStage.PARTIAL) and not self._is_asking
        may_pay = self._payment.token.may_pay and not self._payment.is_settled
        return is_free and may_pay and self.amount is not None and reader is not None and reader.can_be_used

    # What is tapped

    def open(self, order_id: OrderId) -> None:
        """Follow the cards of an order; what ended before is not told again."""
        self._standing, self._instead_of, self._tip, self._is_asking = None, None, None, False
        self._runner.run(partial(_standing, order_id), self._begin, self.refused.emit)

    @Slot()
    def refresh(self) -> None:
        """Read the cards of the order again."""
        if self._standing is not None:
            self._runner.run(partial(_standing, self._standing.order_id), self._show, self.refused.emit)

    def choose_tip(self, tip: Money | None) -> None:
        """The guest gives this much on top."""
        self._tip = tip
        self.changed.emit()

    @Slot()
    def next_reader(self) -> None:
        """Take the card at the next terminal there is."""
        self._readers.choose_next()

    @Slot()
    def charge(self) -> None:
        """Ask the terminal for what is named."""
        actor, wish = self._session.must_actor(), self._wish()
        if actor is None or wish is None or not self.can_charge:
            return
        self._is_asking = True
        call = partial(_charge, actor, wish)
        self.approvals.run(call, "another card", self._charged, self._refuse)
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        """Have it ended; the terminal may still approve."""
        self._on_attempt(lambda shop, by, id_: shop.cards.cancel(by, id_))

    @Slot()
    def dismiss(self) -> None:
        """What ended has been seen: pay another way, or again."""
        if self._standing is not None:
            self._seen |= {row.attempt_id for row in self._standing.rows if not row.holds_up}
            self.changed.emit()

    @Slot()
    def pass_by(self) -> None:
        """Pay another way although nobody knows: the next card asks for a manager's PIN."""
        row = self.attempt
        if row is not None and self.stage in (CardStage.CHECKING, CardStage.REVIEW):
            self._instead_of = row.attempt_id
            self.changed.emit()

    def answer_approved(self, read: SlipRead) -> None:
        """The slip says approved."""
        self._on_attempt_approved(
            lambda by, id_, approval, shop: shop.card_answers.answer_approved(by, id_, read, approval)
        )

    @Slot()
    def answer_not_approved(self) -> None:
        """The slip says anything else, or there is none."""
        self._on_attempt_approved(
            lambda by, id_, approval, shop: shop.card_answers.answer_not_approved(by, id_, approval)
        )

    @Slot()
    def keep_late(self) -> None:
        """The approval that came after the cancel counts."""
        self._on_attempt(lambda shop, by, id_: shop.card_answers.decide_late(by, id_, LateChoice.KEEP))

    @Slot()
    def reverse_late(self) -> None:
        """The approval that came after the cancel is taken back."""
        self._on_attempt(lambda shop, by, id_: shop.card_answers.decide_late(by, id_, LateChoice.REVERSE))

    # Within

    @property
    def _is_due(self) -> bool:
        order = self._payment.order
        return order is not None and order.due.minor > 0 and not self._payment.is_settled

    def _is_left_behind(self, row: AttemptRow) -> bool:
        """Whether nobody will say what becomes of it: its card terminal is not set up here any more, or its machine is
        gone, for else this one would not hold the order's token while a card is undecided."""
        if self._standing is None:
            return False
        if row.terminal in self._standing.labels:
            return row.state is not AttemptState.CREATED and self._readers.named(row.reader) is None
        return self._payment.token.may_pay

    @property
    def _tip_when(self) -> TipWhen:
        return TipWhen.NEVER if self._standing is None else self._standing.terms.rules.tip_when

    def _wish(self) -> CardWish | None:
        amount, reader, standing = self.amount, self._readers.chosen, self._standing
        if amount is None or reader is None or standing is None:
            return None
        tip, when = self.tip or zero(amount.currency), TipWhen.NEVER
        if tip:
            when = TipWhen.BEFORE
        elif self._tip_when is TipWhen.AT_TERMINAL and reader.asks_tip:
            when = TipWhen.AT_TERMINAL
        share = self._payment.share
        return CardWish(
            standing.next_id, standing.order_id, reader.name, amount, tip, when, reader.is_stand_alone,
            self._instead_of, share=None if share is None else share.share_id,
        )  # fmt: skip

    def _on_attempt(self, call: Callable[[Shop, Actor, AttemptId], Done]) -> None:
        actor, row = self._session.must_actor(), self.attempt
        if actor is not None and row is not None:
            self._runner.run(lambda shop: call(shop, actor, row.attempt_id), self._committed, self._refuse)

    def _on_attempt_approved(self, call: Callable[[Actor, AttemptId, Approval | None, Shop], Done]) -> None:
        actor, row = self._session.must_actor(), self.attempt
        if actor is not None and row is not None:
            run = partial(call, actor, row.attempt_id)
            self.approvals.run(run, "a card nobody knows of", self._committed, self._refuse)

    def _charged(self, done: Done) -> None:
        self._payment.unname()
        self._committed(done)

    def _committed(self, done: Done) -> None:
        self._is_asking = False
        self._changes.announce(*done.facts)
        self.asked.emit()
        self.refresh()

    def _refuse(self, broken: RuleBroken) -> None:
        self._is_asking = False
        self.refused.emit(broken)
        self.refresh()

    def _begin(self, standing: CardStanding) -> None:
        self._seen = frozenset(row.attempt_id for row in standing.rows if not row.holds_up)
        self._show(standing)

    def _show(self, standing: CardStanding) -> None:
        order = self._payment.order
        if order is None or order.order_id == standing.order_id:
            if self._standing is not None and _charges(standing) > _charges(self._standing):
                self._tip = None  # it was given with this card
            self._standing = standing
            decided = [row.attempt_id for row in standing.rows if not row.holds_up]
            self._instead_of = None if self._instead_of in decided else self._instead_of
            self.changed.emit()


_SHOWN = (CardAct.SALE, CardAct.CAPTURE, CardAct.REVERSAL)


def _charges(standing: CardStanding) -> int:
    return sum(row.taken is not None for row in standing.rows)


def _standing(order_id: OrderId, shop: Shop) -> CardStanding:
    rows = tuple(shop.reads.cards.of_order(order_id))
    return CardStanding(order_id, rows, shop.reads.cards.terms(), shop.cards.new_attempt(), shop.terminal.labels)


def _charge(by: Actor, wish: CardWish, approval: Approval | None, shop: Shop) -> Done:
    return shop.cards.charge(by, wish, approval)
