"""Values of a reply and where they stood: reading one checks its type, and says its path when it is not that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar
from unicodedata import category

from aura_terminal.domain.limits import MOST_OF_ONE_LINE
from aura_terminal.domain.money import Money, parse_money
from sync.reconcile.contract import Unreadable

T = TypeVar("T", date, datetime)

_LARGEST_ID = 2**63 - 1
_LARGEST_WHOLE = 2**31 - 1
"""Counts, points and minutes: none is larger, and so many minutes still lead to a time there is."""
_MOST_DIGITS = 28
"""Before or behind the point, as decimals have in the store."""
LONGEST_NAME, LONGEST_PROSE, _LONGEST_ID = 100, 2000, 200
_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Co"})
_KEPT = frozenset("\n\r\t")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of the text around them, beyond their own."""
_SOONEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)
"""Days a shop can have to do with; a time at either end of the calendar cannot be told in another zone."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stood in the reply; reading it checks its type."""

    value: object
    path: str = ""

    def __getitem__(self, name: str) -> Found:
        """A field that has to be there."""
        found = self.maybe(name)
        if found is None:
            raise Unreadable(self._at(name), "nothing")
        return found

    def maybe(self, name: str) -> Found | None:
        """A field that may be missing or null."""
        if not isinstance(self.value, dict):
            raise self._wrong()
        value = self.value.get(name)
        return None if value is None else Found(value, self._at(name))

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.maybe(name) is not None

    def items(self) -> Iterator[Found]:
        """The elements of a list."""
        if not isinstance(self.value, list):
            raise self._wrong()
        for place, value in enumerate(self.value):
            yield Found(value, f"{self.path}[{place}]")

    def fields(self) -> Iterator[tuple[str, Found]]:
        """Every field by name, null ones left out."""
        if not isinstance(self.value, dict):
            raise self._wrong()
        for name, value in self.value.items():
            if value is not None:
                yield name, Found(value, self._at(name))

    def text(self) -> str:
        """A text, without characters that nobody can see; lines and tabs stay."""
        if not isinstance(self.value, str):
            raise self._wrong()
        return self.value if self.value.isprintable() else "".join(filter(_is_seen, self.value))

    def prose(self) -> str:
        """A text of some length, cut where it is longer than anybody reads."""
        return self.text()[:LONGEST_PROSE]

    def name(self) -> str:
        """What people call something: one line, not empty, cut where it is too long for a receipt."""
        said = " ".join(self.text().split())
        if not said:
            raise self._wrong()
        return said if len(said) <= LONGEST_NAME else f"{said[: LONGEST_NAME - 1]}…"

    def label(self) -> str:
        """A name that may be a number."""
        return self.name() if isinstance(self.value, str) else self.id()

    def id(self) -> str:
        """An id: a whole number or a text that is not empty, as a text."""
        if isinstance(self.value, str) and self.value and len(self.value) <= _LONGEST_ID:
            return self.value
        return str(self._whole(_LARGEST_ID))

    def whole(self) -> int:
        """A whole number of a size that is counted in a shop; 3.0 is one."""
        return self._whole(_LARGEST_WHOLE)

    def quantity(self) -> int:
        """How many of something one line of an order is for."""
        found = self.whole()
        if not 1 <= found <= MOST_OF_ONE_LINE:
            raise self._wrong()
        return found

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self._wrong()
        return self.value

    def decimal(self) -> Decimal:
        """An exact number, written as one or as a text."""
        value = self.value
        if isinstance(value, str):
            try:
                value = Decimal(value.strip())
            except ArithmeticError:
                raise self._wrong() from None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self._wrong()
        number = Decimal(value)
        if not _can_be_reckoned(number):
            raise self._wrong()
        return number

    def money(self, currency: str) -> Money:
        """An amount in major units, exact to the minor unit, written as a text or a number."""
        try:
            return parse_money(f"{self.decimal():f}", currency)
        except ValueError:
            raise self._wrong() from None

    def moment(self) -> datetime:
        """A time with Z or an offset, in UTC; one that names neither is taken for UTC. From 1900 to 2199."""
        try:
            at = datetime.fromisoformat(self.text().strip())
            found = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._wrong() from None
        return self._within(found, found.date())

    def day(self) -> date:
        """A date; of a time its first part. From 1900 to 2199."""
        try:
            found = date.fromisoformat(self.text().strip()[:10])
        except ValueError:
            raise self._wrong() from None
        return self._within(found, found)

    def price(self, currency: str) -> Money:
        """An amount that something is sold for: never less than nothing."""
        found = self.money(currency)
        if found.minor < 0:
            raise self._wrong()
        return found

    def _whole(self, largest: int) -> int:
        value = self.value
        if isinstance(value, Decimal) and _can_be_reckoned(value) and value == value.to_integral_value():
            value = int(value) if abs(value) <= largest else value
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > largest:
            raise self._wrong()
        return value

    def _within(self, found: T, day: date) -> T:
        if not _SOONEST <= day < _LATEST:
            raise self._wrong()
        return found

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _wrong(self) -> Unreadable:
        return Unreadable(self.path or "the beginning", _shown(self.value))


def _can_be_reckoned(number: Decimal) -> bool:
    """Whether its digits fit where numbers are kept; written out, 1E+999999999 alone would fill the memory."""
    return number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS


def _is_seen(letter: str) -> bool:
    return letter in _KEPT or (category(letter) not in _UNSEEN and letter not in _TURNING)


def _shown(value: object) -> str:
    """A value as people can be told of it; long ones shortened."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text {value[:40]!r}"
        case int() | Decimal():
            return f"the number {value}"[:60]
        case list():
            return f"a list of {len(value)}"
        case dict():
            return "an object"
        case _:
            return type(value).__name__
