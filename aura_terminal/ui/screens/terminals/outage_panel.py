"""Past outages: a list, and the report of the one that is looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.terminals.words import outage_figures, outage_row, outage_title, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.view_models.outages import OutageCard, OutagesModel

WIDTH = 440
FIGURES = 7


class OutagePanel(Panel):
    """Shows an OutagesModel; the newest report is open until another one is tapped."""

    def __init__(self, outages: OutagesModel, theme: Theme, money: MoneyText, parent: QWidget) -> None:
        super().__init__(theme, Ground.PANEL, Edge.START, parent)
        self._outages, self._money = outages, money
        self._chosen = ""
        self._list = OrderList(theme, tr("Outages"))
        self._nothing = Words(theme, tr("There has been none. What happens during one is reported here."), Voice.MUTED)
        self._nothing.setWordWrap(True)
        self._title = Words(theme, "", Voice.HEADING)
        self._figures = tuple((Words(theme, "", Voice.MUTED), Words(theme, "", Voice.STRONG)) for _ in range(FIGURES))
        self._report = Panel(theme, Ground.PANEL, Edge.TOP)
        self.setFixedWidth(WIDTH)
        self._arrange(theme)
        self._list.line_tapped.connect(self._choose)
        outages.changed.connect(self._show)
        self._show()

    def _arrange(self, theme: Theme) -> None:
        grid = QGridLayout(self._report)
        grid.setContentsMargins(8, 16, 8, 4)
        grid.setVerticalSpacing(10)
        grid.addWidget(self._title, 0, 0, 1, 2)
        for place, (words, figure) in enumerate(self._figures, 1):
            words.setWordWrap(True)
            grid.addWidget(words, place, 0)
            grid.addWidget(figure, place, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addWidget(Words(theme, tr("Outages"), Voice.TITLE))
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        column.addWidget(self._report)

    @Slot()
    def _show(self) -> None:
        cards = self._outages.cards
        shown = self._card(cards)
        self._nothing.setVisible(not cards)
        self._list.show_rows([outage_row(card, "" if shown is None else shown.id) for card in cards])
        self._report.setVisible(shown is not None)
        if shown is not None:
            self._title.setText(outage_title(shown))
            for (words, figure), (what, value) in zip(self._figures, outage_figures(shown, self._money), strict=True):
                words.setText(what)
                figure.setText(value)

    def _card(self, cards: tuple[OutageCard, ...]) -> OutageCard | None:
        return next((card for card in cards if card.id == self._chosen), cards[0] if cards else None)

    @Slot(str)
    def _choose(self, outage_id: str) -> None:
        self._chosen = outage_id
        self._show()
