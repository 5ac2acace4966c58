"""Every list and report that is mirrored: how often, where it is asked for, and who takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import Picture, Sweep
from sync.connectors.unified.endpoints import (
    CUSTOMERS,
    INVOICES,
    KPIS,
    MATERIALS,
    OVERVIEW,
    PAGE_SIZE,
    PURCHASE_ORDERS,
    RECEIVABLES,
    REVENUE_TREND,
    SUPPLIERS,
    page,
)
from sync.connectors.unified.naming import NAMING
from sync.connectors.unified.pulls.companies import take_customer, take_invoice
from sync.connectors.unified.pulls.purchases import take_purchase
from sync.connectors.unified.pulls.reports import take_kpis, take_overview, take_receivables, take_revenue
from sync.connectors.unified.pulls.stock import gone_materials, no_longer_low, take_low, take_material, take_supplier
from sync.connectors.unified.words import Words
from sync.reconcile.contract import Call, Page, Pull, Reply, Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at
from sync.reconcile.replies import complaint_of, json_of, unwrapped
from sync.reconcile.rows import is_repeated, taken_rows

MINUTE, HOUR = 60.0, 3600.0
SPAN = timedelta(days=13)
"""How far back revenue is asked for, beside today."""

PULLS = (
    Pull("materials", HOUR, "supply", is_base=True),
    Pull("low_materials", 15 * MINUTE),
    Pull("suppliers", HOUR, "supplier", is_base=True),
    Pull("customers", 15 * MINUTE, "account", is_base=True),
    Pull("invoices", 10 * MINUTE, "invoice"),
    Pull("purchase_orders", 10 * MINUTE, "purchase"),
    Pull("overview", 15 * MINUTE),
    Pull("kpis", HOUR),
    Pull("revenue", HOUR),
    Pull("receivables", HOUR),
)

REPORTS: dict[str, Callable[[Intake, Found], None]] = {
    "overview": take_overview,
    "kpis": take_kpis,
    "revenue": take_revenue,
    "receivables": take_receivables,
}


def ask(sweep: Sweep) -> Call:
    """The request for a resource's next page, or for a report."""
    match sweep.resource:
        case "materials":
            return page(MATERIALS, sweep.page)
        case "low_materials":
            return page(MATERIALS, sweep.page, {"low_stock_only": "true"})
        case "suppliers":
            return page(SUPPLIERS, sweep.page)
        case "customers":
            return page(CUSTOMERS, sweep.page)
        case "invoices":
            return page(INVOICES, sweep.page)
        case "purchase_orders":
            return page(PURCHASE_ORDERS, sweep.page)
        case "overview":
            return OVERVIEW.call()
        case "kpis":
            return KPIS.call(query={"period": "today"})
        case "revenue":
            today = at(sweep.began_ms).date()
            span = {"start_date": (today - SPAN).isoformat(), "end_date": today.isoformat(), "group_by": "day"}
            return REVENUE_TREND.call(query=span)
    return RECEIVABLES.call()


def take(sweep: Sweep, answer: Reply, picture: Picture, words: Words, now_ms: int) -> Page:
    """A page's facts. Raises Unreadable. A row that cannot be read is named and left out; the others are taken."""
    if not 200 <= answer.status < 300:
        raise Unreadable(sweep.resource, f"{answer.status} {complaint_of(answer).message}".strip())
    said = json_of(answer)

    def new_intake() -> Intake:
        return Intake(NAMING, picture, now_ms, sweep.began_ms)

    if sweep.resource in REPORTS:
        picture.document(StoreProfile, STORE_PROFILE)  # amounts are of the store's currency
        intake = new_intake()
        REPORTS[sweep.resource](intake, unwrapped(said))
        return Page(tuple(intake.facts), (), has_next=False)
    rows = tuple(unwrapped(said).items())
    taken = taken_rows(rows, new_intake, _takers(words)[sweep.resource])
    has_next = _goes_on(sweep, said, len(rows)) and not is_repeated(sweep, taken.ids)
    left_out = taken.left_out
    return Page(taken.facts, taken.ids, has_next, troubles=left_out.troubles, has_gaps=left_out.has_gaps)


def vanished(sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
    """Materials that are gone are bought no more; what is not low any more is not warned of."""
    gone = list(ids)
    if sweep.resource == "low_materials":
        return no_longer_low(gone, picture)
    return gone_materials(gone, picture, sweep.began_ms) if sweep.resource == "materials" else ()


def _takers(words: Words) -> dict[str, Callable[[Intake, Found], str]]:
    return {
        "materials": take_material,
        "low_materials": take_low,
        "suppliers": take_supplier,
        "customers": take_customer,
        "invoices": take_invoice,
        "purchase_orders": lambda intake, row: take_purchase(intake, row, words),
    }


def _goes_on(sweep: Sweep, said: Found, rows: int) -> bool:
    """Whether there is another page, by `meta.pagination.total_pages` ("Pagination"), else whether this one is full."""
    meta = said.maybe("meta") if isinstance(said.value, dict) else None
    pages = meta.maybe("pagination") if meta is not None else None
    total = pages.maybe("total_pages") if pages is not None else None
    return bool(rows) and (rows >= PAGE_SIZE if total is None else sweep.page < total.whole())
