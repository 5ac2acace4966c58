"""The kinds of value a setting can have: how each is read, written and described."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from aura_terminal.domain import telling


class WrongValue(Exception):
    """What was said is not of this kind; the text is what it has to be."""


class SettingKind(Protocol):
    """How the values of one setting are read from what was said, written to a file and described to a person."""

    def read(self, said: object) -> object:
        """The value; `WrongValue` when it is none of this kind."""

    def write(self, value: object) -> str:
        """The value as TOML writes it."""

    def describe(self) -> str:
        """What it has to be, in words."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that matches a pattern as a whole."""

    pattern: str = r".*"
    says: str = "a text"

    def read(self, said: object) -> str:
        """The text as it stands."""
        if not isinstance(said, str) or not re.fullmatch(self.pattern, said) or not said.isprintable():
            raise WrongValue(self.describe())
        return said

    def write(self, value: object) -> str:
        """A TOML basic string."""
        return quoted(str(value))

    def describe(self) -> str:
        """What it has to be, in words."""
        return self.says


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word of an enum."""

    words: type[StrEnum]

    def read(self, said: object) -> StrEnum:
        """The enum's member."""
        for word in self.words:
            if said == word.value:
                return word
        raise WrongValue(self.describe())

    def write(self, value: object) -> str:
        """A TOML basic string."""
        return quoted(str(value))

    def describe(self) -> str:
        """The words there are."""
        return "one of " + ", ".join(f'"{word}"' for word in self.words)


@dataclass(frozen=True, slots=True)
class SomeOf:
    """Some words of an enum, each once; apart by commas or spaces in the environment, in arguments and between
    terminals."""

    words: type[StrEnum]

    def read(self, said: object) -> tuple[StrEnum, ...]:
        """The enum's members in the order they were said."""
        told = said.replace(",", " ").split() if isinstance(said, str) else said
        if not isinstance(told, list | tuple):
            raise WrongValue(self.describe())
        one = OneOf(self.words)
        try:
            return tuple(dict.fromkeys(one.read(word) for word in told))
        except WrongValue:
            raise WrongValue(self.describe()) from None

    def write(self, value: object) -> str:
        """A TOML array of basic strings."""
        return TextList().write(value)

    def describe(self) -> str:
        """The words there are."""
        return "a list of some of " + ", ".join(f'"{word}"' for word in self.words)


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number within bounds, both included; as digits in the environment and in arguments."""

    least: int
    most: int
    unit: str

    def read(self, said: object) -> int:
        """The number."""
        number = int(said) if isinstance(said, str) and re.fullmatch(r"[0-9]{1,9}", said) else said
        if not isinstance(number, int) or isinstance(number, bool) or not self.least <= number <= self.most:
            raise WrongValue(self.describe())
        return number

    def write(self, value: object) -> str:
        """Digits."""
        return str(value)

    def describe(self) -> str:
        """The bounds and the unit."""
        return f"a whole number from {self.least} to {self.most} ({self.unit})"


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds, both included; decimals are allowed, since it measures a thing."""

    least: int
    most: int
    unit: str

    def read(self, said: object) -> float:
        """The number."""
        number = float(said) if isinstance(said, str) and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", said) else said
        if not isinstance(number, int | float) or isinstance(number, bool) or not self.least <= number <= self.most:
            raise WrongValue(self.describe())
        return float(number)

    def write(self, value: object) -> str:
        """Digits with a decimal point."""
        return str(value)

    def describe(self) -> str:
        """The bounds and the unit."""
        return f"a number from {self.least} to {self.most} ({self.unit})"


@dataclass(frozen=True, slots=True)
class TextList:
    """A list of texts, none empty."""

    says: str = 'a list of texts, such as ["receipt", "drawer"]'

    def read(self, said: object) -> tuple[str, ...]:
        """The texts in the order they were said."""
        if not isinstance(said, list) or not all(isinstance(text, str) and text.strip() for text in said):
            raise WrongValue(self.describe())
        return tuple(said)

    def write(self, value: object) -> str:
        """A TOML array of basic strings."""
        texts = value if isinstance(value, tuple) else ()
        return "[" + ", ".join(quoted(str(text)) for text in texts) + "]"

    def describe(self) -> str:
        """What it has to be, in words."""
        return self.says


@dataclass(frozen=True, slots=True)
class TextTable:
    """Texts under names, as pairs in the order they were said."""

    says: str = 'a table of texts, such as { pin = "5" }'

    def read(self, said: object) -> tuple[tuple[str, str], ...]:
        """The pairs; a name is letters, digits, dashes and underscores (TOML 1.0, "Bare keys")."""
        if not isinstance(said, dict) or not all(_is_pair(name, text) for name, text in said.items()):
            raise WrongValue(self.describe())
        return tuple((str(name), str(text)) for name, text in said.items())

    def write(self, value: object) -> str:
        """A TOML inline table of basic strings."""
        pairs = value if isinstance(value, tuple) else ()
        return "{ " + ", ".join(f"{name} = {quoted(str(text))}" for name, text in pairs) + " }"

    def describe(self) -> str:
        """What it has to be, in words."""
        return self.says


def _is_pair(name: object, text: object) -> bool:
    is_name = isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9_-]+", name) is not None
    return is_name and isinstance(text, str) and text.isprintable()


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    says: str

    def read(self, said: object) -> bool:
        """Whether it is on; the words true and false in the environment and in arguments."""
        switch = {"true": True, "false": False}.get(said, said) if isinstance(said, str) else said
        if not isinstance(switch, bool):
            raise WrongValue(self.describe())
        return switch

    def write(self, value: object) -> str:
        """As TOML writes it."""
        return "true" if value else "false"

    def describe(self) -> str:
        """What it is for, and the words."""
        return f"true or false ({self.says})"


def quoted(text: str) -> str:
    """A TOML basic string (TOML 1.0, "String"): quotes, backslashes and control characters escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'


def nearest(key: str, known: Iterable[str]) -> str:
    """A sentence that names the known key most like this one, or all of them when none is like it."""
    from difflib import get_close_matches  # a start without a slip does not pay for this import

    names = list(known)
    like = get_close_matches(key, names, n=1)
    return (
        telling.told("The nearest is `{like}`.", like=like[0])
        if like
        else telling.told("There are: {names}.", names=", ".join(names))
    )
