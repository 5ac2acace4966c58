"""Aggregates that hang together: an order whose lines are charged at another one is read and written with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import Prepared, literal

Group = frozenset[str]
Edges = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """How the aggregates of a family hang together.

    `links` are the others one names by its own facts alone; `join` lets the members of one group know each other;
    `edges` asks for every link that can be reached from some ids, either way.
    """

    links: Callable[[Any], frozenset[str]]
    join: Callable[[Mapping[str, Any]], None]
    edges: Prepared


def linked_by(table: str, one: str, other: str) -> Prepared:
    """The question for `Grouping.edges` over a table of links."""
    return literal(f"""
WITH RECURSIVE reached(id) AS (
  SELECT value FROM json_each(:ids)
  UNION SELECT l.{other} FROM reached JOIN {table} AS l ON l.{one} = reached.id
  UNION SELECT l.{one} FROM reached JOIN {table} AS l ON l.{other} = reached.id)
SELECT l.{one}, l.{other} FROM reached JOIN {table} AS l ON l.{one} = reached.id""")


def edges_from(connection: StoreConnection, grouping: Grouping, ids: Iterable[str]) -> Edges:
    """Every link that can be reached from these ids as the tables have it."""
    return {(row[0], row[1]) for row in connection.rows(grouping.edges, (json_list(ids),))}


def json_list(ids: Iterable[str]) -> str:
    """Ids as one value of a question."""
    return msgspec.json.encode(list(ids)).decode()


def groups_of(ids: Iterable[str], edges: Edges) -> tuple[Group, ...]:
    """The ids in groups that hang together, each group once, with everybody the links lead to."""
    neighbours: dict[str, set[str]] = {}
    for one, other in edges:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    seen: set[str] = set()
    groups = []
    for id_ in ids:
        if id_ not in seen:
            group = _reached(id_, neighbours)
            seen |= group
            groups.append(group)
    return tuple(groups)


def _reached(start: str, neighbours: Mapping[str, set[str]]) -> Group:
    reached, ahead = {start}, [start]
    while ahead:
        further = neighbours.get(ahead.pop(), set()) - reached
        reached |= further
        ahead += further
    return frozenset(reached)
