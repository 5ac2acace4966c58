"""Orders that share lines, loaded together: a line is charged at exactly one of them, whoever is asked for."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, or_, select

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.joining import join, links_of
from aura_terminal.domain.ordering import Order
from sync.central.store.tables import ORDER_LINKS


def joined(connection: Connection, tenant: int, order: Order, load: Callable[[str], Order]) -> frozenset[str]:
    """Let an order and all it hangs together with know each other; answers who they are, itself included."""
    members: dict[OrderId, Order] = {order.id: order}
    ahead = [order.id]
    while ahead:
        one = ahead.pop()
        for other in sorted(links_of(members[one]) | _named_by(connection, tenant, one)):
            if other not in members:
                members[other] = load(other)
                ahead.append(other)
    if len(members) > 1 or order.hosted:
        join(members)
    return frozenset(members)


def _named_by(connection: Connection, tenant: int, order_id: OrderId) -> frozenset[OrderId]:
    asked = select(ORDER_LINKS.c.one, ORDER_LINKS.c.other).where(
        ORDER_LINKS.c.tenant == tenant, or_(ORDER_LINKS.c.one == order_id, ORDER_LINKS.c.other == order_id)
    )
    return frozenset(OrderId(name) for row in connection.execute(asked) for name in row) - {order_id}
