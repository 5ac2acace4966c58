"""A report on 80 mm paper and as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
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
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.paper_blocks import head, report_of
from aura_terminal.use_cases.slips import BOLD, HIGH, Slip

TITLES = {
    ReportKind.HOURS: "SALES BY HOUR", ReportKind.DAYS: "SALES BY DAY", ReportKind.WEEKDAYS: "SALES BY WEEKDAY",
    ReportKind.ITEMS: "PRODUCT MIX", ReportKind.CATEGORIES: "CATEGORIES", ReportKind.SERVERS: "SALES BY SERVER",
    ReportKind.ORDER_TYPES: "KINDS OF ORDER", ReportKind.TENDERS: "TENDERS", ReportKind.TAXES: "TAXES",
    ReportKind.DISCOUNTS: "DISCOUNTS", ReportKind.COMPS: "ON THE HOUSE",
    ReportKind.CHARGES: "SERVICE CHARGES", ReportKind.VOIDS: "VOIDS",
    ReportKind.REMOVED: "REMOVED LINES", ReportKind.CANCELLED: "CANCELLED ORDERS",
    ReportKind.CORRECTIONS: "CORRECTIONS", ReportKind.LABOR: "LABOUR BY HOUR", ReportKind.STATIONS: "KITCHEN TIMES",
    ReportKind.DISHES: "TIMES BY DISH", ReportKind.DRAWERS: "DRAWERS",
}  # fmt: skip
WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORDS = {
    CASH: "Cash", CARD: "Card", "dine_in": "Dine in", "takeout": "Takeout", "delivery": "Delivery",
    "refund": "Given back", "reversal": "Never happened", "kept": "Kept as a tip", "borne": "Borne by the house",
    "written_off": "Written off", "exchange": "Goods exchanged",
    "return": "Goods that came back", "liability": "Put on accounts", "gift": "Gift card", "gift_card": "Gift card",
    "house": "House account", "deposit": "Deposit",
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
        *head(title, profile, _days(report), f"Read {calendar.local(now):%d.%m.%Y %H:%M}", style=HIGH),
        Rule(RuleStyle.DOUBLE),
        *(_row(report, row.cells, name_of(report.kind, row)) for row in report.rows),
        Rule(),
        _row(report, report.total, "TOTAL", BOLD),
        *(text_line(words) for words in _coverage(report, calendar)),
    ]
    return report_of("report", title, blocks)


def name_of(kind: ReportKind, row: ReportRow) -> str:
    """What a row is about, for people."""
    name = row.key.name
    if kind in (ReportKind.HOURS, ReportKind.LABOR):
        return f"{name}:00"
    if kind is ReportKind.WEEKDAYS and name:
        return WEEKDAYS[int(name)]
    if kind in _NAMED:
        return WORDS.get(name, name)
    return name or "-"


def _days(report: Report) -> str:
    period = report.period
    if period.days == 1:
        return f"{period.first:%d.%m.%Y}"
    return f"{period.first:%d.%m.%Y} - {period.last:%d.%m.%Y}"


def _row(report: Report, cells: tuple[Cell, ...], name: str, style: Style = PLAIN) -> Block:
    named = dict(zip(report.columns, cells, strict=True))
    fields = [Field(name, style=style)]
    for columns, width in ((_COUNT, _COUNT_WIDTH), (_AMOUNT, _AMOUNT_WIDTH), ((Column.CHANGE,), _CHANGE_WIDTH)):
        column = next((one for one in columns if one in named), None)
        if column is not None:
            words = plain(named[column]) + ("%" if column is Column.CHANGE and named[column] is not None else "")
            fields.append(Field(words, Align.RIGHT, width=width, style=style))
    return Columns(tuple(fields))


def _coverage(report: Report, calendar: BusinessCalendar) -> Iterator[str]:
    for label, since in report.coverage.missing:
        yield f"{label} not heard since {calendar.local(since):%d.%m. %H:%M}: may be incomplete"
    if report.coverage.waiting:
        yield f"{report.coverage.waiting} orders heard of are not in it yet"


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
