"""Reports of back offices in people's words: what each is called, and what its figures are."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.money import Money
from aura_terminal.ui.language.formats import clock_text, date_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import office_words

UNKNOWN = "–"  # the dash of a table
LONGEST_NAME = 60


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("CentralFigures", words)


def title_of(connector: str, report: str) -> str:
    """What a report is called, with the back office that keeps it."""
    titles = {
        "sales": tr("Sales"),
        "top_products": tr("Top products"),
        "analytics": tr("Analytics"),
        "overview": tr("Overview"),
        "kpis": tr("Key figures"),
        "revenue_trend": tr("Revenue"),
        "receivables": tr("Receivables"),
    }
    return f"{office_words(connector)}: {titles.get(report, plain(report))}"


def figure_name(name: str) -> str:
    """What a figure is called; one that nobody named keeps the document's own name, as words."""
    return {
        "total_sales": tr("Sales"),
        "sales": tr("Sales"),
        "revenue": tr("Revenue"),
        "amount": tr("Amount"),
        "total_transactions": tr("Transactions"),
        "transactions": tr("Transactions"),
        "orders": tr("Orders"),
        "average_ticket": tr("Average check"),
        "total_items_sold": tr("Items sold"),
        "quantity": tr("Quantity"),
        "quantity_sold": tr("Items sold"),
        "total_revenue": tr("Revenue"),
        "revenue_today": tr("Revenue today"),
        "revenue_month": tr("Revenue this month"),
        "outstanding_receivables": tr("Owed to the house"),
        "outstanding_payables": tr("Owed by the house"),
        "cash_position": tr("Cash position"),
        "active_opportunities": tr("Opportunities"),
        "pipeline_value": tr("Pipeline"),
        "orders_today": tr("Orders today"),
        "orders_month": tr("Orders this month"),
        "low_stock_items": tr("Low in stock"),
        "pending_pos": tr("Purchase orders under way"),
        "pending_approvals": tr("Waiting for approval"),
        "current": tr("Not due yet"),
        "days_30": tr("Up to 30 days"),
        "days_60": tr("Up to 60 days"),
        "days_90_plus": tr("90 days and more"),
        "total": tr("All"),
        "confirmed": tr("Confirmed"),
        "pending": tr("Pending"),
        "cancelled": tr("Cancelled"),
        "change_percent": tr("Change in %"),
        "growth_percent": tr("Growth in %"),
        "trend": tr("Trend"),
        "bookings": tr("Bookings"),
        "new": tr("New guests"),
        "returning": tr("Guests who came again"),
        "total_active": tr("Active guests"),
    }.get(name) or plain(name)


def plain(name: str) -> str:
    """A name of a document as words: low_stock becomes Low stock."""
    words = name.replace("_", " ").strip()[:LONGEST_NAME]
    return words[:1].upper() + words[1:]


def value_words(value: Money | Decimal | str | None, money: MoneyText) -> str:
    """A figure; a dash where there is none."""
    match value:
        case None:
            return UNKNOWN
        case Money():
            return money.amount(value)
        case Decimal():
            return f"{value:f}".replace(".", money.decimal_sign).replace("-", "−")  # the minus sign
        case _:
            return value


def difference_words(value: Money | Decimal | None, money: MoneyText) -> str:
    """How much more they say, with its sign; a dash where nothing is compared."""
    words = value_words(value, money)
    is_more = (isinstance(value, Money) and value.minor > 0) or (isinstance(value, Decimal) and value > 0)
    return f"+{words}" if is_more else words


def span_words(first: date | None, last: date | None, said_at: datetime) -> str:
    """Which dates a report goes over, and when it last said something else."""
    said = tr("said {date}, {time}").format(date=date_text(said_at), time=clock_text(said_at))
    if first is None or last is None:
        return tr("As things stand, {said}").format(said=said)
    if first == last:
        return tr("{date}, {said}").format(date=date_text(first), said=said)
    return tr("{first} to {last}, {said}").format(first=date_text(first), last=date_text(last), said=said)
