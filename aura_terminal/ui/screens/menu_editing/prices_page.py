"""Prices in a fast table: one typed, or all of a category by percent or amount; seen before they are kept."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.menu_editing.value_sheets import FigureSheet, OneSheet
from aura_terminal.ui.screens.menu_editing.words import DOT, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.menu_editing_prices import EVERYTHING, PriceRow, PricesModel

TALL = 52
PERCENT, AMOUNT = "percent", "amount"
STEPS = (1, 5, 10, 50, 100)
PER_CENT_OF_PERCENT = Decimal(100)


class PricesPage(QWidget):
    """Shows a PricesModel."""

    def __init__(self, model: PricesModel, theme: Theme, host: QWidget, money: MoneyText) -> None:
        super().__init__()
        self._model, self._money = model, money
        self._chips = Chips(theme, tr("Categories"))
        self._table = ChoiceList(theme, tr("Prices"), Picking.MANY)
        self._said = Words(theme, "", Voice.STRONG)
        self._by_percent = Button(theme, tr("Change all by percent"), icon="percent")
        self._by_amount = Button(theme, tr("Change all by amount"), icon="coins")
        self._drop = Button(theme, tr("Drop"), icon="x")
        self._keep = Button(theme, tr("Keep these prices"), kind=Kind.PRIMARY, icon="check")
        self._figure = FigureSheet(theme, host, money)
        self._step = OneSheet(theme, host)
        self._percent = Decimal(0)
        for button in (self._by_percent, self._by_amount, self._drop, self._keep):
            button.keep_at_least(TALL, TALL)
        self._arrange()
        model.changed.connect(self._show)
        self._chips.chosen.connect(model.choose)
        self._table.tapped.connect(self._ask_price)
        self._by_percent.clicked.connect(self._ask_percent)
        self._by_amount.clicked.connect(self._ask_amount)
        self._drop.clicked.connect(model.drop)
        self._keep.clicked.connect(model.keep)
        self._figure.typed.connect(self._typed)
        self._step.picked.connect(self._rounded)

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._drop)
        foot.addWidget(self._keep)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._by_percent)
        head.addWidget(self._by_amount)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._chips)
        column.addLayout(head)
        column.addWidget(self._table, 1)
        column.addLayout(foot)

    @Slot()
    def _show(self) -> None:
        model = self._model
        self._chips.show_rows([
            ChipRow(EVERYTHING, tr("Everything")), *(ChipRow(id_, name) for id_, name in model.categories)
        ])  # fmt: skip
        self._chips.select(model.category)
        self._table.show_rows([self._row(one) for one in model.rows])
        count = model.changing
        self._said.setText(tr("{count} prices will change").format(count=count) if count else "")
        self._drop.setVisible(count > 0)
        self._keep.setVisible(count > 0)
        for button in (self._by_percent, self._by_amount):
            button.setEnabled(not model.owner and bool(model.rows))

    def _row(self, row: PriceRow) -> ChoiceRow:
        words = DOT.join(filter(None, (row.name, row.variant)))
        detail = self._money.amount(row.was)
        if row.is_changed:
            detail = f"{detail} → {self._money.amount(row.now)}"
        return ChoiceRow(row.id, words, detail, int(row.is_changed), say=f"{words}, {detail}")

    @Slot(str)
    def _ask_price(self, id: str) -> None:
        row = next((one for one in self._model.rows if one.id == id), None)
        if row is not None and not self._model.owner:
            self._figure.ask_amount(id, DOT.join(filter(None, (row.name, row.variant))), row.now)

    @Slot()
    def _ask_percent(self) -> None:
        self._figure.ask_hundredths(PERCENT, tr("How many percent more or less"))

    @Slot()
    def _ask_amount(self) -> None:
        currency = self._model.rows[0].was.currency
        self._figure.ask_amount(AMOUNT, tr("How much more or less"), Money(0, currency), signed=True)

    @Slot(str, int)
    def _typed(self, id: str, minor: int) -> None:
        if id == AMOUNT:
            self._model.change_by_amount(minor)
        elif id == PERCENT:
            self._percent = Decimal(minor) / PER_CENT_OF_PERCENT
            currency = self._model.rows[0].was.currency
            rows = [ChoiceRow(str(step), self._money.amount(Money(step, currency))) for step in STEPS]
            self._step.ask(PERCENT, tr("Rounded to the nearest"), rows)
        else:
            self._model.set_price(id, minor)

    @Slot(str, str)
    def _rounded(self, id: str, step: str) -> None:
        try:
            self._model.change_by_percent(self._percent, int(step))
        except RuleBroken as broken:
            self._model.refused.emit(broken)
