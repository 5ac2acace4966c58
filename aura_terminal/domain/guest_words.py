"""What a back office says of a guest beside their name and number: how it knows them, never what the house wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.ids import GuestId


class GuestWord(StrEnum):
    """What a back office may say; every value is a plain text."""

    STAGE = "stage"
    """Where the guest stands with the house, in the back office's word: new, active, vip, at-risk, churned."""
    TIER = "tier"
    POINTS = "points"
    """A whole number."""
    PURCHASES = "purchases"
    """How many, a whole number."""
    VISITS = "visits"
    """How many, a whole number."""
    LIFETIME_VALUE = "lifetime_value"
    """An exact decimal amount in the store's currency."""
    LAST_VISIT = "last_visit"
    """A time, ISO 8601 in UTC."""
    PREFERRED_CONTACT = "preferred_contact"


@dataclass(frozen=True, slots=True)
class GuestStated:
    """A back office (`source`, its name in settings) says all of this of a guest; what it said before counts no more.

    `said` are names of `GuestWord` and their values; a newer program may say more, which an older one passes over.
    """

    guest_id: GuestId
    source: str
    stated_at: datetime
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StatedRow:
    """What one back office says of a guest, for people."""

    source: str
    stated_at: datetime
    said: Mapping[GuestWord, str]


def stated_rows(statements: Iterable[GuestStated]) -> tuple[StatedRow, ...]:
    """The newest statement of every back office, by its name; what this program has no word for is left out."""
    newest: dict[str, GuestStated] = {}
    for one in statements:
        if one.source not in newest or newest[one.source].stated_at < one.stated_at:
            newest[one.source] = one
    return tuple(StatedRow(name, newest[name].stated_at, _known(newest[name])) for name in sorted(newest))


def _known(stated: GuestStated) -> Mapping[GuestWord, str]:
    names = {word.value for word in GuestWord}
    return {GuestWord(name): text for name, text in stated.said if name in names and text}
