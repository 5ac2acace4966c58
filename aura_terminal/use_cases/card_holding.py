"""What an undecided card holds up: its order, its taker's shift, its machine and the day."""

from __future__ import annotations

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, OrderId, StaffId
from aura_terminal.domain.moving import standing_at
from aura_terminal.ports.store import Work


def must_be_decided(work: Work, order_id: OrderId, but: AttemptId | None = None) -> None:
    """Refuse while somebody must still find out what became of a card on this order; `but` one that was named.

    Raises RuleBroken(CARD_UNDECIDED), as all of these do.
    """
    for attempt in work.cards.of_order(order_id):
        if attempt.id != but:
            _refuse(attempt)


def all_must_be_decided(work: Work) -> None:
    """Refuse while any card of the store is undecided."""
    for attempt in work.cards.open():
        _refuse(attempt)


def theirs_must_be_decided(work: Work, staff_id: StaffId) -> None:
    """Refuse while a card that somebody took is undecided."""
    for attempt in work.cards.open():
        if attempt.asked.by == staff_id:
            _refuse(attempt)


def its_must_be_decided(work: Work, terminal: str) -> None:
    """Refuse while a card that was taken at a machine is undecided."""
    for attempt in work.cards.open():
        if attempt.asked.terminal == terminal:
            _refuse(attempt)


def stands_at(work: Work, order_id: OrderId) -> OrderId:
    """Where an order's check is by now: itself, or the order it was merged into."""
    return standing_at(order_id, lambda place: work.order(place).merged_into)


def _refuse(attempt: CardAttempt) -> None:
    if attempt.holds_up:
        asked = attempt.asked
        raise RuleBroken(Rule.CARD_UNDECIDED, amount=(asked.amount + asked.tip).plain(), order=asked.label)
