"""The floor in service in people's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.counting import counted
from aura_terminal.view_models.table_states import CourseProgress, CourseState, Need, PartyRow, Standing, TableState
from aura_terminal.view_models.table_verbs import Act

DOT = "  ·  "
STANDINGS: Mapping[Standing, str] = {
    Standing.FREE: "Free",
    Standing.BLOCKED: "Blocked",
    Standing.RESERVED: "Reserved",
    Standing.CLEARING: "To be cleared",
    Standing.SEATED: "Seated",
    Standing.ORDERED: "Ordered",
    Standing.BILLED: "Bill",
    Standing.LATE: "Late",
}
NEEDS: Mapping[Need, str] = {
    Need.ORDER: "No order {time}",
    Need.COURSE: "Waits {time}",
    Need.PAYMENT: "Bill {time}",
    Need.GUESTS: "Late {time}",
}
DONE: Mapping[Act, str] = {
    Act.MOVED: "Moved to table {table}",
    Act.LINKED: "Linked {table}",
    Act.UNLINKED: "{table} taken apart",
    Act.CLEARED: "Table {table} is clean",
    Act.GIVEN: "Section of {table} changed",
    Act.BLOCKED: "Table {table} blocked or freed",
    Act.GUESTS: "Guests at {table} changed",
}
COURSES = {
    0: "At once",
    1: "Starters",
    2: "Mains",
    3: "Desserts",
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Tables", words)


def clock(elapsed: timedelta) -> str:
    """Hours and minutes since a party sat down: 0:48."""
    minutes = int(elapsed.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def timer(elapsed: timedelta) -> str:
    """Minutes and seconds of something that is counted by seconds: 13:05."""
    seconds = int(elapsed.total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"


def guests_words(count: int) -> str:
    """So many guests."""
    return counted("Tables", "1 guest", "{count} guests", count).format(count=count)


def seats_words(count: int) -> str:
    """So many seats."""
    return counted("Tables", "1 seat", "{count} seats", count).format(count=count)


def parties_words(count: int) -> str:
    """So many parties."""
    return counted("Tables", "1 party", "{count} parties", count).format(count=count)


def need_words(state: TableState) -> str:
    """Why somebody should go there; "" for nobody."""
    if state.need is None:
        return ""
    return tr(NEEDS[state.need]).format(time=waited_words(state))


def waited_words(state: TableState) -> str:
    """For how long somebody should have gone there."""
    return tr("{minutes} min").format(minutes=int(state.waited.total_seconds()) // 60) if state.need else ""


def done_words(act: Act, table: str) -> str:
    """What was done and can be taken back."""
    return tr(DONE[act]).format(table=table)


def course_words(course: int) -> str:
    """What a course is called."""
    return tr(COURSES[course]) if course in COURSES else tr("Course {course}").format(course=course)


def progress_words(course: CourseProgress, served: str, cooking: str) -> str:
    """How far a course is; `served` is when it was, `cooking` for how long it is made."""
    match course.state:
        case CourseState.UNSENT:
            return tr("not sent yet")
        case CourseState.WAITING:
            return tr("waits to be fired")
        case CourseState.COOKING:
            place = course.station or tr("in the kitchen")
            return f"{place}  {cooking}" if cooking else place
        case _:
            return tr("served {time}").format(time=served) if served else tr("served")


def party_words(party: PartyRow, seated: str) -> str:
    """Guests, since when, who serves: the line below a table's number."""
    parts = (
        guests_words(party.guests) if party.guests else "",
        tr("seated {time}").format(time=seated),
        party.server_name.split(" ")[0],
        party.guest_name,
    )
    return DOT.join(part for part in parts if part)


def spoken_table(state: TableState, lines: Sequence[str], alert: str) -> str:
    """A table in words, for those who do not see it."""
    parts = [tr("Table {table}").format(table=state.table.number), tr(STANDINGS[state.standing])]
    if state.linked:
        parts.append(tr("linked as {name}").format(name=state.name))
    if state.guests:
        parts.append(guests_words(state.guests))
    if len(state.parties) > 1:
        parts.append(tr("{count} orders").format(count=len(state.parties)))
    parts += [*lines, alert]
    if state.is_stale:
        parts.append(tr("may be out of date"))
    return ", ".join(part for part in parts if part)
