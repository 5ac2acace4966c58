"""The reference data in force, read once and kept until it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.documents import KIND_OF, Document
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.store import D
from aura_terminal.store.codec import Codec
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import literal

_ONE = literal("SELECT body FROM documents WHERE kind = :kind AND id = :id")
_ALL = literal("SELECT body FROM documents WHERE kind = :kind ORDER BY id")
_UNSET = BusinessCalendar("UTC")


class Shelf:
    """The Documents port."""

    def __init__(self, connection: Callable[[], StoreConnection], codec: Codec) -> None:
        self._connection = connection
        self._codec = codec
        self._one: dict[tuple[str, str], Document] = {}
        self._all: dict[str, tuple[Document, ...]] = {}

    def get(self, type_: type[D], document_id: str) -> D:
        kind = KIND_OF[cast("type[Document]", type_)]
        found = self._one.get((kind.value, document_id))
        if found is None:
            row = self._connection().one(_ONE, (kind.value, document_id))
            if row is None:
                raise NotFound(kind.value, document_id)
            found = self._one[kind.value, document_id] = self._codec.document(kind, row[0])
        return cast("D", found)

    def all(self, type_: type[D]) -> tuple[D, ...]:
        kind = KIND_OF[cast("type[Document]", type_)]
        found = self._all.get(kind.value)
        if found is None:
            rows = self._connection().rows(_ALL, (kind.value,))
            found = self._all[kind.value] = tuple(self._codec.document(kind, row[0]) for row in rows)
        return cast("tuple[D, ...]", found)

    @property
    def calendar(self) -> BusinessCalendar:
        """The store's business day; UTC until a profile says otherwise."""
        try:
            return self.get(StoreProfile, STORE_PROFILE).calendar
        except NotFound:
            return _UNSET

    def forget(self, aggregate: str, id_: str) -> None:
        """Read a document again; other aggregates are none of its business."""
        if aggregate == Aggregate.DOCUMENT.value:
            kind, _, document_id = id_.partition("/")
            self._one.pop((kind, document_id), None)
            self._all.pop(kind, None)

    def forget_all(self) -> None:
        """Read every document again."""
        self._one.clear()
        self._all.clear()
