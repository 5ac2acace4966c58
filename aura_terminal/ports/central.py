"""The store as the reconciling of central back offices sees it: what changed, what is true, what was said and sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from aura_terminal.domain.central import CentralRecord, CentralRefused, RecordId
from aura_terminal.domain.central_sheet import CentralSheet
from aura_terminal.domain.documents import Document
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import GuestId, OrderId, Origin, StaffId, TableId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.tax import TaxTerms

D = TypeVar("D", bound=Document)

PULLED = "pulled"
"""The step under which it is noted that a thing here is one of the central's own."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An aggregate that a fact spoke of: `aggregate` and `id` as in the catalogue of facts, and the fact itself."""

    origin: Origin
    seq: int
    aggregate: str
    id: str
    type: str
    fact: Fact


class Picture(Protocol):
    """What is true now, as reconciling reads it; used on the store thread only, and nothing of it is changed."""

    @property
    def store_id(self) -> str:
        """The store that every idempotency key is derived from."""

    def order(self, order_id: OrderId) -> Order:
        """The order with all lines charged at it, also when its day has left the journal; or NotFound."""

    def orders_at(self, table_id: TableId) -> tuple[Order, ...]:
        """The open orders at a table, oldest first."""

    def ticket(self, ticket_id: TicketId) -> KitchenTicket:
        """The kitchen ticket, or NotFound."""

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        """Somebody's punches."""

    def stock(self, item_id: str) -> StockLevel:
        """How many of an item are left."""

    def aggregate(self, aggregate: str, id_: str) -> object:
        """The fold of any other aggregate (guest, reservation, supply …), or NotFound."""

    def document(self, type_: type[D], document_id: str) -> D:
        """Reference data in force, or NotFound."""

    def documents(self, type_: type[D]) -> tuple[D, ...]:
        """Every document of a type, ordered by id."""

    def terms(self) -> TaxTerms:
        """The taxes in force."""

    def record(self, record: RecordId) -> CentralRecord:
        """What a central is known to hold of something; empty when nothing was ever said."""

    def local_of(self, connector: str, kind: str, central_id: str) -> str:
        """The local id that is linked to a central's id, the first of several; empty when none is."""

    def locals_of(self, connector: str, kind: str, central_id: str) -> tuple[str, ...]:
        """Every local id that is linked to a central's id, in an order all terminals agree on."""

    def guests_reached_at(self, phone: str, email: str) -> tuple[GuestId, ...]:
        """Guests of this number, however it is written, or of this address, by id; nobody for two empty texts.

        Who was merged into another or asked to be forgotten is not among them.
        """


class WireState(StrEnum):
    """Where a request stands. What is done or refused is a fact, and its row is gone."""

    PREPARED = "prepared"
    """Nobody has sent it; it may be replaced by a newer one of the same step."""
    SENT = "sent"
    """It is under way, or the program died while it was; body and key are frozen."""
    UNKNOWN = "unknown"
    """It was sent and nobody knows the outcome; it is sent again under the same key."""


@dataclass(frozen=True, slots=True)
class WireRow:
    """One request to a central, of this terminal alone. Times are Unix milliseconds; `body` is canonical JSON or empty.

    `looks` counts how often the outcome was looked up before sending it again.
    """

    key: str
    connector: str
    record: RecordId
    step: str
    digest: str
    lane: int
    method: str
    path: str
    body: bytes
    state: WireState
    prepared_ms: int
    sent_ms: int = 0
    attempts: int = 0
    not_before_ms: int = 0
    last_answer: str = ""
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Sweep:
    """How far a pull has come. `watermark` is what the connector made of it; `page` is the one to ask for next.

    `began_ms` is when the pass under way began and 0 between passes; `seen` are the central's ids seen in it.
    """

    connector: str
    resource: str
    page: int = 1
    began_ms: int = 0
    ended_ms: int = 0
    watermark: str = ""
    seen: tuple[str, ...] = ()
    missed: tuple[tuple[str, int], ...] = ()


class CentralBook(Protocol):
    """What the store keeps for reconciling; used on the store thread only. A writing call is one transaction."""

    @property
    def picture(self) -> Picture:
        """What is true now."""

    def touched(self, connector: str, limit: int) -> tuple[Touched, ...]:
        """Facts of any origin this connector has not planned for yet, in the order they arrived here, oldest first.

        What a central said to this terminal itself is left out; what it said to others and what people decided is not.
        """

    def planned(self, connector: str, touched: Iterable[Touched], records: Iterable[RecordId]) -> None:
        """Note that these facts were looked at, and which records they may have left to be told (`waiting`)."""

    def waiting(self, connector: str, limit: int) -> tuple[RecordId, ...]:
        """Records that may have something to be told, longest waiting first."""

    def settled(self, records: Iterable[RecordId]) -> None:
        """Nothing is left to be told of these records for now."""

    def wires(self, connector: str) -> tuple[WireRow, ...]:
        """Every request under way or prepared, oldest first."""

    def put_wires(self, rows: Iterable[WireRow]) -> None:
        """Write requests as they are now, by key."""

    def drop_wires(self, keys: Iterable[str]) -> None:
        """Forget requests that a newer one of the same step replaces and that nobody has sent."""

    def keep(self, facts: Iterable[Fact], done: Iterable[str] = (), sweep: Sweep | None = None) -> None:
        """Append facts in the name of the system, forget the requests they settle, and move a pull on, all together."""

    def sweep(self, connector: str, resource: str) -> Sweep:
        """How far a pull has come; at its beginning when nothing was noted."""

    def counts(self, connector: str) -> Mapping[str, int]:
        """Figures since set-up: sent, received, pending, failed, unknown, parked (`sync --json`)."""


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A line of the sync centre: something a central refused and a person has to decide.

    `title` is what the house calls the thing, whatever its kind (R1-042, Ana 09:02), `waits` is how many steps of the
    same record wait behind it.
    """

    record: RecordId
    connector: str
    kind: str
    step: str
    title: str
    refused: CentralRefused
    waits: int
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class CentralFigures:
    """What the status strip and the sync centre say of one back office. Ages are those of the oldest one waiting."""

    connector: str
    pending: int
    unknown: int
    parked: int
    oldest: datetime | None
    last_confirmed: datetime | None
    differing: int


class CentralReads(Protocol):
    """What screens read of central back offices."""

    def centre(self, limit: int) -> tuple[CentreRow, ...]:
        """What waits for a person, oldest first."""

    def figures(self) -> tuple[CentralFigures, ...]:
        """One row for each back office that was ever told anything."""

    def differing(self, business_date: date) -> tuple[tuple[OrderId, str, str, str], ...]:
        """Orders whose figures at a central are not ours: order, field, ours, theirs."""

    def sheets(self) -> tuple[CentralSheet, ...]:
        """Every report a back office keeps, as it said it last, ordered by id."""

    def linked_with(self, kind: str) -> tuple[str, ...]:
        """The back offices this terminal may speak with that have ids for things of a record's kind, by name."""
