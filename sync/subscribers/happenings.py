"""From facts to events: which fact may make which event, and what the event says when it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import cast

from aura_terminal.domain.cash import DrawerSession, SessionEnded
from aura_terminal.domain.central import RecordId, name_of, record_id
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.events import Event
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.guests import Guest, GuestBirthdaySet, GuestChanged, GuestRegistered
from aura_terminal.domain.ids import GuestId, OrderId, SessionId, SupplyId
from aura_terminal.domain.order_facts import OrderClosed
from aura_terminal.domain.shift_report import ShiftClosed
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.subscribing import (
    guest_created,
    guest_updated,
    sale_completed,
    shift_ended,
    stock_low,
)
from aura_terminal.domain.supplies import Supply, SupplyAdjusted, SupplyCounted, SupplyLevel, SupplyStated
from aura_terminal.ports.central import Picture, Touched
from aura_terminal.ports.store import SYSTEM
from sync.reconcile.contract import Lane
from sync.subscribers.payloads import guest_body, sale_body, shift_body, stock_body

ShiftOf = Callable[[SessionId], ShiftClosed]


class Kind(Enum):
    """What events are about, as record ids name it; the local id is that of the thing.

    `supply_low` is told once a business day in which the level changes: its local id is `supply/day`.
    """

    SALE = "sale"
    GUEST = "guest"
    GUEST_CHANGED = "guest_changed"
    SUPPLY_LOW = "supply_low"
    SHIFT = "shift"

    @property
    def event(self) -> Event:
        """The event it makes."""
        return _EVENTS[self]

    @property
    def is_once(self) -> bool:
        """Whether it is told once and never again; a guest may change again."""
        return self is not Kind.GUEST_CHANGED


_EVENTS: Mapping[Kind, Event] = {
    Kind.SALE: Event.SALE,
    Kind.GUEST: Event.GUEST_CREATED,
    Kind.GUEST_CHANGED: Event.GUEST_UPDATED,
    Kind.SUPPLY_LOW: Event.STOCK_LOW,
    Kind.SHIFT: Event.SHIFT_CLOSED,
}
LANES: Mapping[Kind, Lane] = {
    Kind.SALE: Lane.MONEY,
    Kind.GUEST: Lane.GUESTS,
    Kind.GUEST_CHANGED: Lane.GUESTS,
    Kind.SUPPLY_LOW: Lane.STOCK,
    Kind.SHIFT: Lane.MONEY,
}


@dataclass(frozen=True, slots=True)
class Happened:
    """An event: when it was, and what is told of it."""

    at: datetime
    body: Plain


class Gone(Exception):
    """What an event would say is not in the store's journal any more; the text says what."""


def kind_of(record: RecordId) -> Kind:
    """What a record of a subscriber is about."""
    return Kind(name_of(record).kind)


def records_of(connector: str, touched: Touched, picture: Picture) -> Iterator[RecordId]:
    """What a fact may have made happen."""
    match touched.fact:
        case OrderClosed(order_id=order_id):
            yield record_id(connector, Kind.SALE.value, order_id)
        case GuestRegistered(guest_id=guest_id):
            yield record_id(connector, Kind.GUEST.value, guest_id)
        case GuestChanged(guest_id=guest_id) | GuestBirthdaySet(guest_id=guest_id):
            yield record_id(connector, Kind.GUEST_CHANGED.value, guest_id)
        case SupplyAdjusted(supply_id=id_) | SupplyCounted(supply_id=id_) | SupplyStated(supply_id=id_):
            day = _low_on(id_, picture)
            if day is not None:
                yield record_id(connector, Kind.SUPPLY_LOW.value, f"{id_}/{day.isoformat()}")
        case SessionEnded(session_id=session_id):
            yield record_id(connector, Kind.SHIFT.value, session_id)
        case _:
            pass


def happened(record: RecordId, picture: Picture, shift: ShiftOf) -> Happened | None:
    """The event of a record; None where there is nothing to tell. Raises NotFound for what is not here yet; Gone."""
    local_id = name_of(record).local_id
    match kind_of(record):
        case Kind.SALE:
            return _sale(OrderId(local_id), picture)
        case Kind.GUEST:
            told = guest_created(_guest(GuestId(local_id), picture))
            return None if told is None else Happened(told.at, guest_body(Event.GUEST_CREATED, told))
        case Kind.GUEST_CHANGED:
            told = guest_updated(_guest(GuestId(local_id), picture), SYSTEM)
            return None if told is None else Happened(told.at, guest_body(Event.GUEST_UPDATED, told))
        case Kind.SUPPLY_LOW:
            supply_id, _, day = local_id.partition("/")
            return _low(SupplyId(supply_id), date.fromisoformat(day), picture)
        case Kind.SHIFT:
            return _shift(SessionId(local_id), picture, shift)


def _sale(order_id: OrderId, picture: Picture) -> Happened | None:
    sale = sale_completed(picture.order(order_id))
    if sale is None:
        return None
    guest = None if sale.guest_id is None else _known_as(sale.guest_id, picture)
    if guest is not None:
        sale = replace(sale, guest_id=guest.id)
    return Happened(sale.at, sale_body(sale, "" if guest is None else guest.name or guest.phone or guest.email))


def _low(supply_id: SupplyId, day: date, picture: Picture) -> Happened | None:
    """Nothing where the level has recovered, or was changed on a later day, which tells it then."""
    low = stock_low(picture.document(Supply, supply_id), _level(supply_id, picture))
    return None if low is None or _date_of(low.at, picture) != day else Happened(low.at, stock_body(low))


def _shift(session_id: SessionId, picture: Picture, shift: ShiftOf) -> Happened | None:
    ended = shift_ended(cast(DrawerSession, picture.aggregate("session", session_id)))
    if ended is None:
        return None
    try:
        closed = shift(session_id)
    except NotFound as gone:
        raise Gone(f"the sales of session {session_id} have left the journal") from gone
    user = next((one.name for one in picture.documents(StaffMember) if one.id == ended.user_id), ended.user_id)
    return Happened(ended.at, shift_body(replace(closed, user_id=ended.user_id, user_name=user)))


def _low_on(supply_id: SupplyId, picture: Picture) -> date | None:
    """The business date on which a supply is found low; None where it is not."""
    try:
        low = stock_low(picture.document(Supply, supply_id), _level(supply_id, picture))
    except NotFound:
        return None
    return None if low is None else _date_of(low.at, picture)


def _level(supply_id: SupplyId, picture: Picture) -> SupplyLevel:
    return cast(SupplyLevel, picture.aggregate("supply", supply_id))


def _date_of(at: datetime, picture: Picture) -> date:
    return picture.document(StoreProfile, STORE_PROFILE).calendar.date_of(at)


def _guest(guest_id: GuestId, picture: Picture) -> Guest:
    return cast(Guest, picture.aggregate("guest", guest_id))


def _known_as(guest_id: GuestId, picture: Picture) -> Guest | None:
    """The guest one turned out to be; merges lead to lesser ids. None for who is not here or is forgotten."""
    try:
        guest = _guest(guest_id, picture)
    except NotFound:
        return None
    if guest.merged_into is not None and guest.merged_into < guest_id:
        return _known_as(guest.merged_into, picture)
    return guest if guest.is_known else None
