"""`report`: X reads, Z closes the day, sales sums up days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.opening import opened
from aura_terminal.app.plain_reports import plain_closing, plain_day, plain_sales
from aura_terminal.domain.closing import DayClosed, DayTotals, Figure
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import COMMAND_LINE, Actor
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.shop import Shop

AT_THE_COMMAND_LINE = Actor(COMMAND_LINE, "Command line", frozenset({Permission.CLOSE_DAY, Permission.CLOSE_LATE}))
NAME_WIDTH, AMOUNT_WIDTH = 32, 12


def report(call: Call) -> int:
    """Print one of the reports."""
    asked = call.arguments
    with opened(call.folder, Role.TOOL) as store:
        if asked.which == "x":
            totals = store.shop.closing.read(_date(asked.day))
            call.report(plain_day(totals), day_words("X report", totals))
        elif asked.which == "z":
            closing = _close(store.shop, _date(asked.day))
            call.report(plain_closing(closing), day_words(f"Z report {closing.number}", closing.totals))
        else:
            first, last = _date(asked.first), _date(asked.last)
            if first and last and last < first:
                raise WrongUse(f"--to {last} is before --from {first}; name the earlier date first.")
            days = tuple(_days(store.shop, first, last))
            currency = store.shop.reads.store.profile().currency
            call.report(
                plain_sales(days, currency), "\n\n".join(day_words("Sales", day) for day in days) or "No sales."
            )
    return FINE


def _close(shop: Shop, day: date | None) -> DayClosed:
    """Close the day; one on which nothing new happened answers with its last Z report, whichever terminal made it."""
    try:
        return shop.closing.close_day(AT_THE_COMMAND_LINE, day)
    except RuleBroken as broken:
        if broken.rule is not Rule.NOTHING_TO_CLOSE:
            raise
        wanted = str(broken.details["day"])
        earlier = shop.closing.closed_on(date.fromisoformat(wanted))
        if not earlier:
            raise WrongUse(f"Nothing was sold on {wanted}, so there is no day to close.") from broken
        return earlier[-1]


def _days(shop: Shop, first: date | None, last: date | None) -> Iterable[DayTotals]:
    for day in shop.closing.business_dates():
        if (first is None or day >= first) and (last is None or day <= last):
            yield shop.closing.read(day)


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"{text!r} is not a date; write it like 2026-05-31.") from None


def day_words(title: str, totals: DayTotals) -> str:
    """One business date as a table for people."""
    rows = [
        f"{title}, business day {totals.business_date.isoformat()} ({totals.currency})",
        _row("Gross", totals.orders, totals.gross),
        _row("Net", None, totals.net),
        _row("Tax", None, totals.tax),
        *_figures(totals.tenders),
        *(_row(f"  tips by {tip.name}", tip.count, tip.amount) for tip in totals.tips),
        *(_row(f"  at risk, offline at {risk.name}", risk.count, risk.amount) for risk in totals.card_risk),
        *(_row(f"  undecided at {card.name}", card.count, card.amount) for card in totals.card_undecided),
        *(_row(f"  {tax.name} on {tax.net.plain()}", None, tax.tax) for tax in totals.taxes),
        *_figures(totals.categories),
        *_figures((totals.voids, totals.removed, totals.cancelled)),
        _row("Still open", totals.open_orders, totals.open_amount),
    ]
    return "\n".join(rows)


def _figures(figures: Iterable[Figure]) -> Iterable[str]:
    return (_row(f"  {figure.name}", figure.count, figure.amount) for figure in figures)


def _row(name: str, count: int | None, amount: Money) -> str:
    counted = "" if count is None else str(count)
    return f"{name:<{NAME_WIDTH}}{counted:>6}{amount.plain():>{AMOUNT_WIDTH}}"
