"""Drawer sessions: begun with a counted float, cash moved, counted, handed over and ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from aura_terminal.domain.cash import (
    CashCounted,
    CashMoved,
    CountPurpose,
    DifferenceExplained,
    DrawerSession,
    MovementKind,
    SessionBegun,
    SessionEnded,
)
from aura_terminal.domain.cash_counting import CashCount, counted
from aura_terminal.domain.cash_rules import CASH_RULES, CashRules, Holding
from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import CountId, DrawerId, MovementId, SessionId, StaffId
from aura_terminal.domain.limits import reason_given, tidy
from aura_terminal.domain.money import LARGEST_MINOR, Money
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission, StaffMember
from aura_terminal.ports.cash_rows import SessionRow, rules_of
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.cash_paper import count_slip, movement_slip
from aura_terminal.use_cases.drawers import open_drawer, place_named, place_of
from aura_terminal.use_cases.receipts import copy_of
from aura_terminal.use_cases.slips import spool_slip

Pieces = Mapping[int, int]
"""How many were found of each coin and note, by its value in minor units."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Cash that is to move: how, how much, why, and who brings or gets it."""

    kind: MovementKind
    amount: Money
    reason: str = ""
    recipient: str = ""


class Cash:
    """The verbs of a drawer's session. All need the right USE_DRAWER; a session somebody else answers for needs
    COUNT_ANY_DRAWER, else RuleBroken(SESSION_OF_ANOTHER). A row that is answered hides what its reader may not see."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def begin(self, by: Actor, drawer_id: DrawerId, pieces: Pieces, cashier: StaffId | None = None) -> SessionBegun:
        """Answer for a drawer from now on, with the float that was counted.

        An assigned drawer is the beginner's own, or `cashier`'s, which needs COUNT_ANY_DRAWER for somebody else.
        Raises RuleBroken: SESSION_RUNNING, DRAWER_UNKNOWN, COIN_UNKNOWN, QUANTITY_OUT_OF_RANGE.
        """
        by.must(Permission.USE_DRAWER)
        with self._begin(by.id) as work:
            place = place_named(rules_of(work.documents), self._terminal, drawer_id)
            running = any(one.beginning.drawer_id == drawer_id for one in work.cash.open_sessions())
            if running:
                raise RuleBroken(Rule.SESSION_RUNNING, drawer=place.name)
            if place.terminal not in self._terminal.labels or (cashier is not None and cashier != by.id):
                by.must(Permission.COUNT_ANY_DRAWER)
            owner = _member(work, cashier or by.id) if place.holding is Holding.ASSIGNED else None
            fact = SessionBegun(
                SessionId(self._ids.new()), place.id, place.terminal, work.today, work.now, by.id, owner,
                _found(work, pieces),
            )  # fmt: skip
            work.keep(fact)
        return fact

    def move(self, by: Actor, session_id: SessionId, moving: Moving, approval: Approval | None = None) -> CashMoved:
        """Put cash in or take it out; the drawer opens and a slip is printed.

        A drop to the safe needs no more than the drawer; all else the right MOVE_CASH or an approval, a reason for what
        is paid in or out, and who gets what is paid out. Raises RuleBroken: SESSION_ENDED, AMOUNT_NOT_POSITIVE,
        REASON_NEEDED, APPROVAL_NEEDED.
        """
        with self._begin(by.id) as work:
            return self.move_within(work, by, session_id, moving, approval)

    def move_within(
        self, work: Work, by: Actor, session_id: SessionId, moving: Moving, approval: Approval | None = None
    ) -> CashMoved:
        """The same as a part of somebody else's transaction."""
        session = self._theirs(work, by, session_id)
        allowed = None
        if moving.kind is not MovementKind.DROP:
            allowed = approved(
                by, approval, work, Permission.MOVE_CASH, moving.reason or moving.kind.value, amount=moving.amount
            )
        fact = session.move(CashMoved(
            session.id, MovementId(self._ids.new()), moving.kind, moving.amount, work.now, by.id,
            self._terminal.label, tidy(moving.reason), tidy(moving.recipient), allowed,
        ))  # fmt: skip
        work.keep(fact)
        note = f"{moving.kind.value} {fact.amount.plain()}"
        self._open(work, session, OpeningReason.CASH_MOVED, note)
        row, profile = work.cash.row(session.id), work.documents.get(StoreProfile, STORE_PROFILE)
        moved = next(one for one in row.movements if one.id == fact.movement_id)
        spool_slip(work, self._ids, movement_slip(row, moved, profile))
        return fact

    def open_to_count(self, by: Actor, drawer_id: DrawerId) -> tuple[DrawerOpened, ...]:
        """Open a drawer for whoever counts it; one at another terminal is opened there, by hand."""
        by.must(Permission.USE_DRAWER)
        with self._begin(by.id) as work:
            place = place_named(rules_of(work.documents), self._terminal, drawer_id)
            if place.terminal not in self._terminal.labels:
                return ()
            return (open_drawer(work, self._ids, place, OpeningReason.COUNT, said("Count")),)

    def check(self, by: Actor, session_id: SessionId, pieces: Pieces) -> SessionRow:
        """Count a running session in between; it goes on. Needs COUNT_ANY_DRAWER, for it tells what was expected."""
        by.must(Permission.COUNT_ANY_DRAWER)
        with self._begin(by.id) as work:
            session = work.cash.session(session_id)
            session.must_run()
            self._count(work, by, session, CountPurpose.CHECK, _found(work, pieces))
            return work.cash.row(session.id)

    def end(self, by: Actor, session_id: SessionId, pieces: Pieces) -> SessionRow:
        """Count the drawer and end its session, whatever was found; a count that is off may want to be explained."""
        with self._begin(by.id) as work:
            session = self._theirs(work, by, session_id)
            self._end(work, by, session, _found(work, pieces), None)
            return work.cash.row(session.id)

    def hand_over(self, by: Actor, session_id: SessionId, pieces: Pieces, to: StaffId) -> SessionRow:
        """Count the drawer, end its session and begin the next with the same cash, all or nothing.

        `to` answers for an assigned drawer from then on. Answers the session that ended. Raises NotFound where nobody
        of that id works here.
        """
        with self._begin(by.id) as work:
            session = self._theirs(work, by, session_id)
            begun, count = session.beginning, _found(work, pieces)
            next_id, heir = SessionId(self._ids.new()), _member(work, to)
            self._end(work, by, session, count, next_id)
            work.keep(SessionBegun(
                next_id, begun.drawer_id, begun.terminal, work.today, work.now, heir,
                None if begun.cashier is None else heir, count, session.id,
            ))  # fmt: skip
            return work.cash.row(session.id)

    def recount(self, by: Actor, session_id: SessionId, pieces: Pieces) -> SessionRow:
        """Count a session that has ended once more; every count stays, the last one stands.

        Raises RuleBroken(SESSION_RUNNING) while it runs.
        """
        with self._begin(by.id) as work:
            session = self._theirs(work, by, session_id)
            if session.end is None:
                raise RuleBroken(Rule.SESSION_RUNNING, drawer=session.beginning.drawer_id)
            self._count(work, by, session, CountPurpose.RECOUNT, _found(work, pieces))
            return work.cash.row(session.id)

    def explain(
        self, by: Actor, session_id: SessionId, reason: str, approval: Approval | None = None
    ) -> DifferenceExplained:
        """Say why the count that stands is over or short; needs COUNT_ANY_DRAWER or an approval, and a reason.

        Raises RuleBroken(NOTHING_COUNTED) while the session runs.
        """
        by.must(Permission.USE_DRAWER)
        with self._begin(by.id) as work:
            session, said = work.cash.session(session_id), reason_given(reason)
            final = session.final_count
            if final is None:
                raise RuleBroken(Rule.NOTHING_COUNTED)
            allowed = approved(by, approval, work, Permission.COUNT_ANY_DRAWER, said)
            fact = DifferenceExplained(session.id, final.count_id, said, allowed)
            work.keep(fact)
        return fact

    def print_again(self, by: Actor, session_id: SessionId) -> None:
        """Print the slip of the count that stands once more, marked as a copy. Needs REPRINT."""
        by.must(Permission.REPRINT)
        with self._begin(by.id) as work:
            session, row = self._theirs(work, by, session_id), work.cash.row(session_id)
            final = session.final_count
            if final is None:
                raise RuleBroken(Rule.NOTHING_COUNTED)
            count = next(one for one in row.counts if one.id == final.count_id)
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, copy_of(count_slip(row, count, profile)))

    def put_rules(self, by: Actor, rules: CashRules) -> DocumentPut:
        """Set the house's rules for cash. Needs EDIT_SETTINGS.

        Raises RuleBroken: AMOUNT_NOT_POSITIVE, and DRAWER_TWICE for drawers that cannot be told apart.
        """
        by.must(Permission.EDIT_SETTINGS)
        for minor in (rules.tolerance_minor, rules.drop_above_minor):
            if not 0 <= minor <= LARGEST_MINOR:
                raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
        ids, called = [str(place.id) for place in rules.drawers], [place.name.casefold() for place in rules.drawers]
        for names in (ids, called):
            twice = next((name for name in names if names.count(name) > 1 or not name.strip()), None)
            if twice is not None:
                raise RuleBroken(Rule.DRAWER_TWICE, drawer=twice)
        with self._begin(by.id) as work:
            fact = put(replace(rules, id=CASH_RULES))
            work.keep(fact)
        return fact

    def _end(
        self, work: Work, by: Actor, session: DrawerSession, count: CashCount, handed_to: SessionId | None
    ) -> None:
        session.must_run()
        fact = self._count(work, by, session, CountPurpose.CLOSING, count)
        work.keep(SessionEnded(session.id, fact.count_id, work.now, by.id, self._terminal.label, handed_to))

    def _count(
        self, work: Work, by: Actor, session: DrawerSession, purpose: CountPurpose, count: CashCount
    ) -> CashCounted:
        expected = session.expected(work.cash.takings(session))
        fact = CashCounted(
            session.id, CountId(self._ids.new()), purpose, count, expected, work.now, by.id, self._terminal.label
        )
        work.keep(fact)
        row, profile = work.cash.row(session.id), work.documents.get(StoreProfile, STORE_PROFILE)
        told = next(one for one in row.counts if one.id == fact.count_id)
        spool_slip(work, self._ids, count_slip(row, told, profile))
        return fact

    def _open(self, work: Work, session: DrawerSession, why: OpeningReason, note: str) -> None:
        place = place_of(rules_of(work.documents), session)
        if place.terminal in self._terminal.labels:
            open_drawer(work, self._ids, place, why, said("Cash moved"), note=note)

    def _theirs(self, work: Work, by: Actor, session_id: SessionId) -> DrawerSession:
        """A session this person may act on."""
        by.must(Permission.USE_DRAWER)
        session = work.cash.session(session_id)
        cashier = session.beginning.cashier
        if cashier not in (by.id, None) and Permission.COUNT_ANY_DRAWER not in by.permissions:
            raise RuleBroken(Rule.SESSION_OF_ANOTHER, cashier=_name(work, cashier or by.id))
        return session


def _found(work: Work, pieces: Pieces) -> CashCount:
    return counted(pieces, work.documents.get(StoreProfile, STORE_PROFILE).currency)


def _member(work: Work, staff_id: StaffId) -> StaffId:
    known = any(one.id == staff_id and one.active for one in work.documents.all(StaffMember))
    if not known:
        raise NotFound("staff", staff_id)
    return staff_id


def _name(work: Work, staff_id: StaffId) -> str:
    return next((one.name for one in work.documents.all(StaffMember) if one.id == staff_id), staff_id)
