"""Punches as rows: as they count now, the shifts they make with their breaks, and those that fit nothing."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.labor import Shift, TimeSheet
from aura_terminal.domain.punches import TipsDeclared
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds, microseconds_or_none
from aura_terminal.store.statements import Row
from aura_terminal.store.tables import ODD_PUNCHES, PUNCHES, SHIFT_BREAKS, SHIFTS


def _rows(sheet: TimeSheet, stamp: int) -> tuple[Rows, ...]:
    return (_punches(sheet), _shifts(sheet), _breaks(sheet), _odd(sheet))


def _punches(sheet: TimeSheet) -> Rows:
    return {
        (sheet.id, punch.punch_id): (
            sheet.id, punch.punch_id, punch.kind.value, microseconds(punch.at), punch.terminal,
            punch.business_date.isoformat(),
        )
        for punch in sheet.counted
    }  # fmt: skip


def _shifts(sheet: TimeSheet) -> Rows:
    tips = sheet.tips
    return {(sheet.id, shift.id): _shift(sheet.id, shift, tips.get(shift.id)) for shift in sheet.shifts}


def _shift(staff_id: StaffId, shift: Shift, tips: TipsDeclared | None) -> Row:
    rate = shift.rate
    return (
        staff_id, shift.id, shift.business_date.isoformat(), microseconds(shift.began_at),
        microseconds_or_none(shift.ended_at), shift.job, None if rate is None else rate.minor,
        None if rate is None else rate.currency, int(shift.is_forgotten), None if tips is None else tips.amount.minor,
        None if tips is None else tips.amount.currency,
    )  # fmt: skip


def _breaks(sheet: TimeSheet) -> Rows:
    return {
        (sheet.id, shift.id, place): (
            sheet.id,
            shift.id,
            place,
            microseconds(rest.began_at),
            microseconds_or_none(rest.ended_at),
            rest.kind.value,
        )
        for shift in sheet.shifts
        for place, rest in enumerate(shift.breaks)
    }


def _odd(sheet: TimeSheet) -> Rows:
    return {
        (sheet.id, one.punch.punch_id): (sheet.id, one.punch.punch_id, one.why.value, microseconds(one.punch.at))
        for one in sheet.contradictions
    }


LABOR_FAMILY = Family(
    Aggregate.LABOR,
    (FoldTable(PUNCHES), FoldTable(SHIFTS), FoldTable(SHIFT_BREAKS), FoldTable(ODD_PUNCHES)),
    TimeSheet,
    _rows,
)
