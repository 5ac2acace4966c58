"""Every resource that is mirrored: how often, where it is asked for, and who takes its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.documents import DocumentKind, DocumentWithdrawn, put
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.menu import Item
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.central import Picture, Sweep
from sync.connectors.auraconnect.endpoints import CATEGORIES, LAYOUT, MENU_ITEMS, STAFF, TABLES, TAX_RATES, Endpoint
from sync.connectors.auraconnect.intake import Intake
from sync.connectors.auraconnect.naming import CONNECTOR, PULLED, record_of
from sync.connectors.auraconnect.paging import ABSENT, Listed, is_repeated, listed
from sync.connectors.auraconnect.pulls.floor import note_layout, take_table
from sync.connectors.auraconnect.pulls.menu import take_category, take_item
from sync.connectors.auraconnect.pulls.staff import take_member
from sync.connectors.auraconnect.pulls.taxes import take_rates
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Call, Page, Pull, Reply, Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.replies import complaint_of

MINUTE, HOUR = 60.0, 3600.0

VANISHED = "vanished"
"""What stands for the content of something that is gone there, so that it is news when it comes back."""

PULLS = (
    Pull("tax_rates", HOUR, "tax"),
    Pull("categories", 30 * MINUTE, "category"),
    Pull("items", 10 * MINUTE, "item", is_base=True),
    Pull("staff", 30 * MINUTE, "staff", is_base=True),
    Pull("layout", HOUR, "table"),
    Pull("tables", 15 * MINUTE, "table"),
)

ENDPOINTS: dict[str, Endpoint] = {
    "tax_rates": TAX_RATES,
    "categories": CATEGORIES,
    "items": MENU_ITEMS,
    "staff": STAFF,
    "tables": TABLES,
    "layout": LAYOUT,
}
LISTS = {"tax_rates": ("rates", "tax_rates"), "layout": ("tables",)}

Take = Callable[[Intake, Sweep, Listed], tuple[str, ...]]


def ask(sweep: Sweep) -> Call:
    """The request for a resource's next page."""
    return ENDPOINTS[sweep.resource].page(sweep.page)


def take(sweep: Sweep, answer: Reply, read: Callable[[], Found], picture: Picture, words: Words, now_ms: int) -> Page:
    """A page's facts. A resource the deployment does not have is an empty page. Raises Unreadable."""
    if answer.status in ABSENT:
        return Page((), (), has_next=False, is_enough=True)
    if not 200 <= answer.status < 300:
        raise Unreadable(sweep.resource, f"{answer.status} {complaint_of(answer).message}".strip())
    found = listed(sweep, read(), *LISTS.get(sweep.resource, (sweep.resource,)))
    intake = Intake(picture, words, now_ms)
    ids = TAKERS[sweep.resource](intake, sweep, found)
    return Page(tuple(intake.facts), ids, found.has_next and not is_repeated(sweep, ids), total=found.total)


def _rates(intake: Intake, sweep: Sweep, found: Listed) -> tuple[str, ...]:
    return take_rates(intake, found.rows, is_all=sweep.page == 1 and not found.has_next)


def _each(taker: Callable[[Intake, Found, int], str]) -> Take:
    def take_rows(intake: Intake, sweep: Sweep, found: Listed) -> tuple[str, ...]:
        before = len(sweep.seen)
        return tuple(taker(intake, row, before + place) for place, row in enumerate(found.rows, 1))

    return take_rows


def _layout(intake: Intake, sweep: Sweep, found: Listed) -> tuple[str, ...]:
    ids = tuple(take_table(intake, row) for row in found.rows)
    if not found.has_next:
        note_layout(intake)
    return ids


TAKERS: dict[str, Take] = {
    "tax_rates": _rates,
    "categories": _each(take_category),
    "items": _each(take_item),
    "staff": _each(take_member),
    "tables": _each(lambda intake, row, _: take_table(intake, row)),
    "layout": _layout,
}


def vanished(sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
    """Items and people that are gone there are not offered here; a table nobody sits at is taken off the plan.

    Where all of them at once are gone it is believed of none: that is another tenant or a mistake, not an empty house.
    """
    gone = set(ids)
    at = datetime.fromtimestamp(sweep.began_ms / 1000, UTC)
    facts: list[Fact] = []
    if sweep.resource in WITHDRAWN and not _is_everything(sweep.resource, gone, picture):
        kind, _ = WITHDRAWN[sweep.resource]
        for central_id in sorted(gone):
            fact = _gone(sweep.resource, central_id, picture)
            if fact is not None:
                record = record_of(kind, picture.local_of(CONNECTOR, kind, central_id))
                facts += [fact, CentralConfirmed(record, PULLED, VANISHED, central_id, at)]
    return tuple(facts)


WITHDRAWN: dict[str, tuple[str, type[Item | StaffMember | Table]]] = {
    "items": ("item", Item),
    "staff": ("staff", StaffMember),
    "tables": ("table", Table),
}


def _is_everything(resource: str, gone: set[str], picture: Picture) -> bool:
    kind, type_ = WITHDRAWN[resource]
    records = (picture.record(record_of(kind, one.id)) for one in picture.documents(type_))
    linked = {one.central_id for one in records if one.is_linked and one.done.get(PULLED) != VANISHED}
    return len(linked) > 1 and linked <= gone


def _gone(resource: str, central_id: str, picture: Picture) -> Fact | None:
    kind, type_ = WITHDRAWN[resource]
    try:
        found = picture.document(type_, picture.local_of(CONNECTOR, kind, central_id))
    except NotFound:
        return None
    if isinstance(found, Table):
        return None if picture.orders_at(found.id) else DocumentWithdrawn(DocumentKind.TABLE, found.id)
    return put(replace(found, active=False)) if found.active else None
