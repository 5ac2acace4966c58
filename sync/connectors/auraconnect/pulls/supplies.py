"""Inventory (reference, "Inventory Management"): what there is of what, by the names a new item is sent with."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.ids import SupplyId
from aura_terminal.domain.supplies import Supply, SupplyLevel
from sync.connectors.auraconnect.intake import Intake, at, digest_of_row
from sync.connectors.auraconnect.pulls.menu import currency_of
from sync.connectors.auraconnect.supplies import RECORDS
from sync.reconcile.fields import Found
from sync.reconcile.levels import level_of, stated_level

FIELDS = (
    "name", "sku", "category", "unit", "minimum_quantity", "maximum_quantity", "unit_cost", "supplier_id",
    "storage_location", "shelf_life_days", "is_active",
)  # fmt: skip


def take_supply(intake: Intake, row: Found, place: int) -> str:
    """A supply by `id` and `name`, and how much of it there is where nothing is left to be told of it."""
    central_id, name = row["id"].id(), row["name"].name()
    local_id = SupplyId(intake.local_id("supply", central_id, intake.named(Supply, name)))
    before = intake.get(Supply, local_id)
    digest = digest_of_row(row, FIELDS)
    if before is None or intake.is_news("supply", local_id, digest):
        intake.put(_read(intake, row, before or Supply(local_id, name, "")))
    intake.link("supply", local_id, central_id, digest)
    quantity = row.maybe("current_quantity")
    level = level_of(local_id, intake.picture) if before is not None else SupplyLevel(local_id)
    if quantity is not None:
        asked = at(intake.asked_ms)
        fact = stated_level(level, quantity.decimal(), RECORDS, intake.picture, asked=asked, now=intake.now)
        intake.facts.extend(() if fact is None else (fact,))
    return central_id


def _read(intake: Intake, row: Found, known: Supply) -> Supply:
    texts = {ours: row[theirs].id() for theirs, ours in NAMES.items() if row.has(theirs)}
    numbers = {ours: row[theirs].decimal() for theirs, ours in NUMBERS.items() if row.has(theirs)}
    cost, days, active = row.maybe("unit_cost"), row.maybe("shelf_life_days"), row.maybe("is_active")
    return replace(
        known,
        **texts,  # type: ignore[arg-type]  # by field
        **numbers,  # type: ignore[arg-type]  # by field
        cost=known.cost if cost is None else cost.money(currency_of(intake)),
        shelf_life_days=known.shelf_life_days if days is None else days.whole(),
        active=known.active if active is None else active.flag(),
    )


NAMES = {
    "name": "name", "unit": "unit", "sku": "sku", "category": "category", "supplier_id": "supplier",
    "storage_location": "location",
}  # fmt: skip
NUMBERS = {"minimum_quantity": "minimum", "maximum_quantity": "maximum"}
