"""The day's reports on paper: X, Z, and a cashier's shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.closing import DayClosed, DayTotals, Deed, DeedKind, DrawerClosed, Figure, OpenOrder
from aura_terminal.domain.closing_checks import CheckKind, ClosingCheck
from aura_terminal.domain.paper import (
    Align,
    Block,
    Cell,
    Columns,
    Feed,
    Rule,
    RuleStyle,
    text_line,
)
from aura_terminal.domain.shift_report import ShiftReport
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.paper_blocks import AMOUNT_WIDTH, head, report_of, row
from aura_terminal.use_cases.receipts import TENDER_WORDS
from aura_terminal.use_cases.slips import BOLD, Slip

Missing = Sequence[tuple[str, datetime]]
CHECK_WORDS = {
    CheckKind.CARDS_UNDECIDED: "Cards nobody knows of",
    CheckKind.DRAWERS_RUNNING: "Drawers not counted",
    CheckKind.OPEN_ORDERS: "Orders carried over",
    CheckKind.CONFLICTS: "Conflicts to decide",
    CheckKind.CARDS_AT_RISK: "Cards approved offline",
    CheckKind.UNPRINTED: "Paper not printed",
    CheckKind.CLOCKED_IN: "Still clocked in",
    CheckKind.TERMINALS_MISSING: "Terminals not heard",
    CheckKind.UNSHARED: "Facts on this machine only",
    CheckKind.NOT_TOLD: "Not told to the back office",
}
CORRECTS = "Takes off what two reports held"
DEED_WORDS = {
    DeedKind.NO_SALE: "drawer opened, no sale",
    DeedKind.OPENED: "drawer opened",
    DeedKind.REMOVED: "removed",
    DeedKind.VOIDED: "voided",
    DeedKind.CANCELLED: "cancelled order",
}


def day_report(
    title: str, totals: DayTotals, profile: StoreProfile, open_orders: Sequence[OpenOrder] = (), missing: Missing = ()
) -> Slip:
    """An X report on paper; `missing` are terminals that could not be heard, with since when."""
    blocks = (*_head(title, totals, profile), *_body(totals, profile, open_orders, missing))
    return report_of("day_report", title, blocks)


def z_report(closed: DayClosed, profile: StoreProfile) -> Slip:
    """A Z report on paper: the same fact, the same paper, whenever and wherever it is printed."""
    title = f"Z REPORT {closed.number}" + (f" ADDENDUM {closed.addendum}" if closed.addendum else "")
    calendar = profile.calendar
    blocks = (
        *_head(title, closed.totals, profile, _closed_by(closed, calendar)),
        *_body(closed.totals, profile, closed.open, closed.missing),
        *_by_terminal(closed),
        *_drawers(closed.drawers, calendar),
        *(row(f"Cash without a session {one.name}", one.amount) for one in closed.loose_cash),
        *_deeds(closed, calendar),
        *_noted(closed.noted, calendar),
    )
    return report_of("day_report", title, blocks)


def shift_paper(report: ShiftReport, profile: StoreProfile) -> Slip:
    """What one person, or one session of a drawer, did."""
    calendar, title = profile.calendar, "SHIFT REPORT"
    blocks: list[Block] = [
        *head(title, profile),
        text_line(report.name, style=BOLD, align=Align.CENTER),
        text_line(f"Business day {report.business_date:%d.%m.%Y}", align=Align.CENTER),
        *_span(report, calendar),
        Rule(RuleStyle.DOUBLE),
        row("Orders closed", report.sales),
        _count("  closed", report.orders),
        Rule(),
    ]
    groups = (
        ("Taken", report.tenders), ("Tips", report.tips), ("Given back", report.refunds),
        ("Never happened", report.reversals), ("Discounts", report.given_away),
        ("Taken back", tuple(one for one in (report.voids, report.removed) if one is not None)),
    )  # fmt: skip
    for heading, figures in groups:
        if figures:
            blocks.extend(_figures(heading, figures))
    blocks.append(row("Taken in all", report.taken))
    blocks.append(_count("Drawer opened", report.openings))
    blocks.extend(_drawers(report.drawers, calendar))
    blocks.extend(line for deed in report.deeds for line in _deed(deed, calendar))
    blocks.extend((Feed(2), text_line("Signature: ______________________")))
    return report_of("shift_report", f"{title} {report.name}", blocks)


def _head(title: str, totals: DayTotals, profile: StoreProfile, more: Sequence[Block] = ()) -> Iterator[Block]:
    yield from head(title, profile, f"Business day {totals.business_date:%d.%m.%Y}")
    yield from more
    yield Rule(RuleStyle.DOUBLE)


def _closed_by(closed: DayClosed, calendar: BusinessCalendar) -> list[Block]:
    """Who closed it when and where, and which terminals it speaks for; nothing for one of an earlier program."""
    if not closed.by_name:
        return []
    at = f"{calendar.local(closed.closed_at):%d.%m.%Y %H:%M}"
    covered, all_ = closed.covered
    covers = text_line(f"Covers {covered} of {all_} terminals", style=BOLD, align=Align.CENTER)
    return [
        text_line(f"Closed {at} at {closed.terminal}", align=Align.CENTER),
        text_line(f"by {closed.by_name}", align=Align.CENTER),
        *([covers] if all_ > 1 else []),
        *([text_line(CORRECTS, style=BOLD, align=Align.CENTER)] if closed.corrects else []),
    ]


def _body(
    totals: DayTotals, profile: StoreProfile, open_orders: Sequence[OpenOrder], missing: Missing
) -> Iterator[Block]:
    yield row("Orders", totals.gross)
    yield _count("  closed", totals.orders)
    yield row("Net", totals.net)
    yield row("Tax", totals.tax)
    yield Rule()
    for heading, figures in (("Tenders", totals.tenders), ("Categories", totals.categories)):
        yield from _figures(heading, figures)
    for heading, figures in _where_there_are(totals):
        if figures:
            yield from _figures(heading, figures)
    for tax in totals.taxes:
        yield row(f"{tax.name} on {tax.net.plain()}", tax.tax)
    yield Rule()
    yield from _figures("Taken back", (totals.voids, totals.removed, totals.cancelled))
    yield row("Change given", totals.change_given)
    yield row("Cash rounding", totals.rounding)
    yield row(f"Still open ({totals.open_orders})", totals.open_amount)
    for order in open_orders:
        table = f" table {order.table_name}" if order.table_name else ""
        yield row(f"  {order.number}{table}", order.due)
    for label, since in missing:
        yield text_line(f"Not heard: {label} since {profile.calendar.local(since):%d.%m.%Y %H:%M}")


def _where_there_are(totals: DayTotals) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    return (
        ("Tips", totals.tips),
        ("Approved offline, at risk", totals.card_risk),
        ("Cards nobody knows of", totals.card_undecided),
        ("Discounts", totals.discounts),
        ("Charges", totals.charges),
        ("No turnover", totals.liabilities),
        ("Goods that came back", totals.returns),
        ("Given back", totals.refunds),
        ("Never happened", totals.reversals),
        ("Kept and borne", (*totals.kept, *totals.borne, *totals.written_off)),
    )


def _by_terminal(closed: DayClosed) -> Iterator[Block]:
    if len(closed.parts) > 1:
        yield Rule()
        yield text_line("By terminal", style=BOLD)
        for part in closed.parts:
            yield row(f"  {part.totals.orders} x {part.terminal}", part.totals.gross)


def _drawers(drawers: Iterable[DrawerClosed], calendar: BusinessCalendar) -> Iterator[Block]:
    for drawer in drawers:
        yield Rule()
        ended = "still running" if drawer.ended_at is None else f"{calendar.local(drawer.ended_at):%H:%M}"
        yield text_line(f"Drawer {drawer.drawer} {drawer.cashier}".rstrip(), style=BOLD)
        yield text_line(f"  {calendar.local(drawer.begun_at):%d.%m. %H:%M} - {ended}")
        yield row("  Float", drawer.float)
        yield row("  Cash sales", drawer.sales)
        moved = (
            ("Given back", -drawer.refunds), ("Paid in", drawer.paid_in), ("Paid out", -drawer.paid_out),
            ("To the safe", -drawer.dropped), ("Tips paid out", -drawer.tips_out),
        )  # fmt: skip
        for words, amount in moved:
            if amount:
                yield row(f"  {words}", amount)
        yield row("  Expected", drawer.expected)
        yield from _counted(drawer)


def _counted(drawer: DrawerClosed) -> Iterator[Block]:
    if drawer.counted is None or drawer.over_short is None:
        yield text_line("  Not counted yet")
        return
    yield row("  Counted", drawer.counted)
    words = "Short" if drawer.over_short.minor < 0 else "Over" if drawer.over_short.minor else "Over or short"
    yield Columns(
        (Cell(f"  {words}", style=BOLD), Cell(f"{drawer.over_short.plain()}  ", Align.RIGHT, width=AMOUNT_WIDTH))
    )


def _deeds(closed: DayClosed, calendar: BusinessCalendar) -> Iterator[Block]:
    """What people will ask about, one by one."""
    if not (closed.deeds or closed.openings_for_sales):
        return
    yield Rule()
    yield text_line("Drawers opened and lines taken back", style=BOLD)
    if closed.openings_for_sales:
        yield _count("  Drawer opened for sales", closed.openings_for_sales)
    for deed in closed.deeds:
        yield from _deed(deed, calendar)
    if closed.more_deeds:
        yield text_line(f"  and {closed.more_deeds} more that are not listed")


def _deed(deed: Deed, calendar: BusinessCalendar) -> Iterator[Block]:
    """Two lines: what happened to what, and who did it when and why."""
    count = f"{deed.quantity} x " if deed.quantity and deed.kind is not DeedKind.CANCELLED else ""
    words = f"{DEED_WORDS[deed.kind]} {count}{deed.what}".rstrip()
    yield text_line(f"  {words}") if deed.amount is None else row(f"  {words}", deed.amount)
    when = f"{calendar.local(deed.at):%d.%m. %H:%M}"
    parts = (when, deed.by, deed.terminal, deed.order, deed.reason and f'"{deed.reason}"')
    allowed = deed.allowed_by and deed.allowed_by != deed.by and f"allowed by {deed.allowed_by}"
    yield text_line("    " + ", ".join(part for part in (*parts, allowed) if part))


def _noted(checks: Sequence[ClosingCheck], calendar: BusinessCalendar) -> Iterator[Block]:
    """What was still going on when the day was closed."""
    told = [check for check in checks if check.kind not in (CheckKind.OPEN_ORDERS, CheckKind.TERMINALS_MISSING)]
    if not told:
        return
    yield Rule()
    yield text_line("Still going on", style=BOLD)
    for check in told:
        words = f"  {check.count} x {CHECK_WORDS[check.kind]}"
        yield text_line(words) if not check.amount else row(words, check.amount)
        since = "" if check.since is None else f"since {calendar.local(check.since):%d.%m. %H:%M}"
        names = ", ".join(check.names)
        if names or since:
            yield text_line("    " + ", ".join(part for part in (names, since) if part))


def _span(report: ShiftReport, calendar: BusinessCalendar) -> Iterator[Block]:
    if report.began_at is not None:
        ended = "now" if report.ended_at is None else f"{calendar.local(report.ended_at):%H:%M}"
        yield text_line(f"{calendar.local(report.began_at):%H:%M} - {ended}", align=Align.CENTER)
    if report.terminals:
        yield text_line(f"at {', '.join(report.terminals)}", align=Align.CENTER)


def _count(words: str, count: int) -> Block:
    return Columns((Cell(words), Cell(str(count), Align.RIGHT, width=AMOUNT_WIDTH)))


def _figures(heading: str, figures: Iterable[Figure]) -> Iterator[Block]:
    yield text_line(heading, style=BOLD)
    for figure in figures:
        yield row(f"  {figure.count} x {TENDER_WORDS.get(figure.name, figure.name)}", figure.amount)
    yield Rule()
