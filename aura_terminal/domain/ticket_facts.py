"""What can happen to a kitchen ticket, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.carried import TicketPaperScanned
from aura_terminal.domain.dishes import InCombo, SoldPart
from aura_terminal.domain.ids import FireId, ItemId, LineId, OrderId, StationId, TicketId, derived
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import ChosenModifier, Portion
from aura_terminal.domain.shop import StationRole


@dataclass(frozen=True, slots=True)
class TicketItem:
    """One line as the cook reads it.

    `also_at` names the other stations that make a part of it, `portions` count for all of `quantity` together. `combo`
    is what it is sold in, `parts` those of a divided dish.
    """

    line_id: LineId
    name: str
    quantity: int
    modifiers: tuple[ChosenModifier, ...]
    note: str
    allergens: tuple[str, ...]
    seat: int
    course: int
    item_id: ItemId = ItemId("")
    also_at: tuple[str, ...] = ()
    dietary: tuple[str, ...] = ()
    prep_minutes: int = 0
    portions: tuple[Portion, ...] = ()
    combo: InCombo | None = None
    parts: tuple[SoldPart, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketFired:
    """A station was asked to cook. It holds all the cook needs, so that it can be shown and printed by itself.

    `terminal` is the one that fired it and watches that it is received. `also_at` names the other stations of the same
    fire. A ticket that is `held` waits until it is released; one with `start_at` is begun then. `addition`: the station
    had something of the same order already. `due_minutes` of 0 means 80 % of the target. `due_at` is when the guest was
    promised it.
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
    due_minutes: int = 0
    role: StationRole = StationRole.PREP
    also_at: tuple[str, ...] = ()
    held: bool = False
    start_at: datetime | None = None
    course: int = 0
    addition: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketItemDone:
    """So many of an item are ready (the whole count, not one more)."""

    ticket_id: TicketId
    line_id: LineId
    done: int
    generation: int
    done_at: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class TicketHeld:
    """Not to be cooked now: until a moment, or until somebody releases it (`until` None)."""

    ticket_id: TicketId
    held_at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketReleased:
    """To be cooked from this moment on; its timer begins here."""

    ticket_id: TicketId
    released_at: datetime


@dataclass(frozen=True, slots=True)
class TicketRushed:
    """Before all others."""

    ticket_id: TicketId
    rushed_at: datetime


@dataclass(frozen=True, slots=True)
class TicketRushCancelled:
    """In its turn after all."""

    ticket_id: TicketId
    cancelled_at: datetime


@dataclass(frozen=True, slots=True)
class TicketChangesSeen:
    """A cook has seen what was changed: so many voided units in all, and where the ticket belongs now (`label`)."""

    ticket_id: TicketId
    seen_at: datetime
    voided: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class TicketPromised:
    """The guest was promised another time: the order is due then."""

    ticket_id: TicketId
    said_at: datetime
    due_at: datetime


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
    | TicketHeld
    | TicketReleased
    | TicketRushed
    | TicketRushCancelled
    | TicketChangesSeen
    | TicketPromised
    | TicketPaperScanned
)


def ticket_id_of(fire_id: FireId, station_id: StationId) -> TicketId:
    """The id every terminal gives the ticket of one fire at one station."""
    return TicketId(derived(fire_id, station_id))
