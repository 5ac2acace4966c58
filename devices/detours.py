"""Where paper goes while its printer does not work: the board all workers of a node read and write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from aura_terminal.domain.devices import DetourScope
from aura_terminal.domain.paper import PrintJob, SpoolKind
from aura_terminal.domain.paper_ways import COOKED_FROM

Begun = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class Detour:
    """Paper of `device` goes to `to`."""

    device: str
    to: str
    scope: DetourScope = DetourScope.KITCHEN

    def takes(self, job: PrintJob) -> bool:
        """Whether the job goes that way; a drawer is kicked where it hangs."""
        if job.kind is SpoolKind.DRAWER_KICK:
            return False
        return self.scope is DetourScope.EVERYTHING or job.kind in COOKED_FROM


class Detours:
    """Safe for any thread. `begun(device, to, reason)` hears of every detour that is begun or turned here.

    A detour lasts until `know` leaves it out, which is when a person switched back. A job never goes to a device that
    is itself on a detour, so no job goes in circles.
    """

    def __init__(self, backups: Mapping[str, Sequence[str]], begun: Begun) -> None:
        self._backups = backups
        self._begun = begun
        self._lock = Lock()
        self._open: dict[str, Detour] = {}
        self._not_kept_yet: set[str] = set()
        self._unwell: set[str] = set()

    def know(self, detours: Iterable[Detour]) -> None:
        """What the store says; a detour just begun here stays until the store was seen to hold it."""
        with self._lock:
            known = {detour.device: detour for detour in detours}
            self._not_kept_yet -= known.keys()
            kept = {device: self._open[device] for device in self._not_kept_yet if device in self._open}
            self._open = known | kept

    def tell_well(self, device: str) -> None:
        """The device works."""
        with self._lock:
            self._unwell.discard(device)

    def tell_unwell(self, device: str) -> None:
        """The device does not work: nothing is sent to it from elsewhere."""
        with self._lock:
            self._unwell.add(device)

    def way_of(self, device: str, job: PrintJob) -> str | None:
        """Where a job of the device goes instead; None: it stays, also where every backup fails too."""
        with self._lock:
            detour = self._open.get(device)
            if detour is None or not detour.takes(job):
                return None
            to = detour.to if self._is_usable(detour.to) else self._choice(device)
            if to is None or to == detour.to:
                return to
            self._open[device] = Detour(device, to, detour.scope)
        self._begun(device, to, "")
        return to

    def begin(self, device: str, reason: str) -> str | None:
        """Send what the kitchen cooks from to the first backup that works; None where there is none."""
        with self._lock:
            to = self._choice(device)
            if to is None:
                return None
            self._open[device] = Detour(device, to)
            self._not_kept_yet.add(device)
        self._begun(device, to, reason)
        return to

    def _choice(self, device: str) -> str | None:
        return next((backup for backup in self._backups.get(device, ()) if self._is_usable(backup)), None)

    def _is_usable(self, device: str) -> bool:
        return device not in self._unwell and device not in self._open
