"""Reservations in people's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.bookings import OTHER, BookingStatus
from aura_terminal.domain.ids import ReservationId
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.formats import clock_text, day_text, moment_text
from aura_terminal.ui.marked import QT_TRANSLATE_NOOP
from aura_terminal.ui.money_text import amount_text
from aura_terminal.ui.phrases import office_words
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone, OrderRow, SectionRow
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.view_models.reservations import ReservationRow, ReservationsModel, TableOffer

Local = Callable[[datetime], datetime]
DOT = "  ·  "
NO_TABLE = "none"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OVER = frozenset({ReservationStatus.CANCELLED, ReservationStatus.NO_SHOW})
OCCASIONS: Mapping[str, str] = {
    "birthday": QT_TRANSLATE_NOOP("Reservations", "birthday"),
    "wedding": QT_TRANSLATE_NOOP("Reservations", "wedding"),
    "corporate": QT_TRANSLATE_NOOP("Reservations", "company"),
    "anniversary": QT_TRANSLATE_NOOP("Reservations", "anniversary"),
}
BOOKINGS: Mapping[BookingStatus, str] = {
    BookingStatus.PENDING: QT_TRANSLATE_NOOP("Reservations", "asked, not confirmed"),
    BookingStatus.CONFIRMED: QT_TRANSLATE_NOOP("Reservations", "confirmed"),
    BookingStatus.COMPLETED: QT_TRANSLATE_NOOP("Reservations", "over"),
    BookingStatus.CANCELLED: QT_TRANSLATE_NOOP("Reservations", "cancelled"),
}
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
    return f"{name}, {day_text(day)}"


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
        ", ".join(model.dietary(row)), deposit_words(row, model), occasion_words(row.occasion),
        booking_words(row, model),
    )  # fmt: skip
    if row.status in OVER:
        tone = LineTone.VOIDED
    else:
        tone = LineTone.SENT if row.status is ReservationStatus.SEATED else LineTone.NEW
    said = tuple(note for note in notes if note)
    words = f"{clock_text(local(row.starts_at))}  {row.name}"
    spoken = ", ".join((words, *said))
    return LineRow(row.reservation_id, "", words, "", said, tone, is_shown, steps=False, say=spoken)


def deposit_words(row: ReservationRow, model: ReservationsModel) -> str:
    """What was given beforehand."""
    deposit = model.deposit_of(row)
    return "" if deposit is None else tr("deposit {amount}").format(amount=amount_text(deposit))


def occasion_words(occasion: str) -> str:
    """What a party comes for; a word nobody knows here as it came, nothing where it is nothing special."""
    if occasion in OCCASIONS:
        return tr(OCCASIONS[occasion])
    return "" if occasion == OTHER else occasion


def booking_words(row: ReservationRow, model: ReservationsModel) -> str:
    """How the back office that keeps bookings has it, in a word."""
    awaited, stated = model.awaited_of(row), row.stated
    if awaited:
        return tr("not yet confirmed by {office}").format(office=office_words(awaited))
    if stated is None:
        return ""
    words = tr("{office}: {state}")
    return words.format(office=office_words(stated.connector), state=tr(BOOKINGS[stated.status]))


def money_words(row: ReservationRow, local: Local) -> str:
    """What a back office says that the booking costs, and where it holds something else than what is written here."""
    stated = row.stated
    if stated is None:
        return ""
    paid = tr("paid") if stated.is_deposit_paid else tr("not paid")
    parts = [stated.reference]
    for words, amount in ((tr("total {amount}"), stated.total), (tr("deposit {amount}"), stated.deposit)):
        parts += [] if amount is None else [words.format(amount=amount_text(amount))]
    if stated.deposit is not None:
        parts[-1] = f"{parts[-1]} {paid}"
    if stated.balance_due is not None:
        parts.append(tr("{amount} due").format(amount=amount_text(stated.balance_due)))
    if not stated.is_for(row.starts_at, row.party_size):
        there = tr("there it is {when}, {guests}")
        at = moment_text(local(stated.starts_at))
        parts.append(there.format(when=at, guests=guests_words(stated.party_size)))
    return DOT.join(filter(None, (*parts, ", ".join(stated.dishes))))


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
        spoken = ", ".join((clock_text(at), sat, *notes))
        parts.append(LineRow(
            quarter.begins.isoformat(), "", clock_text(at), sat, notes, LineTone.NEW, steps=False, say=spoken,
        ))  # fmt: skip
    return parts


def guests_words(guests: int) -> str:
    """So many guests."""
    return counted("Reservations", "1 guest", "{guests} guests", guests).format(guests=guests)


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
    awaited = booking_words(row, model) if model.awaited_of(row) else ""
    said = (clash_words(row), ", ".join(model.dietary(row)), late, awaited)
    return DOT.join(filter(None, said))


def facts_of(row: ReservationRow, local: Local) -> str:
    """From when to when, how many, where, and how it stands."""
    times = f"{clock_text(local(row.starts_at))} – {clock_text(local(row.ends_at))}"
    parts = (times, guests_words(row.party_size), tables_words(row), standing_words(row), occasion_words(row.occasion))
    return "\n".join(filter(None, (DOT.join(filter(None, parts)), row.place, money_words(row, local))))


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
