"""Aggregates read from the file: folded from their facts, joined with those they hang together with; or their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aura_terminal.store import journal
from aura_terminal.store.codec import Codec
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.folds import Family, Loaded, Mark, applied, bare, folded, lay_out
from aura_terminal.store.groups import edges_from, groups_of, json_list
from aura_terminal.store.statements import literal

_MARK = literal("SELECT reason FROM marks WHERE aggregate = :aggregate AND aggregate_id = :id")
_MARKS = literal("""SELECT aggregate_id, reason FROM marks
WHERE aggregate = :aggregate AND aggregate_id IN (SELECT value FROM json_each(:ids))""")


def read_group(connection: StoreConnection, codec: Codec, family: Family, id_: str) -> dict[str, Loaded]:
    """An aggregate with all that hang together with it, by id."""
    grouping = family.grouping
    if grouping is None:
        return {id_: _read(connection, codec, family, id_)}
    edges = edges_from(connection, grouping, (id_,))
    group = groups_of((id_,), edges)[0]
    members = {member: _own(connection, codec, family, member) for member in sorted(group)}
    join_and_lay_out(family, members)
    for member, loaded in members.items():
        _mark(connection, member, loaded)
    return members


def join_and_lay_out(family: Family, members: Mapping[str, Loaded]) -> None:
    """Let the members of one group know each other, and make their rows."""
    if family.grouping is not None:
        family.grouping.join({id_: loaded.state for id_, loaded in members.items()})
    for loaded in members.values():
        lay_out(loaded)


def standing(connection: StoreConnection, family: Family, ids: Iterable[str]) -> dict[str, Loaded]:
    """Aggregates as their rows stand in the tables, without their states; for families that are keyed by id."""
    asked = json_list(ids)
    found = {id_: Loaded(family, id_, None, tuple({} for _ in family.tables)) for id_ in ids}
    for place, table in enumerate(family.tables):
        for row in connection.rows(table.standing, (asked,)):
            found[row[0]].rows[place][tuple(row[: table.key])] = tuple(row)
    for id_, reason in connection.rows(_MARKS, (family.aggregate.value, asked)):
        found[id_].mark = found[id_].written_mark = Mark(reason)
    return found


def _read(connection: StoreConnection, codec: Codec, family: Family, id_: str) -> Loaded:
    loaded = _resumed(connection, family, id_) if family.snapshot else None
    if loaded is None:
        loaded = folded(family, id_, journal.history(connection, codec, family.aggregate.value, id_))
        _mark(connection, id_, loaded)
    else:
        loaded.mark = loaded.written_mark = _noted(connection, family, id_)
    return loaded


def _own(connection: StoreConnection, codec: Codec, family: Family, id_: str) -> Loaded:
    return applied(family, id_, journal.history(connection, codec, family.aggregate.value, id_))


def _mark(connection: StoreConnection, id_: str, loaded: Loaded) -> None:
    """Note what the tables said of it: what they refused has no rows."""
    noted = _noted(connection, loaded.family, id_)
    if noted is Mark.CONFLICT:
        loaded.mark, loaded.rows = noted, bare(loaded)
    loaded.written_mark = noted


def _noted(connection: StoreConnection, family: Family, id_: str) -> Mark:
    row = connection.one(_MARK, (family.aggregate.value, id_))
    return Mark(row[0]) if row else Mark.NONE


def _resumed(connection: StoreConnection, family: Family, id_: str) -> Loaded | None:
    assert family.snapshot is not None
    assert family.resume is not None
    row = connection.one(family.snapshot, (id_,))
    if row is None:
        return None
    state, stamp = family.resume(row)
    return Loaded(family, id_, state, family.rows(state, stamp), stamp)
