"""Dashboard, key figures, revenue and receivables as sheets that stand beside our own figures."""

from __future__ import annotations

from collections.abc import Iterator

from aura_terminal.domain.central_sheet import CentralSheet, OurFigure, SheetFigure, SheetRow, sheet_id
from sync.connectors.unified.amounts import currency_of
from sync.connectors.unified.naming import CONNECTOR
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake
from sync.reconcile.sheets import MOST_ROWS, amounts, counts, keep_sheet

MONEY = (
    "revenue_today", "revenue_month", "outstanding_receivables", "outstanding_payables", "cash_position",
)  # fmt: skip
SALES = ("active_opportunities", "orders_today", "orders_month")
OPERATIONS = ("low_stock_items", "pending_pos", "pending_approvals")
AGES = ("current", "days_30", "days_60", "days_90_plus", "total")
BESIDE = {"outstanding_receivables": OurFigure.RECEIVABLES, "low_stock_items": OurFigure.LOW_STOCK}
MOST_KPIS = 40


def take_overview(intake: Intake, said: Found) -> None:
    """The dashboard: how things stand now."""
    currency = currency_of(intake.picture)
    figures = (
        *amounts(_part(said, "financial_summary"), currency, MONEY, BESIDE),
        *amounts(_part(said, "sales_summary"), currency, ("pipeline_value",)),
        *counts(_part(said, "sales_summary"), SALES),
        *counts(_part(said, "operations_summary"), OPERATIONS, BESIDE),
    )
    alerts = said.maybe("alerts")
    rows = tuple(map(_alert, alerts.items())) if alerts is not None else ()
    keep_sheet(intake, _sheet(intake, "overview", figures, rows))


def take_kpis(intake: Intake, said: Found) -> None:
    """Key figures. The documents show no reply: every plain number of it is taken under its name."""
    figures = tuple(_numbers(said))[:MOST_KPIS]
    keep_sheet(intake, _sheet(intake, "kpis", figures))


def take_revenue(intake: Intake, said: Found) -> None:
    """Revenue day by day over the span that was asked for."""
    currency, period = currency_of(intake.picture), said["period"]
    rows = tuple(_day(one, currency) for one in said["data_points"].items())[-MOST_ROWS:]
    figures = (
        *amounts(said, currency, ("total_revenue",), {"total_revenue": OurFigure.SALES}),
        *counts(said, ("growth_percent",)),
    )
    first, last = period["start_date"].day(), period["end_date"].day()
    keep_sheet(intake, CentralSheet(
        sheet_id(CONNECTOR, "revenue"), CONNECTOR, "revenue", intake.now, first, last, figures, rows
    ))  # fmt: skip


def take_receivables(intake: Intake, said: Found) -> None:
    """What companies owe, by age."""
    currency = currency_of(intake.picture)
    figures = tuple(amounts(said["summary"], currency, AGES, {"total": OurFigure.RECEIVABLES}))
    rows = tuple(
        SheetRow(one["customer_name"].name(), tuple(amounts(one, currency, AGES))) for one in said["details"].items()
    )
    keep_sheet(intake, _sheet(intake, "receivables", figures, rows[:MOST_ROWS]))


def _sheet(
    intake: Intake, report: str, figures: tuple[SheetFigure, ...], rows: tuple[SheetRow, ...] = ()
) -> CentralSheet:
    return CentralSheet(sheet_id(CONNECTOR, report), CONNECTOR, report, intake.now, figures=figures, rows=rows)


def _alert(one: Found) -> SheetRow:
    return SheetRow(one["message"].name(), tuple(counts(one, ("count",))))


def _day(one: Found, currency: str) -> SheetRow:
    figures = (
        *amounts(one, currency, ("revenue",), {"revenue": OurFigure.SALES}),
        *counts(one, ("orders",), {"orders": OurFigure.ORDERS}),
    )
    period = one["period"]
    return SheetRow(period.label(), figures, period.day())


def _part(said: Found, name: str) -> Found:
    return said.maybe(name) or Found({}, name)


def _numbers(said: Found, before: str = "") -> Iterator[SheetFigure]:
    for name, found in said.fields():
        named = f"{before}{name}"
        if isinstance(found.value, dict):
            yield from _numbers(found, f"{named}.")
        elif not isinstance(found.value, bool | str | list):
            yield SheetFigure(named, f"{found.decimal():f}")
