"""The payment screen: cash and card side by side; what came of it stays large until the next order begins."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.hands import toward
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.payment.bill import BillPanel
from aura_terminal.ui.screens.payment.card_page import CardPage
from aura_terminal.ui.screens.payment.settled import SettledPage
from aura_terminal.ui.screens.payment.taking import TakingPage
from aura_terminal.ui.screens.payment.tasks_sheet import TasksSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Ground, Panel
from aura_terminal.view_models.card_payment import CardStage
from aura_terminal.view_models.payment import PaymentModel
from aura_terminal.view_models.screen_choices import Hand

ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CALM_MILLISECONDS = 400


class PaymentScreen(Panel):
    """Takes cash on one order. `finished` follows New order after a paid one, `back_requested` the way back,
    `said(sentence)` is for the window's notice. `paying(order_id)` says that somebody is at it, `paying_over` that the
    screen was left or the order is paid.

    Enter takes what is handed over. After a payment New order answers only when `calm_milliseconds` have passed, so a
    second tap meant for Pay does not take the change figure away.
    """

    finished = Signal()
    back_requested = Signal()
    said = Signal(str)
    paying = Signal(str)
    paying_over = Signal()

    def __init__(
        self,
        payment: PaymentModel,
        theme: Theme,
        money: MoneyText | None = None,
        *,
        calm_milliseconds: int = CALM_MILLISECONDS,
    ) -> None:
        theme = theme.in_haste()
        super().__init__(theme, Ground.PANEL)
        self._payment, self._theme = payment, theme
        self._approval: ApprovalSheet | None = None
        self._card_approval: ApprovalSheet | None = None
        self._tasks: TasksSheet | None = None
        self._order_id = ""
        shown = self._money = money or MoneyText()
        self._bill = BillPanel(payment, theme, shown, self)
        self._taking = TakingPage(payment, theme, shown)
        self._card = CardPage(payment, theme, shown)
        self._settled = SettledPage(payment, theme, shown)
        self._pages = QStackedWidget()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(calm_milliseconds)
        self._calm.timeout.connect(self._settled.release)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Payment"))
        self._arrange()
        payment.changed.connect(self._show)
        payment.card.changed.connect(self._show)
        payment.card.approvals.wanted.connect(self._ask_card_approval)
        payment.settled.connect(self._settle)
        payment.refused.connect(self._refuse)
        self._bill.back_tapped.connect(self.back_requested)
        self._settled.new_order_tapped.connect(self.finished)
        self._taking.take_over_tapped.connect(self._take_over)
        self._taking.tasks_tapped.connect(self._look_at_cards)
        payment.token.approvals.wanted.connect(self._ask_approval)

    def open(self, order_id: str) -> None:
        """Show what is due on an order."""
        self._order_id = order_id
        self._payment.open(OrderId(order_id))
        if self.isVisible():
            self.paying.emit(order_id)

    def lay_out_for(self, hand: Hand) -> None:
        """Put the keys on the side of this hand, and the bill beside them."""
        self._halves.setDirection(toward(hand))
        self._bill.lean(hand)
        self._taking.lay_out_for(hand)

    def offer_shares(self, row: QWidget, split: QWidget) -> None:
        """Put the shares of the bill above what is due, and what shares it below the bill."""
        self._taking.offer_shares(row)
        self._bill.offer(split)

    def offer_ways(self, row: QWidget) -> None:
        """Put a row of more ways to pay between what is handed over and the buttons of cash and card."""
        self._taking.offer_ways(row)

    @Slot(int, int)
    def show_points(self, earned: int, has: int) -> None:
        """Say beside a payment what it earned its guest."""
        self._settled.show_points(earned, has)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._payment.watch.wake()
        self._payment.card.watch.wake()
        if self._order_id and not self._payment.is_settled:
            self.paying.emit(self._order_id)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._payment.watch.rest()
        self._payment.card.watch.rest()
        self.paying_over.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        key = Qt.Key(event.key())
        if self._payment.is_settled:
            if key in ENTERING:
                self._settled.press_new_order()
            return
        if self._payment.card.stage is not CardStage.NONE:
            self._leave_by(key, event)
        elif key in ENTERING:
            self._taking.press_pay()
        elif key is Qt.Key.Key_Backspace:
            self._payment.erase()
        elif key is Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif event.text().isdecimal() and event.text().isascii():
            self._payment.press(event.text())
        else:
            super().keyPressEvent(event)

    def _leave_by(self, key: Qt.Key, event: QKeyEvent) -> None:
        """While a card is on its way keys answer nothing: a button that is read is tapped. Escape leads back."""
        if key is Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        for page in (self._taking, self._card, self._settled):
            self._pages.addWidget(page)
        right = QVBoxLayout()
        right.setContentsMargins(24, 12, 24, 12)
        right.addWidget(self._pages)
        line = self._halves = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._bill, 3)
        line.addLayout(right, 7)

    @Slot()
    def _show(self) -> None:
        page: QWidget = self._taking
        if self._payment.is_settled:
            page = self._settled
        elif self._payment.card.stage is not CardStage.NONE:
            page = self._card
        self._pages.setCurrentWidget(page)

    @Slot()
    def _settle(self) -> None:
        self._settled.hold()
        self._calm.start()
        self.paying_over.emit()

    @Slot()
    def _take_over(self) -> None:
        holding = self._payment.token.holding
        if holding is not None:
            self._payment.token.take_over(self.tr("{holder} does not answer").format(holder=holding.holder))

    @Slot()
    def _look_at_cards(self) -> None:
        if self._tasks is None:
            self._tasks = TasksSheet(self._payment, self._theme, self._money, self)
        self._tasks.ask()

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._payment.token.approvals, self._payment.session, self._theme, self)
        self._approval.ask(permission)

    @Slot(object)
    def _ask_card_approval(self, permission: Permission) -> None:
        if self._card_approval is None:
            approvals = self._payment.card.approvals
            self._card_approval = ApprovalSheet(approvals, self._payment.session, self._theme, self)
        self._card_approval.ask(permission)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
