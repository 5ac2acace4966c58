"""Value accounts over a journal in memory: within a work, and as last committed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.domain.ids import OrderId, ReservationId, ValueAccountId
from aura_terminal.domain.invoice_facts import Company
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.domain.value_rules import VALUE_RULES, ValueRules, default_value_rules
from aura_terminal.ports.value_rows import AccountRow, AccountSheet, account_row, account_sheet
from tests.support.memory_house import MemoryHouse
from tests.support.memory_journal import MemoryJournal


class MemoryValue:
    """It is the ValueBook of one work under way."""

    def __init__(self, journal: MemoryJournal, staged: Sequence[Fact]) -> None:
        self._journal = journal
        self._staged = staged

    def account(self, account_id: ValueAccountId) -> ValueAccount:
        """The account, or NotFound."""
        if not self._journal.facts(Aggregate.VALUE, account_id, self._staged):
            raise NotFound(Aggregate.VALUE.value, account_id)
        return self._journal.folded(ValueAccount(account_id), Aggregate.VALUE, self._staged)

    def by_digest(self, digest: str) -> ValueAccount | None:
        """The account of a number."""
        return next((one for one in self.all() if one.number is not None and one.number.digest == digest), None)

    def of_reservation(self, reservation_id: ReservationId) -> tuple[ValueAccount, ...]:
        """The deposits of a reservation."""
        return tuple(one for one in self.all() if one.terms.reservation_id == reservation_id)

    def drawn_alone(self, business_date: date, currency: str, terminal: str | None = None) -> Money:
        """What terminals drew that heard nobody."""
        cards = (one for one in self.all() if one.kind is AccountKind.GIFT_CARD)
        return total((one.drawn_apart(Hearing.NONE, business_date, terminal) for one in cards), currency)

    def all(self) -> list[ValueAccount]:
        """Every account there is, oldest first."""
        ids = self._journal.ids(Aggregate.VALUE, self._staged)
        found = [self.account(ValueAccountId(id_)) for id_ in ids]
        known = [one for one in found if one.opened is not None]
        return sorted(known, key=lambda one: (one.terms.opened_at, one.id))


class MemoryValueReads:
    """Value accounts as last committed."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal

    def accounts(self, kind: AccountKind | None, limit: int) -> tuple[AccountRow, ...]:
        """What there is, by kind and name."""
        wanted = (one for one in self._all() if kind in (None, one.kind))
        return self._rows(one for one in wanted if one.balance or one.kind is AccountKind.HOUSE)[:limit]

    def search(self, text: str, limit: int) -> tuple[AccountRow, ...]:
        """By a word of the name or the last four digits."""
        key = " ".join(text.split()).casefold()
        found = (one for one in self._all() if key and _is_called(one, key))
        return self._rows(one for one in found if one.moves or one.kind is AccountKind.HOUSE)[:limit]

    def sheet(self, account_id: ValueAccountId) -> AccountSheet:
        """The account, or NotFound."""
        company = self._journal.documents.get((DocumentKind.COMPANY, account_id))
        account = MemoryValue(self._journal, ()).account(account_id)
        return account_sheet(account, company if isinstance(company, Company) else None)

    def of_order(self, order_id: OrderId) -> tuple[AccountRow, ...]:
        """What an order may be paid from."""
        house, order = MemoryHouse(self._journal, ()), self._journal.order(order_id, ())
        kin = set() if order.guest_id is None else set(house.kin(order.guest_id))
        reserved = {
            id_
            for id_ in self._journal.ids(Aggregate.RESERVATION)
            if house.reservation(ReservationId(id_)).order_id == order_id
        }
        found = [
            one
            for one in self._all()
            if one.kind is not AccountKind.GIFT_CARD
            and (
                one.terms.reservation_id in reserved or (one.terms.reservation_id is None and one.terms.guest_id in kin)
            )
        ]
        rows = (
            account_row(one) for one in sorted(found, key=lambda one: (one.kind.value, one.terms.opened_at, one.id))
        )
        return tuple(row for row in rows if row.room.minor > 0 and not row.is_blocked)

    def overdrawn(self) -> tuple[ValueAccount, ...]:
        """What is to be decided."""
        return tuple(sorted((one for one in self._all() if one.overdrawn), key=lambda one: one.id))

    def rules(self) -> ValueRules:
        """The house's rules."""
        documents = self._journal.documents
        found = documents.get((DocumentKind.VALUE_RULES, VALUE_RULES))
        if isinstance(found, ValueRules):
            return found
        profile = documents[DocumentKind.STORE, STORE_PROFILE]
        assert isinstance(profile, StoreProfile)
        return default_value_rules(profile.currency)

    def _all(self) -> list[ValueAccount]:
        return MemoryValue(self._journal, ()).all()

    def _rows(self, accounts: Iterable[ValueAccount]) -> tuple[AccountRow, ...]:
        found = [account_row(one) for one in accounts]
        return tuple(
            sorted(found, key=lambda row: (row.kind.value, row.name.casefold(), row.last_four, row.account_id))
        )


def _is_called(account: ValueAccount, key: str) -> bool:
    name = account.terms.name.casefold()
    return name.startswith(key) or f" {key}" in name or account.last_four == key
