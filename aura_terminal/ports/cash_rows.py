"""Drawer sessions as rows: what each should hold, what was counted, and what moved in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from aura_terminal.domain.cash import (
    CashCounted,
    Contradiction,
    CountPurpose,
    DrawerSession,
    MovementKind,
    Takings,
    overlapping,
)
from aura_terminal.domain.cash_counting import CashCount
from aura_terminal.domain.cash_rules import CASH_RULES, CashRules
from aura_terminal.domain.ids import CountId, DrawerId, MovementId, SessionId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import StaffMember

if TYPE_CHECKING:
    from aura_terminal.ports.store import Documents


@dataclass(frozen=True, slots=True)
class MovementRow:
    """Cash that moved without a sale; the amount is positive, its kind says which way."""

    id: MovementId
    kind: MovementKind
    amount: Money
    at: datetime
    by: str
    reason: str
    recipient: str
    allowed_by: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """One count, with what was expected when it was made. `reason` says why it is off, where somebody did."""

    id: CountId
    purpose: CountPurpose
    count: CashCount
    expected: Money
    at: datetime
    by: str
    terminal: str
    reason: str = ""
    allowed_by: str = ""

    @property
    def over_short(self) -> Money:
        """What was found beyond what was expected then; negative where cash was missing."""
        return self.count.total - self.expected


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of a drawer.

    `cashier` is a name, "" for a drawer that is shared. `sales` are what stayed of what guests gave, `change` what went
    back to them and is part of no other figure: expected = float + sales - refunds + paid_in - paid_out - dropped -
    tips_out, with all that is known by now. `counted` and `over_short` are of the count that stands, None while it
    runs; `came_late` is by how much `expected` has changed since that count. For whoever may not see them (`blind`),
    `sales`, `change`, `refunds`, `expected` and `over_short` are None and there are no `counts`. `movements` and
    `counts` are oldest first.
    """

    id: SessionId
    drawer: DrawerId
    drawer_name: str
    terminal: str
    business_date: date
    cashier: str
    cashier_id: StaffId | None
    begun: datetime
    ended: datetime | None
    float: Money
    sales: Money | None
    change: Money | None
    refunds: Money | None
    paid_in: Money
    paid_out: Money
    dropped: Money
    tips_out: Money
    expected: Money | None
    counted: Money | None = None
    over_short: Money | None = None
    came_late: Money | None = None
    movements: tuple[MovementRow, ...] = ()
    counts: tuple[CountRow, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    must_explain: bool = False
    drop_due: bool = False

    @property
    def is_running(self) -> bool:
        """Whether cash is still taken in it."""
        return self.ended is None


@dataclass(frozen=True, slots=True)
class LooseCash:
    """Cash of one terminal on one business date that nobody's session answers for."""

    terminal: str
    business_date: date
    sales: Money
    change: Money
    refunds: Money

    @property
    def net(self) -> Money:
        """What it added to the drawer."""
        return self.sales - self.refunds


class CashReads(Protocol):
    """Sessions of every terminal of the store as far as they are known here, with nothing hidden."""

    def sessions_on(self, day: date) -> tuple[SessionRow, ...]:
        """Those that began on a business date, by the time they began."""

    def running(self) -> tuple[SessionRow, ...]:
        """Those that have not ended, whenever they began, by the time they began."""

    def running_so_far(self) -> tuple[SessionRow, ...]:
        """The same at once: what was only journalled of a backlog may be missing in the figures."""

    def row(self, session_id: SessionId) -> SessionRow:
        """One of them, or NotFound."""

    def ended(self, limit: int) -> tuple[SessionRow, ...]:
        """The last ones that ended, newest first."""

    def loose_on(self, day: date) -> tuple[LooseCash, ...]:
        """Cash taken or given back on a business date without a session, by terminal."""

    def rules(self) -> CashRules:
        """The house's rules for cash; what counts where it said nothing."""


def blind(row: SessionRow) -> SessionRow:
    """A session as somebody sees it who must not know what it should hold until a count is kept.

    Of a session that was counted and ended nothing is hidden.
    """
    if not row.is_running:
        return row
    return replace(
        row, sales=None, change=None, refunds=None, expected=None, over_short=None, came_late=None, counts=()
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What a session's row tells besides its own facts: names, tolerance and reminder, and what ran beside it."""

    names: Mapping[StaffId, str]
    drawers: Mapping[DrawerId, str]
    tolerance_minor: int = 0
    drop_above_minor: int = 0
    beside: tuple[Contradiction, ...] = ()


def session_rows(
    wanted: Sequence[DrawerSession], beside: Iterable[DrawerSession], takings: Callable[[DrawerSession], Takings],
    documents: Documents,
) -> tuple[SessionRow, ...]:  # fmt: skip
    """Sessions as rows, in their order; `beside` are those of the same drawers that may have run at the same time."""
    rules, names = rules_of(documents), {one.id: one.name for one in documents.all(StaffMember)}
    drawers = {place.id: place.name for place in rules.drawers}
    clashes = overlapping({one.id: one for one in (*beside, *wanted)}.values())
    around = Around(names, drawers, rules.tolerance_minor, rules.drop_above_minor)
    return tuple(session_row(one, takings(one), replace(around, beside=clashes.get(one.id, ()))) for one in wanted)


def rules_of(documents: Documents) -> CashRules:
    """The house's rules for cash; what counts where it said nothing."""
    return next((one for one in documents.all(CashRules) if one.id == CASH_RULES), CashRules())


def session_row(session: DrawerSession, takings: Takings, around: Around) -> SessionRow:
    """A session as its row. Raises NotFound while nobody knows how it began."""
    begun, end, names = session.beginning, session.end, around.names
    expected = session.expected(takings)
    row = SessionRow(
        session.id, begun.drawer_id, around.drawers.get(begun.drawer_id, begun.drawer_id), begun.terminal,
        begun.business_date, "" if begun.cashier is None else names.get(begun.cashier, begun.cashier), begun.cashier,
        begun.begun_at, None if end is None else end.ended_at, session.float, takings.sales, takings.change,
        takings.refunds, session.total(MovementKind.PAID_IN), session.total(MovementKind.PAID_OUT),
        session.total(MovementKind.DROP), session.total(MovementKind.TIPS_OUT), expected,
        movements=tuple(_movements(session, names)), counts=tuple(_counts(session, names)),
        contradictions=(*session.contradictions, *around.beside),
        drop_due=end is None and 0 < around.drop_above_minor < expected.minor,
    )  # fmt: skip
    final = session.final_count
    return row if final is None else _counted(row, session, final, expected, around)


def _counted(
    row: SessionRow, session: DrawerSession, final: CashCounted, expected: Money, around: Around
) -> SessionRow:
    over_short = final.count.total - expected
    is_off = abs(over_short.minor) > around.tolerance_minor
    return replace(
        row, counted=final.count.total, over_short=over_short, came_late=expected - final.expected,
        must_explain=is_off and final.count_id not in session.explained,
    )  # fmt: skip


def _movements(session: DrawerSession, names: Mapping[StaffId, str]) -> Iterable[MovementRow]:
    for one in session.movements:
        allowed = "" if one.approval is None else names.get(one.approval.by, one.approval.by)
        by = names.get(one.moved_by, one.moved_by)
        yield MovementRow(
            one.movement_id, one.kind, one.amount, one.moved_at, by, one.reason, one.recipient, allowed
        )  # fmt: skip


def _counts(session: DrawerSession, names: Mapping[StaffId, str]) -> Iterable[CountRow]:
    for one in session.counts:
        why = session.explained.get(one.count_id)
        reason, allowed = ("", "") if why is None else (why.reason, names.get(why.approval.by, why.approval.by))
        yield CountRow(
            one.count_id, one.purpose, one.count, one.expected, one.counted_at,
            names.get(one.counted_by, one.counted_by), one.terminal, reason, allowed,
        )  # fmt: skip
