"""Attempts at cards as rows."""

from __future__ import annotations

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.facts import Aggregate
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import CARD_ATTEMPTS


def _rows(attempt: CardAttempt, stamp: int) -> tuple[Rows, ...]:
    asked = attempt.asked
    charged = attempt.charged
    row = (
        attempt.id, asked.order_id, asked.terminal, asked.reader, asked.key, asked.act.value, attempt.state.value,
        asked.amount.currency, asked.amount.minor, asked.tip.minor, None if charged is None else charged.minor,
        int(attempt.holds_up or attempt.is_contradicted), int(attempt.needs_query), int(attempt.is_at_risk),
        int(attempt.holds_money), asked.by, microseconds(asked.created_at), asked.business_date.isoformat(),
    )  # fmt: skip
    return ({(attempt.id,): row},)


ATTEMPT_FAMILY = Family(Aggregate.ATTEMPT, (FoldTable(CARD_ATTEMPTS),), CardAttempt, _rows)
