"""Reservations in people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.ids import ReservationId
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone, OrderRow, SectionRow
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.view_models.reservations import ReservationRow, ReservationsModel, TableOffer

Local = Callable[[datetime], datetime]
DOT = "  ·  "
NO_TABLE = "none"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OVER = frozenset({ReservationStatus.CANCELLED, ReservationStatus.NO_SHOW})
STATUSES: Mapping[ReservationStatus, str] = {
    ReservationStatus.BOOKED: "booked",
    ReservationStatus.CONFIRMED: "confirmed",
    ReservationStatus.SEATED: "seated",
    ReservationStatus.CANCELLED: "cancelled",
    ReservationStatus.NO_SHOW: "did not come",
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Reservations", words)


def day_words(day: date | None, is_today: bool) -> str:
    """The day that is shown."""
    if day is None:
        return ""
    name = tr("Today") if is_today else tr(DAYS[day.weekday()])
    return f"{name}, {day:%d.%m.}"


def list_rows(model: ReservationsModel, shown: ReservationId | None) -> list[OrderRow]:
    """One row a reservation: when and who, below it how many, where, and how it stands. On top those who are so late
    that somebody should say whether they come."""
    doubtful = [row for row in model.rows if model.is_doubtful(row)]
    rest = [row for row in model.rows if row not in doubtful]
    parts: list[OrderRow] = []
    if doubtful:
        parts.append(SectionRow("doubtful", tr("Did they come?"), str(len(doubtful)), Tone.WARN))
        parts += [_list_row(row, row.reservation_id == shown, model) for row in doubtful]
        parts.append(SectionRow("rest", tr("All others"), str(len(rest))))
    return parts + [_list_row(row, row.reservation_id == shown, model) for row in rest]


def _list_row(row: ReservationRow, is_shown: bool, model: ReservationsModel) -> LineRow:
    local, late = model.local, model.minutes_late(row)
    notes = (
        guests_words(row.party_size), tables_words(row), standing_words(row),
        tr("{minutes} min late").format(minutes=late) if late else "", clash_words(row),
        ", ".join(model.dietary(row)), deposit_words(row, model),
    )  # fmt: skip
    if row.status in OVER:
        tone = LineTone.VOIDED
    else:
        tone = LineTone.SENT if row.status is ReservationStatus.SEATED else LineTone.NEW
    said = tuple(note for note in notes if note)
    words = f"{local(row.starts_at):%H:%M}  {row.name}"
    spoken = ", ".join((words, *said))
    return LineRow(row.reservation_id, "", words, "", said, tone, is_shown, steps=False, say=spoken)


def deposit_words(row: ReservationRow, model: ReservationsModel) -> str:
    """What was given beforehand."""
    deposit = model.deposit_of(row)
    return "" if deposit is None else tr("deposit {amount}").format(amount=deposit.plain())


def standing_words(row: ReservationRow) -> str:
    """How it stands; who is here and waits for the table says so."""
    if row.arrived_at is not None and row.status is not ReservationStatus.SEATED:
        return tr("here, waits for the table")
    return tr(STATUSES[row.status])


def quarter_rows(model: ReservationsModel) -> list[OrderRow]:
    """The day by the quarter of an hour: who comes, and how many sit of how many seats; a heading for each hour."""
    parts: list[OrderRow] = []
    for quarter in model.quarters:
        at = model.local(quarter.begins)
        if not at.minute or not parts:
            parts.append(SectionRow(f"{at:%H}", f"{at:%H}:00"))
        sat = tr("{covers} of {seats} seats").format(covers=quarter.seated, seats=model.capacity)
        coming = tr("{covers} come").format(covers=quarter.arriving) if quarter.arriving else ""
        full = tr("more than there are seats") if model.capacity and quarter.seated > model.capacity else ""
        notes = tuple(filter(None, (coming, full)))
        spoken = ", ".join((f"{at:%H:%M}", sat, *notes))
        parts.append(LineRow(
            quarter.begins.isoformat(), "", f"{at:%H:%M}", sat, notes, LineTone.NEW, steps=False, say=spoken,
        ))  # fmt: skip
    return parts


def guests_words(guests: int) -> str:
    """So many guests."""
    return tr("1 guest") if guests == 1 else tr("{guests} guests").format(guests=guests)


def tables_words(row: ReservationRow) -> str:
    """Where they will sit."""
    numbers = ", ".join(number for _, number in row.tables)
    return tr("Table {tables}").format(tables=numbers) if numbers else tr("no table yet")


def clash_words(row: ReservationRow) -> str:
    """Who else has their table then; "" for nobody."""
    return tr("clashes with {names}").format(names=", ".join(row.clashes)) if row.clashes else ""


def warning_words(row: ReservationRow, model: ReservationsModel) -> str:
    """Who else has their table then, what they must not eat, and how late they are."""
    minutes = model.minutes_late(row)
    late = tr("{minutes} min late").format(minutes=minutes) if minutes else ""
    said = (clash_words(row), ", ".join(model.dietary(row)), late)
    return DOT.join(filter(None, said))


def facts_of(row: ReservationRow, local: Local) -> str:
    """From when to when, how many, where, and how it stands."""
    times = f"{local(row.starts_at):%H:%M} – {local(row.ends_at):%H:%M}"
    return DOT.join((times, guests_words(row.party_size), tables_words(row), standing_words(row)))


def offer_rows(offers: Iterable[TableOffer], chosen: str, without: str) -> list[ChoiceRow]:
    """None of them, and tables to choose from."""
    rows = [
        ChoiceRow(
            offer_id(each),
            tr("Table {tables}").format(tables=" + ".join(number for _, number in each.tables)),
            tr("{seats} seats").format(seats=each.seats),
            int(offer_id(each) == chosen),
        )
        for each in offers
    ]
    return [ChoiceRow(NO_TABLE, without, quantity=int(chosen == NO_TABLE)), *rows]


def offer_id(offer: TableOffer) -> str:
    """An offer as the id of its card."""
    return "+".join(table_id for table_id, _ in offer.tables)
