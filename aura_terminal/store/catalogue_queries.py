"""The menu as those who write it read it, and what its documents were before."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.documents import DocumentKind, DocumentPut, aggregate_id_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, Origin, StaffId
from aura_terminal.domain.menu import Category, Item
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.ports.catalogue import Revision
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.menu_queries import words_of
from aura_terminal.store.moments import instant
from aura_terminal.store.reading import Reading
from aura_terminal.store.shelf import Shelf
from aura_terminal.store.statements import literal

_ITEMS = literal("SELECT item_id FROM menu_items WHERE category_id = :category ORDER BY position, item_id")
_SEARCH = literal("""
SELECT n.item_id FROM menu_search AS s JOIN menu_items AS n ON n.number = s.rowid
WHERE menu_search MATCH :words
ORDER BY n.active DESC, substr(n.name, 1, length(:typed)) = :start COLLATE NOCASE DESC, n.name, n.item_id
LIMIT :most""")
_ASKING = literal("""
SELECT i.item_id FROM menu_item_groups AS g JOIN menu_items AS i ON i.item_id = g.item_id
WHERE g.group_id = :group_id ORDER BY i.name, i.item_id""")
_WITH_CODE = literal("""
SELECT c.item_id FROM menu_codes AS c JOIN menu_items AS i ON i.item_id = c.item_id
WHERE c.code = :code AND i.active = 1 ORDER BY c.item_id""")
_REVISIONS = literal("""
SELECT stamp, origin, actor, type, version, payload FROM journal
WHERE aggregate = :aggregate AND aggregate_id = :id ORDER BY stamp DESC, fact_id DESC LIMIT :most""")


class CatalogueQueries:
    """The CatalogueReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @property
    def documents(self) -> Shelf:
        return self._reading.shelf

    def categories(self) -> tuple[Category, ...]:
        return tuple(sorted(self._reading.shelf.all(Category), key=lambda one: (one.position, one.id)))

    def items(self, category_id: CategoryId) -> tuple[Item, ...]:
        return self._found(row[0] for row in self._reading.rows(_ITEMS, (category_id,)))

    def search(self, text: str, limit: int) -> tuple[Item, ...]:
        words, typed = words_of(text), text.strip()
        if not words:
            return ()
        return self._found(row[0] for row in self._reading.rows(_SEARCH, (words, typed, typed, limit)))

    def asking(self, group_id: GroupId) -> tuple[Item, ...]:
        return self._found(row[0] for row in self._reading.rows(_ASKING, (group_id,)))

    def with_code(self, code: str) -> tuple[Item, ...]:
        return self._found(row[0] for row in self._reading.rows(_WITH_CODE, (code,)))

    def _found(self, ids: Iterable[str]) -> tuple[Item, ...]:
        shelf = self._reading.shelf
        return tuple(shelf.get(Item, ItemId(id_)) for id_ in ids)


class RevisionQueries:
    """The RevisionReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, kind: DocumentKind, document_id: str, limit: int) -> tuple[Revision, ...]:
        id_, codec = aggregate_id_of(kind, document_id), self._reading.codec
        found = []
        for row in self._reading.rows(_REVISIONS, (Aggregate.DOCUMENT.value, id_, limit)):
            stamp, origin, actor, type_, version, payload = row
            fact = codec.told(Aggregate.DOCUMENT.value, id_, type_, version, payload)
            if not isinstance(fact, UnknownFact):
                found.append(self._revision(stamp, origin, actor, fact))
        return tuple(found)

    def _revision(self, stamp: int, origin: str, actor: str, fact: object) -> Revision:
        body = fact.body if isinstance(fact, DocumentPut) else None
        at = instant(milliseconds_of(Stamp(stamp)) * 1000)
        return Revision(at, StaffId(actor), self._name(StaffId(actor)), Origin(origin), body)

    def _name(self, staff_id: StaffId) -> str:
        try:
            return self._reading.shelf.get(StaffMember, staff_id).name
        except NotFound:
            return ""
