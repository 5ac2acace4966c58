"""The cash drawer: every opening is a fact with a reason, whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.ids import DrawerId, OrderId


class OpeningReason(StrEnum):
    """Why a drawer was opened."""

    SALE = "sale"
    NO_SALE = "no_sale"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class DrawerOpened:
    """The drawer was told to open; `note` says why when nothing was sold."""

    drawer_id: DrawerId
    opened_at: datetime
    reason: OpeningReason
    order_id: OrderId | None = None
    note: str = ""


@dataclass(slots=True)
class Drawer:
    """The fold of one drawer's openings."""

    id: DrawerId
    openings: int = 0
    without_sale: int = 0

    def apply(self, fact: DrawerOpened) -> None:
        """Evolve by one fact."""
        self.openings += 1
        if fact.reason is OpeningReason.NO_SALE:
            self.without_sale += 1


def drawer_of(drawer_id: DrawerId, facts: Iterable[DrawerOpened]) -> Drawer:
    """The drawer these facts make; one that was never opened is closed."""
    drawer = Drawer(drawer_id)
    for fact in facts:
        drawer.apply(fact)
    return drawer
