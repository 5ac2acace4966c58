"""How far the kitchen is with what was sent, and who else is at the order, in people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.widgets.order_rows import CourseRow, SectionRow
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.view_models.deliveries import FireDelivery, Reached, StationDelivery
from aura_terminal.view_models.presences import Doing, Presence

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.view_models.rows import FireRow

translate = QCoreApplication.translate
DOT = "  ·  "
ICONS = {
    Reached.OVERDUE: "triangle-alert",
    Reached.PRINTED: "printer-check",
    Reached.HELD: "clock",
    Reached.SENT: "send",
    Reached.RECEIVED: "check",
    Reached.SEEN: "eye",
    Reached.DONE: "circle-check",
}
TONES = {Reached.OVERDUE: Tone.WARN, Reached.PRINTED: Tone.INFO, Reached.HELD: Tone.CALM, Reached.SENT: Tone.CALM}
Local = Callable[[datetime], datetime]


def course_row(fire: FireRow, items: str, delivery: FireDelivery | None, local: Local, money: MoneyText) -> CourseRow:
    """What was sent together as one row: the station that is least far says how far."""
    amount = money.amount(fire.amount)
    if delivery is None:
        words = translate("RegisterScreen", "Sent {time}").format(time=clock_text(local(fire.fired_at)))
        return CourseRow(fire.fire_id, words + DOT + items, amount)
    least = delivery.least
    tone = TONES.get(least.reached, Tone.OK)
    return CourseRow(fire.fire_id, reached_words(least, local) + DOT + items, amount, ICONS[least.reached], tone)


def station_rows(fire: FireRow, delivery: FireDelivery | None, local: Local) -> list[SectionRow]:
    """Each station with its state, below an unfolded row."""
    if delivery is None:
        return []
    return [
        SectionRow(each.ticket_id, each.station, _state(each, local), _section_tone(each)) for each in delivery.stations
    ]


def reached_words(station: StationDelivery, local: Local) -> str:
    """How far and since when; where something is wrong, which station."""
    if station.reached is Reached.OVERDUE:
        return translate("RegisterScreen", "Not received by {station}").format(station=station.station)
    if station.reached is Reached.HELD:
        return held_words(station.course)
    time = clock_text(local(station.at))
    words = {
        Reached.PRINTED: translate("RegisterScreen", "Printed for {station} {time}"),
        Reached.SENT: translate("RegisterScreen", "Sent {time}"),
        Reached.RECEIVED: translate("RegisterScreen", "Received {time}"),
        Reached.SEEN: translate("RegisterScreen", "Seen {time}"),
        Reached.DONE: translate("RegisterScreen", "Done {time}"),
    }
    return words[station.reached].format(station=station.station, time=time)


def held_words(course: int) -> str:
    """What waits in the kitchen."""
    return (
        translate("RegisterScreen", "Course {course} waits").format(course=course)
        if course
        else (translate("RegisterScreen", "Waits in the kitchen"))
    )


def fire_words(course: int | None) -> tuple[str, str]:
    """What the button that sends says when nothing is unsent, and how it is read out: that the next course is fired."""
    if course is None:
        words = translate("RegisterScreen", "Send")
        return words, words
    if not course:
        words = translate("RegisterScreen", "Fire")
        return words, words
    whole = translate("RegisterScreen", "Fire Course {course}").format(course=course)
    return translate("RegisterScreen", "Fire {course}").format(course=course), whole


def _state(station: StationDelivery, local: Local) -> str:
    time = clock_text(local(station.at))
    if station.reached is Reached.HELD:
        return translate("RegisterScreen", "waits to be fired")
    words = {
        Reached.OVERDUE: translate("RegisterScreen", "not received, sent {time}"),
        Reached.PRINTED: translate("RegisterScreen", "slip printed {time}, its screen is silent"),
        Reached.SENT: translate("RegisterScreen", "sent {time}"),
        Reached.RECEIVED: translate("RegisterScreen", "received {time}"),
        Reached.SEEN: translate("RegisterScreen", "seen {time}"),
        Reached.DONE: translate("RegisterScreen", "done {time}"),
    }
    return words[station.reached].format(time=time)


def _section_tone(station: StationDelivery) -> Tone:
    return Tone.WARN if station.reached is Reached.OVERDUE else Tone.CALM


def presence_words(others: Sequence[Presence]) -> tuple[str, str, Tone]:
    """Who is at the order elsewhere, with icon and tone; "" for nobody."""
    if not others:
        return "", "info", Tone.CALM
    first = others[0]
    if first.doing is Doing.PAYING:
        words = translate("RegisterScreen", "Being paid at {terminal} by {who}")
        return words.format(terminal=first.terminal, who=first.staff), "wallet", Tone.INFO
    return translate("RegisterScreen", "Also open: {who}").format(who=_names(others)), "users", Tone.CALM


def _names(others: Iterable[Presence]) -> str:
    words = translate("RegisterScreen", "{who} at {terminal}")
    return ", ".join(words.format(who=each.staff, terminal=each.terminal) for each in others)
