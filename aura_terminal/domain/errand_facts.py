"""What can happen to an order that leaves the house: promised for a time, addressed, taken out, handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.ids import LineId, OrderId, StaffId


class PromiseKind(StrEnum):
    """What a promised time was: as soon as the kitchen can, as it was reckoned then, or a time the guest chose."""

    SOONEST = "soonest"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class OrderPromised:
    """The guest was told when it is ready, at the counter or at their door; `due_at` is aware and UTC."""

    order_id: OrderId
    said_at: datetime
    said_by: StaffId
    due_at: datetime
    kind: PromiseKind


@dataclass(frozen=True, slots=True)
class ContactGiven:
    """Where the guest is reached and where it goes; the words of this order, whatever is known of the guest later."""

    order_id: OrderId
    given_at: datetime
    given_by: StaffId
    phone: str
    street: str = ""
    floor: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DriverNamed:
    """Who brings it; "" takes a name back."""

    order_id: OrderId
    named_at: datetime
    named_by: StaffId
    driver: str


@dataclass(frozen=True, slots=True)
class OrderSentOut:
    """It is on its way to the guest."""

    order_id: OrderId
    left_at: datetime
    noted_by: StaffId
    driver: str


@dataclass(frozen=True, slots=True)
class OrderHandedOver:
    """The guest has it: picked up at the counter, or brought."""

    order_id: OrderId
    handed_at: datetime
    handed_by: StaffId


@dataclass(frozen=True, slots=True)
class HandoverTakenBack:
    """It is still here after all: takes back that it was sent out or handed over."""

    order_id: OrderId
    taken_back_at: datetime
    noted_by: StaffId


@dataclass(frozen=True, slots=True)
class WarningSeen:
    """Somebody saw that a line goes against what its guest must not have: `words` are what it goes against."""

    order_id: OrderId
    line_id: LineId
    seen_at: datetime
    seen_by: StaffId
    words: tuple[str, ...]


ErrandFact = (
    OrderPromised | ContactGiven | DriverNamed | OrderSentOut | OrderHandedOver | HandoverTakenBack | WarningSeen
)
