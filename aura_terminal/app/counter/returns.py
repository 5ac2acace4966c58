"""Goods that come back, at the orders that were paid."""

from __future__ import annotations

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.ui.screens.orders.return_sheet import ReturnSheet
from aura_terminal.view_models.returns import ReturnsModel


def join_returns(parts: CounterParts) -> None:
    """Paid orders offer it; what goes to a card goes on at the card, what is begun anew at the register."""
    orders = parts.orders_screen
    returns = ReturnsModel(parts.counter, parts.runner, parts.session, parts.changes, parts.owner)
    sheet = ReturnSheet(returns, parts.theme, parts.money, orders)
    orders.offer_returns()
    orders.take_back_wanted.connect(sheet.ask)
    sheet.said.connect(orders.said)
    returns.card_wanted.connect(orders.refund_wanted)
    returns.begun_anew.connect(orders.order_chosen)
