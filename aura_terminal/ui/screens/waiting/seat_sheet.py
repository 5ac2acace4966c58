"""At which free table a party sits that waited."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.waiting.words import WITHOUT, offer_id, offer_rows, party_name, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.waiting import WaitingModel, WaitingRow

LIST_HEIGHT = 400


class SeatSheet(Sheet):
    """The tables that are free now, the tightest fit first; a tap seats them."""

    def __init__(self, model: WaitingModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 900, 600)
        self._model = model
        self._row: WaitingRow | None = None
        self._list = ChoiceList(theme, tr("Free tables"), Picking.ONE)
        self._list.setMinimumHeight(LIST_HEIGHT)
        self.set_content(self._list)
        self._list.tapped.connect(self._choose)
        model.offered.connect(self._show)

    def ask(self, row: WaitingRow) -> None:
        """Open for a party."""
        self._row = row
        self.set_title(tr("Where does {name} sit?").format(name=party_name(row)))
        self._list.show_rows([])
        self._model.offer(row.party_id)
        self.open()

    @Slot()
    def _show(self) -> None:
        self._list.show_rows(offer_rows(self._model.offers))

    @Slot(str)
    def _choose(self, id: str) -> None:
        row = self._row
        self.close_sheet()
        if row is not None:
            offer = next((each for each in self._model.offers if offer_id(each) == id and id != WITHOUT), None)
            self._model.seat(row.party_id, () if offer is None else tuple(table_id for table_id, _ in offer.tables))
