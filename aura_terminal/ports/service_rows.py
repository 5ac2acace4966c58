"""What is charged for service on an order, and the tip the house asks, as its screen shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aura_terminal.domain.charges import offered
from aura_terminal.domain.money import zero
from aura_terminal.domain.service_rules import Turnover
from aura_terminal.domain.waiving import gratuity_left, gratuity_of

if TYPE_CHECKING:
    from aura_terminal.domain.ids import ChargeId
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.ordering import Order


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A charge that is on the order, or would be: then `waived` says why it is not, and it comes to nothing."""

    charge_id: ChargeId
    name: str
    amount: Money
    turnover: Turnover = Turnover.HOUSE
    waived: str = ""


@dataclass(frozen=True, slots=True)
class GratuityRow:
    """The tip the house asks of the party on the whole bill; `left` is what no payment has left yet.

    `waived` says why it is not asked any more.
    """

    amount: Money
    left: Money
    percent: str
    least_guests: int
    waived: str = ""


def charge_rows(order: Order) -> tuple[ChargeRow, ...]:
    """Charges that count, then those that were waived."""
    counted = {one.id for one in order.bill.charges}
    rows = [ChargeRow(one.id, one.name, one.amount, one.turnover) for one in order.bill.charges]
    for one in offered(order) if order.service.waived else ():
        waived = order.service.waived.get(one.rule.id)
        if waived is not None and one.rule.id not in counted:
            rows.append(ChargeRow(one.rule.id, one.rule.name, zero(order.currency), one.rule.turnover, waived.reason))
    return tuple(rows)


def gratuity_row(order: Order) -> GratuityRow | None:
    """The tip the house asks; None where it asks none."""
    found = gratuity_of(order)
    if found is None:
        return None
    percent = format(found.rule.percent.normalize(), "f")
    waived = "" if found.waived is None else found.waived.reason
    return GratuityRow(found.amount, gratuity_left(order), percent, found.rule.least_guests, waived)
