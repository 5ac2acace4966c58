"""What a kitchen screen shows of all its tickets together, computed from cards and a time; plain values, no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aura_terminal.domain.ids import StationId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.pacing import Load, promised_minutes
from aura_terminal.domain.shop import StationRole
from aura_terminal.view_models.kitchen_card import NEW_FOR
from aura_terminal.view_models.kitchen_card import Card as Card
from aura_terminal.view_models.kitchen_card import CardLine as CardLine
from aura_terminal.view_models.kitchen_card import CardModifier as CardModifier
from aura_terminal.view_models.kitchen_card import Progress as Progress
from aura_terminal.view_models.kitchen_card import Stage as Stage
from aura_terminal.view_models.kitchen_card import card_of as card_of

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StationRow:
    """A place that cooks, or a pass, to choose from; `capacity` is how many dishes it makes at once, 0: not known."""

    station_id: StationId
    name: str
    icon: str
    is_pass: bool = False
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class AllDayRow:
    """How many of one thing are still to be made."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class HeaderCounts:
    """Open and late tickets and the average age of the open ones in seconds."""

    open: int
    late: int
    average: int


def in_order(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Rushed ones first, then by when they begin, then what is held by when it was fired. Everybody keeps his place."""
    return tuple(sorted(cards, key=_place))


def _place(card: Card) -> tuple[int, datetime, datetime, str]:
    if card.rushed_at is not None:
        return 0, card.rushed_at, card.fired_at, card.ticket_id
    if card.is_held:
        return 2, card.fired_at, card.fired_at, card.ticket_id
    return 1, card.begins_at, card.fired_at, card.ticket_id


def counts_by_type(cards: Iterable[Card]) -> dict[OrderType, int]:
    """How many tickets there are of each order type, in the enum's order, zeros included."""
    counted = Counter(card.order_type for card in cards)
    return {order_type: counted[order_type] for order_type in OrderType}


def all_day_of(cards: Iterable[Card], now: datetime | None = None) -> tuple[AllDayRow, ...]:
    """What is still to be made by name, most wanted first, then by name.

    What is made from a slip, waits for its turn, or is only put together at a pass is not counted.
    """
    wanted: Counter[str] = Counter()
    for card in _cooking(cards, now):
        for line in card.lines:
            wanted[line.name] += line.to_make
    return _sorted(wanted)


def production_of(cards: Iterable[Card], now: datetime | None = None) -> tuple[AllDayRow, ...]:
    """What is still needed of what is made beforehand: ten patties for five double burgers; parts of one round up."""
    wanted: Counter[str] = Counter()
    for card in _cooking(cards, now):
        for line in card.lines:
            for portion in line.portions:
                wanted[portion.name] += -(-portion.quantity * line.to_make // line.quantity)
    return _sorted(wanted)


def _cooking(cards: Iterable[Card], now: datetime | None) -> list[Card]:
    kept = [card for card in cards if card.printed_at is None and not card.is_held]
    begun = [card for card in kept if now is None or card.begins_at <= now]
    making = [card for card in begun if card.role is StationRole.PREP]
    return making or begun


def _sorted(wanted: Counter[str]) -> tuple[AllDayRow, ...]:
    rows = (AllDayRow(name, quantity) for name, quantity in wanted.items() if quantity)
    return tuple(sorted(rows, key=lambda row: (-row.quantity, row.name)))


class Ages:
    """When tickets begin and when they are late, kept as numbers, so that a second costs nothing worth naming.

    What is held has no age, and what is made from a slip is not late.
    """

    def __init__(self, cards: Sequence[Card]) -> None:
        self._open = len(cards)
        aging = [card for card in cards if not card.is_held]
        self._begins = [card.begins_at.timestamp() for card in aging]
        timed = [card for card in aging if card.target_minutes and card.printed_at is None]
        self._late = [card.begins_at.timestamp() + card.target_minutes * 60 for card in timed]

    def header(self, now: datetime) -> HeaderCounts:
        """The counters of the header."""
        at = now.timestamp()
        ages = sum(at - begin for begin in self._begins if begin < at)
        average = int(ages / len(self._begins)) if self._begins else 0
        return HeaderCounts(self._open, sum(late <= at for late in self._late), average)


def header_of(cards: Sequence[Card], now: datetime) -> HeaderCounts:
    """The counters of the header; what is held has no age."""
    return Ages(cards).header(now)


def changes_at(cards: Iterable[Card], now: datetime) -> datetime:
    """When the next of these tickets stops being new, or is begun; until then no mark changes by itself."""
    moments = [card.begins_at + NEW_FOR for card in cards if card.is_new(now)]
    moments += [card.begins_at for card in cards if card.begins_at > now and not card.is_held]
    return min(moments, default=NEVER)


def promised(cards: Iterable[Card], stations: Iterable[StationRow]) -> int:
    """In how many minutes something ordered now would be ready, at the slowest station; 0 where no capacity is known.

    A dish is taken to last as long as those at the station do on average.
    """
    waiting = list(cards)
    return max((_promised_at(waiting, station) for station in stations if station.capacity > 0), default=0)


def _promised_at(cards: Iterable[Card], station: StationRow) -> int:
    lines = [
        line for card in cards if card.station_id == station.station_id and card.printed_at is None
        for line in card.lines if line.to_make
    ]  # fmt: skip
    minutes = sum(line.prep_minutes * line.to_make for line in lines)
    count = sum(line.to_make for line in lines)
    own = -(-minutes // count) if count else 0
    return promised_minutes(Load(minutes, station.capacity), own)
