"""A card terminal in a process of its own that takes a charge and then says nothing: `... hanging_terminal SECONDS`."""

from __future__ import annotations

import sys

from devices.simulators.card_desk import CardDesk, Turn
from devices.simulators.zvt_terminal import SimulatedZvtTerminal


def main(seconds: float) -> None:
    """Print the port, then serve until standard input ends."""
    desk = CardDesk()
    desk.script(Turn.STALL)
    terminal = SimulatedZvtTerminal(desk=desk, stall=seconds)
    terminal.open()
    print(terminal.address[1], flush=True)
    sys.stdin.read()
    terminal.close()


if __name__ == "__main__":
    main(float(sys.argv[1]))
