"""A page on which everything is switched off: believed when the next pass says the same, because a mistake is likelier.

A menu without a dish and a house without people cannot sell; what was set wrong there for a moment is not done here.
"""

from __future__ import annotations

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.menu import Item
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.central import Picture, Sweep
from sync.connectors.auraconnect.intake import at
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.paging import Listed
from sync.reconcile.contract import Page, Unreadable, digest_of
from sync.reconcile.fields import Found

FEWEST = 2
"""From so many on that would all be switched off at once."""
DAY_MS = 24 * 3600 * 1000
"""How long a first look counts."""
WORDS = {"items": "dishes", "staff": "people"}


def switched_off(sweep: Sweep, found: Listed, picture: Picture, now_ms: int) -> Page | None:
    """The page of which nothing but that it was seen is taken; None where the page is to be believed."""
    if sweep.resource not in WORDS or not found.rows or not all(_is_off(sweep.resource, row) for row in found.rows):
        return None
    ids = tuple(row["id"].id() for row in found.rows)
    here = sorted(id_ for id_ in ids if _is_on_here(sweep.resource, id_, picture))
    if len(here) < FEWEST:
        return None
    record = picture.record(record_of("pull", sweep.resource))
    step, digest = f"off/{sweep.page}", digest_of(here)
    if record.is_done(step, digest) and 0 < sweep.began_ms - int(record.said.get(step, 0)) <= DAY_MS:
        return None
    seen = CentralConfirmed(record.id, step, digest, "", at(now_ms), said=((step, str(sweep.began_ms)),))
    words = f"all {len(here)} {WORDS[sweep.resource]} of page {sweep.page} are switched off there"
    trouble = f"{words}; they stay here until it says so once more"
    return Page((seen,), ids, found.has_next, "", found.total, troubles=(trouble,))


def _is_off(resource: str, row: Found) -> bool:
    """Whether a row says so; one that cannot be read says nothing."""
    try:
        row["id"].id()
        if resource == "items":
            active = row.maybe("is_active")
            return active is not None and not active.flag()
        status = row.maybe("status")
        return status is not None and status.text().casefold() not in ("", "active")
    except Unreadable:
        return False


def _is_on_here(resource: str, central_id: str, picture: Picture) -> bool:
    kind, type_ = ("item", Item) if resource == "items" else ("staff", StaffMember)
    local_id = picture.local_of(CONNECTOR, kind, central_id)
    try:
        found: Document = picture.document(type_, local_id)
    except NotFound:
        return False
    return bool(getattr(found, "active", False))
