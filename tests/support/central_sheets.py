"""Reports as back offices might have told them, beside what a store in memory sold."""

from __future__ import annotations

from datetime import timedelta

from aura_terminal.domain.central_sheet import CentralSheet, OurFigure, SheetFigure, SheetRow, sheet_id
from aura_terminal.domain.documents import put
from tests.support.memory_shop import EVERYTHING, MemoryStore


def tell_sheets(store: MemoryStore) -> None:
    """A day's sales that miss one order, the same by day, and how a business stands."""
    reads, today = store.shop.reads, store.shop.reports.today()
    sold = store.shop.reports.dashboard(EVERYTHING).today
    short = sold.gross.minor - 1250
    currency = reads.store.profile().currency
    sales = CentralSheet(
        sheet_id("auraflow", "sales"), "auraflow", "sales", store.clock.now(), today, today,
        (
            SheetFigure("total_sales", f"{short // 100}.{short % 100:02}", currency, OurFigure.SALES),
            SheetFigure("total_transactions", str(sold.orders - 1), "", OurFigure.ORDERS),
            SheetFigure("trend", "up"),
        ),
        tuple(
            SheetRow(
                day.isoformat(), (SheetFigure("transactions", str(sold.orders), "", OurFigure.ORDERS),), day=day
            )
            for day in (today - timedelta(days=1), today)
        ),
    )  # fmt: skip
    overview = CentralSheet(
        sheet_id("unified", "overview"), "unified", "overview", store.clock.now(),
        figures=(
            SheetFigure("outstanding_receivables", "0.00", currency, OurFigure.RECEIVABLES),
            SheetFigure("cash_position", "250000.00", currency),
        ),
    )  # fmt: skip
    with store.begin(EVERYTHING.id) as work:
        work.keep(put(sales))
        work.keep(put(overview))
