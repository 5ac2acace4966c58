"""The way to write figures and moments that is in force; the table of ways is read once a language is chosen."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.formats import NEUTRAL, Formats
from aura_terminal.ui.language.format_table import formats_of

LOCALE = "locale"
"""The property of the application that says which one is in force, such as de_AT."""


def put_in_force(locale: str) -> None:
    """Write as this locale does from now on; "" as where no language is chosen."""
    application = QCoreApplication.instance()
    if application is not None:
        application.setProperty(LOCALE, locale)


def formats() -> Formats:
    """How to write now."""
    application = QCoreApplication.instance()
    return NEUTRAL if application is None else formats_of(application.property(LOCALE) or "")


def clock_text(at: datetime | time) -> str:
    """Hours and minutes, as people here read them."""
    return formats().clock_text(at)


def exact_text(at: datetime | time) -> str:
    """Hours, minutes and seconds."""
    return formats().exact_text(at)


def date_text(day: date) -> str:
    """Day, month and year."""
    return formats().date_text(day)


def day_text(day: date) -> str:
    """Day and month."""
    return formats().day_text(day)


def moment_text(at: datetime) -> str:
    """Day, month, hours and minutes."""
    return formats().moment_text(at)


def full_text(at: datetime) -> str:
    """Day, month, year, hours and minutes."""
    return formats().full_text(at)


def stamp_text(at: datetime) -> str:
    """Day, month, year, hours, minutes and seconds."""
    return formats().stamp_text(at)


def weekday_text(day: date) -> str:
    """A day of the week in a few letters."""
    return formats().weekdays[day.weekday()]
