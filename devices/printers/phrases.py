"""What to tell the person who stands at the printer, by fault, or at a drawer that stays shut."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import Fault

USE_KEY = told("Drawer did not open: use the key; the sale is saved.")
HINTS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.PAPER_OUT: told("Out of paper: load a roll, printing goes on by itself."),
        Fault.PAPER_LOW: told("The paper roll is nearly at its end."),
        Fault.COVER_OPEN: told("The cover is open: close it, printing goes on by itself."),
        Fault.CUTTER: told("The knife is stuck: switch the printer off, clear the paper, switch it on."),
        Fault.MECHANICAL: told("The printer reports an error: switch it off and on; call service if it stays."),
        Fault.OFFLINE: told("The printer is offline: press its feed or online button."),
        Fault.NO_REPLY: told("The printer does not answer: switch it off and on, check its cable."),
        Fault.UNREACHABLE: told("The printer cannot be reached: check its power, its cable and its address."),
        Fault.NOT_SET_UP: told("This terminal cannot prepare the print: see the settings of the printer."),
        Fault.BUSY: told("The printer is busy with another terminal; this is tried again."),
    }
)
