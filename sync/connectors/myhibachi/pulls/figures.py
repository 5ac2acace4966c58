"""MyHibachi's figures of the last thirty days, beside ours ("Analytics Dashboard"; it needs an admin's account)."""

from __future__ import annotations

from datetime import timedelta

from aura_terminal.domain.central_sheet import CentralSheet, SheetFigure, SheetRow, sheet_id
from aura_terminal.ports.central import Sweep
from sync.connectors.myhibachi.endpoints import ANALYTICS
from sync.connectors.myhibachi.naming import CONNECTOR
from sync.reconcile.contract import Call
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at
from sync.reconcile.sheets import keep_sheet

REPORT, DAYS = "analytics", 30
METRICS = "revenue,bookings,customers"
COUNTED = {
    "bookings": ("total", "confirmed", "pending", "cancelled"),
    "customers": ("new", "returning", "total_active"),
}


def ask_figures(sweep: Sweep) -> Call:
    """The dashboard of the thirty days up to yesterday: days that are over change no more by themselves."""
    last = at(sweep.began_ms).date() - timedelta(days=1)
    first = last - timedelta(days=DAYS - 1)
    query = {"date_from": first.isoformat(), "date_to": last.isoformat(), "metric": METRICS}
    return ANALYTICS.call(query=query)


def take_figures(intake: Intake, said: Found, currency: str) -> str:
    """The sheet; event revenue is not what tills took, so nothing of it is compared, all of it is shown."""
    period = said["period"]
    figures = [_money("revenue", said["revenue"]["total"], currency)]
    for name, parts in COUNTED.items():
        group = said.maybe(name)
        for part in parts if group is not None else ():
            found = None if group is None else group.maybe(part)
            if found is not None:
                figures.append(SheetFigure(f"{name}.{part}", str(found.whole())))
    keep_sheet(intake, CentralSheet(
        sheet_id(CONNECTOR, REPORT), CONNECTOR, REPORT, intake.now, period["from"].day(), period["to"].day(),
        tuple(figures), _rows(said, currency),
    ))  # fmt: skip
    return REPORT


def _rows(said: Found, currency: str) -> tuple[SheetRow, ...]:
    charts = said.maybe("charts")
    if charts is None:
        return ()
    days, types = charts.maybe("revenue_by_day"), charts.maybe("bookings_by_type")
    rows = [
        SheetRow(one["date"].text(), (_money("revenue", one["amount"], currency),), one["date"].day())
        for one in (() if days is None else days.items())
    ]
    for name, found in () if types is None else types.fields():
        rows.append(SheetRow(name, (SheetFigure("bookings", str(found.whole())),)))
    return tuple(rows)


def _money(name: str, found: Found, currency: str) -> SheetFigure:
    return SheetFigure(name, f"{found.decimal():f}", currency)
