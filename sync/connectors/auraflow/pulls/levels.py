"""Stock levels ("GET /inventory/levels"): a supply for each product, and how much of it there is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from aura_terminal.domain.ids import SupplyId
from aura_terminal.domain.supplies import Supply, SupplyLevel
from sync.connectors.auraflow.stock import RECORDS, SAYS
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at, digest_of_row
from sync.reconcile.levels import level_of, stated_level

FIELDS = ("product_name", "low_stock_threshold")
UNIT = "pc"
"""AuraFlow counts pieces; its document names no unit."""


def take_level(intake: Intake, row: Found) -> str:
    """What there is of a product, where nothing is left to be told of it."""
    central_id, name = row["product_id"].id(), row["product_name"].name()
    local_id = SupplyId(intake.local_id("supply", central_id, intake.named(Supply, name)))
    before = intake.get(Supply, local_id)
    digest = digest_of_row(row, FIELDS)
    if before is None or intake.is_news("supply", local_id, digest):
        threshold = row.maybe("low_stock_threshold")
        minimum = Decimal(0) if threshold is None else threshold.decimal()
        intake.put(replace(before or Supply(local_id, name, UNIT), name=name, minimum=minimum))
    intake.link("supply", local_id, central_id, digest)
    level = level_of(local_id, intake.picture) if before is not None else SupplyLevel(local_id)
    fact = stated_level(level, row[SAYS].decimal(), RECORDS, intake.picture, asked=at(intake.asked_ms), now=intake.now)
    intake.facts.extend(() if fact is None else (fact,))
    return central_id
