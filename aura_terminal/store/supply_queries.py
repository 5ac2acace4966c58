"""Supplies and shifts, read from their folds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from aura_terminal.domain.ids import AdjustmentId, SupplyId
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.supplies import Supply
from aura_terminal.ports.house import BatchRow, ShiftRow, SupplyRow
from aura_terminal.ports.supply_rows import shift_rows, supply_rows
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

_LEVELS = literal("SELECT supply_id, quantity FROM supply_levels")
_EXPIRING = literal("""SELECT adjustment_id, supply_id, quantity, batch, expires FROM supply_adjustments
WHERE kind = 'purchase' AND expires IS NOT NULL AND expires <= :until ORDER BY expires, supply_id, adjustment_id""")


class SupplyQueries:
    """The SupplyReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def supplies(self) -> tuple[SupplyRow, ...]:
        levels = {SupplyId(row[0]): Decimal(row[1]) for row in self._reading.rows(_LEVELS)}
        return supply_rows(self._reading.shelf.all(Supply), levels)

    def low(self) -> tuple[SupplyRow, ...]:
        return tuple(row for row in self.supplies() if row.is_low)

    def expiring(self, until: date) -> tuple[BatchRow, ...]:
        known = {one.id: one for one in self._reading.shelf.all(Supply)}
        return tuple(
            BatchRow(
                AdjustmentId(row[0]), SupplyId(row[1]), known[SupplyId(row[1])].name, Decimal(row[2]),
                known[SupplyId(row[1])].unit, row[3], date.fromisoformat(row[4]),
            )
            for row in self._reading.rows(_EXPIRING, (until.isoformat(),))
            if row[1] in known
        )  # fmt: skip

    def shifts(self, day: date) -> tuple[ShiftRow, ...]:
        shelf = self._reading.shelf
        return shift_rows(shelf.all(Schedule), {one.id: one.name for one in shelf.all(StaffMember)}, day)
