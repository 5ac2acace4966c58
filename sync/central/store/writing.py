"""What a transaction writes: rows wait until somebody reads or until its end and go together; numbers are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from sync.central.store import numbers
from sync.central.store.journal import Tenant
from sync.central.store.memory import Memory
from sync.central.store.statements import Statement, Values, commit, together

ORDER = "order"
"""The kind of an order's number."""


class Outdated(Exception):
    """What was remembered of the store is not true any more: the transaction is taken back and done again without."""


def _stay(connection: Connection) -> None:
    """The transaction goes on."""


class Writing:
    """The writing side of a transaction in one store, which is locked until it ends."""

    def __init__(self, connection: Connection, tenant: Tenant, memory: Memory | None) -> None:
        self.tenant = tenant
        self._connection = connection
        self._recollects = memory is not None
        self._memory = memory or Memory(tenant.last_place)
        self._queue: list[tuple[Statement, list[Values]]] = []
        self._drawn: dict[str, int | None] = {}  # kinds of numbers drawn since the last flush: where each stood then
        self._numbers: dict[str, dict[str, int]] = {}
        self._orders: dict[int, str] = {}  # orders by their number

    @property
    def connection(self) -> Connection:
        """The transaction, with everything that was written so far."""
        self.flush()
        return self._connection

    def write(self, statement: Statement, *rows: Values) -> None:
        """Have a statement run for each of these rows before anybody reads again."""
        if self._queue and self._queue[-1][0] is statement:
            self._queue[-1][1].extend(rows)
        elif rows:
            self._queue.append((statement, list(rows)))

    def flush(self) -> None:
        """Write what waits, in one round trip."""
        if self._queue or self._drawn:
            self._send(_stay)

    def conclude(self) -> None:
        """Write what waits and end the transaction; whatever comes after it in its block is too late."""
        if self._queue or self._drawn:
            self._send(commit)

    def _send(self, end: Callable[[Connection], None]) -> None:
        queue, self._queue = self._queue, []
        drawn, self._drawn = self._drawn, {}
        try:
            with together(self._connection):
                moved = self._move_counters(drawn)
                cursor = None
                for statement, rows in queue:
                    cursor = statement.run(self._connection, rows, cursor)
                end(self._connection)
        except IntegrityError as wrong:
            if self._recollects:
                raise Outdated from wrong
            raise
        if moved is not None and moved[0].rowcount != moved[1]:
            self._memory.counters = None  # somebody went on counting from further: the numbers drawn here stay good

    def draw(self, kind: str, how_many: int = 1) -> int:
        """The first of so many new numbers in a row."""
        if self._memory.counters is None:
            self._memory.counters = numbers.counters(self.connection, self.tenant.number)
        last = self._memory.counters.get(kind)
        first = numbers.FIRST.get(kind, 1) if last is None else last + 1
        self._drawn.setdefault(kind, last)
        self._memory.counters[kind] = first + how_many - 1
        return first

    def number(self, kind: str, local_id: str) -> int:
        """The number of a thing; a new one when it has none."""
        return self.numbers(kind, [local_id])[local_id]

    def numbers(self, kind: str, local_ids: list[str]) -> Mapping[str, int]:
        """The numbers of several things, new ones in this order."""
        known = self._numbers.setdefault(kind, {})
        asked = [one for one in local_ids if one not in known]
        if asked:
            known.update(numbers.known_of(self.connection, self.tenant.number, kind, asked))
            self.new_numbers(kind, [one for one in dict.fromkeys(asked) if one not in known])
        return {one: known[one] for one in local_ids}

    def new_numbers(self, kind: str, local_ids: Sequence[str]) -> None:
        """Number things that came to be in this transaction: nobody has to look whether they have numbers."""
        if not local_ids:
            return
        given = dict(zip(local_ids, range(self.draw(kind, len(local_ids)), 2**63), strict=False))
        self._numbers.setdefault(kind, {}).update(given)
        if kind == ORDER:
            self._orders.update((one, id_) for id_, one in given.items())
        rows = ({"tenant": self.tenant.number, "kind": kind, "number": one, "local_id": id_}
                for id_, one in given.items())  # fmt: skip
        self.write(numbers.NAME, *rows)

    def remembered(self, name: str, look: Callable[[], Any]) -> Any:  # as `look` answers it
        """What `look` found when it was last asked for, unless a fact about `name` came since."""
        if name not in self._memory.known:
            self._memory.known[name] = look()
        return self._memory.known[name]

    def look_again(self, name: str) -> None:
        """A fact about this has come."""
        self._memory.known.pop(name, None)

    def forget(self) -> None:
        """Forget what was looked up, and what waits to be written."""
        self._numbers.clear()
        self._orders.clear()
        self._queue.clear()
        self._drawn.clear()
        self._memory = Memory(self.tenant.last_place)

    def _move_counters(self, drawn: Mapping[str, int | None]) -> tuple[Any, int] | None:
        """Let the counters stand where numbers were drawn up to; the driver's cursor and how many had to move."""
        begun, moved = [], []
        for kind, before in drawn.items():
            row = {"tenant": self.tenant.number, "kind": kind, "last": (self._memory.counters or {})[kind]}
            if before is None:
                begun.append(row)
            else:
                moved.append({"key_tenant": row["tenant"], "key_kind": kind, "key_last": before, "last": row["last"]})
        if begun:
            numbers.BEGIN_COUNTER.run(self._connection, begun)
        return (numbers.MOVE_COUNTER.run(self._connection, moved), len(moved)) if moved else None
