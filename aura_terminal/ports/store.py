"""The store as the use cases see it: one unit of work, one transaction, facts in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.documents import Document
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import (
    FireId,
    ItemId,
    OrderId,
    Origin,
    StaffId,
    StationId,
    TableId,
    TicketId,
    ValueAccountId,
)
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import PrintJob
from aura_terminal.domain.paper_bundle import Telling
from aura_terminal.domain.staff import StaffAccess
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.terminals import PairedTerminal
from aura_terminal.domain.tip_sharing import SharedTips
from aura_terminal.ports.card_desk import CardBook
from aura_terminal.ports.cash_book import CashBook
from aura_terminal.ports.day_acts import Act
from aura_terminal.ports.guests import GuestBook
from aura_terminal.ports.house import HouseBook
from aura_terminal.ports.value_rows import ValueBook

D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class TerminalIdentity:
    """Which machine this is: its label for people (R1), its origin in the journal, and the store it belongs to.

    `formerly` are the labels it had before it was restored from backups, the oldest first.
    """

    label: str
    origin: Origin
    store_id: str
    formerly: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every name it goes by, the present one first."""
        return (self.label, *self.formerly)


class Documents(Protocol):
    """The reference data in force."""

    def get(self, type_: type[D], document_id: str) -> D:
        """The document, or NotFound."""

    def all(self, type_: type[D]) -> tuple[D, ...]:
        """Every document of a type, ordered by id."""


class Ledger(Protocol):
    """What the books of the store say."""

    def next_order_number(self, business_date: date) -> int:
        """The counter for this terminal's next order label on a business date, from 1."""

    def orders_of(self, business_date: date) -> Iterable[Order]:
        """Orders closed on, cancelled on or paid on the date, and every open order opened on or before it."""

    def closings(self) -> tuple[DayClosed, ...]:
        """This terminal's Z reports, oldest first."""

    def closed_on(self, business_date: date) -> tuple[DayClosed, ...]:
        """The Z reports of a business date of every terminal, as far as they are held here, oldest first."""

    def tips_shared_on(self, business_date: date) -> tuple[SharedTips, ...]:
        """How tips of a date were shared, and what was paid of it, as far as is known here, oldest first."""

    def business_dates(self) -> tuple[date, ...]:
        """The business dates on which an order was closed, cancelled or paid, in order."""

    def acts_on(self, order_ids: Collection[OrderId]) -> Sequence[Act]:
        """What people did to these orders (`ACTS_ON_ORDERS`), oldest first; nothing of what left the journal."""

    def openings_on(self, business_date: date) -> Sequence[Act]:
        """Every opening of a drawer on a business date, oldest first; nothing of what left the journal."""

    def known(self) -> tuple[tuple[Origin, int], ...]:
        """The known vector: per origin how far the journal reaches without a gap, ordered by origin."""

    def seen_of(self, order_id: OrderId) -> tuple[tuple[Origin, int], ...]:
        """Per origin the last fact about this order that is held here, ordered by origin."""

    def told_of(self, order_id: OrderId) -> tuple[Telling, ...]:
        """All that is known here of an order, of those it shares lines with and of their kitchen tickets, as facts.

        What is known from paper alone is among them. Nothing of what left with its day.
        """

    def held_by(self, labels: Collection[str]) -> tuple[OrderId, ...]:
        """Orders that are open, or have something to decide, whose money token terminals of these labels hold."""

    def parties_at(self, table_id: TableId) -> tuple[OrderId, ...]:
        """Open orders at a table, their own or one of those linked to it, the oldest first."""

    def is_abreast(self) -> bool:
        """Whether nobody in the store is known to know more than this terminal.

        Every other terminal that belongs to the store was heard since this one writes under its present origin (it
        held a fact of it), and all it was last known to hold is held here.
        """

    def last_fires(self) -> tuple[tuple[OrderId, FireId], ...]:
        """Fires that are the last thing held of another origin: what followed at once, such as tickets, may be lost."""

    def undelivered(self, fired_by: str) -> Sequence[tuple[TicketId, StationId]]:
        """Tickets fired at a terminal that no screen has received, neither bumped nor escalated; oldest first.

        Those of a station that only prints are among them until they leave the store with their day.
        """


class Work(Protocol):
    """One transaction. What is kept is stamped, chained, applied, folded and journalled together when it commits.

    Aggregates it hands out show what has been kept so far in this work. Leaving the block commits; an exception rolls
    everything back. Acknowledge nothing before the block has been left.
    """

    @property
    def now(self) -> datetime:
        """The time of this transaction, aware and UTC."""

    @property
    def store_time(self) -> datetime:
        """The time of this transaction by the store's clock: `now`, put right where most terminals differ from it."""

    @property
    def today(self) -> date:
        """The business date of this transaction, by the store's clock (`store_clock`)."""

    @property
    def documents(self) -> Documents:
        """The reference data in force."""

    @property
    def ledger(self) -> Ledger:
        """The books."""

    @property
    def guests(self) -> GuestBook:
        """Guests, with their points and what they said."""

    @property
    def house(self) -> HouseBook:
        """Reservations and supplies."""

    @property
    def cards(self) -> CardBook:
        """Attempts at cards."""

    @property
    def value(self) -> ValueBook:
        """Value accounts: gift cards, house accounts, deposits."""

    @property
    def cash(self) -> CashBook:
        """Drawer sessions."""

    def order(self, order_id: OrderId) -> Order:
        """The order, or NotFound."""

    def ticket(self, ticket_id: TicketId) -> KitchenTicket:
        """The kitchen ticket, or NotFound."""

    def access(self, staff_id: StaffId) -> StaffAccess:
        """How a member of staff signs in; empty when no fact says anything yet."""

    def stock(self, item_id: ItemId) -> StockLevel:
        """How many of an item are left; nobody counts when no fact says anything yet."""

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        """Somebody's punches; none when no fact says anything yet."""

    def terminal(self, terminal_id: str) -> PairedTerminal:
        """A terminal of the store; not paired when no fact says anything yet."""

    def central(self, record: RecordId) -> CentralRecord:
        """What a central back office is known to hold of something; empty when nothing was ever said."""

    def keep(self, *facts: Fact) -> None:
        """Add facts to the transaction, in this order."""

    def spool(self, *jobs: PrintJob) -> None:
        """Add print jobs to the transaction."""


Begin = Callable[[StaffId], AbstractContextManager[Work]]
"""Opens a fresh unit of work in somebody's name."""

SYSTEM = StaffId("system")
"""Who acts when the program itself does: set-up, migration, import."""


class PinVault(Protocol):
    """Keeps what makes a stolen file useless for guessing PINs."""

    def seal(self, staff_id: StaffId, pin: str) -> str:
        """A verifier for a PIN: argon2id over a keyed digest (reliability page, section 7)."""

    def matches(self, staff_id: StaffId, pin: str, verifier: str) -> bool:
        """Whether it is the PIN; takes as long for a wrong one and for no verifier at all."""

    def value_number(self, account_id: ValueAccountId, issue: int) -> str:
        """The number of a gift card's issue: it follows from the store's key, so that it is written down nowhere."""

    def name_badge(self, code: str) -> str:
        """The name a badge is kept under: the same for the same badge, as hard to turn back as a PIN's verifier."""
