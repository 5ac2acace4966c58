"""Cash with what is left of it as a tip: named at payment, or what the house asks of the party."""

from __future__ import annotations

from aura_terminal.domain.bill_sharing import due_on, take_cash_for
from aura_terminal.domain.ids import ShareId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Taking
from aura_terminal.domain.waiving import cash_tip, must_leave_gratuity


def taken_in_cash(
    order: Order, taking: Taking, tendered: Money, share: ShareId | None, tip: Money | None
) -> PaymentTaken:
    """The cash of a payment; a `tip` of None is what the house asks. Raises GRATUITY_COUNTS where less is left."""
    due = order.bill.due if share is None else due_on(order, share).due
    leaves = cash_tip(order, tendered, due) if tip is None else tip
    if share is None:
        taken = order.take_cash(taking, tendered, leaves)
    else:
        taken = take_cash_for(order, share, taking, tendered, leaves)
    must_leave_gratuity(order, taken.payment.amount, taken.payment.tip)
    return taken
