"""Amounts and times as requests write them, and the node's clock as a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from aura_terminal.domain.money import Money

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def number(amount: Money) -> Decimal:
    """An amount in major units as a JSON number, exact, with the currency's places."""
    return Decimal(amount.plain())


def utc(at: datetime) -> str:
    """A time to the second, in UTC with Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def at(wall_ms: int) -> datetime:
    """Unix milliseconds as an aware time, exact."""
    return _EPOCH + timedelta(milliseconds=wall_ms)
