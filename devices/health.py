"""Keeps how a device is, and says so when it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, Power, PrinterStatus

Listener = Callable[[DeviceHealth], None]


class HealthWatch:
    """A fault stays reported until something succeeds; the listener hears changes only."""

    def __init__(self, device: str, listener: Listener) -> None:
        self._device = device
        self._listener = listener
        self._health: DeviceHealth | None = None

    @property
    def last_ok(self) -> datetime | None:
        """When the device was last seen well."""
        return self._health.last_ok if self._health else None

    def saw(self, status: PrinterStatus, hint: str, now: datetime) -> None:
        """The device was looked at."""
        last_ok = now if status.blocking is None else self.last_ok
        self._report(DeviceHealth(self._device, status.power, status.faults, status.confidence, now, last_ok, hint))

    def missed(self, unavailable: Unavailable, fault: Fault, now: datetime) -> None:
        """The device could not be reached."""
        power, confidence = Power.UNREACHABLE, Confidence.INFERRED
        self._report(DeviceHealth(self._device, power, (fault,), confidence, now, self.last_ok, str(unavailable)))

    def _report(self, health: DeviceHealth) -> None:
        before = self._health
        if before is not None and _same(before, health):
            self._health = replace(before, last_ok=health.last_ok)
            return
        self._health = health
        self._listener(health)


def _same(before: DeviceHealth, after: DeviceHealth) -> bool:
    return (before.power, before.faults, before.confidence) == (after.power, after.faults, after.confidence)
