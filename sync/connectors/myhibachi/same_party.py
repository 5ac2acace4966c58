"""Two reservations that came to be one booking at MyHibachi.

A terminal that takes over before it heard what an inquiry was made into sees a booking that nobody here knows, and
makes a reservation of it. As soon as the one of the inquiry is linked with that booking too, it speaks for the party,
takes over what was changed of the other, and calls that one off here: nothing of it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ReservationId
from aura_terminal.domain.reservations import (
    Reservation,
    ReservationCancelled,
    ReservationChanged,
    ReservationConfirmed,
    ReservationStatus,
)
from aura_terminal.ports.central import Picture
from aura_terminal.ports.store import SYSTEM
from sync.connectors.myhibachi.naming import CONNECTOR, NAMING

BETWEEN = " · "
GIVES_WAY = (ReservationStatus.BOOKED, ReservationStatus.CONFIRMED, ReservationStatus.CANCELLED)


def own_of(central_id: str, picture: Picture) -> ReservationId:
    """What the reservation is called that a booking becomes where nobody here made it."""
    return ReservationId(NAMING.local_id_of(picture.store_id, "reservation", central_id))


def speaker_of(central_id: str, picture: Picture) -> str:
    """The reservation that speaks for a booking; empty where none is linked with it.

    One that was made here comes before the booking's own, unless that one's party sits already or did not come.
    """
    linked, own = picture.locals_of(CONNECTOR, "reservation", central_id), own_of(central_id, picture)
    made_here = [one for one in linked if one != own]
    if own in linked and not (made_here and _gives_way(own, picture)):
        return own
    return next(iter(made_here), "")


def doubled(central_id: str, speaker: Reservation, picture: Picture) -> Reservation | None:
    """The booking's own reservation, where it is still expected beside the one that speaks."""
    own = own_of(central_id, picture)
    if speaker.id == own or own not in picture.locals_of(CONNECTOR, "reservation", central_id):
        return None
    found = _reservation(own, picture)
    return found if found is not None and found.is_expected else None


def merged(double: Reservation, speaker: Reservation, now: datetime) -> tuple[Fact, ...]:
    """The double is called off; what people changed of it is said of the one that speaks, if that one still comes."""
    facts: list[Fact] = [ReservationCancelled(double.id, now, SYSTEM)]
    if not speaker.is_expected:
        return tuple(facts)
    changes = dict(_changes(double, speaker))
    if changes:
        facts.append(ReservationChanged(speaker.id, now, SYSTEM, **changes))
    if double.confirmed is not None and speaker.confirmed is None:
        facts.append(ReservationConfirmed(speaker.id, now, double.confirmed.confirmed_by))
    return tuple(facts)


def _changes(double: Reservation, speaker: Reservation) -> Iterator[tuple[str, Any]]:  # fields of ReservationChanged
    for name in ("starts_at", "party_size"):
        value, said = getattr(double, name), getattr(double.stated, name, None)
        if value not in (said, getattr(speaker, name)):
            yield name, value
    if double.tables and not speaker.tables:
        yield "tables", double.tables
    for name in ("requests", "preferences"):
        before, more = getattr(speaker, name), getattr(double, name)
        if more and more not in before:
            yield name, BETWEEN.join(filter(None, (before, more)))


def _gives_way(reservation_id: ReservationId, picture: Picture) -> bool:
    found = _reservation(reservation_id, picture)
    return found is None or found.status in GIVES_WAY


def _reservation(reservation_id: ReservationId, picture: Picture) -> Reservation | None:
    try:
        return cast(Reservation, picture.aggregate("reservation", reservation_id))
    except NotFound:
        return None
