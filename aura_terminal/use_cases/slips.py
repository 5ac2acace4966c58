"""Slips for the kitchen, composed from local data only and spooled with their facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.kitchen import TicketFired, ticket_id_of
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import ChosenModifier, ModifierKind
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import (
    PLAIN,
    Align,
    Block,
    Buzzer,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    PrintJob,
    PrintJobId,
    Rule,
    RuleStyle,
    SpoolKind,
    Style,
    text_line,
)
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import Station, StationRole
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Work

TALL = Style(bold=True, width=2, height=2)
HIGH = Style(bold=True, height=2)
BOLD = Style(bold=True)
RED = Style(bold=True, second_colour=True)

HANDED_OVER = {
    OrderType.DINE_IN: said("Dine in"),
    OrderType.TAKEOUT: said("Takeout"),
    OrderType.DELIVERY: said("Delivery"),
}
PREFIX = {ModifierKind.ADD: "+", ModifierKind.NO: said("NO"), ModifierKind.CHOICE: "-"}


CLOCK_WIDTH = 11
"""Letters of the longest time there is: 12:30 p. m."""


def clock_cell(at: datetime, style: Style = PLAIN) -> Cell:
    """The time at the right edge, on one line in every language."""
    return Cell(said("{at:%H:%M}", at=at), Align.RIGHT, width=CLOCK_WIDTH, style=style)


class Slip:
    """A document with what the spool must know of it."""

    __slots__ = ("document", "kind", "order_id", "route", "ticket_id", "title")

    def __init__(
        self, kind: SpoolKind, route: str, title: str, order_id: str | None, document: PaperDocument,
        ticket_id: str | None = None,
    ) -> None:  # fmt: skip
        self.kind, self.route, self.title, self.order_id, self.document = kind, route, title, order_id, document
        self.ticket_id = ticket_id


def spool_slip(work: Work, ids: Ids, slip: Slip) -> None:
    """Spool a slip in the transaction of its facts."""
    job_id = PrintJobId(ids.new())
    work.spool(
        PrintJob(job_id, slip.kind, slip.route, slip.title, slip.order_id, slip.document, ticket_id=slip.ticket_id)
    )


def kitchen_slip(ticket: TicketFired, station: Station, calendar: BusinessCalendar) -> Slip:
    """What a station's printer puts out when lines are fired."""
    at = calendar.local(ticket.fired_at)
    blocks: list[Block] = [
        Columns((Cell(station.name.upper(), style=BOLD), clock_cell(at, BOLD))),
        text_line(_place(ticket.order_type, ticket.table_name, ticket.guest_name), style=TALL),
        text_line(f"{ticket.number}  {ticket.server_name}"),
        *_together(ticket, calendar),
        Rule(RuleStyle.DOUBLE),
    ]
    course, combo = None, ""
    for item in sorted(ticket.items, key=lambda item: item.course):
        if item.course != course and item.course:
            blocks.append(text_line(said("-- Course {course} --", course=item.course), align=Align.CENTER))
        course = item.course
        seat = f"  (seat {item.seat})" if item.seat else ""
        if item.combo is not None and item.combo.id != combo:
            blocks.append(text_line(f"{item.quantity} x {item.combo.name}:", style=BOLD))
        combo, inset = ("", "") if item.combo is None else (item.combo.id, "  ")
        blocks.append(text_line(f"{inset}{item.quantity} x {item.name}{seat}", style=HIGH))
        if item.also_at and ticket.role is StationRole.PREP:
            blocks.append(text_line(said("   also at {stations}", stations=", ".join(item.also_at))))
        blocks.extend(_choices([one for one in item.modifiers if one.part is None], item.quantity))
        for place, part in enumerate(item.parts, 1):
            blocks.append(text_line(f"   [{part.kitchen_name}]", style=BOLD))
            here = [one for one in item.modifiers if one.part is not None and one.part.place == place]
            blocks.extend(_choices(here, item.quantity))
        if item.note:
            blocks.append(text_line(f"   ! {item.note}", style=RED))
    blocks.extend((Rule(), Feed(), Cut(), Buzzer()))
    title = f"{station.name} {ticket.number}"
    document = PaperDocument("kitchen_slip", 2, tuple(blocks))
    return Slip(SpoolKind.KITCHEN_SLIP, station.printer, title, ticket.order_id, document, ticket.ticket_id)


def silent_screen_slip(ticket: TicketFired, station: Station, route: str, calendar: BusinessCalendar) -> Slip:
    """What comes out instead when a station's screen does not answer; it says that the screen may show it as well."""
    slip = kitchen_slip(ticket, station, calendar)
    mark = text_line(
        said("SCREEN SILENT - ALSO ON SCREEN LATER"), style=Style(bold=True, invert=True), align=Align.CENTER
    )
    document = PaperDocument("silent_screen_slip", 1, (mark, *slip.document.blocks))
    return Slip(
        slip.kind, route, said("{title} (screen silent)", title=slip.title), slip.order_id, document, slip.ticket_id
    )


def void_slip(
    order: Order, line: Line, quantity: int, reason: str, station: Station, calendar: BusinessCalendar, now: datetime
) -> Slip:
    """What tells a station that something is not wanted any more."""
    at = calendar.local(now)
    blocks: tuple[Block, ...] = (
        text_line(said("VOID"), style=Style(bold=True, width=2, height=2, invert=True), align=Align.CENTER),
        Columns((Cell(station.name.upper(), style=BOLD), clock_cell(at, BOLD))),
        text_line(_place(order.order_type, order.table_name, order.guest_name), style=TALL),
        text_line(order.number),
        Rule(RuleStyle.DOUBLE),
        text_line(f"{quantity} x {line.sold.kitchen_name or line.sold.name}", style=HIGH),
        text_line(said("Reason: {reason}", reason=reason)),
        Feed(),
        Cut(),
        Buzzer(),
    )
    document = PaperDocument("void_slip", 1, blocks)
    ticket_id = None if line.fire_id is None else ticket_id_of(line.fire_id, station.id)
    return Slip(
        SpoolKind.VOID_SLIP, station.printer, said("Void {number}", number=order.number), order.id, document, ticket_id
    )


def _together(ticket: TicketFired, calendar: BusinessCalendar) -> list[Block]:
    """Who else is making something of the same fire, and when to begin where that is later."""
    blocks: list[Block] = []
    if ticket.due_at is not None:
        words = promised_words(ticket.due_at, ticket.fired_at, calendar)
        blocks.append(text_line(words, style=Style(bold=True, invert=True)))
    if ticket.start_at is not None and ticket.start_at > ticket.fired_at:
        blocks.append(
            text_line(
                said("BEGIN AT {at:%H:%M}", at=calendar.local(ticket.start_at)), style=Style(bold=True, invert=True)
            )
        )
    if ticket.also_at:
        blocks.append(text_line(said("ALSO AT: {stations}", stations=", ".join(ticket.also_at).upper()), style=BOLD))
    return blocks


def promised_words(due_at: datetime, today: datetime, calendar: BusinessCalendar) -> str:
    """PROMISED 19:40, with the date where that is another day."""
    at = calendar.local(due_at)
    if calendar.date_of(due_at) == calendar.date_of(today):
        return said("PROMISED {at:%H:%M}", at=at)
    return said("PROMISED {at:%d.%m. %H:%M}", at=at)


def _choices(modifiers: Sequence[ChosenModifier], quantity: int) -> list[Block]:
    rows: list[Block] = []
    for modifier in modifiers:
        count = "" if modifier.quantity == quantity else f"{modifier.quantity} x "
        inset = "   " + "  " * modifier.level
        words: str = f"{inset}{count}{modifier.name}"
        if not modifier.word:
            words = said(
                "{inset}{sign} {what}", inset=inset, sign=PREFIX[modifier.kind], what=f"{count}{modifier.name}"
            )
        rows.append(text_line(words, style=BOLD))
    return rows


def _place(order_type: OrderType, table_name: str, guest_name: str) -> str:
    if order_type is OrderType.DINE_IN and table_name:
        return said("Table {table}", table=table_name)
    return (
        said("{how} {guest}", how=HANDED_OVER[order_type], guest=guest_name) if guest_name else HANDED_OVER[order_type]
    )
