"""Points and rewards: earned when an order is paid, redeemed at the register, put right by a person."""

from __future__ import annotations

from aura_terminal.domain.discounting import apply_discount
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import DiscountId, GuestId, MovementId, OrderId, RedemptionId, RewardId
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.loyalty import (
    Company,
    LoyaltyProgramme,
    LoyaltyTier,
    PointsMoved,
    PointsReason,
    Purse,
    Reward,
    RewardRedeemed,
    must_afford,
    purse_of,
    tier_of,
)
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_money import liabilities
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.visits import earned
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.guests import person

MOST_POINTS = 1_000_000
AS_MONEY, POINTS_NAME = RewardId("points"), "Points"


class Loyalty:
    """The verbs on points. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def redeem(self, by: Actor, order_id: OrderId, reward_id: RewardId, company: Company) -> tuple[Fact, ...]:
        """Exchange points of the order's guest for a reward; one that lowers the bill becomes a discount on it.

        A terminal that hears nobody (`Company.ALONE`) lets go of no more than the programme says. Raises RuleBroken:
        GUEST_NEEDED, REWARD_NOT_OFFERED, POINTS_SHORT, POINTS_CAPPED, TOKEN_ELSEWHERE, and as a discount does.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            must_hold(order, self._terminal.label, work.ledger.known())
            if order.guest_id is None:
                raise RuleBroken(Rule.GUEST_NEEDED)
            reward = work.documents.get(Reward, reward_id)
            programme = work.documents.get(LoyaltyProgramme, reward.programme)
            must_afford(purse(work, order.guest_id), reward, programme, company)
            redeemed = RewardRedeemed(
                RedemptionId(self._ids.new()), order.guest_id, reward.id, reward.points, reward.name, work.now, by.id,
                order.id,
            )  # fmt: skip
            facts: list[Fact] = [redeemed]
            if reward.reduction is not None:
                facts.append(apply_discount(order, self._discount(redeemed, reward), work.now, by.id))
            work.keep(*facts)
        return tuple(facts)

    def move_points(self, by: Actor, guest_id: GuestId, points: int, note: str) -> PointsMoved:
        """Give points, or take some back (below zero), with a reason. Raises RuleBroken(QUANTITY_OUT_OF_RANGE)."""
        by.must(Permission.MANAGE_GUESTS)
        with self._begin(by.id) as work:
            guest = person(work, guest_id)
            if not points or abs(points) > MOST_POINTS:
                raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=points)
            reason = PointsReason.GIVEN if points > 0 else PointsReason.TAKEN_BACK
            said = reason_given(note)
            fact = PointsMoved(MovementId(self._ids.new()), guest.id, points, reason, work.now, by.id, note=said)
            work.keep(fact)
        return fact

    def spend_points(self, by: Actor, order_id: OrderId, company: Company) -> tuple[Fact, ...]:
        """Let the guest's points pay as money, as far as there are any and the order needs them.

        Raises RuleBroken as `redeem`, and POINTS_NOT_MONEY where the programme does not allow it.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            must_hold(order, self._terminal.label, work.ledger.known())
            if order.guest_id is None:
                raise RuleBroken(Rule.GUEST_NEEDED)
            programme, points = _programme(work), _points_to_spend(work, order, company)
            if programme is None or not points:
                raise RuleBroken(Rule.POINTS_NOT_MONEY)
            amount = Money(points * programme.minor_per_point, order.currency)
            reward = Reward(AS_MONEY, programme.id, POINTS_NAME, points, Reduction(amount=amount))
            must_afford(purse(work, order.guest_id), reward, programme, company)
            redeemed = RewardRedeemed(
                RedemptionId(self._ids.new()), order.guest_id, reward.id, points, reward.name, work.now, by.id, order.id
            )
            facts = (redeemed, apply_discount(order, self._discount(redeemed, reward), work.now, by.id))
            work.keep(*facts)
        return facts

    def worth_of_points(self, order_id: OrderId) -> Money | None:
        """What the points of an order's guest could pay of it; None where they are not money, or there are none."""
        with self._begin(SYSTEM) as work:
            order, programme = work.order(order_id), _programme(work)
            points = 0 if programme is None else _points_to_spend(work, order, Company.TOGETHER)
            return Money(points * programme.minor_per_point, order.currency) if programme and points else None

    def earned_by(self, order_id: OrderId) -> tuple[int, int]:
        """The points an order earned its guest, and how many the guest has now."""
        with self._begin(SYSTEM) as work:
            guest_id = work.order(order_id).guest_id
            if guest_id is None:
                return 0, 0
            accounts = [work.guests.points(entry) for entry in work.guests.kin(guest_id)]
            moved = [one for account in accounts for one in account.movements.values()]
            return sum(one.points for one in moved if one.order_id == order_id), purse_of(accounts).balance

    def _discount(self, redeemed: RewardRedeemed, reward: Reward) -> Discount:
        assert reward.reduction is not None
        return Discount(
            DiscountId(self._ids.new()), reward.name, reward.reduction, reward.coverage,
            f"reward/{redeemed.redemption_id}", redemption_id=redeemed.redemption_id,
            guest_id=redeemed.guest_id,
        )  # fmt: skip


def _programme(work: Work) -> LoyaltyProgramme | None:
    return next((one for one in work.documents.all(LoyaltyProgramme) if one.active), None)


def _points_to_spend(work: Work, order: Order, company: Company) -> int:
    """How many points may pay: what there is, what the order needs, and alone what the programme lets go of."""
    programme = _programme(work)
    if programme is None or programme.minor_per_point <= 0 or order.guest_id is None or order.terms is None:
        return 0
    bill, theirs = order.bill, purse(work, order.guest_id)
    left = min(bill.due, bill.subtotal - bill.discount - liabilities(order))
    most = min(theirs.balance, left.minor // programme.minor_per_point)
    if company is Company.ALONE:
        most = min(most, programme.most_alone - theirs.let_go)
    return max(0, most)


def purse(work: Work, guest_id: GuestId) -> Purse:
    """What a person has, over all the entries that turned out to be them."""
    return purse_of(work.guests.points(entry) for entry in work.guests.kin(guest_id))


def points_earned(work: Work, order: Order, by: Actor) -> tuple[PointsMoved, ...]:
    """What the order that was just closed is worth to its guest; nothing where there is no programme."""
    programme = _programme(work)
    if programme is None or order.guest_id is None:
        return ()
    tier = tier_of(purse(work, order.guest_id).earned, work.documents.all(LoyaltyTier), programme.id)
    moved = earned(order, programme, tier, by.id)
    known = moved is not None and moved.movement_id in work.guests.points(moved.guest_id).movements
    return () if moved is None or known else (moved,)
