"""Reports in people's words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.money import Money
from aura_terminal.domain.reports import Cell, Column, Coverage, Period
from aura_terminal.ui.language.formats import date_text, day_text, moment_text, weekday_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.widgets.charts import BarRow
from aura_terminal.view_models.reports import Report, ReportKind, ReportRow, ReportsModel

DOT = "  ·  "
UNKNOWN = "–"  # the dash of a table
HOURLY = (ReportKind.HOURS, ReportKind.LABOR)
UPRIGHT = (ReportKind.HOURS, ReportKind.DAYS, ReportKind.WEEKDAYS, ReportKind.LABOR)
TIMES = (ReportKind.STATIONS, ReportKind.DISHES)
WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("ReportsPage", words)


def title_of(kind: ReportKind) -> str:
    """What a report is called."""
    return {
        ReportKind.HOURS: tr("Hours"),
        ReportKind.DAYS: tr("Days"),
        ReportKind.WEEKDAYS: tr("Weekdays"),
        ReportKind.ITEMS: tr("Product mix"),
        ReportKind.CATEGORIES: tr("Categories"),
        ReportKind.SERVERS: tr("Servers"),
        ReportKind.ORDER_TYPES: tr("Kinds of order"),
        ReportKind.TENDERS: tr("Tenders"),
        ReportKind.TAXES: tr("Taxes"),
        ReportKind.DISCOUNTS: tr("Discounts"),
        ReportKind.COMPS: tr("On the house"),
        ReportKind.CHARGES: tr("Service charges"),
        ReportKind.VOIDS: tr("Voids"),
        ReportKind.REMOVED: tr("Removed lines"),
        ReportKind.CANCELLED: tr("Cancelled orders"),
        ReportKind.CORRECTIONS: tr("Corrections"),
        ReportKind.LABOR: tr("Labour"),
        ReportKind.STATIONS: tr("Kitchen times"),
        ReportKind.DISHES: tr("Times by dish"),
        ReportKind.DRAWERS: tr("Drawers"),
    }[kind]


def heading_of(column: Column, kind: ReportKind) -> str:
    """What a column is called; the first one by what the rows are."""
    if column is Column.NAME and kind in HOURLY:
        return tr("Hour")
    if column is Column.NAME and kind in (ReportKind.DAYS, ReportKind.WEEKDAYS):
        return tr("Day") if kind is ReportKind.DAYS else tr("Weekday")
    if column is Column.PART and kind is ReportKind.DISHES:
        return tr("Station")
    return {
        Column.RANK: tr("No."),
        Column.NAME: tr("Name"),
        Column.PART: tr("Category"),
        Column.WHO: tr("Who"),
        Column.WHY: tr("Why"),
        Column.ORDERS: tr("Orders"),
        Column.GUESTS: tr("Guests"),
        Column.UNITS: tr("Count"),
        Column.AVERAGE: tr("Average"),
        Column.NET: tr("Net"),
        Column.TAX: tr("Tax"),
        Column.TIPS: tr("Tips"),
        Column.AMOUNT: tr("Amount"),
        Column.SHARE: tr("Share"),
        Column.BEFORE: tr("Before"),
        Column.CHANGE: tr("Change"),
        Column.MINUTES: tr("Time"),
        Column.COST: tr("Cost"),
        Column.PERCENT: tr("% of net"),
        Column.SECONDS: tr("Average"),
        Column.MOST_SECONDS: tr("9 of 10 in"),
        Column.LATE: tr("Late"),
        Column.BEGUN: tr("Begun"),
        Column.EXPECTED: tr("Expected"),
        Column.COUNTED: tr("Counted"),
        Column.OVER_SHORT: tr("Over/short"),
    }[column]


def weekday(number: int) -> str:
    """Monday is 1."""
    return QCoreApplication.translate("Weekdays", WEEKDAYS[number]) if 1 <= number <= 7 else ""


def name_of(kind: ReportKind, row: ReportRow) -> str:
    """What a row is about."""
    name = row.key.name
    if kind in HOURLY:
        return f"{name}:00"
    if kind is ReportKind.WEEKDAYS and name:
        return weekday(int(name))
    if kind is ReportKind.DAYS and name:
        on = datetime.fromisoformat(name)
        return f"{weekday_text(on)} {day_text(on)}"
    words = {
        "cash": tr("Cash"),
        "card": tr("Card"),
        "dine_in": tr("Dine in"),
        "takeout": tr("Takeout"),
        "delivery": tr("Delivery"),
        "refund": tr("Given back"),
        "reversal": tr("Never happened"),
        "kept": tr("Kept as a tip"),
        "liability": tr("Put on accounts"),
        "gift": tr("Gift card"),
        "gift_card": tr("Gift card"),
        "house": tr("House account"),
        "deposit": tr("Deposit"),
        "borne": tr("Borne by the house"),
        "written_off": tr("Written off"),
        "return": tr("Goods that came back"),
        "exchange": tr("Goods exchanged"),
    }
    coded = (ReportKind.TENDERS, ReportKind.ORDER_TYPES, ReportKind.CORRECTIONS)
    return (words.get(name, name) if kind in coded else name) or UNKNOWN


def cell_words(cell: Cell, column: Column, model: ReportsModel, money: MoneyText) -> str:
    """What stands in a column."""
    if cell is None or cell == "":
        return UNKNOWN if column not in (Column.NAME, Column.PART, Column.RANK, Column.WHO, Column.WHY) else ""
    match cell:
        case Money():
            return money.amount(cell)
        case Decimal():
            return change_words(cell, money) if column is Column.CHANGE else share_words(cell, money)
        case datetime():
            return moment_text(model.local(cell))
        case int() if column is Column.MINUTES:
            return f"{cell // 60}:{cell % 60:02}"
        case int() if column in (Column.SECONDS, Column.MOST_SECONDS):
            return seconds_words(cell)
        case _:
            return str(cell)


def seconds_words(seconds: int) -> str:
    """Minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02}"


def share_words(share: Decimal, money: MoneyText) -> str:
    """A percentage."""
    return f"{share:.1f} %".replace(".", money.decimal_sign).replace("-", "−")  # the minus sign


def change_words(change: Decimal, money: MoneyText) -> str:
    """More or less than before: an arrow says which way, for those who see no colour."""
    arrow = "▲" if change > 0 else "▼" if change < 0 else "="
    return f"{arrow} {share_words(abs(change), money)}"


def days_words(period: Period) -> str:
    """One day, or from one to another."""
    if period.days == 1:
        return f"{weekday(period.first.isoweekday())}, {date_text(period.first)}"
    return f"{date_text(period.first)} – {date_text(period.last)}"  # from to


def coverage_words(coverage: Coverage, model: ReportsModel) -> str:
    """What may be missing; nothing when nothing is known to be."""
    said = [
        tr("{label} not heard since {time}: may be incomplete.").format(
            label=label, time=moment_text(model.local(since))
        )
        for label, since in coverage.missing
    ]
    if coverage.waiting:
        said.append(tr("{count} orders heard of are not in it yet.").format(count=coverage.waiting))
    return " ".join(said)


def bars_of(report: Report, money: MoneyText, most: int | None = None) -> list[BarRow]:
    """The rows of a report as bars; the hours between the first and the last one that sold nothing among them."""
    rows = report.rows if most is None else report.rows[:most]
    bars = [_bar(report, row, money, place) for place, row in enumerate(rows)]
    return _every_hour(bars) if report.kind in HOURLY else bars


def _bar(report: Report, row: ReportRow, money: MoneyText, place: int) -> BarRow:
    words = name_of(report.kind, row)
    short = words[:2] if report.kind in HOURLY else words
    if report.kind in TIMES:
        shown, was = seconds_words(row.weight), ""
    else:
        shown = money.amount(Money(row.weight, report.currency))
        was = "" if row.before is None else money.amount(Money(row.before, report.currency))
    spoken = ", ".join(filter(None, (words, shown, tr("before {amount}").format(amount=was) if was else "")))
    return BarRow(str(place), short, row.weight, shown, row.before, was, spoken)


def _every_hour(bars: list[BarRow]) -> list[BarRow]:
    if not bars:
        return bars
    known = {bar.words: bar for bar in bars}
    first, last = int(bars[0].words), int(bars[-1].words)
    hours = [f"{(first + number) % 24:02}" for number in range((last - first) % 24 + 1)]
    return [known.get(hour) or _empty(hour) for hour in hours]


def _empty(hour: str) -> BarRow:
    return BarRow(f"h{hour}", hour, 0, "", say=tr("{hour}:00, nothing").format(hour=hour))
