"""What every simulated printer lets a person do to it, whatever language it speaks. Methods are for any thread."""

from __future__ import annotations

from typing import Protocol

from aura_terminal.ports.printing import Fault
from devices.simulators.paper import DecodedSlip


class ServedPrinter(Protocol):
    """A printer made of software, listening from `open()` to `close()`; paper and faults outlast a close."""

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; a port of 0 becomes the one the system chose when it opens."""

    @property
    def slips(self) -> tuple[DecodedSlip, ...]:
        """Every slip cut off so far, oldest first."""

    @property
    def hanging(self) -> str:
        """What is printed and not cut yet."""

    @property
    def is_drawer_open(self) -> bool:
        """Whether the drawer stands open."""

    @property
    def kicks(self) -> int:
        """How often the drawer was kicked."""

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""

    def close(self) -> None:
        """Stop serving, as a printer does that loses its power; may be called twice."""

    def cause(self, fault: Fault) -> None:
        """Let a fault begin."""

    def mend(self, fault: Fault) -> None:
        """Let a fault end."""

    def leave_paper_for(self, lines: int) -> None:
        """Let the roll end after so many more lines."""

    def close_drawer(self) -> None:
        """Push the drawer shut."""

    def wait_for_slips(self, count: int, within: float) -> bool:
        """Whether so many slips were cut off within so many seconds."""
