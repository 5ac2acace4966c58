"""Which release folded this file last: what an older one could not read is folded by the first that can.

And what an older one took for readable, and this one does not, is kept aside by the first that looks at it so. Rows of
documents hold every field a release knows, so a release that knows others writes them anew.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import fields, is_dataclass

from aura_terminal.domain.documents import DOCUMENT_TYPES, DocumentKind
from aura_terminal.domain.facts import CATALOGUE
from aura_terminal.store import meta
from aura_terminal.store.codec import Codec, UnknownFact, canonical
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.ranges import BOUNDS
from aura_terminal.store.statements import literal

_SOMETHING_NEWER = literal("SELECT 1 FROM marks WHERE reason = 'newer' LIMIT 1")
_DOCUMENTS = literal("SELECT kind, id, body FROM documents")
_REWRITE = literal("UPDATE documents SET body = :body WHERE kind = :kind AND id = :id")
_FACTS = "SELECT aggregate, aggregate_id, type, version, payload FROM journal"


def note_release(connection: StoreConnection) -> None:
    """Have the folds made again when facts wait here for a release that reads more types of them, or when the folds
    hold values that are beyond the bounds of this one."""
    readable = hashlib.sha256(
        " ".join(sorted(f"{kind.name}@{kind.version}" for kind in CATALOGUE)).encode()
    ).hexdigest()
    reads_more = meta.get(connection, meta.FOLDED_BY) != readable
    bounds_moved = meta.get(connection, meta.READ_WITHIN) != BOUNDS
    if not (reads_more or bounds_moved):
        return
    connection.begin()
    if (reads_more and connection.one(_SOMETHING_NEWER)) or (bounds_moved and _something_unreadable(connection)):
        meta.put(connection, meta.STALE_FOLDS, "newer")
    meta.put(connection, meta.FOLDED_BY, readable)
    meta.put(connection, meta.READ_WITHIN, BOUNDS)
    connection.commit()


def rewrite_documents(connection: StoreConnection) -> None:
    """Write the rows of documents as this release does, where another one wrote them; their facts stay as they are."""
    shape = _shape_of_documents()
    if meta.get(connection, meta.WRITTEN_AS) == shape:
        return
    codec = Codec()
    connection.begin()
    for kind, id_, body in connection.rows(_DOCUMENTS):
        try:
            written = canonical(codec.document(DocumentKind(kind), body))
        except ValueError:  # beyond today's bounds, or of a kind there is no more: its facts decide
            meta.put(connection, meta.STALE_FOLDS, "documents")
            break
        if written != body:
            connection.execute(_REWRITE, (written, kind, id_))
    meta.put(connection, meta.WRITTEN_AS, shape)
    connection.commit()


def _shape_of_documents() -> str:
    """Names and fields of every value in the modules that say what documents are."""
    modules = {sys.modules[type_.__module__] for type_ in DOCUMENT_TYPES.values()}
    values = {one for module in modules for one in vars(module).values() if isinstance(one, type) and is_dataclass(one)}
    told = sorted(
        f"{one.__module__}.{one.__qualname__}({','.join(each.name for each in fields(one))})" for one in values
    )
    return hashlib.sha256(" ".join(told).encode()).hexdigest()


def _something_unreadable(connection: StoreConnection) -> bool:
    """Reads every fact there is, some 10 µs each, once after the bounds were moved."""
    codec = Codec()
    return any(isinstance(codec.told(*row), UnknownFact) for row in connection.raw.execute(_FACTS))
