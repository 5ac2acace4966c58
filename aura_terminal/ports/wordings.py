"""Where the languages of paper come from."""

from __future__ import annotations

from typing import Protocol

from aura_terminal.domain.saying import ENGLISH, Wording


class Wordings(Protocol):
    """Every language paper can be printed in."""

    def of(self, language: str, zone: str) -> Wording:
        """A language by its code, as it is written where that time zone lies; English for "" and for an unknown one."""


class EnglishOnly:
    """No other language."""

    def of(self, language: str, zone: str) -> Wording:
        """English."""
        return ENGLISH


ENGLISH_ONLY = EnglishOnly()
