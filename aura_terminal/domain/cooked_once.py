"""Every unit is cooked once and only while it is wanted, whatever is heard of first.

Which of two fires of a line is the repeat is decided by their stamps, and a kitchen may have cooked the repeat before
it knew. What was cooked of a repeat counts for the other fire; what a cook only cleared away does not. Whoever took a
line back before its ticket had arrived there could tell no station: the ticket sees it on the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from aura_terminal.domain.ids import FireId, LineId, TicketId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.kitchen import KitchenTicket, ticket_id_of
from aura_terminal.domain.ordering import Order


def rivals_of(ticket: KitchenTicket, order: Order) -> tuple[TicketId, ...]:
    """The tickets at the same station that may have asked for the same; none where no fire repeats another."""
    fired = ticket.fired
    if fired is None or not _repeats(order):
        return ()
    moved = (*order.hosted.values(), *order.passing.values())
    others = (line.fire_id for line in moved if line.fire_id is not None)
    fires = dict.fromkeys((*order.fired_lines, *others, *_repeats(order)))
    return tuple(ticket_id_of(fire_id, fired.station_id) for fire_id in fires if fire_id != fired.fire_id)


def host(ticket: KitchenTicket, order: Order, rivals: Iterable[KitchenTicket]) -> None:
    """Tell a ticket what of it is cooked for another one, and what its order took back.

    `rivals` are those of `rivals_of` that there are.
    """
    if ticket.fired is None:
        return
    known = _repeats(order)
    repeats = Counter(known.get(ticket.fired.fire_id, {}))
    for rival in rivals:
        if rival.fired is not None:
            repeats.update(rival.overcooked(known.get(rival.fired.fire_id, {})))
    ticket.host(repeats, _taken_back(ticket.fired.fire_id, order))


def _repeats(order: Order) -> dict[FireId, dict[LineId, int]]:
    """What fires asked for once more, per line: of its own lines, and of those that were moved here."""
    found = {fire_id: dict(lines) for fire_id, lines in order.repeats.items()}
    for line in (*order.hosted.values(), *order.passing.values()):
        for fire_id, quantity in line.repeats.items():
            found.setdefault(fire_id, {})[line.id] = quantity
    return found


def _taken_back(fire_id: FireId, order: Order) -> Counter[LineId]:
    """How many of what a fire asked for the order does not want any more, by the name the ticket has for it."""
    gone: Counter[LineId] = Counter()
    for line in {**order.own, **order.lines}.values():
        if line.fire_id == fire_id:
            is_cancelled = order.status is OrderStatus.CANCELLED and line.settled_at == order.id
            gone[line.fired_as or line.id] += line.quantity if is_cancelled else line.voided
    return gone
