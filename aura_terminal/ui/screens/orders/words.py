"""Orders in people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.payments import CASH
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone, SectionRow
from aura_terminal.ui.widgets.order_rows import OrderRow as PanelRow
from aura_terminal.view_models.rows import OrderRow, OrderSheet

translate = QCoreApplication.translate
Local = Callable[[datetime], datetime]


def list_rows(orders: Iterable[OrderRow], shown: OrderId | None, local: Local, money: MoneyText) -> list[LineRow]:
    """One row an order: its number and place, below it when, who and how many, at the end what is due."""
    return [_list_row(order, order.order_id == shown, local, money) for order in orders]


def _list_row(order: OrderRow, is_shown: bool, local: Local, money: MoneyText) -> LineRow:
    items = translate("OrdersScreen", "{items} items").format(items=order.items)
    if order.items == 1:
        items = translate("OrdersScreen", "1 item")
    notes = [f"#{order.number}", f"{local(order.opened_at):%H:%M}", order.server_name, items]
    if order.unsent:
        notes.append(translate("OrdersScreen", "{items} not sent").format(items=order.unsent))
    notes.append(_status(order.status))
    amount = money.amount(order.due if order.status is OrderStatus.OPEN else order.total)
    tone = LineTone.VOIDED if order.status is OrderStatus.CANCELLED else LineTone.NEW
    return LineRow(
        order.order_id,
        "",
        place_of(order),
        amount,
        notes=tuple(filter(None, notes)),
        tone=tone,
        selected=is_shown,
        steps=False,
    )


def place_of(order: OrderRow | OrderSheet) -> str:
    """Its table, or how it is handed over and to whom."""
    if order.table_name:
        return translate("OrdersScreen", "Table {table}").format(table=order.table_name)
    return " ".join(filter(None, (order_type_words(order.order_type), order.guest_name)))


def title_of(order: OrderSheet) -> str:
    """The order's headline."""
    return f"{place_of(order)}  #{order.number}"


def facts_of(order: OrderSheet, local: Local) -> str:
    """When, who and how it ended."""
    parts = (f"{local(order.opened_at):%d.%m. %H:%M}", order.server_name, _status(order.status))
    return "  ·  ".join(filter(None, parts))


def line_rows(order: OrderSheet, money: MoneyText) -> list[PanelRow]:
    """Its lines, what was voided struck through, and its payments."""
    rows: list[PanelRow] = []
    for line in order.lines:
        left = line.quantity - line.voided
        tone = LineTone.SENT if left else LineTone.VOIDED
        notes = tuple(filter(None, (*(modifier.name for modifier in line.modifiers), line.note)))
        amount = money.amount(line.price)
        rows.append(LineRow(line.line_id, str(left or line.quantity), line.name, amount, notes, tone, steps=False))
    if order.payments:
        rows.append(SectionRow("payments", translate("OrdersScreen", "Paid")))
    for payment in order.payments:
        words = translate("OrdersScreen", "Cash") if payment.tender == CASH else payment.tender
        rows.append(LineRow(payment.id, "", words, money.amount(payment.amount), tone=LineTone.SENT, steps=False))
    return rows


def _status(status: OrderStatus) -> str:
    match status:
        case OrderStatus.OPEN:
            return ""
        case OrderStatus.CLOSED:
            return translate("OrdersScreen", "paid")
        case OrderStatus.CANCELLED:
            return translate("OrdersScreen", "cancelled")
        case OrderStatus.MERGED:
            return translate("OrdersScreen", "merged")
