"""Aggregates kept in memory between taps, dropped as soon as anybody else may have changed them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from aura_terminal.store import journal, unfolded
from aura_terminal.store.codec import Codec
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.folds import Family, Loaded, folded
from aura_terminal.store.groups import Group, edges_from
from aura_terminal.store.journal import Head
from aura_terminal.store.loading import read_group

MOST = 4096
"""Aggregates kept in memory: a kitchen with 500 live tickets needs these and their orders at once."""

Key = tuple[str, str]


class AggregateCache:
    """What this process knows of the file, brought up to date when another process has committed.

    `heads` ends every origin's chain; `waits` says that something may have been journalled and not folded. The
    journal's arrival numbers say which aggregates another process touched, so that only those are read again.
    Aggregates that hang together are here together or not at all, for they share lines.
    """

    def __init__(self, codec: Codec, on_change: Callable[[str, str], None]) -> None:
        self._codec = codec
        self._on_change = on_change
        self._loaded: OrderedDict[Key, Loaded] = OrderedDict()
        self._groups: dict[Key, Group] = {}
        self.seen_version = -1
        self._seen_arrival = 0
        self._seen_thinned = 0
        self.heads: dict[str, Head] = {}
        self.waits = False

    def refresh(self, connection: StoreConnection) -> None:
        """Drop what another process has touched since the last look."""
        version = connection.data_version()
        if version == self.seen_version:
            return
        if self.seen_version < 0:
            self._seen_arrival = journal.last_arrival(connection)
        self.waits = unfolded.are_there(connection)
        self.forget_joined(connection, self._touched(connection))
        thinned = journal.thinned(connection)
        if thinned != self._seen_thinned:
            self.forget_all()
            self._seen_thinned = thinned
        self.heads = journal.heads(connection)
        self.seen_version = version

    def advance(self, rows: int) -> None:
        """Note that this process has added rows of its own, which need no second look."""
        self._seen_arrival += rows

    def load(self, connection: StoreConnection, family: Family, id_: str) -> Loaded:
        """The aggregate as the file has it, from memory where nothing changed.

        One that waits to be folded is not kept: its rows are not in the tables.
        """
        key = (family.aggregate.value, id_)
        loaded = self._loaded.get(key)
        if loaded is None:
            if self.waits and unfolded.is_one(connection, *key):
                return self.look(connection, family, id_)
            group = read_group(connection, self._codec, family, id_)
            for one in group.values():
                self.put(one)
            self._note_group(family.aggregate.value, frozenset(group))
            self._make_room()
            return group[id_]
        self._loaded.move_to_end(key)
        return loaded

    def look(self, connection: StoreConnection, family: Family, id_: str) -> Loaded:
        """The aggregate without keeping it: for reports, which would push out what is being worked on."""
        known = self._loaded.get((family.aggregate.value, id_))
        return known or read_group(connection, self._codec, family, id_)[id_]

    def refold(self, connection: StoreConnection, family: Family, id_: str) -> Loaded:
        """The aggregate folded from its whole history, beside the one in memory."""
        return folded(family, id_, journal.history(connection, self._codec, family.aggregate.value, id_))

    def group(self, aggregate: str, id_: str) -> Group:
        """Who hangs together with an aggregate in memory, itself included."""
        return self._groups.get((aggregate, id_)) or frozenset((id_,))

    def put(self, loaded: Loaded) -> None:
        """Keep an aggregate just folded."""
        self._loaded[loaded.family.aggregate.value, loaded.id] = loaded

    def took(self, loaded: Loaded) -> None:
        """Keep what came from another terminal where it is worked on here, alone; else it is read when asked for."""
        key = (loaded.family.aggregate.value, loaded.id)
        if key in self._loaded and key not in self._groups:
            self._loaded[key] = loaded
            self._on_change(*key)
        else:
            self.forget(*key)

    def forget(self, aggregate: str, id_: str) -> None:
        """Read this one, and those that hang together with it, again when they are asked for."""
        for member in self._groups.get((aggregate, id_), ()):
            self._groups.pop((aggregate, member), None)
            self._loaded.pop((aggregate, member), None)
        self._loaded.pop((aggregate, id_), None)
        self._on_change(aggregate, id_)

    def forget_joined(self, connection: StoreConnection, keys: Iterable[Key]) -> None:
        """Forget aggregates that were touched elsewhere, with all that hangs together with them by now."""
        linked: dict[str, list[str]] = {}
        for aggregate, id_ in keys:
            self.forget(aggregate, id_)
            linked.setdefault(aggregate, []).append(id_)
        for aggregate, ids in linked.items():
            family = FAMILIES.get(aggregate)
            if family is not None and family.grouping is not None:
                for edge in edges_from(connection, family.grouping, ids):
                    for id_ in edge:
                        self.forget(aggregate, id_)

    def forget_all(self) -> None:
        """Trust nothing in memory: a transaction was undone halfway or the file was replaced."""
        for aggregate, id_ in list(self._loaded):
            self.forget(aggregate, id_)
        self.seen_version = -1

    def _touched(self, connection: StoreConnection) -> set[Key]:
        """What another process has spoken of since the last look; of what waits only what is in memory all the same."""
        before, self._seen_arrival = self._seen_arrival, journal.last_arrival(connection)
        if not self.waits:
            return set(journal.arrived(connection, before, self._seen_arrival))
        touched = set(unfolded.others_arrived(connection, before, self._seen_arrival))
        for aggregate in (unfolded.ORDER, unfolded.TICKET):
            held = [id_ for name, id_ in self._loaded if name == aggregate]
            touched.update((aggregate, id_) for id_ in unfolded.among(connection, aggregate, held))
        return touched

    def _note_group(self, aggregate: str, group: Group) -> None:
        if len(group) > 1:
            self._groups.update(dict.fromkeys(((aggregate, id_) for id_ in group), group))

    def _make_room(self) -> None:
        while len(self._loaded) > MOST:
            (aggregate, id_), _ = self._loaded.popitem(last=False)
            for member in self._groups.get((aggregate, id_), ()):
                self._groups.pop((aggregate, member), None)
                self._loaded.pop((aggregate, member), None)
