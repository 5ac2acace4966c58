"""What can happen to a purchase order: drafted, approved, sent, cancelled, and what came of it at the back door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from aura_terminal.domain.ids import DeliveryId, PurchaseId, PurchaseLineId, StaffId, SupplierId, SupplyId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval


class PurchaseStatus(StrEnum):
    """Where a purchase order stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class Quality(StrEnum):
    """What was found at the back door: some of it was good, or none of it."""

    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """So much of a supply, in its own unit, at a price for one unit."""

    line_id: PurchaseLineId
    supply_id: SupplyId
    quantity: Decimal
    unit_price: Money


@dataclass(frozen=True, slots=True)
class PurchaseDrafted:
    """Somebody wrote down what is to be bought from a supplier. `number` is its label (PO-R1-260522-1)."""

    purchase_id: PurchaseId
    number: str
    supplier_id: SupplierId
    lines: tuple[PurchaseLine, ...]
    drafted_at: datetime
    drafted_by: StaffId
    business_date: date
    currency: str
    required_on: date | None = None
    terms: str = ""
    notes: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseChanged:
    """What is to be bought is now this; it counts as long as nobody approved it."""

    purchase_id: PurchaseId
    lines: tuple[PurchaseLine, ...]
    changed_at: datetime
    changed_by: StaffId
    required_on: date | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseApproved:
    """Somebody who may allowed it, exactly as these lines say: what another terminal changed meanwhile counts not."""

    purchase_id: PurchaseId
    lines: tuple[PurchaseLine, ...]
    approval: Approval


@dataclass(frozen=True, slots=True)
class PurchaseSent:
    """It goes to the supplier."""

    purchase_id: PurchaseId
    sent_at: datetime
    sent_by: StaffId


@dataclass(frozen=True, slots=True)
class PurchaseCancelled:
    """It is not wanted any more."""

    purchase_id: PurchaseId
    cancelled_at: datetime
    cancelled_by: StaffId
    reason: str


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """What came of a line: so much was received, of which so much is good and the rest goes back."""

    line_id: PurchaseLineId
    received: Decimal
    accepted: Decimal
    rejected: Decimal
    reason: str = ""

    @property
    def quality(self) -> Quality:
        """Whether any of it is good."""
        return Quality.PASSED if self.accepted else Quality.FAILED


@dataclass(frozen=True, slots=True)
class DeliveryReceived:
    """A delivery came to the back door; what was accepted is in stock from then on (`SupplyAdjusted`)."""

    purchase_id: PurchaseId
    delivery_id: DeliveryId
    lines: tuple[ReceivedLine, ...]
    received_at: datetime
    received_by: StaffId
    business_date: date


@dataclass(frozen=True, slots=True)
class PurchaseStated:
    """What a back office says of it: how far it is there, and what it calls it."""

    purchase_id: PurchaseId
    status: PurchaseStatus
    number: str
    stated_at: datetime
    source: str


PurchaseFact = (
    PurchaseDrafted
    | PurchaseChanged
    | PurchaseApproved
    | PurchaseSent
    | PurchaseCancelled
    | DeliveryReceived
    | PurchaseStated
)
