"""Selling value: gift cards, what is paid in on them and on house accounts, deposits. Each is a line of an order."""

from __future__ import annotations

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import GuestId, LineId, OrderId, ReservationId, ValueAccountId
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import LineAdded
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, AccountNumbered, AccountOpened
from aura_terminal.domain.value_orders import sold_as_value
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, PinVault, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.value_moves import value_rules
from aura_terminal.use_cases.value_paper import KIND_WORDS

GROUP_WORDS = {
    AccountKind.GIFT_CARD: "Gift cards",
    AccountKind.HOUSE: "House accounts",
    AccountKind.DEPOSIT: "Deposits",
}


class ValueSelling:
    """The verbs that put value on accounts. It is there once the order is closed, by whichever terminal."""

    def __init__(self, begin: Begin, vault: PinVault, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._vault = vault
        self._ids = ids
        self._terminal = terminal

    def sell_card(self, by: Actor, target: OrderId | NewOrder, amount: Money, name: str = "") -> Done:
        """Put a new gift card on an order; its slip comes out when the order is paid.

        Raises RuleBroken: AMOUNT_NOT_POSITIVE, VALUE_TOO_MUCH, CURRENCY_MIXED, ORDER_NOT_OPEN.
        """
        by.must(Permission.SELL_VALUE)
        account_id = ValueAccountId(self._ids.new())
        number = self._vault.value_number(account_id, 1)
        digest = self._vault.name_badge(f"value {number}")
        with self._begin(by.id) as work:
            opened = self._opened(work, by, account_id, AccountKind.GIFT_CARD, name)
            numbered = AccountNumbered(account_id, digest, number[-4:], 1, work.now, by.id)
            work.keep(opened, numbered)
            return self._put_on(work, by, target, work.value.account(account_id), amount, (opened, numbered))

    def load(self, by: Actor, target: OrderId | NewOrder, account_id: ValueAccountId, amount: Money) -> Done:
        """Put a line on an order that tops a gift card up, pays a house account down or adds to a deposit.

        Raises RuleBroken as `sell_card`, and ACCOUNT_BLOCKED, DEPOSIT_ELSEWHERE.
        """
        by.must(Permission.SELL_VALUE)
        with self._begin(by.id) as work:
            account = work.value.account(account_id)
            account.must_be_good()
            if account.is_kept_elsewhere:
                raise RuleBroken(Rule.DEPOSIT_ELSEWHERE)
            return self._put_on(work, by, target, account, amount, ())

    def take_deposit(
        self, by: Actor, amount: Money, name: str, *, reservation_id: ReservationId | None = None,
        guest_id: GuestId | None = None, target: OrderId | NewOrder | None = None,
    ) -> Done:  # fmt: skip
        """Put a deposit on an order of its own, for a reservation or for a guest's visit to come.

        A further one for the same reservation goes on the same account. Raises RuleBroken: AMOUNT_NOT_POSITIVE,
        GUEST_NEEDED where there is neither a name nor a guest.
        """
        by.must(Permission.SELL_VALUE)
        said = tidy(name)
        if not said and guest_id is None and reservation_id is None:
            raise RuleBroken(Rule.GUEST_NEEDED)
        with self._begin(by.id) as work:
            before = () if reservation_id is None else work.value.of_reservation(reservation_id)
            known = next((one for one in before if one.blocked is None and not one.is_kept_elsewhere), None)
            facts: tuple[Fact, ...] = ()
            if known is None:
                account_id = ValueAccountId(self._ids.new())
                opened = self._opened(work, by, account_id, AccountKind.DEPOSIT, said, guest_id, reservation_id)
                work.keep(opened)
                facts, known = (opened,), work.value.account(account_id)
            return self._put_on(work, by, target or NewOrder(guest_name=said), known, amount, facts)

    def _opened(
        self, work: Work, by: Actor, account_id: ValueAccountId, kind: AccountKind, name: str,
        guest_id: GuestId | None = None, reservation_id: ReservationId | None = None,
    ) -> AccountOpened:  # fmt: skip
        currency = work.documents.get(StoreProfile, STORE_PROFILE).currency
        return AccountOpened(
            account_id, kind, currency, work.now, by.id, self._terminal.label, tidy(name), guest_id, reservation_id
        )

    def _put_on(
        self, work: Work, by: Actor, target: OrderId | NewOrder, account: ValueAccount, amount: Money,
        before: tuple[Fact, ...],
    ) -> Done:  # fmt: skip
        must_be_on_the_clock(work, by)
        _must_be_loadable(work, account, amount)
        facts: list[Fact] = [*before]
        if isinstance(target, NewOrder):
            opened = opening_of(work, self._ids, self._terminal, by, target)
            work.keep(opened)
            facts.append(opened)
            target = opened.order_id
        order = work.order(target)
        shown = f"...{account.last_four}" if account.last_four else account.terms.name
        name = " ".join(filter(None, (KIND_WORDS[account.kind], shown)))
        sold = sold_as_value(account.id, account.kind, name, GROUP_WORDS[account.kind], amount)
        added = order.add_line(LineId(self._ids.new()), sold, quantity=1, course=0)
        assert isinstance(added, LineAdded)  # such a line has no twin
        work.keep(added)
        facts.append(added)
        return Done(target, tuple(facts))


def _must_be_loadable(work: Work, account: ValueAccount, amount: Money) -> None:
    currency = account.terms.currency
    if amount.currency != currency:
        raise RuleBroken(Rule.CURRENCY_MIXED, one=currency, other=amount.currency)
    if amount.minor <= 0:
        raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
    most = Money(value_rules(work).most_on_card, currency)
    if account.kind is AccountKind.GIFT_CARD and account.balance + amount > most:
        raise RuleBroken(Rule.VALUE_TOO_MUCH, most=most.plain())
