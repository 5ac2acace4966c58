"""The room of value accounts: gift cards, house accounts and deposits with what is on them and all that moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ValueAccountId
from aura_terminal.domain.invoice_facts import Allocation
from aura_terminal.domain.money import Money, parse_money
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.value_facts import AccountKind, ValueFact
from aura_terminal.domain.value_rules import ValueRules, with_bound
from aura_terminal.ports.value_rows import AccountRow, AccountSheet
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.listing import ListingModel
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel

MOST = 500


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the room shows: the accounts of the kind chosen, the one that is open, the house's rules."""

    rows: tuple[AccountRow, ...]
    sheet: AccountSheet | None
    rules: ValueRules
    currency: str
    calendar: BusinessCalendar
    kind: AccountKind | None = None


class AccountsModel(ListingModel[ValueAccountId, Accounts]):
    """The verbs of the room. `ordered` says the number of an order that takes a payment."""

    ordered = Signal(str)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, session, changes, _concerning, parent)
        self._now = now
        self._kind: AccountKind | None = None
        self._text = ""

    @property
    def kind(self) -> AccountKind | None:
        """Which kind is listed, None for all."""
        return self._kind

    def days_since(self, at: datetime) -> int:
        """Whole days since an instant."""
        return (self._now() - at).days

    def choose_kind(self, kind: AccountKind | None) -> None:
        """List one kind, or all."""
        self._kind, self._text = kind, ""
        self.refresh()

    def search(self, text: str) -> None:
        """List what has such a name or number; nothing typed lists all."""
        self._text = text.strip()
        self.refresh()

    def open(self, account_id: ValueAccountId) -> None:
        """Show one account."""
        self._open = account_id
        self.refresh()

    def open_house(self, name: str, limit: str) -> None:
        """Open a house account; a limit that is no amount is refused."""
        page = self._page
        amount = None if page is None else self._amount(limit, page.currency)
        if amount is not None:
            self._do(lambda by, shop: shop.value_accounts.open_house(by, name, amount))

    def set_limit(self, limit: str, terms: str) -> None:
        """Another limit and other terms for the account that is open."""
        page, account_id = self._page, self._open
        amount = None if page is None else self._amount(limit, page.currency)
        if amount is not None and account_id is not None:
            self._do(lambda by, shop: (shop.value_accounts.set_limit(by, account_id, amount, terms),))

    def block(self, reason: str) -> None:
        """Let nothing be drawn from the account that is open."""
        self._on_open(lambda by, account_id, shop: (shop.value_accounts.block(by, account_id, reason),))

    def unblock(self) -> None:
        """Let it be drawn on again."""
        self._on_open(lambda by, account_id, shop: (shop.value_accounts.unblock(by, account_id),))

    def number_anew(self) -> None:
        """A new number, with its slip."""
        self._on_open(lambda by, account_id, shop: shop.value_accounts.number_anew(by, account_id))

    def print_statement(self) -> None:
        """All that moved, on paper."""

        def printed(by: Actor, account_id: ValueAccountId, shop: Shop) -> tuple[Fact, ...]:
            shop.value_accounts.print_statement(by, account_id)
            return ()

        self._on_open(printed)

    def pay(self, amount: str, invoice: str = "") -> None:
        """Begin an order by which so much is paid into the house account that is open: for one invoice, or the oldest
        debt first. `ordered` says which order takes the money."""
        page, account_id, by = self._page, self._open, self._session.must_actor()
        paid = None if page is None else self._amount(amount, page.currency)
        if paid is not None and account_id is not None and by is not None:
            meant = (Allocation(invoice, paid),) if invoice else None
            self._runner.run(partial(_pay, by, account_id, paid, meant), self._say_ordered, self.refused.emit)

    def send_invoice(self, invoice: str) -> None:
        """Have a back office send an invoice of the account that is open."""
        self._on_open(lambda by, account_id, shop: (shop.invoicing.send(by, account_id, invoice),))

    def pay_out(self, reason: str) -> None:
        """Give back in cash all that is on it."""
        self._approved(reason, lambda by, account_id, allowed, shop: shop.value_accounts.pay_out(
            by, account_id, reason, allowed
        ).facts)  # fmt: skip

    def keep(self, reason: str) -> None:
        """Keep a deposit: nobody came."""
        self._approved(reason, lambda by, account_id, allowed, shop: shop.value_accounts.keep_deposit(
            by, account_id, reason, allowed
        ).facts)  # fmt: skip

    def put_rule(self, name: str, amount: str) -> None:
        """Change one of the house's bounds."""
        page = self._page
        bound = None if page is None else self._amount(amount, page.currency)
        if page is not None and bound is not None:
            rules = with_bound(page.rules, name, bound.minor)
            self._do(lambda by, shop: (shop.value_accounts.put_rules(by, rules),))

    def _amount(self, text: str, currency: str) -> Money | None:
        """An amount as people type it; what is none is refused."""
        try:
            return parse_money(text.replace(",", "."), currency)
        except ValueError:
            self.refused.emit(RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=text))
            return None

    def _reading(self) -> Callable[[Shop], Accounts]:
        return partial(_read, self._kind, self._text, self._open)

    def _say_ordered(self, begun: tuple[tuple[Fact, ...], str]) -> None:
        facts, number = begun
        self._changes.announce(*facts)
        self.ordered.emit(number)
        self.refresh()

    @Slot()
    def _forget(self) -> None:
        self._text = ""
        super()._forget()


def _pay(
    by: Actor, account_id: ValueAccountId, paid: Money, meant: tuple[Allocation, ...] | None, shop: Shop
) -> tuple[tuple[Fact, ...], str]:
    done = shop.invoicing.take_payment(by, account_id, paid, meant)
    return done.facts, shop.reads.orders.sheet(done.order_id).number


def _read(kind: AccountKind | None, text: str, opened: ValueAccountId | None, shop: Shop) -> Accounts:
    value, profile = shop.reads.value, shop.reads.store.profile()
    rows = value.search(text, MOST) if text else value.accounts(kind, MOST)
    sheet = None if opened is None else value.sheet(opened)
    return Accounts(
        tuple(row for row in rows if kind in (None, row.kind)), sheet, value.rules(), profile.currency,
        profile.calendar, kind,
    )  # fmt: skip


def _concerning() -> tuple[type[Fact], ...]:
    return ValueFact.__args__
