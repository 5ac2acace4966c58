"""What became of a terminal's devices, kept for everybody in the store: how each is, and paper that goes another way.

Both are documents whose id is `terminal/device`: the newest counts, the ones before stay in the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class DeviceState:
    """How a device came to be; `kind`, `power` and `faults` are words of the health port."""

    id: str
    terminal: str
    device: str
    kind: str
    power: str
    faults: tuple[str, ...]
    since: datetime
    hint: str = ""


class DetourScope(StrEnum):
    """Which paper takes the other way: what the kitchen cooks from, or everything."""

    KITCHEN = "kitchen"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class PaperDetour:
    """Paper of `device` comes out at `to` until a person switches back."""

    id: str
    terminal: str
    device: str
    to: str
    since: datetime
    reason: str
    scope: DetourScope = DetourScope.KITCHEN


def device_id(terminal: str, device: str) -> str:
    """The id of a device's documents."""
    return f"{terminal}/{device}"
