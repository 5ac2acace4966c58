"""What a store in memory says of its other terminals and of what came of working beside them."""

from __future__ import annotations

from datetime import UTC, datetime

from aura_terminal.domain.conflicts import conflicts_of_stock, conflicts_of_value
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import ItemId, OrderId, StationId
from aura_terminal.domain.joining import place_of
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.menu import Item
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.outages import Outage
from aura_terminal.domain.shop import Station
from aura_terminal.domain.stamps import milliseconds_of
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.terminals import PairedTerminal
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.mesh_reads import ConflictRow, DeliveryRow, OutageRow, TerminalRow, Unshared
from aura_terminal.ports.reads import TicketPart, TicketRow
from aura_terminal.ports.sheets import conflict_rows
from aura_terminal.ports.tickets import asks_for_parts, delivery_row, ticket_part, ticket_row
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_value import MemoryValueReads
from tests.support.memory_work import MemoryDocuments


def memory_ticket_row(ticket: KitchenTicket, journal: MemoryJournal, documents: MemoryDocuments) -> TicketRow:
    """A ticket under the label of the order it belongs to now."""
    names = {station.id: station.name for station in documents.all(Station)}
    station = names.get(ticket.fired.station_id, "") if ticket.fired else ""
    return ticket_row(ticket, station, _orders_of(ticket, journal), _parts(ticket, journal, names))


def _parts(ticket: KitchenTicket, journal: MemoryJournal, names: dict[StationId, str]) -> tuple[TicketPart, ...]:
    """The order's other tickets, for those that ask."""
    if ticket.fired is None or not asks_for_parts(ticket):
        return ()
    order_id = ticket.fired.order_id
    others = [(one.fired, one) for one in journal.tickets() if one.fired and one.id != ticket.id]
    own = sorted((fired.fired_at, one.id, fired, one) for fired, one in others if fired.order_id == order_id)
    return tuple(ticket_part(one, names.get(fired.station_id, "")) for _, _, fired, one in own)


def _orders_of(ticket: KitchenTicket, journal: MemoryJournal) -> dict[OrderId, Order]:
    if ticket.fired is None or not journal.facts(Aggregate.ORDER, ticket.fired.order_id):
        return {}
    return journal.orders_with(ticket.fired.order_id)


class MemoryMeshReads:
    """The store's other terminals."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal = journal
        self._documents = documents

    def peers(self) -> tuple[PeerState, ...]:
        """What a test has noted of peers, by label."""
        return tuple(sorted(self._journal.peers, key=lambda peer: (peer.label, peer.terminal_id)))

    def terminals(self) -> tuple[TerminalRow, ...]:
        """Every terminal ever paired, by label."""
        found = (
            self._journal.folded(PairedTerminal(id_), Aggregate.TERMINAL)
            for id_ in self._journal.ids(Aggregate.TERMINAL)
        )
        rows = [
            TerminalRow(one.id, one.label, one.fingerprint, one.paired_at, one.revoked_at)
            for one in found
            if one.paired_at is not None
        ]
        return tuple(sorted(rows, key=lambda row: (row.label, row.terminal_id)))

    def unshared(self) -> Unshared:
        """Facts that no peer is noted to hold, unless it was sent away."""
        revoked = {row.terminal_id for row in self.terminals() if row.revoked_at is not None}
        held: dict[str, int] = {}
        for peer in self._journal.peers:
            for origin, seq in peer.holds if peer.terminal_id not in revoked else ():
                held[origin] = max(seq, held.get(origin, 0))
        alone = [entry for entry in self._journal.entries if entry.seq > held.get(entry.origin, 0)]
        if not alone:
            return Unshared(0, None)
        oldest = min(milliseconds_of(entry.stamp) for entry in alone)
        return Unshared(len(alone), datetime.fromtimestamp(oldest / 1000, UTC))

    def conflicts(self, *, limit: int) -> tuple[ConflictRow, ...]:
        """The open ones first, then the newest."""
        found = [row for order in self._journal.orders() if order.terms for row in conflict_rows(order)]
        found += self._oversold()
        found += self._overdrawn()
        found.sort(key=lambda row: (row.decided_at is not None, -row.opened_at.timestamp(), row.conflict_id))
        return tuple(found[:limit])

    def deliveries(self, order_id: OrderId | None, since: datetime) -> tuple[DeliveryRow, ...]:
        """Tickets fired since, oldest first."""
        rows = [
            delivery_row(memory_ticket_row(ticket, self._journal, self._documents), ticket.fired.fire_id)
            for ticket in self._journal.tickets()
            if ticket.fired and ticket.fired.fired_at >= since and self._concerns(ticket, order_id)
        ]
        return tuple(sorted(rows, key=lambda row: (row.sent_at, row.ticket_id)))

    def outages(self, *, limit: int) -> tuple[OutageRow, ...]:
        """Outage reports, the newest first."""
        found = (self._journal.folded(Outage(id_), Aggregate.OUTAGE) for id_ in self._journal.ids(Aggregate.OUTAGE))
        rows = [
            OutageRow(
                one.id, one.ended.terminal, one.ended.tier, one.ended.began_at, one.ended.ended_at, one.ended.orders,
                one.ended.taken, one.ended.redirects, one.ended.duplicates, one.ended.decisions,
            )
            for one in found
            if one.ended is not None
        ]  # fmt: skip
        return tuple(sorted(rows, key=lambda row: (row.ended_at, row.outage_id), reverse=True)[:limit])

    def _oversold(self) -> list[ConflictRow]:
        names = {item.id: item.name for item in self._documents.all(Item)}
        return [
            ConflictRow(one.id, one.kind, None, "", "", one.opened_at, one.amount, one.details, None, "")
            for id_ in self._journal.ids(Aggregate.STOCK)
            for one in conflicts_of_stock(
                self._journal.folded(StockLevel(ItemId(id_)), Aggregate.STOCK), names.get(ItemId(id_), id_)
            )
        ]

    def _overdrawn(self) -> list[ConflictRow]:
        return [
            ConflictRow(one.id, one.kind, None, "", "", one.opened_at, one.amount, one.details, None, "")
            for account in MemoryValueReads(self._journal).overdrawn()
            for one in conflicts_of_value(account)
        ]

    def _concerns(self, ticket: KitchenTicket, order_id: OrderId | None) -> bool:
        if order_id is None or ticket.fired is None:
            return order_id is None
        orders = _orders_of(ticket, self._journal)
        home = orders.get(ticket.fired.order_id)
        if home is None:
            return False
        places = {place_of(home.own[line_id], orders) for line_id in ticket.lines if line_id in home.own}
        return order_id in (places or {home.id})
