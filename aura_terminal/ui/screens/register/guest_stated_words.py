"""How a back office knows a guest, in people's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.guest_words import GuestWord
from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.formats import date_text
from aura_terminal.ui.phrases import QT_TRANSLATE_NOOP, office_words

if TYPE_CHECKING:
    from aura_terminal.domain.guest_words import StatedRow
    from aura_terminal.ui.money_text import MoneyText

Local = Callable[[datetime], datetime]
DOT = "  ·  "
STAGES: Mapping[str, str] = {
    "new": QT_TRANSLATE_NOOP("GuestStated", "New guest"),
    "active": QT_TRANSLATE_NOOP("GuestStated", "Active guest"),
    "vip": QT_TRANSLATE_NOOP("GuestStated", "VIP"),
    "at-risk": QT_TRANSLATE_NOOP("GuestStated", "At risk of staying away"),
    "churned": QT_TRANSLATE_NOOP("GuestStated", "Stayed away"),
}
"""Stages this program has words for; another stands as the back office calls it."""


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("GuestStated", words)


def stage_words(rows: Sequence[StatedRow]) -> str:
    """Where the guest stands with the house, for the strip above the order; empty where nobody says it."""
    stages = (row.said[GuestWord.STAGE] for row in rows if GuestWord.STAGE in row.said)
    return ", ".join(dict.fromkeys(map(_stage, stages)))


def stated_words(rows: Sequence[StatedRow], local: Local, money: MoneyText) -> str:
    """A line for every back office: its name and all it says of the guest."""
    lines = ((row, DOT.join(filter(None, _parts(row, local, money)))) for row in rows)
    return "\n".join(f"{office_words(row.source)}: {words}" for row, words in lines if words)


def _parts(row: StatedRow, local: Local, money: MoneyText) -> list[str]:
    said = row.said
    parts = [_stage(said.get(GuestWord.STAGE, "")), said.get(GuestWord.TIER, "")]
    points, purchases, visits = (
        _count(said.get(word, "")) for word in (GuestWord.POINTS, GuestWord.PURCHASES, GuestWord.VISITS)
    )
    if points is not None:
        parts.append(counted("GuestStated", "1 point", "{count} points", points).format(count=points))
    if purchases is not None:
        parts.append(counted("GuestStated", "1 purchase", "{count} purchases", purchases).format(count=purchases))
    if visits is not None:
        parts.append(counted("GuestStated", "1 visit", "{count} visits", visits).format(count=visits))
    if value := said.get(GuestWord.LIFETIME_VALUE, ""):
        parts.append(tr("{amount} in all").format(amount=value.replace(".", money.decimal_sign)))
    if last := said.get(GuestWord.LAST_VISIT, ""):
        parts.append(tr("last visit {day}").format(day=_day(last, local)))
    if way := said.get(GuestWord.PREFERRED_CONTACT, ""):
        parts.append(tr("write by {way}").format(way=way))
    return parts


def _stage(stage: str) -> str:
    return tr(STAGES[stage]) if stage in STAGES else stage


def _count(text: str) -> int | None:
    """A whole number; None where nothing, or none, was said."""
    return int(text) if text.isascii() and text.isdigit() else None


def _day(text: str, local: Local) -> str:
    """The day of a time, or what stands there where it is none."""
    try:
        return date_text(local(datetime.fromisoformat(text)))
    except ValueError:
        return text
