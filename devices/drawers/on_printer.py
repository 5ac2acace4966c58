"""The cash drawer that hangs on a receipt printer.

`ESC p` waits its turn in the printer: without paper the drawer would spring open minutes later, when a roll is loaded.
So with a switch to prove it the real-time form goes first, and the plain one only follows into a printer that can
print; without a switch one command leaves, the plain one if the printer can print, which every model knows.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import DrawerState, Failed, KickOutcome, NotConfirmed, Opened
from devices.drawers.opening import opens_in_time
from devices.printers import commands
from devices.printers.escpos_link import EscPosLink
from devices.printers.phrases import USE_KEY
from devices.printers.profiles import DrawerSensor, DrawerWiring
from devices.printers.status import PIN_3, read_drawer
from devices.printers.wire import asked


class DrawerOnPrinter:
    """A cash drawer port over the link of the printer it hangs on."""

    def __init__(
        self, link: EscPosLink, wiring: DrawerWiring, *, monotonic: Callable[[], float] = time.monotonic
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
        return self._look()

    def kick(self) -> KickOutcome:
        try:
            self._link.open()
            before = asked(self._link, self._ask)
        except Unavailable as unavailable:
            return Failed(f"{USE_KEY} {unavailable}")
        try:
            return self._kick(before)
        except Unavailable as lost:
            return NotConfirmed(told("{lost}, while opening the drawer", lost=lost))

    def _kick(self, before: int | None) -> KickOutcome:
        if before is None or self._wiring.sensor is DrawerSensor.NONE:
            return self._kick_unproved()
        if self._wiring.real_time:
            self._pulse_now()
            if self._opened(before):
                return Opened()
        if self._link.status().blocking is not None:
            return Failed(USE_KEY)
        self._pulse_in_turn()
        return Opened() if self._opened(before) else Failed(USE_KEY)

    def _kick_unproved(self) -> KickOutcome:
        if self._link.status().blocking is None:
            self._pulse_in_turn()
        elif self._wiring.real_time:
            self._pulse_now()
        else:
            return Failed(USE_KEY)
        return NotConfirmed(told("nothing tells whether this drawer opened"))

    def _pulse_now(self) -> None:
        self._link.send(commands.drawer_pulse_now(self._wiring.pin, self._wiring.on_ms))

    def _pulse_in_turn(self) -> None:
        self._link.send(commands.drawer_pulse(self._wiring.pin, self._wiring.on_ms, self._wiring.off_ms))

    def _opened(self, before: int) -> bool:
        """Whether its switch is seen to change, or to say that it is open."""
        return opens_in_time(lambda: self._is_open(before), rest=self._link.rest, monotonic=self._monotonic)

    def _is_open(self, before: int) -> bool:
        bits = self._ask()
        if bits is None:
            return False
        return bool((bits ^ before) & PIN_3) or read_drawer(bits, self._wiring.sensor) is DrawerState.OPEN

    def _look(self) -> DrawerState:
        bits = self._ask()
        return DrawerState.UNKNOWN if bits is None else read_drawer(bits, self._wiring.sensor)

    def _ask(self) -> int | None:
        if not self._link.can_answer:
            return None
        answers = self._link.ask(commands.STATUS_PRINTER)
        return None if answers is None else answers[0]
