"""How long stations and dishes took today."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.ports.prep_times import PrepRow as PrepRow
from aura_terminal.ports.prep_times import PrepTimes
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.kitchen import Now
from aura_terminal.view_models.runner import Runner


@dataclass(frozen=True, slots=True)
class Times:
    """Stations by name, and the dishes of all of them, the slowest first."""

    stations: tuple[PrepRow, ...] = ()
    items: tuple[PrepRow, ...] = ()


class KitchenTimesModel(QObject):
    """Reads the times of the business day when asked; `changed` follows."""

    changed = Signal()

    def __init__(self, runner: Runner, now: Now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._now = now
        self._times = Times()

    @property
    def times(self) -> Times:
        """As of the last `read`."""
        return self._times

    @Slot()
    def read(self) -> None:
        """Look again."""
        now = self._now()

        def today(shop: Shop) -> PrepTimes:
            calendar = shop.reads.store.profile().calendar
            return shop.reads.kitchen.prep_times(calendar.begins(calendar.date_of(now)))

        self._runner.run(today, self._show)

    def _show(self, times: PrepTimes) -> None:
        slowest = sorted(times.items, key=lambda row: (-row.average, row.station, row.name))
        self._times = Times(times.stations, tuple(slowest))
        self.changed.emit()
