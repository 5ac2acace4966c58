"""Labels: what is stuck on a bag or box that leaves the house, and on what the kitchen keeps for later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    Style,
    text_line,
)
from aura_terminal.domain.ticket_facts import TicketFired, TicketItem
from aura_terminal.use_cases.slips import BOLD, HANDED_OVER, HIGH, PREFIX, Slip

LABEL_ROUTE = "labels"
_BIG = Style(bold=True, width=2, height=2)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Something made beforehand: what, by whom, when, and until when it may be used. Times are aware UTC."""

    name: str
    made_at: datetime
    use_by: datetime
    made_by: str
    portions: int = 1
    note: str = ""


def takeout_labels(ticket: TicketFired, calendar: BusinessCalendar) -> Slip:
    """One label for each unit of a ticket, so that whoever packs the bag sees what is in which box."""
    units = [item for item in ticket.items for _ in range(item.quantity)]
    blocks: list[Block] = []
    for number, item in enumerate(units, start=1):
        blocks.extend(_unit(ticket, item, f"{number}/{len(units)}", calendar))
    document = PaperDocument("takeout_label", 1, tuple(blocks))
    return Slip(SpoolKind.LABEL, LABEL_ROUTE, f"Labels {ticket.number}", ticket.order_id, document, ticket.ticket_id)


def _unit(ticket: TicketFired, item: TicketItem, count: str, calendar: BusinessCalendar) -> Iterable[Block]:
    at = calendar.local(ticket.fired_at)
    yield Columns((Cell(ticket.number, style=BOLD), Cell(count, Align.RIGHT, width=7, style=BOLD)))
    yield text_line(item.name, style=HIGH)
    for modifier in item.modifiers:
        yield text_line(f"  {PREFIX[modifier.kind]} {modifier.name}")
    if item.note:
        yield text_line(f"! {item.note}", style=BOLD)
    yield Rule()
    whose = f"{HANDED_OVER[ticket.order_type]} {ticket.guest_name}".strip()
    yield Columns((Cell(whose), Cell(f"{at:%H:%M}", Align.RIGHT, width=5)))
    yield Cut()


def prep_label(prepared: Prepared, calendar: BusinessCalendar) -> Slip:
    """The dates on what the kitchen keeps: one label for each portion."""
    made, use_by = calendar.local(prepared.made_at), calendar.local(prepared.use_by)
    blocks: list[Block] = []
    for _ in range(prepared.portions):
        blocks += [
            text_line(prepared.name, style=HIGH),
            Columns((Cell("Made"), Cell(f"{made:%a %d.%m. %H:%M}", Align.RIGHT, width=16))),
            text_line("USE BY", style=BOLD),
            text_line(f"{use_by:%d.%m. %H:%M}", style=_BIG),
            Columns((Cell(prepared.note), Cell(prepared.made_by, Align.RIGHT))),
            Cut(),
        ]
    document = PaperDocument("prep_label", 1, tuple(blocks))
    return Slip(SpoolKind.LABEL, LABEL_ROUTE, f"Label {prepared.name}", None, document)
