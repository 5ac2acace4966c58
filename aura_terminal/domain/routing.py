"""Which station makes what of a fire: by item, by category and by the kind of order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import CategoryId, ItemId, ModifierId, StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import Category, Item, Modifier, Portion
from aura_terminal.domain.order_facts import LinesFired, Sold
from aura_terminal.domain.reroutes import rerouted
from aura_terminal.domain.shop import Station, StationRole
from aura_terminal.domain.ticket_facts import TicketFired, TicketItem, ticket_id_of

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order

Stations = Mapping[StationId, Station]


@dataclass(frozen=True, slots=True)
class MenuNow:
    """What the menu says at the moment of a fire; an item that is not named is made where it was sold for."""

    items: Mapping[ItemId, Item] = field(default_factory=dict)
    categories: Mapping[CategoryId, Category] = field(default_factory=dict)
    modifiers: Mapping[ModifierId, Modifier] = field(default_factory=dict)


NO_MENU = MenuNow()


def stations_of(
    sold: Sold, order_type: OrderType, stations: Stations, menu: MenuNow = NO_MENU
) -> tuple[StationId, ...]:
    """The stations that make a part of something, the first of them the one it belongs to; none for what nobody makes.

    Raises NotFound for a station there is not.
    """
    if not sold.station_id:
        return ()
    item, category = menu.items.get(sold.item_id), menu.categories.get(sold.category_id)
    reroutes = item.reroutes if item else ()
    also = item.also_stations if item else ()
    if category is not None and not (item and item.station):
        reroutes, also = reroutes or category.reroutes, also or category.also_stations
    found = (rerouted(sold.station_id, order_type, reroutes), *also)
    return tuple(dict.fromkeys(_standing_in(each, order_type, stations) for each in found))


def _standing_in(station_id: StationId, order_type: OrderType, stations: Stations) -> StationId:
    other = rerouted(station_id, order_type, _station(stations, station_id).reroutes)
    return _station(stations, other).id


def tickets_for(
    order: Order, fires: Sequence[LinesFired], stations: Stations, terminal: str = "", *, menu: MenuNow = NO_MENU
) -> tuple[TicketFired, ...]:
    """One ticket for each station that has something to cook of a fire, and one for each pass that watches it.

    Raises NotFound for an unknown station.
    """
    made_at: dict[StationId, list[TicketItem]] = {}
    for line_id, quantity in (one for fired in fires for one in fired.lines):
        line = order.line(line_id)
        item = _item(line, quantity, menu)
        places = stations_of(line.sold, order.order_type, stations, menu)
        for place in places:
            others = tuple(stations[other].name for other in places if other != place)
            made_at.setdefault(place, []).append(replace(item, also_at=others))
        for pass_ in _passes(stations, places) if places else ():
            names = tuple(stations[each].name for each in places)
            made_at.setdefault(pass_, []).append(replace(item, also_at=names))
    preparing = [station_id for station_id in made_at if stations[station_id].role is StationRole.PREP]
    return tuple(
        _ticket(order, fires[0], stations[station_id], tuple(items), terminal, _others(stations, preparing, station_id))
        for station_id, items in made_at.items()
    )


def _passes(stations: Stations, places: Sequence[StationId]) -> Iterator[StationId]:
    """The passes that put something together which is made at these places, except where it is theirs anyway."""
    for station in stations.values():
        is_concerned = not station.watches or bool(set(station.watches) & set(places))
        if station.role is StationRole.EXPO and station.id not in places and is_concerned:
            yield station.id


def _others(stations: Stations, preparing: Iterable[StationId], station_id: StationId) -> tuple[str, ...]:
    return tuple(stations[other].name for other in preparing if other != station_id)


def _station(stations: Stations, station_id: StationId) -> Station:
    if station_id not in stations:
        raise NotFound("station", station_id)
    return stations[station_id]


def _item(line: Line, quantity: int, menu: MenuNow) -> TicketItem:
    sold, item = line.sold, menu.items.get(line.sold.item_id)
    return TicketItem(
        line.id, sold.kitchen_name or sold.name, quantity, line.modifiers, line.note, sold.allergens, line.seat,
        line.course, sold.item_id, (), item.dietary if item else (), sold.prep_minutes,
        _portions(line, quantity, item, menu), sold.combo, sold.parts,
    )  # fmt: skip


def _portions(line: Line, quantity: int, item: Item | None, menu: MenuNow) -> tuple[Portion, ...]:
    """What of all that is made beforehand goes into so many units and into what was chosen on them."""
    if item is None:
        return ()
    variant = next((each for each in item.variants if each.id == line.sold.variant_id), None)
    counts: dict[str, int] = {}
    for portion in (variant.portions if variant else ()) or item.portions:
        counts[portion.name] = counts.get(portion.name, 0) + portion.quantity * quantity
    for chosen in line.modifiers:
        modifier = menu.modifiers.get(chosen.modifier_id)
        for portion in modifier.portions if modifier else ():
            counts[portion.name] = counts.get(portion.name, 0) + portion.quantity * chosen.quantity
    return tuple(Portion(name, count) for name, count in counts.items() if count > 0)


def _ticket(
    order: Order, fired: LinesFired, station: Station, items: tuple[TicketItem, ...], terminal: str,
    also_at: tuple[str, ...],
) -> TicketFired:  # fmt: skip
    return TicketFired(
        ticket_id_of(fired.fire_id, station.id), order.id, fired.fire_id, station.id, order.number, order.order_type,
        order.table_name, order.guest_name, order.server_name, fired.fired_at, station.minutes_for(order.order_type),
        items, terminal, station.due_minutes_for(order.order_type), station.role, also_at,
    )  # fmt: skip


def beginning(ticket: TicketFired, start_at: datetime) -> TicketFired:
    """The ticket, begun at a moment."""
    return replace(ticket, start_at=start_at if start_at > ticket.fired_at else None)
