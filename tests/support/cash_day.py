"""Random days at cash drawers, with a model of each drawer's cash that knows nothing of facts.

The model is what somebody who stands beside the drawer would write down: so much went in, so much came out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.deciding import given_back, paid_from
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, DrawerId, ItemId, OrderId, PaymentId, SessionId
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.payments import CARD, Payment
from aura_terminal.domain.settling import Act, PaymentReversed
from aura_terminal.domain.staff import Approval
from aura_terminal.ports.store import SYSTEM, Begin
from aura_terminal.use_cases.cash import Moving
from aura_terminal.use_cases.drawers import drawer_used
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING

EUR = "EUR"
LOOSE = SessionId("")


@dataclass(slots=True)
class Ledger:
    """What lies in the drawers, by session; cash nobody answers for is under `LOOSE`."""

    held: dict[SessionId, int] = field(default_factory=dict)
    entries: dict[PaymentId, tuple[SessionId, int]] = field(default_factory=dict)
    running: dict[str, SessionId] = field(default_factory=dict)
    counted: dict[SessionId, int] = field(default_factory=dict)
    sales: list[tuple[OrderId, PaymentId]] = field(default_factory=list)

    def put(self, terminal: str, minor: int) -> SessionId:
        """So much more in the drawer of a terminal."""
        session = self.running.get(terminal, LOOSE)
        self.held[session] = self.held.get(session, 0) + minor
        return session


class Cashier:
    """Whoever stands at one terminal with a drawer of its own."""

    def __init__(
        self, shop: Shop, begin: Begin, clock: FixedClock, ids: SeededIds, items: Sequence[ItemId], ledger: Ledger
    ) -> None:
        self.shop, self._begin, self.clock, self._ids = shop, begin, clock, ids
        self._items, self._ledger = items, ledger
        self.label = shop.terminal.label
        self.acts: tuple[Callable[[int, int], object], ...] = (
            self.sell, self.sell, self.sell, self.pay_part, self.card, self.drop, self.pay_in, self.pay_out,
            self.tips_out, self.refund, self.reverse, self.check, self.end, self.begin, self.begin, self.hand_over,
        )  # fmt: skip

    def do(self, act: int, one: int, other: int) -> None:
        """One act; what the rules refuse moves no cash."""
        with suppress(RuleBroken):
            self.acts[act % len(self.acts)](one, other)
        self.clock.advance(seconds=1 + other % 50)

    # Guests

    def sell(self, one: int, other: int) -> None:
        """A guest pays with what they have, and gets change."""
        due = self._order(one)
        tendered = due[1].minor + other % 1700
        paid = self.shop.paying.take_cash(EVERYTHING, due[0], Money(tendered, EUR), self.shop.paying.new_attempt())
        assert paid.closed
        self._took(due[0], paid.payment.id, due[1].minor)

    def pay_part(self, one: int, other: int) -> None:
        """A guest pays a part and the rest by another way, or later."""
        order_id, due = self._order(one)
        part = max(1, due.minor * (other % 10) // 10)
        paid = self.shop.paying.take_cash(EVERYTHING, order_id, Money(part, EUR), self.shop.paying.new_attempt())
        self._took(order_id, paid.payment.id, part)

    def card(self, one: int, other: int) -> None:
        """A guest pays by card: the drawer stays as it is."""
        order_id, due = self._order(one)
        none = zero(EUR)
        with self._begin(SYSTEM) as work:
            work.keep(PaymentTaken(order_id, Payment(
                PaymentId(self._ids.new()), AttemptId(self._ids.new()), CARD, due, due, none, none, none, work.now,
                work.today, self.label,
            )))  # fmt: skip

    def refund(self, one: int, other: int) -> None:
        """A guest gets some of it back, at whichever terminal."""
        order_id, _ = self._sale(one)
        amount = Money(1 + other % 300, EUR)
        with self._begin(SYSTEM) as work:
            use = drawer_used(work, self.shop.terminal, SYSTEM)
            fact = given_back(work.order(order_id), amount, self._act(), PaymentId(self._ids.new()))
            work.keep(paid_from(fact, use.session_id))
        self._ledger.entries[fact.refund.id] = (self._ledger.put(self.label, -amount.minor), -amount.minor)
        self._ledger.sales.append((order_id, fact.refund.id))

    def reverse(self, one: int, other: int) -> None:
        """Something was entered and never happened: it never was in the drawer it was entered for."""
        order_id, payment_id = self._sale(one)
        with self._begin(SYSTEM) as work:
            work.order(order_id)
            work.keep(PaymentReversed(order_id, payment_id, self._act()))
        session, minor = self._ledger.entries.pop(payment_id, (LOOSE, 0))
        self._ledger.held[session] = self._ledger.held.get(session, 0) - minor

    # The drawer

    def begin(self, one: int, other: int) -> None:
        """Count a float and answer for the drawer."""
        pieces = {100: one % 40, 5: other % 20, 2000: one % 4}
        begun = self.shop.cash.begin(EVERYTHING, DrawerId(self.label), pieces)
        self._ledger.running[self.label] = begun.session_id
        self._ledger.put(self.label, sum(value * number for value, number in pieces.items()))

    def drop(self, one: int, other: int) -> None:
        self._move(MovementKind.DROP, one, -1)

    def pay_in(self, one: int, other: int) -> None:
        self._move(MovementKind.PAID_IN, one, 1)

    def pay_out(self, one: int, other: int) -> None:
        self._move(MovementKind.PAID_OUT, one, -1)

    def tips_out(self, one: int, other: int) -> None:
        self._move(MovementKind.TIPS_OUT, one, -1)

    def check(self, one: int, other: int) -> None:
        """Somebody counts in between; whatever they find, nothing moves."""
        self.shop.cash.check(EVERYTHING, self._session(), {10: one % 900})

    def end(self, one: int, other: int) -> None:
        """Count and go; any count is accepted."""
        session = self._session()
        self.shop.cash.end(EVERYTHING, session, {50: one % 300})
        self._ledger.counted[session] = 50 * (one % 300)
        del self._ledger.running[self.label]

    def hand_over(self, one: int, other: int) -> None:
        """What was counted is the next one's float."""
        session = self._session()
        heir = self.shop.reads.store.staff()[one % 3].id
        self.shop.cash.hand_over(EVERYTHING, session, {200: one % 70}, heir)
        self._ledger.counted[session] = 200 * (one % 70)
        (now,) = (row for row in self.shop.reads.cash.running() if row.terminal == self.label)
        self._ledger.running[self.label] = now.id
        self._ledger.put(self.label, 200 * (one % 70))

    def _move(self, kind: MovementKind, one: int, sign: int) -> None:
        amount = Money(one % 5000, EUR)
        self.shop.cash.move(EVERYTHING, self._session(), Moving(kind, amount, "flowers", "the florist"))
        self._ledger.put(self.label, sign * amount.minor)

    def _session(self) -> SessionId:
        session = self._ledger.running.get(self.label)
        if session is None:
            raise NothingToDo
        return session

    def _order(self, one: int) -> tuple[OrderId, Money]:
        item = self._items[one % len(self._items)]
        order_id = self.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(item, quantity=1 + one % 3)).order_id
        return order_id, self.shop.reads.orders.sheet(order_id).cash_due

    def _took(self, order_id: OrderId, payment_id: PaymentId, minor: int) -> None:
        self._ledger.entries[payment_id] = (self._ledger.put(self.label, minor), minor)
        self._ledger.sales.append((order_id, payment_id))

    def _sale(self, one: int) -> tuple[OrderId, PaymentId]:
        if not self._ledger.sales:
            raise NothingToDo
        return self._ledger.sales[one % len(self._ledger.sales)]

    def _act(self) -> Act:
        at, day = self.clock.now(), self.shop.reads.store.profile().calendar.date_of(self.clock.now())
        return Act(at, day, self.label, Approval(SYSTEM, at, "test"))


class NothingToDo(RuleBroken):
    """There is nothing of that kind to act on."""

    def __init__(self) -> None:
        super().__init__(Rule.UNKNOWN)
