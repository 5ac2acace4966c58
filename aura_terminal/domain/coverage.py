"""Which terminals of the store a reading or a closing can speak for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

SILENT_AFTER = timedelta(seconds=60)
"""A terminal that was not heard for so long is missing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of another terminal that belongs to the store: when it was heard last (paired, if never).

    `is_ahead` when it is known to have told something that has not arrived here.
    """

    label: str
    at: datetime
    is_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """The terminals that are covered, and those that are `missing` with since when they were not heard.

    `own` are this terminal's names, `here` the other terminals that were heard just now and have told everything.
    `takes_the_rest` when nobody in the store can know more than is known here: then machines that left the store, and
    names a terminal had before it was restored, are covered as well.
    """

    own: tuple[str, ...]
    here: tuple[str, ...] = ()
    missing: tuple[tuple[str, datetime], ...] = ()
    takes_the_rest: bool = True

    @property
    def terminals(self) -> int:
        """How many terminals the store has."""
        return 1 + len(self.here) + len(self.missing)

    def has(self, label: str) -> bool:
        """Whether what happened at a terminal of this name is covered."""
        if label == self.own[0] or label in self.here:
            return True
        return self.takes_the_rest and label not in {name for name, _ in self.missing}

    def left_out(self, last_of: Mapping[str, datetime]) -> tuple[tuple[str, datetime], ...]:
        """The missing ones, and names that are not covered although something happened under them, with when last."""
        named = {name for name, _ in self.missing}
        others = ((label, at) for label, at in sorted(last_of.items()) if label not in named and not self.has(label))
        return (*self.missing, *others)


def coverage_of(own: tuple[str, ...], others: Iterable[Heard], now: datetime, is_abreast: bool) -> Coverage:
    """Who is covered now; `is_abreast` as the ledger says."""
    others = sorted(others, key=lambda one: one.label)
    missing = tuple((one.label, one.at) for one in others if one.is_ahead or now - one.at > SILENT_AFTER)
    gone = {label for label, _ in missing}
    here = tuple(one.label for one in others if one.label not in gone)
    return Coverage(own, here, missing, is_abreast and not missing)
