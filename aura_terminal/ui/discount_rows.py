"""What lowers an order, as lines below its own: the same at the register, at the payment and in the list of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.money import Money
from aura_terminal.ui.widgets.order_rows import LineAction, LineRow, LineTone

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.view_models.rows import OrderSheet

DISCOUNT = "discount/"
REMOVE = "remove"


def discount_rows(order: OrderSheet, money: MoneyText, selected: str = "") -> list[LineRow]:
    """One row for each discount that counts, what it comes to below zero; the selected one can be taken off."""
    rows = []
    for each in order.discounts:
        id = f"{DISCOUNT}{each.discount_id}"
        amount = money.amount(Money(-each.amount.minor, each.amount.currency))
        notes = tuple(filter(None, (each.code, ", ".join(each.lines), each.reason)))
        actions = _actions() if id == selected else ()
        rows.append(
            LineRow(id, "", each.name, amount, notes, LineTone.SENT, id == selected, steps=False, actions=actions)
        )
    return rows


def saved_words(order: OrderSheet, money: MoneyText) -> str:
    """What comes off in all; "" for nothing."""
    if order.discount is None:
        return ""
    words = QCoreApplication.translate("RegisterScreen", "Discount {amount}")
    return words.format(amount=money.amount(Money(-order.discount.minor, order.discount.currency)))


def _actions() -> tuple[LineAction, ...]:
    words = QCoreApplication.translate("RegisterScreen", "Remove")
    return (LineAction(REMOVE, words, "trash-2", grave=True),)
