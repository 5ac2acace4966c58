"""Money put right after the fact: given back, entered by mistake, kept, written off. Nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from aura_terminal.domain.ids import LineId, OrderId, PaymentId, SessionId, ValueAccountId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval


class ConflictKind(StrEnum):
    """What terminals that could not hear each other may leave behind for a person to decide."""

    OVERPAID = "overpaid"
    UNDERPAID = "underpaid"
    LATE_ITEM = "late_item"
    CANCELLED_BUT_PAID = "cancelled_but_paid"
    VOIDED_TWICE = "voided_twice"
    MERGED_TWICE = "merged_twice"
    DISCOUNTED_TWICE = "discounted_twice"
    OVERSOLD = "oversold"
    OVERDRAWN = "overdrawn"


class ChoiceCode(StrEnum):
    """What may be decided about a conflict."""

    GIVE_BACK = "give_back"
    KEEP_AS_TIP = "keep_as_tip"
    NEVER_TAKEN = "never_taken"
    CARRY_OVER = "carry_over"
    NEVER_GIVEN = "never_given"
    BEAR_THE_LOSS = "bear_the_loss"
    NEW_CHECK = "new_check"
    WRITE_OFF = "write_off"
    SALE_STANDS = "sale_stands"
    NOTED = "noted"
    COUNT_AGAIN = "count_again"
    EIGHTY_SIX = "eighty_six"
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class Act:
    """When, on which business date and at which terminal money is put right, and who allowed it and why."""

    at: datetime
    business_date: date
    terminal: str
    approval: Approval


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back. What left the drawer is amount + rounding; `rounding` is what coins could not pay exactly.

    Cash names the session of the drawer it came out of; None where nobody answered for the drawer. `account` is the
    value account it went back to: then no drawer opens.
    """

    id: PaymentId
    tender: str
    amount: Money
    rounding: Money
    session: SessionId | None = None
    account: ValueAccountId | None = None


@dataclass(frozen=True, slots=True)
class PaymentRefunded:
    """Money was given back to the guest."""

    order_id: OrderId
    refund: Refund
    act: Act


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    """A payment or a refund was entered and never happened; `payment_id` names it."""

    order_id: OrderId
    payment_id: PaymentId
    act: Act


@dataclass(frozen=True, slots=True)
class OverpaymentKept:
    """What was paid too much stays as a tip, under an id of its own."""

    order_id: OrderId
    kept_id: PaymentId
    amount: Money
    act: Act


@dataclass(frozen=True, slots=True)
class ShortfallBorne:
    """What is missing on an order that has ended is borne by the house, under an id of its own."""

    order_id: OrderId
    borne_id: PaymentId
    amount: Money
    act: Act


@dataclass(frozen=True, slots=True)
class LateItemsWrittenOff:
    """So many of lines that reached an ended order are not charged; `order_id` is the home of the lines.

    `at_order` is the ended order. The quantities are all that is written off of each line there.
    """

    order_id: OrderId
    lines: tuple[tuple[LineId, int], ...]
    at_order: OrderId
    act: Act


@dataclass(frozen=True, slots=True)
class ConflictDecided:
    """Somebody decided a conflict; the facts that carry the decision out are kept with this one."""

    order_id: OrderId
    conflict_id: str
    kind: ConflictKind
    choice: ChoiceCode
    amount: Money | None
    opened_at: datetime
    decided_at: datetime
    approval: Approval


SettlingFact = (
    PaymentRefunded | PaymentReversed | OverpaymentKept | ShortfallBorne | LateItemsWrittenOff | ConflictDecided
)
