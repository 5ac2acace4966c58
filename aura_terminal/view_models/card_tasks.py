"""What somebody has to do about cards beyond the order at hand: undecided ones, ones at risk, tabs that are held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.card_facts import AttemptFact, TipWhen
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.money import Money, zero
from aura_terminal.ports.card_rows import AttemptRow as AttemptRow
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.card_wishes import CardWish, SlipRead
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import AttemptId, OrderId
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.card_readers import CardReadersModel
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


class TaskKind(Enum):
    """What a card is waiting for."""

    UNDECIDED = auto()
    CONTRADICTED = auto()
    AT_RISK = auto()
    TAB = auto()


@dataclass(frozen=True, slots=True)
class CardTask:
    """One of them."""

    kind: TaskKind
    row: AttemptRow


class CardTasksModel(QObject):
    """`changed` follows what there is to do in the whole store; `asked` says that a terminal's node should look.

    A tab is held, captured with what is due and released for the order `for_order` names.
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
        self._tasks: tuple[CardTask, ...] = ()
        self._chosen: AttemptId | None = None
        self._order: OrderId | None = None
        self.approvals = Approvals(runner, self)
        self.watch = Watch(changes, AttemptFact.__args__, self)
        self.watch.due.connect(self.refresh)

    @property
    def session(self) -> SessionModel:
        """Who decides, and who may allow it."""
        return self._session

    @property
    def tasks(self) -> tuple[CardTask, ...]:
        """What there is to do, undecided ones first."""
        return self._tasks

    @property
    def chosen(self) -> CardTask | None:
        """The one that was tapped."""
        return next((task for task in self._tasks if task.row.attempt_id == self._chosen), None)

    @property
    def can_hold(self) -> bool:
        """Whether a tab can be held for the order: there is a terminal that can, and it holds none yet."""
        reader = self._readers.chosen
        has_tab = any(task.kind is TaskKind.TAB and task.row.order_id == self._order for task in self._tasks)
        return self._order is not None and reader is not None and reader.can_preauthorise and not has_tab

    @property
    def is_of_order(self) -> bool:
        """Whether the chosen one is about the order at hand."""
        return self.chosen is not None and self.chosen.row.order_id == self._order

    @property
    def can_answer(self) -> bool:
        """Whether the chosen one is for a person to answer here; what was charged is answered where it is paid."""
        task = self.chosen
        is_left = task is not None and task.kind is TaskKind.UNDECIDED and task.row.needs_answer
        return is_left and task is not None and task.row.act not in (CardAct.SALE, CardAct.CAPTURE)

    def for_order(self, order_id: OrderId | None) -> None:
        """Look, with this order at hand."""
        self._order, self._chosen = order_id, None
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read what there is to do."""
        self._runner.run(_tasks, self._show, self.refused.emit)

    def choose(self, attempt_id: str) -> None:
        """Look at one of them."""
        self._chosen = next((task.row.attempt_id for task in self._tasks if task.row.attempt_id == attempt_id), None)
        self.changed.emit()

    @Slot()
    def settled(self) -> None:
        """The bank took what the terminal had approved alone."""
        self._decide(
            lambda by, id_, reason, approval, shop: _one(shop.card_answers.settle_offline(by, id_, reason, approval))
        )

    @Slot()
    def denied(self) -> None:
        """The bank denied it: the order's debt is open again."""
        self._decide(lambda by, id_, reason, approval, shop: shop.card_answers.deny_offline(by, id_, reason, approval))

    @Slot()
    def compared(self) -> None:
        """What the terminal contradicts was compared with its slips and dealt with."""
        actor, task, reason = self._session.must_actor(), self.chosen, "compared with the terminal's slips"
        if actor is not None and task is not None and task.kind is TaskKind.CONTRADICTED:
            run = partial(_compared, actor, task.row.attempt_id, reason)
            self.approvals.run(run, reason, self._committed, self._refuse)

    @Slot()
    def release(self) -> None:
        """Let go what is held for the chosen tab."""
        actor, task = self._session.must_actor(), self.chosen
        if actor is not None and task is not None and task.kind is TaskKind.TAB:
            tab, order_id = task.row.attempt_id, task.row.order_id
            self._run(lambda shop: shop.card_returns.release_tab(actor, order_id, tab, shop.cards.new_attempt()))

    @Slot()
    def answer_done(self) -> None:
        """The terminal's slip says that it was done."""
        self._answer(lambda by, row, approval, shop: shop.card_answers.answer_approved(
            by, row.attempt_id, SlipRead(row.amount, zero(row.amount.currency)), approval
        ))  # fmt: skip

    @Slot()
    def answer_not_done(self) -> None:
        """It was not."""
        self._answer(
            lambda by, row, approval, shop: shop.card_answers.answer_not_approved(by, row.attempt_id, approval)
        )

    def capture(self, amount: Money, tip: Money) -> None:
        """Take what is due, with a tip, from the card of the chosen tab."""
        actor, task = self._session.must_actor(), self.chosen
        if actor is not None and task is not None and task.kind is TaskKind.TAB:
            row = task.row
            self._run(lambda shop: shop.cards.capture_tab(actor, row.attempt_id, _wish(shop, row, amount, tip)))

    def hold(self, amount: Money) -> None:
        """Hold an amount on a card for the order at hand."""
        actor, reader, order_id = self._session.must_actor(), self._readers.chosen, self._order
        if actor is not None and reader is not None and order_id is not None and self.can_hold:
            name, none = reader.name, zero(amount.currency)
            self._run(
                lambda shop: shop.cards.hold_tab(
                    actor, CardWish(shop.cards.new_attempt(), order_id, name, amount, none)
                )
            )

    def _decide(self, call: Decision) -> None:
        actor, task = self._session.must_actor(), self.chosen
        if actor is not None and task is not None and task.kind is TaskKind.AT_RISK:
            reason = "seen in the terminal's batch"
            run = partial(call, actor, task.row.attempt_id, reason)
            self.approvals.run(run, reason, self._committed, self._refuse)

    def _answer(self, call: Answer) -> None:
        actor, task = self._session.must_actor(), self.chosen
        if actor is not None and task is not None and self.can_answer:
            run = partial(call, actor, task.row)
            self.approvals.run(run, "a card nobody knows of", self._committed, self._refuse)

    def _run(self, call: Callable[[Shop], Done]) -> None:
        self._runner.run(call, self._committed, self._refuse)

    def _committed(self, done: Done) -> None:
        self._changes.announce(*done.facts)
        self.asked.emit()
        self.refresh()

    def _refuse(self, broken: RuleBroken) -> None:
        self.refused.emit(broken)
        self.refresh()

    def _show(self, tasks: tuple[CardTask, ...]) -> None:
        self._tasks = tasks
        self.changed.emit()


if TYPE_CHECKING:
    Decision = Callable[[Actor, AttemptId, str, Approval | None, Shop], Done]
    Answer = Callable[[Actor, AttemptRow, Approval | None, Shop], Done]


def _tasks(shop: Shop) -> tuple[CardTask, ...]:
    reads = shop.reads.cards
    waiting = [CardTask(TaskKind.UNDECIDED if row.holds_up else TaskKind.CONTRADICTED, row) for row in reads.open()]
    at_risk = [CardTask(TaskKind.AT_RISK, row) for row in reads.at_risk()]
    return (*waiting, *at_risk, *(CardTask(TaskKind.TAB, row) for row in reads.tabs()))


def _compared(by: Actor, attempt_id: AttemptId, reason: str, approval: Approval | None, shop: Shop) -> Done:
    return _one(shop.card_answers.settle_contradiction(by, attempt_id, reason, approval))


def _wish(shop: Shop, tab: AttemptRow, amount: Money, tip: Money) -> CardWish:
    when = TipWhen.BEFORE if tip else TipWhen.NEVER
    return CardWish(shop.cards.new_attempt(), tab.order_id, tab.reader, amount, tip, when, tab.by_hand)


def _one(fact: Fact) -> Done:
    from aura_terminal.domain.ids import OrderId

    return Done(OrderId(""), (fact,))
