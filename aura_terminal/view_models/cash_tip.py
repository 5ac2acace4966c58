"""How much of the cash handed over is a tip: what somebody named, else what the house asks of the party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aura_terminal.domain.money import Money, zero

if TYPE_CHECKING:
    from aura_terminal.ports.reads import OrderSheet


def gratuity_for(order: OrderSheet, amount: Money) -> Money:
    """What the house asks as a tip with so much of the bill; the last part takes the rest."""
    left = zero(amount.currency) if order.gratuity is None else order.gratuity.left
    if not left or amount >= order.due or order.due.minor <= 0:
        return left
    return left.split((max(0, amount.minor), order.due.minor - max(0, amount.minor)))[0]


def coins_for(order: OrderSheet, due: Money) -> Money:
    """The same in coins there are."""
    asked = gratuity_for(order, due)
    return (due + asked).rounded_to(order.cash_step) - due.rounded_to(order.cash_step)
