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
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money, parse_money
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.domain.value_facts import AccountKind, ValueFact
from aura_terminal.domain.value_rules import ValueRules, with_bound
from aura_terminal.ports.value_rows import AccountRow, AccountSheet
from aura_terminal.use_cases.asking import Done
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.showing import Showing

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


class AccountsModel(QObject):
    """`changed` follows a reading, `done` a verb that was carried out, `refused` one that was not."""

    changed = Signal()
    done = Signal()
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._kind: AccountKind | None = None
        self._text = ""
        self._open: ValueAccountId | None = None
        self._page: Accounts | None = None
        self.approvals = Approvals(runner, self)
        self.showing = Showing(session, changes, _concerning, self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self.refresh)
        self.showing.over.connect(self._forget)

    @property
    def session(self) -> SessionModel:
        """Who works here now."""
        return self._session

    @property
    def page(self) -> Accounts | None:
        """What is shown; None before the first reading."""
        return self._page

    @property
    def kind(self) -> AccountKind | None:
        """Which kind is listed, None for all."""
        return self._kind

    def may(self, permission: Permission) -> bool:
        """Whether the person here holds a right themselves."""
        return self._session.may(permission)

    def days_since(self, at: datetime) -> int:
        """Whole days since an instant."""
        return (self._now() - at).days

    @Slot()
    def refresh(self) -> None:
        """Read what is listed and what is open again."""
        if self._session.actor is not None:
            self._runner.run(partial(_read, self._kind, self._text, self._open), self._show, self.refused.emit)

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

    def pay_out(self, reason: str) -> None:
        """Give back in cash all that is on it."""
        self._approved(reason, lambda by, account_id, allowed, shop: shop.value_accounts.pay_out(
            by, account_id, reason, allowed
        ))  # fmt: skip

    def keep(self, reason: str) -> None:
        """Keep a deposit: nobody came."""
        self._approved(reason, lambda by, account_id, allowed, shop: shop.value_accounts.keep_deposit(
            by, account_id, reason, allowed
        ))  # fmt: skip

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

    def _on_open(self, verb: Callable[[Actor, ValueAccountId, Shop], tuple[Fact, ...]]) -> None:
        account_id = self._open
        if account_id is not None:
            self._do(lambda by, shop: verb(by, account_id, shop))

    def _do(self, verb: Callable[[Actor, Shop], tuple[Fact, ...]]) -> None:
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(lambda shop: verb(by, shop), self._carried, self.refused.emit)

    def _approved(self, reason: str, verb: Callable[[Actor, ValueAccountId, Approval | None, Shop], Done]) -> None:
        by, account_id = self._session.must_actor(), self._open
        if by is not None and account_id is not None:

            def call(allowed: Approval | None, shop: Shop) -> tuple[Fact, ...]:
                return verb(by, account_id, allowed, shop).facts

            self.approvals.run(call, reason, self._carried, self.refused.emit)

    def _carried(self, facts: tuple[Fact, ...]) -> None:
        self._changes.announce(*facts)
        self.done.emit()
        self.refresh()

    def _show(self, page: Accounts) -> None:
        self._page = page
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        """Somebody else is here, who perhaps may not see it."""
        self._page, self._open, self._text = None, None, ""
        self.changed.emit()


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
