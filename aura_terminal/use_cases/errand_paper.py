"""What paper says of orders that leave the house: the promised time, whom to call, where it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import (
    Align,
    Block,
    Buzzer,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    Rule,
    RuleStyle,
    SpoolKind,
    Style,
    text_line,
)
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import Station
from aura_terminal.use_cases.slips import BOLD, HANDED_OVER, TALL, Slip, clock_cell, promised_words


def promise_slip(
    order: Order, station: Station, due_at: datetime, calendar: BusinessCalendar, now: datetime
) -> Slip:  # fmt: skip
    """What tells a station that reads paper that the guest was promised another time."""
    blocks: tuple[Block, ...] = (
        text_line(said("NEW TIME"), style=Style(bold=True, width=2, height=2, invert=True), align=Align.CENTER),
        Columns((Cell(station.name.upper(), style=BOLD), clock_cell(calendar.local(now), BOLD))),
        text_line(said("{how} {guest}", how=HANDED_OVER[order.order_type], guest=order.guest_name), style=TALL),
        text_line(order.number),
        Rule(RuleStyle.DOUBLE),
        text_line(promised_words(due_at, now, calendar), style=TALL),
        Feed(),
        Cut(),
        Buzzer(),
    )
    document = PaperDocument("promise_slip", 1, blocks)
    return Slip(
        SpoolKind.KITCHEN_SLIP, station.printer, said("New time {number}", number=order.number), order.id, document
    )


def errand_blocks(order: Order, calendar: BusinessCalendar) -> Iterable[Block]:
    """Whom to call, when it was promised and where it goes, on receipts and checks; nothing of what is eaten here."""
    promise, given = order.errand.promise, order.errand.contact
    if promise is not None:
        yield text_line(promised_words(promise.due_at, order.opened_at, calendar), style=BOLD)
    if order.guest_name and (promise is not None or given is not None):
        yield text_line(said("For {guest}", guest=order.guest_name), style=BOLD)
    if given is not None:
        for words in (given.phone, given.street, given.floor, given.note):
            if words:
                yield text_line(words)
