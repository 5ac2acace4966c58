"""A value account: the fold of what was loaded and drawn, whichever terminals did it, in whatever order it arrived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatchmethod

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PaymentId, ValueAccountId, ValueMoveId
from aura_terminal.domain.invoice_facts import InvoiceSendAsked, InvoiceStated, PaymentAllocated
from aura_terminal.domain.invoicing import moved_elsewhere
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.value_facts import (
    AccountBlocked,
    AccountKind,
    AccountNumbered,
    AccountOpened,
    AccountUnblocked,
    Hearing,
    LimitSet,
    MoveFact,
    OverdraftBorne,
    OverdraftOwed,
    ValueDrawn,
    ValueFact,
    ValueLoaded,
    ValueReturned,
    ValueStated,
    ValueWithdrawn,
)

_TAKES = (ValueDrawn, ValueWithdrawn)


@dataclass(slots=True)
class ValueAccount:
    """One account. Moves only ever add up, each once; of numbers, limits and blocks the newest word counts."""

    id: ValueAccountId
    opened: AccountOpened | None = None
    number: AccountNumbered | None = None
    limited: LimitSet | None = None
    blocked: AccountBlocked | None = None
    stated: ValueStated | None = None
    moves: dict[ValueMoveId, MoveFact] = field(default_factory=dict)
    owed: dict[ValueMoveId, OverdraftOwed] = field(default_factory=dict)
    included: set[ValueMoveId] = field(default_factory=set)
    invoices: dict[str, InvoiceStated] = field(default_factory=dict)
    allocated: dict[ValueMoveId, PaymentAllocated] = field(default_factory=dict)
    sends: dict[str, InvoiceSendAsked] = field(default_factory=dict)

    @property
    def terms(self) -> AccountOpened:
        """How it was opened. Raises RuleBroken(ACCOUNT_UNKNOWN) as long as nobody heard of that."""
        if self.opened is None:
            raise RuleBroken(Rule.ACCOUNT_UNKNOWN)
        return self.opened

    @property
    def kind(self) -> AccountKind:
        """What it is."""
        return self.terms.kind

    @property
    def balance(self) -> Money:
        """What the house owes its holder; below zero what the holder owes the house."""
        currency = self.terms.currency
        minor = 0 if self.stated is None else self.stated.balance.minor
        minor += sum(signed(one) for one in self._counting() if one.move.id not in self.included)
        return Money(minor + self._moved_elsewhere(currency), currency)

    @property
    def loads(self) -> dict[ValueMoveId, int]:
        """What was put on it, by the moves that did, in minor units."""
        loads = (one for one in self._counting() if isinstance(one, ValueLoaded))
        return {one.move.id: one.move.amount.minor for one in loads}

    @property
    def limit(self) -> Money:
        """How much its holder may owe."""
        none = Money(0, self.terms.currency)
        return none if self.limited is None or self.limited.limit.currency != none.currency else self.limited.limit

    @property
    def room(self) -> Money:
        """How much may be drawn now, as far as is known here; below zero where more was drawn than there was."""
        return self.balance + self.limit

    @property
    def overdrawn(self) -> Money:
        """What was drawn beyond what there was and nobody has decided about; a house account's debt is none."""
        none = Money(0, self.terms.currency)
        if self.kind is AccountKind.HOUSE:
            return none
        accepted = sum(one.move.amount.minor for one in self.owed.values() if one.move.amount.currency == none.currency)
        return max(none, Money(-self.balance.minor - accepted, none.currency))

    @property
    def is_kept_elsewhere(self) -> bool:
        """Whether a deposit was paid at a back office, by its word: none of it is in a drawer here, none goes on it."""
        return self.stated is not None and self.kind is AccountKind.DEPOSIT

    @property
    def last_four(self) -> str:
        """The end of its number; empty for an account without one."""
        return "" if self.number is None else self.number.last_four

    @property
    def last_moved_at(self) -> datetime:
        """When something moved last, or when it was opened."""
        return max((one.move.at for one in self.moves.values()), default=self.terms.opened_at)

    @property
    def in_order(self) -> tuple[MoveFact, ...]:
        """Its moves as a statement shows them, oldest first."""
        return tuple(sorted(self._counting(), key=lambda one: (one.move.at, one.move.id)))

    @property
    def owing_since(self) -> datetime | None:
        """When the oldest debt that is not paid yet was made, first in first out; None where nothing is owed."""
        paid = sum(signed(one) for one in self._counting() if signed(one) > 0)
        for one in self.in_order:
            paid += min(0, signed(one))
            if paid < 0:
                return one.move.at
        return None

    def drawn_apart(self, hearing: Hearing, business_date: date, terminal: str | None = None) -> Money:
        """What was drawn on a date while so few were heard and did not come back, at one terminal or at all of them."""
        draws = (one for one in self._counting() if isinstance(one, ValueDrawn) and one.move.hearing is hearing)
        on_date = (one for one in draws if one.move.business_date == business_date)
        left = (self.left_of(PaymentId(one.move.id)) for one in on_date if terminal in (None, one.move.terminal))
        return total(left, self.terms.currency)

    def left_of(self, payment_id: PaymentId) -> Money:
        """What of a payment that was drawn here has not come back."""
        drawn = self.moves.get(ValueMoveId(payment_id))
        minor = drawn.move.amount.minor if isinstance(drawn, ValueDrawn) else 0
        back = (one for one in self.moves.values() if isinstance(one, ValueReturned) and one.payment_id == payment_id)
        return Money(max(0, minor - sum(one.move.amount.minor for one in back)), self.terms.currency)

    def _counting(self) -> Iterator[MoveFact]:
        """Its moves; those of another currency, which no verb of ours makes, count nothing."""
        currency = self.terms.currency
        return (one for one in self.moves.values() if one.move.amount.currency == currency)

    def _moved_elsewhere(self, currency: str) -> int:
        if not self.invoices:
            return 0
        stated = [one for one in self.invoices.values() if one.total.currency == currency == one.paid.currency]
        return moved_elsewhere(stated, tuple(self.allocated.values()), self.loads)

    def must_be_good(self) -> None:
        """Refuse an account that is blocked. Raises RuleBroken(ACCOUNT_BLOCKED)."""
        if self.blocked is not None:
            raise RuleBroken(Rule.ACCOUNT_BLOCKED, reason=self.blocked.reason)

    @singledispatchmethod
    def apply(self, fact: ValueFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a value account: {fact!r}")

    @apply.register
    def _(self, fact: AccountOpened) -> None:
        self.opened = self.opened or fact

    @apply.register
    def _(self, fact: AccountNumbered) -> None:
        self.number = fact

    @apply.register
    def _(self, fact: LimitSet) -> None:
        self.limited = fact

    @apply.register
    def _(self, fact: AccountBlocked) -> None:
        self.blocked = fact

    @apply.register
    def _(self, fact: AccountUnblocked) -> None:
        self.blocked = None

    @apply.register
    def _(self, fact: ValueStated) -> None:
        self.stated = fact
        self.included.update(fact.includes)

    @apply.register
    def _(self, fact: PaymentAllocated) -> None:
        self.allocated.setdefault(fact.move_id, fact)

    @apply.register
    def _(self, fact: InvoiceSendAsked) -> None:
        self.sends[fact.invoice] = fact

    @apply.register
    def _(self, fact: InvoiceStated) -> None:
        self.invoices[fact.invoice_id] = fact

    @apply.register
    def _(self, fact: OverdraftOwed) -> None:
        self.owed.setdefault(fact.move.id, fact)

    @apply.register(ValueLoaded)
    @apply.register(ValueDrawn)
    @apply.register(ValueReturned)
    @apply.register(ValueWithdrawn)
    @apply.register(OverdraftBorne)
    def _(self, fact: MoveFact) -> None:
        self.moves.setdefault(fact.move.id, fact)


def signed(fact: MoveFact) -> int:
    """What a move does to the balance, in minor units."""
    return -fact.move.amount.minor if isinstance(fact, _TAKES) else fact.move.amount.minor


def account_of(account_id: ValueAccountId, facts: Iterable[ValueFact]) -> ValueAccount:
    """The account that these facts, in stamp order, make."""
    account = ValueAccount(account_id)
    for fact in facts:
        account.apply(fact)
    return account
