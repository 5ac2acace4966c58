"""Requests as rows: in memory as in the store, each written before it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aura_terminal.domain.central import RecordId
from aura_terminal.ports.central import CentralBook, WireRow, WireState
from sync.reconcile.contract import Lane


class Wires:
    """What is prepared, under way or of unknown outcome, by key. Every change is in the store when a call returns."""

    def __init__(self, connector: str, book: CentralBook) -> None:
        self._connector = connector
        self._book = book
        self._rows: dict[str, WireRow] = {}
        self._of: dict[RecordId, set[str]] = {}
        self._prepared: dict[Lane, int] = dict.fromkeys(Lane, 0)

    def begin(self) -> tuple[WireRow, ...]:
        """Take up what an earlier run left; answers what was under way when it ended.

        What nobody has sent is planned anew, so its rows go. What was under way may have been done: its outcome is
        unknown.
        """
        rows = self._book.wires(self._connector)
        self._book.drop_wires([row.key for row in rows if row.state is WireState.PREPARED])
        left = [row for row in rows if row.state is not WireState.PREPARED]
        for row in left:
            self._hold(row)
        sent = [replace(row, state=WireState.UNKNOWN) for row in left if row.state is WireState.SENT]
        self.put(sent)
        return tuple(self._rows.values())

    def __iter__(self) -> Iterator[WireRow]:
        return iter(tuple(self._rows.values()))

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, record: RecordId) -> tuple[WireRow, ...]:
        """The requests of a record."""
        return tuple(self._rows[key] for key in sorted(self._of.get(record, ())))

    def prepared(self, lane: Lane) -> int:
        """How many of a lane nobody has sent."""
        return self._prepared[lane]

    @property
    def unknown(self) -> int:
        """How many are of unknown outcome."""
        return sum(row.state is WireState.UNKNOWN for row in self._rows.values())

    def put(self, rows: Iterable[WireRow]) -> None:
        """Write requests as they are now, all together."""
        rows = tuple(rows)
        if rows:
            self._book.put_wires(rows)
            for row in rows:
                self._hold(row)

    def drop(self, rows: Iterable[WireRow]) -> None:
        """Forget requests nobody has sent."""
        keys = [row.key for row in rows]
        if keys:
            self._book.drop_wires(keys)
            for key in keys:
                self.forget(key)

    def forget(self, key: str) -> None:
        """The store has forgotten it already, together with the facts that settled it."""
        row = self._rows.pop(key, None)
        if row is not None:
            self._count(row, -1)
            keys = self._of[row.record]
            keys.discard(key)
            if not keys:
                del self._of[row.record]

    def _hold(self, row: WireRow) -> None:
        before = self._rows.get(row.key)
        if before is not None:
            self._count(before, -1)
        self._rows[row.key] = row
        self._of.setdefault(row.record, set()).add(row.key)
        self._count(row, 1)

    def _count(self, row: WireRow, by: int) -> None:
        if row.state is WireState.PREPARED:
            self._prepared[Lane(row.lane)] += by
