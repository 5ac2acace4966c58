"""Points and rewards as AuraConnect is told of them, and what it says a guest has."""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.central import CentralRecord, name_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import GuestId, MovementId, OrderId, RedemptionId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.loyalty import LoyaltyAccount, PointsStated, return_id
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import CUSTOMER_LOYALTY, MOVE_POINTS, REDEEM_REWARD
from sync.connectors.auraconnect.guests import GUESTS
from sync.connectors.auraconnect.intake import at
from sync.connectors.auraconnect.naming import as_sent, central_id_of, record_of
from sync.connectors.auraconnect.order_plan import is_worth_telling
from sync.connectors.auraconnect.paging import first_of
from sync.reconcile.contract import Done, Lane, Plan, Problem, Step, digest_of
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped
from sync.reconcile.translator import CannotTell

RETURNED = "reward_returned"


def account_of(guest_id: str, picture: Picture) -> LoyaltyAccount:
    """Somebody's points, or NotFound."""
    return cast(LoyaltyAccount, picture.aggregate("loyalty", guest_id))


def plan_points(record: CentralRecord, picture: Picture) -> Plan:
    """One movement (reference, "POST /api/v1/customers/{id}/loyalty/points"); a returned reward is points added."""
    guest_id, _, movement_id = name_of(record.id).local_id.partition("/")
    account = account_of(guest_id, picture)
    moved = account.movements.get(MovementId(movement_id))
    if record.done or record.set_aside:
        return Plan()
    if moved is not None:
        return _points(record, account, moved.points, moved.reason.value, moved.order_id, picture)
    redemption_id = RedemptionId(movement_id.removesuffix("-"))
    redeemed = account.redemptions.get(redemption_id) if redemption_id in account.returned else None
    if redeemed is None or not picture.record(record_of("reward", f"{guest_id}/{redemption_id}")).done:
        return Plan()
    return _points(record, account, redeemed.points, RETURNED, redeemed.order_id, picture)


def _points(
    record: CentralRecord, account: LoyaltyAccount, points: int, reason: str, order_id: OrderId | None, picture: Picture
) -> Plan:
    needs = GUESTS.awaited(account.id, picture)
    if not needs:
        return Plan()
    number = picture.order(order_id).number if order_id is not None else "till"
    body: dict[str, Plain] = {
        "action": "add" if points > 0 else "redeem",
        "points": abs(points),
        "reason": reason,
        "reference_id": f"{number}/{name_of(record.id).local_id.partition('/')[2]}",
    }
    call = MOVE_POINTS.call(body, GUESTS.customer_of(account.id, picture))
    return Plan((Step(record.id, "points", Lane.GUESTS, call, digest_of(body), creates=True, needs=needs),))


def plan_reward(record: CentralRecord, picture: Picture) -> Plan:
    """A redemption (reference, "POST /api/v1/loyalty/rewards/redeem"), with the order it lowered once that is known."""
    guest_id, _, redemption_id = name_of(record.id).local_id.partition("/")
    if not redemption_id:  # a reward of the programme itself, which is mirrored and not told
        return Plan()
    account = account_of(guest_id, picture)
    redeemed = account.redemptions.get(RedemptionId(redemption_id))
    if redeemed is None or record.done or record.set_aside or redeemed.redemption_id in account.returned:
        return Plan()
    reward = central_id_of(picture, "reward", redeemed.reward_id)
    if not reward:
        raise CannotTell(Problem.UNKNOWN_ITEM, redeemed.name, record_of("reward", redeemed.reward_id))
    needs, customer = GUESTS.awaited(account.id, picture), GUESTS.customer_of(account.id, picture)
    body: dict[str, Plain] = {"customer_id": as_sent(customer) if customer else "", "reward_id": as_sent(reward)}
    order = central_id_of(picture, "order", redeemed.order_id) if redeemed.order_id is not None else ""
    if order:
        body["order_id"] = as_sent(order)
    if not needs or (not order and redeemed.order_id is not None and _will_be_told(redeemed.order_id, picture)):
        return Plan()
    call = REDEEM_REWARD.call(body)
    return Plan((Step(record.id, "redeem", Lane.GUESTS, call, digest_of(body), creates=True, needs=needs),))


def _will_be_told(order_id: OrderId, picture: Picture) -> bool:
    try:
        order = picture.order(order_id)
    except NotFound:
        return False
    return order.status is OrderStatus.OPEN or is_worth_telling(order)


def plan_balance(record: CentralRecord, picture: Picture) -> Plan:
    """Ask what a guest has when one is at the till (reference, "GET /api/v1/customers/{id}/loyalty"), once a visit."""
    guest_id, _, order_id = name_of(record.id).local_id.partition("/")
    customer = GUESTS.customer_of(GuestId(guest_id), picture)
    if record.done or not customer or picture.order(OrderId(order_id)).status is not OrderStatus.OPEN:
        return Plan()
    call = CUSTOMER_LOYALTY.call(central_id=customer)
    return Plan((Step(record.id, "balance", Lane.GUESTS, call, digest_of(guest_id, order_id)),))


def read_balance(local_id: str, reading: Found, picture: Picture, now_ms: int) -> Done:
    """What the central says, as a fact where it is news. Raises Unreadable."""
    guest_id = local_id.partition("/")[0]
    return Done(facts=tuple(stated(GuestId(guest_id), unwrapped(reading), picture, now_ms)))


def stated(guest_id: GuestId, said: Found, picture: Picture, now_ms: int) -> tuple[PointsStated, ...]:
    """A balance under any of the names such a thing has; the documents do not show one."""
    points = first_of(said, "points_balance", "points", "loyalty_points", "balance", "current_points")
    if points is None:
        return ()
    earned, tier = first_of(said, "lifetime_points", "total_earned", "points_earned"), said.maybe("tier")
    try:
        account = account_of(guest_id, picture)
    except NotFound:
        account = LoyaltyAccount(guest_id)
    fact = account.states(
        points.whole(), at(now_ms), told_of(account, picture),
        earned=max(0, points.whole()) if earned is None else earned.whole(),
        tier="" if tier is None else _name_in(tier),
    )  # fmt: skip
    return () if fact is None else (fact,)


def told_of(account: LoyaltyAccount, picture: Picture) -> list[str]:
    """Every movement, redemption and return of an account that the central was told of."""
    points = [*account.movements, *(return_id(one) for one in account.returned)]
    told = [one for one in points if picture.record(record_of("points", f"{account.id}/{one}")).done]
    return told + [
        one for one in account.redemptions if picture.record(record_of("reward", f"{account.id}/{one}")).done
    ]


def _name_in(tier: Found) -> str:
    return tier["name"].text() if isinstance(tier.value, dict) else tier.id()
