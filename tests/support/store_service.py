"""A little service in a stored shop: orders with something of everything in them."""

from __future__ import annotations

from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.domain.staff import Actor
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.folders import store_file
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop


def plain_items(stored: StoredShop) -> list[ItemId]:
    """Items a tap puts on an order at once."""
    reads = stored.shop.reads.menu
    return [tile.item_id for category in reads.categories() for tile in reads.tiles(category.id) if not tile.asks]


def order_of(stored: StoredShop, by: Actor, items: int = 3) -> OrderId:
    """An open order with so many different items, sent to the kitchen."""
    target: OrderId | NewOrder = NewOrder()
    for item in plain_items(stored)[:items]:
        target = stored.shop.ordering.add_item(by, target, Asked(item)).order_id
        stored.clock.advance(seconds=1)
    assert not isinstance(target, NewOrder)
    stored.shop.ordering.send(by, target)
    return target


def pay(stored: StoredShop, by: Actor, order_id: OrderId) -> None:
    """Take what is due in cash; that closes the order."""
    due = stored.shop.reads.orders.sheet(order_id).due
    stored.shop.paying.take_cash(by, order_id, due, stored.shop.paying.new_attempt())


def serve(stored: StoredShop, by: Actor, orders: int = 3) -> None:
    """Orders of which all but the last are paid, and a ticket that is bumped and recalled."""
    for number in range(orders):
        order_id = order_of(stored, by, 2 + number % 3)
        if number < orders - 1:
            pay(stored, by, order_id)
    kitchen, tickets = stored.shop.kitchen, stored.shop.reads.kitchen.live(None)
    first = tickets[0]
    kitchen.tap_item(EVERYTHING, first.ticket_id, first.lines[0].item.line_id)
    kitchen.bump(EVERYTHING, tickets[-1].ticket_id)
    kitchen.recall(EVERYTHING, tickets[-1].ticket_id)


def tampering(stored: StoredShop) -> RawConnection:
    """A connection of somebody who takes the triggers away before altering the file."""
    raw = open_file(store_file(stored.folder))
    for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type='trigger' AND tbl_name='journal'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    return raw
