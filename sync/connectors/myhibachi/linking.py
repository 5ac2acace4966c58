"""What follows from an inquiry that became a customer there, perhaps with a booking."""

from __future__ import annotations

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.leads import Lead
from aura_terminal.ports.central import PULLED, Picture
from sync.connectors.myhibachi.booking_plan import CONVERTED
from sync.connectors.myhibachi.naming import SEEN, record_of
from sync.reconcile.contract import Done
from sync.reconcile.intake import at


def to_be_seen(booking_id: str, now_ms: int) -> CentralConfirmed:
    """A booking that was just made: its own page is asked for without waiting for the list."""
    return CentralConfirmed(record_of("booking", booking_id), SEEN, "made", booking_id, at(now_ms))


def converted(lead: Lead, customer_id: str, booking_id: str, picture: Picture, now_ms: int) -> Done:
    """The guest is that customer, and their reservation that booking; both unless they are known by another id."""
    facts: list[Fact] = []
    if lead.converted is not None:
        guest = picture.record(record_of("guest", lead.converted.guest_id))
        if not guest.is_linked:
            facts.append(CentralConfirmed(guest.id, PULLED, CONVERTED, customer_id, at(now_ms)))
        if lead.converted.reservation_id is not None and booking_id:
            reservation = picture.record(record_of("reservation", lead.converted.reservation_id))
            if not reservation.is_linked:
                facts.append(CentralConfirmed(reservation.id, "create", CONVERTED, booking_id, at(now_ms)))
                facts.append(to_be_seen(booking_id, now_ms))
    return Done(facts=tuple(facts))
