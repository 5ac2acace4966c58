"""What the register sells beyond its tiles at their prices: levels, open items, ages, single lines, comps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import CategoryId, LineId
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.register.age_sheet import AgeSheet
from aura_terminal.ui.screens.register.price_bar import LevelSheet, PriceBar

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.screens.register.line_price_sheet import LinePriceSheet
    from aura_terminal.ui.screens.register.open_item_sheet import OpenItemSheet
    from aura_terminal.ui.screens.register.screen import RegisterScreen
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.ages import AgesModel
    from aura_terminal.view_models.entry import EntryModel
    from aura_terminal.view_models.line_prices import HouseOfSaleModel, LinePricesModel
    from aura_terminal.view_models.menu_board import MenuBoardModel
    from aura_terminal.view_models.open_items import OpenItemsModel, Surroundings
    from aura_terminal.view_models.price_levels import PricesInForce
    from aura_terminal.view_models.register import RegisterModel
    from aura_terminal.view_models.rows import OrderSheet

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class SellingModels:
    """What it shows and asks of."""

    prices: PricesInForce
    open_items: OpenItemsModel
    ages: AgesModel
    lines: LinePricesModel
    house: HouseOfSaleModel
    board: MenuBoardModel
    entry: EntryModel
    register: RegisterModel


class Selling(QObject):
    """Joins them to the register screen; the sheets are made when they are first asked for."""

    def __init__(self, models: SellingModels, screen: RegisterScreen, theme: Theme, money: MoneyText) -> None:
        super().__init__(screen)
        self._models, self._screen, self._theme, self._money = models, screen, theme, money
        self._bar = PriceBar(models.prices, theme)
        self._ages = AgeSheet(models.ages, theme, screen)
        self._levels: LevelSheet | None = None
        self._open: OpenItemSheet | None = None
        self._lines: LinePriceSheet | None = None
        self._typed, self._category, self._pays_next = 0, "", False
        screen.board.stand_beside_chips(self._bar)
        models.house.changed.connect(self._take_rules)
        self._bar.level_tapped.connect(self._ask_level)
        self._bar.open_tapped.connect(self.ask_open_item)
        models.register.open_wanted.connect(self._ask_open_in)
        models.open_items.ready.connect(self._open_item)
        models.open_items.refused.connect(self._refuse)
        screen.panel.price_tapped.connect(self._ask_line)
        screen.guard_payment(self._asks_for_age)
        models.ages.settled.connect(self._pay_now)
        self._ages.cancelled.connect(self._pay_not)
        screen.offer_act(OrderAct(
            "open-item", translate("RegisterScreen", "Open item"), "pencil", self.ask_open_item, Group.DISHES, False
        ))  # fmt: skip
        screen.offer_act(OrderAct(
            "comp", translate("RegisterScreen", "Comp order"), "gift", self.ask_comp, Group.MONEY, True, True
        ))  # fmt: skip

    @Slot()
    def ask_open_item(self) -> None:
        """Something without a tile; a number typed before is its price."""
        self._ask_open_in(self._models.board.category)

    @Slot(str)
    def _ask_open_in(self, category_id: str) -> None:
        self._typed, self._category = self._models.entry.take_number() or 0, category_id
        self._models.open_items.begin()

    @Slot()
    def ask_comp(self) -> None:
        """Give the whole order away?"""
        self._line_sheet().ask_comp()

    def _asks_for_age(self, order: OrderSheet) -> bool:
        """An age that was not seen yet is asked for before the payment, which follows by itself."""
        if order.age_wanted:
            self._pays_next = True
            self._ages.ask()
        return bool(order.age_wanted)

    @Slot()
    def _pay_now(self) -> None:
        order, wanted = self._models.register.order, self._pays_next
        self._pays_next = False
        if wanted and order is not None and order.lines:  # something is left to be paid for
            self._screen.panel.pay_tapped.emit()

    @Slot()
    def _pay_not(self) -> None:
        self._pays_next = False

    @Slot()
    def _ask_level(self) -> None:
        if self._levels is None:
            self._levels = LevelSheet(self._models.prices, self._theme, self._screen)
        self._levels.ask()

    @Slot(object)
    def _open_item(self, around: Surroundings) -> None:
        if self._open is None:
            from aura_terminal.ui.screens.register.open_item_sheet import OpenItemSheet

            self._open = OpenItemSheet(self._models.open_items, self._theme, self._money, self._screen)
        self._open.ask(around, self._typed, CategoryId(self._category) if self._category else None)

    @Slot(str)
    def _ask_line(self, line_id: str) -> None:
        self._line_sheet().ask(LineId(line_id))

    def _line_sheet(self) -> LinePriceSheet:
        if self._lines is None:
            from aura_terminal.ui.screens.register.line_price_sheet import LinePriceSheet

            self._lines = LinePriceSheet(
                self._models.lines, self._theme, self._money, self._screen, self._screen.reasons
            )
        return self._lines

    @Slot()
    def _take_rules(self) -> None:
        self._screen.reasons.rules = self._models.house.rules

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._screen.said.emit(sentence(broken))
