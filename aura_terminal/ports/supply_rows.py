"""Supplies and shifts as frozen rows; pure functions, so that every reader answers alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from aura_terminal.domain.ids import StaffId, SupplyId
from aura_terminal.domain.schedules import Schedule, shifts_on
from aura_terminal.domain.supplies import Supply
from aura_terminal.ports.house import ShiftRow, SupplyRow


def supply_rows(supplies: Iterable[Supply], levels: Mapping[SupplyId, Decimal]) -> tuple[SupplyRow, ...]:
    """Every active supply, by name; nothing known is nothing there."""
    active = sorted((one for one in supplies if one.active), key=lambda one: (one.name.casefold(), one.id))
    return tuple(_row(one, levels.get(one.id)) for one in active)


def is_low(supply: Supply, level: Decimal | None) -> bool:
    """Whether it should be bought: by our own level, or because the back office says so.

    Where nobody here ever counted it (`level` is None), the word of a back office that has one decides.
    """
    if level is None and supply.low_there is not None:
        return supply.low_there
    return (level or Decimal(0)) <= supply.minimum or bool(supply.low_there)


def _row(one: Supply, level: Decimal | None) -> SupplyRow:
    quantity = level or Decimal(0)
    return SupplyRow(
        one.id, one.name, one.unit, one.category, quantity, one.minimum, one.maximum, one.cost, is_low(one, level)
    )  # fmt: skip


def shift_rows(schedules: tuple[Schedule, ...], names: Mapping[StaffId, str], day: date) -> tuple[ShiftRow, ...]:
    """Who is to work on a date, the earliest first."""
    return tuple(
        ShiftRow(one.id, one.staff_id, names.get(one.staff_id, ""), day, one.starts, one.ends, one.position)
        for one in shifts_on(schedules, day)
    )
