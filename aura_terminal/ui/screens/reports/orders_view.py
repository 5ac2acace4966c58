"""The orders behind a figure, and what one of them came to."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.money import Money
from aura_terminal.ui.language.formats import date_text, full_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.reports.words import UNKNOWN, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.report_table import ReportTable, TableRow
from aura_terminal.view_models.reports import OrderBehind, Receipt, ReportsModel

TALL = 56


class OrdersView(QWidget):
    """`order_wanted(order_id)` follows a tap on an order."""

    order_wanted = Signal(str)

    def __init__(self, model: ReportsModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._model, self._money = model, money
        self._none = Words(
            theme, tr("No order is found for it; receipts of old days do not tell everything."), Voice.MUTED
        )
        self._orders = ReportTable(theme, tr("Orders"))
        self._orders.opened.connect(self._open)
        self._further = Button(theme, tr("Look further back"), icon="history")
        self._further.keep_at_least(240, TALL)
        self._further.clicked.connect(model.look_further)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.addWidget(self._none)
        column.addWidget(self._orders, 1)
        column.addWidget(self._further)

    def refresh(self) -> None:
        """Show what the model has found."""
        found = self._model.behind
        if found is None:
            return
        headings = [tr("Order"), tr("Closed"), tr("Server"), tr("Table"), tr("Total")]
        rows = [self._row(row) for row in found.orders]
        self._orders.show_table(headings, [False, False, False, False, True], rows)
        self._orders.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self._further.setVisible(found.goes_on is not None)

    def _row(self, row: OrderBehind) -> TableRow:
        closed = row.closed_at
        at = date_text(row.business_date) if closed is None else full_text(self._model.local(closed))
        cells = (row.number, at, row.server_name, row.table_name or UNKNOWN, self._money.amount(row.total))
        return TableRow(cells, is_open=True)

    @Slot(int)
    def _open(self, row: int) -> None:
        found = self._model.behind
        if found is not None and row < len(found.orders):
            self.order_wanted.emit(found.orders[row].order_id)


class ReceiptView(QWidget):
    """One order as its receipt said it."""

    def __init__(self, model: ReportsModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._model, self._money = model, money
        self._head = Words(theme, "", Voice.HEADING)
        self._lines = ReportTable(theme, tr("Receipt"))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.addWidget(self._head)
        column.addWidget(self._lines, 1)

    def refresh(self) -> None:
        """Show what the model has found."""
        receipt = self._model.receipt
        if receipt is None:
            return
        at = receipt.closed_at or receipt.opened_at
        table = tr("table {name}").format(name=receipt.table_name) if receipt.table_name else ""
        told = (receipt.number, full_text(self._model.local(at)), receipt.server_name, table, receipt.terminal)
        self._head.setText("  ·  ".join(filter(None, told)))
        headings = [tr("Count"), tr("What"), tr("Amount")]
        self._lines.show_table(headings, [True, False, True], list(self._rows(receipt)))

    def _rows(self, receipt: Receipt) -> Iterator[TableRow]:
        for line in receipt.lines:
            voided = tr("{count} voided").format(count=line.voided) if line.voided else ""
            words = ", ".join(filter(None, (line.name, *line.modifiers, line.note, voided)))
            yield self._row(str(line.quantity), words, line.price)
        for name, amount in receipt.discounts or ():
            yield self._row("", name, -amount)
        for tax in receipt.taxes:
            yield self._row(
                "", tr("{tax} on {net}").format(tax=tax.rate.name, net=self._money.amount(tax.net)), tax.tax
            )
        yield TableRow(("", tr("Total"), self._money.total(receipt.total)), is_sum=True)
        names = {"cash": tr("Cash"), "card": tr("Card")}
        for payment in receipt.payments:
            yield self._row("", names.get(payment.tender, payment.tender), payment.amount)
            if payment.tip:
                yield self._row("", tr("Tip"), payment.tip)

    def _row(self, count: str, words: str, amount: Money) -> TableRow:
        return TableRow((count, words, self._money.amount(amount)))
