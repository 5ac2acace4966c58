"""The day's figures as plain values for scripts: amounts in minor units, dates as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aura_terminal.domain.closing import DayClosed, DayTotals, DrawerClosed, Figure, parts_of

Plain = dict[str, object]


def plain_day(totals: DayTotals) -> Plain:
    """One business date."""
    return {
        "business_date": totals.business_date.isoformat(),
        "currency": totals.currency,
        "orders": totals.orders,
        "guests": totals.guests,
        "gross_minor": totals.gross.minor,
        "net_minor": totals.net.minor,
        "tax_minor": totals.tax.minor,
        "tenders": _figures(totals.tenders),
        "tips": _figures(totals.tips),
        "charges": _figures(totals.charges),
        "liabilities": _figures(totals.liabilities),
        "card_risk": _figures(totals.card_risk),
        "card_undecided": _figures(totals.card_undecided),
        "taxes": [
            {"id": tax.rate_id, "name": tax.name, "net_minor": tax.net.minor, "tax_minor": tax.tax.minor}
            for tax in totals.taxes
        ],
        "categories": _figures(totals.categories),
        "items": _figures(totals.items),
        "order_types": _figures(totals.order_types),
        "voids": _figure(totals.voids),
        "removed": _figure(totals.removed),
        "cancelled": _figure(totals.cancelled),
        "change_given_minor": totals.change_given.minor,
        "rounding_minor": totals.rounding.minor,
        "open_orders": totals.open_orders,
        "open_minor": totals.open_amount.minor,
    }


def plain_closing(closing: DayClosed) -> Plain:
    """One Z report."""
    return plain_day(closing.totals) | {
        "number": closing.number,
        "terminal": closing.terminal,
        "closed_at": closing.closed_at.isoformat(),
        "covers": dict(closing.covers),
        "addendum": closing.addendum,
        "terminals": closing.covered[1],
        "missing": {label: since.isoformat() for label, since in closing.missing},
        "parts": {part.terminal: part.totals.gross.minor for part in parts_of(closing)},
        "drawers": [_drawer(drawer) for drawer in closing.drawers],
        "noted": {check.kind.value: check.count for check in closing.noted},
    }


def _drawer(drawer: DrawerClosed) -> Plain:
    return {
        "drawer": drawer.drawer,
        "terminal": drawer.terminal,
        "cashier": drawer.cashier,
        "float_minor": drawer.float.minor,
        "expected_minor": drawer.expected.minor,
        "counted_minor": None if drawer.counted is None else drawer.counted.minor,
        "over_short_minor": None if drawer.over_short is None else drawer.over_short.minor,
    }


def plain_sales(days: Sequence[DayTotals], currency: str) -> Plain:
    """Several business dates and their sums."""
    return {
        "currency": currency,
        "orders": sum(day.orders for day in days),
        "payments": sum(figure.count for day in days for figure in day.tenders),
        "gross_minor": sum(day.gross.minor for day in days),
        "net_minor": sum(day.net.minor for day in days),
        "tax_minor": sum(day.tax.minor for day in days),
        "tenders": _summed(day.tenders for day in days),
        "tips": _summed(day.tips for day in days),
        "categories": _summed(day.categories for day in days),
        "items": _summed(day.items for day in days),
        "taxes": _taxes(days),
        "days": [plain_day(day) for day in days],
    }


def _figure(figure: Figure) -> Plain:
    return {"name": figure.name, "count": figure.count, "minor": figure.amount.minor}


def _figures(figures: Iterable[Figure]) -> list[Plain]:
    return [_figure(figure) for figure in figures]


def _summed(days: Iterable[Iterable[Figure]]) -> list[Plain]:
    sums: dict[str, tuple[int, int]] = {}
    for figures in days:
        for figure in figures:
            count, minor = sums.get(figure.name, (0, 0))
            sums[figure.name] = (count + figure.count, minor + figure.amount.minor)
    return [{"name": name, "count": count, "minor": minor} for name, (count, minor) in sorted(sums.items())]


def _taxes(days: Sequence[DayTotals]) -> list[Plain]:
    sums: dict[str, tuple[str, int, int]] = {}
    for tax in (tax for day in days for tax in day.taxes):
        _, net, amount = sums.get(tax.rate_id, ("", 0, 0))
        sums[tax.rate_id] = (tax.name, net + tax.net.minor, amount + tax.tax.minor)
    return [
        {"id": rate_id, "name": name, "net_minor": net, "tax_minor": tax}
        for rate_id, (name, net, tax) in sorted(sums.items())
    ]
