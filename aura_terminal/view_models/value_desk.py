"""Value at the counter: gift cards and deposits put on the order, accounts looked for and paid in on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import GuestId, ValueAccountId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.domain.tab_facts import TabOpened
from aura_terminal.domain.value_facts import Hearing
from aura_terminal.domain.value_numbers import check_number
from aura_terminal.ports.value_rows import AccountRow
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.counter import Counter, Desk
from aura_terminal.view_models.status import StatusModel
from aura_terminal.view_models.value_payment import hearing_of

MOST_FOUND = 30


class ValueDeskModel(QObject):
    """The verbs, each one tap on the order at the counter. `found` follows what was looked for, `sold` a line that is
    on the order now."""

    found = Signal()
    sold = Signal()
    refused = Signal(object)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter = counter
        self._found: tuple[AccountRow, ...] = ()
        self._currency = ""
        self._is_selling = False
        counter.changed.connect(self._hear)
        counter.refused.connect(self._give_up)

    @property
    def rows(self) -> tuple[AccountRow, ...]:
        """The accounts that were found last."""
        return self._found

    @property
    def currency(self) -> str:
        """What amounts are in; empty until the store has been asked."""
        return self._currency

    def begin(self) -> None:
        """Forget what was found, and ask what amounts are in."""
        self._found = ()
        self.counter.ask(_currency, self._learn, self.refused.emit)

    def search(self, text: str) -> None:
        """Look for accounts by number or name."""
        self.counter.ask(partial(_search, text), self._show, self.refused.emit)

    def sell_card(self, minor: int, name: str) -> None:
        """A new gift card."""
        self._sell(partial(_sell_card, Money(minor, self._currency), name))

    def load(self, account_id: ValueAccountId, minor: int) -> None:
        """Top a card up, pay a house account down, add to a deposit."""
        self._sell(partial(_load, account_id, Money(minor, self._currency)))

    def take_deposit(self, minor: int, name: str) -> None:
        """A deposit for a visit to come, of the order's guest where there is one."""
        order = self.counter.order
        guest = None if order is None else order.guest_id
        self._sell(partial(_deposit, Money(minor, self._currency), name, guest))

    def _sell(self, verb: partial[tuple[Fact, ...]]) -> None:
        if self._currency and not self._is_selling:
            self._is_selling = True
            self.counter.do(verb)

    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if self._is_selling and facts:
            self._is_selling = False
            self.sold.emit()

    def _give_up(self, broken: RuleBroken) -> None:
        self._is_selling = False

    def _learn(self, currency: str) -> None:
        self._currency = currency
        self.found.emit()

    def _show(self, rows: tuple[AccountRow, ...]) -> None:
        self._found = rows
        self.found.emit()


def _currency(desk: Desk, by: Actor, shop: Shop) -> str:
    return shop.reads.store.profile().currency


def _search(text: str, desk: Desk, by: Actor, shop: Shop) -> tuple[AccountRow, ...]:
    try:
        check_number(text)
    except RuleBroken:
        return tuple(shop.reads.value.search(text, MOST_FOUND))
    return (shop.value_accounts.find(by, text),)


def _sell_card(amount: Money, name: str, desk: Desk, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return desk.take(shop.value_selling.sell_card(by, desk.target, amount, name))


def _load(account_id: ValueAccountId, amount: Money, desk: Desk, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    return desk.take(shop.value_selling.load(by, desk.target, account_id, amount))


def _deposit(amount: Money, name: str, guest_id: GuestId | None, desk: Desk, by: Actor, shop: Shop) -> tuple[Fact, ...]:
    target = NewOrder(guest_name=name) if desk.order_id is None else desk.target
    return desk.take(shop.value_selling.take_deposit(by, amount, name, guest_id=guest_id, target=target))


class TabsModel(QObject):
    """Tabs at the counter: the order there, or a new one, goes on under a name. `opened` follows."""

    opened = Signal(str)

    def __init__(self, counter: Counter, status: StatusModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counter, self._status = counter, status
        counter.changed.connect(self._hear)

    def open(self, name: str) -> None:
        """Let it be a tab; where other terminals are not heard a manager allows it."""
        self.counter.do_approved(partial(_open_tab, name, hearing_of(self._status.row)), name)

    def _hear(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact, TabOpened):
                self.opened.emit(fact.name)


def _open_tab(
    name: str, hearing: Hearing, approval: Approval | None, desk: Desk, by: Actor, shop: Shop
) -> tuple[Fact, ...]:
    return desk.take(shop.tabs.open(by, desk.target, name, hearing, approval=approval))
