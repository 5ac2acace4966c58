"""A house that charges companies, settles their debts, buys and closes its day: the ground of runs with faults."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from random import Random

from aura_terminal.domain.account_invoices import Invoice
from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.ids import LineId, OrderId, PurchaseId, ValueAccountId
from aura_terminal.domain.invoice_facts import Allocation
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.money import Money
from aura_terminal.domain.purchasing_facts import PurchaseStatus, ReceivedLine
from aura_terminal.domain.staff import Actor, StaffMember
from aura_terminal.domain.supplies import Supply
from aura_terminal.domain.tax import OrderType
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.ports.value_rows import AccountRow
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.use_cases.ordering import Asked
from aura_terminal.use_cases.purchasing import Draft, Wanted
from aura_terminal.use_cases.returns import Way
from sync.connectors.unified.office import OFFICE
from tests.support.central_shop import central_documents
from tests.support.central_terminal import Speaks, Terminal, set_up
from tests.support.chance import FixedClock
from tests.support.contract_server import ContractServer
from tests.support.office_faults import Ground, People
from tests.support.unified_customs import EMAIL, PASSWORD
from tests.support.unified_judge import differences
from tests.support.unified_office import UnifiedOffice

BANK = "Bank Payers"
"""The company whose debts are paid to the bank alone: what is paid in two places is a person's matter."""


class UnifiedHouse:
    """One terminal's people at work."""

    def __init__(self, terminal: Terminal, chance: Random) -> None:
        self._shop, self._chance = terminal.stored.shop, chance
        people = terminal.stored.store.central_book.picture.documents(StaffMember)
        self._by = Actor(people[0].id, people[0].name, frozenset(Permission))
        self._supplies = [
            one for one in terminal.stored.store.central_book.picture.documents(Supply) if one.unit == "kg" and one.cost
        ]
        items = terminal.stored.shop.reads.menu
        self.items = [
            tile.item_id for category in items.categories() for tile in items.tiles(category.id)
            if not items.sheet(tile.item_id).item.variants
        ]  # fmt: skip
        self._common: list[Callable[[], object]] = [self.charge, self.charge, self.charge_part, self.sell, self.sell]
        self._rare: list[Callable[[], object]] = [
            self.settle_one, self.settle_some, self.settle_all, self.bring_back, self.send_invoice, self.open_account,
            self.draft, self.draft, self.approve, self.approve, self.send, self.send, self.receive, self.receive,
            self.call_off, self.close_day,
        ]  # fmt: skip

    def act(self) -> bool:
        """The first of some acts that can be done."""
        for _ in range(12):
            chosen = self._chance.choice((self._common, self._rare))
            with suppress(RuleBroken, NotFound, IndexError):
                self._chance.choice(chosen)()
                return True
        return False

    def settle(self) -> None:
        """Close the day, where anything happened since."""
        with suppress(RuleBroken):
            self._shop.closing.close_day(self._by)

    # Companies

    def charge(self) -> object:
        """A company's guests eat, and it goes on their account."""
        order_id = self._order()
        return self._draw(order_id, self._company(), None)

    def charge_part(self) -> object:
        """Part of it goes on the account, the rest is paid in cash."""
        order_id = self._order()
        due = self._shop.reads.orders.sheet(order_id).due
        done = self._draw(order_id, self._company(), Money(due.minor // 3, due.currency))
        self._cash(order_id)
        return done

    def bring_back(self) -> object:
        """Something of a check comes back; what an account had paid goes back there first."""
        order_id = self._chance.choice([row.order_id for row in self._shop.reads.orders.recent(20)])
        line = self._chance.choice(self._shop.returns.look(order_id).lines)
        return self._shop.returns.take_back(self._by, order_id, ((LineId(line.line_id), 1),), "cold", Way.CASH)

    def open_account(self) -> object:
        """A company is known here first."""
        limit = Money(self._chance.randint(50, 400) * 100, "EUR")
        return self._shop.value_accounts.open_house(self._by, self._chance.choice(("Acme", "Zeta")), limit, "Net 14")

    def settle_one(self) -> object:
        """They pay one invoice as it is."""
        account, invoice = self._owing()
        allocation = Allocation(invoice.key, invoice.open)
        done = self._shop.invoicing.take_payment(self._by, account, invoice.open, (allocation,))
        return self._cash(done.order_id)

    def settle_some(self) -> object:
        """They pay some of what they owe, the oldest first."""
        account, invoice = self._owing()
        amount = Money(max(1, invoice.open.minor * self._chance.randint(1, 15) // 10), invoice.open.currency)
        return self._cash(self._shop.invoicing.take_payment(self._by, account, amount).order_id)

    def settle_all(self) -> object:
        """They pay all they owe."""
        row = self._chance.choice([row for row in self._rows() if row.balance.minor < 0 and row.name != BANK])
        return self._cash(self._shop.invoicing.take_payment(self._by, row.account_id, -row.balance).order_id)

    def send_invoice(self) -> object:
        """They want an invoice by e-mail."""
        account, invoice = self._owing()
        return self._shop.invoicing.send(self._by, account, invoice.key)

    # The counter

    def sell(self) -> object:
        """Somebody pays at the counter."""
        return self._cash(self._order())

    def close_day(self) -> object:
        """A Z report of what happened since the last one."""
        return self._shop.closing.close_day(self._by)

    # The back door

    def draft(self) -> object:
        """What runs low, or what somebody thinks of."""
        supplier = self._chance.choice(self._shop.reads.purchases.suppliers()).id
        if self._chance.random() < 0.3:
            return self._shop.purchasing.draft(self._by, self._shop.purchasing.suggested(self._by, supplier))
        chosen = self._chance.sample(self._supplies, self._chance.randint(1, len(self._supplies)))
        lines = tuple(
            Wanted(one.id, Decimal(self._chance.randint(1, 400)) / 4, one.cost or Money(0, "EUR")) for one in chosen
        )
        return self._shop.purchasing.draft(self._by, Draft(supplier, lines, notes=self._chance.choice(("", "early"))))

    def approve(self) -> object:
        """A manager allows one."""
        return self._shop.purchasing.approve(self._by, self._purchase(PurchaseStatus.DRAFT))

    def send(self) -> object:
        """One goes to its supplier."""
        return self._shop.purchasing.send(self._by, self._purchase(PurchaseStatus.APPROVED))

    def call_off(self) -> object:
        """One is not wanted any more."""
        status = self._chance.choice((PurchaseStatus.DRAFT, PurchaseStatus.APPROVED, PurchaseStatus.SENT))
        return self._shop.purchasing.cancel(self._by, self._purchase(status), "too late")

    def receive(self) -> object:
        """A delivery comes, often in parts and some of it bad."""
        status = self._chance.choice((PurchaseStatus.SENT, PurchaseStatus.PARTLY_RECEIVED))
        purchase_id = self._purchase(status)
        came = []
        for line in self._shop.reads.purchases.sheet(purchase_id).lines:
            good = line.outstanding * self._chance.choice((0, 1, 1, 2)) / 2
            bad = Decimal(self._chance.choice((0, 0, 1)))
            came.append(ReceivedLine(line.line_id, good + bad, good, bad, "wet" if bad else ""))
        return self._shop.purchasing.receive(self._by, purchase_id, came)

    # What they share

    def _order(self) -> OrderId:
        order_id: OrderId | None = None
        for _ in range(self._chance.randint(1, 3)):
            target = order_id or NewOrder(OrderType.TAKEOUT)
            asked = Asked(self._chance.choice(self.items))
            order_id = self._shop.ordering.add_item(self._by, target, asked).order_id
        assert order_id is not None
        return order_id

    def _draw(self, order_id: OrderId, account: ValueAccountId, amount: Money | None) -> object:
        try:
            return self._shop.value_paying.draw(
                self._by,
                order_id,
                account,
                self._shop.paying.new_attempt(),
                Hearing.ALL,
                amount,
            )
        except RuleBroken:
            return self._cash(order_id)

    def _cash(self, order_id: OrderId) -> object:
        due = self._shop.reads.orders.sheet(order_id).due
        attempt = self._shop.paying.new_attempt()
        return self._shop.paying.take_cash(self._by, order_id, due, attempt)

    def _rows(self) -> list[AccountRow]:
        return list(self._shop.reads.value.accounts(AccountKind.HOUSE, 50))

    def _company(self) -> ValueAccountId:
        return self._chance.choice(self._rows()).account_id

    def _owing(self) -> tuple[ValueAccountId, Invoice]:
        found = [
            (row.account_id, invoice) for row in self._rows() if row.name != BANK
            for invoice in self._shop.reads.value.sheet(row.account_id).invoices if invoice.open.minor > 0
        ]  # fmt: skip
        return self._chance.choice(found)

    def _purchase(self, status: PurchaseStatus) -> PurchaseId:
        rows = [row.purchase_id for row in self._shop.reads.purchases.purchases(50) if row.status is status]
        return self._chance.choice(rows)


class UnifiedWorld:
    """The Unified Assistant in one run."""

    def __init__(self, clock: FixedClock) -> None:
        self.office = UnifiedOffice(clock)
        self._bank = self.office.add_customer(BANK, "900.00")
        self.office.add_customer("Hotel Post", "300.00", "Net 30")
        for name in ("Tomatoes", "Flour", "Oil"):
            self.office.add_material(name)
        for name in ("Hof Sonne", "Großmarkt"):
            self.office.add_supplier(name)
        self.server: ContractServer = self.office.serve()

    def people(self, terminal: Terminal, chance: Random) -> People:
        """Who works at a terminal."""
        return UnifiedHouse(terminal, chance)

    def change(self, chance: Random) -> None:
        """Somebody bills a company, money comes to the bank, a limit changes."""
        way = chance.random()
        owed = [one for one in self.office.invoices.values() if one["customer"]["id"] == self._bank]
        payable = [one["id"] for one in owed if one["balance_amount"] > 0]
        if way < 0.4:
            self.office.bill(self._bank, f"{chance.randint(1, 60)}.50")
        elif way < 0.8 and payable:
            id_ = chance.choice(payable)
            self.office.receive_money(id_, f"{self.office.invoices[id_]['balance_amount']}")
        else:
            self.office.customers[self._bank]["credit_limit"] = Decimal(chance.randint(500, 900))

    def differences(self, terminal: Terminal) -> list[str]:
        """What the office does not hold just as the terminal holds it."""
        return differences(terminal.stored.store, self.office)


def prepare(folder: Path, label: str, clock: FixedClock, seed: int, store_id: str) -> None:
    """A terminal of a house that buys what the office names."""
    documents = tuple(one for one in central_documents() if not isinstance(one, Supply))
    set_up(folder, label, clock, seed, store_id, documents=documents)


GROUND = Ground(
    Speaks(OFFICE, OFFICE.serves, "/v1"), {"password": PASSWORD}, UnifiedWorld, prepare, EMAIL,
    lambda path: path.startswith("/v1/auth/"),
)  # fmt: skip
