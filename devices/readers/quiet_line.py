"""A line on which nothing of an earlier conversation is waiting to be taken for an answer."""

from __future__ import annotations

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.transport import Transport

MOST_PIECES = 256
ENDLESS = told("something else speaks on this line without end; check its address, its cable and its speed")


def open_quiet(transport: Transport) -> None:
    """Open the pipe and pass over what is left on it; `Unavailable` where it never falls silent."""
    transport.open()
    for _ in range(MOST_PIECES):
        if not transport.receive(0.0):
            return
    raise Unavailable(transport.name, ENDLESS)
