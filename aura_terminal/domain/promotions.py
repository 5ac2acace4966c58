"""Promotions: price rules made in the back office, mirrored here and valid offline; uses are counted from facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.ids import CategoryId, DiscountId, GuestId, ItemId, OrderId, PromotionId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.money import Money


class PromotionKind(StrEnum):
    """How the price is lowered; the words are the central's."""

    PERCENTAGE = "percentage_discount"
    FIXED_AMOUNT = "fixed_amount"


class AppliesTo(StrEnum):
    """What a promotion is reckoned on; the words are the central's."""

    ORDER = "order"
    CATEGORY = "category"
    ITEM = "item"


class Weekday(StrEnum):
    """Days of the week, Monday first as in ISO 8601."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion as the central documents it.

    It runs from `starts_at` until before `ends_at`, on the business dates of `days` (none named: every day), from
    `from_time` until before `until_time` on the store's wall clock; times that end before they begin pass midnight.
    `per_guest` and `in_all` limit how often it is used, 0 is no limit. Without `needs_code` it may apply by itself.
    """

    id: PromotionId
    name: str
    kind: PromotionKind
    percent: Decimal = Decimal(0)
    amount: Money | None = None
    description: str = ""
    applies_to: AppliesTo = AppliesTo.ORDER
    categories: tuple[CategoryId, ...] = ()
    items: tuple[ItemId, ...] = ()
    order_types: tuple[OrderType, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    days: tuple[Weekday, ...] = ()
    from_time: time | None = None
    until_time: time | None = None
    minimum: Money | None = None
    maximum: Money | None = None
    per_guest: int = 0
    in_all: int = 0
    needs_code: bool = False
    code: str = ""
    active: bool = True

    @property
    def is_counted(self) -> bool:
        """Whether its uses are counted: only where something limits them."""
        return bool(self.per_guest or self.in_all)


@dataclass(frozen=True, slots=True)
class PromotionUsed:
    """A counted promotion was used on an order; `use_id` is the discount's id."""

    promotion_id: PromotionId
    use_id: DiscountId
    order_id: OrderId
    used_at: datetime
    guest_id: GuestId | None = None


@dataclass(frozen=True, slots=True)
class PromotionReturned:
    """A use came to nothing: the discount was taken off, or the order cancelled."""

    promotion_id: PromotionId
    use_id: DiscountId
    returned_at: datetime


PromotionFact = PromotionUsed | PromotionReturned


@dataclass(slots=True)
class PromotionUses:
    """The fold of one promotion's uses; a use that was returned never counts again, whichever was heard of first."""

    id: PromotionId
    used: dict[DiscountId, PromotionUsed] = field(default_factory=dict)
    returned: set[DiscountId] = field(default_factory=set)

    @property
    def counted(self) -> tuple[PromotionUsed, ...]:
        """The uses that count."""
        return tuple(use for use_id, use in self.used.items() if use_id not in self.returned)

    def by_guest(self, guest_id: GuestId) -> int:
        """How often one guest used it."""
        return sum(use.guest_id == guest_id for use in self.counted)

    @singledispatchmethod
    def apply(self, fact: PromotionFact) -> None:
        """Evolve by one fact, ours or a peer's."""
        raise TypeError(f"not a fact about a promotion: {fact!r}")

    @apply.register
    def _(self, fact: PromotionUsed) -> None:
        self.used.setdefault(fact.use_id, fact)

    @apply.register
    def _(self, fact: PromotionReturned) -> None:
        self.returned.add(fact.use_id)


@dataclass(frozen=True, slots=True)
class Overuse:
    """A promotion that counts more often than it may: in all, or for one guest."""

    promotion_id: PromotionId
    name: str
    used: int
    limit: int


def overuse_of(promotion: Promotion, uses: PromotionUses) -> Overuse | None:
    """By how much terminals that did not hear each other went beyond a limit; None where none did."""
    used = len(uses.counted)
    if promotion.in_all and used > promotion.in_all:
        return Overuse(promotion.id, promotion.name, used, promotion.in_all)
    guests = {use.guest_id for use in uses.counted if use.guest_id is not None}
    most = max((uses.by_guest(guest) for guest in guests), default=0)
    if promotion.per_guest and most > promotion.per_guest:
        return Overuse(promotion.id, promotion.name, most, promotion.per_guest)
    return None
