"""Every resource that is mirrored: how often, where it is asked for, and who takes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from aura_terminal.ports.central import Picture, Sweep
from sync.connectors.auraflow.endpoints import (
    CUSTOMERS,
    LEVELS,
    PAGE_SIZE,
    PRODUCTS,
    SALES_REPORT,
    TOP_PRODUCTS,
    TRANSACTIONS,
    paged,
)
from sync.connectors.auraflow.naming import NAMING
from sync.connectors.auraflow.pulls.customers import take_customer
from sync.connectors.auraflow.pulls.levels import take_level
from sync.connectors.auraflow.pulls.products import take_product
from sync.connectors.auraflow.pulls.reports import take_sales, take_top_products, take_transactions
from sync.connectors.auraflow.words import Words
from sync.reconcile.contract import Call, Page, Pull, Reply, Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at
from sync.reconcile.replies import complaint_of, json_of
from sync.reconcile.rows import is_repeated, taken_rows

MINUTE, HOUR = 60.0, 3600.0
PULLS = (
    Pull("products", 10 * MINUTE, "item", is_base=True),
    Pull("customers", 15 * MINUTE, "guest"),
    Pull("levels", 15 * MINUTE, "supply"),
    Pull("sales_report", 30 * MINUTE),
    Pull("transactions", HOUR),
    Pull("top_products", HOUR),
)
DAYS = timedelta(days=6)
"""The sales report goes over the last seven days."""

Taken = Callable[[Intake, Found], str]


def ask(sweep: Sweep) -> Call:
    """The request for a resource's next page."""
    today = at(sweep.began_ms).date()
    match sweep.resource:
        case "products":
            return PRODUCTS.call(query=paged(sweep.page))
        case "customers":
            return CUSTOMERS.call(query=paged(sweep.page))
        case "levels":
            return LEVELS.call()
        case "sales_report":
            return SALES_REPORT.call(query={**_span(today - DAYS, today), "group_by": "day"})
        case "transactions":
            return TRANSACTIONS.call(query=_span(today - timedelta(days=1), today + timedelta(days=1)))
    return TOP_PRODUCTS.call()


def take(sweep: Sweep, answer: Reply, picture: Picture, words: Words, now_ms: int) -> Page:
    """A page's facts. Raises Unreadable.

    A row that cannot be read is named and left out. A report this account may not see, or that has moved, says nothing.
    """
    if not 200 <= answer.status < 300:
        if sweep.resource in REPORTS and answer.status in (404, 405, 501):
            return Page((), (), has_next=False, is_enough=True)
        raise Unreadable(sweep.resource, f"{answer.status} {complaint_of(answer).message}".strip())
    reading = json_of(answer)
    if sweep.resource in REPORTS:
        intake = Intake(NAMING, picture, now_ms, sweep.began_ms)
        REPORTS[sweep.resource](intake, reading, sweep)
        return Page(tuple(intake.facts), (), has_next=False)
    rows = tuple(reading["data"].items())
    takers: dict[str, Taken] = {
        "products": lambda intake, row: take_product(intake, row, words),
        "customers": take_customer,
        "levels": take_level,
    }
    taken = taken_rows(rows, partial(Intake, NAMING, picture, now_ms, sweep.began_ms), takers[sweep.resource])
    total, goes_on = _told_of_more(reading, len(rows))
    has_next = sweep.resource != "levels" and goes_on and bool(rows) and not is_repeated(sweep, taken.ids)
    out = taken.left_out
    return Page(taken.facts, taken.ids, has_next, total=total, troubles=out.troubles, has_gaps=out.has_gaps)


def _sales(intake: Intake, reading: Found, sweep: Sweep) -> None:
    last = at(sweep.began_ms).date()
    take_sales(intake, reading, last - DAYS, last)


REPORTS: dict[str, Callable[[Intake, Found, Sweep], None]] = {
    "sales_report": _sales,
    "transactions": lambda intake, reading, _: take_transactions(intake, reading),
    "top_products": lambda intake, reading, _: take_top_products(intake, reading),
}


def _told_of_more(reading: Found, rows: int) -> tuple[int | None, bool]:
    """How many there are in all, if that is said, and whether another page follows: customers have no pagination block,
    so a full page means that there may be more."""
    block = reading.maybe("pagination")
    total = None if block is None else block.maybe("total")
    more = None if block is None else block.maybe("has_more")
    return None if total is None else total.whole(), rows >= PAGE_SIZE if more is None else more.flag()


def _span(first: date, last: date) -> dict[str, str]:
    return {"start_date": first.isoformat(), "end_date": last.isoformat()}
