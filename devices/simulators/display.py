"""A customer display made of software: glass that can be read, behind a TCP port."""

from __future__ import annotations

from devices.simulators.display_glass import Glass
from devices.simulators.served import Served


class SimulatedDisplay:
    """Listens from `open()` to `close()`."""

    def __init__(self, *, dialect: str = "epson_dm", host: str = "127.0.0.1", port: int = 0) -> None:
        self.glass = Glass(dialect)
        self._served = Served("simulated display", lambda: self.glass.take, host=host, port=port)

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
