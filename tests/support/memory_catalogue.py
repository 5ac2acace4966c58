"""The menu as those who write it read it, over a journal in memory."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from aura_terminal.domain.documents import DocumentKind, DocumentPut, aggregate_id_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import CategoryId, GroupId, StaffId
from aura_terminal.domain.menu import Category, Item
from aura_terminal.domain.menu_flaws import code_parts
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.stamps import milliseconds_of
from aura_terminal.ports.catalogue import Revision
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_work import MemoryDocuments


class MemoryCatalogueReads:
    """The CatalogueReads port."""

    def __init__(self, documents: MemoryDocuments) -> None:
        self.documents = documents

    def categories(self) -> tuple[Category, ...]:
        """Every category in its order."""
        return tuple(sorted(self.documents.all(Category), key=lambda one: (one.position, one.id)))

    def items(self, category_id: CategoryId) -> tuple[Item, ...]:
        """Every item of a category in menu order."""
        found = (item for item in self.documents.all(Item) if item.category == category_id)
        return tuple(sorted(found, key=lambda one: (one.position, one.id)))

    def search(self, text: str, limit: int) -> tuple[Item, ...]:
        """Items every typed word of which begins a word of its name or of a code."""
        typed = _words(text)
        if not typed:
            return ()
        hits = [item for item in self.documents.all(Item) if _is_hit(typed, item)]
        start = _folded(text.strip())
        hits.sort(key=lambda one: (not one.active, not _folded(one.name).startswith(start), one.name, one.id))
        return tuple(hits[:limit])

    def asking(self, group_id: GroupId) -> tuple[Item, ...]:
        """The items that ask a group themselves."""
        found = (item for item in self.documents.all(Item) if group_id in item.modifier_groups)
        return tuple(sorted(found, key=lambda one: (one.name, one.id)))

    def with_code(self, code: str) -> tuple[Item, ...]:
        """The items on the menu that answer to a code."""
        return tuple(
            one for one in self.documents.all(Item) if one.active and code in {has for _, has in code_parts(one)}
        )


class MemoryRevisionReads:
    """The RevisionReads port."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal, self._documents = journal, documents

    def of(self, kind: DocumentKind, document_id: str, limit: int) -> tuple[Revision, ...]:
        """A document's revisions, the newest first."""
        entries = self._journal.by_aggregate.get((Aggregate.DOCUMENT, aggregate_id_of(kind, document_id)), ())
        newest = sorted(entries, key=lambda entry: entry.stamp, reverse=True)[:limit]
        return tuple(
            Revision(
                datetime.fromtimestamp(milliseconds_of(entry.stamp) / 1000, UTC),
                entry.actor,
                self._name(entry.actor),
                entry.origin,
                entry.fact.body if isinstance(entry.fact, DocumentPut) else None,
            )
            for entry in newest
        )

    def _name(self, staff_id: StaffId) -> str:
        try:
            return self._documents.get(StaffMember, staff_id).name
        except NotFound:
            return ""


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in _folded(text)).split()


def _is_hit(typed: list[str], item: Item) -> bool:
    words = _words(" ".join((item.name, *(code for _, code in code_parts(item)))))
    return all(any(word.startswith(part) for word in words) for part in typed)
