"""Older history follows in the background: a terminal that began with a snapshot asks its peers for closed days.

That it is still wanted is a file, so that a restart in between does not forget it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sync.mesh.contract import Moment
from sync.mesh.machine import Mesh
from sync.net.roll import Member

FILE = "peers/days-wanted"
AGAIN_AFTER = 300.0


class WantedDays:
    """Asks one connected peer at a time, and another one when that is gone or says nothing for five minutes."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._are_wanted = self._file.exists()
        self._asked = ""
        self._asked_at = float("-inf")

    def want(self) -> None:
        """Closed days are missing here."""
        if not self._are_wanted:
            self._file.touch(mode=0o600)
            self._are_wanted = True

    def came(self) -> None:
        """A peer sent every day it has."""
        self._file.unlink(missing_ok=True)
        self._are_wanted = False

    def ask(self, mesh: Mesh, connected: Sequence[Member], now: Moment) -> None:
        """Ask if days are wanted, somebody is there and nobody was asked yet."""
        if not self._are_wanted or not connected:
            return
        is_waiting = any(member.terminal_id == self._asked for member in connected)
        if is_waiting and now.monotonic - self._asked_at < AGAIN_AFTER:
            return
        chosen = next((member for member in connected if member.terminal_id != self._asked), connected[0])
        if mesh.ask_days(chosen.terminal_id, "", now):
            self._asked, self._asked_at = chosen.terminal_id, now.monotonic
