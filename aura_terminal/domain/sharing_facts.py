"""What can happen to a party: at several tables, with another server, put aside, and its bill paid in shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.ids import LineId, OrderId, PlanId, ShareId, StaffId, TableId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval


@dataclass(frozen=True, slots=True)
class TablesLinked:
    """One party sits at several tables, which go by one name (`7+8`): its own table first, then those `also` taken.

    With none beside its own the tables are linked no more. The last writer counts.
    """

    order_id: OrderId
    table_id: TableId
    also: tuple[TableId, ...]
    table_name: str
    linked_at: datetime
    linked_by: StaffId


@dataclass(frozen=True, slots=True)
class OrderHanded:
    """Somebody else serves the order from now on; tips of payments taken before stay with who served it then."""

    order_id: OrderId
    to: StaffId
    to_name: str
    handed_from: StaffId
    handed_at: datetime
    handed_by: StaffId
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class OrderParked:
    """The order was put aside under a label, for any terminal to go on with."""

    order_id: OrderId
    label: str
    parked_at: datetime
    parked_by: StaffId


@dataclass(frozen=True, slots=True)
class OrderResumed:
    """Somebody goes on with an order that was put aside."""

    order_id: OrderId
    resumed_at: datetime
    resumed_by: StaffId


class SharedBy(StrEnum):
    """What a bill is shared by."""

    EVEN = "even"
    AMOUNT = "amount"
    ITEM = "item"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class LinePart:
    """An exact fraction of a line as it was when the bill was shared."""

    line_id: LineId
    numerator: int = 1
    denominator: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """Who pays for what: parts of lines, seats, or a fixed amount, as the plan it belongs to is made.

    `label` is what people call it where that says more than its number.
    """

    id: ShareId
    label: str = ""
    lines: tuple[LinePart, ...] = ()
    seats: tuple[int, ...] = ()
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class BillShared:
    """The bill is paid in shares; the newest plan counts, and one without shares takes the sharing back.

    `covers` says how many of which lines the plan knew; the last share comes to whatever no other one does.
    """

    order_id: OrderId
    plan_id: PlanId
    by: SharedBy
    shares: tuple[Share, ...]
    covers: tuple[tuple[LineId, int], ...]
    shared_at: datetime
    shared_by: StaffId


class SharePaper(StrEnum):
    """What a guest was brought for a share."""

    CHECK = "check"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class SharePrinted:
    """A guest was brought the check of one share, or its receipt; the latest is no copy of one before it was paid."""

    order_id: OrderId
    share_id: ShareId
    what: SharePaper
    printed_at: datetime
    printed_by: StaffId
    total: Money
    due: Money


SharingFact = TablesLinked | OrderHanded | OrderParked | OrderResumed | BillShared | SharePrinted
