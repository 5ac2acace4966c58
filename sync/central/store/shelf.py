"""Reference data in force, held in memory by each worker and brought up to date by the places of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

from aura_terminal.domain.documents import KIND_OF, Document, DocumentFact, DocumentPut, DocumentWithdrawn
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.tax import TaxRegime
from sync.central.store import journal, numbers
from sync.central.store.journal import FactCodec, Tenant

D = TypeVar("D", bound=Document)

NUMBERED = (
    "store", "tax_rate", "station", "category", "item", "modifier", "modifier_group", "variant", "area", "table",
    "role", "staff", "tender", "promotion", "reward", "loyalty_programme", "loyalty_tier", "supply", "schedule",
)  # fmt: skip
"""Kinds of reference data that have numbers; modifiers and variants are parts of documents."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reference data of one store as of a place. Nothing of it is changed; a newer one is made."""

    place: int = 0
    documents_place: int = 0
    documents: Mapping[Key, Document] = field(default_factory=dict)
    stamps: Mapping[Key, int] = field(default_factory=dict)
    numbers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    locals: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def get(self, type_: type[D], document_id: str) -> D:
        """The document, or NotFound."""
        kind = _kind(type_)
        found = self.documents.get((kind, document_id))
        if not isinstance(found, type_):
            raise NotFound(kind, document_id)
        return found

    def all(self, type_: type[D]) -> tuple[D, ...]:
        """Every document of a type, ordered by id."""
        kind = _kind(type_)
        found = ((key, body) for key, body in self.documents.items() if key[0] == kind)
        return tuple(body for _, body in sorted(found, key=lambda one: one[0][1]) if isinstance(body, type_))

    @property
    def profile(self) -> StoreProfile:
        """The store's own document."""
        return self.get(StoreProfile, STORE_PROFILE)

    @property
    def regime(self) -> TaxRegime:
        """The taxes in force."""
        return self.get(TaxRegime, self.profile.tax_regime)

    def number(self, kind: str, local_id: str) -> int:
        """The number of a thing of reference data, or NotFound."""
        try:
            return self.numbers[kind][local_id]
        except KeyError:
            raise NotFound(kind, local_id) from None

    def local(self, kind: str, number: int) -> str | None:
        """What a number of reference data stands for."""
        return self.locals.get(kind, {}).get(number)

    def told(self, stamp: int, fact: DocumentFact) -> Shelf:
        """The reference data after one more fact; the newest stamp wins for each document."""
        key = (fact.kind.value, fact.document_id)
        if stamp < self.stamps.get(key, 0):
            return self
        documents = dict(self.documents)
        documents.pop(key, None)
        if isinstance(fact, DocumentPut):
            documents[key] = fact.body
        return replace(self, documents=documents, stamps={**self.stamps, key: stamp})

    def with_numbers(self, known: Mapping[str, Mapping[str, int]]) -> Shelf:
        """The same with these numbers of things."""
        back = {kind: {number: local for local, number in of.items()} for kind, of in known.items()}
        return replace(self, numbers=known, locals=back)


def _kind(type_: Any) -> str:  # a document's type: no bound of a variable says so
    return KIND_OF[type_].value


class Shelves:
    """The shelf of each store, shared by the threads of one worker."""

    def __init__(self, codec: FactCodec) -> None:
        self._codec = codec
        self._shelves: dict[int, Shelf] = {}
        self._lock = Lock()

    def of(self, connection: Connection, tenant: Tenant) -> Shelf:
        """The reference data of a store as it stands in this transaction."""
        shelf = self._shelves.get(tenant.number)
        if shelf is None or shelf.documents_place < tenant.documents_place:
            with self._lock:
                shelf = self._refreshed(connection, tenant, self._shelves.get(tenant.number) or Shelf())
                self._shelves[tenant.number] = shelf
        return shelf

    def _refreshed(self, connection: Connection, tenant: Tenant, shelf: Shelf) -> Shelf:
        if shelf.documents_place >= tenant.documents_place:
            return shelf
        documents, stamps = dict(shelf.documents), dict(shelf.stamps)
        found = journal.documents_after(connection, tenant.number, shelf.place, tenant.documents_place)
        for row in found:
            stamp, id_, type_, version, payload = tuple(row)
            fact = self._codec.told("document", id_, type_, version, bytes(payload))
            if isinstance(fact, DocumentPut | DocumentWithdrawn):
                key = (fact.kind.value, fact.document_id)
                if stamp >= stamps.get(key, 0):
                    stamps[key] = stamp
                    documents.pop(key, None)
                    if isinstance(fact, DocumentPut):
                        documents[key] = fact.body
        fresh = Shelf(tenant.documents_place, tenant.documents_place, documents, stamps)
        return fresh.with_numbers(numbers.all_of(connection, tenant.number, NUMBERED))
