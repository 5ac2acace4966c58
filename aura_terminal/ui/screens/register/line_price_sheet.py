"""What comes off single lines, or gives them away: percent, an amount, or all of it as a comp; with a reason."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import LineId
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.register.house_reasons import HouseReasons
from aura_terminal.ui.screens.register.number_sheet import NumberSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.line_prices import LinePricesModel

MOST_PERCENT = 100


class Way(StrEnum):
    """What happens to the lines."""

    COMP = "comp"
    PERCENT = "percent"
    AMOUNT = "amount"


class LinePriceSheet(NumberSheet):
    """Stays open until something was granted; what is refused can be put right and tried again."""

    def __init__(
        self, prices: LinePricesModel, theme: Theme, money: MoneyText, host: QWidget, offered: HouseReasons
    ) -> None:
        super().__init__(theme, host, "", 1000, 660)
        self._prices, self._money = prices, money
        self._reasons_of = {
            Way.COMP: offered.comps, Way.PERCENT: offered.discounts, Way.AMOUNT: offered.discounts,
        }  # fmt: skip
        self._reason = ""
        self._chosen: dict[LineId, None] = {}
        self._is_whole = self._is_waiting = False
        self._ways = Chips(theme, self.tr("What happens"))
        self._shown = Words(theme, "", Voice.TOTAL)
        self._lines = ChoiceList(theme, self.tr("Lines"), Picking.MANY)
        self._reasons = ChoiceList(theme, self.tr("Reasons"), Picking.ONE)
        self._take = Button(theme, "", kind=Kind.PRIMARY)
        self._take.keep_at_least(200, 64)
        self._arrange()
        self._ways.chosen.connect(self._turn)
        self._lines.tapped.connect(self._toggle)
        self._reasons.tapped.connect(self._choose)
        self._take.clicked.connect(self._finish)
        prices.granted.connect(self._end)
        for signal in (prices.counter.refused, prices.counter.unavailable, prices.counter.approvals.settled):
            signal.connect(self._try_again)

    def ask(self, line_id: LineId) -> None:
        """Open for a line; others can be ticked too."""
        self._begin([line_id], whole=None)

    def ask_comp(self) -> None:
        """Open to give the whole order away."""
        self._begin([line.line_id for line in self._prices.lines], whole=Way.COMP)

    @property
    def _way(self) -> Way:
        return Way.COMP if self._is_whole else Way(self._ways.selected() or Way.PERCENT)

    def _begin(self, lines: list[LineId], *, whole: Way | None) -> None:
        self._number, self._reason, self._is_waiting = 0, "", False
        self._chosen, self._is_whole = dict.fromkeys(lines), whole is not None
        self._ways.show_rows([
            ChipRow(Way.PERCENT, self.tr("Percent off")), ChipRow(Way.AMOUNT, self.tr("Amount off")),
            ChipRow(Way.COMP, self.tr("Comp")),
        ])  # fmt: skip
        self._ways.select(whole or Way.PERCENT)
        self._ways.setVisible(whole is None)
        self._lines.setVisible(whole is None)
        self.set_title(self.tr("Give the whole order away") if whole else self.tr("Price of lines"))
        self._show()
        self.open()

    def _arrange(self) -> None:
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        line = QHBoxLayout()
        line.setSpacing(18)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._shown, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._lines, 1)
        right.addWidget(self._reasons, 1)
        line.addWidget(self._pad, 2)
        line.addLayout(right, 3)
        whole.addWidget(self._ways)
        whole.addLayout(line, 1)
        self.set_content(content)
        self.set_actions(self._take)

    @Slot()
    def _turn(self) -> None:
        self._number, self._reason = 0, ""
        self._show()

    @Slot()
    def _show(self) -> None:
        is_comp = self._way is Way.COMP
        self._pad.setVisible(not is_comp)
        self._shown.setText(self._figure())
        self._lines.show_rows([
            ChoiceRow(line.line_id, line.name, self._money.amount(line.price), int(line.line_id in self._chosen))
            for line in self._prices.lines
        ])  # fmt: skip
        offered = self._reasons_of[self._way]()
        self._reasons.show_rows([ChoiceRow(each, each, quantity=int(each == self._reason)) for each in offered])
        words = self.tr("Comp {amount}") if is_comp else self.tr("Take {amount} off")
        self._take.show_words(words.format(amount=self._figure()))
        is_whole = bool(self._chosen and self._reason) and (is_comp or self._number > 0)
        self._take.setEnabled(is_whole and not self._is_waiting)

    def _figure(self) -> str:
        order = self._prices.counter.order
        if order is None or self._way is Way.PERCENT:
            return f"{self._number} %"
        if self._way is Way.AMOUNT:
            return self._money.total(Money(self._number, order.total.currency))
        if self._is_whole:
            return self._money.total(order.subtotal)
        minors = sum(line.price.minor for line in self._prices.lines if line.line_id in self._chosen)
        return self._money.total(Money(minors, order.total.currency))

    @property
    def _has_pad(self) -> bool:
        return self._way is not Way.COMP

    def _takes(self, number: int) -> bool:
        return number <= MOST_PERCENT if self._way is Way.PERCENT else super()._takes(number)

    @Slot(str)
    def _toggle(self, line_id: str) -> None:
        if line_id in self._chosen:
            del self._chosen[LineId(line_id)]
        else:
            self._chosen[LineId(line_id)] = None
        self._show()

    @Slot(str)
    def _choose(self, reason: str) -> None:
        self._reason = reason
        self._show()

    @Slot()
    def _finish(self) -> None:
        if not self._take.isEnabled():
            return
        self._is_waiting = True
        self._take.setEnabled(False)
        lines = tuple(self._chosen)
        if self._is_whole:
            self._prices.comp_order(self._reason)
        elif self._way is Way.COMP:
            self._prices.comp(lines, self._reason)
        elif self._way is Way.PERCENT:
            self._prices.take_percent(lines, self._number, self._reason)
        else:
            self._prices.take_amount(lines, self._number, self._reason)

    @Slot()
    def _try_again(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self._show()

    @Slot()
    def _end(self) -> None:
        if self.isVisible() and self._is_waiting:
            self._is_waiting = False
            self._close_over(self._take)
