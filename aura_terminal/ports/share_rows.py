"""The shares of a bill as screens and papers read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aura_terminal.domain.bill_sharing import paid_shares
from aura_terminal.domain.shares import ShareBill, shares_of

if TYPE_CHECKING:
    from aura_terminal.domain.ids import LineId, PlanId, ShareId
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.ordering import Order
    from aura_terminal.domain.payments import Payment
    from aura_terminal.domain.sharing_facts import Share, SharedBy


@dataclass(frozen=True, slots=True)
class SharedLineRow:
    """A part of a line: `quantity` of it are charged in all, of which this is numerator/denominator."""

    line_id: LineId
    name: str
    quantity: int
    numerator: int
    denominator: int
    price: Money


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One share, with what was paid for it; `cash_due` is what coins can pay of what is due."""

    share_id: ShareId
    name: str
    place: int
    of: int
    lines: tuple[SharedLineRow, ...]
    subtotal: Money
    discount: Money
    tax: Money
    total: Money
    paid: Money
    due: Money
    cash_due: Money
    is_paid: bool
    payments: tuple[Payment, ...]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """How a bill is shared, as it was asked for and as it comes out now; what has paid is named with its dishes."""

    plan_id: PlanId
    by: SharedBy
    asked: tuple[Share, ...]
    shares: tuple[ShareRow, ...]


def plan_row(order: Order) -> PlanRow | None:
    """How the bill of an order is shared; None where it is one."""
    plan = order.party.plan
    if plan is None or order.terms is None:
        return None
    step = order.terms.cash_step
    rows = tuple(_row(share, order, step) for share in shares_of(order))
    kept = {share.id: share for share in paid_shares(order)}
    return PlanRow(plan.plan_id, plan.by, tuple(kept.get(share.id, share) for share in plan.shares), rows)


def _row(share: ShareBill, order: Order, step: int) -> ShareRow:
    real = (one for one in order.payments if one.id not in order.reversals)
    lines = tuple(
        SharedLineRow(
            one.line.id, one.line.sold.name, one.line.charged_quantity, one.part.numerator, one.part.denominator,
            one.price,
        )
        for one in share.lines
    )  # fmt: skip
    return ShareRow(
        share.id, share.name, share.place, share.of, lines, share.subtotal, share.discount, share.tax, share.total,
        share.paid, share.due, share.due.rounded_to(step), share.is_paid,
        tuple(one for one in real if one.share == share.id),
    )  # fmt: skip
