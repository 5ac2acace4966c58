"""The same Friday with everything a kitchen meets at once: a pass, courses that wait, a rush, voids, a move."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from aura_terminal.domain.ids import ItemId, OrderId, StationId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Portion
from aura_terminal.domain.shop import Delivery, Station, StationRole, Threshold
from aura_terminal.ports.reads import TicketRow
from tests.support.kitchen_evening import COOK, EVENING, MADE, NOW, OVEN, Dish, OpenShop, at_table, fire, tap
from tests.support.memory_shop import EVERYTHING, signed_in

PASS, KITCHEN, BAR = StationId("pass"), StationId("kitchen"), StationId("bar")
DOUGH = ("margherita", "diavola", "romana", "capricciosa", "napoli", "quattro-formaggi", "ortolana", "marinara")


def set_up(store: OpenShop) -> None:
    """A pass, a kitchen that plays courses and paces, the oven's capacity, dough counted, chips made at two places."""
    stations = {each.id: each for each in store.shop.reads.kitchen.stations()}
    sheets = [store.shop.reads.menu.sheet(ItemId(each)).item for each in DOUGH]
    dough = [
        replace(each, portions=(Portion("Dough ball"), Portion("Mozzarella 125 g")), dietary=each.dietary)
        for each in sheets
    ]
    store.shop.administration.put_documents(
        EVERYTHING,
        (
            Station(PASS, "Pass", "bell-ring", "kitchen", 18, role=StationRole.EXPO, delivery=Delivery.SCREEN),
            replace(stations[OVEN], capacity=6, thresholds=(Threshold(OrderType.DELIVERY, 6, 9),)),
            replace(stations[KITCHEN], holds_courses=True, paces=True),
            *dough,
        ),
    )


def play_busy(store: OpenShop) -> None:
    """Let that evening happen up to `NOW`."""
    set_up(store)
    orders: dict[str, OrderId] = {}
    for age, server, new, dishes in EVENING:
        store.clock.set(NOW - timedelta(seconds=age))
        name = new.guest_name or f"T {(new.table_id or '').removeprefix('table-')}"
        orders[name] = fire(store, new, *dishes, by=signed_in(store.shop, server))
    store.clock.set(NOW - timedelta(seconds=430))
    orders["T 5"] = fire(store, at_table(5), *(Dish(each) for each in COURSES), Dish("espresso", variant="single"))
    store.clock.set(NOW)
    for ticket in store.shop.reads.kitchen.live(OVEN):
        for place, made in MADE.get(ticket.guest_name or f"T {ticket.table_name}", ()):
            tap(store, ticket, place, made)
    _change(store, orders)


COURSES = ("bruschetta-classica", "spaghetti-alla-carbonara", "tiramisu")


def _change(store: OpenShop, orders: dict[str, OrderId]) -> None:
    shop, manager, server = store.shop, signed_in(store.shop, "nina-vogel"), signed_in(store.shop)
    shop.kitchen.rush(COOK, oven(store, "T 12").ticket_id)
    fifteen = oven(store, "T 15")
    shop.ordering.void_line(manager, orders["T 15"], fifteen.lines[0].item.line_id, 1, "Guest left")
    shop.ordering.assign_table(server, orders["T 6"], TableId("table-8"), 2)
    shop.ordering.add_item(server, orders["T 2"], Dish("diavola").asked())
    shop.ordering.send(server, orders["T 2"])
    shop.kitchen.hold(COOK, oven(store, "T 11").ticket_id, 5)
    for ticket in shop.reads.kitchen.live(None):
        if ticket.table_name == "9" and ticket.station_id != PASS:
            shop.kitchen.bump(COOK, ticket.ticket_id)


def oven(store: OpenShop, name: str) -> TicketRow:
    """The oven's ticket of that name."""
    live = store.shop.reads.kitchen.live(OVEN)
    return next(each for each in live if (each.guest_name or f"T {each.table_name}") == name)
