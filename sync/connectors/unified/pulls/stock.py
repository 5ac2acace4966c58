"""Materials and suppliers ("Materials", "Suppliers"): the fields a new one is made with, as replies show them.

The documents show no level in stock, so levels are our own; what `low_stock_only` names is low there.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.documents import put
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import SupplierId, SupplyId
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import Supply
from aura_terminal.ports.central import PULLED, Picture
from sync.connectors.unified.amounts import currency_of
from sync.connectors.unified.naming import CONNECTOR, NAMING, record_of
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at, digest_of_row
from sync.reconcile.vanishing import VANISHED, is_everything, known_there

MATERIAL = (
    "material_code", "material_name", "category", "unit_of_measure", "reorder_point", "reorder_quantity",
    "standard_cost", "status",
)  # fmt: skip
SUPPLIER = ("supplier_code", "name", "primary_email", "primary_phone", "payment_terms", "status")
OFF = frozenset({"inactive", "archived", "discontinued", "deleted", "blocked"})


def take_material(intake: Intake, row: Found) -> str:
    """A material as a supply; one that was here before under its name is it."""
    return _material(intake, row, None)


def take_low(intake: Intake, row: Found) -> str:
    """A material that is below its reorder point there."""
    return _material(intake, row, True)


def no_longer_low(central_ids: list[str], picture: Picture) -> tuple[Fact, ...]:
    """What the list of low materials shows no more."""
    found = []
    for central_id in sorted(central_ids):
        supply = _supply(picture, picture.local_of(CONNECTOR, "supply", central_id))
        if supply is not None and supply.low_there:
            found.append(put(replace(supply, low_there=False)))
    return tuple(found)


def gone_materials(central_ids: list[str], picture: Picture, began_ms: int) -> tuple[Fact, ...]:
    """Materials that are no longer kept there are bought no more here; of all at once it is believed of none."""
    if is_everything(central_ids, known_there(NAMING, "supply", picture.documents(Supply), picture)):
        return ()
    found: list[Fact] = []
    for central_id in sorted(central_ids):
        local_id = picture.local_of(CONNECTOR, "supply", central_id)
        supply = _supply(picture, local_id)
        if supply is not None and supply.active:
            record = record_of("supply", local_id)
            confirmed = CentralConfirmed(record, PULLED, VANISHED, central_id, at(began_ms))
            found += [put(replace(supply, active=False)), confirmed]
    return tuple(found)


def take_supplier(intake: Intake, row: Found) -> str:
    """A supplier."""
    central_id, digest, name = row["id"].id(), digest_of_row(row, SUPPLIER), row["name"].name()
    if intake.is_known("supplier", Supplier, central_id, digest):
        return central_id
    local_id = SupplierId(intake.local_id("supplier", central_id, intake.named(Supplier, name)))
    intake.put(Supplier(
        local_id, name, _text(row, "supplier_code"), _text(row, "primary_email"), _text(row, "primary_phone"),
        _text(row, "payment_terms"), _text(row, "status").casefold() not in OFF,
    ))  # fmt: skip
    intake.link("supplier", local_id, central_id, digest)
    return central_id


def _material(intake: Intake, row: Found, is_low: bool | None) -> str:
    central_id, digest, name = row["id"].id(), digest_of_row(row, MATERIAL), row["material_name"].name()
    local_id = SupplyId(intake.local_id("supply", central_id, intake.named(Supply, name)))
    known = intake.get(Supply, local_id)
    if known is not None and not intake.is_news("supply", local_id, digest):
        if is_low and not known.low_there:
            intake.put(replace(known, low_there=True))
        return central_id
    supply = _read(intake, row, known or Supply(local_id, name, "", low_there=False), name)
    intake.put(replace(supply, low_there=True) if is_low else replace(supply, low_there=bool(supply.low_there)))
    intake.link("supply", local_id, central_id, digest)
    return central_id


def _read(intake: Intake, row: Found, known: Supply, name: str) -> Supply:
    cost = row.maybe("standard_cost")
    return replace(
        known, name=name, unit=_text(row, "unit_of_measure") or known.unit, sku=_text(row, "material_code"),
        category=_text(row, "category") or known.category, minimum=_number(row, "reorder_point") or Decimal(0),
        reorder_quantity=_number(row, "reorder_quantity"),
        cost=known.cost if cost is None else cost.money(currency_of(intake.picture)),
        active=_text(row, "status").casefold() not in OFF,
    )  # fmt: skip


def _number(row: Found, name: str) -> Decimal | None:
    found = row.maybe(name)
    return None if found is None else found.decimal().normalize() + 0


def _text(row: Found, name: str) -> str:
    found = row.maybe(name)
    return "" if found is None else found.text().strip()


def _supply(picture: Picture, local_id: str) -> Supply | None:
    try:
        return picture.document(Supply, local_id) if local_id else None
    except NotFound:
        return None
