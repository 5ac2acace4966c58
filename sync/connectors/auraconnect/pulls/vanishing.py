"""What follows from things that two complete passes did not show any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.documents import DocumentKind, DocumentWithdrawn, put
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.menu import Item
from aura_terminal.domain.promotions import Promotion
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.central import Picture, Sweep
from sync.connectors.auraconnect.intake import at
from sync.connectors.auraconnect.naming import CONNECTOR, NAMING, PULLED, record_of
from sync.reconcile.vanishing import VANISHED, is_everything, known_there


def vanished(sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
    """Items, people and promotions that are gone there are not offered here; a planned shift and a table nobody sits at
    are withdrawn; of all of them at once it is believed of none.
    """
    gone = set(ids)
    facts: list[Fact] = []
    if sweep.resource in WITHDRAWN and not _is_everything(sweep.resource, gone, picture):
        kind, _ = WITHDRAWN[sweep.resource]
        for central_id in sorted(gone):
            fact = _gone(sweep.resource, central_id, picture)
            if fact is not None:
                record = record_of(kind, picture.local_of(CONNECTOR, kind, central_id))
                facts += [fact, CentralConfirmed(record, PULLED, VANISHED, central_id, at(sweep.began_ms))]
    return tuple(facts)


WITHDRAWN: dict[str, tuple[str, type[Item | StaffMember | Table | Promotion | Schedule]]] = {
    "items": ("item", Item),
    "staff": ("staff", StaffMember),
    "tables": ("table", Table),
    "promotions": ("promotion", Promotion),
    "schedules": ("schedule", Schedule),
}


def _is_everything(resource: str, gone: set[str], picture: Picture) -> bool:
    kind, type_ = WITHDRAWN[resource]
    return is_everything(gone, known_there(NAMING, kind, picture.documents(type_), picture))


def _gone(resource: str, central_id: str, picture: Picture) -> Fact | None:
    kind, type_ = WITHDRAWN[resource]
    try:
        found = picture.document(type_, picture.local_of(CONNECTOR, kind, central_id))
    except NotFound:
        return None
    if isinstance(found, Table):
        return None if picture.orders_at(found.id) else DocumentWithdrawn(DocumentKind.TABLE, found.id)
    if isinstance(found, Schedule):
        return DocumentWithdrawn(DocumentKind.SCHEDULE, found.id)
    return put(replace(found, active=False)) if found.active else None
