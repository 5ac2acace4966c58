"""Goods by weight: what a scale says, when a weight may be believed, and what it costs.

Weights are whole grams. A weight becomes money in one place, exactly and rounded once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money, RoundingMode, round_ratio
from aura_terminal.domain.staff import Approval

HEAVIEST = 999_999
"""No line weighs a ton: a slip of the finger does."""

CLOSE_MS, STALE_MS = 300, 2000
FREE_DIVISIONS = 2


class PriceUnit(StrEnum):
    """How much of it the price on the menu is for."""

    KILOGRAM = "kg"
    HUNDRED_GRAMS = "100g"


GRAMS_IN = {PriceUnit.KILOGRAM: 1000, PriceUnit.HUNDRED_GRAMS: 100}


class WeightSource(StrEnum):
    """Where a weight came from; a typed one is flagged wherever it is shown."""

    SCALE = "scale"
    TYPED = "typed"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class ByWeight:
    """An item is sold by weight: its price is for one `unit`; `tare` grams are the container it usually comes in."""

    unit: PriceUnit = PriceUnit.KILOGRAM
    tare: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.tare <= HEAVIEST:
            raise ValueError(f"a container does not weigh {self.tare} g")


@dataclass(frozen=True, slots=True)
class Weight:
    """What was weighed, before it has a price: all that lay on the scale, and what of it is the container."""

    gross: int
    tare: int = 0
    source: WeightSource = WeightSource.SCALE

    @property
    def net(self) -> int:
        """What the guest pays for, in grams."""
        return self.gross - self.tare


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weight of a line as it was sold, with the price of one unit. `approval` is whose word a typed weight has."""

    gross: int
    tare: int
    unit: PriceUnit
    price: Money
    source: WeightSource
    approval: Approval | None = None

    @property
    def net(self) -> int:
        """What was paid for, in grams."""
        return self.gross - self.tare


def price_of_weight(grams: int, price: Money, unit: PriceUnit) -> Money:
    """What so much of it costs: the exact product, an exact half rounded away from nothing."""
    return Money(round_ratio(grams * price.minor, GRAMS_IN[unit], RoundingMode.HALF_UP), price.currency)


def check_weight(weight: Weight) -> None:
    """Refuse a weight that is not more than its container, or that nobody could carry."""
    if weight.tare < 0 or weight.net < 1:
        raise RuleBroken(Rule.WEIGHT_NOT_POSITIVE, gross=weight.gross, tare=weight.tare)
    if weight.gross > HEAVIEST:
        raise RuleBroken(Rule.WEIGHT_OUT_OF_RANGE, grams=weight.gross, most=HEAVIEST)


class WeightState(StrEnum):
    """What a scale says of its pan. `TARE`: it subtracts a tare of its own, so that nobody knows what lies on it."""

    STABLE = "stable"
    ZERO = "zero"
    MOVING = "moving"
    OVER = "over"
    UNDER = "under"
    NEGATIVE = "negative"
    TARE = "tare"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer of a scale. Only a stable one has a weight: what moves is never shown as 0."""

    state: WeightState
    grams: int | None = None

    def __post_init__(self) -> None:
        weighs = self.grams is not None and self.grams > 0
        if weighs != (self.state is WeightState.STABLE) or (self.grams is not None and not weighs):
            raise ValueError(f"a reading that is {self.state} does not weigh {self.grams} g")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a scale is made for, in grams: the least and the most it weighs, and its smallest step."""

    least: int
    most: int
    division: int


class Verdict(StrEnum):
    """Whether a weight may be taken, and if not, why."""

    READY = "ready"
    SETTLING = "settling"
    EMPTY = "empty"
    MOVING = "moving"
    OVER = "over"
    UNDER = "under"
    NEGATIVE = "negative"
    SCALE_TARE = "scale_tare"
    TOO_LIGHT = "too_light"
    NOT_EMPTIED = "not_emptied"
    STALE = "stale"
    UNREACHABLE = "unreachable"


_SAID = {
    WeightState.ZERO: Verdict.EMPTY,
    WeightState.MOVING: Verdict.MOVING,
    WeightState.OVER: Verdict.OVER,
    WeightState.UNDER: Verdict.UNDER,
    WeightState.NEGATIVE: Verdict.NEGATIVE,
    WeightState.TARE: Verdict.SCALE_TARE,
    WeightState.UNREACHABLE: Verdict.UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """How the scale stands: the weight is there while the pan lies still, and may be taken when it is `READY`."""

    verdict: Verdict
    grams: int | None = None


class Settling:
    """Follows a scale from reading to reading and says when a weight may be believed.

    Two equal stable readings in a row, at most 300 ms apart, above the least weight and within the capacity; after one
    was taken the pan must be empty first, or differ by more than two divisions; what is older than two seconds is
    stale. Times are milliseconds of one monotonic clock.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._seen = Seen(Verdict.STALE)
        self._at: int | None = None
        self._stable: tuple[int, int] | None = None
        self._taken: int | None = None

    def see(self, reading: Reading, at_ms: int) -> Seen:
        """The next reading."""
        self._at = at_ms
        self._seen = self._judge(reading, at_ms)
        return self._seen

    def now(self, at_ms: int) -> Seen:
        """How it stands at a moment: nothing that is too old is believed."""
        if self._at is None or at_ms - self._at > STALE_MS:
            return Seen(Verdict.STALE)
        return self._seen

    def take(self, at_ms: int) -> int:
        """The weight that is ready, which must leave the pan before the next. Raises RuleBroken(WEIGHT_NOT_READY)."""
        seen = self.now(at_ms)
        if seen.verdict is not Verdict.READY or seen.grams is None:
            raise RuleBroken(Rule.WEIGHT_NOT_READY, verdict=seen.verdict.value)
        self._taken = seen.grams
        self._seen = Seen(Verdict.NOT_EMPTIED, seen.grams)
        return seen.grams

    def _judge(self, reading: Reading, at_ms: int) -> Seen:
        before, self._stable = self._stable, None
        if reading.grams is None:
            if reading.state is WeightState.ZERO:
                self._taken = None
            return Seen(_SAID[reading.state])
        grams = reading.grams
        self._stable = (grams, at_ms)
        return Seen(self._verdict(grams, before, at_ms), grams)

    def _verdict(self, grams: int, before: tuple[int, int] | None, at_ms: int) -> Verdict:
        if grams > self._bounds.most:
            return Verdict.OVER
        if before is None or before[0] != grams or not 0 <= at_ms - before[1] <= CLOSE_MS:
            return Verdict.SETTLING
        if self._taken is not None and abs(grams - self._taken) <= FREE_DIVISIONS * self._bounds.division:
            return Verdict.NOT_EMPTIED
        self._taken = None
        return Verdict.READY if grams >= self._bounds.least else Verdict.TOO_LIGHT


def kilograms(grams: int) -> str:
    """A weight in kilograms with three decimals and a point: `745` is `0.745`."""
    sign, whole = ("-", -grams) if grams < 0 else ("", grams)
    return f"{sign}{whole // 1000}.{whole % 1000:03d}"
