"""The house's rules for cash: which drawers there are, who holds them, and what is asked of a count."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.cash import DrawerSession
from aura_terminal.domain.ids import DrawerId, StaffId

CASH_RULES = "cash"


class Holding(StrEnum):
    """Who takes cash with a drawer: all who sell at its terminal, or the one who began its session."""

    SHARED = "shared"
    ASSIGNED = "assigned"


class SessionNeed(StrEnum):
    """Whether cash may be taken while nobody answers for the drawer."""

    OPTIONAL = "optional"
    NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class DrawerPlace:
    """A drawer of a terminal, by a name people know.

    `device` is the printer whose socket opens it; "" for whichever the terminal's settings say.
    """

    id: DrawerId
    name: str
    terminal: str
    holding: Holding = Holding.SHARED
    device: str = ""


@dataclass(frozen=True, slots=True)
class CashRules:
    """The house's rules for cash, one document of the store; amounts in minor units of its currency.

    A count that is off by more than `tolerance_minor` wants a reason and an approval. Somebody is reminded of a drop
    while more than `drop_above_minor` is in the drawer; 0 never reminds. A terminal for which no drawer is listed has
    one that all share. `reasons_in` and `reasons_out` are offered; anything else may be said.
    """

    id: str = CASH_RULES
    session: SessionNeed = SessionNeed.OPTIONAL
    tolerance_minor: int = 0
    drop_above_minor: int = 0
    drawers: tuple[DrawerPlace, ...] = ()
    reasons_in: tuple[str, ...] = ()
    reasons_out: tuple[str, ...] = ()


def drawers_at(rules: CashRules, terminal: str, *formerly: str) -> tuple[DrawerPlace, ...]:
    """The drawers of a terminal, whatever it was called `formerly`; never none."""
    listed = tuple(place for place in rules.drawers if place.terminal in (terminal, *formerly))
    return listed or (DrawerPlace(DrawerId(terminal), terminal, terminal),)


def session_used(sessions: Iterable[DrawerSession], terminals: Collection[str], by: StaffId) -> DrawerSession | None:
    """The running session whose cash somebody takes at a terminal of these names: their own, else a shared one.

    A drawer somebody else answers for is never touched. Of several, the one that began last.
    """
    here = [one for one in sessions if one.end is None and one.beginning.terminal in terminals]
    usable = [one for one in here if one.beginning.cashier in (by, None)]
    return max(usable, key=_own_first, default=None)


def _own_first(session: DrawerSession) -> tuple[bool, datetime, str]:
    begun = session.beginning
    return begun.cashier is not None, begun.begun_at, session.id
