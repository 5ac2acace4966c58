"""What a guest check asks: the tip the house asks of a party, or what a tip would come to, with a line to write it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from aura_terminal.domain.charges import share_of
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_money import charged, served
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import Align, Block, Cell, Columns, Rule, text_line
from aura_terminal.domain.saying import said
from aura_terminal.domain.service_rules import ServiceRules, TipBasis
from aura_terminal.domain.tax import tax_of
from aura_terminal.domain.waiving import gratuity_left, gratuity_of
from aura_terminal.use_cases.paper_blocks import row
from aura_terminal.use_cases.slips import BOLD


def tips_asked(order: Order, rules: ServiceRules) -> Iterable[Block]:
    """What stands under the sums of a check; nothing where the house suggests nothing."""
    gratuity = gratuity_of(order)
    if gratuity is not None and gratuity.waived is None:
        left = gratuity_left(order)
        yield Rule()
        percent = said("{percent:f}", percent=gratuity.rule.percent.normalize())
        yield row(said("Gratuity {percent} %, not yet included", percent=percent), left)
        yield row(said("To pay with gratuity"), order.bill.due + left, style=BOLD)
        return
    suggested = suggested_tips(order, rules)
    if suggested:
        yield Rule()
        before = rules.tip_basis is TipBasis.BEFORE_TAX
        words = said("Tip suggestions, before tax") if before else said("Tip suggestions, with tax")
        yield text_line(words, align=Align.CENTER)
        cells = (said("{percent} %  {tip}", percent=percent, tip=tip) for percent, tip in suggested)
        yield Columns(tuple(Cell(words, Align.CENTER) for words in cells))
        yield text_line(said("Tip:    {line}", line="_" * 20))
        yield text_line(said("Total:  {line}", line="_" * 20))


def suggested_tips(order: Order, rules: ServiceRules) -> tuple[tuple[int, Money], ...]:
    """Each percentage the house suggests with what it comes to on what is left of the lines, rounded as taxes are."""
    if order.terms is None:
        return ()
    tax = tax_of(served(charged(order), order.bill), order.terms, order.currency)
    base = tax.net if rules.tip_basis is TipBasis.BEFORE_TAX else tax.gross
    if base.minor <= 0:
        return ()
    terms = order.terms
    return tuple(
        (percent, Money(share_of(base.minor, Decimal(percent), terms), order.currency))
        for percent in rules.tip_percents
    )
