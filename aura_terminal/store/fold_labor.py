"""Punches as rows."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import PUNCHES


def _rows(sheet: TimeSheet, stamp: int) -> tuple[Rows, ...]:
    return ({
        (sheet.id, punch.punch_id): (
            sheet.id, punch.punch_id, punch.kind.value, microseconds(punch.at), punch.terminal,
            punch.business_date.isoformat(),
        )
        for punch in sheet.punches.values()
    },)  # fmt: skip


LABOR_FAMILY = Family(Aggregate.LABOR, (FoldTable(PUNCHES),), TimeSheet, _rows)
