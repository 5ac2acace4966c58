"""How the order becomes cheaper: percent or an amount with a reason, a promotion's code, or a reward of the guest."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.domain.ids import RewardId
from aura_terminal.domain.limits import LONGEST_NOTE
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.register.house_reasons import HouseReasons
from aura_terminal.ui.screens.register.number_sheet import NumberSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard
from aura_terminal.view_models.discounts import DiscountsModel

translate = QCoreApplication.translate
MOST_PERCENT = 100


class Way(StrEnum):
    """What lowers the price."""

    PERCENT = "percent"
    AMOUNT = "amount"
    CODE = "code"
    REWARD = "reward"


class DiscountSheet(NumberSheet):
    """Stays open until something was granted: what is refused can be put right and tried again, and nothing is asked
    for twice before it was answered."""

    def __init__(
        self, discounts: DiscountsModel, theme: Theme, money: MoneyText, host: QWidget, offered: HouseReasons
    ) -> None:
        super().__init__(theme, host, translate("RegisterScreen", "Discount"), 960, 640)
        self._discounts, self._theme, self._money = discounts, theme, money
        self._offered = offered
        self._reason = ""
        self._is_waiting = False
        self._ways = Chips(theme, self.tr("Kind of discount"))
        self._shown = Words(theme, "", Voice.TOTAL)
        self._reasons = ChoiceList(theme, self.tr("Reasons"), Picking.ONE)
        self._code = QLineEdit()
        self._keys = OnScreenKeyboard(theme, _keyboard_words())
        self._rewards = ChoiceList(theme, self.tr("Rewards"), Picking.ONE)
        self._take = Button(theme, "", kind=Kind.PRIMARY)
        self._take.keep_at_least(200, 60)
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()

    def ask(self) -> None:
        """Open for the order on the counter, with nothing typed."""
        self._number, self._reason, self._is_waiting = 0, "", False
        self._code.clear()
        order = self._discounts.counter.order
        rows = [
            ChipRow(Way.PERCENT, self.tr("Percent")),
            ChipRow(Way.AMOUNT, self.tr("Amount")),
            ChipRow(Way.CODE, self.tr("Code")),
        ]
        if order is not None and order.guest_id is not None:
            rows.append(ChipRow(Way.REWARD, self.tr("Reward")))
        self._ways.show_rows(rows)
        self._ways.select(Way.PERCENT)
        self._discounts.refresh()
        self.open()
        self._turn()

    @property
    def _way(self) -> Way:
        return Way(self._ways.selected() or Way.PERCENT)

    @property
    def _has_pad(self) -> bool:
        return self._way in (Way.PERCENT, Way.AMOUNT)

    def _arrange(self) -> None:
        numbers = QWidget()
        line = QHBoxLayout(numbers)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._shown, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._reasons, 1)
        line.addWidget(self._pad, 2)
        line.addLayout(right, 3)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._code)
        column.addWidget(self._keys)
        column.addStretch(1)
        for page in (numbers, words, self._rewards):
            self._pages.addWidget(page)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addWidget(self._ways)
        whole.addWidget(self._pages, 1)
        self.set_content(content)
        self.set_actions(self._take)

    def _connect(self) -> None:
        self._code.setMaxLength(LONGEST_NOTE)
        self._code.setAccessibleName(self.tr("Promotion code"))
        self._code.setPlaceholderText(self.tr("Promotion code"))
        self._code.textChanged.connect(self._show)
        self._keys.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._keys.setFocusProxy(self._code)  # taps on keys leave the field its focus
        self._keys.typed.connect(self._code.insert)
        self._keys.erased.connect(self._code.backspace)
        self._keys.finished.connect(self._finish)
        self._ways.chosen.connect(self._turn)
        self._reasons.tapped.connect(self._choose)
        self._rewards.tapped.connect(self._redeem)
        self._take.clicked.connect(self._finish)
        self._discounts.changed.connect(self._show)
        self._discounts.granted.connect(self._end)
        self._discounts.counter.refused.connect(self._try_again)
        self._discounts.counter.unavailable.connect(self._try_again)
        self._discounts.counter.approvals.settled.connect(self._try_again)

    @Slot()
    def _turn(self) -> None:
        """Another kind of discount: what was typed for the one before does not count for it."""
        self._number = 0
        pages = {Way.CODE: 1, Way.REWARD: 2}
        self._pages.setCurrentIndex(pages.get(self._way, 0))
        self._take.setVisible(self._has_pad)  # the keyboard has a key of its own
        if self._way is Way.CODE:
            self._keys.begin()
            self._code.setFocus()
        else:
            self.setFocus()
        self._show()

    @Slot()
    def _show(self) -> None:
        figure = self._figure()
        self._shown.setText(figure)
        offered = self._offered.discounts()
        self._reasons.show_rows([ChoiceRow(each, each, quantity=int(each == self._reason)) for each in offered])
        self._rewards.show_rows(self._reward_rows())
        if self._way is Way.CODE:
            self._take.setEnabled(bool(self._code.text().strip()) and not self._is_waiting)
        else:
            self._take.show_words(self.tr("Take {amount} off").format(amount=figure))
            self._take.setEnabled(self._number > 0 and bool(self._reason) and not self._is_waiting)

    def _figure(self) -> str:
        order = self._discounts.counter.order
        if self._way is Way.AMOUNT and order is not None:
            return self._money.total(Money(self._number, order.total.currency))
        return f"{self._number} %"

    def _reward_rows(self) -> list[ChoiceRow]:
        rewards = self._discounts.rewards
        points, short = self.tr("{points} points"), self.tr("not enough points")
        if not rewards:
            return [ChoiceRow("", self.tr("No rewards"), refused=self.tr("The house offers none just now."))]
        return [
            ChoiceRow(
                each.reward_id,
                each.name,
                points.format(points=each.points),
                refused="" if each.is_affordable else short,
            )
            for each in rewards
        ]

    def _takes(self, number: int) -> bool:
        return number <= MOST_PERCENT if self._way is Way.PERCENT else super()._takes(number)

    @Slot(str)
    def _choose(self, reason: str) -> None:
        self._reason = reason
        self._show()

    @Slot(str)
    def _redeem(self, reward_id: str) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self._discounts.redeem(RewardId(reward_id))

    @Slot()
    def _finish(self) -> None:
        if not self._take.isEnabled() or self._way is Way.REWARD or self._is_waiting:
            return
        self._is_waiting = True
        self._take.setEnabled(False)
        match self._way:
            case Way.PERCENT:
                self._discounts.take_percent(self._number, self._reason)
            case Way.AMOUNT:
                self._discounts.take_amount(self._number, self._reason)
            case Way.CODE:
                self._discounts.apply_code(self._code.text())

    @Slot()
    def _try_again(self) -> None:
        """What was asked for is answered, or given up."""
        if self._is_waiting:
            self._is_waiting = False
            self._show()

    @Slot()
    def _end(self) -> None:
        self._is_waiting = False
        if self.isVisible():
            self._close_over(self._take)


def _keyboard_words() -> KeyboardWords:
    return KeyboardWords(
        translate("RegisterScreen", "Space"),
        translate("RegisterScreen", "Apply"),
        translate("RegisterScreen", "Capitals"),
        translate("RegisterScreen", "Erase"),
    )
