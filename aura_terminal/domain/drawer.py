"""The cash drawer: every opening is a fact with a reason, whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.ids import DrawerId, OrderId
from aura_terminal.domain.staff import Approval


class OpeningReason(StrEnum):
    """Why a drawer was opened."""

    SALE = "sale"
    NO_SALE = "no_sale"
    REFUND = "refund"
    CASH_MOVED = "cash_moved"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class DrawerOpened:
    """The drawer was told to open; `note` says why when nothing was sold, `approval` who allowed one more."""

    drawer_id: DrawerId
    opened_at: datetime
    reason: OpeningReason
    order_id: OrderId | None = None
    note: str = ""
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class DrawerLeftOpen:
    """A drawer stood open too long; `opened_by` and `reason` are those of the last opening known here."""

    drawer_id: DrawerId
    open_since: datetime
    noticed_at: datetime
    opened_by: str = ""
    reason: str = ""


DrawerFact = DrawerOpened | DrawerLeftOpen


@dataclass(slots=True)
class Drawer:
    """The fold of one drawer's openings."""

    id: DrawerId
    openings: int = 0
    without_sale: int = 0

    def apply(self, fact: DrawerFact) -> None:
        """Evolve by one fact."""
        if isinstance(fact, DrawerLeftOpen):
            return
        self.openings += 1
        if fact.reason is OpeningReason.NO_SALE:
            self.without_sale += 1


def drawer_of(drawer_id: DrawerId, facts: Iterable[DrawerFact]) -> Drawer:
    """The drawer these facts make; one that was never opened is closed."""
    drawer = Drawer(drawer_id)
    for fact in facts:
        drawer.apply(fact)
    return drawer
