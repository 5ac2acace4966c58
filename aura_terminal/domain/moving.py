"""Lines that change their place: moved to another order, split in parts, orders merged.

A line is added to one order, its home, for ever, and every fact about it is a fact of that order. Where it is charged
is what its home says: at home, or at the order it was moved to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from aura_terminal.domain.ids import ComboId, LineId, OrderId


@dataclass(frozen=True, slots=True)
class LinesMoved:
    """Lines are charged at another order, or at home again; `order_id` is their home, the last writer counts."""

    order_id: OrderId
    line_ids: tuple[LineId, ...]
    to: OrderId
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class LineSplit:
    """So many of a line became a line of their own, as far along and at the same price.

    `combo_id` is the combo the new line is part of, where the old one was part of one.
    """

    order_id: OrderId
    line_id: LineId
    new_line_id: LineId
    quantity: int
    combo_id: ComboId | None = None


@dataclass(frozen=True, slots=True)
class LinesSettled:
    """So many of lines were paid or cancelled at another order than their home; they stay there, whoever moves them."""

    order_id: OrderId
    lines: tuple[tuple[LineId, int], ...]
    at: OrderId


@dataclass(frozen=True, slots=True)
class OrderMerged:
    """The order is charged at another one from now on, what reaches it later included.

    `into` is always the older of the two, so that merges never go round in a circle; one that says otherwise does not
    count.
    """

    order_id: OrderId
    into: OrderId
    merged_at: datetime
    business_date: date


MovingFact = LinesMoved | LineSplit | LinesSettled | OrderMerged


def older_of(one: OrderId, other: OrderId) -> OrderId:
    """The order that stays when two are merged: ids are time-ordered, so that every terminal says the same."""
    return min(one, other)


def standing_at(place: OrderId, merged_into: Callable[[OrderId], OrderId | None]) -> OrderId:
    """The order at which what is charged at `place` stands in the end, once merges are followed.

    `merged_into` says where an order was merged to, None for one that was not. It ends: merges lead to older orders.
    """
    further = merged_into(place)
    while further is not None and further < place:
        place, further = further, merged_into(further)
    return place
