"""How a language writes amounts, dates and times in a country: plain values, and the writing itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from aura_terminal.domain.money import Money

MINUS = "\N{MINUS SIGN}"
REMEMBERED = 4096
_PART = re.compile(r"'[^']*'|y|MM?|dd?|HH?|hh?|mm|ss|a")
_FIELDS = {
    "y": "{0.year}", "M": "{0.month}", "MM": "{0.month:02}", "d": "{0.day}", "dd": "{0.day:02}", "H": "{0.hour}",
    "HH": "{0.hour:02}", "h": "{1}", "hh": "{1:02}", "mm": "{0.minute:02}", "ss": "{0.second:02}", "a": "{2}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formats:
    """One way to write. Patterns are those of CLDR; `money` has {sign} and {figure}, moments {1} day, {0} time.

    `groups` are how many digits stand together, from the decimal sign on, the last again and again; an empty `group`
    sets nothing between them. `first_weekday` counts from Monday, 0. `isolate` stands before and after every figure,
    where text is read from right to left.
    """

    decimal: str = "."
    group: str = ""
    groups: tuple[int, ...] = (3,)
    money: str = "{sign}{figure}"
    signs: Mapping[str, str] = field(default_factory=dict)
    date_pattern: str = "dd.MM.y"
    day_pattern: str = "dd.MM."
    time_pattern: str = "HH:mm"
    exact_pattern: str = "HH:mm:ss"
    moment_pattern: str = "{1} {0}"
    noon: tuple[str, str] = ("AM", "PM")
    weekdays: tuple[str, ...] = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    first_weekday: int = 0
    isolate: tuple[str, str] = ("", "")

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is read from right to left."""
        return self.isolate != ("", "")

    def amount(self, money: Money) -> str:
        """The bare figure, such as 1.234,50 or −2,90."""
        return _figure(money, self)

    def total(self, money: Money) -> str:
        """The figure with its currency, such as 55,10 €; a currency without a sign of its own is named by its code."""
        return _with_sign(money, self)

    def date_text(self, day: date) -> str:
        """Day, month and year in figures."""
        return self._at(self.date_pattern, datetime.combine(day, time()) if not isinstance(day, datetime) else day)

    def day_text(self, day: date) -> str:
        """Day and month in figures."""
        return self._at(self.day_pattern, datetime.combine(day, time()) if not isinstance(day, datetime) else day)

    def clock_text(self, at: datetime | time) -> str:
        """Hours and minutes."""
        return self._at(self.time_pattern, at)

    def exact_text(self, at: datetime | time) -> str:
        """Hours, minutes and seconds."""
        return self._at(self.exact_pattern, at)

    def moment_text(self, at: datetime) -> str:
        """Day, month, hours and minutes."""
        return self.moment_pattern.format(self.clock_text(at), self.day_text(at))

    def full_text(self, at: datetime) -> str:
        """Day, month, year, hours and minutes."""
        return self.moment_pattern.format(self.clock_text(at), self.date_text(at))

    def stamp_text(self, at: datetime) -> str:
        """Day, month, year, hours, minutes and seconds."""
        return self.moment_pattern.format(self.exact_text(at), self.date_text(at))

    def _at(self, pattern: str, at: datetime | time) -> str:
        return _filled(pattern).format(at, (at.hour - 1) % 12 + 1, self.noon[at.hour >= 12])


NEUTRAL = Formats()
"""Where no language is chosen: days before months, 24 hours, a point before the cents."""


def formats_from(way: Mapping[str, Any], *, is_right_to_left: bool) -> Formats:
    """A way to write as the table of languages has it."""
    first, second = way["noon"]
    return Formats(
        decimal=way["decimal"], group=way["group"], groups=tuple(way["groups"]), money=way["money"],
        signs=way["signs"], date_pattern=way["date"], day_pattern=way["day"], time_pattern=way["time"],
        exact_pattern=way["exact"], moment_pattern=way["moment"], noon=(first, second),
        weekdays=tuple(way["weekdays"]), first_weekday=way["first"],
        isolate=("\u2066", "\u2069") if is_right_to_left else ("", ""),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _filled(pattern: str) -> str:
    return _PART.sub(lambda part: _FIELDS.get(part.group()) or part.group().strip("'"), pattern)


@lru_cache(maxsize=REMEMBERED)
def _figure(money: Money, formats: Formats) -> str:
    before, after = formats.isolate
    return f"{before}{_bare(money, formats)}{after}"


@lru_cache(maxsize=REMEMBERED)
def _with_sign(money: Money, formats: Formats) -> str:
    sign = formats.signs.get(money.currency, money.currency)
    figure = _bare(Money(abs(money.minor), money.currency), formats)
    gap = "\u00a0" if sign[-1:].isalpha() and "{sign}{figure}" in formats.money else ""
    minus = MINUS if money.minor < 0 else ""
    before, after = formats.isolate
    return f"{before}{minus}{formats.money.format(sign=sign + gap, figure=figure)}{after}"


def _bare(money: Money, formats: Formats) -> str:
    whole, point, cents = money.plain().lstrip("-").partition(".")
    minus = MINUS if money.minor < 0 else ""
    return f"{minus}{_grouped(whole, formats)}{formats.decimal if point else ''}{cents}"


def _grouped(digits: str, formats: Formats) -> str:
    if not formats.group or len(digits) <= formats.groups[0]:
        return digits
    parts: list[str] = []
    sizes = list(formats.groups)
    while digits:
        size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
        parts.insert(0, digits[-size:])
        digits = digits[:-size]
    return formats.group.join(parts)
