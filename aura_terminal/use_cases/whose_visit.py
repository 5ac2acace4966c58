"""Whose visit an order becomes when a party that was expected, or waited, sits down."""

from __future__ import annotations

from aura_terminal.domain.ids import GuestId, OrderId
from aura_terminal.domain.order_facts import GuestAttached
from aura_terminal.domain.visits import attach
from aura_terminal.ports.store import Work


def attached_where_known(work: Work, order_id: OrderId, guest_id: GuestId | None) -> tuple[GuestAttached, ...]:
    """Keep whose visit it is; nobody's where there is no guest, or one who asked to be forgotten since."""
    if guest_id is None:
        return ()
    guest = work.guests.guest(work.guests.kin(guest_id)[0])
    facts = (attach(work.order(order_id), guest),) if guest.is_known else ()
    work.keep(*facts)
    return facts
