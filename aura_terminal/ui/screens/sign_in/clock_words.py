"""A time clock in people's words."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication

from aura_terminal.view_models.time_clock import BreakKind, ClockCard, Standing

DOT = "  ·  "


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("TimeClock", words)


def standing_words(card: ClockCard) -> str:
    """What the clock says, and since when."""
    if card.since is None:
        return tr("Not clocked in")
    at = f"{card.since:%H:%M}"
    if card.standing is Standing.IN:
        words = tr("Clocked in since {time}").format(time=at)
        return DOT.join(filter(None, (words, card.job)))
    paid = card.break_kind is BreakKind.PAID
    words = tr("On a paid break since {time}") if paid else tr("On a break since {time}")
    return DOT.join((words.format(time=at), tr("{minutes} min").format(minutes=card.minutes)))


def hours_words(card: ClockCard) -> str:
    """Time on duty today and this week."""
    today = tr("Today {hours}").format(hours=_hours(card.today))
    return DOT.join((today, tr("This week {hours}").format(hours=_hours(card.week))))


def planned_words(card: ClockCard) -> str:
    """Today's shifts of the plan; "" where none is planned."""
    if not card.planned:
        return ""
    spans = ", ".join(f"{begins}-{ends}" for begins, ends in card.planned)
    return tr("Planned today {spans}").format(spans=spans)


def odd_words(card: ClockCard) -> str:
    """That punches fit nothing, for the manager to look at; "" where all fit."""
    if not card.odd:
        return ""
    return tr("{count} punches do not fit the others. Tell your manager.").format(count=card.odd)


def on_duty_words(card: ClockCard) -> str:
    """One line of who is in."""
    return DOT.join((card.name, standing_words(card)))


def _hours(worked: timedelta) -> str:
    minutes = int(worked.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d} h"
