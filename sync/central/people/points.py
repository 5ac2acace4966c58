"""Points, rewards, programmes and tiers: documents of the shop, and movements that are only ever added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from aura_terminal.domain.discounting import apply_discount
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.documents import put
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import DiscountId, MovementId, OrderId, ProgrammeId, RedemptionId, RewardId, TierId
from aura_terminal.domain.loyalty import (
    Company,
    LoyaltyAccount,
    LoyaltyProgramme,
    LoyaltyTier,
    PointsMoved,
    PointsReason,
    Reward,
    RewardRedeemed,
    must_afford,
    purse_of,
    tier_of,
)
from aura_terminal.domain.ordering import Order
from sync.central import resources
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk, View
from sync.central.api.errors import invalid, wrong_state
from sync.central.api.values import timestamp
from sync.central.catalogue.kinds import PROGRAMME, REWARD, TIER
from sync.central.people.guests import entries, known, named, purse
from sync.central.resources import Kind
from sync.central.store import journal

Said = Mapping[str, Any]


def standing(view: View, number: int) -> dict[str, Any]:
    """Reference, "GET /api/v1/customers/{id}/loyalty": points, what they reach and how they came."""
    accounts = [_account(view, entry) for entry in entries(view.connection, view.tenant, number)]
    account = purse_of(accounts)
    programme = _programme(view.shelf.all(LoyaltyProgramme))
    tiers = sorted(view.shelf.all(LoyaltyTier), key=lambda one: (one.threshold, one.id))
    reached = None if programme is None else tier_of(account.earned, tiers, programme.id)
    above = [one for one in tiers if programme is not None and one.programme == programme.id]
    following = next((one for one in above if one.threshold > account.earned), None)
    rewards = sorted(view.shelf.all(Reward), key=lambda one: (one.points, one.id))
    return {
        "points_balance": account.balance, "lifetime_points": account.earned,
        "tier": None if reached is None else reached.name,
        "next_tier": None if following is None else following.name,
        "points_to_next_tier": None if following is None else following.threshold - account.earned,
        "available_rewards": [
            {"id": view.shelf.number("reward", one.id), "name": one.name, "points_required": one.points}
            for one in rewards
            if one.active and one.points <= account.balance
        ],
        "history": _history(accounts),
    }  # fmt: skip


def move(desk: ServedDesk, number: int, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/customers/{id}/loyalty/points". Raises Refused (409) for more than there are."""
    guest = known(desk, number)
    before = purse(desk, number).balance
    points = said["points"] if said["action"] == "add" else -said["points"]
    if before + points < 0:
        raise wrong_state(f"The customer has {before} points")
    reason, note = _reason(said["action"], said.get("reason", "")), said.get("reason", "")
    if said.get("reference_id"):
        note = f"{note} {said['reference_id']}".strip()
    moved = PointsMoved(
        MovementId(desk.press.ids.new()), guest.id, points, reason, desk.now, desk.actor,
        _order_of(desk, said.get("reference_id")), note[:200],
    )  # fmt: skip
    desk.keep(moved)
    return {
        "transaction_id": desk.number("points", moved.movement_id), "customer_id": number, "action": said["action"],
        "points": said["points"], "points_balance": before + points, "reason": said.get("reason") or None,
        "reference_id": said.get("reference_id") or None, "created_at": timestamp(desk.now),
    }  # fmt: skip


def redeem(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/loyalty/rewards/redeem"; a reward with a discount lowers an open order's bill."""
    guest, reward = named(desk, said["customer_id"]), _reward(desk, said["reward_id"])
    points = purse(desk, said["customer_id"])
    order = _open_order(desk, said.get("order_id"))
    programme = desk.shelf.get(LoyaltyProgramme, reward.programme)
    must_afford(points, reward, programme, Company.TOGETHER)
    redeemed = RewardRedeemed(
        RedemptionId(desk.press.ids.new()), guest.id, reward.id, reward.points, reward.name, desk.now, desk.actor,
        None if order is None else order.id,
    )  # fmt: skip
    desk.keep(redeemed)
    off = None
    if order is not None and reward.reduction is not None:
        off = _discount(desk, redeemed, reward, guest)
        desk.keep(apply_discount(order, off, desk.now, desk.actor))
    taken = next((one.amount for one in order.bill.taken if one.discount is off), None) if order else None
    return {
        "redemption_id": desk.number("redemption", redeemed.redemption_id), "customer_id": said["customer_id"],
        "reward_id": said["reward_id"], "reward_name": reward.name, "order_id": said.get("order_id"),
        "points_spent": reward.points, "points_balance": points.balance - reward.points,
        "discount_amount": None if taken is None else taken.plain(), "created_at": timestamp(desk.now),
    }  # fmt: skip


def add_programme(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """A programme that guests earn points in."""
    made = LoyaltyProgramme(
        ProgrammeId(desk.press.ids.new()), said["name"], Decimal(said["points_per_unit"]),
        said.get("offline_redeem_limit", 0), said.get("is_active", True),
    )  # fmt: skip
    desk.keep(put(made))
    return _stored(desk, PROGRAMME, made.id)


def add_tier(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """A step of a programme."""
    made = LoyaltyTier(
        TierId(desk.press.ids.new()), _programme_of(desk, said), said["name"], said["points_required"],
        Decimal(said["points_multiplier"]), tuple(said.get("benefits", ())),
    )  # fmt: skip
    desk.keep(put(made))
    return _stored(desk, TIER, made.id)


def add_reward(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Something that points can be exchanged for."""
    reduction = None
    if said.get("discount_percentage") is not None:
        reduction = Reduction(Decimal(said["discount_percentage"]))
    elif said.get("discount_amount") is not None:
        reduction = Reduction(amount=money(desk, said["discount_amount"], "discount_amount"))
    made = Reward(
        RewardId(desk.press.ids.new()), _programme_of(desk, said), said["name"], said["points_required"], reduction,
        description=said.get("description", ""), active=said.get("is_active", True),
    )  # fmt: skip
    desk.keep(put(made))
    return _stored(desk, REWARD, made.id)


def _history(accounts: Sequence[LoyaltyAccount]) -> list[dict[str, Any]]:
    moved = []
    for account in accounts:
        moved += [(one.moved_at, one.points, one.note or one.reason.value) for one in account.movements.values()]
        moved += [(one.redeemed_at, -one.points, one.name) for one in account.redemptions.values()]
        back = [(one, account.redemptions.get(id_)) for id_, one in account.returned.items()]
        moved += [(one.returned_at, spent.points, spent.name) for one, spent in back if spent is not None]
    latest = sorted(moved, reverse=True)[:100]
    return [{"points": points, "reason": why, "created_at": timestamp(at)} for at, points, why in latest]


def _account(view: View, guest_id: str) -> LoyaltyAccount:
    account: LoyaltyAccount = view.house.press.folds[Aggregate.LOYALTY](guest_id)
    told = journal.history(view.connection, view.house.press.codec, view.tenant, Aggregate.LOYALTY.value, guest_id)
    for _, fact in told:
        account.apply(fact)
    return account


def _programme(programmes: Sequence[LoyaltyProgramme]) -> LoyaltyProgramme | None:
    return next((one for one in programmes if one.active), None)


def _programme_of(desk: ServedDesk, said: Said) -> ProgrammeId:
    local = desk.shelf.local("loyalty_programme", said["program_id"])
    if local is None:
        raise invalid("program_id", "there is no such program")
    return ProgrammeId(local)


def _reward(desk: ServedDesk, number: int) -> Reward:
    local = desk.shelf.local("reward", number)
    if local is None or ("reward", local) not in desk.shelf.documents:
        raise invalid("reward_id", "there is no such reward")
    return desk.shelf.get(Reward, local)


def _open_order(desk: ServedDesk, number: int | None) -> Order | None:
    if number is None:
        return None
    order_id = desk.local("order", number)
    if order_id is None:
        raise invalid("order_id", "there is no such order")
    return desk.order(order_id)


def _order_of(desk: ServedDesk, reference: str | None) -> OrderId | None:
    """The order a reference such as ORD-2025-1001 names, where it is one of ours."""
    word, _, tail = (reference or "").rpartition("-")
    is_ours = word.startswith("ORD-") and tail.isascii() and tail.isdigit() and len(tail) < 10
    local = desk.local("order", int(tail)) if is_ours else None
    return None if local is None else OrderId(local)


def _reason(action: str, said: str) -> PointsReason:
    if action != "add":
        return PointsReason.TAKEN_BACK
    return PointsReason.EARNED if said == PointsReason.EARNED.value else PointsReason.GIVEN


def _discount(desk: ServedDesk, redeemed: RewardRedeemed, reward: Reward, guest: Guest) -> Discount:
    assert reward.reduction is not None
    return Discount(
        DiscountId(desk.press.ids.new()), reward.name, reward.reduction, reward.coverage,
        f"reward/{redeemed.redemption_id}", redemption_id=redeemed.redemption_id, guest_id=guest.id,
    )  # fmt: skip


def _stored(desk: ServedDesk, kind: Kind, local: str) -> dict[str, Any]:
    desk.lay_out()
    number = desk.shelf.number(kind.name, local)
    return resources.existing(desk.connection, desk.tenant.number, kind, number).answered()
