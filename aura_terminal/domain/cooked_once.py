"""Every unit is cooked once, also where the fire that came first is heard of after another one was cooked.

Which of two fires of a line is the repeat is decided by their stamps, and a kitchen may have cooked the repeat before
it knew. What was cooked of a repeat counts for the other fire; what a cook only cleared away does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from aura_terminal.domain.ids import TicketId
from aura_terminal.domain.kitchen import KitchenTicket, ticket_id_of
from aura_terminal.domain.ordering import Order


def rivals_of(ticket: KitchenTicket, order: Order) -> tuple[TicketId, ...]:
    """The tickets at the same station that may have asked for the same; none where no fire repeats another."""
    fired = ticket.fired
    if fired is None or not order.repeats:
        return ()
    return tuple(ticket_id_of(fire_id, fired.station_id) for fire_id in order.fired_lines if fire_id != fired.fire_id)


def host(ticket: KitchenTicket, order: Order, rivals: Iterable[KitchenTicket]) -> None:
    """Tell a ticket what of it is cooked for another one; `rivals` are those of `rivals_of` that there are."""
    if ticket.fired is None:
        return
    repeats = Counter(order.repeats.get(ticket.fired.fire_id, {}))
    for rival in rivals:
        if rival.fired is not None:
            repeats.update(rival.overcooked(order.repeats.get(rival.fired.fire_id, {})))
    ticket.host(repeats)
