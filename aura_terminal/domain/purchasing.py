"""A purchase order: who may do what with it when, and how much of it came."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import singledispatchmethod

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DeliveryId, PurchaseId, PurchaseLineId, StaffId
from aura_terminal.domain.limits import reason_given, tidy
from aura_terminal.domain.money import Money, RoundingMode, round_ratio, total
from aura_terminal.domain.purchasing_facts import (
    DeliveryReceived,
    PurchaseApproved,
    PurchaseCancelled,
    PurchaseChanged,
    PurchaseDrafted,
    PurchaseFact,
    PurchaseLine,
    PurchaseSent,
    PurchaseStated,
    PurchaseStatus,
    ReceivedLine,
)
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.supplies import check_amount

MOST_LINES = 200

_RANK = {PurchaseStatus.DRAFT: 0, PurchaseStatus.APPROVED: 1, PurchaseStatus.SENT: 2}
TO_COME = frozenset({PurchaseStatus.SENT, PurchaseStatus.PARTLY_RECEIVED})
"""What something may still arrive of."""
OPEN = frozenset({PurchaseStatus.DRAFT, PurchaseStatus.APPROVED, *TO_COME})
"""What is not over."""
TO_CANCEL = OPEN - {PurchaseStatus.PARTLY_RECEIVED}
"""What nothing came of yet."""


@dataclass(slots=True)
class Purchase:
    """The fold of one purchase order.

    What arrived has arrived, whatever else was said; a cancelled order of which nothing came is cancelled. Approved and
    sent are reached once, here or at the back office, and never left.
    """

    id: PurchaseId
    drafted: PurchaseDrafted | None = None
    lines: tuple[PurchaseLine, ...] = ()
    required_on: date | None = None
    notes: str = ""
    approved: PurchaseApproved | None = None
    sent: PurchaseSent | None = None
    cancelled: PurchaseCancelled | None = None
    stated: PurchaseStated | None = None
    deliveries: dict[DeliveryId, DeliveryReceived] = field(default_factory=dict)

    @property
    def status(self) -> PurchaseStatus:
        """Where it stands."""
        if any(one.accepted for delivery in self.deliveries.values() for one in delivery.lines):
            is_whole = not any(self.outstanding(line.line_id) > 0 for line in self.lines)
            return PurchaseStatus.RECEIVED if is_whole else PurchaseStatus.PARTLY_RECEIVED
        theirs = PurchaseStatus.DRAFT if self.stated is None else self.stated.status
        if self.cancelled is not None or theirs is PurchaseStatus.CANCELLED:
            return PurchaseStatus.CANCELLED
        if theirs not in _RANK:
            return theirs
        ours = PurchaseStatus.APPROVED if self.approved is not None else PurchaseStatus.DRAFT
        ours = PurchaseStatus.SENT if self.sent is not None else ours
        return max(ours, theirs, key=lambda one: _RANK[one])

    @property
    def number(self) -> str:
        """Its label here."""
        return self.drafted.number if self.drafted is not None else ""

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done or to come."""
        return self.status in OPEN

    @property
    def amount(self) -> Money:
        """What it comes to, without tax: every line rounded once, half away from zero."""
        currency = "" if self.drafted is None else self.drafted.currency
        return total((line_amount(one) for one in self.lines if one.unit_price.currency == currency), currency)

    def line(self, line_id: PurchaseLineId) -> PurchaseLine:
        """One of its lines. Raises RuleBroken(PURCHASE_EMPTY) for one it does not have."""
        found = next((one for one in self.lines if one.line_id == line_id), None)
        if found is None:
            raise RuleBroken(Rule.PURCHASE_EMPTY)
        return found

    def accepted(self, line_id: PurchaseLineId) -> Decimal:
        """How much of a line came and was good."""
        each = (one for delivery in self.deliveries.values() for one in delivery.lines if one.line_id == line_id)
        return sum((one.accepted for one in each), Decimal(0))

    def outstanding(self, line_id: PurchaseLineId) -> Decimal:
        """How much of a line is still to come, never below nothing."""
        wanted = sum((one.quantity for one in self.lines if one.line_id == line_id), Decimal(0))
        return max(Decimal(0), wanted - self.accepted(line_id))

    # Verbs: decide, change nothing

    def change(self, changed: PurchaseChanged) -> PurchaseChanged:
        """Write down something else. Raises RuleBroken: PURCHASE_NOT_SO once it is approved, and those of `checked`."""
        self._must_be(PurchaseStatus.DRAFT)
        checked(changed.lines)
        tidy(changed.notes)
        return changed

    def approve(self, approval: Approval) -> PurchaseApproved:
        """Allow it as it is now."""
        self._must_be(PurchaseStatus.DRAFT)
        return PurchaseApproved(self.id, self.lines, approval)

    def send(self, now: datetime, by: StaffId) -> PurchaseSent:
        """Let it go to the supplier, once it is approved."""
        self._must_be(PurchaseStatus.APPROVED)
        return PurchaseSent(self.id, now, by)

    def cancel(self, now: datetime, by: StaffId, reason: str) -> PurchaseCancelled:
        """Take it back, as long as nothing of it came."""
        self._must_be(*TO_CANCEL)
        return PurchaseCancelled(self.id, now, by, reason_given(reason))

    def receive(self, received: DeliveryReceived) -> DeliveryReceived:
        """Take in a delivery, or part of one, of an order that was sent.

        Raises RuleBroken: PURCHASE_NOT_SO, PURCHASE_EMPTY where nothing came, DELIVERY_UNEVEN where accepted and
        rejected are not what was received, MORE_THAN_ORDERED, REASON_NEEDED for what is rejected without one.
        """
        self._must_be(*TO_COME)
        if not any(one.received for one in received.lines) or _twice(one.line_id for one in received.lines):
            raise RuleBroken(Rule.PURCHASE_EMPTY)
        for one in received.lines:
            self._must_fit(one)
        return received

    def _must_fit(self, one: ReceivedLine) -> None:
        for amount in (one.received, one.accepted, one.rejected):
            check_amount(amount)
        if min(one.received, one.accepted, one.rejected) < 0 or one.accepted + one.rejected != one.received:
            raise RuleBroken(Rule.DELIVERY_UNEVEN, received=str(one.received))
        left = self.outstanding(self.line(one.line_id).line_id)
        if one.accepted > left:
            raise RuleBroken(Rule.MORE_THAN_ORDERED, left=f"{left:f}", accepted=f"{one.accepted:f}")
        if one.rejected:
            reason_given(one.reason)

    def _must_be(self, *those: PurchaseStatus) -> None:
        if self.drafted is None or self.status not in those:
            raise RuleBroken(Rule.PURCHASE_NOT_SO, number=self.number, status=self.status.value)

    # The one place where it changes

    @singledispatchmethod
    def apply(self, fact: PurchaseFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a purchase order: {fact!r}")

    @apply.register
    def _(self, fact: PurchaseDrafted) -> None:
        if self.drafted is None:
            self.drafted = fact
            self.required_on, self.notes = fact.required_on, fact.notes
            self.lines = self.lines or fact.lines

    @apply.register
    def _(self, fact: PurchaseChanged) -> None:
        if self.approved is None:
            self.lines, self.required_on, self.notes = fact.lines, fact.required_on, fact.notes

    @apply.register
    def _(self, fact: PurchaseApproved) -> None:
        if self.approved is None:
            self.approved, self.lines = fact, fact.lines

    @apply.register
    def _(self, fact: PurchaseSent) -> None:
        self.sent = self.sent or fact

    @apply.register
    def _(self, fact: PurchaseCancelled) -> None:
        self.cancelled = self.cancelled or fact

    @apply.register
    def _(self, fact: DeliveryReceived) -> None:
        self.deliveries.setdefault(fact.delivery_id, fact)

    @apply.register
    def _(self, fact: PurchaseStated) -> None:
        self.stated = fact


def line_amount(line: PurchaseLine) -> Money:
    """What a line comes to, rounded once."""
    top, bottom = line.quantity.as_integer_ratio()
    return Money(round_ratio(line.unit_price.minor * top, bottom, RoundingMode.HALF_UP), line.unit_price.currency)


def checked(lines: Collection[PurchaseLine]) -> None:
    """Refuse what cannot be ordered.

    Raises RuleBroken: PURCHASE_EMPTY, SUPPLY_TWICE, AMOUNT_OUT_OF_RANGE for a quantity that is not above nothing,
    AMOUNT_NOT_POSITIVE for a price below it, CURRENCY_MIXED.
    """
    if not 1 <= len(lines) <= MOST_LINES:
        raise RuleBroken(Rule.PURCHASE_EMPTY)
    if _twice(one.supply_id for one in lines):
        raise RuleBroken(Rule.SUPPLY_TWICE)
    currencies = sorted({one.unit_price.currency for one in lines})
    if len(currencies) > 1:
        raise RuleBroken(Rule.CURRENCY_MIXED, one=currencies[0], other=currencies[1])
    for one in lines:
        check_amount(one.quantity)
        if one.quantity <= 0:
            raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=str(one.quantity))
        if one.unit_price.minor < 0:
            raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)


def _twice(names: Iterable[str]) -> bool:
    every = list(names)
    return len(set(every)) < len(every)
