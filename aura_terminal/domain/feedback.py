"""What guests said of a visit, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatchmethod

from aura_terminal.domain.ids import FeedbackId, GuestId, OrderId, StaffId

WORST, BEST = 1, 5


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """A guest rated a visit from 1 to 5; None where nothing was said."""

    feedback_id: FeedbackId
    given_at: datetime
    terminal: str
    rating: int
    order_id: OrderId | None = None
    guest_id: GuestId | None = None
    food_rating: int | None = None
    service_rating: int | None = None
    ambiance_rating: int | None = None
    comments: str = ""
    would_recommend: bool | None = None


@dataclass(frozen=True, slots=True)
class FeedbackAnswered:
    """Somebody of the house answered."""

    feedback_id: FeedbackId
    answer: str
    answered_at: datetime
    answered_by: StaffId


FeedbackFact = FeedbackGiven | FeedbackAnswered


@dataclass(slots=True)
class Feedback:
    """The fold of one word of a guest; it is said once, and every answer stays."""

    id: FeedbackId
    given: FeedbackGiven | None = None
    answers: list[FeedbackAnswered] = field(default_factory=list)

    @singledispatchmethod
    def apply(self, fact: FeedbackFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about feedback: {fact!r}")

    @apply.register
    def _(self, fact: FeedbackGiven) -> None:
        self.given = self.given or fact

    @apply.register
    def _(self, fact: FeedbackAnswered) -> None:
        self.answers.append(fact)
