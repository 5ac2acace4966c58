"""What a kitchen screen shows, computed from tickets and a time; plain values, no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.ids import LineId, StationId, TicketId
from aura_terminal.domain.kinds import ModifierKind, OrderType
from aura_terminal.ports.reads import TicketLineRow, TicketRow

ALLERGY_PREFIX = "Allergy:"
NEW_SECONDS = 30


@dataclass(frozen=True, slots=True)
class CardModifier:
    """A choice as the cook reads it; `quantity` is shown where it is not that of the line."""

    kind: ModifierKind
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class CardLine:
    """One item of a ticket. `quantity` is what was fired, `wanted` what is still to be served of it."""

    line_id: LineId
    name: str
    quantity: int
    wanted: int
    done: int
    modifiers: tuple[CardModifier, ...]
    note: str
    seat: int

    @property
    def is_void(self) -> bool:
        """Whether none of it is wanted any more."""
        return self.wanted == 0

    @property
    def is_done(self) -> bool:
        """Whether all that is wanted is ready."""
        return not self.is_void and self.done >= self.wanted

    @property
    def to_make(self) -> int:
        """How many are still to be made."""
        return max(0, self.wanted - self.done)


@dataclass(frozen=True, slots=True)
class Card:
    """One ticket on the board. `printed_at` is when its slip went out elsewhere because no screen had received it."""

    ticket_id: TicketId
    station_name: str
    number: str
    order_type: OrderType
    table_name: str
    guest_name: str
    server_name: str
    fired_at: datetime
    target_minutes: int
    generation: int
    bumped_at: datetime | None
    allergies: tuple[str, ...]
    lines: tuple[CardLine, ...]
    printed_at: datetime | None = None

    def seconds(self, now: datetime) -> int:
        """How old it is; a moment before it was fired counts as zero."""
        return max(0, int((now - self.fired_at).total_seconds()))

    def is_late(self, now: datetime) -> bool:
        """Whether its target is used up; a target of 0 minutes is none. What is made from a slip is not late here."""
        return self.printed_at is None and 0 < self.target_minutes * 60 <= self.seconds(now)

    def is_new(self, now: datetime) -> bool:
        """Whether it has just come, for the first time."""
        return self.generation == 0 and self.seconds(now) < NEW_SECONDS


@dataclass(frozen=True, slots=True)
class StationRow:
    """A place that cooks, to choose from."""

    station_id: StationId
    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class AllDayRow:
    """How many of one thing are still to be made."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class HeaderCounts:
    """Open and late tickets and the average age of the open ones in seconds."""

    open: int
    late: int
    average: int


def card_of(ticket: TicketRow) -> Card:
    """A ticket as it is shown."""
    lines = tuple(_line(line) for line in ticket.lines)
    return Card(
        ticket_id=ticket.ticket_id,
        station_name=ticket.station_name,
        number=ticket.number,
        order_type=ticket.order_type,
        table_name=ticket.table_name,
        guest_name=ticket.guest_name,
        server_name=ticket.server_name,
        fired_at=ticket.fired_at,
        target_minutes=ticket.target_minutes,
        generation=ticket.generation,
        bumped_at=ticket.bumped_at,
        allergies=tuple(_allergy(line) for line in lines if _names_allergy(line.note) and not line.is_void),
        lines=lines,
        printed_at=ticket.escalated_at,
    )


def _line(row: TicketLineRow) -> CardLine:
    item = row.item
    modifiers = tuple(CardModifier(each.kind, each.name, each.quantity) for each in item.modifiers)
    wanted = item.quantity - row.voided
    return CardLine(item.line_id, item.name, item.quantity, wanted, row.done, modifiers, item.note, item.seat)


def _names_allergy(note: str) -> bool:
    return note.casefold().startswith(ALLERGY_PREFIX.casefold())


def _allergy(line: CardLine) -> str:
    return f"{line.note[len(ALLERGY_PREFIX) :].strip()} · {line.name}".removeprefix(" · ")


def counts_by_type(cards: Iterable[Card]) -> dict[OrderType, int]:
    """How many tickets there are of each order type, in the enum's order, zeros included."""
    counted = Counter(card.order_type for card in cards)
    return {order_type: counted[order_type] for order_type in OrderType}


def all_day_of(cards: Iterable[Card]) -> tuple[AllDayRow, ...]:
    """What is still to be made by name, most wanted first, then by name; what is made from a slip is not counted."""
    wanted: Counter[str] = Counter()
    for card in (each for each in cards if each.printed_at is None):
        for line in card.lines:
            wanted[line.name] += line.to_make
    rows = (AllDayRow(name, quantity) for name, quantity in wanted.items() if quantity)
    return tuple(sorted(rows, key=lambda row: (-row.quantity, row.name)))


def header_of(cards: Sequence[Card], now: datetime) -> HeaderCounts:
    """The counters of the header."""
    average = sum(card.seconds(now) for card in cards) // len(cards) if cards else 0
    return HeaderCounts(len(cards), sum(card.is_late(now) for card in cards), average)
