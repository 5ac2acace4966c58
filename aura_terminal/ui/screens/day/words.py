"""A day's figures in people's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.language.formats import clock_text, date_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.day.checks import coverage_words
from aura_terminal.view_models.day import Day, DayClosed, DayModel, DayTotals, Figure

DOT = "  ·  "


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("DayScreen", words)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One row: a heading has no amount; `is_sum` stands out."""

    words: str
    count: str = ""
    amount: str = ""
    is_sum: bool = False


def day_words(model: DayModel) -> str:
    """The date, and whether it is today."""
    day = model.day
    if day is None:
        return ""
    words = date_text(day.day)
    return tr("Today, {date}").format(date=words) if model.is_today else words


def figure_lines(totals: DayTotals, money: MoneyText) -> list[FigureLine]:
    """Everything there is to say of a day, in the order of the printed report."""
    lines = [
        FigureLine(tr("Sales"), str(totals.orders), money.amount(totals.gross), is_sum=True),
        FigureLine(tr("Net"), "", money.amount(totals.net)),
        *(FigureLine(tax.name, "", money.amount(tax.tax)) for tax in totals.taxes),
        *figure_group(tr("Taken"), totals.tenders, money),
        *figure_group(tr("Tips"), totals.tips, money),
        *figure_group(tr("Discounts"), totals.discounts, money),
        *figure_group(tr("Charges"), totals.charges, money),
        *figure_group(tr("No turnover"), totals.liabilities, money),
        *figure_group(tr("Goods that came back"), totals.returns, money),
        *figure_group(tr("Given back"), (*totals.refunds, *totals.reversals), money),
        *figure_group(tr("Kept, borne, written off"), (*totals.kept, *totals.borne, *totals.written_off), money),
        *figure_group(tr("Categories"), totals.categories, money),
        *figure_group(tr("Kinds of order"), totals.order_types, money),
        *figure_group(tr("Taken back"), (totals.voids, totals.removed, totals.cancelled), money),
        *figure_group(tr("Cards at risk or undecided"), (*totals.card_risk, *totals.card_undecided), money),
    ]
    if totals.rounding:
        lines.append(FigureLine(tr("Cash rounding"), "", money.amount(totals.rounding)))
    return lines


def figure_group(heading: str, figures: Iterable[Figure], money: MoneyText) -> Iterator[FigureLine]:
    """A heading with its figures; nothing where there are none."""
    known = [figure for figure in figures if figure.count or figure.amount]
    if known:
        yield FigureLine(heading)
        for figure in known:
            yield FigureLine(_name(figure.name), str(figure.count), money.amount(figure.amount))


def _name(name: str) -> str:
    words = {
        "cash": tr("Cash"),
        "card": tr("Card"),
        "dine_in": tr("Dine in"),
        "takeout": tr("Takeout"),
        "delivery": tr("Delivery"),
        "voids": tr("Voided after sending"),
        "removed": tr("Removed before sending"),
        "cancelled": tr("Cancelled orders"),
        "kept": tr("Kept as a tip"),
        "returns": tr("Taken back"),
        "exchange": tr("Goods exchanged"),
        "gift": tr("Gift card"),
        "gift_card": tr("Gift card"),
        "house": tr("House account"),
        "deposit": tr("Deposit"),
        "borne": tr("Borne by the house"),
        "written off": tr("Written off"),
    }
    return words.get(name, name)


def covers(day: Day) -> str:
    """Whom closing this day now would speak for."""
    coverage = day.coverage
    return coverage_words(coverage.terminals - len(coverage.missing), coverage.terminals)


def closing_words(closing: DayClosed, model: DayModel, money: MoneyText) -> str:
    """A Z report in one line."""
    number = tr("Z {number}").format(number=closing.number)
    where = "" if model.day is None or closing.terminal == model.day.here else closing.terminal
    addendum = tr("addendum {number}").format(number=closing.addendum) if closing.addendum else ""
    at = clock_text(model.local(closing.closed_at))
    return DOT.join(filter(None, (where, number, addendum, at, money.total(closing.totals.gross))))
