"""The kitchen screen's state and verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from aura_terminal.domain import kitchen
from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import LineId, StaffId, StationId, TicketId
from aura_terminal.domain.kinds import OrderType, Permission
from aura_terminal.domain.kitchen import TicketBumped, TicketRecalled
from aura_terminal.domain.moving import LinesMoved, OrderMerged
from aura_terminal.domain.order_facts import GuestNamed, LinesFired, LineVoided, OrderCancelled, TableAssigned
from aura_terminal.domain.shop import Station, StationRole
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.reads import TicketRow
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.kitchen_board import (
    Ages,
    AllDayRow,
    Card,
    HeaderCounts,
    StationRow,
    all_day_of,
    card_of,
    counts_by_type,
    in_order,
    production_of,
    promised,
)
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel

RECALLABLE = 50
CONCERNS = (
    kitchen.TicketFired, kitchen.TicketItemDone, kitchen.TicketItemReopened, kitchen.TicketItemVoided, TicketBumped,
    TicketRecalled, kitchen.TicketEscalated, kitchen.TicketHeld, kitchen.TicketReleased, kitchen.TicketRushed,
    kitchen.TicketRushCancelled, kitchen.TicketChangesSeen, LinesFired, LineVoided, OrderCancelled, TableAssigned,
    GuestNamed, LinesMoved, OrderMerged, DocumentPut, DocumentWithdrawn,
)  # fmt: skip
Reading = tuple[tuple[StationRow, ...], tuple[TicketRow, ...], BusinessCalendar]
Now = Callable[[], datetime]


def screen_actor(terminal_label: str) -> Actor:
    """Who bumps where nobody signs in: the screen itself."""
    rights = frozenset({Permission.BUMP, Permission.RECALL})
    return Actor(StaffId(f"screen:{terminal_label}"), "Kitchen screen", rights)


class KitchenModel(QObject):
    """The live tickets of one station, of several that were taken over, or of all, and what a cook does with them.

    Every verb is queued and painted when it is durable; a ticket on its way out takes no second bump. While awake the
    model reads again whenever the kitchen is concerned, and says `ticked` at each turn of the second. What comes onto
    the board is received by this terminal, in one commit for all that came together; what was seen, the screen tells.
    """

    board_changed = Signal()
    ticked = Signal()
    stations_changed = Signal()
    station_chosen = Signal(str)
    bumped = Signal(object)
    recallable_changed = Signal()

    def __init__(
        self, runner: Runner, changes: Changes, session: SessionModel | None, now: Now, screen: Actor, *,
        station_id: str = "", parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """`screen` acts while nobody is signed in; `station_id` is what was chosen last time.

        That is "" for all stations, or ids joined by commas: the chosen one and those it took over.
        """
        super().__init__(parent)
        self._runner = runner
        self._changes = changes
        self._now = now
        self._session = session
        self._screen = screen
        self._chosen = _ids_of(station_id)
        self._order_type: OrderType | None = None
        self._stations: tuple[StationRow, ...] = ()
        self._cards: tuple[Card, ...] = ()
        self._ages = Ages(())
        self._made: dict[TicketId, tuple[TicketRow, Card]] = {}
        self._recallable: tuple[Card, ...] = ()
        self._leaving: set[tuple[TicketId, int]] = set()
        self._calendar: BusinessCalendar | None = None
        self._received: frozenset[TicketId] = frozenset()
        self._seen: frozenset[TicketId] = frozenset()
        self._untold: list[TicketBumped] = []
        self._tell_soon = QTimer(self, interval=0, singleShot=True)  # who hears of it reads the store
        self._tell_soon.timeout.connect(self._tell_bumped)
        self._watch = Watch(changes, CONCERNS, self)
        self._watch.due.connect(self.refresh)
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self.tick)
        runner.unavailable.connect(self._all_stay)

    @property
    def stations(self) -> tuple[StationRow, ...]:
        """The places to choose from."""
        return self._stations

    @property
    def station(self) -> StationRow | None:
        """The chosen one; None for all, also where the one remembered is no more."""
        return next((each for each in self._stations if each.station_id in self._chosen[:1]), None)

    @property
    def taken_over(self) -> tuple[StationRow, ...]:
        """The stations this screen shows besides its own."""
        return tuple(each for each in self._stations if each.station_id in self._chosen[1:])

    @property
    def order_type(self) -> OrderType | None:
        """The filter; None shows every ticket."""
        return self._order_type

    @property
    def cards(self) -> tuple[Card, ...]:
        """What the board shows, oldest first."""
        if self._order_type is None:
            return self._cards
        return tuple(card for card in self._cards if card.order_type is self._order_type)

    @property
    def unfiltered(self) -> tuple[Card, ...]:
        """Every ticket of the stations, whatever the filter."""
        return self._cards

    @property
    def recallable(self) -> tuple[Card, ...]:
        """The tickets bumped last, newest first, as of the last `look_back`."""
        return self._recallable

    @property
    def now(self) -> datetime:
        """The time that ages are counted to."""
        return self._now()

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._calendar is None else self._calendar.local(instant)

    def counts(self) -> dict[OrderType, int]:
        """Tickets of the station by order type, whatever the filter."""
        return counts_by_type(self._cards)

    def all_day(self) -> tuple[AllDayRow, ...]:
        """What the station still has to make, whatever the filter."""
        return all_day_of(self._cards, self._now())

    def production(self) -> tuple[AllDayRow, ...]:
        """What it still needs of what is made beforehand."""
        return production_of(self._cards, self._now())

    def promised(self) -> int:
        """In how many minutes something ordered now would be ready here; 0 where nobody said how much it can make."""
        shown = [each for each in self._stations if not self._chosen or each.station_id in self._chosen]
        return promised(self._cards, shown)

    def header(self) -> HeaderCounts:
        """Open, late and average age of the station's tickets."""
        return self._ages.header(self._now())

    @Slot()
    def wake(self) -> None:
        """The screen is shown: read what was missed and count the seconds."""
        self._watch.wake()
        self._align()

    @Slot()
    def rest(self) -> None:
        """The screen is hidden."""
        self._beat.stop()
        self._watch.rest()

    def choose_station(self, station_id: str) -> None:
        """Show one station's tickets, or those of all for ""; what was taken over is given back."""
        self._choose(_ids_of(station_id))

    def take_over(self, station_id: str) -> None:
        """Show another station's tickets as well, because its own screen is dead."""
        if self._chosen and station_id not in self._chosen:
            self._choose((*self._chosen, StationId(station_id)))

    def give_back(self, station_id: str) -> None:
        """Its own screen is back."""
        if station_id in self._chosen[1:]:
            self._choose(tuple(each for each in self._chosen if each != station_id))

    def choose_order_type(self, order_type: OrderType | None) -> None:
        """Show only one kind of order; None for all."""
        self._order_type = order_type
        self.board_changed.emit()

    def tap_line(self, ticket_id: str, line_id: str) -> None:
        """One more of an item is ready; one wholly ready is not after all."""
        by = self._by()
        self._runner.run(
            lambda shop: shop.kitchen.tap_item(by, TicketId(ticket_id), LineId(line_id)), self._changes.announce
        )

    def bump(self, ticket_id: str) -> None:
        """The station is done with a ticket; `bumped` carries its card, so that it can be undone."""
        card = self.card(ticket_id)
        if card is None or (card.ticket_id, card.generation) in self._leaving:
            return
        by, leaving = self._by(), (card.ticket_id, card.generation)
        self._leaving.add(leaving)

        def stay(broken: RuleBroken) -> None:
            self._leaving.discard(leaving)
            self._runner.rule_broken.emit(broken)

        def leave(fact: TicketBumped) -> None:
            self._lay(tuple(each for each in self._cards if each.ticket_id != fact.ticket_id))
            self.board_changed.emit()  # it is durable: nobody waits for the next reading to see it gone
            self._untold.append(fact)
            self._tell_soon.start()
            self.bumped.emit(card)

        self._runner.run(lambda shop: shop.kitchen.bump(by, card.ticket_id), leave, stay)

    def see(self, ticket_ids: Iterable[str]) -> None:
        """These tickets stood in sight of whoever is there; what was told before is not told again."""
        fresh = {TicketId(each) for each in ticket_ids} - self._seen
        if fresh:
            self._seen |= fresh
            self._runner.run(lambda shop: shop.delivery.see(sorted(fresh)), self._announce)

    def recall(self, ticket_id: str) -> None:
        """A bumped ticket comes back to its place."""
        by = self._by()
        self._runner.run(lambda shop: shop.kitchen.recall(by, TicketId(ticket_id)), self._changes.announce)

    def recall_last(self) -> None:
        """The ticket bumped last comes back, if there is one."""
        by, station_id = self._by(), self._known()

        def recall(shop: Shop) -> tuple[TicketRecalled, ...]:
            last = shop.reads.kitchen.bumped(station_id, 1)
            return tuple(shop.kitchen.recall(by, ticket.ticket_id) for ticket in last)

        self._runner.run(recall, self._recalled)

    def look_back(self) -> None:
        """Read the tickets bumped last; `recallable_changed` follows."""
        station_id = self._known()
        self._runner.run(lambda shop: shop.reads.kitchen.bumped(station_id, RECALLABLE), self._show_recallable)

    @Slot()
    def refresh(self) -> None:
        """Read the board again."""
        chosen = self._chosen
        self._runner.run(lambda shop: _read(shop, chosen), self._show)

    @Slot()
    def tick(self) -> None:
        """The second has turned."""
        self._align()
        self.ticked.emit()

    def see_changes(self, ticket_id: str) -> None:
        """A cook has looked at what was voided on a ticket and at where it belongs now."""
        card = self.card(ticket_id)
        if card is not None:
            by, label = self._by(), card.label
            self._runner.run(lambda shop: shop.kitchen.see_changes(by, card.ticket_id, label), self._announce)

    def release(self, ticket_id: str) -> None:
        """To be cooked from now on."""
        by = self._by()
        self._runner.run(lambda shop: shop.kitchen.release(by, TicketId(ticket_id)), self._announce)

    def hold(self, ticket_id: str, minutes: int) -> None:
        """Not now: in so many minutes, or when it is released (0)."""
        by = self._by()
        self._runner.run(lambda shop: shop.kitchen.hold(by, TicketId(ticket_id), minutes), self._changes.announce)

    def rush(self, ticket_id: str) -> None:
        """Before all others; one that is rushed goes back to its turn."""
        card, by = self.card(ticket_id), self._by()
        if card is None:
            return
        if card.rushed_at is None:
            self._runner.run(lambda shop: shop.kitchen.rush(by, card.ticket_id), self._announce)
        else:
            self._runner.run(lambda shop: shop.kitchen.cancel_rush(by, card.ticket_id), self._announce)

    def card(self, ticket_id: str) -> Card | None:
        """The ticket, if it is on the board."""
        return next((each for each in self._cards if each.ticket_id == ticket_id), None)

    def _choose(self, chosen: tuple[StationId, ...]) -> None:
        self._chosen = chosen
        self.station_chosen.emit(",".join(chosen))
        self.stations_changed.emit()
        self.refresh()

    def _by(self) -> Actor:
        signed_in = self._session.actor if self._session is not None else None
        return signed_in or self._screen

    def _known(self) -> StationId | None:
        return self.station.station_id if self.station else None

    @Slot(object)
    def _all_stay(self, _trouble: object) -> None:
        self._leaving.clear()
        self._received = self._seen = frozenset()

    def _recalled(self, facts: tuple[TicketRecalled, ...]) -> None:
        self._changes.announce(*facts)

    def _show(self, reading: Reading) -> None:
        stations, tickets, self._calendar = reading
        known, self._made = self._made, {}
        for ticket in tickets:
            before = known.get(ticket.ticket_id)
            same = before is not None and before[0] is ticket
            self._made[ticket.ticket_id] = before if before is not None and same else (ticket, card_of(ticket))
        self._lay(in_order(card for _, card in self._made.values()))
        self._leaving &= {(card.ticket_id, card.generation) for card in self._cards}
        self._receive(tickets)
        if stations != self._stations:
            self._stations = stations
            self.stations_changed.emit()
        self.board_changed.emit()

    def _lay(self, cards: tuple[Card, ...]) -> None:
        self._cards, self._ages = cards, Ages(cards)

    def _receive(self, tickets: tuple[TicketRow, ...]) -> None:
        here = frozenset(ticket.ticket_id for ticket in tickets)
        arrived = [ticket.ticket_id for ticket in tickets if ticket.received_at is None]
        fresh = [ticket_id for ticket_id in arrived if ticket_id not in self._received]
        self._received = here
        self._seen = (self._seen & here) | {ticket.ticket_id for ticket in tickets if ticket.seen_at is not None}
        if fresh:
            self._runner.run(lambda shop: shop.delivery.receive(fresh), self._announce)

    @Slot()
    def _tell_bumped(self) -> None:
        facts, self._untold = self._untold, []
        self._changes.announce(*facts)

    def _announce(self, facts: tuple[Fact, ...]) -> None:
        self._changes.announce(*facts)

    def _show_recallable(self, tickets: tuple[TicketRow, ...]) -> None:
        self._recallable = tuple(card_of(ticket) for ticket in tickets)
        self.recallable_changed.emit()

    def _align(self) -> None:
        self._beat.start(1000 - self._now().microsecond // 1000)


def _ids_of(joined: str) -> tuple[StationId, ...]:
    return tuple(dict.fromkeys(StationId(each) for each in joined.split(",") if each))


def _read(shop: Shop, chosen: tuple[StationId, ...]) -> Reading:
    stations = tuple(_station(each) for each in shop.reads.kitchen.stations())
    known = [each for each in chosen if any(station.station_id == each for station in stations)]
    if known:
        tickets = tuple(ticket for each in known for ticket in shop.reads.kitchen.live(each))
    else:
        tickets = tuple(each for each in shop.reads.kitchen.live(None) if each.role is not StationRole.EXPO)
    return stations, tickets, shop.reads.store.profile().calendar


def _station(station: Station) -> StationRow:
    is_pass = station.role is StationRole.EXPO
    return StationRow(station.id, station.name, station.icon, is_pass, station.capacity)
