"""Instants as whole microseconds since 1970 (UTC), which sort and compare in SQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MILLISECOND = timedelta(milliseconds=1)


def microseconds(instant: datetime) -> int:
    """The instant as a whole number."""
    return (instant - _EPOCH) // _MICROSECOND


def microseconds_or_none(instant: datetime | None) -> int | None:
    """The same for what may not have happened."""
    return None if instant is None else microseconds(instant)


def milliseconds(instant: datetime) -> int:
    """The instant as stamps count it."""
    return (instant - _EPOCH) // _MILLISECOND


def instant(count: int) -> datetime:
    """The aware UTC instant of a whole number of microseconds."""
    return _EPOCH + timedelta(microseconds=count)


def instant_or_none(count: int | None) -> datetime | None:
    """The same for what may not have happened."""
    return None if count is None else instant(count)
