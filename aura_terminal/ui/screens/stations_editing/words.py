"""What the page of stations says, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.shop import Delivery, Station, StationRole
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.widgets.form import Change, FormRow
from aura_terminal.view_models.stations_editing import RouteRow, StationsEditingModel

ICONS = (
    "chef-hat", "flame", "pizza", "salad", "fish", "beef", "soup", "sandwich", "hamburger", "cooking-pot", "cake-slice",
    "ice-cream-cone", "coffee", "beer", "wine", "cup-soda", "package", "utensils",
)  # fmt: skip


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("StationsEditing", words)


def delivery_words(delivery: Delivery) -> str:
    """How a station hears of what it cooks."""
    return {
        Delivery.SCREEN: tr("Screen"),
        Delivery.PRINTER: tr("Printer"),
        Delivery.BOTH: tr("Screen and printer"),
    }[delivery]


def role_words(role: StationRole) -> str:
    """What a station is for."""
    return {StationRole.PREP: tr("Cooks"), StationRole.EXPO: tr("Pass, sees whole orders")}[role]


def form_rows(model: StationsEditingModel) -> list[FormRow]:
    """Everything a station knows."""
    station = model.draft
    if station is None:
        return []
    rows = [*_plain(station), *_minutes(model, station), *_ways(model, station)]
    if not model.is_new:
        rows.append(FormRow("withdraw", tr("Not used any more"), tr("Take this station away")))
    return rows


def route_words(row: RouteRow) -> tuple[str, str]:
    """What goes where, as a title and a sentence; what goes nowhere is said."""
    title = f"{row.category}: {row.item}" if row.item else row.category
    names = dict(row.stations)
    if len(set(names.values())) == 1:
        places = next(iter(names.values())) or tr("nowhere")
    else:
        places = ", ".join(f"{order_type_words(kind)}: {name or tr('nowhere')}" for kind, name in names.items())
    also = tr("a part also at {stations}").format(stations=", ".join(row.also)) if row.also else ""
    return title, "  ·  ".join(filter(None, (places, also)))


def _plain(station: Station) -> Iterator[FormRow]:
    yield FormRow("name", tr("Name"), station.name)
    yield FormRow("icon", tr("Sign"), station.icon)
    yield FormRow("role", tr("What it is for"), role_words(station.role))
    yield FormRow("delivery", tr("Hears of orders by"), delivery_words(station.delivery))
    yield FormRow("printer", tr("Route of its slips"), station.printer)


def _minutes(model: StationsEditingModel, station: Station) -> Iterator[FormRow]:
    yield FormRow("times", tr("How long it may take"), change=Change.HEADING)
    plain = {
        "target_minutes": tr("Late after"),
        "takeout_minutes": tr("Late after, takeout"),
        "delivery_minutes": tr("Late after, delivery"),
    }
    for field, words in plain.items():
        yield FormRow(field, words, _minute_words(getattr(station, field), field), Change.STEP)
    for order_type in OrderType:
        threshold = model.threshold(order_type)
        kind = order_type_words(order_type)
        due, late = _own(threshold.due_minutes), _own(threshold.late_minutes)
        yield FormRow(f"due:{order_type.value}", tr("{kind}: due after").format(kind=kind), due, Change.STEP)
        yield FormRow(f"late:{order_type.value}", tr("{kind}: late after").format(kind=kind), late, Change.STEP)
    dishes = tr("not known") if not station.capacity else str(station.capacity)
    yield FormRow("capacity", tr("Dishes at once"), dishes, Change.STEP)


def _ways(model: StationsEditingModel, station: Station) -> Iterator[FormRow]:
    names = {each.id: each.name for each in model.stations}
    yield FormRow("ways", tr("Where else things go"), change=Change.HEADING)
    yield FormRow(
        "fallback_printer", tr("Prints what its screen misses"), station.fallback_printer or tr("its own printer")
    )
    instead = names.get(station.fallback_station, tr("nobody"))
    yield FormRow("fallback_station", tr("Station that stands in for it"), instead)
    reroutes = {each.order_type: names.get(each.station, each.station) for each in station.reroutes}
    for order_type in OrderType:
        words = tr("{kind} is made at").format(kind=order_type_words(order_type))
        yield FormRow(f"reroute:{order_type.value}", words, reroutes.get(order_type, tr("this station")))
    if station.role is StationRole.EXPO:
        watched = ", ".join(names.get(each, each) for each in station.watches) or tr("every station")
        yield FormRow("watches", tr("Puts together what is made at"), watched)
    yes = tr("yes")
    yield FormRow("holds_courses", tr("Later courses wait"), yes if station.holds_courses else "", Change.SWITCH)
    yield FormRow("paces", tr("Begins so that all is ready together"), yes if station.paces else "", Change.SWITCH)
    yield FormRow(
        "labels", tr("A label on everything that leaves the house"), yes if station.labels else "", Change.SWITCH
    )


def _minute_words(minutes: int, field: str) -> str:
    return tr("{minutes} min").format(minutes=minutes) if minutes or field == "target_minutes" else tr("as above")


def _own(minutes: int) -> str:
    return tr("{minutes} min").format(minutes=minutes) if minutes else tr("by the rule above")
