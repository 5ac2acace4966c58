"""What one person, or one session of a drawer, did on a business date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from aura_terminal.domain.closing import Deed, DrawerClosed
from aura_terminal.domain.day_figures import Figure
from aura_terminal.domain.ids import SessionId, StaffId
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.payments import CARD, CASH


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """A cashier's shift in figures, with what is known now; a report changes nothing.

    `orders` and `sales` are what they closed, tenders, tips and refunds what they took and gave back (a payment that
    never happened is in `reversals`, whoever said so). `given_away` are discounts they granted, by name, negative.
    Tips are part of no other row. `session_id` names the drawer's session where the report is of one.
    """

    staff_id: StaffId
    name: str
    business_date: date
    currency: str
    terminals: tuple[str, ...]
    began_at: datetime | None
    ended_at: datetime | None
    orders: int
    sales: Money
    tenders: tuple[Figure, ...] = ()
    tips: tuple[Figure, ...] = ()
    refunds: tuple[Figure, ...] = ()
    reversals: tuple[Figure, ...] = ()
    given_away: tuple[Figure, ...] = ()
    voids: Figure | None = None
    removed: Figure | None = None
    deeds: tuple[Deed, ...] = ()
    openings: int = 0
    drawers: tuple[DrawerClosed, ...] = ()
    session_id: SessionId | None = None

    @property
    def taken(self) -> Money:
        """What tenders took, less what was given back and what never happened."""
        return self._sum((*self.tenders, *self.refunds, *self.reversals))

    def taken_by(self, tender: str) -> Money:
        """The same of one tender."""
        figures = (*self.tenders, *self.refunds, *self.reversals)
        return self._sum(tuple(figure for figure in figures if figure.name == tender))

    def _sum(self, figures: tuple[Figure, ...]) -> Money:
        return total((figure.amount for figure in figures), self.currency)


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """What the world outside is told of a shift that is over; amounts are what was taken, without tips.

    `total_sales` is what all tenders took, so that cash, card and the others add up to it.
    """

    shift_id: str
    user_id: StaffId
    user_name: str
    terminal: str
    closed_at: datetime
    total_sales: Money
    transaction_count: int
    cash_collected: Money
    card_collected: Money


def shift_closed(shift_id: str, report: ShiftReport, closed_at: datetime) -> ShiftClosed:
    """A report as it is told when the shift is over; `shift_id` names the shift or the drawer's session."""
    return ShiftClosed(
        shift_id, report.staff_id, report.name, ", ".join(report.terminals), closed_at, report.taken,
        sum(figure.count for figure in report.tenders) - sum(figure.count for figure in report.reversals),
        report.taken_by(CASH), report.taken_by(CARD),
    )  # fmt: skip
