"""Value accounts as rows by which they are found, and what was drawn where no other terminal was heard."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import PaymentId
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, Hearing, ValueDrawn
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.moments import microseconds
from aura_terminal.store.tables import VALUE_ACCOUNTS, VALUE_ALONE


def _rows(account: ValueAccount, stamp: int) -> tuple[Rows, ...]:
    opened, number = account.terms, account.number
    row = (
        account.id, opened.kind.value, opened.currency, opened.name.casefold(), opened.guest_id, opened.reservation_id,
        None if number is None else number.digest, account.last_four, account.balance.minor,
        int(bool(account.overdrawn)), microseconds(opened.opened_at), len(account.moves),
    )  # fmt: skip
    alone: Rows = {}
    if opened.kind is AccountKind.GIFT_CARD:
        for one in account.in_order:
            if isinstance(one, ValueDrawn) and one.move.hearing is Hearing.NONE:
                left = account.left_of(PaymentId(one.move.id))
                day = one.move.business_date.isoformat()
                alone[account.id, one.move.id] = (account.id, one.move.id, day, one.move.terminal, left.minor)
    return ({(account.id,): row}, alone)


VALUE_FAMILY = Family(Aggregate.VALUE, (FoldTable(VALUE_ACCOUNTS), FoldTable(VALUE_ALONE)), ValueAccount, _rows)
