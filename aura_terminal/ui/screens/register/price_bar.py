"""Beside the chips: what the prices in force are called, and the way to sell what has no tile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aura_terminal.domain.ids import PriceLevelId
from aura_terminal.ui.screens.register.quiet import Quiet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.price_levels import PricesInForce

translate = QCoreApplication.translate
DOT = "  ·  "
BY_ITSELF, MENU = "*", "menu"
TALL, WIDEST, TALLEST = 48, 640, 560


class PriceBar(QWidget):
    """`level_tapped` asks for another level, `open_tapped` for something that is not on the menu."""

    level_tapped = Signal()
    open_tapped = Signal()

    def __init__(self, prices: PricesInForce, theme: Theme) -> None:
        super().__init__()
        self._prices = prices
        self._level = Button(theme, kind=Kind.CHIP, icon="tag", say=self.tr("Prices"))
        self._open = Button(theme, self.tr("Open item"), kind=Kind.CHIP, icon="pencil")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for button in (self._level, self._open):
            button.keep_at_least(TALL, TALL)
            line.addWidget(button)
        self._level.clicked.connect(self.level_tapped)
        self._open.clicked.connect(self.open_tapped)
        prices.changed.connect(self._show)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._prices.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._prices.stop()

    @Slot()
    def _show(self) -> None:
        self._level.show_words(level_words(self._prices), say=self.tr("Prices: {level}").format(
            level=level_words(self._prices)
        ))  # fmt: skip
        self._level.setVisible(bool(self._prices.offered))


class LevelSheet(Sheet):
    """Which prices the next items are sold at; a tap decides and closes."""

    def __init__(self, prices: PricesInForce, theme: Theme, host: QWidget) -> None:
        title = translate("RegisterScreen", "Prices of the next items")
        super().__init__(theme, host, title, translate("RegisterScreen", "Close"), WIDEST, TALLEST)
        self._prices = prices
        self._list = ChoiceList(theme, title, Picking.ONE)
        self._list.setMinimumHeight(220)
        self._quiet = Quiet(host)
        self.set_content(self._list)
        self._list.tapped.connect(self._choose)
        prices.changed.connect(self._show)

    def ask(self) -> None:
        """Open with the levels there are."""
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        prices = self._prices
        refused = "" if prices.may_choose else self.tr("Needs a right of its own")
        rows = [ChoiceRow(BY_ITSELF, self.tr("By time and place"), "", int(prices.chosen is None))]
        rows += [
            ChoiceRow(one.id, one.name, "", int(prices.chosen == one.id), refused=refused) for one in prices.offered
        ]
        rows.append(ChoiceRow(MENU, self.tr("Menu prices"), "", int(prices.chosen == ""), refused=refused))
        self._list.show_rows(rows)

    @Slot(str)
    def _choose(self, id: str) -> None:
        offered = {str(one.id): one.id for one in self._prices.offered}
        self._prices.choose(None if id == BY_ITSELF else offered.get(id, PriceLevelId("")))
        self._quiet.cover(self._list)
        self.close_sheet()


def level_words(prices: PricesInForce) -> str:
    """What the prices in force are called."""
    names = DOT.join(one.name for one in prices.levels)
    return names or translate("RegisterScreen", "Menu prices")
