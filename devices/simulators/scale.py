"""A scale made of software: a pan a person can load, behind the wire of a real model."""

from __future__ import annotations

from aura_terminal.domain.weighing import Bounds
from devices.simulators.scale_pan import Pan
from devices.simulators.scale_speech import SPEECHES
from devices.simulators.served import Served


class SimulatedScale:
    """Listens from `open()` to `close()`; what lies on the pan outlasts a close, as it does at a real one."""

    def __init__(self, bounds: Bounds, *, speech: str = "toledo_8217", host: str = "127.0.0.1", port: int = 0) -> None:
        self.pan = Pan(bounds)
        self._served = Served("simulated scale", lambda: SPEECHES[speech](self.pan), host=host, port=port)

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return self._served.address

    def open(self) -> None:
        """Be switched on; `Unavailable` when the port is taken."""
        self._served.open()

    def close(self) -> None:
        """Be unplugged; may be called twice."""
        self._served.close()
