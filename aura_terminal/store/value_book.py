"""Value accounts, within a unit of work and as last committed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import OrderId, ReservationId, ValueAccountId
from aura_terminal.domain.invoice_facts import Company
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.domain.value_rules import VALUE_RULES, ValueRules, default_value_rules
from aura_terminal.ports.value_rows import AccountRow, AccountSheet, account_row, account_sheet
from aura_terminal.store.groups import json_list
from aura_terminal.store.house import KIN, Ask, Fold
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import Prepared, literal

_BY_DIGEST = literal(
    "SELECT account_id FROM value_accounts WHERE digest = :digest ORDER BY opened_us, account_id LIMIT 1"
)
_OF_RESERVATION = literal(
    "SELECT account_id FROM value_accounts WHERE reservation_id = :reservation_id ORDER BY opened_us, account_id"
)
_ALONE = literal("SELECT coalesce(sum(minor), 0) FROM value_alone WHERE business_date = :day")
_ALONE_HERE = literal(
    "SELECT coalesce(sum(minor), 0) FROM value_alone WHERE business_date = :day AND terminal = :terminal"
)
_LIST = literal("""SELECT account_id FROM value_accounts
WHERE (kind = :kind OR :kind2 = '') AND (balance_minor <> 0 OR kind = 'house')
ORDER BY kind, name_key, last_four, account_id LIMIT :most""")
_SEARCH = literal("""SELECT account_id FROM value_accounts
WHERE (name_key LIKE :begin ESCAPE '\\' OR name_key LIKE :word ESCAPE '\\' OR last_four = :digits AND last_four <> '')
AND (moves > 0 OR kind = 'house') ORDER BY kind, name_key, last_four, account_id LIMIT :most""")
OVERDRAWN = literal("SELECT account_id FROM value_accounts WHERE is_overdrawn = 1 ORDER BY account_id")
_GUEST = literal("SELECT guest_id FROM orders WHERE order_id = :order_id")
_OF_ORDER = literal("""SELECT account_id FROM value_accounts WHERE kind <> 'gift_card' AND (
reservation_id IN (SELECT reservation_id FROM reservations WHERE order_id = :order_id)
OR reservation_id IS NULL AND guest_id IN (SELECT value FROM json_each(:guests)))
ORDER BY kind, opened_us, account_id""")


class StoredValue:
    """The ValueBook port."""

    def __init__(self, existing: Fold, ask: Ask) -> None:
        self._existing, self._ask = existing, ask

    def account(self, account_id: ValueAccountId) -> ValueAccount:
        account: ValueAccount = self._existing(Aggregate.VALUE, account_id)
        return account

    def by_digest(self, digest: str) -> ValueAccount | None:
        rows = self._ask(_BY_DIGEST, (digest,))
        return self.account(ValueAccountId(rows[0][0])) if rows else None

    def of_reservation(self, reservation_id: ReservationId) -> tuple[ValueAccount, ...]:
        rows = self._ask(_OF_RESERVATION, (reservation_id,))
        return tuple(self.account(ValueAccountId(row[0])) for row in rows)

    def drawn_alone(self, business_date: date, currency: str, terminal: str | None = None) -> Money:
        day = business_date.isoformat()
        rows = self._ask(_ALONE, (day,)) if terminal is None else self._ask(_ALONE_HERE, (day, terminal))
        return Money(rows[0][0], currency)


class ValueQueries:
    """The ValueReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def accounts(self, kind: AccountKind | None, limit: int) -> tuple[AccountRow, ...]:
        word = "" if kind is None else kind.value
        return self._rows(_LIST, (word, word, limit))

    def search(self, text: str, limit: int) -> tuple[AccountRow, ...]:
        key = " ".join(text.split()).casefold()
        if not key:
            return ()
        begin = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        return self._rows(_SEARCH, (begin, f"% {begin}", key, limit))

    def sheet(self, account_id: ValueAccountId) -> AccountSheet:
        loaded = self._reading.aggregate(Aggregate.VALUE, account_id)
        if not loaded.exists:
            raise NotFound(Aggregate.VALUE.value, account_id)
        company = next((one for one in self._reading.shelf.all(Company) if one.id == account_id), None)
        return account_sheet(loaded.state, company)

    def of_order(self, order_id: OrderId) -> tuple[AccountRow, ...]:
        guests = [row[0] for row in self._reading.rows(_GUEST, (order_id,)) if row[0] is not None]
        kin = [row[0] for guest in guests for row in self._reading.rows(KIN, (guest,))]
        rows = self._rows(_OF_ORDER, (order_id, json_list(kin)))
        return tuple(row for row in rows if row.room.minor > 0 and not row.is_blocked)

    def overdrawn(self) -> tuple[ValueAccount, ...]:
        return tuple(self._found(OVERDRAWN, ()))

    def rules(self) -> ValueRules:
        try:
            return self._reading.shelf.get(ValueRules, VALUE_RULES)
        except NotFound:
            return default_value_rules(self._reading.shelf.get(StoreProfile, STORE_PROFILE).currency)

    def _rows(self, statement: Prepared, values: Sequence[Any]) -> tuple[AccountRow, ...]:  # values of columns
        return tuple(account_row(one) for one in self._found(statement, values))

    def _found(self, statement: Prepared, values: Sequence[Any]) -> list[ValueAccount]:  # values of columns
        ids = [row[0] for row in self._reading.rows(statement, values)]
        return [loaded.state for loaded in self._reading.aggregates(Aggregate.VALUE, ids)]
