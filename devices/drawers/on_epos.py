"""The cash drawer that hangs on an Epson printer which takes ePOS-Print."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import DrawerState, Failed, KickOutcome, NotConfirmed, Opened, PrinterStatus
from devices.drawers.opening import opens_in_time
from devices.printers.epos import EposService, read_status
from devices.printers.phrases import USE_KEY
from devices.printers.profiles import DrawerSensor, DrawerWiring
from devices.transports.http_line import NotReached
from devices.transports.transport import Refused


class EposDrawer:
    """A cash drawer port over the service of the printer it hangs on. `rest` waits between two looks."""

    def __init__(
        self,
        service: EposService,
        wiring: DrawerWiring,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        rest: Callable[[float], object] | None = None,
    ) -> None:
        self._service = service
        self._wiring = wiring
        self._monotonic = monotonic
        self._rest = rest or threading.Event().wait

    def open(self) -> None:
        self._service.open()

    def close(self) -> None:
        self._service.close()

    def state(self) -> DrawerState:
        return self._look().drawer

    def kick(self) -> KickOutcome:
        try:
            before = self._look()
        except Unavailable as unavailable:
            return Failed(f"{USE_KEY} {unavailable}")
        if before.blocking is not None:
            return Failed(USE_KEY)
        try:
            answer = self._service.say(self._pulse())
        except (Refused, NotReached) as unreached:
            return Failed(f"{USE_KEY} {unreached}")
        except Unavailable as lost:
            return NotConfirmed(told("{lost}, while opening the drawer", lost=lost))
        if not answer.success:
            return Failed(told("{hint} (The printer says {code}.)", hint=USE_KEY, code=answer.code))
        if self._wiring.sensor is DrawerSensor.NONE:
            return NotConfirmed(told("nothing tells whether this drawer opened"))
        return self._seen()

    def _seen(self) -> KickOutcome:
        """What the drawer's switch says after the pulse; a printer that is lost now says nothing of it."""
        try:
            is_open = opens_in_time(self._is_open, rest=self._rest, monotonic=self._monotonic)
        except Unavailable as lost:
            return NotConfirmed(told("{lost}, while opening the drawer", lost=lost))
        return Opened() if is_open else Failed(USE_KEY)

    def _is_open(self) -> bool:
        return self._look().drawer is DrawerState.OPEN

    def _look(self) -> PrinterStatus:
        return read_status(self._service.say(b"").status, self._wiring.sensor)

    def _pulse(self) -> bytes:
        milliseconds = min((100, 200, 300, 400, 500), key=lambda each: abs(each - self._wiring.on_ms))
        drawer = 1 if self._wiring.pin == 2 else 2
        return f'<pulse drawer="drawer_{drawer}" time="pulse_{milliseconds}"/>'.encode("ascii")
