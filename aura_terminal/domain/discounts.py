"""What lowers a price: a percentage or an amount off the lines it covers, frozen when it was granted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from aura_terminal.domain.ids import CategoryId, DiscountId, GuestId, ItemId, LineId, PromotionId, RedemptionId
from aura_terminal.domain.money import Money, RoundingMode, round_ratio

ORDER_SLOT = "order"
PROMOTION_SLOT = "promotion"
LINE_SLOT = "line/"


@dataclass(frozen=True, slots=True)
class Reduction:
    """How much comes off: so many percent, or else an amount; `most` is the greatest amount a percentage may reach."""

    percent: Decimal = Decimal(0)
    amount: Money | None = None
    most: Money | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which lines a discount is reckoned on: those named, or of these items or categories; none named is every line."""

    categories: tuple[CategoryId, ...] = ()
    items: tuple[ItemId, ...] = ()
    lines: tuple[LineId, ...] = ()

    @property
    def is_whole_order(self) -> bool:
        """Whether every line is covered."""
        return not (self.categories or self.items or self.lines)


WHOLE_ORDER = Coverage()


@dataclass(frozen=True, slots=True)
class Discount:
    """A price lowered by a rule or a person; name, rule and what it covers do not change with the rule they came from.

    One discount counts in each `slot` of an order, the one granted last. It lowers nothing while the order comes to
    less than `least` at menu prices. `guest_id` is whose points a reward was exchanged for.
    """

    id: DiscountId
    name: str
    reduction: Reduction
    coverage: Coverage = WHOLE_ORDER
    slot: str = ORDER_SLOT
    least: Money | None = None
    promotion_id: PromotionId | None = None
    code: str = ""
    redemption_id: RedemptionId | None = None
    guest_id: GuestId | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What a discount may come off: a line's price, with what the line is; off a liability nothing ever comes."""

    line_id: LineId
    item_id: ItemId
    category_id: CategoryId
    price: Money
    is_liability: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What one discount came to, and how much of it came off each of the parts, in their order."""

    discount: Discount
    amount: Money
    shares: tuple[Money, ...]


def take_off(
    discounts: Iterable[Discount], parts: Sequence[Part], currency: str, mode: RoundingMode
) -> tuple[Taken, ...]:
    """Each discount on what the ones before it left; no part ever falls below zero, and the shares add up."""
    left = [part.price.minor for part in parts]
    taken = []
    for discount in discounts:
        base = [minor if covers(discount.coverage, part) else 0 for minor, part in zip(left, parts, strict=True)]
        amount = 0 if _is_below(discount, parts) else amount_off(discount.reduction, sum(base), mode)
        shares = shared_out(amount, base, [part.line_id for part in parts])
        left = [minor - share for minor, share in zip(left, shares, strict=True)]
        taken.append(Taken(discount, Money(amount, currency), tuple(Money(share, currency) for share in shares)))
    return tuple(taken)


def covers(coverage: Coverage, part: Part) -> bool:
    """Whether a discount is reckoned on this line."""
    if part.is_liability:
        return False
    named = part.line_id in coverage.lines or part.item_id in coverage.items
    return coverage.is_whole_order or named or part.category_id in coverage.categories


def amount_off(reduction: Reduction, base: int, mode: RoundingMode) -> int:
    """How much comes off so many minor units: never more than there is, and never more than the most."""
    if base <= 0:
        return 0
    if reduction.amount is not None:
        return max(0, min(base, reduction.amount.minor))
    off = round_ratio(*_share_of(base, reduction.percent), mode)
    most = base if reduction.most is None else min(base, reduction.most.minor)
    return max(0, min(off, most))


def shared_out(amount: int, weights: Sequence[int], names: Sequence[str]) -> list[int]:
    """An amount in proportion to weights by largest remainder; whom a tie favours depends on names, not on places.

    So the same lines bear the same shares in whatever order they are listed. No share is above its weight as long as
    the amount is not above their sum.
    """
    whole = sum(weights)
    if amount <= 0 or whole <= 0:
        return [0] * len(weights)
    shares = [amount * weight // whole for weight in weights]
    rests = sorted(range(len(weights)), key=lambda place: (-(amount * weights[place] % whole), names[place]))
    for place in rests[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def _is_below(discount: Discount, parts: Iterable[Part]) -> bool:
    if discount.least is None:
        return False
    return sum(part.price.minor for part in parts if not part.is_liability) < discount.least.minor


def _share_of(base: int, percent: Decimal) -> tuple[int, int]:
    """The exact share as numerator and denominator."""
    numerator, denominator = percent.as_integer_ratio()
    return base * numerator, 100 * denominator
