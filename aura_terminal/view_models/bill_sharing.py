"""Sharing the bill of one order: what each check would come to while it is tapped together, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.sharing_facts import SharedBy
from aura_terminal.view_models.share_draft import ShareDraft, draft_of

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import LineId, OrderId, ShareId
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.sharing_facts import Share
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.reads import OrderSheet
    from aura_terminal.ports.share_rows import PlanRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.counter import Counter
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


@dataclass(frozen=True, slots=True)
class Shared:
    """A bill that is shared now in so many checks, and how it was before: None for one bill."""

    order_id: OrderId
    checks: int
    before: PlanRow | None


class BillSharingModel(QObject):
    """`changed` follows all that is shown, `shared` a plan that was made or taken back, `separated` the number of new
    orders; `refused` carries the RuleBroken. What the checks come to is reckoned by the store with every tap."""

    changed = Signal()
    shared = Signal(object)
    separated = Signal(int)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, counter: Counter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes, self._counter = runner, session, changes, counter
        self._order: OrderSheet | None = None
        self._preview: PlanRow | None = None
        self._turn = 0
        self.draft = ShareDraft()

    @property
    def order(self) -> OrderSheet | None:
        """The order whose bill is shared, None until it was read."""
        return self._order

    @property
    def plan(self) -> PlanRow | None:
        """What the checks would come to now; None while what was tapped together is no plan yet."""
        return self._preview

    @property
    def can_share(self) -> bool:
        """Whether the store would take what was tapped together."""
        return self._preview is not None

    @property
    def is_shared(self) -> bool:
        """Whether the bill is shared already and nothing of it is paid, so that it can be one bill again."""
        plan = None if self._order is None else self._order.plan
        return plan is not None and not any(share.paid for share in plan.shares)

    @property
    def has_seats(self) -> bool:
        """Whether there are dishes of two seats at least."""
        return sum(len(group) for group in self.draft.seats) > 1

    def open(self, order_id: OrderId) -> None:
        """Begin with an order as it is."""
        self._order, self._preview, self.draft = None, None, ShareDraft()
        self._runner.run(partial(_sheet, order_id), self._begin, self.refused.emit)

    def choose(self, by: SharedBy) -> None:
        """Share another way."""
        self.draft.by = by
        self._ask()

    def choose_ways(self, ways: int) -> None:
        """So many even checks."""
        self.draft.by, self.draft.ways = SharedBy.EVEN, ways
        self._ask()

    def join_seat(self, seat: int) -> None:
        """Let a seat pay with the one before it, or on its own again."""
        self.draft.join_seat(seat)
        self._ask()

    def add_amount(self, amount: Money) -> None:
        """One check of this amount."""
        if amount.minor > 0:
            self.draft.amounts.append(amount)
            self._ask()

    def drop_amount(self, place: int) -> None:
        """Take an amount off again."""
        del self.draft.amounts[place]
        self._ask()

    def take(self, line_id: LineId) -> None:
        """Hold a line to be given to a check."""
        self.draft.items.take(line_id)
        self.changed.emit()

    def step(self, line_id: LineId, by: int) -> None:
        """Hold a piece of a line more or fewer."""
        self.draft.items.step(line_id, by)
        self.changed.emit()

    def divide(self, parts: int) -> None:
        """Cut the line touched last in so many parts."""
        self.draft.items.divide(parts)
        self.changed.emit()

    def give(self, place: int) -> None:
        """Put what is held on a check."""
        self.draft.items.give(place)
        self._ask()

    @Slot()
    def add_check(self) -> None:
        """One more check to put dishes on."""
        self.draft.items.add_check()
        self._ask()

    @Slot()
    def share(self) -> None:
        """Do what was tapped together."""
        if self._order is not None and self._preview is not None:
            order_id, by, shares = self._order.order_id, self.draft.by, self.draft.shares()
            before = self._order.plan
            self._do(lambda who, shop: shop.sharing.put_back(who, order_id, by, shares).facts, order_id, before)

    @Slot()
    def one_bill(self) -> None:
        """Take the sharing back."""
        if self._order is not None:
            order_id, before = self._order.order_id, self._order.plan
            self._do(lambda who, shop: shop.sharing.one_bill(who, order_id).facts, order_id, before)

    def restore(self, shared: Shared) -> None:
        """How it was before."""
        order_id, before = shared.order_id, shared.before
        if before is None:
            self._do(lambda who, shop: shop.sharing.one_bill(who, order_id).facts, order_id, None, tells=False)
        else:
            by, asked = before.by, before.asked
            self._do(
                lambda who, shop: shop.sharing.put_back(who, order_id, by, asked).facts, order_id, None, tells=False
            )

    @Slot()
    def separate(self) -> None:
        """An order of its own for each seat."""
        actor, order = self._session.must_actor(), self._order
        if actor is not None and order is not None:
            self._runner.run(partial(_separate, actor, order.order_id), self._show_separated, self.refused.emit)

    def print_share(self, order_id: OrderId, share_id: ShareId) -> None:
        """Print the check of a share, or its receipt once it is paid."""
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(_print, actor, order_id, share_id), self._announce, self.refused.emit)

    def _do(
        self, verb: Callable[[Actor, Shop], tuple[Fact, ...]], order_id: OrderId, before: PlanRow | None,
        *, tells: bool = True,
    ) -> None:  # fmt: skip
        actor = self._session.must_actor()
        if actor is None:
            return

        def done(answer: tuple[tuple[Fact, ...], OrderSheet]) -> None:
            facts, order = answer
            self._announce(facts)
            self._counter.refresh()
            if tells:
                self.shared.emit(Shared(order_id, 0 if order.plan is None else len(order.plan.shares), before))

        self._runner.run(partial(_done, verb, actor, order_id), done, self.refused.emit)

    def _begin(self, order: OrderSheet) -> None:
        self._order, self.draft = order, draft_of(order)
        self._ask()

    def _ask(self) -> None:
        """Have the checks reckoned; of two taps the answer to the later one counts."""
        actor, order = self._session.must_actor(), self._order
        if actor is None or order is None:
            return
        self._turn += 1
        turn, asked = self._turn, (self.draft.by, tuple(self.draft.shares()))
        call = partial(_preview, actor, order.order_id, *asked)
        self._runner.run(call, partial(self._show, turn), partial(self._show_none, turn))
        self.changed.emit()

    def _show(self, turn: int, preview: PlanRow) -> None:
        if turn == self._turn:
            self._preview = preview
            self.changed.emit()

    def _show_none(self, turn: int, broken: RuleBroken) -> None:
        if turn == self._turn:
            self._preview = None
            self.changed.emit()
        if broken.rule is not Rule.SHARES_WRONG:
            self.refused.emit(broken)

    def _show_separated(self, facts: tuple[Fact, ...]) -> None:
        self._announce(facts)
        self._counter.refresh()
        self.separated.emit(_opened(facts))

    def _announce(self, facts: tuple[Fact, ...]) -> None:
        self._changes.announce(*facts)


def _sheet(order_id: OrderId, shop: Shop) -> OrderSheet:
    return shop.reads.orders.sheet(order_id)


def _preview(by: Actor, order_id: OrderId, shared_by: SharedBy, shares: tuple[Share, ...], shop: Shop) -> PlanRow:
    return shop.sharing.preview(by, order_id, shared_by, shares)


def _done(
    verb: Callable[[Actor, Shop], tuple[Fact, ...]], by: Actor, order_id: OrderId, shop: Shop
) -> tuple[tuple[Fact, ...], OrderSheet]:
    return verb(by, shop), shop.reads.orders.sheet(order_id)


def _separate(by: Actor, order_id: OrderId, shop: Shop) -> tuple[Fact, ...]:
    return shop.sharing.separate(by, order_id).facts


def _print(by: Actor, order_id: OrderId, share_id: ShareId, shop: Shop) -> tuple[Fact, ...]:
    return (shop.sharing.print_share(by, order_id, share_id),)


def _opened(facts: Iterable[Fact]) -> int:
    from aura_terminal.domain.order_facts import OrderOpened

    return sum(isinstance(fact, OrderOpened) for fact in facts)
