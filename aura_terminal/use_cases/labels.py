"""Labels: what is stuck on a bag or box that leaves the house."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.paper import (
    Align,
    Block,
    Cell,
    Columns,
    Cut,
    PaperDocument,
    Rule,
    SpoolKind,
    text_line,
)
from aura_terminal.domain.saying import said
from aura_terminal.domain.ticket_facts import TicketFired, TicketItem
from aura_terminal.use_cases.slips import BOLD, HANDED_OVER, HIGH, PREFIX, Slip, clock_cell, promised_words

LABEL_ROUTE = "labels"


def takeout_labels(ticket: TicketFired, calendar: BusinessCalendar) -> Slip:
    """One label for each unit of a ticket, so that whoever packs the bag sees what is in which box."""
    units = [item for item in ticket.items for _ in range(item.quantity)]
    blocks: list[Block] = []
    for number, item in enumerate(units, start=1):
        blocks.extend(_unit(ticket, item, f"{number}/{len(units)}", calendar))
    document = PaperDocument("takeout_label", 1, tuple(blocks))
    return Slip(
        SpoolKind.LABEL,
        LABEL_ROUTE,
        said("Labels {number}", number=ticket.number),
        ticket.order_id,
        document,
        ticket.ticket_id,
    )


def _unit(ticket: TicketFired, item: TicketItem, count: str, calendar: BusinessCalendar) -> Iterable[Block]:
    at = calendar.local(ticket.fired_at)
    yield Columns((Cell(ticket.number, style=BOLD), Cell(count, Align.RIGHT, width=7, style=BOLD)))
    yield text_line(item.name, style=HIGH)
    if item.combo is not None:
        yield text_line(f"  {item.combo.name}")
    for modifier in item.modifiers:
        sign, name = PREFIX[modifier.kind], modifier.said
        yield text_line(f"  {name}" if modifier.word else said("  {sign} {name}", sign=sign, name=name))
    if item.note:
        yield text_line(f"! {item.note}", style=BOLD)
    yield Rule()
    how = HANDED_OVER[ticket.order_type]
    whose = said("{how} {guest}", how=how, guest=ticket.guest_name) if ticket.guest_name else how
    yield Columns((Cell(whose), clock_cell(at)))
    if ticket.due_at is not None:
        yield text_line(promised_words(ticket.due_at, ticket.fired_at, calendar), style=BOLD)
    yield Cut()
