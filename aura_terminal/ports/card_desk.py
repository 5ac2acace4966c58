"""The desk between the screen and the threads that talk to card terminals: what is asked waits in the store.

The screen commits what it wants; a terminal's thread takes it from here, and commits every step before it goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.ids import AttemptId, OrderId
from aura_terminal.ports.card_reader import CardApproved, QueryOutcome, ReaderOutcome


class CardBook(Protocol):
    """Attempts within a unit of work."""

    def attempt(self, attempt_id: AttemptId) -> CardAttempt:
        """The attempt, or NotFound."""

    def of_order(self, order_id: OrderId) -> Sequence[CardAttempt]:
        """Every attempt about an order, oldest first."""

    def at_reader(self, terminals: Collection[str], reader: str) -> Sequence[CardAttempt]:
        """Attempts at a terminal that are at work, or whose outcome it still has to say, oldest first."""

    def open(self) -> Sequence[CardAttempt]:
        """Attempts of the whole store that hold something up, or that a terminal contradicts, oldest first."""

    def at_risk(self) -> Sequence[CardAttempt]:
        """Approvals that terminals gave alone and nobody has seen settled, oldest first."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A charge that could not be kept here was reversed at once, under a key that was written aside before."""

    approved: CardApproved
    key: str
    reversal: ReaderOutcome | QueryOutcome


DeskOutcome = ReaderOutcome | QueryOutcome | TakenBack


class CardDesk(Protocol):
    """What a terminal's thread needs of the store. Each method is one transaction, on disk when it returns."""

    def waiting(self, reader: str) -> CardAttempt | None:
        """The oldest attempt of which no byte has left yet."""

    def unsettled(self, reader: str) -> Sequence[CardAttempt]:
        """Attempts that may have been charged and whose outcome the terminal still has to say, oldest first."""

    def find(self, attempt_id: AttemptId) -> CardAttempt:
        """The attempt as it stands now, or NotFound."""

    def send(self, attempt_id: AttemptId, note: str) -> bool:
        """Keep that its first byte leaves now; False, and nothing kept, where it must not leave any more."""

    def mark(self, attempt_id: AttemptId) -> None:
        """Keep the next step on its way: the terminal works on it, or is asked what became of it."""

    def settle(self, attempt_id: AttemptId, outcome: DeskOutcome) -> None:
        """Keep what became of it, with all that follows for the order: the payment, its end, its receipt."""
