"""Looking for the account that pays: scan or type its number, or its holder's name; a tap on it pays."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from aura_terminal.domain.ids import RewardId, ValueAccountId
from aura_terminal.domain.limits import LONGEST_NOTE
from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.payment.ways_row import WaysRow, way_detail, way_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.value_words import account_choice, tr
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.value_payment import ValuePaymentModel, WayKind

KINDS = {WayKind.GIFT: AccountKind.GIFT_CARD, WayKind.HOUSE: AccountKind.HOUSE}
TITLES = {WayKind.GIFT: "Gift card", WayKind.HOUSE: "House account"}


class ValueSheet(Sheet):
    """Stays open until something paid: what is refused can be put right and tried again."""

    def __init__(self, model: ValuePaymentModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 900, 640)
        self._model, self._money = model, money
        self._kind = WayKind.GIFT
        self._field = QLineEdit()
        self._field.setProperty("hasty", True)
        self._field.setMaxLength(LONGEST_NOTE)
        self._field.setAccessibleName(tr("Number or name"))
        self._field.setPlaceholderText(tr("Scan or type the number, or a name"))
        self._list = ChoiceList(theme, tr("Accounts"), Picking.ONE)
        words = KeyboardWords(tr("Space"), tr("Find"), tr("Capitals"), tr("Erase"))
        self._keys = OnScreenKeyboard(theme, words)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        column.addWidget(self._keys)
        self._keys.setFocusProxy(self._field)
        self.set_content(content)
        self._keys.typed.connect(self._field.insert)
        self._keys.erased.connect(self._field.backspace)
        self._keys.finished.connect(self._look)
        self._field.returnPressed.connect(self._look)
        self._field.textEdited.connect(self._look)
        self._list.tapped.connect(self._take)
        model.found.connect(self._show)
        model.paid.connect(self.close_sheet)

    def ask(self, kind: WayKind) -> None:
        """Look for an account of a kind, with nothing typed."""
        self._kind = kind
        self.set_title(tr(TITLES[kind]))
        self._field.clear()
        self._model.forget()
        self._keys.begin()
        self.open()
        self._field.setFocus()
        self._look()

    def take_number(self, number: str) -> None:
        """A number was scanned: look for it, whatever was typed before."""
        self._field.setText(number)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._field.clear()

    @Slot()
    def _look(self) -> None:
        """Ask for what is typed; half a number is not asked for, and a gift card is not listed before it is named."""
        text = self._field.text().strip()
        digits = text.replace(" ", "").replace("-", "")
        is_whole = not digits.isdecimal() or len(digits) in (4, 16)
        if is_whole and (text or self._kind is WayKind.HOUSE):
            self._model.search(text, KINDS[self._kind])

    @Slot()
    def _show(self) -> None:
        self._list.show_rows([account_choice(row, self._money) for row in self._model.rows])

    @Slot(str)
    def _take(self, account_id: str) -> None:
        self._model.pay_from(ValueAccountId(account_id))


class MoreSheet(Sheet):
    """Every way there is, and what a guest's points are good for, as a list; a tap pays."""

    def __init__(self, model: ValuePaymentModel, row: WaysRow, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, tr("More ways to pay"), tr("Close"), 720, 620)
        self._model, self._row, self._money = model, row, money
        self._is_rewards = False
        self._list = ChoiceList(theme, tr("Ways to pay"), Picking.ONE)
        self.set_content(self._list)
        self._list.tapped.connect(self._take)
        model.paid.connect(self.close_sheet)

    @Slot()
    def ask_ways(self) -> None:
        """Show every way."""
        self._is_rewards = False
        self.set_title(tr("More ways to pay"))
        ways = self._model.offer.ways
        self._list.show_rows([ChoiceRow(way.id, way_words(way), way_detail(way, self._money)) for way in ways])
        self.open()

    @Slot()
    def ask_rewards(self) -> None:
        """Show what points are good for: money first where they are money, then rewards."""
        self._is_rewards = True
        offer = self._model.offer
        self.set_title(tr("{points} points").format(points=offer.points))
        short, costs = tr("not enough points"), tr("{points} points")
        rows = [
            ChoiceRow(
                one.reward_id, one.name, costs.format(points=one.points), refused="" if one.is_affordable else short
            )
            for one in offer.rewards
        ]
        if offer.points_worth is not None:
            rows.insert(0, ChoiceRow("", tr("Pay with points"), self._money.total(offer.points_worth)))
        self._list.show_rows(rows)
        self.open()

    @Slot(str)
    def _take(self, id: str) -> None:
        if self._is_rewards:
            if id:
                self._model.redeem(RewardId(id))
            else:
                self._model.spend_points()
            return
        way = next((way for way in self._model.offer.ways if way.id == id), None)
        self.close_sheet()
        if way is not None:
            self._row.take(way)
