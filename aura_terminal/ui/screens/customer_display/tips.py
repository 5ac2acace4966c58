"""The tips a guest may tap on their own display: two rows of two, in sight while they pay by card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.customer_display.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.view_models.customer_display import CustomerDisplayModel, GuestTip

MOST, ABREAST = 4, 2


class GuestTips(QWidget):
    """Hidden where there is nothing to choose. What was chosen is framed here and marked at the cashier's."""

    def __init__(self, theme: Theme, model: CustomerDisplayModel, money: MoneyText, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._money = model, money
        self._tips: tuple[GuestTip, ...] = ()
        self._buttons = tuple(Button(theme.in_haste(), kind=Kind.FUNCTION) for _ in range(MOST))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for place, button in enumerate(self._buttons):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            button.clicked.connect(self._choose)
            grid.addWidget(button, place // ABREAST, place % ABREAST)
        self.setAccessibleName(tr("A tip for the team"))
        self.hide()

    def show_tips(self, tips: Sequence[GuestTip]) -> None:
        """What may be chosen now, and what is."""
        self._tips = tuple(tips[:MOST])
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(self._tips))
            if place < len(self._tips):
                tip = self._tips[place]
                words = tr("{percent} % tip").format(percent=tip.percent) if tip.percent else tr("No tip")
                button.show_words(words, detail=self._money.amount(tip.amount) if tip.percent else "")
                if tip.is_chosen:
                    button.mark()
                else:
                    button.unmark()
        self.setVisible(bool(self._tips))

    @Slot()
    def _choose(self) -> None:
        place = next(place for place, button in enumerate(self._buttons) if button is self.sender())
        if place < len(self._tips):
            self._model.choose_tip(self._tips[place])
