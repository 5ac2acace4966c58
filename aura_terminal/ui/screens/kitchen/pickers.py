"""Sheets of the kitchen screen: which station, and which bumped ticket comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.kitchen.words import title_of, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.kitchen_board import Card, StationRow

EVERY_STATION = "all"


class PickerSheet(Sheet):
    """A list of which one is tapped; `picked(id)` follows and the sheet closes."""

    picked = Signal(str)

    def __init__(self, theme: Theme, host: QWidget, title: str) -> None:
        super().__init__(theme, host, title, tr("Close"))
        self._theme = theme
        self._list: ChoiceList | None = None

    def show_choices(self, rows: Sequence[ChoiceRow], nothing: str) -> None:
        """What there is to pick from; `nothing` is said where there is nothing."""
        self._list = None
        if not rows:
            self.set_content(Words(self._theme, nothing, Voice.MUTED))
            return
        self._list = ChoiceList(self._theme, self.accessibleName(), Picking.ONE)
        self._list.tapped.connect(self._pick)
        self._list.show_rows(rows)
        self.set_content(self._list)

    def choices(self) -> tuple[ChoiceRow, ...]:
        """What is offered."""
        return self._list.rows() if self._list is not None else ()

    def _pick(self, id: str) -> None:
        self.close_sheet()
        self.picked.emit(id)


def station_choices(stations: Sequence[StationRow], chosen: StationRow | None) -> list[ChoiceRow]:
    """All stations together, and each."""
    rows = [ChoiceRow(EVERY_STATION, tr("All stations"), quantity=int(chosen is None))]
    rows.extend(ChoiceRow(each.station_id, each.name, quantity=int(each == chosen)) for each in stations)
    return rows


def recall_choices(cards: Sequence[Card], now: datetime) -> list[ChoiceRow]:
    """Bumped tickets, the last one first, each with how long ago it left."""
    return [ChoiceRow(card.ticket_id, f"{title_of(card)}  ·  {card.number}", _left(card, now)) for card in cards]


def _left(card: Card, now: datetime) -> str:
    minutes = max(0, int((now - card.bumped_at).total_seconds()) // 60) if card.bumped_at is not None else 0
    return tr("{minutes} min ago").format(minutes=minutes) if minutes else tr("just now")
