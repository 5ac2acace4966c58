"""Orders in people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.payments import CASH
from aura_terminal.ui.counting import counted
from aura_terminal.ui.discount_rows import discount_rows
from aura_terminal.ui.language.formats import clock_text, moment_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import office_words, order_type_words
from aura_terminal.ui.value_words import tender_words
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone, SectionRow
from aura_terminal.ui.widgets.order_rows import OrderRow as PanelRow
from aura_terminal.view_models.rows import OrderRow, OrderSheet

translate = QCoreApplication.translate
Local = Callable[[datetime], datetime]
Minutes = Callable[[datetime], int]
HELD, OTHERS, TABS = "section/held", "section/others", "section/tabs"
HOUR = 60


def list_rows(orders: Iterable[OrderRow], shown: OrderId | None, local: Local, money: MoneyText) -> list[LineRow]:
    """One row an order: its number and place, below it when, who and how many, at the end what is due."""
    return [_list_row(order, order.order_id == shown, local, money) for order in orders]


def open_rows(
    orders: Iterable[OrderRow], shown: OrderId | None, local: Local, minutes: Minutes, money: MoneyText
) -> list[PanelRow]:
    """The open orders: tabs first, then those that wait to be released to the kitchen, then all others."""
    every = list(orders)
    tabs = [order for order in every if order.tab_cap is not None and not order.is_held]
    if tabs:
        rest = [order for order in every if order not in tabs]
        named = [_tab_row(order, order.order_id == shown, minutes, money) for order in tabs]
        below = _beside(rest, shown, local, minutes, money)
        if rest and not any(order.is_held for order in rest):
            below.insert(0, SectionRow(OTHERS, translate("OrdersScreen", "All other open orders")))
        return [SectionRow(TABS, translate("OrdersScreen", "Tabs")), *named, *below]
    return _beside(every, shown, local, minutes, money)


def _beside(
    rows: Sequence[OrderRow], shown: OrderId | None, local: Local, minutes: Minutes, money: MoneyText
) -> list[PanelRow]:
    held = [order for order in rows if order.is_held]
    others = list_rows((order for order in rows if not order.is_held), shown, local, money)
    if not held:
        return list(others)
    waiting = SectionRow(HELD, translate("OrdersScreen", "Ordered online"), held_words(len(held)))
    beside = [SectionRow(OTHERS, translate("OrdersScreen", "All other open orders"))] if others else []
    return [waiting, *(_held_row(order, order.order_id == shown, minutes, money) for order in held), *beside, *others]


def held_words(orders: int) -> str:
    """So many orders wait."""
    return counted("OrdersScreen", "1 waits for you", "{orders} wait for you", orders).format(orders=orders)


def age_words(minutes: int) -> str:
    """Since when something waits."""
    if not minutes:
        return translate("OrdersScreen", "just now")
    if minutes < HOUR:
        return translate("OrdersScreen", "{minutes} min ago").format(minutes=minutes)
    return translate("OrdersScreen", "{hours} h {minutes} min ago").format(
        hours=minutes // HOUR, minutes=minutes % HOUR
    )


def online_words(order: OrderRow | OrderSheet) -> str:
    """Where it was ordered and what it is called there, such as AuraConnect ORD-1001."""
    return " ".join(filter(None, (office_words(order.source), order.source_number)))


def arrived_words(orders: Sequence[OrderRow]) -> str:
    """What the notice says when orders came in that wait to be released."""
    if len(orders) == 1:
        words = translate("OrdersScreen", "Ordered online: {order}. It waits under Orders for the kitchen.")
        return words.format(order=online_words(orders[0]))
    words = translate("OrdersScreen", "{orders} orders came in online. They wait under Orders for the kitchen.")
    return words.format(orders=len(orders))


def _tab_row(order: OrderRow, is_shown: bool, minutes: Minutes, money: MoneyText) -> LineRow:
    """A tab by its name: how old it is, how far it may go, who serves it."""
    cap = "" if order.tab_cap is None else translate("OrdersScreen", "up to {cap}").format(
        cap=money.amount(order.tab_cap)
    )  # fmt: skip
    notes = (age_words(minutes(order.opened_at)), cap, _items(order.items), order.server_name, f"#{order.number}")
    return LineRow(
        order.order_id, "", order.guest_name, money.amount(order.due), tuple(filter(None, notes)), selected=is_shown,
        steps=False,
    )  # fmt: skip


def _held_row(order: OrderRow, is_shown: bool, minutes: Minutes, money: MoneyText) -> LineRow:
    notes = (place_of(order), age_words(minutes(order.opened_at)), _items(order.items), f"#{order.number}")
    amount = money.amount(order.due)
    return LineRow(order.order_id, "", online_words(order), amount, notes, selected=is_shown, steps=False)


def _items(items: int) -> str:
    return counted("OrdersScreen", "1 item", "{items} items", items).format(items=items)


def _list_row(order: OrderRow, is_shown: bool, local: Local, money: MoneyText) -> LineRow:
    notes = [f"#{order.number}", clock_text(local(order.opened_at)), order.server_name, _items(order.items)]
    if order.parked_at is not None:
        parked = translate("OrdersScreen", "put aside {time}: {label}")
        notes.insert(0, parked.format(time=clock_text(local(order.parked_at)), label=order.parked_as))
    if order.shares:
        shares = translate("OrdersScreen", "{paid} of {shares} checks paid")
        notes.append(shares.format(paid=order.shares_paid, shares=order.shares))
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
    return online_words(order) if order.is_held else f"{place_of(order)}  #{order.number}"


def facts_of(order: OrderSheet, local: Local) -> str:
    """When, who and how it ended."""
    parts = [moment_text(local(order.opened_at)), order.server_name, _status(order.status)]
    if order.is_held:
        waits = translate("OrdersScreen", "The kitchen does not have it yet.")
        parts = [place_of(order), clock_text(local(order.opened_at)), f"#{order.number}", waits]
    return "  ·  ".join(filter(None, parts))


def line_rows(order: OrderSheet, money: MoneyText) -> list[PanelRow]:
    """Its lines, what was voided struck through, and its payments."""
    rows: list[PanelRow] = []
    for line in order.lines:
        left = line.quantity - line.voided
        tone = LineTone.SENT if left else LineTone.VOIDED
        notes = tuple(filter(None, (*(modifier.said for modifier in line.modifiers), line.note)))
        amount = money.amount(line.price)
        name = line.name if line.combo is None else f"{line.combo.name}: {line.name}"
        rows.append(LineRow(line.line_id, str(left or line.quantity), name, amount, notes, tone, steps=False))
    rows += discount_rows(order, money)
    if order.payments:
        rows.append(SectionRow("payments", translate("OrdersScreen", "Paid")))
    for payment in order.payments:
        words = translate("OrdersScreen", "Cash") if payment.tender == CASH else tender_words(payment.tender)
        rows.append(LineRow(payment.id, "", words, money.amount(payment.amount), tone=LineTone.SENT, steps=False))
    if order.returned:
        rows.append(SectionRow("returned", translate("OrdersScreen", "Came back")))
    for one in order.returned:
        words = translate("OrdersScreen", "{units} items").format(units=one.units)
        rows.append(LineRow(one.return_id, "", words, money.amount(-one.amount), tone=LineTone.SENT, steps=False))
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
