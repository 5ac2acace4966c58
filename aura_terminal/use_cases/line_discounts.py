"""Lower prices line by line, and give away: comps are served and not charged, and reported at their full price."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aura_terminal.domain.discounting import apply_discount, check_percent
from aura_terminal.domain.discounts import LINE_SLOT, WHOLE_ORDER, Coverage, Discount, Reduction, amount_off, shared_out
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import DiscountId, LineId, OrderId
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.lines import Line
from aura_terminal.domain.money import Money, RoundingMode, total
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done

COMP = "Comp"
_WHOLE = Decimal(100)


class LineDiscounts:
    """The verbs that lower some lines of an order. One discount counts on each line, the one granted last.

    They need the order's money token, a reason, and the right as far as it reaches or an approval. The kitchen is told
    nothing: what is given away is cooked and served. Raises RuleBroken: REASON_NEEDED, APPROVAL_NEEDED, LINE_GONE,
    DISCOUNT_OUT_OF_RANGE, TOKEN_ELSEWHERE, and as every discount does.
    """

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def take_percent(
        self, by: Actor, order_id: OrderId, line_ids: Sequence[LineId], percent: Decimal, reason: str,
        approval: Approval | None = None,
    ) -> Done:  # fmt: skip
        """Take a percentage off each of these lines; all of it is a comp."""
        check_percent(percent)
        if percent == _WHOLE:
            return self.comp_lines(by, order_id, line_ids, reason, approval)
        with self._begin(by.id) as work:
            order, lines = self._lines(work, order_id, line_ids)
            mode = RoundingMode.HALF_UP if order.terms is None else order.terms.mode
            each = [Reduction(percent) for _ in lines]
            off = sum(amount_off(Reduction(percent), line.price.minor, mode) for line in lines)
            allowed = approved(
                by, approval, work, Permission.DISCOUNT, reason, amount=Money(off, order.currency), percent=percent
            )
            name = f"Discount {format(percent.normalize(), 'f')} %"
            return self._grant(work, by, order_id, list(zip(lines, each, strict=True)), name, reason, allowed)

    def take_amount(
        self, by: Actor, order_id: OrderId, line_ids: Sequence[LineId], amount: Money, reason: str,
        approval: Approval | None = None,
    ) -> Done:  # fmt: skip
        """Take an amount off these lines together, at most what they cost; each bears its share by its price."""
        with self._begin(by.id) as work:
            order, lines = self._lines(work, order_id, line_ids)
            costs = [line.price.minor for line in lines]
            if amount.minor <= 0 or amount.currency != order.currency:
                raise RuleBroken(Rule.DISCOUNT_OUT_OF_RANGE, value=amount.plain())
            off = min(amount.minor, sum(costs))
            allowed = approved(by, approval, work, Permission.DISCOUNT, reason, amount=Money(off, order.currency))
            shares = shared_out(off, costs, [line.id for line in lines])
            each = [
                (line, Reduction(amount=Money(share, order.currency)))
                for line, share in zip(lines, shares, strict=True)
                if share
            ]
            return self._grant(work, by, order_id, each, "Discount", reason, allowed)

    def comp_lines(
        self, by: Actor, order_id: OrderId, line_ids: Sequence[LineId], reason: str, approval: Approval | None = None
    ) -> Done:
        """Give these lines away: a right of its own, COMP."""
        with self._begin(by.id) as work:
            order, lines = self._lines(work, order_id, line_ids)
            costs = total((line.price for line in lines), order.currency)
            allowed = approved(by, approval, work, Permission.COMP, reason, amount=costs)
            each = [(line, Reduction(_WHOLE)) for line in lines]
            return self._grant(work, by, order_id, each, COMP, reason, allowed)

    def comp_order(self, by: Actor, order_id: OrderId, reason: str, approval: Approval | None = None) -> Done:
        """Give the whole order away, also what is asked for later."""
        with self._begin(by.id) as work:
            order = self._order(work, order_id)
            allowed = approved(by, approval, work, Permission.COMP, reason, amount=order.bill.total)
            discount = Discount(DiscountId(self._ids.new()), COMP, Reduction(_WHOLE), WHOLE_ORDER)
            fact = apply_discount(order, discount, work.now, by.id, reason=reason_given(reason), approval=allowed)
            work.keep(fact)
        return Done(order_id, (fact,))

    def _grant(
        self, work: Work, by: Actor, order_id: OrderId, each: Sequence[tuple[Line, Reduction]], name: str, reason: str,
        allowed: Approval,
    ) -> Done:  # fmt: skip
        facts: list[Fact] = []
        for line, reduction in each:
            discount = Discount(
                DiscountId(self._ids.new()), name, reduction, Coverage(lines=(line.id,)), f"{LINE_SLOT}{line.id}"
            )
            said = reason_given(reason)
            fact = apply_discount(work.order(order_id), discount, work.now, by.id, reason=said, approval=allowed)
            work.keep(fact)
            facts.append(fact)
        return Done(order_id, tuple(facts))

    def _lines(self, work: Work, order_id: OrderId, line_ids: Sequence[LineId]) -> tuple[Order, list[Line]]:
        """The order, and those of its lines that are charged. Raises RuleBroken(LINE_GONE) for none."""
        order = self._order(work, order_id)
        lines = [line for line in map(order.line, dict.fromkeys(line_ids)) if line.charged_quantity]
        if not lines:
            raise RuleBroken(Rule.LINE_GONE, line="")
        return order, lines

    def _order(self, work: Work, order_id: OrderId) -> Order:
        order = work.order(order_id)
        must_hold(order, self._terminal.label, work.ledger.known())
        return order
