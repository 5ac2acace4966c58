"""What somebody may see of the drawers: the ones here, those elsewhere, and sessions that are over."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, drawers_at
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DrawerId, SessionId
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.cash_rows import LooseCash, SessionRow, blind
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.journal import offset_by
from aura_terminal.ports.reads import Reads, StaffRow
from aura_terminal.ports.store import TerminalIdentity

PAST = 30


@dataclass(frozen=True, slots=True)
class DrawerNow:
    """A drawer with the sessions that run on it: none, one, or several where terminals could not hear each other."""

    place: DrawerPlace
    running: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class CashDesk:
    """The drawers as one person sees them. `here` never is empty; `elsewhere` is for whoever may count any drawer.

    `loose` is cash of today without a session, for whoever may see what drawers should hold. `staff` are those a drawer
    can be handed over to.
    """

    currency: str
    rules: CashRules
    here: tuple[DrawerNow, ...]
    elsewhere: tuple[DrawerNow, ...]
    past: tuple[SessionRow, ...]
    loose: tuple[LooseCash, ...]
    staff: tuple[StaffRow, ...]


class CashDesks:
    """Reads for people: each row hides what its reader may not see. Raises NOT_ALLOWED without USE_DRAWER."""

    def __init__(self, reads: Reads, clock: Clock, terminal: TerminalIdentity) -> None:
        self._reads, self._clock, self._terminal = reads, clock, terminal

    def desk(self, by: Actor) -> CashDesk:
        """All drawers and sessions this person has to do with."""
        by.must(Permission.USE_DRAWER)
        cash, profile, now = self._reads.cash, self._reads.store.profile(), self._clock.now()
        rules, running = cash.rules(), [seen_by(row, by) for row in cash.running()]
        day = profile.calendar.date_of(now + offset_by(self._reads.mesh.peers(), now))
        anywhere, sees = Permission.COUNT_ANY_DRAWER in by.permissions, Permission.SEE_EXPECTED_CASH in by.permissions
        here = _with_running(drawers_at(rules, *self._terminal.labels), running, self._terminal.labels)
        listed = {one.place.id for one in here}
        others = [place for place in rules.drawers if place.id not in listed]
        away = [row for row in running if row.drawer not in listed]
        return CashDesk(
            profile.currency, rules, here, _with_running(others, away, None) if anywhere else (),
            tuple(row for row in cash.ended(PAST) if anywhere or self._is_theirs(row, by)),
            cash.loose_on(day) if sees else (), self._reads.store.staff(),
        )  # fmt: skip

    def session(self, by: Actor, session_id: SessionId) -> SessionRow:
        """One session. Raises SESSION_OF_ANOTHER for one that is none of theirs, NotFound."""
        by.must(Permission.USE_DRAWER)
        row = self._reads.cash.row(session_id)
        if not (Permission.COUNT_ANY_DRAWER in by.permissions or self._is_theirs(row, by)):
            raise RuleBroken(Rule.SESSION_OF_ANOTHER, cashier=row.cashier)
        return seen_by(row, by)

    def drop_due(self, by: Actor) -> SessionRow | None:
        """The session of this person here that holds more than the house likes, None where none does.

        It is looked at after every payment, so nothing of a backlog is folded for it.
        """
        if not self._reads.cash.rules().drop_above_minor:
            return None
        running = self._reads.cash.running_so_far()
        mine = (row for row in running if row.drop_due and row.terminal in self._terminal.labels)
        return next((seen_by(row, by) for row in mine if row.cashier_id in (by.id, None)), None)

    def _is_theirs(self, row: SessionRow, by: Actor) -> bool:
        return row.cashier_id == by.id or (row.cashier_id is None and row.terminal in self._terminal.labels)


def seen_by(row: SessionRow, by: Actor) -> SessionRow:
    """A session with what this person may see of it."""
    return row if Permission.SEE_EXPECTED_CASH in by.permissions else blind(row)


def _with_running(
    places: tuple[DrawerPlace, ...] | list[DrawerPlace], running: list[SessionRow], labels: tuple[str, ...] | None
) -> tuple[DrawerNow, ...]:
    """Drawers with what runs on them; one that is listed nowhere is there while something runs on it."""
    known = {place.id: place for place in places}
    for row in running:
        if labels is None or row.terminal in labels:
            known.setdefault(row.drawer, DrawerPlace(DrawerId(row.drawer), row.drawer_name, row.terminal))
    return tuple(DrawerNow(place, tuple(row for row in running if row.drawer == place.id)) for place in known.values())
