"""Closing a business day: an X report is a reading and changes nothing, a Z report is numbered and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce

from aura_terminal.domain.closing_checks import ClosingCheck
from aura_terminal.domain.day_figures import DayTotals as DayTotals
from aura_terminal.domain.day_figures import Figure as Figure
from aura_terminal.domain.day_figures import TaxFigure as TaxFigure
from aura_terminal.domain.day_figures import remaining as remaining
from aura_terminal.domain.day_figures import together as together
from aura_terminal.domain.day_sums import day_totals as day_totals
from aura_terminal.domain.ids import ClosingId, Origin, SessionId, StaffId
from aura_terminal.domain.money import Money, zero

MOST_IN_A_DAY = 10**12
"""Minor units, or things, that no day of a shop comes to."""
MOST_DEEDS = 200
"""How many single deeds a Z report lists; how many more there were is said."""


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order that is carried over, wherever it was opened."""

    number: str
    table_name: str
    due: Money


@dataclass(frozen=True, slots=True)
class TerminalPart:
    """What a Z report holds of one terminal: what was closed and taken there, beyond what earlier ones hold of it."""

    terminal: str
    totals: DayTotals


class DeedKind(StrEnum):
    """What a closing lists one by one, with who and why."""

    NO_SALE = "no_sale"
    OPENED = "opened"
    REMOVED = "removed"
    VOIDED = "voided"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that somebody will ask about later. `what` is the item or the drawer, `by` and `allowed_by` are names.

    `amount` is what was asked for and taken back, None for a drawer that was opened.
    """

    kind: DeedKind
    at: datetime
    by: str
    terminal: str
    what: str
    order: str = ""
    quantity: int = 0
    amount: Money | None = None
    reason: str = ""
    allowed_by: str = ""


@dataclass(frozen=True, slots=True)
class DrawerClosed:
    """A drawer's session as a Z report tells it, with what was known then.

    `counted` and `over_short` are None while nobody has counted it. `expected` is what it should hold.
    """

    session_id: SessionId
    drawer: str
    terminal: str
    cashier: str
    begun_at: datetime
    ended_at: datetime | None
    float: Money
    sales: Money
    refunds: Money
    paid_in: Money
    paid_out: Money
    dropped: Money
    tips_out: Money
    expected: Money
    counted: Money | None = None
    over_short: Money | None = None


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The Z report: numbered per terminal, covering exactly the facts up to the vector it names, never changed.

    `parts` are what it holds of each terminal that could be heard, so that the reports of all terminals together are
    the day, whoever made them; one of an earlier program has none and holds what happened at its own (`parts_of`).
    `addendum` counts the reports of one date after its first; `missing` are terminals that could not be heard, with
    since when, of `terminals` in all. `noted` is what stood against closing and did not refuse it, `deeds` what people
    will ask about (`more_deeds` were left out), `drawers` the sessions it is the first to tell of, and
    `loose_cash`, by terminal, is cash of the date that no session answers for, where the store has sessions.
    """

    closing_id: ClosingId
    number: int
    terminal: str
    closed_at: datetime
    covers: tuple[tuple[Origin, int], ...]
    totals: DayTotals
    open: tuple[OpenOrder, ...] = ()
    addendum: int = 0
    missing: tuple[tuple[str, datetime], ...] = ()
    by: StaffId = StaffId("")
    by_name: str = ""
    parts: tuple[TerminalPart, ...] = ()
    terminals: int = 0
    noted: tuple[ClosingCheck, ...] = ()
    deeds: tuple[Deed, ...] = ()
    more_deeds: int = 0
    openings_for_sales: int = 0
    drawers: tuple[DrawerClosed, ...] = ()
    loose_cash: tuple[Figure, ...] = ()
    debts_settled: tuple[Figure, ...] = ()
    """What of the tenders was paid into house accounts and no earlier closing told: no takings of the day."""

    @property
    def covered(self) -> tuple[int, int]:
        """How many terminals it covers, of how many."""
        all_ = max(self.terminals, 1 + len(self.missing))
        return all_ - len(self.missing), all_

    @property
    def corrects(self) -> bool:
        """Whether it takes off what two reports hold that were made before their terminals noticed the cut."""
        counts = (figure.count for figure in (*self.totals.tenders, *self.totals.items))
        return self.totals.orders < 0 or any(count < 0 for count in counts)


def parts_of(closed: DayClosed) -> tuple[TerminalPart, ...]:
    """What a Z report holds, terminal by terminal."""
    return closed.parts or (TerminalPart(closed.terminal, closed.totals),)


def held_of(terminal: str, closings: Iterable[DayClosed]) -> list[DayTotals]:
    """What Z reports hold of one terminal; a broken terminal's, with figures no shop has, count for nothing."""
    parts = (part for closed in closings for part in parts_of(closed) if part.terminal == terminal)
    return [part.totals for part in parts if all(abs(number) <= MOST_IN_A_DAY for number in _numbers(part.totals))]


def _numbers(value: object) -> Iterator[int]:
    """Every count and amount there is in a value."""
    if isinstance(value, int):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _numbers(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _numbers(getattr(value, field.name))


def perpetual(closings: Iterable[DayClosed], currency: str) -> Money:
    """The grand total over all closings: it only grows, and a missing closing shows in it."""
    counted = (closing.totals.gross for closing in closings if closing.totals.gross.currency == currency)
    return reduce(lambda sum_, gross: sum_ + gross, counted, zero(currency))
