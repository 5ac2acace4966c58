"""Value accounts within a unit of work, and as screens and paper show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from aura_terminal.domain.account_invoices import Invoice, invoices_of
from aura_terminal.domain.ids import GuestId, OrderId, ReservationId, ValueAccountId
from aura_terminal.domain.invoice_facts import Company
from aura_terminal.domain.money import Money
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, MoveFact
from aura_terminal.domain.value_rules import ValueRules


class ValueBook(Protocol):
    """Value accounts within a unit of work."""

    def account(self, account_id: ValueAccountId) -> ValueAccount:
        """The account, or NotFound."""

    def by_digest(self, digest: str) -> ValueAccount | None:
        """The account whose number now has this digest; of two the one opened first."""

    def of_reservation(self, reservation_id: ReservationId) -> Sequence[ValueAccount]:
        """The deposits taken for a reservation, oldest first."""

    def drawn_alone(self, business_date: date, currency: str, terminal: str | None = None) -> Money:
        """What was drawn from gift cards on a date by terminals that heard nobody, or by one of them."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account as lists show it. `owing_since` is when the oldest unpaid debt was made."""

    account_id: ValueAccountId
    kind: AccountKind
    name: str
    last_four: str
    balance: Money
    limit: Money
    opened_at: datetime
    moved_at: datetime
    owing_since: datetime | None
    is_blocked: bool
    guest_id: GuestId | None
    reservation_id: ReservationId | None

    @property
    def room(self) -> Money:
        """How much may be drawn from it."""
        return self.balance + self.limit


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """One account with all that moved, oldest first, what its holder agreed to, and of a house account its invoices,
    the one due first before the others."""

    row: AccountRow
    moves: tuple[MoveFact, ...]
    terms: str
    blocked: str
    invoices: tuple[Invoice, ...] = ()
    company: Company | None = None


def account_row(account: ValueAccount) -> AccountRow:
    """The row of an account whose opening is known."""
    opened = account.terms
    return AccountRow(
        account.id, opened.kind, opened.name, account.last_four, account.balance, account.limit, opened.opened_at,
        account.last_moved_at, account.owing_since, account.blocked is not None, opened.guest_id,
        opened.reservation_id,
    )  # fmt: skip


def account_sheet(account: ValueAccount, company: Company | None = None) -> AccountSheet:
    """The sheet of an account whose opening is known."""
    terms = "" if account.limited is None else account.limited.terms
    return AccountSheet(
        account_row(account), account.in_order, terms, "" if account.blocked is None else account.blocked.reason,
        invoices_of(account), company,
    )  # fmt: skip


class ValueReads(Protocol):
    """Value accounts for people to look at, as last committed."""

    def accounts(self, kind: AccountKind | None, limit: int) -> Sequence[AccountRow]:
        """House accounts, and all else that is not empty, by kind and name; of one kind or of all."""

    def search(self, text: str, limit: int) -> Sequence[AccountRow]:
        """Accounts by the beginning of a word of their name, or by the last four digits of their number."""

    def sheet(self, account_id: ValueAccountId) -> AccountSheet:
        """The account, or NotFound."""

    def of_order(self, order_id: OrderId) -> Sequence[AccountRow]:
        """What an order may be paid from without looking: deposits taken for its reservation, and its guest's own."""

    def overdrawn(self) -> Sequence[ValueAccount]:
        """Accounts that were drawn on beyond what there was, nobody having decided about it."""

    def rules(self) -> ValueRules:
        """The house's rules for value; the default ones where it said nothing."""
