"""A Friday at 19:46 at the pizza oven: twelve tickets in every state, made through the use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from aura_terminal.domain.ids import ItemId, ModifierId, OrderId, StationId, TableId, VariantId
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.reads import TicketRow
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.kitchen import screen_actor
from tests.support.chance import FixedClock
from tests.support.memory_shop import signed_in


class OpenShop(Protocol):
    """A shop in memory or on disk, with the clock it runs by."""

    @property
    def shop(self) -> Shop:
        """Its use cases."""

    @property
    def clock(self) -> FixedClock:
        """Its time."""


NOW = datetime(2026, 5, 15, 17, 46, tzinfo=UTC)
OVEN = StationId("pizza")
COOK = screen_actor("K1")


@dataclass(frozen=True, slots=True)
class Dish:
    """Some of one thing, with the ids of its modifiers, each on every unit, except those in `once`."""

    item: str
    quantity: int = 1
    picks: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    note: str = ""
    seat: int = 0
    variant: str | None = None

    def asked(self) -> Asked:
        """As the register asks for it."""
        picks = [Pick(ModifierId(each), self.quantity) for each in self.picks]
        picks.extend(Pick(ModifierId(each), 1) for each in self.once)
        chosen = tuple(picks) if picks else None
        variant = VariantId(self.variant) if self.variant else None
        return Asked(ItemId(self.item), variant, chosen, self.quantity, self.note, self.seat)


def at_table(number: int) -> NewOrder:
    """A party sits down."""
    return NewOrder(table_id=TableId(f"table-{number}"), guests=2)


def takeaway(name: str) -> NewOrder:
    """Somebody waits at the counter."""
    return NewOrder(OrderType.TAKEOUT, guest_name=name)


def delivery(name: str) -> NewOrder:
    """It goes out on a bike."""
    return NewOrder(OrderType.DELIVERY, guest_name=name)


EVENING: tuple[tuple[int, str, NewOrder, tuple[Dish, ...]], ...] = (
    (785, "luca-bianchi", at_table(4), (
        Dish("tartufo-nero", note="Allergy: nuts", seat=2), Dish("diavola", 2, ("pizza-nduja",), note="well done"),
        Dish("ortolana", picks=("pizza-no-peppers",)),
    )),
    (708, "tom-richter", takeaway("Weber"), (Dish("margherita", 3), Dish("calzone-classico", picks=("pizza-no-ham",)))),
    (532, "marta-rossi", at_table(9), (
        Dish("quattro-formaggi"), Dish("bufala-and-basil"),
        Dish("kids-margherita", 2, picks=("pizza-cut-in-strips",)),
        Dish("romana", picks=("classic-base", "pizza-anchovy")),
    )),
    (490, "tom-richter", delivery("Keller"), (
        Dish("capricciosa", 2, picks=("pizza-no-olives",)), Dish("parmigiana"),
    )),
    (271, "marta-rossi", at_table(12), (
        Dish("margherita", 2, once=("pizza-no-basil",)), Dish("diavola", picks=("pizza-nduja", "pizza-well-done")),
    )),
    (238, "luca-bianchi", at_table(2), (
        Dish("salsiccia-e-friarielli"), Dish("prosciutto-e-funghi"),
        Dish("marinara", picks=("gluten-free-base",), note="Allergy: coeliac"),
    )),
    (140, "ana-kovac", at_table(15), (Dish("margherita", 4), Dish("diavola", 2), Dish("frutti-di-mare"))),
    (72, "tom-richter", takeaway("Lena"), (
        Dish("half-and-half", picks=("left-diavola", "right-ortolana"), variant="standard"),
    )),
    (62, "ana-kovac", at_table(6), (Dish("napoli"), Dish("tonno-e-cipolla", picks=("pizza-no-onion",)))),
    (51, "luca-bianchi", at_table(11), (
        Dish("diavola", 2), Dish("calzone-classico", picks=("pizza-sauce-apart",)),
    )),
    (40, "tom-richter", delivery("Yilmaz"), (
        Dish("margherita", picks=("pizza-buffalo-mozzarella",)), Dish("parmigiana"),
    )),
    (18, "ana-kovac", at_table(3), (Dish("romana"), Dish("kids-margherita", 2))),
)  # fmt: skip
MADE = {"T 4": ((1, 1),), "Weber": ((0, 2),), "T 9": ((1, 1),)}


def fire(store: OpenShop, new: NewOrder, *dishes: Dish, by: Actor | None = None) -> OrderId:
    """Take an order and send it to the kitchen."""
    server = by or signed_in(store.shop)
    ordering = store.shop.ordering
    order_id = ordering.open_order(server, new).order_id
    for dish in dishes:
        ordering.add_item(server, order_id, dish.asked())
    ordering.send(server, order_id)
    return order_id


def play(store: OpenShop) -> None:
    """Let the evening happen up to `NOW`."""
    for age, server, new, dishes in EVENING:
        store.clock.set(NOW - timedelta(seconds=age))
        fire(store, new, *dishes, by=signed_in(store.shop, server))
    store.clock.set(NOW)
    for ticket in store.shop.reads.kitchen.live(OVEN):
        for place, made in MADE.get(ticket.guest_name or f"T {ticket.table_name}", ()):
            tap(store, ticket, place, made)


def tap(store: OpenShop, ticket: TicketRow, place: int, times: int = 1) -> None:
    """A cook taps a dish."""
    for _ in range(times):
        store.shop.kitchen.tap_item(COOK, ticket.ticket_id, ticket.lines[place].item.line_id)
