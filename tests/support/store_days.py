"""Business days that pass in a stored shop, and the idle moments in which old ones leave the journal."""

from __future__ import annotations

from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.ids import DrawerId, OrderId
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import retention
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop

MOST_SLICES = 10_000


def day(stored: StoredShop, by: Actor, orders: int = 3) -> list[OrderId]:
    """Paid orders, their tickets bumped, a drawer opened without a sale; then the clock goes on to the next day."""
    made = [order_of(stored, by, 2 + number % 3) for number in range(orders)]
    for order_id in made:
        pay(stored, by, order_id)
    for ticket in stored.shop.reads.kitchen.live(None):
        stored.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    with stored.store.begin(SYSTEM) as work:
        work.keep(DrawerOpened(DrawerId("till"), work.now, OpeningReason.NO_SALE, note="change"))
    stored.clock.advance(hours=24)
    return made


def days(stored: StoredShop, by: Actor, count: int) -> list[list[OrderId]]:
    """Several of them, one after the other."""
    return [day(stored, by) for _ in range(count)]


def tidy(stored: StoredShop) -> int:
    """Let the store do all it would do in idle moments; answers how many slices that were."""
    for slices in range(MOST_SLICES):
        if not retention.step(stored.store, stored.clock.now()):
            return slices
    raise AssertionError("tidying does not come to an end")
