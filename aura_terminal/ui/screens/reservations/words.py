"""Reservations in people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.ids import ReservationId
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone
from aura_terminal.view_models.reservations import ReservationRow, TableOffer

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


def list_rows(rows: Iterable[ReservationRow], shown: ReservationId | None, local: Local) -> list[LineRow]:
    """One row a reservation: when and who, below it how many, where, and how it stands."""
    return [_list_row(row, row.reservation_id == shown, local) for row in rows]


def _list_row(row: ReservationRow, is_shown: bool, local: Local) -> LineRow:
    notes = (guests_words(row.party_size), tables_words(row), tr(STATUSES[row.status]), clash_words(row))
    if row.status in OVER:
        tone = LineTone.VOIDED
    else:
        tone = LineTone.SENT if row.status is ReservationStatus.SEATED else LineTone.NEW
    said = tuple(note for note in notes if note)
    words = f"{local(row.starts_at):%H:%M}  {row.name}"
    spoken = ", ".join((words, *said))
    return LineRow(row.reservation_id, "", words, "", said, tone, is_shown, steps=False, say=spoken)


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


def facts_of(row: ReservationRow, local: Local) -> str:
    """From when to when, how many, where, and how it stands."""
    times = f"{local(row.starts_at):%H:%M} – {local(row.ends_at):%H:%M}"
    return DOT.join((times, guests_words(row.party_size), tables_words(row), tr(STATUSES[row.status])))


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
