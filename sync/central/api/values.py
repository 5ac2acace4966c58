"""What fields of the API are made of: bounded texts, amounts as text to the cent, days, times, exact quantities."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from aura_terminal.domain.card_numbers import mask_cards
from aura_terminal.domain.money import Money

NO_NUL = r"^[^\x00]*$"
LARGEST_NUMBER = 2**31 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SOONEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Asked(BaseModel):
    """Something a client sends: fields that nobody documents are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, regex_engine="rust-regex")


class Answered(BaseModel):
    """Something the central says."""

    model_config = ConfigDict(frozen=True)


def texts(longest: int, shortest: int = 0) -> Any:  # a field's constraints
    """A text of bounded length without NUL, which PostgreSQL cannot keep."""
    return Field(min_length=shortest, max_length=longest, pattern=NO_NUL)


Word = Annotated[str, texts(60, 1)]
Name = Annotated[str, texts(120, 1)]
Short = Annotated[str, texts(200)]
Long = Annotated[str, texts(4000)]


def _no_card(value: str) -> str:
    if mask_cards(value)[1]:
        raise ValueError("must not hold a card number")
    return value


NoCard = AfterValidator(_no_card)
"""A text beside money: what looks like a card number (13 to 19 digits that check) is refused, and kept nowhere."""
Reference = Annotated[Short, NoCard]
Note = Annotated[Long, NoCard]


def _whole(value: object) -> object:
    """A JSON number without a fraction (1 and 1.0 are the same to JSON); texts and booleans are none."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")
    return value


Whole = BeforeValidator(_whole)
Number = Annotated[int, Whole, Field(ge=1, le=LARGEST_NUMBER)]
Count = Annotated[int, Whole, Field(ge=0, le=LARGEST_NUMBER)]
Quantity = Annotated[int, Whole, Field(ge=1, le=999)]
Few = Annotated[int, Whole, Field(ge=0, le=999)]
Minutes = Annotated[int, Whole, Field(ge=0, le=1440)]
Yes = Annotated[bool, Field(strict=True)]
Amount = Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,3})?$", examples=["12.99"])]
"""Money in major units as text, never less than nothing. More decimals than the currency has are refused later."""
Signed = Annotated[str, Field(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,3})?$", examples=["12.99"])]


def _instant(value: object) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("must be a date and time such as 2025-01-08T12:30:00Z")
    try:
        found = datetime.fromisoformat(value.replace("Z", "+00:00"))
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        if not _SOONEST <= aware <= _LATEST:
            raise ValueError("must be within 1900 and 2200")
    except OverflowError as wrong:
        raise ValueError("must be within 1900 and 2200") from wrong
    return aware


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("must be a date such as 2025-01-08")
    found = date.fromisoformat(value)
    if not _SOONEST.date() <= found <= _LATEST.date():
        raise ValueError("must be within 1900 and 2200")
    return found


Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]  # fmt: skip
Day = Annotated[
    date, BeforeValidator(_day), PlainSerializer(date.isoformat), WithJsonSchema({"type": "string", "format": "date"})
]  # fmt: skip
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", examples=["19:00"])]


def _measure(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("must be a number")
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("must be a number") from None
    if not exact.is_finite() or abs(exact) > 1_000_000_000:
        raise ValueError("must be a number below a thousand million")
    return exact.quantize(Decimal("0.0001")).normalize()


def _as_number(value: Decimal) -> int | float:
    """A JSON number: a quantity of at most four decimals reads back exactly."""
    return int(value) if value == value.to_integral_value() else float(value)


Measure = Annotated[
    Decimal, BeforeValidator(_measure), PlainSerializer(_as_number, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": -1_000_000_000, "maximum": 1_000_000_000}),
]  # fmt: skip
"""How much of something (0.25 lb): exact here, a JSON number outside. Never money."""


def timestamp(instant: datetime) -> str:
    """A time as both documents write it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def timestamp_of(milliseconds: int) -> str:
    """A time kept in Unix milliseconds, as both documents write it; whole seconds, rounded down."""
    return timestamp(instant_of(milliseconds))


def instant_of(milliseconds: int) -> datetime:
    """A time kept in Unix milliseconds."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def plain(minor: int, currency: str) -> str:
    """Minor units as the API writes money."""
    return Money(minor, currency).plain()


def percent(exact: Decimal) -> str:
    """A percentage as text with at least two decimals, without rounding."""
    places = max(2, -int(exact.normalize().as_tuple().exponent))
    return f"{exact:.{places}f}"
