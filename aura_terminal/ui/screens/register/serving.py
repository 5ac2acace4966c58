"""What is done for the guest in front of the counter: the sheets that make the order cheaper, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.ids import DiscountId
from aura_terminal.ui.discount_rows import DISCOUNT

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.screens.register.discount_sheet import DiscountSheet
    from aura_terminal.ui.screens.register.options_sheet import OptionsSheet
    from aura_terminal.ui.screens.register.order_panel import OrderPanel
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.discounts import DiscountsModel


class Serving(QObject):
    """Joins a DiscountsModel to the register; its sheets are made when they are first asked for."""

    def __init__(
        self, discounts: DiscountsModel, panel: OrderPanel, theme: Theme, money: MoneyText, host: QWidget
    ) -> None:
        super().__init__(host)
        self._discounts, self._theme, self._money, self._host = discounts, theme, money, host
        self._prices: DiscountSheet | None = None
        panel.discount_removed.connect(self._remove)

    def offer(self, options: OptionsSheet) -> None:
        """The options of the order lead here."""
        options.discount_wanted.connect(self.ask_discount)
        options.offer_discounts()

    @Slot()
    def ask_discount(self) -> None:
        """What comes off the order on the counter?"""
        if self._prices is None:
            from aura_terminal.ui.screens.register.discount_sheet import DiscountSheet

            self._prices = DiscountSheet(self._discounts, self._theme, self._money, self._host)
        self._prices.ask()

    @Slot(str)
    def _remove(self, id: str) -> None:
        self._discounts.remove(DiscountId(id.removeprefix(DISCOUNT)))
