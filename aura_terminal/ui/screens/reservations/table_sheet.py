"""Where a party sits that reserved no table."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.ids import ReservationId
from aura_terminal.ui.screens.reservations.words import NO_TABLE, offer_id, offer_rows, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.reservations import Inquiry, ReservationRow, ReservationsModel

LIST_HEIGHT = 400


class TableSheet(Sheet):
    """The free tables for a party, the tightest fit first; a tap seats them."""

    def __init__(self, model: ReservationsModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("At which table?"), tr("Close"), 900, 600)
        self._model = model
        self._row: ReservationRow | None = None
        self._list = ChoiceList(theme, tr("Tables"), Picking.ONE)
        self._list.setMinimumHeight(LIST_HEIGHT)
        self.set_content(self._list)
        self._list.tapped.connect(self._choose)
        model.offered.connect(self._show)

    def ask(self, row: ReservationRow) -> None:
        """Open for a party that is here."""
        self._row = row
        at = self._model.local(row.starts_at)
        minutes = int((row.ends_at - row.starts_at).total_seconds() // 60)
        self._list.show_rows([])
        self._model.inquire(Inquiry(at.hour, at.minute, row.party_size, minutes))
        self.open()

    @Slot()
    def _show(self) -> None:
        self._list.show_rows(offer_rows(self._model.offers, "", tr("Without a table")))

    @Slot(str)
    def _choose(self, id: str) -> None:
        row = self._row
        self.close_sheet()
        if row is not None:
            offer = next((each for each in self._model.offers if offer_id(each) == id and id != NO_TABLE), None)
            tables = () if offer is None else tuple(table_id for table_id, _ in offer.tables)
            self._model.seat(ReservationId(row.reservation_id), tables)
