"""What is paid for: the order's lines, its sum, and the parts taken so far."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.payments import CARD, CASH, Payment
from aura_terminal.ui.counting import counted
from aura_terminal.ui.discount_rows import discount_rows
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.value_words import tender_words
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.labels import Edge, Ground, OneLine, Panel, Voice, Words
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone, OrderRow, SectionRow
from aura_terminal.view_models.payment import PaymentModel
from aura_terminal.view_models.rows import OrderSheet
from aura_terminal.view_models.screen_choices import Hand

LEAST_WIDTH, WIDTH = 312, 412


class BillPanel(Panel):
    """The order beside the payment; `back_tapped` leads to it again."""

    back_tapped = Signal()

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText, parent: QWidget) -> None:
        super().__init__(theme, Ground.PANEL, Edge.END, parent)
        self._payment, self._money = payment, money
        self._back = Button(theme, self.tr("Order"), icon="arrow-left", say=self.tr("Back to the order"))
        self._title = OneLine(theme, Voice.TITLE)
        self._number = Words(theme, "", Voice.SMALL)
        self._lines = OrderList(theme, self.tr("Bill"))
        self._lines.only_say()
        self._unsent = Words(theme, "", Voice.WARNING)
        self._unsent.setWordWrap(True)
        self._figures = tuple((Words(theme, "", Voice.SMALL), Words(theme, "", Voice.SMALL)) for _ in range(3))
        self.setMinimumWidth(LEAST_WIDTH)
        self.setMaximumWidth(WIDTH)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._back)
        names = QVBoxLayout()
        names.setSpacing(0)
        for words in (self._title, self._number):
            names.addWidget(words)
        head.addLayout(names, 1)
        figures = QGridLayout()
        for place, (words, amount) in enumerate(self._figures):
            figures.addWidget(words, place, 0)
            figures.addWidget(amount, place, 2, Qt.AlignmentFlag.AlignRight)
        figures.setColumnStretch(1, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._lines, 1)
        column.addWidget(self._unsent)
        column.addLayout(figures)
        self._back.clicked.connect(self.back_tapped)
        payment.changed.connect(self._show)
        self._show()

    def lean(self, hand: Hand) -> None:
        """Draw the hairline on the side where the rest of the screen is."""
        self.draw_edge(Edge.END if hand is Hand.RIGHT else Edge.START)

    def offer(self, button: QWidget) -> None:
        """One thing more that can be done with the bill, at its foot."""
        self._column.addWidget(button)

    @Slot()
    def _show(self) -> None:
        order = self._payment.order
        self._back.setEnabled(not self._payment.is_settled)
        self._lines.show_rows(self._rows())
        if order is None:
            self._title.setText("")
            self._number.setText("")
            return
        title = order.guest_name or order_type_words(order.order_type)
        if order.table_name:
            title = self.tr("Table {table}").format(table=order.table_name)
        self._title.setText(title)
        self._number.setText(f"#{order.number}")
        unsent = 0 if self._payment.is_settled else order.unsent
        words = counted(
            "BillPanel",
            "1 not sent yet: paying sends it to the kitchen.",
            "{items} not sent yet: paying sends them to the kitchen.",
            unsent,
        )
        self._unsent.setText(words.format(items=unsent) if unsent else "")
        self._unsent.setVisible(bool(unsent))
        shown = ((self.tr("Total"), order.total), (self.tr("of it tax"), order.tax), (self.tr("Paid"), order.paid))
        for (label, figure), (words, amount) in zip(self._figures, shown, strict=True):
            label.setText(words)
            figure.setText(self._money.amount(amount))
        for part in self._figures[-1]:
            part.setVisible(bool(order.paid))

    def _rows(self) -> list[OrderRow]:
        order = self._payment.order
        if order is None:
            return []
        rows: list[OrderRow] = []
        for line in order.lines:
            left = line.quantity - line.voided
            if left:
                amount = self._money.amount(line.price)
                rows.append(LineRow(line.line_id, str(left), line.name, amount, tone=LineTone.SENT, steps=False))
        rows += discount_rows(order, self._money)
        rows += self._service_rows(order)
        if order.payments:
            rows.append(SectionRow("payments", self.tr("Paid")))
        for payment in order.payments:
            words = self._tender_words(payment)
            amount = self._money.amount(payment.amount)
            rows.append(LineRow(payment.id, "", words, amount, tone=LineTone.SENT, steps=False))
        return rows

    def _service_rows(self, order: OrderSheet) -> list[OrderRow]:
        """Charges that are part of the bill, and the tip the house asks, which is not."""
        rows: list[OrderRow] = [
            LineRow(one.charge_id, "", one.name, self._money.amount(one.amount), tone=LineTone.SENT, steps=False)
            for one in order.charges
            if one.amount
        ]
        gratuity = order.gratuity
        if gratuity is not None and not gratuity.waived:
            words = self.tr("Gratuity {percent} %, a tip").format(percent=gratuity.percent)
            amount = self._money.amount(gratuity.amount)
            rows.append(LineRow("gratuity", "", words, amount, tone=LineTone.SENT, steps=False))
        return rows

    def _tender_words(self, payment: Payment) -> str:
        """What it was paid with; a tip is told beside it, for it is no part of the amount."""
        words = {CASH: self.tr("Cash"), CARD: self.tr("Card")}.get(payment.tender) or tender_words(payment.tender)
        tip = self.tr("and a tip of {tip}").format(tip=self._money.amount(payment.tip)) if payment.tip else ""
        return f"{words} {tip}".strip()
