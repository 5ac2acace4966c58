"""Inquiries there: ours are known by their reference, the others are put on the manager's list."""

from __future__ import annotations

from datetime import timedelta

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import LeadId
from aura_terminal.domain.leads import Lead, LeadCaptured, LeadStated
from aura_terminal.ports.central import PULLED, Picture, Sweep
from aura_terminal.ports.store import SYSTEM
from sync.connectors.myhibachi.endpoints import LEADS
from sync.connectors.myhibachi.lead_plan import lead_of
from sync.connectors.myhibachi.naming import CONNECTOR, OUR_INQUIRY, record_of
from sync.reconcile.contract import Call
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, at

DAYS_A_PAGE, PAGES = 3, 10
"""The list documents no pages: it is asked for three days at a time, a month back."""


def ask_leads(sweep: Sweep) -> Call:
    """The inquiries of three days, the newest first ("List Leads")."""
    last = at(sweep.began_ms).date() + timedelta(days=1 - DAYS_A_PAGE * (sweep.page - 1))
    first = last - timedelta(days=DAYS_A_PAGE - 1)
    return LEADS.call(query={"date_from": first.isoformat(), "date_to": last.isoformat()})


def has_next(sweep: Sweep) -> bool:
    """Whether there are days left."""
    return sweep.page < PAGES


def unseen(reading: Found, rows: int) -> tuple[str, ...]:
    """What three days hold beyond what they showed, in words."""
    pages = reading.maybe("pagination")
    total = None if pages is None else pages.maybe("total_items")
    if total is None or total.whole() <= rows:
        return ()
    return (f"{total.whole()} inquiries in three days, of which {rows} are shown",)


def take_lead(intake: Intake, row: Found) -> str:
    """An inquiry by its id; everything but its state is taken once."""
    central_id = row["id"].id()
    message = _text(row, "message")
    marked = OUR_INQUIRY.search(message)
    lead_id = intake.picture.local_of(CONNECTOR, "lead", central_id)
    if not lead_id and marked is not None and not intake.picture.record(record_of("lead", marked["id"])).is_linked:
        lead_id = marked["id"]
        intake.facts.append(CentralConfirmed(record_of("lead", lead_id), "create", "", central_id, intake.now))
    if not lead_id:
        lead_id = intake.local_id("lead", central_id)
        intake.link("lead", lead_id, central_id, PULLED)
    lead = _lead(LeadId(lead_id), intake.picture)
    if lead.captured is None:
        intake.facts.append(LeadCaptured(
            lead.id, row["created_at"].moment(), SYSTEM, row["name"].name(), _text(row, "phone"), _text(row, "email"),
            OUR_INQUIRY.sub("", message).strip(), CONNECTOR,
        ))  # fmt: skip
    status, assigned = _text(row, "status"), _text(row, "assigned_to")
    if lead.stated is None or (lead.stated.status, lead.stated.assigned_to) != (status, assigned):
        intake.facts.append(LeadStated(lead.id, CONNECTOR, intake.now, status, assigned))
    return central_id


def _lead(lead_id: LeadId, picture: Picture) -> Lead:
    try:
        return lead_of(lead_id, picture)
    except NotFound:
        return Lead(lead_id)


def _text(row: Found, name: str) -> str:
    """A text as one line, or a number as one: the document shows nobody assigned, and filters by an id."""
    found = row.maybe(name)
    if found is None:
        return ""
    return " ".join(found.prose().split()) if isinstance(found.value, str) else found.id()
