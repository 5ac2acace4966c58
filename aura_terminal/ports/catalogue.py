"""The menu as those who write it read it: whole documents, also what is not offered now, and what they were before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aura_terminal.domain.documents import Document, DocumentKind
from aura_terminal.domain.ids import CategoryId, GroupId, Origin, StaffId
from aura_terminal.domain.menu import Category, Item
from aura_terminal.ports.store import Documents


@dataclass(frozen=True, slots=True)
class Revision:
    """What a document was from a moment on: who put it so, at which terminal; a `body` of None: it was withdrawn."""

    at: datetime
    by: StaffId
    by_name: str
    origin: Origin
    body: Document | None


class CatalogueReads(Protocol):
    """Everything there is on the menu and beside it."""

    @property
    def documents(self) -> Documents:
        """The reference data in force."""

    def categories(self) -> tuple[Category, ...]:
        """Every category in its order, also those nothing is sold of."""

    def items(self, category_id: CategoryId) -> tuple[Item, ...]:
        """Every item of a category in menu order, also those that are off the menu."""

    def search(self, text: str, limit: int) -> tuple[Item, ...]:
        """Items whose name, SKU or barcode has words beginning with what was typed, also those off the menu."""

    def asking(self, group_id: GroupId) -> tuple[Item, ...]:
        """The items that ask a modifier group themselves, by name."""

    def with_code(self, code: str) -> tuple[Item, ...]:
        """The items on the menu that answer to a SKU or barcode, by id."""


class RevisionReads(Protocol):
    """What documents were, as far as the journal still knows."""

    def of(self, kind: DocumentKind, document_id: str, limit: int) -> tuple[Revision, ...]:
        """A document's revisions, the newest first."""
