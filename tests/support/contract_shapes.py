"""What a documented body or query looks like, and every way in which something sent does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

Sent = object
"""JSON as it came: numbers with a point are Decimals, never floats."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong at a path of a body, or with a parameter of a query."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


class Shape(Protocol):
    """What a value has to look like."""

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of at least so many characters; of these words alone where some are given."""

    least: int = 0
    most: int = 10_000
    pattern: str = ""
    choices: tuple[str, ...] = ()

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        if not isinstance(found, str):
            yield Flaw(path, f"expected a text, received {shown(found)}")
        elif self.choices and found not in self.choices:
            yield Flaw(path, f"expected one of {', '.join(self.choices)}, received {shown(found)}")
        elif not self.least <= len(found) <= self.most:
            yield Flaw(path, f"expected {self.least} to {self.most} characters, received {len(found)}")
        elif self.pattern and not re.fullmatch(self.pattern, found):
            yield Flaw(path, f"expected {self.pattern}, received {shown(found)}")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number, written as one."""

    least: int | None = None
    most: int | None = None

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        if not isinstance(found, int) or isinstance(found, bool):
            yield Flaw(path, f"expected a whole number, received {shown(found)}")
        else:
            yield from _within(Decimal(found), self.least, self.most, path)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and no text, with at most so many places after the point."""

    least: int | None = None
    most: int | None = None
    places: int = 10

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        if not isinstance(found, int | Decimal) or isinstance(found, bool):
            yield Flaw(path, f"expected a number, received {shown(found)}")
            return
        number = Decimal(found)
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > self.places:
            yield Flaw(path, f"expected at most {self.places} decimal places, received {shown(found)}")
        else:
            yield from _within(number, self.least, self.most, path)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        if not isinstance(found, bool):
            yield Flaw(path, f"expected true or false, received {shown(found)}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in ISO 8601 that says its offset from UTC."""

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        yield from _parsed(found, path, "a time with its offset", lambda text: _aware(text))


@dataclass(frozen=True, slots=True)
class Day:
    """A date, YYYY-MM-DD."""

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        yield from _parsed(found, path, "a date", lambda text: date.fromisoformat(text))


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of things of one shape."""

    shape: Shape
    least: int = 0
    most: int = 10_000

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        if not isinstance(found, list):
            yield Flaw(path, f"expected a list, received {shown(found)}")
            return
        if not self.least <= len(found) <= self.most:
            yield Flaw(path, f"expected {self.least} to {self.most} of them, received {len(found)}")
        for place, one in enumerate(found):
            yield from self.shape.flaws(one, f"{path}[{place}]")


@dataclass(frozen=True, slots=True)
class Record:
    """An object with these fields and no others; those that may be missing apart."""

    needed: Mapping[str, Shape] = field(default_factory=dict)
    allowed: Mapping[str, Shape] = field(default_factory=dict)
    least: int = 0
    """How many fields it has to have at all: of a change, one."""

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        if not isinstance(found, dict):
            yield Flaw(path or "the body", f"expected an object, received {shown(found)}")
            return
        known = {**self.needed, **self.allowed}
        for name in self.needed:
            if name not in found:
                yield Flaw(_below(path, name), "is missing")
        for name, value in found.items():
            if name not in known:
                yield Flaw(_below(path, name), "is not documented")
            else:
                yield from known[name].flaws(value, _below(path, name))
        if len(found) < self.least:
            yield Flaw(path or "the body", f"expected at least {self.least} fields")


@dataclass(frozen=True, slots=True)
class OrNull:
    """A value that may be null."""

    shape: Shape

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        if found is not None:
            yield from self.shape.flaws(found, path)


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object with any names and values of one shape."""

    shape: Shape

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Everything that is wrong with a value."""
        if not isinstance(found, dict):
            yield Flaw(path, f"expected an object, received {shown(found)}")
            return
        for name, value in found.items():
            yield from self.shape.flaws(value, _below(path, name))


@dataclass(frozen=True, slots=True)
class Anything:
    """What the document does not say."""

    def flaws(self, found: Sent, path: str) -> Iterator[Flaw]:
        """Nothing can be wrong."""
        return iter(())


def query_flaws(shapes: Mapping[str, Shape], query: Mapping[str, list[str]]) -> Iterator[Flaw]:
    """Everything that is wrong with a query: an undocumented parameter, one given twice, a value of another type."""
    for name, texts in query.items():
        if name not in shapes:
            yield Flaw(name, "is not a documented parameter")
        elif len(texts) != 1:
            yield Flaw(name, "is given twice")
        else:
            yield from shapes[name].flaws(_from_text(shapes[name], texts[0]), name)


def shown(found: Sent) -> str:
    """A value in a sentence, short."""
    return f"{type(found).__name__} {str(found)[:60]!r}"


def _from_text(shape: Shape, text: str) -> Sent:
    if isinstance(shape, Whole) and re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    if isinstance(shape, Number) and re.fullmatch(r"-?\d{1,18}(\.\d{1,10})?", text):
        return Decimal(text)
    if isinstance(shape, Flag) and text in ("true", "false"):
        return text == "true"
    return text


def _within(number: Decimal, least: int | None, most: int | None, path: str) -> Iterator[Flaw]:
    if least is not None and number < least:
        yield Flaw(path, f"expected at least {least}, received {number}")
    if most is not None and number > most:
        yield Flaw(path, f"expected at most {most}, received {number}")


def _parsed(found: Sent, path: str, what: str, read: Callable[[str], object]) -> Iterator[Flaw]:
    try:
        if not isinstance(found, str):
            raise ValueError(found)
        read(found)
    except ValueError:
        yield Flaw(path, f"expected {what}, received {shown(found)}")


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
