"""Every resource that is mirrored: how often, where it is asked for, and who takes its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.central import Picture, Sweep
from sync.connectors.myhibachi.endpoints import BOOKINGS, CUSTOMERS, PAGE_SIZE
from sync.connectors.myhibachi.naming import NAMING
from sync.connectors.myhibachi.pulls.bookings import note_booking, note_terms
from sync.connectors.myhibachi.pulls.customers import note_customer
from sync.connectors.myhibachi.pulls.figures import ask_figures, take_figures
from sync.connectors.myhibachi.pulls.leads import ask_leads, has_next, take_lead, unseen
from sync.reconcile.contract import Call, Page, Pull, Reply, Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at
from sync.reconcile.replies import json_of
from sync.reconcile.rows import LeftOut, taken_rows

MINUTE, HOUR = 60.0, 3600.0
PAST_DAYS = 2

PULLS = (
    Pull("bookings", 5 * MINUTE, "reservation", is_base=True),
    Pull("leads", 15 * MINUTE, "lead"),
    Pull("customers", 30 * MINUTE, "customer"),
    Pull("analytics", 6 * HOUR),
)


def ask(sweep: Sweep) -> Call:
    """The request for a resource's next page."""
    if sweep.resource == "leads":
        return ask_leads(sweep)
    if sweep.resource == "analytics":
        return ask_figures(sweep)
    page = {"page": str(sweep.page), "limit": str(PAGE_SIZE)}
    if sweep.resource == "customers":
        return CUSTOMERS.call(query=page)
    since = (at(sweep.began_ms) - timedelta(days=PAST_DAYS)).date().isoformat()
    return BOOKINGS.call(query={"event_date_from": since, "sort": "event_date", "order": "asc", **page})


def take(sweep: Sweep, answer: Reply, picture: Picture, now_ms: int) -> Page:
    """A page's facts. A row that cannot be read is named and left out. Raises Unreadable."""
    if not 200 <= answer.status < 300:
        raise Unreadable("the beginning", f"the answer {answer.status}")
    reading = json_of(answer)

    def new_intake() -> Intake:
        return Intake(NAMING, picture, now_ms, sweep.began_ms)

    if sweep.resource == "analytics":
        intake = new_intake()
        take_figures(intake, reading, picture.document(StoreProfile, STORE_PROFILE).currency)
        return Page(tuple(intake.facts), (), has_next=False)
    rows = tuple(reading["items"].items())
    taken = taken_rows(rows, new_intake, TAKERS[sweep.resource])
    facts, troubles = taken.facts, taken.left_out.troubles
    if sweep.resource == "leads":
        return Page(
            facts, taken.ids, has_next(sweep), is_enough=not has_next(sweep),
            troubles=(*troubles, *unseen(reading, len(rows))),
        )  # fmt: skip
    if sweep.resource == "bookings" and sweep.page == 1:
        intake = new_intake()
        note_terms(intake)
        facts = (*intake.facts, *facts)
    return _page(reading, facts, taken.ids, taken.left_out)


def _page(reading: Found, facts: tuple[Fact, ...], ids: tuple[str, ...], left_out: LeftOut) -> Page:
    pages = reading["pagination"]
    total = pages.maybe("total_items")
    return Page(
        facts, ids, _goes_on(pages), total=None if total is None else total.whole(), troubles=left_out.troubles,
        has_gaps=left_out.has_gaps,
    )  # fmt: skip


def _goes_on(pages: Found) -> bool:
    """Whether there is another page; "List Customers" shows how many there are alone."""
    following = pages.maybe("has_next")
    return pages["page"].whole() < pages["total_pages"].whole() if following is None else following.flag()


TAKERS: dict[str, Callable[[Intake, Found], str]] = {
    "bookings": note_booking,
    "customers": note_customer,
    "leads": take_lead,
}
