"""A report on 80 mm paper and as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import (
    PLAIN,
    Align,
    Block,
    Columns,
    Rule,
    RuleStyle,
    Style,
    text_line,
)
from aura_terminal.domain.paper import Cell as Field
from aura_terminal.domain.payments import CARD, CASH
from aura_terminal.domain.reports import Cell, Column, Report, ReportKind, ReportRow
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.paper_blocks import head, report_of
from aura_terminal.use_cases.slips import BOLD, HIGH, Slip

TITLES = {
    ReportKind.HOURS: said("SALES BY HOUR"), ReportKind.DAYS: said("SALES BY DAY"),
    ReportKind.WEEKDAYS: said("SALES BY WEEKDAY"), ReportKind.ITEMS: said("PRODUCT MIX"),
    ReportKind.CATEGORIES: said("CATEGORIES"), ReportKind.SERVERS: said("SALES BY SERVER"),
    ReportKind.ORDER_TYPES: said("KINDS OF ORDER"), ReportKind.TENDERS: said("TENDERS"),
    ReportKind.TAXES: said("TAXES"), ReportKind.DISCOUNTS: said("DISCOUNTS"), ReportKind.COMPS: said("ON THE HOUSE"),
    ReportKind.CHARGES: said("SERVICE CHARGES"), ReportKind.VOIDS: said("VOIDS"),
    ReportKind.REMOVED: said("REMOVED LINES"), ReportKind.CANCELLED: said("CANCELLED ORDERS"),
    ReportKind.CORRECTIONS: said("CORRECTIONS"), ReportKind.LABOR: said("LABOUR BY HOUR"),
    ReportKind.STATIONS: said("KITCHEN TIMES"), ReportKind.DISHES: said("TIMES BY DISH"),
    ReportKind.DRAWERS: said("DRAWERS"),
}  # fmt: skip
WEEKDAYS = (
    "", said("Monday"), said("Tuesday"), said("Wednesday"), said("Thursday"),
    said("Friday"), said("Saturday"), said("Sunday"),
)  # fmt: skip
WORDS = {
    CASH: said("Cash"), CARD: said("Card"), "dine_in": said("Dine in"), "takeout": said("Takeout"),
    "delivery": said("Delivery"), "refund": said("Given back"), "reversal": said("Never happened"),
    "kept": said("Kept as a tip"), "borne": said("Borne by the house"), "written_off": said("Written off"),
    "exchange": said("Goods exchanged"), "return": said("Goods that came back"), "liability": said("Put on accounts"),
    "gift": said("Gift card"), "gift_card": said("Gift card"), "house": said("House account"),
    "deposit": said("Deposit"),
}  # fmt: skip
_NAMED = {ReportKind.TENDERS, ReportKind.ORDER_TYPES, ReportKind.CORRECTIONS}
_COUNT = (Column.ORDERS, Column.UNITS, Column.MINUTES)
_AMOUNT = (Column.AMOUNT, Column.COST, Column.OVER_SHORT, Column.SECONDS)
_COUNT_WIDTH, _AMOUNT_WIDTH, _CHANGE_WIDTH = 6, 12, 8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_slip(report: Report, profile: StoreProfile, now: datetime) -> Slip:
    """The report in three columns, a fourth for the change where it is compared; it says what may be missing."""
    title, calendar = TITLES[report.kind], profile.calendar
    blocks: list[Block] = [
        *head(title, profile, _days(report), said("Read {at:%d.%m.%Y %H:%M}", at=calendar.local(now)), style=HIGH),
        Rule(RuleStyle.DOUBLE),
        *(_row(report, row.cells, name_of(report.kind, row)) for row in report.rows),
        Rule(),
        _row(report, report.total, said("TOTAL"), BOLD),
        *(text_line(words) for words in _coverage(report, calendar)),
    ]
    return report_of("report", title, blocks)


def name_of(kind: ReportKind, row: ReportRow) -> str:
    """What a row is about, for people."""
    name = row.key.name
    if kind in (ReportKind.HOURS, ReportKind.LABOR):
        return said("{at:%H:%M}", at=time(int(name)))
    if kind is ReportKind.DAYS and name:
        return said("{day:%d.%m.%Y}", day=date.fromisoformat(name))
    if kind is ReportKind.WEEKDAYS and name:
        return WEEKDAYS[int(name)]
    if kind in _NAMED:
        return WORDS.get(name, name)
    return name or "-"


def _days(report: Report) -> str:
    period = report.period
    if period.days == 1:
        return said("{day:%d.%m.%Y}", day=period.first)
    return said("{first:%d.%m.%Y} - {last:%d.%m.%Y}", first=period.first, last=period.last)


def _row(report: Report, cells: tuple[Cell, ...], name: str, style: Style = PLAIN) -> Block:
    named = dict(zip(report.columns, cells, strict=True))
    fields = [Field(name, style=style)]
    for columns, width in ((_COUNT, _COUNT_WIDTH), (_AMOUNT, _AMOUNT_WIDTH), ((Column.CHANGE,), _CHANGE_WIDTH)):
        column = next((one for one in columns if one in named), None)
        if column is not None:
            words = _shown(named[column])
            if column is Column.CHANGE and words:
                words = said("{change}%", change=words)
            fields.append(Field(words, Align.RIGHT, width=width, style=style))
    return Columns(tuple(fields))


def _shown(cell: Cell) -> str:
    """A cell as its readers write it."""
    if isinstance(cell, Money):
        return said("{amount}", amount=cell)
    return said("{figure:.1f}", figure=cell) if isinstance(cell, Decimal) else plain(cell)


def _coverage(report: Report, calendar: BusinessCalendar) -> Iterator[str]:
    for label, since in report.coverage.missing:
        at = calendar.local(since)
        yield said("{terminal} not heard since {at:%d.%m. %H:%M}: may be incomplete", terminal=label, at=at)
    if report.coverage.waiting:
        yield said("{count} orders heard of are not in it yet", count=report.coverage.waiting)


def plain(cell: Cell) -> str:
    """A cell as bare text: amounts in major units with a point, nothing for what is not known."""
    match cell:
        case None:
            return ""
        case Money():
            return cell.plain()
        case Decimal():
            return f"{cell:.1f}"
        case datetime():
            return cell.isoformat(timespec="seconds")
        case _:
            return str(cell)


def csv_of(report: Report) -> str:
    """RFC 4180: a header of column codes, CRLF, quoted where needed; the last column names the currency.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    lines = [[column.value for column in report.columns] + ["currency"]]
    for row in report.rows:
        lines.append([_safe(cell) for cell in row.cells] + [report.currency])
    return "".join(",".join(map(_quoted, line)) + "\r\n" for line in lines)


def _safe(cell: Cell) -> str:
    words = plain(cell)
    return f"'{words}" if isinstance(cell, str) and words.startswith(_FORMULA) else words


def _quoted(words: str) -> str:
    if any(sign in words for sign in ',"\r\n'):
        return '"' + words.replace('"', '""') + '"'
    return words
