"""Fires that were heard of without their tickets: their terminal broke for ever while it handed them on.

Facts of one terminal arrive in order and without a gap, and a fire is followed by its tickets at once. So only a fire
that is the last thing heard of a terminal can lack some, and whoever writes them writes the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from aura_terminal.domain.ids import FireId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.ordering import Order


def fires_of(orders: Iterable[Order], fire_id: FireId) -> tuple[LinesFired, ...]:
    """What the orders say of one fire, as it was said."""
    return tuple(
        LinesFired(order.id, fire_id, order.fires[fire_id], order.fired_lines[fire_id])
        for order in orders
        if fire_id in order.fired_lines
    )


def unticketed(fires: Iterable[LinesFired], tickets: Iterable[KitchenTicket]) -> tuple[LinesFired, ...]:
    """The lines of a fire that stand on none of its tickets."""
    named = {line_id for ticket in tickets for line_id in ticket.lines}
    left = (replace(fired, lines=tuple(one for one in fired.lines if one[0] not in named)) for fired in fires)
    return tuple(fired for fired in left if fired.lines)


def still_wanted(fires: Iterable[LinesFired], order: Order) -> tuple[LinesFired, ...]:
    """The same without what was taken back meanwhile; of what is left, as many as are wanted."""
    made = []
    for fired in fires:
        wanted = {line_id: order.lines[line_id].quantity - order.lines[line_id].voided for line_id, _ in fired.lines}
        lines = tuple((line_id, min(count, wanted[line_id])) for line_id, count in fired.lines if wanted[line_id] > 0)
        made.append(replace(fired, lines=lines))
    return tuple(fired for fired in made if fired.lines)
