"""What the node of a training store cuts for a drill: the power of a printer that is played."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from aura_terminal.app.devices import Device
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.chance import Clock
from sync.node.frames import Frame, Topic

LONGEST = 900.0
"""Seconds after which a printer has its power again, whatever became of the screen that asked."""
TRY_AGAIN = 5.0
"""Seconds between two tries to give it back."""

_log = logging.getLogger(__name__)


class NodeDrill:
    """Called by the node's own loop."""

    def __init__(self, devices: Iterable[Device], clock: Clock) -> None:
        self._devices = {device.name: device for device in devices if device.station.simulator is not None}
        self._clock = clock
        self._without: Device | None = None
        self._until = 0.0

    def hear(self, frame: Frame) -> None:
        """Take the power from the printer that is named; without a name all have theirs again."""
        if frame.topic is not Topic.DRILL:
            return
        self._give_back()
        device = self._devices.get(frame.payload)
        if device is not None and self._without is None:
            device.end_simulation()
            self._without, self._until = device, self._clock.monotonic() + LONGEST
            _log.info("drill_printer_off: %s", device.name)

    def tick(self) -> None:
        """A quarter of a second has passed."""
        if self._clock.monotonic() > self._until:
            self._give_back()

    def _give_back(self) -> None:
        if self._without is None:
            return
        try:
            self._without.begin_simulation()
        except Unavailable as trouble:  # its port was taken meanwhile
            _log.warning("drill_printer_stays_off: %s", trouble)
            self._until = self._clock.monotonic() + TRY_AGAIN
            return
        self._without = None
