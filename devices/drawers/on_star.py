"""The cash drawer that hangs on a Star printer, kicked by BEL or SUB.

These wait their turn in the printer, so nothing is sent to a printer that cannot print: the drawer would spring open
when the next roll is loaded.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import DrawerState, Failed, KickOutcome, NotConfirmed, Opened
from devices.drawers.opening import opens_in_time
from devices.printers import star_commands as commands
from devices.printers.phrases import USE_KEY
from devices.printers.profiles import DrawerSensor, DrawerWiring
from devices.printers.star_link import StarLink
from devices.printers.wire import asked


class StarDrawer:
    """A cash drawer port over the link of the printer it hangs on."""

    def __init__(
        self, link: StarLink, wiring: DrawerWiring, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._link = link
        self._wiring = wiring
        self._monotonic = monotonic

    def open(self) -> None:
        self._link.open()

    def close(self) -> None:
        self._link.close()

    def state(self) -> DrawerState:
        self._link.open()
        return self._link.status().drawer

    def kick(self) -> KickOutcome:
        try:
            self._link.open()
            status = asked(self._link, self._link.status)
        except Unavailable as unavailable:
            return Failed(f"{USE_KEY} {unavailable}")
        if status.blocking is not None:
            return Failed(USE_KEY)
        try:
            pulse = commands.drawer_pulse(self._wiring.on_ms, self._wiring.off_ms)
            self._link.send(pulse + (commands.DRAWER_1 if self._wiring.pin == 2 else commands.DRAWER_2))
            if self._wiring.sensor is DrawerSensor.NONE:
                return NotConfirmed(told("nothing tells whether this drawer opened"))
            is_open = opens_in_time(self._is_open, rest=self._link.rest, monotonic=self._monotonic)
            return Opened() if is_open else Failed(USE_KEY)
        except Unavailable as lost:
            return NotConfirmed(told("{lost}, while opening the drawer", lost=lost))

    def _is_open(self) -> bool:
        return self._link.status().drawer is DrawerState.OPEN
