"""The day's reports on paper: X, Z, and a cashier's shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.closing import DayClosed, DayTotals, Deed, DeedKind, DrawerClosed, Figure, OpenOrder
from aura_terminal.domain.closing_checks import CheckKind, ClosingCheck
from aura_terminal.domain.money import Money
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
from aura_terminal.domain.saying import said
from aura_terminal.domain.shift_report import ShiftReport
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.paper_blocks import (
    AMOUNT_WIDTH,
    business_day,
    counted,
    head,
    inset,
    listed,
    report_of,
    row,
)
from aura_terminal.use_cases.receipts import TENDER_WORDS
from aura_terminal.use_cases.slips import BOLD, Slip

Missing = Sequence[tuple[str, datetime]]
CHECK_WORDS = {
    CheckKind.CARDS_UNDECIDED: said("Cards nobody knows of"),
    CheckKind.DRAWERS_RUNNING: said("Drawers not counted"),
    CheckKind.OPEN_ORDERS: said("Orders carried over"),
    CheckKind.CONFLICTS: said("Conflicts to decide"),
    CheckKind.CARDS_AT_RISK: said("Cards approved offline"),
    CheckKind.UNPRINTED: said("Paper not printed"),
    CheckKind.CLOCKED_IN: said("Still clocked in"),
    CheckKind.TERMINALS_MISSING: said("Terminals not heard"),
    CheckKind.UNSHARED: said("Facts on this machine only"),
    CheckKind.NOT_TOLD: said("Not told to the back office"),
}
FIGURE_WORDS = {
    **TENDER_WORDS, "voids": said("voids"), "removed": said("removed"), "cancelled": said("cancelled"),
    "returns": said("Goods that came back"),
    "kept": said("Kept as a tip"), "borne": said("Borne by the house"), "written off": said("Written off"),
}  # fmt: skip
CORRECTS = said("Takes off what two reports held")
DEED_WORDS = {
    DeedKind.NO_SALE: said("drawer opened, no sale"),
    DeedKind.OPENED: said("drawer opened"),
    DeedKind.REMOVED: said("removed"),
    DeedKind.VOIDED: said("voided"),
    DeedKind.CANCELLED: said("cancelled order"),
}


OPENED_FOR = {
    "paid_in": said("Paid in"), "paid_out": said("Paid out"), "drop": said("To the safe"),
    "tips_out": said("Tips paid out"), "refund": said("Given back"), "count": said("Counted"),
}  # fmt: skip
"""The first word of what is noted when the program opens a drawer for something that is no sale."""


def x_report(
    totals: DayTotals, profile: StoreProfile, open_orders: Sequence[OpenOrder] = (), missing: Missing = ()
) -> Slip:
    """An X report on paper; `missing` are terminals that could not be heard, with since when."""
    title = said("X REPORT")
    blocks = (*_head(title, totals, profile), *_body(totals, profile, open_orders, missing))
    return report_of("day_report", title, blocks)


def z_report(closed: DayClosed, profile: StoreProfile) -> Slip:
    """A Z report on paper: the same fact, the same paper, whenever and wherever it is printed."""
    title = said("Z REPORT {number}", number=closed.number)
    if closed.addendum:
        title = said("Z REPORT {number} ADDENDUM {addendum}", number=closed.number, addendum=closed.addendum)
    calendar = profile.calendar
    blocks = (
        *_head(title, closed.totals, profile, _closed_by(closed, calendar)),
        *_body(closed.totals, profile, closed.open, closed.missing),
        *_by_terminal(closed),
        *_drawers(closed.drawers, calendar),
        *(row(said("Cash without a session {name}", name=one.name), one.amount) for one in closed.loose_cash),
        *_deeds(closed, calendar),
        *_noted(closed.noted, calendar),
    )
    return report_of("day_report", title, blocks)


def shift_paper(report: ShiftReport, profile: StoreProfile) -> Slip:
    """What one person, or one session of a drawer, did."""
    calendar, title = profile.calendar, said("SHIFT REPORT")
    blocks: list[Block] = [
        *head(title, profile),
        text_line(report.name, style=BOLD, align=Align.CENTER),
        text_line(business_day(report.business_date), align=Align.CENTER),
        *_span(report, calendar),
        Rule(RuleStyle.DOUBLE),
        row(said("Orders closed"), report.sales),
        _count(inset(said("closed")), report.orders),
        Rule(),
    ]
    groups = (
        (said("Taken"), report.tenders), (said("Tips"), report.tips), (said("Given back"), report.refunds),
        (said("Never happened"), report.reversals), (said("Discounts"), report.given_away),
        (said("Taken back"), tuple(one for one in (report.voids, report.removed) if one is not None)),
    )  # fmt: skip
    for heading, figures in groups:
        if figures:
            blocks.extend(_figures(heading, figures))
    blocks.append(row(said("Taken in all"), report.taken))
    blocks.append(_count(said("Drawer opened"), report.openings))
    blocks.extend(_drawers(report.drawers, calendar))
    blocks.extend(line for deed in report.deeds for line in _deed(deed, calendar))
    blocks.extend((Feed(2), text_line(said("Signature: {line}", line="_" * 22))))
    return report_of("shift_report", said("{title} {name}", title=title, name=report.name), blocks)


def _head(title: str, totals: DayTotals, profile: StoreProfile, more: Sequence[Block] = ()) -> Iterator[Block]:
    yield from head(title, profile, business_day(totals.business_date))
    yield from more
    yield Rule(RuleStyle.DOUBLE)


def _closed_by(closed: DayClosed, calendar: BusinessCalendar) -> list[Block]:
    """Who closed it when and where, and which terminals it speaks for; nothing for one of an earlier program."""
    if not closed.by_name:
        return []
    at = calendar.local(closed.closed_at)
    covered, all_ = closed.covered
    covers = text_line(
        said("Covers {covered} of {all} terminals", covered=covered, all=all_), style=BOLD, align=Align.CENTER
    )
    return [
        text_line(
            said("Closed {at:%d.%m.%Y %H:%M} at {terminal}", at=at, terminal=closed.terminal), align=Align.CENTER
        ),
        text_line(said("by {name}", name=closed.by_name), align=Align.CENTER),
        *([covers] if all_ > 1 else []),
        *([text_line(CORRECTS, style=BOLD, align=Align.CENTER)] if closed.corrects else []),
    ]


def _body(
    totals: DayTotals, profile: StoreProfile, open_orders: Sequence[OpenOrder], missing: Missing
) -> Iterator[Block]:
    yield row(said("Orders"), totals.gross)
    yield _count(inset(said("closed")), totals.orders)
    yield row(said("Net"), totals.net)
    yield row(said("Tax"), totals.tax)
    yield Rule()
    for heading, figures in ((said("Tenders"), totals.tenders), (said("Categories"), totals.categories)):
        yield from _figures(heading, figures)
    for about, figures in _where_there_are(totals):
        if figures:
            yield from _figures(about, figures)
    for tax in totals.taxes:
        yield row(said("{rate} on {net}", rate=tax.name, net=tax.net), tax.tax)
    yield Rule()
    yield from _figures(said("Taken back"), (totals.voids, totals.removed, totals.cancelled))
    yield row(said("Change given"), totals.change_given)
    yield row(said("Cash rounding"), totals.rounding)
    yield row(said("Still open ({count})", count=totals.open_orders), totals.open_amount)
    for order in open_orders:
        words: str = order.number
        if order.table_name:
            words = said("{number} table {table}", number=order.number, table=order.table_name)
        yield row(inset(words), order.due)
    for label, since in missing:
        at = profile.calendar.local(since)
        yield text_line(said("Not heard: {terminal} since {at:%d.%m.%Y %H:%M}", terminal=label, at=at))


def _where_there_are(totals: DayTotals) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    return (
        (said("Tips"), totals.tips),
        (said("Approved offline, at risk"), totals.card_risk),
        (said("Cards nobody knows of"), totals.card_undecided),
        (said("Discounts"), totals.discounts),
        (said("Charges"), totals.charges),
        (said("No turnover"), totals.liabilities),
        (said("Goods that came back"), totals.returns),
        (said("Given back"), totals.refunds),
        (said("Never happened"), totals.reversals),
        (said("Kept and borne"), (*totals.kept, *totals.borne, *totals.written_off)),
    )


def _by_terminal(closed: DayClosed) -> Iterator[Block]:
    if len(closed.parts) > 1:
        yield Rule()
        yield text_line(said("By terminal"), style=BOLD)
        for part in closed.parts:
            yield row(counted(part.totals.orders, part.terminal), part.totals.gross)


def _drawers(drawers: Iterable[DrawerClosed], calendar: BusinessCalendar) -> Iterator[Block]:
    for drawer in drawers:
        yield Rule()
        whose = f"{drawer.drawer} {drawer.cashier}".rstrip()
        yield text_line(said("Drawer {drawer}", drawer=whose), style=BOLD)
        ended = said("still running") if drawer.ended_at is None else _clock(drawer.ended_at, calendar)
        begun = calendar.local(drawer.begun_at)
        yield text_line(inset(said("{begun:%d.%m. %H:%M} - {ended}", begun=begun, ended=ended)))
        yield row(inset(said("Float")), drawer.float)
        yield row(inset(said("Cash sales")), drawer.sales)
        moved = (
            (said("Given back"), -drawer.refunds), (said("Paid in"), drawer.paid_in),
            (said("Paid out"), -drawer.paid_out),
            (said("To the safe"), -drawer.dropped), (said("Tips paid out"), -drawer.tips_out),
        )  # fmt: skip
        for words, amount in moved:
            if amount:
                yield row(inset(words), amount)
        yield row(inset(said("Expected")), drawer.expected)
        yield from _counted(drawer)


def _counted(drawer: DrawerClosed) -> Iterator[Block]:
    if drawer.counted is None or drawer.over_short is None:
        yield text_line(inset(said("Not counted yet")))
        return
    yield row(inset(said("Counted")), drawer.counted)
    amount = said("{amount}  ", amount=drawer.over_short)
    yield Columns((Cell(inset(_off(drawer.over_short)), style=BOLD), Cell(amount, Align.RIGHT, width=AMOUNT_WIDTH)))


def _off(over_short: Money) -> str:
    if not over_short:
        return said("Over or short")
    return said("Short") if over_short.minor < 0 else said("Over")


def _deeds(closed: DayClosed, calendar: BusinessCalendar) -> Iterator[Block]:
    """What people will ask about, one by one."""
    if not (closed.deeds or closed.openings_for_sales):
        return
    yield Rule()
    yield text_line(said("Drawers opened and lines taken back"), style=BOLD)
    if closed.openings_for_sales:
        yield _count(inset(said("Drawer opened for sales")), closed.openings_for_sales)
    for deed in closed.deeds:
        yield from _deed(deed, calendar)
    if closed.more_deeds:
        yield text_line(inset(said("and {count} more that are not listed", count=closed.more_deeds)))


def _deed(deed: Deed, calendar: BusinessCalendar) -> Iterator[Block]:
    """Two lines: what happened to what, and who did it when and why."""
    count = f"{deed.quantity} x " if deed.quantity and deed.kind is not DeedKind.CANCELLED else ""
    words: str = DEED_WORDS[deed.kind]
    if what := f"{count}{deed.what}".rstrip():
        words = said("{deed} {what}", deed=words, what=what)
    yield text_line(inset(words)) if deed.amount is None else row(inset(words), deed.amount)
    when = said("{at:%d.%m. %H:%M}", at=calendar.local(deed.at))
    parts = (when, deed.by, deed.terminal, deed.order, _reason(deed))
    allowed = said("allowed by {name}", name=deed.allowed_by) if deed.allowed_by not in ("", deed.by) else ""
    yield text_line(inset(inset(listed((*parts, allowed)))))


def _reason(deed: Deed) -> str:
    """What a person said, in quotation marks; why the program opened a drawer, in the reader's language."""
    first, _, of = deed.reason.partition(" ")
    if deed.kind is not DeedKind.OPENED or first not in OPENED_FOR:
        return deed.reason and f'"{deed.reason}"'
    return said("{what} {of}", what=OPENED_FOR[first], of=of) if of else OPENED_FOR[first]


def _noted(checks: Sequence[ClosingCheck], calendar: BusinessCalendar) -> Iterator[Block]:
    """What was still going on when the day was closed."""
    told = [check for check in checks if check.kind not in (CheckKind.OPEN_ORDERS, CheckKind.TERMINALS_MISSING)]
    if not told:
        return
    yield Rule()
    yield text_line(said("Still going on"), style=BOLD)
    for check in told:
        words = counted(check.count, CHECK_WORDS[check.kind])
        yield text_line(words) if not check.amount else row(words, check.amount)
        since = "" if check.since is None else said("since {at:%d.%m. %H:%M}", at=calendar.local(check.since))
        if check.names or since:
            yield text_line(inset(inset(listed((*check.names, since)))))


def _span(report: ShiftReport, calendar: BusinessCalendar) -> Iterator[Block]:
    if report.began_at is not None:
        ended = said("now") if report.ended_at is None else _clock(report.ended_at, calendar)
        words = said("{began} - {ended}", began=_clock(report.began_at, calendar), ended=ended)
        yield text_line(words, align=Align.CENTER)
    if report.terminals:
        yield text_line(said("at {terminals}", terminals=", ".join(report.terminals)), align=Align.CENTER)


def _clock(at: datetime, calendar: BusinessCalendar) -> str:
    return said("{at:%H:%M}", at=calendar.local(at))


def _count(words: str, count: int) -> Block:
    return Columns((Cell(words), Cell(str(count), Align.RIGHT, width=AMOUNT_WIDTH)))


def _figures(heading: str, figures: Iterable[Figure]) -> Iterator[Block]:
    yield text_line(heading, style=BOLD)
    for figure in figures:
        yield row(counted(figure.count, FIGURE_WORDS.get(figure.name, figure.name)), figure.amount)
    yield Rule()
