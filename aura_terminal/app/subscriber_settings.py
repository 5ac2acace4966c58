"""Who is told of what happens here: the tables [[subscriber]] of settings.toml. Secrets are never in them.

On the start path: nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aura_terminal.app.setting_kinds import SettingKind, SomeOf, Text, WrongValue, quoted
from aura_terminal.domain.events import Event

if TYPE_CHECKING:
    from urllib.parse import SplitResult

MOST_SUBSCRIBERS = 8
"""Terminals tell each other in every beat whom they speak with, and a beat has room for sixteen."""
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class SubscriberSettings:
    """Who is told, where, and of which events; what happened before `since` is not told."""

    name: str
    url: str
    events: tuple[Event, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class HookAddress:
    """An address that events are sent to: encrypted, unless it is on this machine itself."""

    def read(self, said: object) -> str:
        """The address as it stands."""
        from urllib.parse import urlsplit

        if not isinstance(said, str) or not said.isprintable() or " " in said:
            raise WrongValue(self.describe())
        try:
            parts = urlsplit(said)
            _must_be_safe(parts)
        except ValueError:
            raise WrongValue(self.describe()) from None
        return said

    def write(self, value: object) -> str:
        """A TOML basic string."""
        return quoted(str(value))

    def describe(self) -> str:
        """What it has to be, in words."""
        return (
            'an address such as "https://example.com/hooks", without a name, a password or a # in it (http:// only to '
            "127.0.0.1, ::1 or localhost)"
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC, to the second."""

    def read(self, said: object) -> datetime:
        """The moment; TOML's own form of one is as good."""
        try:
            moment = said if isinstance(said, datetime) else datetime.fromisoformat(str(said))
        except ValueError:
            raise WrongValue(self.describe()) from None
        if moment.tzinfo is None:
            raise WrongValue(self.describe())
        return moment.astimezone(UTC)

    def write(self, value: object) -> str:
        """A TOML basic string."""
        assert isinstance(value, datetime)
        return quoted(moment_text(value))

    def describe(self) -> str:
        """What it has to be, in words."""
        return 'a moment with its zone, such as "2026-05-31T22:00:00Z"; what happened before it is not told'


SUBSCRIBER_KINDS: Mapping[str, SettingKind] = {
    "name": Text(
        pattern=r"[a-z0-9][a-z0-9-]{0,30}", says='a name of small letters, digits and dashes, such as "bookkeeping"'
    ),
    "url": HookAddress(),
    "events": SomeOf(Event),
    "since": Moment(),
}


def moment_text(moment: datetime) -> str:
    """A moment as settings hold it."""
    return moment.astimezone(UTC).strftime(_MOMENT)


def _must_be_safe(parts: SplitResult) -> None:
    """Raises ValueError for an address that events are not sent to."""
    is_here = parts.hostname in _LOCAL
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_here)
    if not parts.hostname or not is_safe or "@" in parts.netloc or parts.fragment or parts.port == 0:
        raise ValueError(parts.geturl())
