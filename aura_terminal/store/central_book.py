"""What the store keeps for reconciling with central back offices: what changed, what waits, what is under way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from aura_terminal.domain.central import CentralDecided, CentralFact, RecordId
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.stamps import stamp_of
from aura_terminal.ports.central import Sweep, Touched, WireRow
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import central_figures, central_wires
from aura_terminal.store.central_picture import StoredPicture
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.connections import Connections
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.moments import milliseconds
from aura_terminal.store.statements import literal
from aura_terminal.store.transactions import transaction
from aura_terminal.store.unit_of_work import UnitOfWork
from aura_terminal.store.writer import Writer

_CURSOR = literal("SELECT arrival FROM central_cursors WHERE connector = :connector")
_TOUCHED = literal("""SELECT arrival, origin, seq, aggregate, aggregate_id, type, version, payload FROM journal
WHERE arrival > :after AND (aggregate <> 'central' OR type = 'central_decided' OR origin <> :own)
ORDER BY arrival LIMIT :most""")
_LAST = literal("SELECT coalesce(max(arrival), 0) FROM journal")
_FIRST_SINCE = literal("""SELECT coalesce(
  (SELECT min(arrival) FROM journal WHERE stamp >= :since), (SELECT coalesce(max(arrival), 0) + 1 FROM journal))""")
_LAST_RECORD = literal("""SELECT record FROM central_records
WHERE connector = :connector AND confirmed_us IS NOT NULL ORDER BY confirmed_us DESC LIMIT 1""")
_LAST_ORIGIN = literal("""SELECT origin FROM journal
WHERE aggregate = 'central' AND aggregate_id = :record ORDER BY stamp DESC LIMIT 1""")
_ARRIVAL = literal("SELECT arrival FROM journal WHERE origin = :origin AND seq = :seq")


class StoredCentralBook:
    """The CentralBook port over the store's file."""

    def __init__(self, writer: Writer, connections: Connections) -> None:
        self._writer = writer
        self._connections = connections
        self._picture = StoredPicture(writer, connections)
        self._seen: dict[str, int] = {}  # how far the journal was looked through, as far as nothing is left to plan

    @property
    def picture(self) -> StoredPicture:
        return self._picture

    def attach(self, connector: str) -> None:
        """From now on this terminal may speak with a back office: its figures are told and guarded."""
        if connector not in central_figures.attached(self._read):
            with transaction(self._writer) as connection:
                central_wires.attach(connection, connector)

    def attach_since(self, connector: str, since: datetime) -> None:
        """The same for one that is told nothing of what was journalled before a moment."""
        if connector not in central_figures.attached(self._read):
            first = self._read.one(_FIRST_SINCE, (stamp_of(milliseconds(since)),))[0]
            with transaction(self._writer) as connection:
                central_wires.attach(connection, connector)
                central_wires.move_cursor(connection, connector, first - 1)

    def detach(self, connector: str) -> None:
        """Forget all that was under way with a back office; what it confirmed stays, as facts."""
        self._seen.pop(connector, None)
        with transaction(self._writer) as connection:
            central_wires.detach(connection, connector)

    def last_speaker(self, connector: str) -> str:
        """The origin of the terminal that a back office confirmed something to last; empty when it never did."""
        record = self._read.one(_LAST_RECORD, (connector,))
        found = None if record is None else self._read.one(_LAST_ORIGIN, (record[0],))
        return "" if found is None else str(found[0])

    def touched(self, connector: str, limit: int) -> tuple[Touched, ...]:
        """As the port says; what centrals said to this terminal itself is left out, for it was there."""
        after, last = self._cursor(connector), self._read.one(_LAST)[0]
        found: list[Touched] = []
        while len(found) < limit and after < last:
            rows = self._read.rows(_TOUCHED, (after, self._writer.identity.origin, limit))
            for arrival, origin, seq, aggregate, id_, type_, version, payload in rows:
                fact = self._writer.codec.told(aggregate, id_, type_, version, bytes(payload))
                if not isinstance(fact, UnknownFact):
                    found.append(Touched(origin, seq, aggregate, id_, type_, fact))
                after = arrival
                if len(found) == limit:
                    break
            if len(rows) < limit:
                after = last
        if not found:
            self._seen[connector] = after
        return tuple(found)

    def planned(self, connector: str, touched: Iterable[Touched], records: Iterable[RecordId]) -> None:
        """As the port says; a record somebody decided about waits again as well."""
        seen = tuple(touched)
        decided = [one.fact.record for one in seen if isinstance(one.fact, CentralDecided)]
        waiting = dict.fromkeys((*records, *(record for record in decided if record.startswith(f"{connector}/"))))
        arrival = self._arrival(seen)
        if not seen and not waiting:
            return
        with transaction(self._writer) as connection:
            central_wires.move_cursor(connection, connector, arrival)
            central_wires.wait(connection, waiting, milliseconds(self._writer.clock.now()))

    def waiting(self, connector: str, limit: int) -> tuple[RecordId, ...]:
        return central_wires.waiting(self._read, connector, limit)

    def settled(self, records: Iterable[RecordId]) -> None:
        done = tuple(records)
        if done:
            with transaction(self._writer) as connection:
                central_wires.settled(connection, done)

    def wires(self, connector: str) -> tuple[WireRow, ...]:
        return central_wires.wires_of(self._read, connector)

    def put_wires(self, rows: Iterable[WireRow]) -> None:
        kept = tuple(rows)
        if kept:
            with transaction(self._writer) as connection:
                central_wires.put_wires(connection, kept)

    def drop_wires(self, keys: Iterable[str]) -> None:
        dropped = tuple(keys)
        if dropped:
            with transaction(self._writer) as connection:
                central_wires.drop_prepared(connection, dropped)

    def keep(self, facts: Iterable[Fact], done: Iterable[str] = (), sweep: Sweep | None = None) -> None:
        kept, keys = tuple(facts), tuple(done)
        if kept:
            with UnitOfWork(self._writer, SYSTEM) as work:
                work.keep(*kept)
                self._note(self._writer.connection, kept, keys, sweep)
        elif keys or sweep is not None:
            with transaction(self._writer) as connection:
                self._note(connection, kept, keys, sweep)

    def sweep(self, connector: str, resource: str) -> Sweep:
        return central_wires.sweep_of(self._read, connector, resource)

    def counts(self, connector: str) -> Mapping[str, int]:
        return central_figures.counts(self._read, connector)

    def totals(self, connector: str) -> Mapping[str, int]:
        """What was sent, received and refused since set-up; costs next to nothing."""
        return central_figures.totals(self._read, connector)

    @property
    def _read(self) -> StoreConnection:
        return self._connections.read

    def _cursor(self, connector: str) -> int:
        row = self._read.one(_CURSOR, (connector,))
        return max(row[0] if row else 0, self._seen.get(connector, 0))

    def _arrival(self, touched: Sequence[Touched]) -> int:
        """The place of the last of these facts that is still in the journal."""
        for one in reversed(touched):
            row = self._read.one(_ARRIVAL, (one.origin, one.seq))
            if row is not None:
                return int(row[0])
        return 0

    def _note(
        self, connection: StoreConnection, facts: Sequence[Fact], keys: Sequence[str], sweep: Sweep | None
    ) -> None:
        told = [fact for fact in facts if isinstance(fact, CentralFact)]
        central_wires.settle_wires(connection, told, keys)
        connector = sweep.connector if sweep is not None else next((_connector_of(fact) for fact in told), "")
        if connector:
            central_wires.count(connection, connector, facts)
        if sweep is not None:
            central_wires.put_sweep(connection, sweep)


def _connector_of(fact: CentralFact) -> str:
    return fact.record.partition("/")[0]
