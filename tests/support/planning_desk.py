"""A planning with its book, its requests and a clock, and a connector that plans what a test says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from aura_terminal.domain.central import (
    CentralConfirmed,
    CentralRecord,
    RecordId,
)
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.stock import StockCounted
from aura_terminal.ports.central import Picture, Touched, WireRow, WireState
from sync.mesh.contract import Moment
from sync.reconcile.contract import Call, Lane, Plan, Step
from sync.reconcile.effects import CourierLimits
from sync.reconcile.planning import Planning
from sync.reconcile.wires import Wires
from sync.reconcile.written import at
from tests.support.memory_book import MemoryBook, SharedFacts
from tests.support.scripted_central import NAME, ScriptedCentral, ScriptedConnector, thing

WALL_MS = 1_780_000_000_000
THING, OTHER, PARENT = thing("a"), thing("b"), thing("p")
LONG_AGO = float("-inf")


class SaidConnector(ScriptedConnector):
    """Plans what a test says; everything it can look for is in `visible`."""

    def __init__(self) -> None:
        super().__init__(ScriptedCentral())
        self.plans: dict[RecordId, Plan] = {}
        self.beyond: set[RecordId] = set()
        self.visible: set[RecordId] = set()
        self.follows: dict[str, RecordId] = {}

    def records_of(self, touched: Touched, picture: Picture) -> Iterable[RecordId]:
        if touched.aggregate == "stock":
            return (thing(touched.id),)
        return [self.follows[touched.id]] if touched.id in self.follows else []

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        if record.id in self.beyond:
            raise NotFound("order", record.id)
        return self.plans.get(record.id, Plan())

    def look(self, row: WireRow) -> Call | None:
        return Call("GET", "/things") if row.record in self.visible else None


def step(
    name: str = "create", digest: str = "c", lane: Lane = Lane.ORDERS, *, record: RecordId = THING,
    creates: bool = False, needs: tuple[RecordId, ...] = (), is_moot: bool = False,
) -> Step:  # fmt: skip
    call = Call("POST", f"/{name}", {"says": digest})
    return Step(record, name, lane, call, digest, creates=creates, needs=needs, is_moot=is_moot)


class Desk:
    """A planning with its book, its requests, and a clock."""

    def __init__(self, **limits: object) -> None:
        self.shared = SharedFacts()
        self.limits = replace(CourierLimits(linger={}), **limits)  # type: ignore[arg-type]  # of what each is
        self.passed = 0.0
        self.connector = SaidConnector()
        self.book = MemoryBook(self.shared, "o1")
        self.start()

    def start(self) -> None:
        """Begin, or begin again after the program died."""
        self.wires = Wires(NAME, self.book)
        self.planning = Planning(self.connector, self.book, self.wires, self.limits)
        self.wires.begin()
        self.planning.begin()
        while self.planning.is_loading:
            self.planning.load()

    @property
    def now(self) -> Moment:
        return Moment(self.passed, WALL_MS + round(self.passed * 1000))

    @property
    def noon(self) -> datetime:
        return at(self.now.wall_ms)

    def due(self, *steps: Step, record: RecordId = THING) -> None:
        """So much is due of a record now, and somebody touched it."""
        self.connector.plans[record] = Plan(steps)
        self.touch(record)

    def touch(self, record: RecordId = THING) -> None:
        self.shared.keep("o1", StockCounted(ItemId(record.rpartition("/")[2]), 1, self.noon))
        while self.planning.look(self.now):
            pass

    def prepare(self, *busy: RecordId) -> tuple[Fact, ...] | None:
        return self.planning.prepare(self.now, busy)

    def row(self, record: RecordId = THING) -> WireRow:
        """The one request of a record."""
        (row,) = self.wires.of(record)
        return row

    def sent(self, state: WireState = WireState.UNKNOWN, record: RecordId = THING) -> WireRow:
        """The request of a record left just now, and this is what is known of it."""
        row = replace(self.row(record), state=state, sent_ms=self.now.wall_ms, attempts=1)
        self.wires.put([row])
        return row

    def confirmed(self, name: str, digest: str, record: RecordId = THING, origin: str = "o2", id_: str = "") -> None:
        """Another terminal had this step taken."""
        self.shared.keep(origin, CentralConfirmed(record, name, digest, id_, self.noon))

    def record(self, record: RecordId = THING) -> CentralRecord:
        return self.book.picture.record(record)

    def waiting(self) -> tuple[RecordId, ...]:
        return self.book.waiting(NAME, 99)

    def lane(self) -> Lane | None:
        """In which lane somebody is to be planned next."""
        for lane in Lane:
            if self.planning.agenda.take(1, lambda one, lane=lane: one is lane):  # type: ignore[misc]  # bound now
                return lane
        return None
