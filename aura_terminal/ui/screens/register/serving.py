"""What is done for the guest in front of the counter: who they are, and what the order costs less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.ids import DiscountId
from aura_terminal.ui.discount_rows import DISCOUNT
from aura_terminal.ui.screens.register.guest_words import strip_words

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.screens.register.discount_sheet import DiscountSheet
    from aura_terminal.ui.screens.register.guest_sheet import GuestSheet
    from aura_terminal.ui.screens.register.house_reasons import HouseReasons
    from aura_terminal.ui.screens.register.options_sheet import OptionsSheet
    from aura_terminal.ui.screens.register.order_panel import OrderPanel
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.discounts import DiscountsModel
    from aura_terminal.view_models.guests import GuestsModel


class Serving(QObject):
    """Joins discounts and guests to the register; the sheets are made when they are first asked for."""

    def __init__(
        self,
        discounts: DiscountsModel,
        guests: GuestsModel,
        panel: OrderPanel,
        theme: Theme,
        money: MoneyText,
        host: QWidget,
        reasons: HouseReasons,
    ) -> None:
        super().__init__(host)
        self._discounts, self._guests = discounts, guests
        self._panel, self._theme, self._money, self._host = panel, theme, money, host
        self._reasons = reasons
        self._prices: DiscountSheet | None = None
        self._people: GuestSheet | None = None
        panel.discount_removed.connect(self._remove)
        guests.changed.connect(self._show_guest)

    def offer(self, options: OptionsSheet) -> None:
        """The options of the order lead here."""
        options.discount_wanted.connect(self.ask_discount)
        options.guest_wanted.connect(self.ask_guest)
        options.offer_service()

    @Slot()
    def ask_discount(self) -> None:
        """What comes off the order on the counter?"""
        if self._prices is None:
            from aura_terminal.ui.screens.register.discount_sheet import DiscountSheet

            self._prices = DiscountSheet(self._discounts, self._theme, self._money, self._host, self._reasons)
        self._prices.ask()

    @Slot()
    def ask_guest(self) -> None:
        """Whose visit is the order on the counter?"""
        if self._people is None:
            from aura_terminal.ui.screens.register.guest_sheet import GuestSheet

            self._people = GuestSheet(self._guests, self._theme, self._money, self._host)
        self._people.ask()

    @Slot()
    def _show_guest(self) -> None:
        self._panel.guest.say(*strip_words(self._guests.card))

    @Slot(str)
    def _remove(self, id: str) -> None:
        self._discounts.remove(DiscountId(id.removeprefix(DISCOUNT)))
