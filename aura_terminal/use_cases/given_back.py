"""What a discount that comes to nothing gives back: uses of promotions, points of rewards."""

from __future__ import annotations

from aura_terminal.domain.discounts import Discount
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.loyalty import RewardReturned
from aura_terminal.domain.order_money import counting
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.promotions import PromotionReturned
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import Work


def discounts_undone(work: Work, order: Order, by: Actor) -> tuple[Fact, ...]:
    """What an order that is cancelled, or merged into another, gives back."""
    return tuple(fact for one in counting(order) for fact in undone(work, one, by))


def undone(work: Work, gone: Discount, by: Actor) -> tuple[Fact, ...]:
    """What one discount gives back; nothing for one that neither used a promotion up nor cost points."""
    if gone.promotion_id is not None and gone.id in work.guests.uses(gone.promotion_id).used:
        return (PromotionReturned(gone.promotion_id, gone.id, work.now),)
    if gone.redemption_id is not None and gone.guest_id is not None:
        return (RewardReturned(gone.redemption_id, gone.guest_id, work.now, by.id),)
    return ()
