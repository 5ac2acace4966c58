"""What can be done with the order on the counter, as a button that any screen may show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Which question a button belongs to: who sits where, what is asked for, what it costs, or the order as a whole."""

    PARTY = "party"
    DISHES = "dishes"
    MONEY = "money"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class OrderAct:
    """A button with its words and what a tap on it does.

    `needs_order`: only once an order is open; `needs_lines`: only once something is asked for.
    """

    id: str
    words: str
    icon: str
    ask: Callable[[], None]
    group: Group = Group.ORDER
    needs_order: bool = True
    needs_lines: bool = False
