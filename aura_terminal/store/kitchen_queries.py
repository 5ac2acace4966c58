"""Stations and tickets, read from their folds."""

from __future__ import annotations

from collections.abc import Sequence

from aura_terminal.domain.ids import StationId, TicketId
from aura_terminal.domain.shop import Station
from aura_terminal.ports.reads import TicketRow
from aura_terminal.ports.tickets import ticket_row
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
        return self._tickets([ticket_id])[0]

    def _tickets(self, ids: Sequence[str]) -> tuple[TicketRow, ...]:
        names = self._reading.station_names()
        return tuple(
            ticket_row(ticket, names.get(ticket.fired.station_id, "") if ticket.fired else "", orders)
            for ticket, orders in self._reading.tickets(ids)
        )
