"""Notices a drawer that stands open: cash lies in sight of everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import Confidence, DeviceHealth, DrawerState, Fault, HealthKind, Power
from devices.health import Listener

OPEN_TOO_LONG = timedelta(seconds=60)


class DrawerWatch:
    """Told what the drawer's switch says; the listener hears when the drawer is well, and when it is open too long.

    A drawer without a switch is never heard of. The health's `since` is when the drawer opened.
    """

    def __init__(self, printer: str, listener: Listener) -> None:
        self._name = drawer_name(printer)
        self._listener = listener
        self._open_since: datetime | None = None
        self._told: bool | None = None

    @property
    def is_open(self) -> bool:
        """Whether the drawer was open when last looked at."""
        return self._open_since is not None

    def saw(self, state: DrawerState, now: datetime) -> None:
        """The drawer was looked at."""
        if state is DrawerState.UNKNOWN:
            return
        self._open_since = (self._open_since or now) if state is DrawerState.OPEN else None
        since = self._open_since
        self._tell(since or now, too_long=since is not None and now - since >= OPEN_TOO_LONG)

    def _tell(self, since: datetime, *, too_long: bool) -> None:
        if self._told is too_long:
            return
        last_error_at = since if self._told else None
        self._told = too_long
        faults = (Fault.DRAWER_OPEN,) if too_long else ()
        hint = told("The drawer stands open: close it.") if too_long else ""
        self._listener(
            DeviceHealth(
                self._name, Power.ONLINE, faults, Confidence.REPORTED, since, since, hint, HealthKind.CASH_DRAWER,
                hint, last_error_at,
            )
        )  # fmt: skip


def drawer_name(printer: str) -> str:
    """What the drawer that hangs on a printer is called."""
    return f"{printer} drawer"
