"""Discounts on an order: a promotion's code, or a person's percentage or amount with a reason."""

from __future__ import annotations

from decimal import Decimal

from aura_terminal.domain.discounting import apply_discount, check_percent, granted, remove_discount
from aura_terminal.domain.discounts import Discount, Reduction, amount_off
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import DiscountId, OrderId
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.loyalty import Company
from aura_terminal.domain.money import Money, RoundingMode
from aura_terminal.domain.order_money import counting, liabilities
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.promoting import discount_of, promotion_for
from aura_terminal.domain.promotions import Overuse as Overuse
from aura_terminal.domain.promotions import Promotion, PromotionUsed, overuse_of
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.given_back import undone
from aura_terminal.use_cases.ordering import calendar_of
from aura_terminal.use_cases.pricing import sale_rules_of

_WHOLE = Decimal(100)


class Discounts:
    """The verbs that lower what an order costs. They need its money token: raises TOKEN_ELSEWHERE, TOKEN_ON_ITS_WAY."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def apply_code(self, by: Actor, order_id: OrderId, code: str, company: Company = Company.TOGETHER) -> Done:
        """Let a promotion's code count, judged by the promotions that are mirrored here.

        A terminal that hears nobody grants one whose uses are limited no more often a day than the house says
        (PROMOTION_ALONE): what others grant meanwhile comes on top, and `overused` tells of it afterwards.
        Raises RuleBroken: CODE_UNKNOWN, PROMOTION_NOT_NOW, PROMOTION_COVERS_NOTHING, PROMOTION_TOO_LITTLE,
        PROMOTION_USED_UP, GUEST_NEEDED, and as every discount does.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = self._order(work, order_id)
            promotions = work.documents.all(Promotion)
            promotion = promotion_for(code, promotions, order, work.guests.uses, work.now, calendar_of(work))
            if company is Company.ALONE:
                _must_be_within(work, promotion)
            discount = discount_of(promotion, DiscountId(self._ids.new()))
            facts: list[Fact] = [*_given_back(work, order, discount.slot, by)]
            facts.append(apply_discount(order, discount, work.now, by.id))
            if promotion.is_counted:
                facts.append(PromotionUsed(promotion.id, discount.id, order.id, work.now, order.guest_id))
            work.keep(*facts)
        return Done(order_id, tuple(facts))

    def overused(self) -> tuple[Overuse, ...]:
        """Promotions that terminals which did not hear each other granted more often than they may be, by name."""
        with self._begin(SYSTEM) as work:
            counted = [(one, work.guests.uses(one.id)) for one in work.documents.all(Promotion) if one.is_counted]
        over = (overuse_of(promotion, uses) for promotion, uses in counted)
        return tuple(sorted((one for one in over if one is not None), key=lambda one: one.name))

    def take_percent(
        self, by: Actor, order_id: OrderId, percent: Decimal, reason: str, approval: Approval | None = None
    ) -> Done:
        """Take a percentage off the whole order, with a reason.

        Needs the right DISCOUNT as far as it reaches, COMP for all of it, or an approval.
        """
        shown = format(percent.normalize(), "f") if percent.is_finite() else str(percent)
        return self._lower(by, order_id, f"Discount {shown} %", Reduction(percent), reason, approval)

    def take_amount(
        self, by: Actor, order_id: OrderId, amount: Money, reason: str, approval: Approval | None = None
    ) -> Done:
        """Take an amount off the whole order, at most what it comes to; with a reason, and the right or an approval."""
        return self._lower(by, order_id, "Discount", Reduction(amount=amount), reason, approval)

    def remove(self, by: Actor, order_id: OrderId, discount_id: DiscountId) -> Done:
        """Take a discount off again; a promotion may be used once more then, and a reward's points come back."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = self._order(work, order_id)
            gone = granted(order, discount_id)
            facts = (remove_discount(order, discount_id, work.now, by.id), *undone(work, gone, by))
            work.keep(*facts)
        return Done(order_id, facts)

    def _lower(
        self, by: Actor, order_id: OrderId, name: str, reduction: Reduction, reason: str, approval: Approval | None
    ) -> Done:
        with self._begin(by.id) as work:
            order = self._order(work, order_id)
            allowed = _allowed(by, approval, work, order, reduction, reason)
            discount = Discount(DiscountId(self._ids.new()), name, reduction)
            fact = apply_discount(order, discount, work.now, by.id, reason=reason_given(reason), approval=allowed)
            work.keep(fact)
        return Done(order_id, (fact,))

    def _order(self, work: Work, order_id: OrderId) -> Order:
        order = work.order(order_id)
        must_hold(order, self._terminal.label, work.ledger.known())
        return order


def _allowed(
    by: Actor, approval: Approval | None, work: Work, order: Order, reduction: Reduction, reason: str
) -> Approval:
    """Who allows so much off; giving the whole order away is a right of its own."""
    base = order.bill.subtotal - liabilities(order)
    if reduction.amount is None:
        check_percent(reduction.percent)
    mode = RoundingMode.HALF_UP if order.terms is None else order.terms.mode
    off = Money(amount_off(reduction, base.minor, mode), base.currency)
    if reduction.amount is None and reduction.percent == _WHOLE:
        return approved(by, approval, work, Permission.COMP, reason, amount=off)
    percent = None if reduction.amount is not None else reduction.percent
    return approved(by, approval, work, Permission.DISCOUNT, reason, amount=off, percent=percent)


def _given_back(work: Work, order: Order, slot: str, by: Actor) -> tuple[Fact, ...]:
    replaced = (one for one in counting(order) if one.slot == slot)
    return tuple(fact for one in replaced for fact in undone(work, one, by))


def _must_be_within(work: Work, promotion: Promotion) -> None:
    most, calendar = sale_rules_of(work.documents).uses_alone, calendar_of(work)
    if not most or not promotion.is_counted:
        return
    today = [use for use in work.guests.uses(promotion.id).counted if calendar.date_of(use.used_at) == work.today]
    if len(today) >= most:
        raise RuleBroken(Rule.PROMOTION_ALONE, promotion=promotion.name, most=most)
