"""The waiting list in people's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.ids import PartyId
from aura_terminal.domain.waitlist import PartyStatus, Sureness
from aura_terminal.ui.counting import counted
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone, OrderRow, SectionRow
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.view_models.waiting import Quote, QuotesKept, TableOffer, WaitingModel, WaitingRow

DOT = "  ·  "
WITHOUT = "none"
SURE: Mapping[Sureness, str] = {
    Sureness.MEASURED: "as parties like these stayed",
    Sureness.FEW: "from a few stays only",
    Sureness.ASSUMED: "assumed, no stays yet",
    Sureness.SAID: "as you said",
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("WaitingList", words)


def minutes_words(minutes: int) -> str:
    """So many minutes."""
    return tr("{minutes} min").format(minutes=minutes)


def quote_words(quote: Quote | None) -> str:
    """What a party would be told, and what that rests on."""
    if quote is None:
        return tr("No table here is large enough. Say the minutes yourself.")
    said = tr("Now") if quote.minutes == 0 else tr("About {minutes} min").format(minutes=quote.minutes)
    return DOT.join((said, tr("a table is free") if quote.minutes == 0 else tr(SURE[quote.sureness])))


def party_name(row: WaitingRow) -> str:
    """How it is called; a party without a name by its size."""
    if row.name or row.party_size == 1:
        return row.name or size_words(1)
    return tr("Party of {size}").format(size=row.party_size)


def size_words(size: int) -> str:
    """How many they are."""
    return counted("WaitingList", "1 guest", "{size} guests", size).format(size=size)


def list_rows(model: WaitingModel, shown: PartyId | None) -> list[OrderRow]:
    """Those beyond what they were told first, then all others, each in the order they came; below them who is over."""
    beyond = [row for row in model.rows if model.lateness(row).is_beyond]
    others = [row for row in model.rows if row not in beyond]
    parts: list[OrderRow] = []
    if beyond:
        parts.append(SectionRow("beyond", tr("Past the quoted time"), str(len(beyond)), Tone.LATE))
        parts += _rows(beyond, model, shown)
    if others and beyond:
        parts.append(SectionRow("others", tr("Waiting"), str(len(others))))
    parts += _rows(others, model, shown)
    if model.past:
        parts.append(SectionRow("past", tr("Today"), kept_words(model.kept), Tone.CALM))
        parts += _rows(model.past, model, shown)
    return parts


def _rows(rows: Iterable[WaitingRow], model: WaitingModel, shown: PartyId | None) -> list[OrderRow]:
    return [_row(row, model, row.party_id == shown) for row in rows]


def _row(row: WaitingRow, model: WaitingModel, is_shown: bool) -> LineRow:
    notes = tuple(filter(None, (standing_words(row, model), row.note)))
    tones = {PartyStatus.SEATED: LineTone.SENT, PartyStatus.LEFT: LineTone.VOIDED}
    name, waited = party_name(row), minutes_words(model.waited(row))
    spoken = ", ".join((name, size_words(row.party_size), waited, *notes))
    tone = tones.get(row.status, LineTone.NEW)
    return LineRow(row.party_id, str(row.party_size), name, waited, notes, tone, is_shown, steps=False, say=spoken)


def standing_words(row: WaitingRow, model: WaitingModel) -> str:
    """Where it stands, and how that is against what it was told."""
    if row.status is PartyStatus.SEATED:
        return DOT.join(filter(None, (tr("seated"), told_words(row))))
    if row.status is PartyStatus.LEFT:
        return tr("left")
    late = model.lateness(row)
    called = tr("called") if row.status is PartyStatus.CALLED else ""
    if late.left is None:
        return DOT.join(filter(None, (called, tr("no time quoted"))))
    if late.is_beyond:
        said = tr("{minutes} min over").format(minutes=-late.left)
    else:
        said = tr("{minutes} min to go").format(minutes=late.left)
    return DOT.join(filter(None, (called, told_words(row), said)))


def told_words(row: WaitingRow) -> str:
    """What it was told at the door."""
    if row.quoted is None:
        return ""
    return tr("quoted {minutes} min").format(minutes=row.quoted) if row.quoted else tr("quoted no wait")


def kept_words(kept: QuotesKept | None) -> str:
    """How the day's quotes came out."""
    if kept is None or not kept.seated:
        return ""
    words = tr("{seated} seated, {within} within the quoted time, {left} left")
    return words.format(seated=kept.seated, within=kept.within, left=kept.left)


def offer_rows(offers: Sequence[TableOffer]) -> list[ChoiceRow]:
    """Tables that are free, and none."""
    rows = [
        ChoiceRow(
            offer_id(each), tr("Table {tables}").format(tables=" + ".join(number for _, number in each.tables)),
            tr("{seats} seats").format(seats=each.seats),
        )
        for each in offers
    ]  # fmt: skip
    return [*rows, ChoiceRow(WITHOUT, tr("Without a table"))]


def offer_id(offer: TableOffer) -> str:
    """An offer as the id of its card."""
    return "+".join(table_id for table_id, _ in offer.tables)
