"""AuraFlow's own reports, beside ours: sales day by day, what sold most, and today's transactions added up.

`GET /reports/top-products` has no documented shape: a list of rows with a name and some of the figures below is taken,
anything else says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from aura_terminal.domain.central_sheet import CentralSheet, OurFigure, SheetFigure, SheetRow, sheet_id
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from sync.connectors.auraflow.naming import CONNECTOR
from sync.connectors.auraflow.pulls.products import currency_of
from sync.reconcile.contract import Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake
from sync.reconcile.replies import unwrapped
from sync.reconcile.rows import first_of
from sync.reconcile.sheets import MOST_ROWS, amounts, counts, keep_sheet

BESIDE = {
    "total_sales": OurFigure.SALES,
    "sales": OurFigure.SALES,
    "total_transactions": OurFigure.ORDERS,
    "transactions": OurFigure.ORDERS,
    "average_ticket": OurFigure.AVERAGE,
    "total_items_sold": OurFigure.UNITS,
}
UNITS = ("quantity_sold", "units_sold", "total_quantity", "quantity", "count")
MONEY = ("revenue", "total_sales", "sales", "total")
SIGNS = {"sale": 1, "return": -1}
"""What a type of transaction adds to turnover; a void was never any."""


def take_sales(intake: Intake, reading: Found, first: date, last: date) -> None:
    """The summary of some days and each of them."""
    said, currency = unwrapped(reading), currency_of(intake)
    summary = said["summary"]
    figures = (
        *amounts(summary, currency, ("total_sales", "average_ticket"), BESIDE),
        *counts(summary, ("total_transactions", "total_items_sold"), BESIDE),
    )
    rows = tuple(_day(one, currency) for one in list(said["breakdown"].items())[:MOST_ROWS])
    id_ = sheet_id(CONNECTOR, "sales")
    keep_sheet(intake, CentralSheet(id_, CONNECTOR, "sales", intake.now, first, last, figures, rows))


def take_top_products(intake: Intake, reading: Found) -> None:
    """What sold most, as far as a row can be understood."""
    rows = tuple(_product(one, currency_of(intake)) for one in _listed(reading))
    known = tuple(one for one in rows if one is not None)[:MOST_ROWS]
    sheet = CentralSheet(sheet_id(CONNECTOR, "top_products"), CONNECTOR, "top_products", intake.now, rows=known)
    if known:
        keep_sheet(intake, sheet)


def take_transactions(intake: Intake, reading: Found) -> None:
    """Today's transactions: how many of each type, and what they come to."""
    day, currency = _today(intake), currency_of(intake)
    if day is None:
        return
    sums: dict[str, tuple[int, Decimal]] = {}
    for row in reading["data"].items():
        if _business_date(intake, row) == day:
            kind = row["type"].text()
            count, amount = sums.get(kind, (0, Decimal(0)))
            sums[kind] = count + 1, amount + row["total"].decimal()
    turnover = sum((SIGNS.get(kind, 0) * amount for kind, (_, amount) in sums.items()), Decimal(0))
    figures = (
        SheetFigure("turnover", f"{turnover:.2f}", currency, OurFigure.SALES),
        SheetFigure("sale", str(sums.get("sale", (0, Decimal(0)))[0]), "", OurFigure.ORDERS),
    )
    rows = tuple(
        SheetRow(kind, (SheetFigure("count", str(count)), SheetFigure("total", f"{amount:.2f}", currency)))
        for kind, (count, amount) in sorted(sums.items())
    )
    id_ = sheet_id(CONNECTOR, "transactions")
    keep_sheet(intake, CentralSheet(id_, CONNECTOR, "transactions", intake.now, day, day, figures, rows))


def _day(row: Found, currency: str) -> SheetRow:
    day = row["date"].day()
    figures = (
        *amounts(row, currency, ("sales", "average_ticket"), BESIDE),
        *counts(row, ("transactions",), BESIDE),
    )  # fmt: skip
    return SheetRow(day.isoformat(), figures, day)


def _listed(reading: Found) -> Iterator[Found]:
    bare = unwrapped(reading)
    found = bare if isinstance(bare.value, list) else first_of(bare, "products", "top_products", "items")
    if found is not None:
        yield from found.items()


def _product(row: Found, currency: str) -> SheetRow | None:
    try:
        named = first_of(row, "name", "product_name")
        units, money = (first_of(row, *names) for names in (UNITS, MONEY))
        if named is None:
            return None
        name = named.name()
        figures = [] if units is None else [SheetFigure("units", f"{units.decimal():f}", "", OurFigure.UNITS)]
        figures += [] if money is None else [SheetFigure("sales", money.money(currency).plain(), currency)]
    except Unreadable:
        return None
    return SheetRow(name, tuple(figures), dish=name) if figures else None


def _today(intake: Intake) -> date | None:
    try:
        return intake.picture.document(StoreProfile, STORE_PROFILE).calendar.date_of(intake.now)
    except NotFound:
        return None


def _business_date(intake: Intake, row: Found) -> date:
    profile = intake.picture.document(StoreProfile, STORE_PROFILE)
    return profile.calendar.date_of(row["timestamp"].moment())
