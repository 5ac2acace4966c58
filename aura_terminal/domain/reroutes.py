"""Another way for what goes out another way: which station makes it then."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.ids import StationId
from aura_terminal.domain.kinds import OrderType


@dataclass(frozen=True, slots=True)
class Reroute:
    """For this kind of order it is made at `station` instead."""

    order_type: OrderType
    station: StationId


def rerouted(station_id: StationId, order_type: OrderType, reroutes: tuple[Reroute, ...]) -> StationId:
    """Where it is made for a kind of order: the first reroute that names the kind, else where it was."""
    return next((each.station for each in reroutes if each.order_type is order_type), station_id)
