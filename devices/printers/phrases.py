"""What to tell the person who stands at the printer, by fault, or at a drawer that stays shut."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aura_terminal.ports.printing import Fault

USE_KEY = "Drawer did not open: use the key; the sale is saved."
HINTS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.PAPER_OUT: "Out of paper: load a roll, printing goes on by itself.",
        Fault.PAPER_LOW: "The paper roll is nearly at its end.",
        Fault.COVER_OPEN: "The cover is open: close it, printing goes on by itself.",
        Fault.CUTTER: "The knife is stuck: switch the printer off, clear the paper, switch it on.",
        Fault.MECHANICAL: "The printer reports an error: switch it off and on; call service if it stays.",
        Fault.OFFLINE: "The printer is offline: press its feed or online button.",
        Fault.NO_REPLY: "The printer does not answer: switch it off and on, check its cable.",
        Fault.UNREACHABLE: "The printer cannot be reached: check its power, its cable and its address.",
        Fault.NOT_SET_UP: "This terminal cannot prepare the print: see the settings of the printer.",
        Fault.BUSY: "The printer is busy with another terminal; this is tried again.",
    }
)
