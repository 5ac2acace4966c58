"""Selling value: a gift card, something on top of an account, a deposit; looking what is left is the second page."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import ValueAccountId
from aura_terminal.domain.money import Money, exponent_of
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.register.number_sheet import NumberSheet
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.value_words import account_choice, tr
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.value_desk import ValueDeskModel

USUAL = (25, 50, 100)
"""Amounts that are asked for most, in major units."""
WHO = "who"


class Page(StrEnum):
    """What is sold."""

    CARD = "card"
    ON_TOP = "on_top"
    DEPOSIT = "deposit"


class SellValueSheet(NumberSheet):
    """Stays open until the line is on the order."""

    def __init__(self, model: ValueDeskModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, tr("Gift cards and deposits"), 960, 640)
        self._model, self._money = model, money
        self._who, self._account = "", ""
        self._pages = Chips(theme, tr("What is sold"))
        self._shown = Words(theme, "", Voice.TOTAL)
        self._name = Button(theme, "", kind=Kind.FUNCTION, icon="keyboard")
        self._name.keep_at_least(240, 56)
        self._list = ChoiceList(theme, tr("Amounts and accounts"), Picking.ONE)
        self._take = Button(theme, "", kind=Kind.PRIMARY)
        self._take.keep_at_least(240, 60)
        self._typing = TextSheet(theme, host)
        self._arrange()
        self._pages.chosen.connect(self._turn)
        self._name.clicked.connect(self._ask_name)
        self._typing.written.connect(self._hear_name)
        self._list.tapped.connect(self._choose)
        self._take.clicked.connect(self._finish)
        model.found.connect(self._hear_found)
        model.sold.connect(self._end)

    def ask(self) -> None:
        """Open with nothing chosen."""
        self._pages.show_rows([
            ChipRow(Page.CARD, tr("New gift card")),
            ChipRow(Page.ON_TOP, tr("Top up, pay in, balance")),
            ChipRow(Page.DEPOSIT, tr("Deposit")),
        ])  # fmt: skip
        self._pages.select(Page.CARD)
        self._model.begin()
        self.open()
        self._turn()

    def take_number(self, number: str) -> None:
        """A number was scanned: look for it, to say what is left or to put something on it."""
        self._typing.close_sheet()
        if self._page is not Page.ON_TOP:
            self._pages.select(Page.ON_TOP)
            self._turn()
        self._hear_name(WHO, number)

    @property
    def _page(self) -> Page:
        return Page(self._pages.selected() or Page.CARD)

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._shown, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._name)
        right.addWidget(self._list, 1)
        line = QHBoxLayout()
        line.setSpacing(18)
        line.addWidget(self._pad, 2)
        line.addLayout(right, 3)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._pages)
        column.addLayout(line, 1)
        self.set_content(content)
        self.set_actions(self._take)

    @Slot()
    def _turn(self) -> None:
        """Another thing to sell: what was typed for the one before does not count for it."""
        self._number, self._who, self._account = 0, "", ""
        self.setFocus()
        self._show()

    @Slot()
    def _show(self) -> None:
        page, currency = self._page, self._model.currency
        amount = self._money.total(Money(self._number, currency)) if currency else ""
        self._shown.setText(amount)
        empty = tr("Number or name") if page is Page.ON_TOP else tr("For whom")
        self._name.show_words(self._who or empty)
        self._list.show_rows(self._accounts() if page is Page.ON_TOP else self._amounts())
        words = {
            Page.CARD: tr("Put a card of {amount} on the order"),
            Page.ON_TOP: tr("Put {amount} on it"),
            Page.DEPOSIT: tr("Take a deposit of {amount}"),
        }
        self._take.show_words(words[page].format(amount=amount))
        is_named = bool(self._account) if page is Page.ON_TOP else page is Page.CARD or bool(self._who)
        self._take.setEnabled(self._number > 0 and is_named)

    def _amounts(self) -> list[ChoiceRow]:
        currency = self._model.currency
        if not currency:
            return []
        usual = [Money(major * 10 ** exponent_of(currency), currency) for major in USUAL]
        return [
            ChoiceRow(str(one.minor), self._money.total(one), quantity=int(one.minor == self._number)) for one in usual
        ]

    def _accounts(self) -> list[ChoiceRow]:
        rows = [account_choice(row, self._money) for row in self._model.rows]
        chosen = [row if row.id != self._account else ChoiceRow(row.id, row.words, row.detail, 1) for row in rows]
        if not chosen and self._who:
            return [ChoiceRow("", tr("Nothing found"), refused=tr("Scan the number again, or try another name."))]
        return chosen

    @Slot()
    def _ask_name(self) -> None:
        self._typing.ask(WHO, self._name.words, self._who)

    @Slot(str, str)
    def _hear_name(self, id: str, words: str) -> None:
        self._who, self._account = words, ""
        if self._page is Page.ON_TOP and words:
            self._model.search(words)
        self._show()

    @Slot()
    def _hear_found(self) -> None:
        """One account alone is the one that was meant."""
        rows = self._model.rows
        self._account = rows[0].account_id if len(rows) == 1 and not rows[0].is_blocked else ""
        self._show()

    @Slot(str)
    def _choose(self, id: str) -> None:
        if self._page is Page.ON_TOP:
            self._account = id
        else:
            self._number = int(id)
        self._show()

    @Slot()
    def _finish(self) -> None:
        if not self._take.isEnabled():
            return
        match self._page:
            case Page.CARD:
                self._model.sell_card(self._number, self._who)
            case Page.ON_TOP:
                self._model.load(ValueAccountId(self._account), self._number)
            case Page.DEPOSIT:
                self._model.take_deposit(self._number, self._who)

    @Slot()
    def _end(self) -> None:
        if self.isVisible():
            self._close_over(self._take)
