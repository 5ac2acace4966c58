"""The stations file of a shop, and what categories, items and choices say of stations."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from aura_terminal.app.shop_entries import Entry, must_be_unique
from aura_terminal.domain.ids import StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Portion
from aura_terminal.domain.reroutes import Reroute
from aura_terminal.domain.shop import Delivery, Station, StationRole, Threshold

LONGEST = 999
MOST_AT_ONCE = 999


def read_stations(file: Entry) -> Iterator[Station]:
    """The stations, each naming only such as are there; where dishes are late is after where they are due."""
    entries = file.entries("station", "station")
    must_be_unique([(entry, entry.id()) for entry in entries], "id")
    known = [entry.id() for entry in entries]
    for entry in entries:
        yield _station(entry, known)
        entry.done()


def _station(entry: Entry, known: Collection[str]) -> Station:
    role = entry.word("role", StationRole, StationRole.PREP)
    watches = stations_named(entry, "watches", known)
    if watches and role is not StationRole.EXPO:
        raise entry.problem("watches", "only a pass watches other stations", 'Write role = "expo", or leave it out.')
    fallback = entry.text("fallback_station", "")
    return Station(
        id=StationId(entry.id()),
        name=entry.text("name"),
        icon=entry.text("icon"),
        printer=entry.text("printer"),
        target_minutes=entry.whole("target_minutes", 1, LONGEST),
        takeout_minutes=entry.whole("takeout_minutes", 0, LONGEST, 0),
        delivery_minutes=entry.whole("delivery_minutes", 0, LONGEST, 0),
        delivery=entry.word("delivery", Delivery, Delivery.BOTH),
        fallback_printer=entry.text("fallback_printer", ""),
        fallback_station=StationId(entry.one_of("fallback_station", fallback, known, "station") if fallback else ""),
        role=role,
        watches=watches,
        reroutes=read_reroutes(entry, known),
        thresholds=tuple(_threshold(below) for below in _for_each_type(entry, "threshold")),
        holds_courses=entry.switch("holds_courses"),
        paces=entry.switch("paces"),
        capacity=entry.whole("capacity", 0, MOST_AT_ONCE, 0),
        labels=entry.switch("labels"),
    )


def stations_named(entry: Entry, key: str, known: Collection[str]) -> tuple[StationId, ...]:
    """A list of stations that are there."""
    return tuple(StationId(entry.one_of(key, name, known, "station")) for name in entry.texts(key))


def read_reroutes(entry: Entry, known: Collection[str]) -> tuple[Reroute, ...]:
    """The tables [[… .reroute]] of an entry: for this kind of order it is made elsewhere."""
    return tuple(_reroute(below, known) for below in _for_each_type(entry, "reroute"))


def read_portions(entry: Entry) -> tuple[Portion, ...]:
    """The tables [[… .portion]] of an entry: what one of it takes of what is made beforehand."""
    below = entry.entries("portion", "portion")
    must_be_unique([(one, one.text("name")) for one in below], "name")
    return tuple(_portion(one) for one in below)


def _for_each_type(entry: Entry, key: str) -> tuple[Entry, ...]:
    below = entry.entries(key, key)
    must_be_unique([(one, one.text("order_type")) for one in below], "order_type")
    return below


def _reroute(entry: Entry, known: Collection[str]) -> Reroute:
    station = entry.one_of("station", entry.text("station"), known, "station")
    reroute = Reroute(entry.word("order_type", OrderType), StationId(station))
    entry.done()
    return reroute


def _threshold(entry: Entry) -> Threshold:
    late = entry.whole("late_minutes", 1, LONGEST)
    due = entry.whole("due_minutes", 0, LONGEST, 0)
    if due >= late:
        raise entry.problem("due_minutes", f"{due} is not before late_minutes {late}", "Write a smaller number, or 0.")
    threshold = Threshold(entry.word("order_type", OrderType), due, late)
    entry.done()
    return threshold


def _portion(entry: Entry) -> Portion:
    portion = Portion(entry.text("name"), entry.whole("quantity", 1, LONGEST, 1))
    entry.done()
    return portion
