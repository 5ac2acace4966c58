"""The shape of a byte pipe to a device."""

from __future__ import annotations

from typing import Protocol

from aura_terminal.domain.errors import Unavailable


class Refused(Unavailable):
    """The other end is there and turned us away, as printers do while they serve another terminal."""


class Transport(Protocol):
    """A byte pipe for one thread. Times are in seconds; every failure of the pipe is an `Unavailable`.

    After a failure the pipe is closed, and `open()` makes a new one: nothing of the old one is ever read again.
    """

    @property
    def name(self) -> str:
        """What staff call the other end: an address, a port."""

    def open(self) -> None:
        """Connect; an open pipe stays as it is."""

    def close(self) -> None:
        """Let go; may be called twice."""

    def send(self, data: bytes, within: float) -> None:
        """Hand all of the data to the system, or fail."""

    def receive(self, within: float) -> bytes:
        """The next bytes, as soon as there are any; empty when none came in time."""

    def cancel(self) -> None:
        """Make the call under way fail soon; may be called from any thread."""
