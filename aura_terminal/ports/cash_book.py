"""Drawer sessions within a unit of work: what running verbs need, with what was kept so far in the same work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from aura_terminal.domain.cash import DrawerSession, Takings
from aura_terminal.domain.ids import SessionId
from aura_terminal.ports.cash_rows import LooseCash, SessionRow


class CashBook(Protocol):
    """Sessions of every terminal of the store as far as they are known here."""

    def session(self, session_id: SessionId) -> DrawerSession:
        """The session, or NotFound."""

    def open_sessions(self) -> Sequence[DrawerSession]:
        """Those that have not ended and can be worked on here, by the time they began."""

    def takings(self, session: DrawerSession) -> Takings:
        """What guests gave and got back in it."""

    def row(self, session_id: SessionId) -> SessionRow:
        """The session as its row, with nothing hidden."""

    def running(self) -> Sequence[SessionRow]:
        """Those that have not ended, by the time they began, with nothing hidden."""

    def sessions_on(self, day: date) -> Sequence[SessionRow]:
        """Those that began on a business date, by the time they began, with nothing hidden."""

    def loose_on(self, day: date) -> Sequence[LooseCash]:
        """Cash taken or given back on a business date without a session, by terminal."""
