"""Drawer sessions with what orders took in them, within a unit of work and as last committed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from aura_terminal.domain.cash import DrawerSession, Takings
from aura_terminal.domain.cash_rules import CashRules
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import SessionId
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.cash_rows import LooseCash, SessionRow, rules_of, session_rows
from aura_terminal.ports.store import Documents
from aura_terminal.store.groups import json_list
from aura_terminal.store.house import Ask, Fold
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import Prepared, literal

_BEGAN = "ORDER BY begun_us, session_id"
_RUNNING = literal(f"SELECT session_id FROM drawer_sessions WHERE ended_us IS NULL {_BEGAN}")
_USABLE = literal(
    "SELECT session_id FROM drawer_sessions WHERE ended_us IS NULL "
    f"AND session_id NOT IN (SELECT aggregate_id FROM marks WHERE aggregate = 'session') {_BEGAN}"
)
_ON = literal(f"SELECT session_id FROM drawer_sessions WHERE business_date = :day {_BEGAN}")
_ENDED = literal(
    "SELECT session_id FROM drawer_sessions WHERE ended_us IS NOT NULL ORDER BY ended_us DESC, session_id LIMIT :limit"
)
_BESIDE = literal("""SELECT DISTINCT o.session_id FROM drawer_sessions AS s JOIN drawer_sessions AS o
ON o.drawer_id = s.drawer_id AND o.session_id <> s.session_id AND (s.ended_us IS NULL OR o.begun_us < s.ended_us)
AND (o.ended_us IS NULL OR o.ended_us > s.begun_us) WHERE s.session_id IN (SELECT value FROM json_each(:ids))""")
_TAKEN = literal("""SELECT coalesce(sum(given), 0), coalesce(sum(change), 0), coalesce(sum(refunds), 0) FROM (
  SELECT given_minor AS given, change_minor AS change, refund_minor AS refunds FROM order_cash
  WHERE session_id = :session AND currency = :currency
  UNION ALL SELECT given_minor, change_minor, refund_minor FROM cash_past
  WHERE session_id = :past AND currency = :same)""")
_LOOSE = literal("""SELECT terminal, sum(given_minor), sum(change_minor), sum(refund_minor) FROM order_cash
WHERE session_id IS NULL AND business_date = :day AND currency = :currency GROUP BY terminal ORDER BY terminal""")


class StoredCash:
    """The CashBook port. `existing` refuses a session nobody can work on here, `look` shows what is known of it.

    `bring_up` folds orders that were journalled only; it is called before anything is summed up.
    """

    def __init__(
        self, existing: Fold, look: Fold, ask: Ask, documents: Documents, bring_up: Callable[[], object]
    ) -> None:
        self._existing, self._look, self._ask, self._documents = existing, look, ask, documents
        self._bring_up = bring_up

    def session(self, session_id: SessionId) -> DrawerSession:
        session: DrawerSession = self._existing(Aggregate.SESSION, session_id)
        return session

    def open_sessions(self) -> tuple[DrawerSession, ...]:
        return self._found(_USABLE, ())

    def takings(self, session: DrawerSession) -> Takings:
        self._bring_up()
        currency = session.float.currency
        (row,) = self._ask(_TAKEN, (session.id, currency, session.id, currency))
        given, change, refunds = (Money(minor, currency) for minor in row)
        return Takings(given, change, refunds)

    def row(self, session_id: SessionId) -> SessionRow:
        self.session(session_id)
        return self._rows((self._look(Aggregate.SESSION, session_id),))[0]

    def running(self) -> tuple[SessionRow, ...]:
        return self._rows(self._found(_RUNNING, ()))

    def sessions_on(self, day: date) -> tuple[SessionRow, ...]:
        return self._rows(self._found(_ON, (day.isoformat(),)))

    def ended(self, limit: int) -> tuple[SessionRow, ...]:
        """The last ones that ended, newest first."""
        return self._rows(self._found(_ENDED, (limit,)))

    def loose_on(self, day: date) -> tuple[LooseCash, ...]:
        self._bring_up()
        currency = self._documents.get(StoreProfile, STORE_PROFILE).currency
        rows = self._ask(_LOOSE, (day.isoformat(), currency))
        return tuple(
            LooseCash(terminal, day, Money(given - change, currency), Money(change, currency), Money(refunds, currency))
            for terminal, given, change, refunds in rows
        )

    def rules(self) -> CashRules:
        """The house's rules for cash."""
        return rules_of(self._documents)

    def _found(self, statement: Prepared, values: Sequence[Any]) -> tuple[DrawerSession, ...]:  # values of columns
        return tuple(self._look(Aggregate.SESSION, row[0]) for row in self._ask(statement, values))

    def _rows(self, sessions: Sequence[DrawerSession]) -> tuple[SessionRow, ...]:
        beside = self._found(_BESIDE, (json_list([one.id for one in sessions]),)) if sessions else ()
        return session_rows(sessions, beside, self.takings, self._documents)


class CashQueries:
    """The CashReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def sessions_on(self, day: date) -> tuple[SessionRow, ...]:
        return self._book().sessions_on(day)

    def running(self) -> tuple[SessionRow, ...]:
        return self._book().running()

    def running_so_far(self) -> tuple[SessionRow, ...]:
        return self._book(_nothing).running()

    def row(self, session_id: SessionId) -> SessionRow:
        return self._book().row(session_id)

    def ended(self, limit: int) -> tuple[SessionRow, ...]:
        return self._book().ended(limit)

    def loose_on(self, day: date) -> tuple[LooseCash, ...]:
        return self._book().loose_on(day)

    def rules(self) -> CashRules:
        return self._book().rules()

    def _book(self, bring_up: Callable[[], object] | None = None) -> StoredCash:
        """The book as last committed; not for a unit of work, which has one of its own."""
        reading = self._reading
        return StoredCash(self._existing, self._existing, reading.rows, reading.shelf, bring_up or reading.bring_up)

    def _existing(self, aggregate: Aggregate, id_: str) -> Any:  # the aggregate's own state
        loaded = self._reading.aggregate(aggregate, id_)
        if not loaded.exists:
            raise NotFound(aggregate.value, id_)
        return loaded.state


def _nothing() -> None:
    """Whoever wants an answer at once has nothing folded for it."""
