"""Attempts at cards, within a unit of work and as last committed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_exposure import CARD_RULES, CardRules, default_rules, exposure_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import AttemptId, OrderId
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.ports.card_rows import AttemptRow, CardTerms, attempt_row
from aura_terminal.store.groups import json_list
from aura_terminal.store.house import Ask, Fold
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import Prepared, literal

_ORDER_BY = "ORDER BY created_us, attempt_id"
_OF_ORDER = literal(f"SELECT attempt_id FROM card_attempts WHERE order_id = :order_id {_ORDER_BY}")
_AT_READER = literal(
    "SELECT attempt_id FROM card_attempts INDEXED BY open_attempts WHERE (is_open = 1 OR needs_query = 1) "
    "AND reader = :reader AND terminal IN (SELECT value FROM json_each(:terminals)) "
    f"AND (needs_query = 1 OR state IN ('created', 'sent', 'in_progress')) {_ORDER_BY}"
)
_OPEN = literal(
    "SELECT attempt_id FROM card_attempts INDEXED BY open_attempts "
    f"WHERE (is_open = 1 OR needs_query = 1) AND is_open = 1 {_ORDER_BY}"
)
_AT_RISK = literal(f"SELECT attempt_id FROM card_attempts WHERE is_at_risk = 1 {_ORDER_BY}")
_TABS = literal(f"SELECT attempt_id FROM card_attempts WHERE holds_money = 1 {_ORDER_BY}")


class StoredCards:
    """The CardBook port."""

    def __init__(self, existing: Fold, ask: Ask) -> None:
        self._existing, self._ask = existing, ask

    def attempt(self, attempt_id: AttemptId) -> CardAttempt:
        attempt: CardAttempt = self._existing(Aggregate.ATTEMPT, attempt_id)
        return attempt

    def of_order(self, order_id: OrderId) -> Sequence[CardAttempt]:
        return self._found(_OF_ORDER, (order_id,))

    def at_reader(self, terminals: Collection[str], reader: str) -> Sequence[CardAttempt]:
        return self._found(_AT_READER, (reader, json_list(sorted(terminals))))

    def open(self) -> Sequence[CardAttempt]:
        return self._found(_OPEN, ())

    def at_risk(self) -> Sequence[CardAttempt]:
        return self._found(_AT_RISK, ())

    def _found(self, statement: Prepared, values: Sequence[Any]) -> tuple[CardAttempt, ...]:  # values of columns
        return tuple(self.attempt(AttemptId(row[0])) for row in self._ask(statement, values))


class CardQueries:
    """The CardReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of_order(self, order_id: OrderId) -> tuple[AttemptRow, ...]:
        return _rows(self._found(_OF_ORDER, (order_id,)))

    def open(self) -> tuple[AttemptRow, ...]:
        return _rows(self._found(_OPEN))

    def tabs(self) -> tuple[AttemptRow, ...]:
        return _rows(self._found(_TABS))

    def at_risk(self) -> tuple[AttemptRow, ...]:
        return _rows(self._found(_AT_RISK))

    def at_reader(self, terminals: Collection[str], reader: str) -> tuple[CardAttempt, ...]:
        return tuple(self._found(_AT_READER, (reader, json_list(sorted(terminals)))))

    def attempt(self, attempt_id: AttemptId) -> CardAttempt:
        loaded = self._reading.aggregate(Aggregate.ATTEMPT, attempt_id)
        if not loaded.exists:
            raise NotFound(Aggregate.ATTEMPT.value, attempt_id)
        attempt: CardAttempt = loaded.state
        return attempt

    def unsettled(self) -> tuple[CardAttempt, ...]:
        found = {one.id: one for one in (*self._found(_OPEN), *self._found(_AT_RISK))}
        return tuple(found[id_] for id_ in sorted(found))

    def terms(self) -> CardTerms:
        currency = self._reading.shelf.get(StoreProfile, STORE_PROFILE).currency
        exposure = exposure_of(self._found(_AT_RISK), currency)
        try:
            return CardTerms(self._reading.shelf.get(CardRules, CARD_RULES), exposure)
        except NotFound:
            return CardTerms(default_rules(currency), exposure)

    def _found(self, statement: Prepared, values: Sequence[Any] = ()) -> list[CardAttempt]:  # values of columns
        ids = [row[0] for row in self._reading.rows(statement, values)]
        return [loaded.state for loaded in self._reading.aggregates(Aggregate.ATTEMPT, ids)]


def _rows(attempts: Iterable[CardAttempt]) -> tuple[AttemptRow, ...]:
    return tuple(attempt_row(one) for one in attempts)
