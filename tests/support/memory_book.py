"""The book for reconciling, in memory: several terminals of a store may share one journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from aura_terminal.domain.central import (
    CentralConfirmed,
    CentralDecided,
    CentralRecord,
    CentralRefused,
    RecordId,
    name_of,
)
from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact, aggregate_of
from aura_terminal.domain.ids import GuestId, ItemId, OrderId, Origin, StaffId, TableId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.tax import TaxTerms
from aura_terminal.ports.central import PULLED, Picture, Sweep, Touched, WireRow, WireState

D = TypeVar("D", bound=Document)
_TOLD = (CentralConfirmed, CentralRefused, CentralDecided)


@dataclass
class SharedFacts:
    """What every terminal of a store holds, in the order it arrived."""

    store_id: str = "store"
    facts: list[Touched] = field(default_factory=list)
    records: dict[RecordId, CentralRecord] = field(default_factory=dict)
    levels: dict[str, StockLevel] = field(default_factory=dict)

    def keep(self, origin: str, *facts: Fact) -> None:
        """Append facts in the name of a terminal."""
        for fact in facts:
            aggregate, id_ = aggregate_of(fact)
            self.facts.append(Touched(Origin(origin), len(self.facts) + 1, aggregate, id_, type(fact).__name__, fact))
            if isinstance(fact, _TOLD):
                self.records.setdefault(fact.record, CentralRecord(fact.record)).apply(fact)
            elif aggregate == "stock":
                self.levels.setdefault(id_, StockLevel(ItemId(id_))).apply(fact)


class MemoryPicture:
    """What is true, as far as scripted back offices look at it: stock levels and records; nothing else is held."""

    def __init__(self, shared: SharedFacts) -> None:
        self._shared = shared

    @property
    def store_id(self) -> str:
        return self._shared.store_id

    def stock(self, item_id: str) -> StockLevel:
        return self._shared.levels.get(item_id) or StockLevel(ItemId(item_id))

    def record(self, record: RecordId) -> CentralRecord:
        return self._shared.records.get(record) or CentralRecord(record)

    def local_of(self, connector: str, kind: str, central_id: str) -> str:
        return next(iter(self.locals_of(connector, kind, central_id)), "")

    def locals_of(self, connector: str, kind: str, central_id: str) -> tuple[str, ...]:
        """Every local id that is linked to a central's id."""
        names = [(name_of(id_), record.central_id) for id_, record in sorted(self._shared.records.items())]
        wanted = (connector, kind, central_id)
        return tuple(name.local_id for name, known in names if known and (name.connector, name.kind, known) == wanted)

    def guests_reached_at(self, phone: str, email: str) -> tuple[GuestId, ...]:
        return ()

    def order(self, order_id: OrderId) -> Order:
        raise NotFound("order", order_id)

    def orders_at(self, table_id: TableId) -> tuple[Order, ...]:
        return ()

    def ticket(self, ticket_id: TicketId) -> KitchenTicket:
        raise NotFound("ticket", ticket_id)

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        raise NotFound("staff", staff_id)

    def aggregate(self, aggregate: str, id_: str) -> object:
        raise NotFound(aggregate, id_)

    def document(self, type_: type[D], document_id: str) -> D:
        raise NotFound(type_.__name__, document_id)

    def documents(self, type_: type[D]) -> tuple[D, ...]:
        return ()

    def terms(self) -> TaxTerms:
        raise NotFound("tax_regime", "tax")


class MemoryBook:
    """The CentralBook port. `broken` is called before every transaction, so that a test can end the world there."""

    def __init__(self, shared: SharedFacts, origin: str = "o1", broken: Callable[[], None] | None = None) -> None:
        self.shared = shared
        self.picture: Picture = MemoryPicture(shared)
        self.transactions = 0
        self._origin = origin
        self._broken = broken or _nothing
        self._cursors: dict[str, int] = {}
        self._waiting: dict[RecordId, None] = {}
        self._rows: dict[str, WireRow] = {}
        self._sweeps: dict[tuple[str, str], Sweep] = {}
        self._counts: dict[str, dict[str, int]] = {}

    def touched(self, connector: str, limit: int) -> tuple[Touched, ...]:
        """Facts nobody has looked at, but not what a central said to this very terminal."""
        found = [
            one
            for one in self.shared.facts[self._cursors.get(connector, 0) :]
            if one.origin != self._origin or not isinstance(one.fact, CentralConfirmed | CentralRefused)
        ]
        return tuple(found[:limit])

    def planned(self, connector: str, touched: Iterable[Touched], records: Iterable[RecordId]) -> None:
        """Move on behind these facts, and note who waits."""
        seen, waiting = tuple(touched), list(records)
        self._write()
        for one in seen:
            self._cursors[connector] = max(self._cursors.get(connector, 0), one.seq)
            if isinstance(one.fact, CentralDecided) and name_of(one.fact.record).connector == connector:
                waiting.append(one.fact.record)
        self._waiting.update(dict.fromkeys(record for record in waiting if record not in self._waiting))

    def waiting(self, connector: str, limit: int) -> tuple[RecordId, ...]:
        """Who waits longest."""
        return tuple(record for record in self._waiting if name_of(record).connector == connector)[:limit]

    def settled(self, records: Iterable[RecordId]) -> None:
        """They wait no longer."""
        self._write()
        for record in records:
            self._waiting.pop(record, None)

    def wires(self, connector: str) -> tuple[WireRow, ...]:
        """Every request, oldest first."""
        return tuple(row for row in self._rows.values() if row.connector == connector)

    def put_wires(self, rows: Iterable[WireRow]) -> None:
        """Requests as they are now."""
        self._write()
        self._rows.update((row.key, row) for row in rows)

    def drop_wires(self, keys: Iterable[str]) -> None:
        """Only those nobody has sent."""
        keys = tuple(keys)
        if keys:
            self._write()
        for key in keys:
            if key in self._rows and self._rows[key].state is WireState.PREPARED:
                del self._rows[key]

    def keep(self, facts: Iterable[Fact], done: Iterable[str] = (), sweep: Sweep | None = None) -> None:
        """All together, or nothing."""
        kept, keys = tuple(facts), tuple(done)
        self._write()
        self.shared.keep(self._origin, *kept)
        for key in keys:
            self._rows.pop(key, None)
        if sweep is not None:
            self._sweeps[sweep.connector, sweep.resource] = sweep
        self._count(kept)

    def sweep(self, connector: str, resource: str) -> Sweep:
        """How far a pull has come."""
        return self._sweeps.get((connector, resource)) or Sweep(connector, resource)

    def counts(self, connector: str) -> Mapping[str, int]:
        """Figures since the beginning."""
        rows = self.wires(connector)
        parked = [r for id_, r in self.shared.records.items() if r.refused and name_of(id_).connector == connector]
        return {
            "sent": 0, "received": 0, "failed": 0, **self._counts.get(connector, {}),
            "pending": len(self.waiting(connector, 2**31)),
            "unknown": sum(row.state is WireState.UNKNOWN for row in rows),
            "parked": sum(len(record.refused) for record in parked),
        }  # fmt: skip

    def _count(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact, CentralConfirmed | CentralRefused):
                counts = self._counts.setdefault(name_of(fact.record).connector, {})
                name = "failed" if isinstance(fact, CentralRefused) else "received" if fact.step == PULLED else "sent"
                counts[name] = counts.get(name, 0) + 1

    def _write(self) -> None:
        self._broken()
        self.transactions += 1


def _nothing() -> None:
    """Nothing is broken."""
