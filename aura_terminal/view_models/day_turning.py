"""Turning from one business day to another. None stands for today, whichever day that has become when it is read."""

from __future__ import annotations

from datetime import date, timedelta


def turned(shown: date, days: int, today: date) -> date | None:
    """So many days on from the one that is shown, or back."""
    return _or_today(shown + timedelta(days=days), today)


def turned_until_today(shown: date, days: int, today: date) -> date | None:
    """The same where there is nothing to see after today."""
    return _or_today(min(shown + timedelta(days=days), today), today)


def _or_today(day: date, today: date) -> date | None:
    return None if day == today else day
