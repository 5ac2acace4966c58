"""The cash drawers as one person sees them, and what they do with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.cash_rules import CashRules as CashRules
from aura_terminal.domain.kinds import Permission
from aura_terminal.ports.cash_rows import CountRow as CountRow
from aura_terminal.ports.cash_rows import MovementRow as MovementRow
from aura_terminal.ports.cash_rows import SessionRow as SessionRow
from aura_terminal.use_cases.cash_desk import CashDesk as CashDesk
from aura_terminal.use_cases.cash_desk import DrawerNow as DrawerNow
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.showing import Showing

if TYPE_CHECKING:
    from datetime import datetime

    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.cash import MovementKind
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import DrawerId, SessionId, StaffId
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

T = TypeVar("T")
Pieces = Mapping[int, int]


class CashModel(QObject):
    """`changed` follows a reading; `begun`, `moved`, `opened` and `explained` an act; `counted` carries the SessionRow.

    What is shown never holds more than the person signed in may see: the rows come blinded from the use case.
    """

    changed = Signal()
    begun = Signal()
    moved = Signal()
    opened = Signal()
    counted = Signal(object)
    explained = Signal()
    kept = Signal()
    printed = Signal()
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self.approvals = Approvals(runner, self)
        self._desk: CashDesk | None = None
        self._calendar: BusinessCalendar | None = None
        self._chosen = ""
        self.showing = Showing(session, changes, _concerning, self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self.refresh)
        self.showing.over.connect(self._forget)

    # What there is

    @property
    def session(self) -> SessionModel:
        """Who works here now."""
        return self._session

    @property
    def desk(self) -> CashDesk | None:
        """Everything this person may see; None before the first reading."""
        return self._desk

    @property
    def drawers(self) -> tuple[DrawerNow, ...]:
        """The drawers here, then those elsewhere this person may count."""
        return () if self._desk is None else (*self._desk.here, *self._desk.elsewhere)

    @property
    def drawer(self) -> DrawerNow | None:
        """The drawer that is shown."""
        found = (one for one in self.drawers if one.place.id == self._chosen)
        return next(found, self.drawers[0] if self.drawers else None)

    @property
    def running(self) -> SessionRow | None:
        """The session that runs on it; the last one begun where terminals apart began two."""
        drawer = self.drawer
        return drawer.running[-1] if drawer is not None and drawer.running else None

    @property
    def is_here(self) -> bool:
        """Whether the drawer that is shown is at this terminal, and opens by itself."""
        return self._desk is not None and self.drawer in self._desk.here

    def may(self, permission: Permission) -> bool:
        """Whether the person here holds a right themselves."""
        return self._session.may(permission)

    def is_theirs(self, row: SessionRow) -> bool:
        """Whether the person here answers for a session, or may count any."""
        actor = self._session.actor
        mine = actor is not None and row.cashier_id in (actor.id, None)
        return mine or self.may(Permission.COUNT_ANY_DRAWER)

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock, in UTC until the store has been read."""
        return instant if self._calendar is None else self._calendar.local(instant)

    # Reading

    @Slot()
    def refresh(self) -> None:
        """Read the drawers again."""
        by = self._session.actor
        if by is not None:
            self._runner.run(partial(_read, by), partial(self._show, by), self.refused.emit)

    def choose(self, drawer_id: str) -> None:
        """Show another drawer."""
        self._chosen = drawer_id
        self.changed.emit()

    # Acts

    def begin(self, pieces: Pieces, cashier: StaffId | None = None) -> None:
        """Begin a session of the drawer that is shown."""
        drawer, by = self.drawer, self._session.must_actor()
        if drawer is not None and by is not None:
            place = drawer.place.id
            self._do(lambda shop: shop.cash.begin(by, place, pieces, cashier), self.begun.emit)

    def open_to_count(self) -> None:
        """Open the drawer that is shown, for counting; one at another terminal stays shut."""
        drawer, by = self.drawer, self._session.must_actor()
        if drawer is not None and by is not None and self.is_here:
            self._do(partial(_open, by, drawer.place.id))

    def open_without_sale(self, reason: str) -> None:
        """Open the drawer without a sale, for a reason."""
        by = self._session.must_actor()
        if by is not None:
            call = partial(_no_sale, by, reason)
            self.approvals.run(call, reason, partial(self._say, self.opened.emit), self.refused.emit)

    def move(self, kind: MovementKind, amount: Money, reason: str, recipient: str) -> None:
        """Put cash in or take it out of the session that runs."""
        row, by = self.running, self._session.must_actor()
        if row is not None and by is not None:
            call = partial(_move, by, row.id, kind, amount, reason, recipient)
            self.approvals.run(call, reason or kind.value, partial(self._say, self.moved.emit), self.refused.emit)

    def check(self, pieces: Pieces) -> None:
        """Count the running session in between."""
        self._count(self.running, lambda shop, by, id_: shop.cash.check(by, id_, pieces))

    def end(self, pieces: Pieces) -> None:
        """Count and end the running session."""
        self._count(self.running, lambda shop, by, id_: shop.cash.end(by, id_, pieces))

    def hand_over(self, pieces: Pieces, to: StaffId) -> None:
        """Count the running session and hand the drawer to somebody."""
        self._count(self.running, lambda shop, by, id_: shop.cash.hand_over(by, id_, pieces, to))

    def recount(self, row: SessionRow, pieces: Pieces) -> None:
        """Count a session that has ended once more."""
        self._count(row, lambda shop, by, id_: shop.cash.recount(by, id_, pieces))

    def explain(self, session_id: SessionId, reason: str) -> None:
        """Say why a count is off."""
        by = self._session.must_actor()
        if by is not None:
            call = partial(_explain, by, session_id, reason)
            self.approvals.run(call, reason, partial(self._say, self.explained.emit), self.refused.emit)

    def print_again(self, session_id: SessionId) -> None:
        """Print the slip of a count once more."""
        by = self._session.must_actor()
        if by is not None:
            self._do(lambda shop: shop.cash.print_again(by, session_id), self.printed.emit)

    def put_rules(self, rules: CashRules) -> None:
        """Set the house's rules for cash."""
        by = self._session.must_actor()
        if by is not None:
            self._do(lambda shop: shop.cash.put_rules(by, rules), self.kept.emit)

    def _count(self, row: SessionRow | None, call: Callable[[Shop, Actor, SessionId], SessionRow]) -> None:
        by = self._session.must_actor()
        if row is not None and by is not None:
            session_id = row.id
            self._runner.run(lambda shop: call(shop, by, session_id), self._say_counted, self.refused.emit)

    def _do(self, call: Callable[[Shop], object], say: Callable[[], object] | None = None) -> None:
        self._runner.run(call, partial(self._say, say), self.refused.emit)

    def _say(self, say: Callable[[], object] | None, _answer: object) -> None:
        self._announce()
        if say is not None:
            say()

    def _say_counted(self, row: SessionRow) -> None:
        self._announce()
        self.counted.emit(row)

    def _announce(self) -> None:
        """What was kept concerns the register and the day as well."""
        self._changes.changed.emit(frozenset(_concerning()))
        self.refresh()

    def _show(self, by: Actor, answer: tuple[BusinessCalendar, CashDesk]) -> None:
        if by == self._session.actor and answer != (self._calendar, self._desk):
            self._calendar, self._desk = answer
            self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        """Somebody else is here, who perhaps may not see it."""
        self._desk = None
        self.changed.emit()


def _read(by: Actor, shop: Shop) -> tuple[BusinessCalendar, CashDesk]:
    return shop.reads.store.profile().calendar, shop.cash_desks.desk(by)


def _open(by: Actor, drawer_id: DrawerId, shop: Shop) -> object:
    return shop.cash.open_to_count(by, drawer_id)


def _no_sale(by: Actor, reason: str, approval: Approval | None, shop: Shop) -> object:
    return shop.paying.open_drawer(by, reason, approval)


def _move(
    by: Actor, session_id: SessionId, kind: MovementKind, amount: Money, reason: str, recipient: str,
    approval: Approval | None, shop: Shop,
) -> object:  # fmt: skip
    from aura_terminal.use_cases.cash import Moving

    return shop.cash.move(by, session_id, Moving(kind, amount, reason, recipient), approval)


def _explain(by: Actor, session_id: SessionId, reason: str, approval: Approval | None, shop: Shop) -> object:
    return shop.cash.explain(by, session_id, reason, approval)


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain import cash, documents, order_facts, settling

    return (
        *cash.SessionFact.__args__, order_facts.PaymentTaken, settling.PaymentRefunded, settling.PaymentReversed,
        documents.DocumentPut,
    )  # fmt: skip
