"""A guest as a frozen sheet; pure functions, so that every reader shows the same guest alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aura_terminal.domain.guest_words import GuestStated, stated_rows
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import GuestId, ItemId
from aura_terminal.domain.loyalty import LoyaltyProgramme, LoyaltyTier, Purse, Reward, tier_of
from aura_terminal.ports.guests import GuestRow, GuestSheet, RewardRow


def guest_row(guest: Guest, points: int) -> GuestRow:
    """A guest in a list."""
    return GuestRow(guest.id, guest.name, guest.phone, guest.email, points)


def guest_sheet(
    guest: Guest, kin: Sequence[GuestId], purse: Purse, stated_tier: str, programme: LoyaltyProgramme | None,
    tiers: Sequence[LoyaltyTier], rewards: Sequence[Reward], item_names: Mapping[ItemId, str],
    stated: Iterable[GuestStated],
) -> GuestSheet:  # fmt: skip
    """One guest with what all their entries have; the tier is the central's word where there is one."""
    reached = None if programme is None else tier_of(purse.earned, tiers, programme.id)
    return GuestSheet(
        guest.id, guest.name, guest.phone, guest.email, guest.birthday, guest.dietary,
        tuple((item_id, item_names[item_id]) for item_id in guest.favourites if item_id in item_names),
        guest.preferred_payment, guest.notes, guest.consent, guest.consented_at, purse.balance,
        stated_tier or ("" if reached is None else reached.name), _rewards(purse, programme, rewards), tuple(kin),
        tuple(guest.changes), stated_rows(stated),
    )  # fmt: skip


def _rewards(purse: Purse, programme: LoyaltyProgramme | None, rewards: Sequence[Reward]) -> tuple[RewardRow, ...]:
    if programme is None:
        return ()
    offered = sorted((one for one in rewards if one.active and one.programme == programme.id), key=_by_points)
    return tuple(RewardRow(one.id, one.name, one.points, one.points <= purse.balance) for one in offered)


def _by_points(reward: Reward) -> tuple[int, str]:
    return reward.points, reward.id
