"""Print queues of the system: what one says of itself, and what each promises beside `Transport`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.transports.transport import Transport


class QueueCondition(StrEnum):
    """Whether a queue takes jobs, and whether it hands them on."""

    WORKING = "working"
    PAUSED = "paused"
    REFUSING = "refusing"


@dataclass(frozen=True, slots=True)
class QueueState:
    """How a queue is now; `message` are the spooler's own words, empty if it said nothing."""

    condition: QueueCondition
    message: str = ""
    waiting: int = 0


class PrintQueue(Transport, Protocol):
    """A one-way pipe into a spooler: what is sent in one piece is one job. Nothing ever comes back through it."""

    def state(self) -> QueueState:
        """How the queue is; `Unavailable` where the spooler cannot be asked."""
