"""One entry of a shop's files, read field by field into plain values; every slip is told with its place and remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from aura_terminal.app.setting_kinds import nearest
from aura_terminal.domain.money import Money, exponent_of, parse_money
from aura_terminal.domain.telling import told

W = TypeVar("W", bound=StrEnum)
SLUG = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


class ShopFileProblem(Exception):
    """A file of a shop cannot be used, and nothing of it was loaded.

    `file`, `entry` and `field` say where (the last two may be empty), `wrong` what is wrong, `remedy` what to do.
    """

    def __init__(self, file: str, entry: str, field: str, wrong: str, remedy: str) -> None:
        place = ", ".join(part for part in (file, entry, field) if part)
        super().__init__(f"{place}: {wrong}. {remedy}")
        self.file, self.entry, self.field, self.wrong, self.remedy = file, entry, field, wrong, remedy


@dataclass(slots=True)
class Entry:
    """A table of a file with its place; `done` refuses what nobody asked for."""

    file: str
    name: str
    values: Mapping[str, object]
    asked: set[str] = field(default_factory=set)

    def problem(self, key: str, wrong: str, remedy: str) -> ShopFileProblem:
        """The problem at a field of this entry."""
        return ShopFileProblem(self.file, self.name, key, wrong, remedy)

    def text(self, key: str, default: str | None = None) -> str:
        """One line of text, not empty; `default` when it is left out."""
        value = self._value(key, default)
        if value is default and default is not None:
            return default
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self.problem(
                key, told("{value!r} is not a text", value=value), told("Write some letters on one line, in quotes.")
            )
        return value.strip()

    def id(self, key: str = "id") -> str:
        """An identity: lower-case letters, digits and dashes."""
        value = self.text(key)
        if not SLUG.fullmatch(value):
            raise self.problem(
                key,
                told("{value!r} is not an id", value=value),
                told('Use lower-case letters, digits and "-", as in "soup-1".'),
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is left out."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.problem(
                key, told("{value!r} is not a list of texts", value=value), told('Write it as ["one", "two"].')
            )
        return tuple(value)

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number within bounds, both included."""
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.problem(
                key,
                told("{value!r} does not fit", value=value),
                told("Write a whole number from {least} to {most}.", least=least, most=most),
            )
        return value

    def money(self, key: str, currency: str) -> Money:
        """An amount in major units, zero or more, written as text so that it stays exact."""
        value = self._value(key, None)
        remedy = told(
            'Write it in quotes, in major units with at most {most} decimals, as in "9.50".',
            most=exponent_of(currency),
        )
        if not isinstance(value, str):
            raise self.problem(key, told("{value!r} is not an exact amount", value=value), remedy)
        try:
            amount = parse_money(value, currency)
        except ValueError as wrong:
            raise self.problem(key, str(wrong), remedy) from wrong
        if amount.minor < 0:
            raise self.problem(key, told("{value!r} is less than nothing", value=value), remedy)
        return amount

    def percent(self, key: str) -> Decimal:
        """An exact percentage from 0 to 100, written as text."""
        value = self._value(key, None)
        remedy = told('Write the percentage in quotes, as in "19" or "7.5".')
        try:
            number = Decimal(value) if isinstance(value, str) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or not 0 <= number <= 100:
            raise self.problem(key, told("{value!r} is not a percentage from 0 to 100", value=value), remedy)
        return number

    def switch(self, key: str) -> bool:
        """true or false; false when it is left out."""
        value = self._value(key, False)
        if not isinstance(value, bool):
            raise self.problem(
                key,
                told("{value!r} is neither true nor false", value=value),
                told("Write true or false, without quotes."),
            )
        return value

    def word(self, key: str, words: type[W], default: W | None = None) -> W:
        """One word of an enum; `default` when it is left out."""
        if default is not None and not self.has(key):
            self.asked.add(key)
            return default
        value = self.text(key)
        for word in words:
            if word.value == value:
                return word
        raise self.problem(
            key, told("{value!r} is not known", value=value), nearest(value, [word.value for word in words])
        )

    def clock_time(self, key: str) -> time:
        """A time of day as hours and minutes."""
        value = self.text(key)
        try:
            return time.fromisoformat(value)
        except ValueError:
            raise self.problem(
                key, told("{value!r} is not a time of day", value=value), told('Write it as "04:00".')
            ) from None

    def one_of(self, key: str, value: str, known: Collection[str], kind: str) -> str:
        """The value, when it names something known."""
        if value in known:
            return value
        remedy = nearest(value, sorted(known)) if known else told("There is no {kind} yet: add one first.", kind=kind)
        raise self.problem(key, told("there is no {kind} {value!r}", kind=kind, value=value), remedy)

    def entries(self, key: str, kind: str) -> tuple[Entry, ...]:
        """The tables below a key, each named by its id or its place; none when it is left out."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.problem(
                key, told("is not a list of tables"), told("Write [[{key}]] above each of them.", key=key)
            )
        above = f"{self.name}, " if self.name else ""
        return tuple(
            Entry(self.file, f"{above}{kind} {one.get('id', place)!r}", one) for place, one in enumerate(value, 1)
        )

    def has(self, key: str) -> bool:
        """Whether the field is there."""
        return key in self.values

    def done(self) -> None:
        """Refuse a field that was not asked for: a slip in a name must not be passed over."""
        for key in self.values:
            if key not in self.asked:
                raise self.problem(key, told("is not a field of this entry"), nearest(key, sorted(self.asked)))

    def _value(self, key: str, default: object) -> object:
        self.asked.add(key)
        value = self.values.get(key, default)
        if value is None:
            raise self.problem(key, told("is missing"), told("Add {key!r} to this entry.", key=key))
        return value


def must_be_unique(entries: Sequence[tuple[Entry, str]], field_name: str) -> None:
    """Refuse the second entry that carries the same value."""
    first: dict[str, Entry] = {}
    for entry, value in entries:
        if value in first:
            taken = first[value].name
            raise entry.problem(
                field_name,
                told("{value!r} is already used by {taken}", value=value, taken=taken),
                told("Give each a value of its own."),
            )
        first[value] = entry
