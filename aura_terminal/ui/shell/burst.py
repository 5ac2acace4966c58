"""Tells a scanner that types from a person: by how many keys come how fast. Pure: times are given, in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

LEAST_KEYS = 4
LARGEST_MEDIAN, LARGEST_GAP = 35.0, 80.0
SILENCE = 60.0


@dataclass(frozen=True, slots=True)
class WedgeRule:
    """How the scanner is set up: what it types before each code, and whether it ends codes with Enter or Tab.

    Without a prefix keys are told apart by their rhythm alone; with one, everything else passes at once.
    """

    prefix: str = ""
    has_suffix: bool = True

    @property
    def patience(self) -> float:
        """How long a silence may be before the burst counts as ended."""
        return LARGEST_GAP if self.has_suffix else SILENCE


class Burst:
    """Keys that came close together."""

    def __init__(self, rule: WedgeRule) -> None:
        self._rule = rule
        self._letters: list[str] = []
        self._times: list[float] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self._letters

    def may_begin_with(self, letter: str) -> bool:
        """Whether a code can begin so; what cannot is a person's and need not wait."""
        return not self._rule.prefix or letter == self._rule.prefix[0]

    def is_broken_by(self, at: float) -> bool:
        """Whether a key at that time comes too late to belong to these."""
        return bool(self._times) and at - self._times[-1] > LARGEST_GAP

    def add(self, letter: str, at: float) -> None:
        """One more key."""
        self._letters.append(letter)
        self._times.append(at)

    def code(self) -> str | None:
        """What a scanner typed, without its prefix; None where these keys were a person's."""
        text = "".join(self._letters)
        if self._rule.prefix:
            code = text.removeprefix(self._rule.prefix)
            return code if text.startswith(self._rule.prefix) and code else None
        gaps = [after - before for before, after in pairwise(self._times)]
        if len(text) < LEAST_KEYS or max(gaps) > LARGEST_GAP or median(gaps) > LARGEST_MEDIAN:
            return None
        return text

    def clear(self) -> None:
        """Begin anew."""
        self._letters.clear()
        self._times.clear()
