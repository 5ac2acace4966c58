"""The paper of goods that came back: what, at what price, with what tax, and how the guest got the money."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import Align, Block, Cell, Columns, Cut, Feed, PaperDocument, Rule, SpoolKind, text_line
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.domain.returns import Credit
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.paper_blocks import row
from aura_terminal.use_cases.receipts import head_of, name_on_paper
from aura_terminal.use_cases.slips import BOLD, HIGH, TALL, Slip


def credit_note(order: Order, credit: Credit, ways: Iterable[tuple[str, Money]], profile: StoreProfile) -> Slip:
    """The credit note of one return; `ways` are how the money went back, by name."""
    document = PaperDocument("credit_note", 1, tuple(_blocks(order, credit, ways, profile)))
    return Slip(SpoolKind.RECEIPT, RECEIPT_ROUTE, said("Credit note {number}", number=order.number), order.id, document)


def _blocks(order: Order, credit: Credit, ways: Iterable[tuple[str, Money]], profile: StoreProfile) -> Iterable[Block]:
    act = credit.fact.act
    yield from head_of(profile)
    yield text_line(said("CREDIT NOTE"), style=TALL, align=Align.CENTER)
    at, sold_at = profile.calendar.local(act.at), profile.calendar.local(order.closed_at or order.opened_at)
    yield Columns(
        (
            Cell(said("For order {number}", number=order.number), style=BOLD),
            Cell(said("{at:%d.%m.%Y %H:%M}", at=sold_at), Align.RIGHT),
        )
    )
    yield Columns((Cell(said("{at:%d.%m.%Y %H:%M}", at=at)), Cell(act.terminal, Align.RIGHT)))
    yield Rule()
    for back in credit.taken.parts:
        letters = "".join(rate.label for rate in back.line.rates)
        yield row(
            said("{count} {name}", count=f"{back.quantity} x", name=name_on_paper(back.line.sold)), -back.price, letters
        )
        for discount_id, off in back.off:
            yield row(f"   {order.discounts[discount_id].discount.name}", off)
    for charge in credit.taken.charges:
        yield row(charge.name, -charge.amount)
    yield Rule()
    for part in credit.taken.tax.lines:
        yield row(said("{rate} on {net}", rate=f"{part.rate.label} {part.rate.name}", net=part.net), -part.tax)
    total = Cell(said("{total}", total=-credit.amount), Align.RIGHT, width=14, style=HIGH)
    yield Columns((Cell(said("TOTAL {currency}", currency=order.currency), style=HIGH), total))
    for name, amount in ways:
        yield row(name, amount)
    yield text_line(said("Why: {reason}", reason=act.approval.purpose))
    yield Feed(3)
    yield text_line(said("Guest ______________________________"))
    yield Feed(2)
    yield Cut()
