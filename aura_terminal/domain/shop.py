"""The shop itself as documents: profile, stations, floor. Each is put as a whole; the newest stamp wins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import AreaId, StationId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.reroutes import Reroute as Reroute

STORE_PROFILE = "store"


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of black dots at the head of every receipt, as `domain.paper.Picture` writes them."""

    width: int
    height: int
    dots: str


@dataclass(frozen=True, slots=True)
class StoreProfile:
    """Name, address, money, zone and day of one store; its id is always `store`.

    `barcode_layouts` say what the store's own barcodes mean (see `barcodes`); None is what most label scales print.
    `receipt_link` is where a QR code at the foot of a receipt leads, `{number}` standing for the order's; empty: none.
    `receipt_header` stands under the address, `receipt_footer` at the end.
    `language` is what the store speaks, on screens where nothing else is chosen and on paper for guests,
    `kitchen_language` what its kitchen reads on slips; the codes of catalogues, "" for English and for the store's.
    """

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
    barcode_layouts: tuple[str, ...] | None = None
    receipt_logo: Logo | None = None
    receipt_link: str = ""
    receipt_header: tuple[str, ...] = ()
    language: str = ""
    kitchen_language: str = ""


class Delivery(StrEnum):
    """How a station hears of what it has to cook."""

    SCREEN = "screen"
    PRINTER = "printer"
    BOTH = "both"


class StationRole(StrEnum):
    """What a station is for: PREP makes its own dishes, EXPO is the pass, where whole orders are put together."""

    PREP = "prep"
    EXPO = "expo"


@dataclass(frozen=True, slots=True)
class Threshold:
    """After so many minutes a ticket of one kind of order is due (amber), and late (red). 0 due: at 80 % of late."""

    order_type: OrderType
    due_minutes: int
    late_minutes: int


@dataclass(frozen=True, slots=True)
class Station:
    """A place that cooks. `printer` is the route its slips take; minutes are how long a ticket may stand there.

    What does not reach the screen of a SCREEN station is printed by `fallback_printer`, else at the printer of
    `fallback_station`, else at its own. `reroutes` send what one kind of order asks of it elsewhere, once.
    `thresholds` come before the minutes. An EXPO station gets a ticket of its own for everything that `watches` name
    (no name: all stations). `holds_courses`: later courses wait until somebody fires them. `paces`: a ticket begins so
    late that it is ready with the slowest of its fire. `capacity` is how many dishes are made at once; 0: not known.
    `labels`: every unit that leaves the house gets a label of its own, at the label printer.
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
    role: StationRole = StationRole.PREP
    watches: tuple[StationId, ...] = ()
    reroutes: tuple[Reroute, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    holds_courses: bool = False
    paces: bool = False
    capacity: int = 0
    labels: bool = False

    def minutes_for(self, order_type: OrderType) -> int:
        """The target for an order type; 0 for a type means: as for the others."""
        threshold = self._threshold(order_type)
        if threshold is not None and threshold.late_minutes:
            return threshold.late_minutes
        special = {OrderType.TAKEOUT: self.takeout_minutes, OrderType.DELIVERY: self.delivery_minutes}
        return special.get(order_type, 0) or self.target_minutes

    def due_minutes_for(self, order_type: OrderType) -> int:
        """After how many minutes a ticket is due; 0 where its target alone says so."""
        threshold = self._threshold(order_type)
        return 0 if threshold is None else threshold.due_minutes

    def _threshold(self, order_type: OrderType) -> Threshold | None:
        return next((each for each in self.thresholds if each.order_type is order_type), None)


class DecorKind(StrEnum):
    """What stands in a room beside its tables."""

    WALL = "wall"
    COUNTER = "counter"
    PLANT = "plant"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Decor:
    """A wall, a counter or words on the plan, in the units of tables; `rotation` is in whole degrees, clockwise."""

    id: str
    kind: DecorKind
    x: int
    y: int
    w: int
    h: int
    words: str = ""
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Area:
    """A room or terrace of the floor plan."""

    id: AreaId
    name: str
    position: int
    decor: tuple[Decor, ...] = ()


class Seating(StrEnum):
    """Where the chairs of a table stand: on every side, along its two long sides, or on one of them."""

    AROUND = "around"
    SIDES = "sides"
    ONE_SIDE = "one_side"


@dataclass(frozen=True, slots=True)
class Table:
    """A table on the plan; x, y, w and h are whole units of a 1000 x 600 area, as it stands before `rotation`.

    `shape` is square (with corners, of any two sides), round or bar; `rotation` is in whole degrees, clockwise.
    """

    id: TableId
    number: str
    area: AreaId
    seats: int
    shape: str
    x: int
    y: int
    w: int
    h: int
    rotation: int = 0
    seating: Seating = Seating.AROUND
