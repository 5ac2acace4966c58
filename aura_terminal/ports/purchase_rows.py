"""Purchase orders as screens read them, and what should be bought; pure, so that every reader answers alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from aura_terminal.domain.ids import (
    DeliveryId,
    PurchaseId,
    PurchaseLineId,
    StaffId,
    SupplierId,
    SupplyId,
)
from aura_terminal.domain.money import Money
from aura_terminal.domain.purchasing import Purchase, line_amount
from aura_terminal.domain.purchasing_facts import PurchaseStatus, Quality
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import Supply
from aura_terminal.ports.supply_rows import is_low


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A purchase order in the list. `number_there` is what a back office calls it, empty where none does."""

    purchase_id: PurchaseId
    number: str
    number_there: str
    status: PurchaseStatus
    supplier: str
    drafted_at: datetime
    required_on: date | None
    lines: int
    amount: Money
    source: str


@dataclass(frozen=True, slots=True)
class PurchaseLineRow:
    """One of its lines with what came of it; `amount` is what it comes to."""

    line_id: PurchaseLineId
    supply_id: SupplyId
    name: str
    unit: str
    quantity: Decimal
    unit_price: Money
    amount: Money
    accepted: Decimal
    rejected: Decimal
    outstanding: Decimal


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """What a delivery brought of a supply."""

    name: str
    unit: str
    received: Decimal
    accepted: Decimal
    rejected: Decimal
    quality: Quality
    reason: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery that came, with who took it in."""

    delivery_id: DeliveryId
    received_at: datetime
    received_by: StaffId
    lines: tuple[ReceivedRow, ...]


@dataclass(frozen=True, slots=True)
class PurchaseSheet:
    """A purchase order whole."""

    row: PurchaseRow
    supplier_id: SupplierId
    lines: tuple[PurchaseLineRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    terms: str
    notes: str
    drafted_by: StaffId
    approved_by: StaffId | None
    approved_at: datetime | None
    cancelled: str


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A supply that runs low: how much there is, how much is on its way, and how much should be bought now.

    `level` is None where nobody counted it here; `suggested` is nothing where enough is on its way.
    """

    supply_id: SupplyId
    name: str
    unit: str
    level: Decimal | None
    minimum: Decimal
    on_order: Decimal
    suggested: Decimal
    unit_price: Money | None
    supplier_id: SupplierId | None


class PurchaseReads(Protocol):
    """What is bought, from whom, and what should be."""

    def purchases(self, limit: int) -> tuple[PurchaseRow, ...]:
        """Those that are not over first, the newest first of each."""

    def sheet(self, purchase_id: PurchaseId) -> PurchaseSheet:
        """One whole, or NotFound."""

    def wanted(self) -> tuple[WantedRow, ...]:
        """What runs low, by name, with how much of it is on its way. What only an unsent draft names counts as well."""

    def suppliers(self) -> tuple[Supplier, ...]:
        """Those who deliver, by name."""


def purchase_row(purchase: Purchase, suppliers: Mapping[SupplierId, Supplier]) -> PurchaseRow:
    """A purchase order that somebody drafted, as a row. Raises ValueError for one nobody did."""
    drafted = purchase.drafted
    if drafted is None:
        raise ValueError(f"nobody drafted {purchase.id}")
    supplier = suppliers.get(drafted.supplier_id)
    return PurchaseRow(
        purchase.id, drafted.number, "" if purchase.stated is None else purchase.stated.number, purchase.status,
        drafted.supplier_id if supplier is None else supplier.name, drafted.drafted_at, purchase.required_on,
        len(purchase.lines), purchase.amount, drafted.source,
    )  # fmt: skip


def purchase_sheet(
    purchase: Purchase, suppliers: Mapping[SupplierId, Supplier], supplies: Mapping[SupplyId, Supply]
) -> PurchaseSheet:
    """A purchase order that somebody drafted, whole."""
    row, drafted, approved = purchase_row(purchase, suppliers), purchase.drafted, purchase.approved
    assert drafted is not None  # by purchase_row
    rejected: dict[PurchaseLineId, Decimal] = {}
    for delivery in purchase.deliveries.values():
        for one in delivery.lines:
            rejected[one.line_id] = rejected.get(one.line_id, Decimal(0)) + one.rejected
    lines = tuple(
        PurchaseLineRow(
            one.line_id, one.supply_id, *_named(supplies, one.supply_id), one.quantity, one.unit_price,
            line_amount(one), purchase.accepted(one.line_id), rejected.get(one.line_id, Decimal(0)),
            purchase.outstanding(one.line_id),
        )
        for one in purchase.lines
    )  # fmt: skip
    return PurchaseSheet(
        row, drafted.supplier_id, lines, _deliveries(purchase, supplies), drafted.terms, purchase.notes,
        drafted.drafted_by, None if approved is None else approved.approval.by,
        None if approved is None else approved.approval.at,
        "" if purchase.cancelled is None else purchase.cancelled.reason,
    )  # fmt: skip


def wanted_rows(
    supplies: Iterable[Supply], levels: Mapping[SupplyId, Decimal], purchases: Iterable[Purchase]
) -> tuple[WantedRow, ...]:
    """What runs low, by name. `purchases` are those that are not over, oldest first."""
    on_order: dict[SupplyId, Decimal] = {}
    usual: dict[SupplyId, SupplierId] = {}
    for purchase in purchases:
        for line in purchase.lines if purchase.is_open else ():
            left = purchase.outstanding(line.line_id)
            on_order[line.supply_id] = on_order.get(line.supply_id, Decimal(0)) + left
        if purchase.drafted is not None:
            usual.update(dict.fromkeys((line.supply_id for line in purchase.lines), purchase.drafted.supplier_id))
    active = sorted((one for one in supplies if one.active), key=lambda one: (one.name.casefold(), one.id))
    return tuple(
        _wanted(one, levels.get(one.id), on_order.get(one.id, Decimal(0)), usual.get(one.id))
        for one in active
        if is_low(one, levels.get(one.id))
    )


def _wanted(one: Supply, level: Decimal | None, coming: Decimal, supplier_id: SupplierId | None) -> WantedRow:
    named = SupplierId(one.supplier) if one.supplier else None
    return WantedRow(
        one.id, one.name, one.unit, level, one.minimum, coming, _suggested(one, level, coming), one.cost,
        supplier_id or named,
    )  # fmt: skip


def _suggested(one: Supply, level: Decimal | None, coming: Decimal) -> Decimal:
    """What is bought at a time, else what fills the shelf, else twice the minimum; less what is on its way."""
    if one.reorder_quantity is not None:
        wanted = one.reorder_quantity
    elif one.maximum is not None:
        wanted = one.maximum - (level or Decimal(0))
    else:
        wanted = 2 * one.minimum - (level or Decimal(0))
    return max(Decimal(0), wanted - coming)


def _deliveries(purchase: Purchase, supplies: Mapping[SupplyId, Supply]) -> tuple[DeliveryRow, ...]:
    of_line = {one.line_id: one.supply_id for one in purchase.lines}
    found = sorted(purchase.deliveries.values(), key=lambda one: (one.received_at, one.delivery_id))
    return tuple(
        DeliveryRow(
            one.delivery_id, one.received_at, one.received_by,
            tuple(
                ReceivedRow(
                    *_named(supplies, of_line.get(line.line_id, SupplyId(""))), line.received, line.accepted,
                    line.rejected, line.quality, line.reason,
                )
                for line in one.lines
            ),
        )
        for one in found
    )  # fmt: skip


def _named(supplies: Mapping[SupplyId, Supply], supply_id: SupplyId) -> tuple[str, str]:
    supply = supplies.get(supply_id)
    return (supply_id, "") if supply is None else (supply.name, supply.unit)
