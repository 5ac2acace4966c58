"""The shop itself as documents: profile, stations, floor. Each is put as a whole; the newest stamp wins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import AreaId, StationId, TableId
from aura_terminal.domain.tax import OrderType

STORE_PROFILE = "store"


@dataclass(frozen=True, slots=True)
class StoreProfile:
    """Name, address, money, zone and day of one store; its id is always `store`."""

    id: str
    name: str
    legal_name: str
    address: tuple[str, ...]
    phone: str
    tax_number: str
    currency: str
    calendar: BusinessCalendar
    tax_regime: str
    receipt_footer: tuple[str, ...] = ()


class Delivery(StrEnum):
    """How a station hears of what it has to cook."""

    SCREEN = "screen"
    PRINTER = "printer"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Station:
    """A place that cooks. `printer` is the route its slips take; minutes are how long a ticket may stand there.

    What does not reach the screen of a SCREEN station is printed by `fallback_printer`, else at the printer of
    `fallback_station`, else at its own.
    """

    id: StationId
    name: str
    icon: str
    printer: str
    target_minutes: int
    takeout_minutes: int = 0
    delivery_minutes: int = 0
    delivery: Delivery = Delivery.BOTH
    fallback_printer: str = ""
    fallback_station: StationId = StationId("")

    def minutes_for(self, order_type: OrderType) -> int:
        """The target for an order type; 0 for a type means: as for the others."""
        special = {OrderType.TAKEOUT: self.takeout_minutes, OrderType.DELIVERY: self.delivery_minutes}
        return special.get(order_type, 0) or self.target_minutes


@dataclass(frozen=True, slots=True)
class Area:
    """A room or terrace of the floor plan."""

    id: AreaId
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table on the plan; x, y, w and h are whole units of a 1000 x 600 area."""

    id: TableId
    number: str
    area: AreaId
    seats: int
    shape: str
    x: int
    y: int
    w: int
    h: int
