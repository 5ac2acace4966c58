"""Guests in people's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.formats import date_text, day_text
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.screens.register.guest_stated_words import stage_words
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone
from aura_terminal.ui.widgets.pill import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.view_models.guests import GuestCard
    from aura_terminal.view_models.rows import GuestRow, GuestSheet, OrderRow

DOT = "  ·  "


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("RegisterScreen", words)


def points_words(points: int) -> str:
    """So many points."""
    return counted("RegisterScreen", "1 point", "{points} points", points).format(points=points)


def strip_words(card: GuestCard | None) -> tuple[str, str, Tone]:
    """What stands above the order all the time: who it is and what they must not eat; "" for nobody known."""
    if card is None:
        return "", "user", Tone.CALM
    guest = card.guest
    name = guest.name or guest.phone or guest.email
    words = DOT.join(
        filter(
            None, (name, ", ".join(guest.dietary), points_words(guest.points), guest.tier, stage_words(guest.stated))
        )
    )
    return (words, "triangle-alert", Tone.WARN) if guest.dietary else (words, "id-card", Tone.CALM)


def found_rows(rows: Sequence[GuestRow]) -> list[ChoiceRow]:
    """Who was found, as cards; the number tells two of one name apart."""
    return [
        ChoiceRow(row.guest_id, row.name or row.phone or row.email, row.phone if row.name else "", say=_said(row))
        for row in rows
    ]


def birthday_rows(rows: Sequence[tuple[date, GuestRow]]) -> list[ChoiceRow]:
    """Whose birthday comes, as cards with the day."""
    words = tr("birthday {day}")
    return [
        ChoiceRow(row.guest_id, row.name or row.phone or row.email, words.format(day=day_text(at))) for at, row in rows
    ]


def reach_words(guest: GuestSheet) -> str:
    """Number and address."""
    return DOT.join(filter(None, (guest.phone, guest.email)))


def standing_words(guest: GuestSheet) -> str:
    """Points, tier and what they like to pay with."""
    return DOT.join(filter(None, (points_words(guest.points), guest.tier)))


def liking_words(guest: GuestSheet) -> str:
    """What they usually have."""
    names = ", ".join(name for _, name in guest.favourites)
    return tr("Likes {names}").format(names=names) if names else ""


def visit_rows(visits: Sequence[OrderRow], local: Callable[[datetime], datetime], money: MoneyText) -> list[LineRow]:
    """Their latest visits: when, where, how many dishes and what it came to."""
    return [_visit_row(each, local, money) for each in visits]


def _visit_row(visit: OrderRow, local: Callable[[datetime], datetime], money: MoneyText) -> LineRow:
    place = order_type_words(visit.order_type)
    if visit.table_name:
        place = tr("Table {table}").format(table=visit.table_name)
    items = counted("RegisterScreen", "1 item", "{items} items", visit.items).format(items=visit.items)
    when = date_text(local(visit.opened_at))
    notes = (place, items, f"#{visit.number}")
    return LineRow(visit.order_id, "", when, money.amount(visit.total), notes, LineTone.SENT, steps=False)


def _said(row: GuestRow) -> str:
    return ", ".join(filter(None, (row.name, row.phone, row.email)))
