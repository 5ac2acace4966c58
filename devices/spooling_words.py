"""What is written on a job when it is settled, for the staff who read it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aura_terminal.domain.paper import SpoolState, Unwanted
from aura_terminal.domain.telling import told
from aura_terminal.ports.printing import Failed, KickOutcome, NotConfirmed, Opened

HANDED_OVER = told("Handed over; this printer cannot confirm that it printed.")
LATE = told("Not printed: it waited too long. Print it late, or let it go.")
TOO_LATE_TO_OPEN = told("Too late to open the drawer; it was not opened.")
USE_KEY = told("Drawer did not open: use the key; the sale is saved.")
CAME_OUT_TOO = told("It came out here as well.")
GIVEN_UP: Mapping[Unwanted, str] = MappingProxyType(
    {
        Unwanted.BUMPED: told("Not printed: the kitchen was done with it meanwhile."),
        Unwanted.VOIDED: told("Not printed: all of it was voided meanwhile."),
    }
)


def kicked(outcome: KickOutcome) -> tuple[SpoolState, str]:
    """Where a kick stands after its one try, and why."""
    match outcome:
        case Opened():
            return SpoolState.PRINTED, ""
        case NotConfirmed(reason=reason):
            return SpoolState.ACCEPTED, reason
        case Failed(reason=reason):
            return SpoolState.FAILED, reason
