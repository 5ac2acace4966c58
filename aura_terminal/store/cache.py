"""Aggregates kept in memory between taps, dropped as soon as anybody else may have changed them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from aura_terminal.store import journal
from aura_terminal.store.codec import Codec
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.folds import Family, Loaded, Mark, Told, folded
from aura_terminal.store.journal import Head
from aura_terminal.store.statements import literal

MOST = 512

_MARK = literal("SELECT reason FROM marks WHERE aggregate = :aggregate AND aggregate_id = :id")

Key = tuple[str, str]


class AggregateCache:
    """What this process knows of the file, brought up to date when another process has committed.

    `heads` ends every origin's chain. The journal's arrival numbers say which aggregates another process touched, so
    that only those are read again.
    """

    def __init__(self, codec: Codec, on_change: Callable[[str, str], None]) -> None:
        self._codec = codec
        self._on_change = on_change
        self._loaded: OrderedDict[Key, Loaded] = OrderedDict()
        self.seen_version = -1
        self._seen_arrival = 0
        self.heads: dict[str, Head] = {}

    def refresh(self, connection: StoreConnection) -> None:
        """Drop what another process has touched since the last look."""
        version = connection.data_version()
        if version == self.seen_version:
            return
        if self.seen_version < 0:
            self._seen_arrival = journal.last_arrival(connection)
        for arrival, aggregate, id_ in journal.arrived(connection, self._seen_arrival):
            self.forget(aggregate, id_)
            self._seen_arrival = arrival
        self.heads = journal.heads(connection)
        self.seen_version = version

    def advance(self, rows: int) -> None:
        """Note that this process has added rows of its own, which need no second look."""
        self._seen_arrival += rows

    def load(self, connection: StoreConnection, family: Family, id_: str) -> Loaded:
        """The aggregate as the file has it, from memory where nothing changed."""
        key = (family.aggregate.value, id_)
        loaded = self._loaded.get(key)
        if loaded is None:
            loaded = self._loaded[key] = self._read(connection, family, id_)
            if len(self._loaded) > MOST:
                self._loaded.popitem(last=False)
        else:
            self._loaded.move_to_end(key)
        return loaded

    def look(
        self, connection: StoreConnection, family: Family, id_: str, history: Iterable[Told] | None = None
    ) -> Loaded:
        """The aggregate without keeping it: for reports, which would push out what is being worked on.

        `history` is given by those who have read it already.
        """
        return self._loaded.get((family.aggregate.value, id_)) or self._read(connection, family, id_, history)

    def refold(self, connection: StoreConnection, family: Family, id_: str) -> Loaded:
        """The aggregate folded from its whole history, beside the one in memory."""
        return folded(family, id_, journal.history(connection, self._codec, family.aggregate.value, id_))

    def put(self, loaded: Loaded) -> None:
        """Keep an aggregate just folded."""
        self._loaded[loaded.family.aggregate.value, loaded.id] = loaded

    def took(self, key: Key, loaded: Loaded | None) -> None:
        """Note an aggregate that came from another terminal: kept where it is worked on here, else read when asked."""
        if loaded is not None and key in self._loaded:
            self._loaded[key] = loaded
        else:
            self._loaded.pop(key, None)
        self._on_change(*key)

    def forget(self, aggregate: str, id_: str) -> None:
        """Read this one again when it is asked for."""
        self._loaded.pop((aggregate, id_), None)
        self._on_change(aggregate, id_)

    def forget_all(self) -> None:
        """Trust nothing in memory: a transaction was undone halfway or the file was replaced."""
        for aggregate, id_ in list(self._loaded):
            self.forget(aggregate, id_)
        self.seen_version = -1

    def _read(
        self, connection: StoreConnection, family: Family, id_: str, history: Iterable[Told] | None = None
    ) -> Loaded:
        row = connection.one(_MARK, (family.aggregate.value, id_))
        mark = Mark(row[0]) if row else Mark.NONE
        loaded = self._resumed(connection, family, id_) if family.snapshot else None
        if loaded is None:
            loaded = self.refold(connection, family, id_) if history is None else folded(family, id_, history)
        else:
            loaded.mark = mark
        if mark is Mark.CONFLICT:
            loaded.mark, loaded.rows = mark, family.nothing
        loaded.written_mark = mark
        return loaded

    def _resumed(self, connection: StoreConnection, family: Family, id_: str) -> Loaded | None:
        assert family.snapshot is not None
        assert family.resume is not None
        row = connection.one(family.snapshot, (id_,))
        if row is None:
            return None
        state, stamp = family.resume(row)
        return Loaded(family, id_, state, family.rows(state, stamp), stamp)
