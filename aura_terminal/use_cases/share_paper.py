"""One share of a bill on paper: what its guest owes before, what they paid afterwards, with its lines and its tax."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.bill_sharing import share_of
from aura_terminal.domain.ids import ShareId
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import (
    Align,
    Block,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    Rule,
    RuleStyle,
    SpoolKind,
    text_line,
)
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.domain.saying import said
from aura_terminal.domain.shares import ShareBill, SharedLine
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.tax import PricesAre
from aura_terminal.use_cases.paper_blocks import row
from aura_terminal.use_cases.receipts import TENDER_WORDS, copy_of, foot_of, head_of, name_on_paper
from aura_terminal.use_cases.slips import BOLD, HANDED_OVER, HIGH, Slip


def share_paper(order: Order, share_id: ShareId, profile: StoreProfile, *, is_copy: bool = False) -> Slip:
    """The receipt of a share that is paid, else its check, which says that it is no receipt."""
    share = share_of(order, share_id)
    blocks = [*_head(order, share, profile), *_lines(share), *_totals(order, share), *_foot(order, share, profile)]
    document = PaperDocument("receipt" if share.is_paid else "guest_check", 1, tuple(blocks))
    named = {"number": order.number, "share": share.name}
    title = said("Receipt {number} {share}", **named) if share.is_paid else said("Check {number} {share}", **named)
    slip = Slip(SpoolKind.RECEIPT, RECEIPT_ROUTE, title, order.id, document)
    return copy_of(slip) if is_copy else slip


def _head(order: Order, share: ShareBill, profile: StoreProfile) -> Iterable[Block]:
    yield from head_of(profile)
    last = max((one.taken_at for one in order.payments if one.share == share.id), default=order.opened_at)
    at = profile.calendar.local(last)
    table = said("Table {table}", table=order.table_name) if order.table_name else HANDED_OVER[order.order_type]
    yield Columns((Cell(said("Order {number}", number=order.number), style=BOLD), Cell(table, Align.RIGHT)))
    yield Columns((Cell(said("{at:%d.%m.%Y %H:%M}", at=at)), Cell(order.server_name, Align.RIGHT)))
    words = said("Part {place} of {of} of order {number}", place=share.place, of=share.of, number=order.number)
    yield text_line(words, style=BOLD, align=Align.CENTER)
    if share.name != f"{share.place} of {share.of}":
        yield text_line(share.name, align=Align.CENTER)
    if not share.is_paid:
        yield text_line(said("CHECK - NOT A RECEIPT"), style=BOLD, align=Align.CENTER)
    yield Rule()


def _lines(share: ShareBill) -> Iterable[Block]:
    if not share.lines:
        yield text_line(said("A part of the whole check"), align=Align.CENTER)
    for one in share.lines:
        yield row(_of_line(one), one.price, "".join(rate.label for rate in one.line.rates))
    yield Rule()


def _of_line(one: SharedLine) -> str:
    units = one.part * one.line.charged_quantity
    count = f"{units.numerator}" if units.denominator == 1 else f"{units.numerator}/{units.denominator}"
    return said("{count} {name}", count=f"{count} x", name=name_on_paper(one.line.sold))


def _totals(order: Order, share: ShareBill) -> Iterable[Block]:
    inclusive = order.terms is not None and order.terms.prices is PricesAre.INCLUSIVE
    listed = sum(one.price.minor for one in share.lines)
    uneven = share.subtotal.minor - listed if share.lines else 0
    if uneven:
        yield row(said("Rounding of parts"), type(share.total)(uneven, share.total.currency))
    if share.discount:
        yield row(said("Discount"), -share.discount)
    if share.charges:
        yield row(said("Service"), share.charges)
    if not inclusive:
        for part in share.taxes:
            yield row(said("{rate} on {net}", rate=part.rate.name, net=part.net), part.tax)
    yield Columns(
        (
            Cell(said("TOTAL {currency}", currency=order.currency), style=HIGH),
            Cell(said("{total}", total=share.total), Align.RIGHT, width=14, style=HIGH),
        )
    )
    for payment in (one for one in order.payments if one.share == share.id and one.id not in order.reversals):
        yield row(TENDER_WORDS.get(payment.tender, payment.tender), payment.tendered - payment.tip)
        if payment.tip:
            yield row(said("Tip"), payment.tip)
        if payment.rounding:
            yield row(said("Rounding"), payment.rounding)
        if payment.change:
            yield row(said("Change"), -payment.change)
    if share.due and share.paid:
        yield row(said("Still to pay"), share.due)
    if inclusive and share.taxes:
        yield Rule()
        for part in share.taxes:
            cells = tuple(
                Cell(said("{amount}", amount=money), Align.RIGHT) for money in (part.net, part.tax, part.net + part.tax)
            )
            yield Columns((Cell(f"{part.rate.label} {part.rate.name}", weight=2), *cells))


def _foot(order: Order, share: ShareBill, profile: StoreProfile) -> Iterable[Block]:
    if share.is_paid:
        yield Rule(RuleStyle.DOUBLE)
        yield from foot_of(profile, order.number)
    yield Feed(3)
    yield Cut()
