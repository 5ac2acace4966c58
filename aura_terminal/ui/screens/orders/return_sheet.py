"""Goods of a paid order that come back: which lines, why, and how the guest gets the money."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.returns import ReturnsModel, TakenBack, Way


class ReturnSheet(Sheet):
    """Shows a ReturnsModel over `host`. `said(sentence)` is for the window's notice.

    A tap takes a line whole, its stepper so many of it. Ways that the order does not offer are not shown.
    """

    said = Signal(str)

    def __init__(self, returns: ReturnsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", self.tr("Close"), 980, 660)
        self._returns, self._theme, self._money, self._window = returns, theme, money, host
        self._approval: ApprovalSheet | None = None
        self._reason = ""
        self._lines = ChoiceList(theme, self.tr("Lines the guest has"), Picking.COUNTED)
        self._lines.setMinimumHeight(220)
        self._all = Button(theme, self.tr("All of it"), icon="list-checks")
        self._reasons = Chips(theme, self.tr("Why"))
        self._status = Words(theme, "", Voice.STRONG)
        self._status.setWordWrap(True)
        self._anew = Button(theme, self.tr("Start over"), icon="rotate-ccw")
        self._card = Button(theme, self.tr("To the card"), icon="credit-card")
        self._towards = Button(theme, "", icon="arrow-right-left")
        self._cash = Button(theme, self.tr("In cash"), kind=Kind.DANGER, icon="banknote")
        self._arrange()
        self._lines.tapped.connect(self._take)
        self._lines.step_tapped.connect(self._step)
        self._all.clicked.connect(returns.choose_all)
        self._reasons.chosen.connect(self._choose_reason)
        self._anew.clicked.connect(self._begin_anew)
        for button, then in ((self._cash, self._by_cash), (self._card, self._by_card), (self._towards, self._by_order)):
            button.clicked.connect(then)
        returns.changed.connect(self._show)
        returns.refused.connect(self._refuse)
        returns.taken_back.connect(self._finish)
        returns.begun_anew.connect(self._leave)
        returns.approvals.wanted.connect(self._ask_approval)

    def ask(self, order_id: str) -> None:
        """Open for a paid order."""
        self._reason = ""
        self._reasons.select("")
        self._returns.open(OrderId(order_id))
        self.open()

    def _arrange(self) -> None:
        reasons = (self.tr("Complaint"), self.tr("Wrong order"), self.tr("Not received"), self.tr("Goodwill"))
        self._reasons.show_rows([ChipRow(reason, reason) for reason in reasons])
        for button in (self._all, self._anew, self._card, self._towards, self._cash):
            button.keep_at_least(150, 64)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._lines, 1)
        below = QHBoxLayout()
        below.addWidget(self._all)
        below.addWidget(self._anew)
        below.addStretch(1)
        column.addLayout(below)
        column.addWidget(self._reasons)
        column.addWidget(self._status)
        self.set_content(content)
        self.set_actions(self._card, self._towards, self._cash)

    @Slot()
    def _show(self) -> None:
        returns, other = self._returns, self._returns.other
        self.set_title(self.tr("Take goods back, order {number}").format(number=returns.number))
        self._lines.show_rows(
            [ChoiceRow(row.line_id, f"{row.left} × {row.name}", "", row.chosen) for row in returns.rows]
        )
        amount = "" if returns.amount is None else self._money.total(returns.amount)
        self._cash.show_words(self.tr("In cash"), detail=amount)
        self._card.show_words(self.tr("To the card"), detail=amount)
        self._card.setVisible(returns.has_card)
        self._towards.setVisible(other is not None)
        if other is not None:
            self._towards.show_words(self.tr("Towards order {number}").format(number=other[1]), detail=amount)
        for button in (self._cash, self._card, self._towards):
            button.setEnabled(returns.can_take_back and bool(self._reason))
        self._all.setEnabled(bool(returns.rows))
        self._anew.setEnabled(returns.can_begin_anew and bool(self._reason))
        self._status.setText(self._status_words())

    def _status_words(self) -> str:
        if not self._returns.rows:
            return self.tr("Everything of this order came back already.")
        if not self._reason:
            return self.tr("Choose why.")
        if self._returns.amount is None:
            return self.tr("Tap what comes back, or begin the order anew.")
        return ""

    @Slot(str)
    def _take(self, line_id: str) -> None:
        row = next(one for one in self._returns.rows if one.line_id == line_id)
        self._returns.choose(line_id, min(row.left, row.chosen + 1) if row.chosen else row.left)

    @Slot(str, int)
    def _step(self, line_id: str, by: int) -> None:
        row = next(one for one in self._returns.rows if one.line_id == line_id)
        self._returns.choose(line_id, row.chosen + by)

    @Slot(str)
    def _choose_reason(self, reason: str) -> None:
        self._reason = reason
        self._show()

    @Slot()
    def _by_cash(self) -> None:
        self._returns.take_back(Way.CASH, self._reason)

    @Slot()
    def _by_card(self) -> None:
        self._returns.take_back(Way.CARD, self._reason)

    @Slot()
    def _by_order(self) -> None:
        self._returns.exchange(self._reason)

    @Slot()
    def _begin_anew(self) -> None:
        self._returns.begin_anew(self._reason)

    @Slot(object)
    def _finish(self, done: TakenBack) -> None:
        self.close_sheet()
        if done.cash:
            words = self.tr("Give {cash} to the guest. The credit note is on its way.")
            self.said.emit(words.format(cash=self._money.total(done.cash)))
        else:
            words = self.tr("{amount} of order {number} came back.")
            self.said.emit(words.format(amount=self._money.total(done.amount), number=self._returns.number))

    @Slot(str)
    def _leave(self, _order_id: str) -> None:
        self.close_sheet()

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._returns.approvals, self._returns.session, self._theme, self._window)
        self._approval.ask(permission)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._status.setText(sentence(broken))
