"""Drawer sessions over a journal in memory: within a work, and as last committed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from aura_terminal.domain.cash import DrawerSession, Takings
from aura_terminal.domain.cash_rules import CashRules
from aura_terminal.domain.cash_taken import CashEntry, cash_entries, takings_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.domain.ids import SessionId
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.cash_rows import LooseCash, SessionRow, rules_of, session_rows
from aura_terminal.ports.store import Documents
from tests.support.memory_journal import MemoryJournal


class MemoryCash:
    """It is the CashBook of one work under way, and the CashReads of what was committed."""

    def __init__(self, journal: MemoryJournal, documents: Documents, staged: Sequence[Fact] = ()) -> None:
        self._journal, self._documents, self._staged = journal, documents, staged

    def session(self, session_id: SessionId) -> DrawerSession:
        """The session, or NotFound."""
        if not self._journal.facts(Aggregate.SESSION, session_id, self._staged):
            raise NotFound(Aggregate.SESSION.value, session_id)
        return self._journal.folded(DrawerSession(session_id), Aggregate.SESSION, self._staged)

    def open_sessions(self) -> tuple[DrawerSession, ...]:
        """Those that have not ended."""
        return tuple(one for one in self._all() if one.end is None)

    def takings(self, session: DrawerSession) -> Takings:
        """What orders took in it."""
        return takings_of((one for one in self._entries() if one.session_id == session.id), session.float.currency)

    def row(self, session_id: SessionId) -> SessionRow:
        """The session as its row."""
        return self._rows((self.session(session_id),))[0]

    def running(self) -> tuple[SessionRow, ...]:
        """Those that have not ended, as rows."""
        return self._rows(self.open_sessions())

    def running_so_far(self) -> tuple[SessionRow, ...]:
        """The same; nothing waits here."""
        return self.running()

    def sessions_on(self, day: date) -> tuple[SessionRow, ...]:
        """Those that began on a business date."""
        return self._rows([one for one in self._all() if one.beginning.business_date == day])

    def ended(self, limit: int) -> tuple[SessionRow, ...]:
        """The last ones that ended, newest first."""
        rows = sorted(self._rows([one for one in self._all() if one.end is not None]), key=lambda row: row.id)
        rows.sort(key=lambda row: row.ended or row.begun, reverse=True)
        return tuple(rows[:limit])

    def loose_on(self, day: date) -> tuple[LooseCash, ...]:
        """Cash without a session, by terminal."""
        currency = self._documents.get(StoreProfile, STORE_PROFILE).currency
        loose = [one for one in self._entries() if one.session_id is None and one.business_date == day]
        loose = [one for one in loose if one.given.currency == currency]
        sums = {at: takings_of((one for one in loose if one.terminal == at), currency) for at in _terminals(loose)}
        return tuple(LooseCash(at, day, one.sales, one.change, one.refunds) for at, one in sums.items())

    def rules(self) -> CashRules:
        """The house's rules for cash."""
        return rules_of(self._documents)

    def _all(self) -> list[DrawerSession]:
        ids = self._journal.ids(Aggregate.SESSION, self._staged)
        sessions = [self.session(SessionId(id_)) for id_ in ids]
        begun = [one for one in sessions if one.begun is not None]
        return sorted(begun, key=lambda one: (one.beginning.begun_at, one.id))

    def _entries(self) -> Iterable[CashEntry]:
        return (entry for order in self._journal.orders(self._staged) for entry in cash_entries(order))

    def _rows(self, sessions: Sequence[DrawerSession]) -> tuple[SessionRow, ...]:
        return session_rows(sessions, self._all(), self.takings, self._documents)


def _terminals(entries: Iterable[CashEntry]) -> list[str]:
    return sorted({entry.terminal for entry in entries})
