"""In how many minutes the kitchen would have something ready that is asked for now; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aura_terminal.domain.ids import StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.pacing import Load, promised_minutes
from aura_terminal.domain.shop import Station
from aura_terminal.ports.ticket_rows import TicketRow


def kitchen_minutes(
    live: Iterable[TicketRow], stations: Iterable[Station], wanted: Mapping[StationId, int], order_type: OrderType
) -> int:
    """At the slowest of the stations; `wanted` says for each how long its slowest dish takes, 0 where nobody knows.

    Where no dish has minutes the station's target counts; work before it counts where its capacity is known.
    """
    places = {station.id: station for station in stations}
    before: dict[StationId, int] = {}
    for row in live:
        if row.starts_at is not None:
            minutes = sum(
                line.item.prep_minutes * max(0, line.item.quantity - line.voided - line.repeated - line.done)
                for line in row.lines
            )
            before[row.station_id] = before.get(row.station_id, 0) + minutes
    return max(
        (
            promised_minutes(
                Load(before.get(station_id, 0), places[station_id].capacity),
                own or places[station_id].minutes_for(order_type),
            )
            for station_id, own in wanted.items()
            if station_id in places
        ),
        default=0,
    )
