"""Outages that are over, as their reports were kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.outages import OutageEnded
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from datetime import datetime

    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.money import Money
    from aura_terminal.ports.mesh_reads import OutageRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner

MOST = 100


@dataclass(frozen=True, slots=True)
class OutageCard:
    """One outage of one terminal, its times on the store's wall clock."""

    id: str
    terminal: str
    tier: str
    began_at: datetime
    ended_at: datetime
    minutes: int
    orders: int
    taken: Money
    redirects: int
    duplicates: int
    decisions: int


class OutagesModel(QObject):
    """The reports, newest first: `changed` follows a reading that differs. `ended` carries the OutageCard of each
    outage that ended while this program ran; those that were over when it began are no news."""

    changed = Signal()
    ended = Signal(object)

    def __init__(self, runner: Runner, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._cards: tuple[OutageCard, ...] | None = None
        self.watch = Watch(changes, (OutageEnded,), self)
        self.watch.due.connect(self.refresh)

    @property
    def cards(self) -> tuple[OutageCard, ...]:
        """The reports, newest first."""
        return self._cards or ()

    @Slot()
    def refresh(self) -> None:
        """Read the reports again."""
        self._runner.run(_cards, self._show)

    def _show(self, cards: tuple[OutageCard, ...]) -> None:
        before, self._cards = self._cards, cards
        if before == cards:
            return
        self.changed.emit()
        if before is not None:
            known = {card.id for card in before}
            for card in cards:
                if card.id not in known:
                    self.ended.emit(card)


def _cards(shop: Shop) -> tuple[OutageCard, ...]:
    rows = shop.reads.mesh.outages(limit=MOST)
    if not rows:
        return ()
    calendar = shop.reads.store.profile().calendar
    return tuple(_card(row, calendar) for row in rows)


def _card(row: OutageRow, calendar: BusinessCalendar) -> OutageCard:
    minutes = max(0, int((row.ended_at - row.began_at).total_seconds()) // 60)
    return OutageCard(
        row.outage_id,
        row.terminal,
        row.tier,
        calendar.local(row.began_at),
        calendar.local(row.ended_at),
        minutes,
        row.orders,
        row.taken,
        row.redirects,
        row.duplicates,
        row.decisions,
    )
