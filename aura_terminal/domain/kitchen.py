"""Kitchen tickets: what one station sees when lines are fired; a recall starts a new generation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatchmethod

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import FireId, LineId, OrderId, StationId, TicketId, derived
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import Station
from aura_terminal.domain.tax import OrderType


@dataclass(frozen=True, slots=True)
class TicketItem:
    """One line as the cook reads it."""

    line_id: LineId
    name: str
    quantity: int
    modifiers: tuple[ChosenModifier, ...]
    note: str
    allergens: tuple[str, ...]
    seat: int
    course: int


@dataclass(frozen=True, slots=True)
class TicketFired:
    """A station was asked to cook. It holds all the cook needs, so that it can be shown and printed by itself.

    `terminal` is the one that fired it and watches that it is received.
    """

    ticket_id: TicketId
    order_id: OrderId
    fire_id: FireId
    station_id: StationId
    number: str
    order_type: OrderType
    table_name: str
    guest_name: str
    server_name: str
    fired_at: datetime
    target_minutes: int
    items: tuple[TicketItem, ...]
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class TicketItemDone:
    """So many of an item are ready (the whole count, not one more)."""

    ticket_id: TicketId
    line_id: LineId
    done: int
    generation: int


@dataclass(frozen=True, slots=True)
class TicketItemReopened:
    """An item marked ready by mistake is to be cooked after all."""

    ticket_id: TicketId
    line_id: LineId
    generation: int


@dataclass(frozen=True, slots=True)
class TicketItemVoided:
    """So many of an item are not wanted any more; it stays in sight, struck through, until the ticket is bumped."""

    ticket_id: TicketId
    line_id: LineId
    quantity: int
    reason: str


@dataclass(frozen=True, slots=True)
class TicketBumped:
    """The station is done with the ticket.

    `spared` is what was not cooked for it because another fire had asked for the same, per line.
    """

    ticket_id: TicketId
    bumped_at: datetime
    generation: int
    spared: tuple[tuple[LineId, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TicketRecalled:
    """A bumped ticket comes back to its old place; `generation` is one more than before."""

    ticket_id: TicketId
    recalled_at: datetime
    generation: int


@dataclass(frozen=True, slots=True)
class TicketReceived:
    """The screen that shows the station holds the ticket, durable at that terminal."""

    ticket_id: TicketId
    terminal: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class TicketSeen:
    """The ticket really stood on a screen."""

    ticket_id: TicketId
    terminal: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class TicketEscalated:
    """Nobody received the ticket in time, so it went out another way; `to` names the route."""

    ticket_id: TicketId
    to: str
    escalated_at: datetime
    reason: str


TicketFact = (
    TicketFired
    | TicketItemDone
    | TicketItemReopened
    | TicketItemVoided
    | TicketBumped
    | TicketRecalled
    | TicketReceived
    | TicketSeen
    | TicketEscalated
)


@dataclass(slots=True)
class TicketLine:
    """An item of a ticket with how far it is."""

    item: TicketItem
    done: int = 0
    voided: int = 0
    repeated: int = 0

    @property
    def wanted(self) -> int:
        """How many are still to be served; what another fire asked for as well is served once, from the other."""
        return max(0, self.item.quantity - self.voided - self.repeated)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to cook on it."""
        return self.done >= self.wanted


@dataclass(slots=True)
class KitchenTicket:
    """The fold of one ticket's facts."""

    id: TicketId
    fired: TicketFired | None = None
    lines: dict[LineId, TicketLine] = field(default_factory=dict)
    generation: int = 0
    bumped_at: datetime | None = None
    received: TicketReceived | None = None
    seen: TicketSeen | None = None
    escalated: TicketEscalated | None = None
    repeats: dict[LineId, int] = field(default_factory=dict, compare=False, repr=False)
    spared: dict[LineId, int] | None = None

    def host(self, repeats: Mapping[LineId, int]) -> None:
        """Note how many of each line are cooked for another fire of the order (see `cooked_once`)."""
        self.repeats = dict(repeats)
        for line_id, line in self.lines.items():
            line.repeated = self.repeats.get(line_id, 0)

    def overcooked(self, repeats: Mapping[LineId, int]) -> dict[LineId, int]:
        """What of these repeats was cooked for this ticket all the same, or printed for somebody to cook, per line."""
        found = {}
        for line_id, repeated in repeats.items():
            line = self.lines.get(line_id)
            if line is None:
                continue
            left = line.item.quantity - line.voided
            if self.spared is None and self.escalated is None:
                found[line_id] = max(0, line.done - max(0, left - repeated))
            else:
                found[line_id] = max(0, min(repeated, left) - (self.spared or {}).get(line_id, 0))
        return found

    @property
    def is_void(self) -> bool:
        """Whether nothing on it is wanted."""
        return all(not line.wanted for line in self.lines.values())

    @property
    def is_bumped(self) -> bool:
        """Whether the station is done with it."""
        return self.bumped_at is not None

    def mark_one_done(self, line_id: LineId) -> TicketItemDone | TicketItemReopened:
        """One more of the item is ready; a tap on an item that is wholly ready takes that back."""
        line = self._line(line_id)
        if line.is_done:
            return TicketItemReopened(self.id, line_id, self.generation)
        return TicketItemDone(self.id, line_id, line.done + 1, self.generation)

    def bump(self, now: datetime) -> TicketBumped:
        """Off the screen."""
        self._must_be_live()
        spared = tuple((line_id, line.repeated) for line_id, line in self.lines.items() if line.repeated)
        return TicketBumped(self.id, now, self.generation, spared)

    def recall(self, now: datetime) -> TicketRecalled:
        """Back on the screen, where it was."""
        if not self.is_bumped:
            raise RuleBroken(Rule.TICKET_NOT_BUMPED, ticket=self.fired.number if self.fired else self.id)
        return TicketRecalled(self.id, now, self.generation + 1)

    def void_item(self, line_id: LineId, quantity: int, reason: str) -> TicketItemVoided:
        """Tell the station that so many of an item are not wanted."""
        if line_id not in self.lines:
            raise RuleBroken(Rule.LINE_GONE, line=line_id)
        return TicketItemVoided(self.id, line_id, quantity, reason)

    def receive(self, terminal: str, now: datetime) -> tuple[TicketReceived, ...]:
        """The screen of the station holds it; nothing when that is known."""
        return () if self.received else (TicketReceived(self.id, terminal, now),)

    def see(self, terminal: str, now: datetime) -> tuple[TicketReceived | TicketSeen, ...]:
        """It stood on a screen, so it was received; nothing when that is known."""
        seen = () if self.seen else (TicketSeen(self.id, terminal, now),)
        return (*self.receive(terminal, now), *seen)

    def escalate(self, to: str, reason: str, now: datetime) -> TicketEscalated:
        """Let it out another way, once. Raises RuleBroken(TICKET_ALREADY_BUMPED) when nobody waits for it any more."""
        if self.is_bumped or self.received or self.escalated or self.is_void:
            raise RuleBroken(Rule.TICKET_ALREADY_BUMPED, ticket=self.fired.number if self.fired else self.id)
        return TicketEscalated(self.id, to, now, reason)

    def _must_be_live(self) -> None:
        if self.is_bumped:
            raise RuleBroken(Rule.TICKET_ALREADY_BUMPED, ticket=self.fired.number if self.fired else self.id)

    def _line(self, line_id: LineId) -> TicketLine:
        self._must_be_live()
        try:
            return self.lines[line_id]
        except KeyError:
            raise RuleBroken(Rule.LINE_GONE, line=line_id) from None

    @singledispatchmethod
    def apply(self, fact: TicketFact) -> None:
        """Evolve by one fact, ours or a peer's; the furthest of (generation, progress) counts."""
        raise TypeError(f"not a fact about a ticket: {fact!r}")

    @apply.register
    def _(self, fact: TicketFired) -> None:
        if self.fired is None:
            self.fired = fact
            self.lines = {item.line_id: TicketLine(item) for item in fact.items}
            self.host(self.repeats)

    @apply.register
    def _(self, fact: TicketItemDone) -> None:
        line = self.lines.get(fact.line_id)
        if line is not None and fact.generation == self.generation:
            line.done = max(line.done, fact.done)

    @apply.register
    def _(self, fact: TicketItemReopened) -> None:
        line = self.lines.get(fact.line_id)
        if line is not None and fact.generation == self.generation:
            line.done = 0

    @apply.register
    def _(self, fact: TicketItemVoided) -> None:
        line = self.lines.get(fact.line_id)
        if line is not None:
            line.voided = min(line.item.quantity, line.voided + fact.quantity)

    @apply.register
    def _(self, fact: TicketBumped) -> None:
        if fact.generation == self.generation and self.bumped_at is None:
            self.bumped_at = fact.bumped_at
            self.spared = dict(fact.spared) if self.spared is None else self.spared

    @apply.register
    def _(self, fact: TicketRecalled) -> None:
        if fact.generation > self.generation:
            self.generation, self.bumped_at = fact.generation, None

    @apply.register
    def _(self, fact: TicketReceived) -> None:
        self.received = self.received or fact

    @apply.register
    def _(self, fact: TicketSeen) -> None:
        self.seen = self.seen or fact

    @apply.register
    def _(self, fact: TicketEscalated) -> None:
        self.escalated = self.escalated or fact


def ticket_id_of(fire_id: FireId, station_id: StationId) -> TicketId:
    """The id every terminal gives the ticket of one fire at one station."""
    return TicketId(derived(fire_id, station_id))


def tickets_for(
    order: Order, fires: Sequence[LinesFired], stations: Mapping[StationId, Station], terminal: str = ""
) -> tuple[TicketFired, ...]:
    """One ticket for each station that has something to cook of a fire. Raises NotFound for an unknown station."""
    by_station: dict[StationId, list[TicketItem]] = {}
    for line_id, quantity in (one for fired in fires for one in fired.lines):
        line = order.line(line_id)
        by_station.setdefault(line.sold.station_id, []).append(_item(line, quantity))
    return tuple(
        _ticket(order, fires[0], _station(stations, station_id), tuple(items), terminal)
        for station_id, items in by_station.items()
    )


def _station(stations: Mapping[StationId, Station], station_id: StationId) -> Station:
    if station_id not in stations:
        raise NotFound("station", station_id)
    return stations[station_id]


def _item(line: Line, quantity: int) -> TicketItem:
    sold = line.sold
    return TicketItem(
        line.id, sold.kitchen_name or sold.name, quantity, line.modifiers, line.note, sold.allergens, line.seat,
        line.course,
    )  # fmt: skip


def _ticket(
    order: Order, fired: LinesFired, station: Station, items: tuple[TicketItem, ...], terminal: str
) -> TicketFired:
    return TicketFired(
        ticket_id_of(fired.fire_id, station.id), order.id, fired.fire_id, station.id, order.number, order.order_type,
        order.table_name, order.guest_name, order.server_name, fired.fired_at, station.minutes_for(order.order_type),
        items, terminal,
    )  # fmt: skip


def ticket_of(ticket_id: TicketId, facts: Iterable[TicketFact]) -> KitchenTicket:
    """The ticket that these facts, in stamp order, make. Raises NotFound when it was never fired."""
    ticket = KitchenTicket(ticket_id)
    for fact in facts:
        ticket.apply(fact)
    if ticket.fired is None:
        raise NotFound("ticket", ticket_id)
    return ticket
