"""Keeps how a device is, and says so when it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, HealthKind, Power, PrinterStatus

Listener = Callable[[DeviceHealth], None]


class HealthWatch:
    """A fault stays reported until something succeeds; the listener hears changes only."""

    def __init__(self, device: str, listener: Listener, kind: HealthKind = HealthKind.PRINTER) -> None:
        self._device = device
        self._listener = listener
        self._kind = kind
        self._health: DeviceHealth | None = None

    @property
    def last_ok(self) -> datetime | None:
        """When the device was last seen well."""
        return self._health.last_ok if self._health else None

    def saw(self, status: PrinterStatus, hint: str, now: datetime) -> None:
        """The device was looked at."""
        last_ok = now if status.blocking is None else self.last_ok
        self._keep(status.power, status.faults, status.confidence, now, last_ok, hint)

    def missed(self, unavailable: Unavailable, fault: Fault, now: datetime) -> None:
        """The device could not be reached."""
        self._keep(Power.UNREACHABLE, (fault,), Confidence.INFERRED, now, self.last_ok, str(unavailable))

    def _keep(
        self, power: Power, faults: tuple[Fault, ...], confidence: Confidence, now: datetime,
        last_ok: datetime | None, hint: str,
    ) -> None:  # fmt: skip
        before = self._health
        if before is not None and (before.power, before.faults, before.confidence) == (power, faults, confidence):
            self._health = replace(before, last_ok=last_ok)
            return
        health = DeviceHealth(self._device, power, faults, confidence, now, last_ok, hint, self._kind)
        if health.blocking is not None:
            health = replace(health, last_error=hint, last_error_at=now)
        elif before is not None:
            health = replace(health, last_error=before.last_error, last_error_at=before.last_error_at)
        self._health = health
        self._listener(health)
