"""Attempts at cards over a journal in memory: within a work, and as last committed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from aura_terminal.domain.card_attempts import AT_WORK, CardAttempt
from aura_terminal.domain.card_exposure import CARD_RULES, CardRules, default_rules, exposure_of
from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.domain.ids import AttemptId, OrderId
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.card_rows import AttemptRow, CardTerms, attempt_row
from tests.support.memory_journal import MemoryJournal


class MemoryCards:
    """It is the CardBook of one work under way."""

    def __init__(self, journal: MemoryJournal, staged: Sequence[Fact]) -> None:
        self._journal = journal
        self._staged = staged

    def attempt(self, attempt_id: AttemptId) -> CardAttempt:
        """The attempt, or NotFound."""
        if not self._journal.facts(Aggregate.ATTEMPT, attempt_id, self._staged):
            raise NotFound(Aggregate.ATTEMPT.value, attempt_id)
        return self._journal.folded(CardAttempt(attempt_id), Aggregate.ATTEMPT, self._staged)

    def of_order(self, order_id: OrderId) -> tuple[CardAttempt, ...]:
        """Every attempt about an order."""
        return tuple(one for one in self.all() if one.asked.order_id == order_id)

    def at_reader(self, terminals: Collection[str], reader: str) -> tuple[CardAttempt, ...]:
        """Attempts that occupy a terminal, or that it must still be asked about."""
        here = (one for one in self.all() if one.asked.reader == reader and one.asked.terminal in terminals)
        return tuple(one for one in here if one.needs_query or one.state in AT_WORK)

    def open(self) -> tuple[CardAttempt, ...]:
        """What holds something up, or is contradicted."""
        return tuple(one for one in self.all() if one.holds_up or one.is_contradicted)

    def at_risk(self) -> tuple[CardAttempt, ...]:
        """Approvals that terminals gave alone."""
        return tuple(one for one in self.all() if one.is_at_risk)

    def all(self) -> list[CardAttempt]:
        """Every attempt there is, oldest first."""
        ids = self._journal.ids(Aggregate.ATTEMPT, self._staged)
        found = [self.attempt(AttemptId(id_)) for id_ in ids]
        known = [one for one in found if one.created is not None]
        return sorted(known, key=lambda one: (one.asked.created_at, one.id))


class MemoryCardReads:
    """Cards as last committed."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal
        self._book = MemoryCards(journal, ())

    def of_order(self, order_id: OrderId) -> tuple[AttemptRow, ...]:
        """Every attempt about an order."""
        return tuple(attempt_row(one) for one in self._book.of_order(order_id))

    def open(self) -> tuple[AttemptRow, ...]:
        """What holds something up, or is contradicted."""
        return tuple(attempt_row(one) for one in self._book.open())

    def tabs(self) -> tuple[AttemptRow, ...]:
        """Amounts held on cards."""
        return tuple(attempt_row(one) for one in self._book.all() if one.holds_money)

    def at_risk(self) -> tuple[AttemptRow, ...]:
        """Approvals that terminals gave alone."""
        return tuple(attempt_row(one) for one in self._book.at_risk())

    def at_reader(self, terminals: Collection[str], reader: str) -> tuple[CardAttempt, ...]:
        """Attempts that occupy a terminal, or that it must still be asked about."""
        return self._book.at_reader(terminals, reader)

    def attempt(self, attempt_id: AttemptId) -> CardAttempt:
        """The attempt, or NotFound."""
        return self._book.attempt(attempt_id)

    def unsettled(self) -> tuple[CardAttempt, ...]:
        """What is undecided or at risk."""
        found = {one.id: one for one in (*self._book.open(), *self._book.at_risk())}
        return tuple(found[id_] for id_ in sorted(found))

    def terms(self) -> CardTerms:
        """The house's rules for cards, and what is at risk."""
        found = self._journal.documents.get((DocumentKind.CARD_RULES, CARD_RULES))
        currency = self._profile.currency
        rules = default_rules(currency) if found is None else cast("CardRules", found)
        return CardTerms(rules, exposure_of(self._book.at_risk(), currency))

    @property
    def _profile(self) -> StoreProfile:
        return cast("StoreProfile", self._journal.documents[DocumentKind.STORE, STORE_PROFILE])
