"""Documents of the shop as rows of stored data; what the API says beyond a document is kept beside it as an extra."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import insert, update

from aura_terminal.domain.documents import KIND_OF, DocumentKind
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.menu import Item
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import StaffMember
from sync.central import resources
from sync.central.catalogue import bodies, house_bodies
from sync.central.catalogue.kinds import (
    CATEGORY,
    EXTRAS,
    ITEM,
    PROGRAMME,
    PROMOTION,
    REWARD,
    SCHEDULE,
    STAFF,
    SUPPLY,
    TABLE,
    TIER,
)
from sync.central.catalogue.numbering import number as number_parts
from sync.central.resources import Kind
from sync.central.store.desk import Desk
from sync.central.store.tables import RESOURCES

Body = dict[str, Any]
Make = Callable[[Desk, Any, Body], Body]  # each kind of document has a type of its own

MADE: Mapping[DocumentKind, tuple[Kind, Make]] = {
    DocumentKind.ITEM: (ITEM, bodies.item),
    DocumentKind.CATEGORY: (CATEGORY, bodies.category),
    DocumentKind.TABLE: (TABLE, bodies.table),
    DocumentKind.STAFF: (STAFF, bodies.member),
    DocumentKind.SCHEDULE: (SCHEDULE, bodies.schedule),
    DocumentKind.LOYALTY_PROGRAMME: (PROGRAMME, house_bodies.programme),
    DocumentKind.LOYALTY_TIER: (TIER, house_bodies.tier),
    DocumentKind.REWARD: (REWARD, house_bodies.reward),
    DocumentKind.PROMOTION: (PROMOTION, house_bodies.promotion),
    DocumentKind.SUPPLY: (SUPPLY, house_bodies.supply),
}
"""Kinds of documents that lists show one by one, by the kind of stored data they are shown as."""


def lay_out_document(desk: Desk, aggregate_id: str) -> None:
    """Write the row of a document, and have those written again that show a part of it."""
    kind_word, _, document_id = aggregate_id.partition("/")
    kind = DocumentKind(kind_word)
    document = desk.shelf.documents.get((kind_word, document_id))
    number_parts(desk, () if document is None else (document,))
    if kind in MADE:
        stored, make = MADE[kind]
        number = desk.number(kind_word, document_id)
        if document is None:
            mirror(desk, stored, number, None)
        else:
            extra = extra_of(desk, stored, number)
            mirror(desk, stored, number, {**extra, **make(desk, document, extra)})
    _touch_dependants(desk, kind, document_id)


def mirror(desk: Desk, kind: Kind, number: int, body: Body | None) -> None:
    """Write a row that follows from a fact of the shop; None takes it off every list."""
    key = (RESOURCES.c.tenant == desk.tenant.number, RESOURCES.c.kind == kind.name, RESOURCES.c.number == number)
    if body is None:
        desk.connection.execute(update(RESOURCES).where(*key), {"gone": 1, "updated_ms": desk.now_ms})
        return
    row = {**resources.columns_of(kind, body), "updated_ms": desk.now_ms, "gone": 0}
    if not desk.connection.execute(update(RESOURCES).where(*key), row).rowcount:
        new = {"tenant": desk.tenant.number, "kind": kind.name, "number": number, "created_ms": desk.now_ms}
        desk.connection.execute(insert(RESOURCES), {**new, **row})


def extra_of(desk: Desk, kind: Kind, number: int) -> Body:
    """What the API keeps of a document beyond what the shop knows."""
    found = resources.find(desk.connection, desk.tenant.number, EXTRAS[kind.name], number)
    return {} if found is None else found.body


def put_extra(desk: Desk, kind: Kind, number: int, said: Mapping[str, Any]) -> None:
    """Change what is kept beyond the document; its row follows."""
    if not said:
        return
    extra = EXTRAS[kind.name]
    found = resources.find(desk.connection, desk.tenant.number, extra, number)
    if found is None:
        resources.create(desk, extra, dict(said), number)
    else:
        resources.change(desk, extra, found, {**found.body, **said})


def _touch_dependants(desk: Desk, kind: DocumentKind, document_id: str) -> None:
    if kind is DocumentKind.MODIFIER_GROUP:
        _touch(desk, [one for one in desk.shelf.all(Item) if document_id in one.modifier_groups])
    elif kind is DocumentKind.CATEGORY:
        _touch(desk, [one for one in desk.shelf.all(Item) if one.category == document_id])
    elif kind is DocumentKind.AREA:
        _touch(desk, [one for one in desk.shelf.all(Table) if one.area == document_id])
    elif kind is DocumentKind.ROLE:
        _touch(desk, [one for one in desk.shelf.all(StaffMember) if document_id in one.roles])


def _touch(desk: Desk, documents: list[Any]) -> None:  # documents of one kind
    for document in documents:
        kind = KIND_OF[type(document)]
        desk.touch(Aggregate.DOCUMENT, f"{kind.value}/{document.id}")
