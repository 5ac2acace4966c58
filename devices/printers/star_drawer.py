"""The cash drawer that hangs on a Star printer, kicked by BEL or SUB.

These wait their turn in the printer, so nothing is sent to a printer that cannot print: the drawer would spring open
when the next roll is loaded.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import DrawerState, Failed, KickOutcome, NotConfirmed, Opened, PrinterStatus
from devices.printers import star_commands as commands
from devices.printers.profiles import DrawerSensor, DrawerWiring
from devices.printers.star_link import StarLink

_OPENS_WITHIN = 1.5
_LOOK_EVERY = 0.05
_USE_KEY = "Drawer did not open: use the key; the sale is saved."


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
            status = self._look()
        except Unavailable as unavailable:
            return Failed(f"{_USE_KEY} {unavailable}")
        if status.blocking is not None:
            return Failed(_USE_KEY)
        try:
            pulse = commands.drawer_pulse(self._wiring.on_ms, self._wiring.off_ms)
            self._link.send(pulse + (commands.DRAWER_1 if self._wiring.pin == 2 else commands.DRAWER_2))
            if self._wiring.sensor is DrawerSensor.NONE:
                return NotConfirmed("nothing tells whether this drawer opened")
            return Opened() if self._opened() else Failed(_USE_KEY)
        except Unavailable as lost:
            return NotConfirmed(f"{lost}, while opening the drawer")

    def _look(self) -> PrinterStatus:
        try:
            return self._link.status()
        except Unavailable:  # an idle connection had ended; nothing was kicked, so ask again on a new one
            self._link.open_anew()
            return self._link.status()

    def _opened(self) -> bool:
        until = self._monotonic() + _OPENS_WITHIN
        while self._link.status().drawer is not DrawerState.OPEN:
            if self._monotonic() >= until:
                return False
            self._link.rest(_LOOK_EVERY)
        return True
