"""What somebody has to do about cards: undecided ones, ones at the shop's risk, tabs that are held."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import zero
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import QT_TRANSLATE_NOOP
from aura_terminal.ui.screens.payment.card_words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.card_tasks import CardTask, TaskKind
from aura_terminal.view_models.payment import PaymentModel

WHAT = {
    TaskKind.UNDECIDED: QT_TRANSLATE_NOOP("PaymentScreen", "nobody knows yet"),
    TaskKind.CONTRADICTED: QT_TRANSLATE_NOOP("PaymentScreen", "the terminal says otherwise"),
    TaskKind.AT_RISK: QT_TRANSLATE_NOOP("PaymentScreen", "approved offline"),
    TaskKind.TAB: QT_TRANSLATE_NOOP("PaymentScreen", "held for a tab"),
}
HINTS = {
    TaskKind.UNDECIDED: QT_TRANSLATE_NOOP("PaymentScreen", "Open the payment of order {order} at {terminal}."),
    TaskKind.CONTRADICTED: QT_TRANSLATE_NOOP("PaymentScreen", "{reader} says: {words}. Compare with its slips."),
    TaskKind.AT_RISK: QT_TRANSLATE_NOOP("PaymentScreen", "Look into the batch of {reader}: was it settled or denied?"),
    TaskKind.TAB: QT_TRANSLATE_NOOP("PaymentScreen", "Order {order}: take what is due, or let it go."),
}
ANSWER_HINT = QT_TRANSLATE_NOOP("PaymentScreen", "Look at the slip of {reader} for order {order}: was it approved?")


class TasksSheet(Sheet):
    """Shows a PaymentModel's tasks over `host`."""

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, tr("Cards to look at"), tr("Close"), 900, 560)
        self._payment, self._tasks, self._theme, self._money = payment, payment.tasks, theme, money
        self._host = host
        self._approval: ApprovalSheet | None = None
        self._list = ChoiceList(theme, self.tr("Cards"), Picking.ONE)
        self._hint = Words(theme, "", Voice.STRONG)
        self._hint.setWordWrap(True)
        self._settled = Button(theme, self.tr("Settled"))
        self._denied = Button(theme, self.tr("Denied"), kind=Kind.DANGER)
        self._release = Button(theme, self.tr("Let it go"))
        self._capture = Button(theme, self.tr("Take what is due"), kind=Kind.PAY)
        self._hold = Button(theme, self.tr("Hold on a card"), kind=Kind.PRIMARY, icon="credit-card")
        self._compared = Button(theme, self.tr("Compared"))
        self._not = Button(theme, self.tr("Not approved"))
        self._done = Button(theme, self.tr("Approved"), kind=Kind.PAY)
        self._buttons = (
            self._settled, self._denied, self._release, self._capture, self._hold, self._compared,
            self._not, self._done,
        )  # fmt: skip
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._list, 1)
        column.addWidget(self._hint)
        self.set_content(content)
        self.set_actions(*self._buttons)
        self._list.tapped.connect(self._tasks.choose)
        self._settled.clicked.connect(self._tasks.settled)
        self._denied.clicked.connect(self._tasks.denied)
        self._release.clicked.connect(self._tasks.release)
        self._compared.clicked.connect(self._tasks.compared)
        self._not.clicked.connect(self._tasks.answer_not_done)
        self._done.clicked.connect(self._tasks.answer_done)
        self._capture.clicked.connect(self._take)
        self._hold.clicked.connect(self._hold_tab)
        self.cancelled.connect(self._tasks.watch.rest)
        self._tasks.changed.connect(self._show)
        self._tasks.approvals.wanted.connect(self._ask_approval)

    @Slot()
    def ask(self) -> None:
        """Open, with the order that is being paid at hand."""
        order = self._payment.order
        self._tasks.for_order(None if order is None else order.order_id)
        self._tasks.watch.wake()
        self.open()

    @Slot()
    def _show(self) -> None:
        chosen = self._tasks.chosen
        self._list.show_rows([self._row(task, task is chosen) for task in self._tasks.tasks])
        words = "" if self._tasks.tasks else tr("There is nothing to do.")
        if chosen is not None:
            row = chosen.row
            hint = ANSWER_HINT if self._tasks.can_answer else HINTS[chosen.kind]
            words = tr(hint).format(order=row.label, terminal=row.terminal, reader=row.reader, words=row.contradiction)
        self._hint.setText(words)
        kind = None if chosen is None else chosen.kind
        is_tab = kind is TaskKind.TAB
        due, amount = self._payment.order, self._payment.card.amount
        self._settled.setVisible(kind is TaskKind.AT_RISK)
        self._denied.setVisible(kind is TaskKind.AT_RISK)
        self._release.setVisible(is_tab)
        self._capture.setVisible(is_tab and self._tasks.is_of_order and due is not None and due.due.minor > 0)
        self._compared.setVisible(kind is TaskKind.CONTRADICTED)
        self._not.setVisible(self._tasks.can_answer)
        self._done.setVisible(self._tasks.can_answer)
        self._hold.setVisible(self._tasks.can_hold and amount is not None and chosen is None)
        self._hold.show_words(self.tr("Hold on a card"), detail="" if amount is None else self._money.total(amount))

    def _row(self, task: CardTask, is_chosen: bool) -> ChoiceRow:
        row = task.row
        amount = self._money.total(row.charged or row.amount + row.tip)
        words = f"{row.label} · {row.reader}"
        return ChoiceRow(row.attempt_id, words, f"{amount}, {tr(WHAT[task.kind])}", int(is_chosen))

    @Slot()
    def _take(self) -> None:
        order, tip = self._payment.order, self._payment.card.tip
        if order is not None:
            self._tasks.capture(order.due, tip or zero(order.due.currency))
            self.close_sheet()

    @Slot()
    def _hold_tab(self) -> None:
        amount = self._payment.card.amount
        if amount is not None:
            self._tasks.hold(amount)

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            approvals = self._tasks.approvals
            self._approval = ApprovalSheet(approvals, self._tasks.session, self._theme, self._host)
        self._approval.ask(permission)
