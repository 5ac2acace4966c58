"""Who serves the order from now on: a person, then this order or all of one's own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.order_handing import OrderHandingModel

translate = QCoreApplication.translate


class HandOverSheet(Sheet):
    """Over an OrderHandingModel; the buttons close it."""

    def __init__(self, model: OrderHandingModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, self.tr("Who serves it from now on?"), translate("RegisterScreen", "Close"))
        self._model = model
        self._to = ""
        self._people = ChoiceList(theme, self.tr("People"), Picking.ONE)
        self._people.setMinimumHeight(240)
        self._all = Button(theme, "", icon="layers")
        self._one = Button(theme, self.tr("Give this order"), kind=Kind.PRIMARY, icon="arrow-right")
        for button in (self._all, self._one):
            button.keep_at_least(200, 64)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._people)
        self.set_content(content)
        self.set_actions(self._all, self._one)
        self._people.tapped.connect(self._choose)
        self._one.clicked.connect(self._give)
        self._all.clicked.connect(self._give_all)
        model.changed.connect(self._show)

    @Slot()
    def ask(self) -> None:
        """Open with everybody who is there."""
        self._to = ""
        self._model.refresh()
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        rows = [ChoiceRow(row.id, row.name, row.role, int(row.id == self._to)) for row in self._model.staff]
        self._people.show_rows(rows)
        own = len(self._model.own)
        self._all.show_words(self.tr("Give all {orders} of mine").format(orders=own))
        self._all.setVisible(own > 1)
        self._all.setEnabled(bool(self._to))
        self._one.setEnabled(bool(self._to) and self._model.counter.order is not None)

    @Slot(str)
    def _choose(self, staff_id: str) -> None:
        self._to = staff_id
        self._show()

    @Slot()
    def _give(self) -> None:
        self.close_sheet()
        self._model.hand_over(StaffId(self._to))

    @Slot()
    def _give_all(self) -> None:
        self.close_sheet()
        self._model.hand_over_all(StaffId(self._to))
