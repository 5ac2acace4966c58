"""What guests say of a visit, asked for at checkout, and what the house answers."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.feedback import BEST, WORST, FeedbackAnswered, FeedbackGiven
from aura_terminal.domain.ids import FeedbackId, OrderId
from aura_terminal.domain.limits import reason_given, tidy
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity


@dataclass(frozen=True, slots=True)
class Rated:
    """Ratings from 1 to 5; None where nothing was said."""

    rating: int
    food: int | None = None
    service: int | None = None
    ambiance: int | None = None
    comments: str = ""
    would_recommend: bool | None = None


class FeedbackDesk:
    """The verbs on feedback."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def give(self, by: Actor, order_id: OrderId | None, rated: Rated) -> FeedbackGiven:
        """Keep what a guest said, of an order's guest where it has one. Raises RuleBroken(RATING_OUT_OF_RANGE)."""
        by.must(Permission.SELL)
        for rating in (rated.rating, rated.food, rated.service, rated.ambiance):
            if rating is not None and not WORST <= rating <= BEST:
                raise RuleBroken(Rule.RATING_OUT_OF_RANGE, rating=rating)
        with self._begin(by.id) as work:
            guest_id = None if order_id is None else work.order(order_id).guest_id
            fact = FeedbackGiven(
                FeedbackId(self._ids.new()), work.now, self._terminal.label, rated.rating, order_id, guest_id,
                rated.food, rated.service, rated.ambiance, tidy(rated.comments), rated.would_recommend,
            )  # fmt: skip
            work.keep(fact)
        return fact

    def answer(self, by: Actor, feedback_id: FeedbackId, answer: str) -> FeedbackAnswered:
        """Answer a guest. Raises RuleBroken(REASON_NEEDED) for saying nothing, NotFound."""
        by.must(Permission.MANAGE_GUESTS)
        with self._begin(by.id) as work:
            feedback = work.guests.feedback(feedback_id)
            fact = FeedbackAnswered(feedback.id, reason_given(answer), work.now, by.id)
            work.keep(fact)
        return fact
