"""Stations and tickets, read from their folds."""

from __future__ import annotations

from collections.abc import Sequence

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import StationId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.shop import Station
from aura_terminal.ports.reads import TicketLineRow, TicketRow
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

_LIVE = literal("SELECT ticket_id FROM tickets WHERE bumped_us IS NULL ORDER BY fired_us, ticket_id")
_LIVE_AT = literal(
    "SELECT ticket_id FROM tickets WHERE bumped_us IS NULL AND station_id = :station ORDER BY fired_us, ticket_id"
)
_BUMPED = literal(
    "SELECT ticket_id FROM tickets WHERE bumped_us IS NOT NULL ORDER BY bumped_us DESC, ticket_id DESC LIMIT :most"
)
_BUMPED_AT = literal(
    "SELECT ticket_id FROM tickets WHERE bumped_us IS NOT NULL AND station_id = :station "
    "ORDER BY bumped_us DESC, ticket_id DESC LIMIT :most"
)


class KitchenQueries:
    """The KitchenReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def stations(self) -> tuple[Station, ...]:
        return self._reading.shelf.all(Station)

    def live(self, station_id: StationId | None) -> tuple[TicketRow, ...]:
        found = self._reading.rows(_LIVE) if station_id is None else self._reading.rows(_LIVE_AT, (station_id,))
        return self._tickets([row[0] for row in found])

    def bumped(self, station_id: StationId | None, limit: int) -> tuple[TicketRow, ...]:
        if station_id is None:
            found = self._reading.rows(_BUMPED, (limit,))
        else:
            found = self._reading.rows(_BUMPED_AT, (station_id, limit))
        return self._tickets([row[0] for row in found])

    def ticket(self, ticket_id: TicketId) -> TicketRow:
        ticket: KitchenTicket = self._reading.aggregate(Aggregate.TICKET, ticket_id).state
        return self._row(ticket, self._station_names())

    def _tickets(self, ids: Sequence[str]) -> tuple[TicketRow, ...]:
        names = self._station_names()
        return tuple(self._row(loaded.state, names) for loaded in self._reading.aggregates(Aggregate.TICKET, ids))

    def _station_names(self) -> dict[StationId, str]:
        return {station.id: station.name for station in self.stations()}

    def _row(self, ticket: KitchenTicket, names: dict[StationId, str]) -> TicketRow:
        fired = ticket.fired
        if fired is None:
            raise NotFound("ticket", ticket.id)
        lines = tuple(TicketLineRow(line.item, line.done, line.voided) for line in ticket.lines.values())
        return TicketRow(
            ticket.id, fired.order_id, fired.station_id, names.get(fired.station_id, ""), fired.number,
            fired.order_type, fired.table_name, fired.guest_name, fired.server_name, fired.fired_at,
            fired.target_minutes, ticket.generation, ticket.bumped_at, lines,
        )  # fmt: skip
