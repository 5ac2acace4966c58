"""What can happen to an order at the table: its check is printed, charges for service are decided, tips are entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from aura_terminal.domain.ids import ChargeId, FireId, LineId, OrderId, PaymentId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.service_rules import FrozenCharge
from aura_terminal.domain.staff import Approval


@dataclass(frozen=True, slots=True)
class CheckPrinted:
    """The guests were brought a check, which is no receipt: what it said they owe, and for how many of which lines.

    `copy_no` counts from 1 for each more of the same paper; 0 is one that says something new.
    """

    order_id: OrderId
    printed_at: datetime
    copy_no: int
    total: Money
    due: Money
    covers: tuple[tuple[LineId, int], ...]


@dataclass(frozen=True, slots=True)
class ChargeAdded:
    """Somebody put a charge of the house on the order that does not come by itself; it counts as it was then."""

    order_id: OrderId
    charge: FrozenCharge
    added_at: datetime
    added_by: StaffId


@dataclass(frozen=True, slots=True)
class ChargeWaived:
    """A charge, or the tip the house asks (`GRATUITY`), is not asked of this order; with who allowed it and why."""

    order_id: OrderId
    charge_id: ChargeId
    waived_at: datetime
    waived_by: StaffId
    reason: str
    approval: Approval


@dataclass(frozen=True, slots=True)
class ChargeRestored:
    """What was waived is asked again."""

    order_id: OrderId
    charge_id: ChargeId
    restored_at: datetime
    restored_by: StaffId


@dataclass(frozen=True, slots=True)
class TipEntered:
    """A tip written on a signed slip was entered after its card: `tip` is what the payment has in tips in all now.

    It belongs to the date it was entered on.
    """

    order_id: OrderId
    payment_id: PaymentId
    tip: Money
    before: Money
    entered_at: datetime
    entered_by: StaffId
    business_date: date
    terminal: str


@dataclass(frozen=True, slots=True)
class LinesMarkedSent:
    """Lines count as sent although no station was told: they were made or handed over by word of mouth."""

    order_id: OrderId
    fire_id: FireId
    lines: tuple[tuple[LineId, int], ...]
    marked_at: datetime
    marked_by: StaffId
    reason: str
    approval: Approval


@dataclass(frozen=True, slots=True)
class UnsentAllowed:
    """Money was taken before the kitchen had everything, with somebody's word; how many things it did not have."""

    order_id: OrderId
    things: int
    allowed_at: datetime
    reason: str
    approval: Approval


@dataclass(frozen=True, slots=True)
class LinesHeld:
    """Unsent lines stay behind when the rest is sent, until they are fired by name, let go, or paid."""

    order_id: OrderId
    line_ids: tuple[LineId, ...]


@dataclass(frozen=True, slots=True)
class LinesLetGo:
    """Lines that were held go with the next sending after all."""

    order_id: OrderId
    line_ids: tuple[LineId, ...]


ServiceFact = (
    CheckPrinted
    | ChargeAdded
    | ChargeWaived
    | ChargeRestored
    | TipEntered
    | LinesMarkedSent
    | UnsentAllowed
    | LinesHeld
    | LinesLetGo
)

GRATUITY = ChargeId("gratuity")
"""The name under which the tip the house asks is waived."""
