"""The guest's receipt on paper, and the check that is brought before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.order_facts import Sold
from aura_terminal.domain.order_money import bill_for, sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import (
    Align,
    Block,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    Picture,
    QrCode,
    Rule,
    RuleStyle,
    SpoolKind,
    Style,
    text_line,
)
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.domain.payments import CARD, CASH, EXCHANGE
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.tax import PricesAre
from aura_terminal.domain.tip_entries import tip_of
from aura_terminal.domain.value_orders import left_as_said
from aura_terminal.domain.weighing import PriceUnit, Weighed, WeightSource, kilograms
from aura_terminal.use_cases.card_paper import card_blocks
from aura_terminal.use_cases.errand_paper import errand_blocks
from aura_terminal.use_cases.paper_blocks import inset, row
from aura_terminal.use_cases.slips import BOLD, HANDED_OVER, HIGH, Slip

PAID_OUT = " paid out"
"""What follows the kind of an account on a line that pays one out."""
TENDER_WORDS = {
    CASH: said("Cash"), CARD: said("Card"), EXCHANGE: said("Goods exchanged"), "gift": said("Gift card"),
    "gift_card": said("Gift card"), "house": said("House account"), "deposit": said("Deposit"),
}  # fmt: skip


def receipt(order: Order, profile: StoreProfile, cards: Sequence[CardAttempt] = ()) -> Slip:
    """The receipt of what was sold on an order, without what reached it too late; the same order, the same document.

    `cards` are the attempts about it: each that moved money has a block of its own.
    """
    blocks = [*_head(order, profile), *_lines(order), *_totals(order), *card_blocks(cards), *_foot(order, profile)]
    document = PaperDocument("receipt", 1, tuple(blocks))
    return Slip(SpoolKind.RECEIPT, RECEIPT_ROUTE, said("Receipt {number}", number=order.number), order.id, document)


def guest_check(order: Order, profile: StoreProfile, asked: Iterable[Block] = ()) -> Slip:
    """What the guests owe, before they pay; it says that it is no receipt. `asked` stands under the sums."""
    mark = text_line(said("CHECK - NOT A RECEIPT"), style=BOLD, align=Align.CENTER)
    blocks = [*_head(order, profile), mark, Rule(), *_lines(order), *_totals(order), *asked, Feed(3), Cut()]
    document = PaperDocument("guest_check", 1, tuple(blocks))
    return Slip(SpoolKind.RECEIPT, RECEIPT_ROUTE, said("Check {number}", number=order.number), order.id, document)


def name_on_paper(sold: Sold) -> str:
    """What a line is called; what was put on an account, by the account's kind in the reader's language."""
    if sold.liability is None:
        return sold.name
    kind = TENDER_WORDS[sold.liability.kind.value]
    whose = sold.name.removeprefix(kind)
    return said("{kind} paid out", kind=kind) if whose == PAID_OUT else said("{kind}{whose}", kind=kind, whose=whose)


def copy_of(slip: Slip) -> Slip:
    """A slip that says on its head that it is a copy."""
    mark = text_line(said("COPY"), style=Style(bold=True, width=2, height=2, invert=True), align=Align.CENTER)
    document = replace(slip.document, blocks=(mark, *slip.document.blocks))
    return Slip(slip.kind, slip.route, said("{title} copy", title=slip.title), slip.order_id, document)


def head_of(profile: StoreProfile) -> Iterable[Block]:
    """Who gives the receipt: what stands at its top, whatever was sold."""
    logo = profile.receipt_logo
    if logo is not None:
        yield Picture(logo.width, logo.height, logo.dots)
    yield text_line(profile.name, style=Style(bold=True, width=2, height=2), align=Align.CENTER)
    for line in (profile.legal_name, *profile.address, profile.phone):
        if line:
            yield text_line(line, align=Align.CENTER)
    if profile.tax_number:
        yield text_line(said("Tax no. {number}", number=profile.tax_number), align=Align.CENTER)
    for line in profile.receipt_header:
        yield text_line(line, align=Align.CENTER)
    yield Feed()


def foot_of(profile: StoreProfile, number: str) -> Iterable[Block]:
    """What stands under the sums of order `number`."""
    for line in profile.receipt_footer:
        yield text_line(line, align=Align.CENTER)
    if profile.receipt_link:
        yield QrCode(profile.receipt_link.replace("{number}", number), module=4)


def _head(order: Order, profile: StoreProfile) -> Iterable[Block]:
    yield from head_of(profile)
    at = profile.calendar.local(order.closed_at or order.opened_at)
    table = said("Table {table}", table=order.table_name) if order.table_name else HANDED_OVER[order.order_type]
    yield Columns((Cell(said("Order {number}", number=order.number), style=BOLD), Cell(table, Align.RIGHT)))
    yield Columns((Cell(said("{at:%d.%m.%Y %H:%M}", at=at)), Cell(order.server_name, Align.RIGHT)))
    if order.split_from is not None:
        yield text_line(said("Part of a divided check"), align=Align.CENTER)
    yield from errand_blocks(order, profile.calendar)
    yield Rule()


def _lines(order: Order) -> Iterable[Block]:
    combo = ""
    for line, quantity in sold(order):
        if not quantity:
            continue
        mark = line.sold.combo
        if mark is not None and mark.id != combo:
            yield text_line(f"{quantity} x {mark.name}")
        combo, before = ("", "") if mark is None else (mark.id, "  ")
        letters = "".join(rate.label for rate in line.rates)
        yield row(
            said("{count} {name}", count=f"{before}{quantity} x", name=name_on_paper(line.sold)),
            line.sold.unit_price * quantity,
            letters,
        )
        if line.sold.weighed is not None:
            yield from _weight(line.sold.weighed)
        for modifier in line.modifiers_of(quantity):
            yield _modifier(modifier, letters)
    yield Rule()


def _weight(weighed: Weighed) -> Iterable[Block]:
    """What was weighed: net and price, the container where there is one, and that nobody weighed what was typed."""
    unit = "kg" if weighed.unit is PriceUnit.KILOGRAM else "100 g"
    yield text_line(f"   {kilograms(weighed.net)} kg x {weighed.price.plain()}/{unit}")
    if weighed.tare:
        yield text_line(
            said("   gross {gross} kg, tare {tare} kg", gross=kilograms(weighed.gross), tare=kilograms(weighed.tare))
        )
    if weighed.source is WeightSource.TYPED:
        yield text_line(said("   weight typed by hand"))


def _modifier(modifier: ChosenModifier, letters: str) -> Block:
    name = f"   {'  ' * modifier.level}{modifier.quantity} x {modifier.said}"
    return row(name, modifier.price, letters) if modifier.price else text_line(name)


def _totals(order: Order) -> Iterable[Block]:
    bill = bill_for(order, sold(order))
    inclusive = order.terms is not None and order.terms.prices is PricesAre.INCLUSIVE
    if not inclusive or bill.discount or bill.charges:
        yield row(said("Subtotal"), bill.subtotal)
    for taken in (one for one in bill.taken if one.amount):
        yield row(taken.discount.name, -taken.amount)
    for charge in bill.charges:
        yield row(charge.name, charge.amount)
    if not inclusive:
        for part in bill.tax.lines:
            yield row(said("{rate} on {net}", rate=part.rate.name, net=part.net), part.tax)
    yield Columns(
        (
            Cell(said("TOTAL {currency}", currency=order.currency), style=HIGH),
            Cell(said("{total}", total=bill.total), Align.RIGHT, width=14, style=HIGH),
        )
    )
    for payment in (one for one in order.payments if one.id not in order.reversals):
        yield row(TENDER_WORDS.get(payment.tender, payment.tender), payment.tendered - payment.tip)
        if payment.account is not None and payment.reference:
            yield text_line(inset(left_as_said(payment.reference)))
        if tip_of(order, payment):
            yield row(said("Tip"), tip_of(order, payment))
        if payment.rounding:
            yield row(said("Rounding"), payment.rounding)
        if payment.change:
            yield row(said("Change"), -payment.change)
    for refund in (one.refund for one in order.refunds.values() if one.refund.id not in order.reversals):
        yield row(said("Given back"), -(refund.amount + refund.rounding))
    if bill.due.minor > 0 and order.payments:
        yield row(said("Still to pay"), bill.due)
    if inclusive:
        yield Rule()
        yield Columns(
            (
                Cell(said("Tax"), weight=2),
                Cell(said("Net"), Align.RIGHT),
                Cell(said("Tax"), Align.RIGHT),
                Cell(said("Gross"), Align.RIGHT),
            )
        )
        for part in bill.tax.lines:
            gross = part.net + part.tax
            cells = tuple(Cell(said("{amount}", amount=money), Align.RIGHT) for money in (part.net, part.tax, gross))
            yield Columns((Cell(f"{part.rate.label} {part.rate.name}", weight=2), *cells))


def _foot(order: Order, profile: StoreProfile) -> Iterable[Block]:
    yield Rule(RuleStyle.DOUBLE)
    yield from foot_of(profile, order.number)
    yield Feed(2)
    yield Cut()
