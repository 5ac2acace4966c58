"""Taking what the central sent into the store's own documents: facts only for what differs, under ids all agree on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.documents import Document, put
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import PULLED, Picture
from sync.reconcile.contract import digest_of
from sync.reconcile.fields import Found
from sync.reconcile.naming import Naming
from sync.reconcile.written import at as at

D = TypeVar("D", bound=Document)


@dataclass(slots=True)
class Intake:
    """One page on its way in: the facts it makes, and what they make of the documents."""

    naming: Naming
    picture: Picture
    now_ms: int
    asked_ms: int
    """When its pass began: what was told since, it may lack."""
    facts: list[Fact] = field(default_factory=list)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    _put: dict[tuple[type[Document], str], Document] = field(default_factory=dict)
    _taken: set[tuple[str, str]] = field(default_factory=set)
    _names: dict[type[Document], dict[str, list[str]]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """When the page came, aware and UTC."""
        return at(self.now_ms)

    def get(self, type_: type[D], document_id: str) -> D | None:
        """A document as it is with this page."""
        found = next((one for (of, id_), one in self._put.items() if of is type_ and id_ == document_id), None)
        if isinstance(found, type_):
            return found
        try:
            return self.picture.document(type_, document_id)
        except NotFound:
            return None

    def all(self, type_: type[D]) -> tuple[D, ...]:
        """Every document of a type as they are with this page, ordered by id."""
        found: dict[str, D] = {one.id: one for one in self.picture.documents(type_)}
        found |= {one.id: one for (of, _), one in self._put.items() if of is type_ and isinstance(one, type_)}
        return tuple(found[id_] for id_ in sorted(found))

    def named(self, type_: type[Document], name: str) -> tuple[str, ...]:
        """The ids of documents of this name, whatever its case and spaces."""
        index = self._names.get(type_)
        if index is None:
            index = self._names[type_] = {}
            every: tuple[Document, ...] = self.all(type_)
            for one in every:
                index.setdefault(_plain(name_of(one)), []).append(one.id)
        return tuple(index.get(_plain(name), ()))

    def local_id(self, kind: str, central_id: str, namesakes: Iterable[str] = (), fresh: str = "") -> str:
        """The local id of something there: the linked one, else that of an unlinked namesake, else a new one.

        A shop that was set up before it was connected finds its menu, tables and people again by their names. A new id
        is `fresh`, or derived from the central's.
        """
        linked = self.links.get((kind, central_id)) or self.picture.local_of(self.naming.connector, kind, central_id)
        if not linked:
            linked = next((one for one in namesakes if self._is_free(kind, one)), "")
        local_id = linked or fresh or self.naming.local_id_of(self.picture.store_id, kind, central_id)
        self.links[kind, central_id] = local_id
        self._taken.add((kind, local_id))
        return local_id

    def is_known(self, kind: str, type_: type[Document], central_id: str, digest: str) -> bool:
        """Whether the central says of it what it said before, and it is still here: then there is nothing to do."""
        local_id = self.picture.local_of(self.naming.connector, kind, central_id)
        if not local_id or self.is_news(kind, local_id, digest):
            return False
        return self.get(type_, local_id) is not None

    def is_news(self, kind: str, local_id: str, digest: str) -> bool:
        """Whether the central says something else than when it was taken last.

        What it says unchanged is left alone: a change made here is not undone by a page that knows nothing of it.
        """
        return self.picture.record(self.naming.record_of(kind, local_id)).done.get(PULLED) != digest

    def link(
        self, kind: str, local_id: str, central_id: str, digest: str, said: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Note what the central calls it, and what stands for what it said of it; no fact when that is known."""
        record = self.picture.record(self.naming.record_of(kind, local_id))
        if record.done.get(PULLED) != digest or record.central_id != central_id:
            self.facts.append(CentralConfirmed(record.id, PULLED, digest, central_id, self.now, said=tuple(said)))

    def put(self, document: Document) -> None:
        """The document is now this; no fact when it is that already."""
        if self.get(type(document), document.id) != document:
            self.facts.append(put(document))
            self._put[type(document), document.id] = document
            index = self._names.get(type(document))
            if index is not None:
                index.setdefault(_plain(name_of(document)), []).append(document.id)

    def _is_free(self, kind: str, local_id: str) -> bool:
        record = self.naming.record_of(kind, local_id)
        return (kind, local_id) not in self._taken and not self.picture.record(record).is_linked


def name_of(document: Document) -> str:
    """What people call a document: its name, or a table's number."""
    return str(getattr(document, "name", "") or getattr(document, "number", ""))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def digest_of_row(row: Found, fields: Iterable[str]) -> str:
    """What stands for these fields of a row as they came; others change without anything being news."""
    body = row.value if isinstance(row.value, dict) else {}
    return digest_of({name: body[name] for name in fields if body.get(name) is not None})
