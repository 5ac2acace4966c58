"""Pictures of stored value: the payment screen with its row of ways, the sheets, the room of accounts, tabs in Orders.

`python -m tests.support.value_shots FOLDER [SCENE...]`
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from aura_terminal.domain.ids import ProgrammeId, TenderId, ValueAccountId
from aura_terminal.domain.loyalty import LoyaltyProgramme
from aura_terminal.domain.money import Money
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.accounts.page import AccountsPage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.view_models.invoice_office import InvoiceOffice
from aura_terminal.view_models.live import LiveModel
from aura_terminal.view_models.value_accounts import AccountsModel
from tests.contract.store_bench import WATER
from tests.contract.value_contract import card, coffee, euro, pay
from tests.gui.register.hands import press, tap
from tests.support.memory_shop import EVERYTHING, demo_store
from tests.support.shots import Stage, take
from tests.support.till import MARTA, NINA


def opened(theme: Theme, scene: str) -> Stage:
    """A store with a card, a house account that owes, a deposit, a voucher and a programme."""
    store = demo_store()
    shop = store.shop
    shop.administration.put_documents(EVERYTHING, [
        Tender(TenderId("voucher"), "Lunch voucher", TenderKind.OTHER),
        LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal(1), minor_per_point=10),
    ])  # fmt: skip
    card(shop, 50, "Ada Lovelace")
    facts = shop.value_accounts.open_house(EVERYTHING, "Atelier Kraus", euro(300), "Net 14")
    account = ValueAccountId(facts[0].account_id)
    shop.value_paying.draw(EVERYTHING, coffee(shop), account, shop.paying.new_attempt(), Hearing.ALL)
    pay(shop, shop.value_selling.take_deposit(EVERYTHING, euro(100), "Party of Sven Berg").order_id)
    stage = Stage(store, theme)
    stage.sign_in(NINA if scene in ("accounts", "invoices") else MARTA)
    return stage


def ordered(stage: Stage) -> None:
    """Two pizzas of a guest with points, at the payment screen."""
    till, shop = stage.terminal.till, stage.store.shop
    for _ in range(2):
        till.register.tap_tile(till.tile("margherita"))
        stage.settle()
    order = till.counter.order
    assert order is not None
    guest = shop.guests.register(EVERYTHING, NewGuest("Grace", "Hopper", "030 55555")).guest_id
    shop.loyalty.move_points(EVERYTHING, guest, 80, "welcome")
    shop.guests.attach(EVERYTHING, order.order_id, guest)
    till.counter.refresh()
    stage.settle()
    stage.press("Pay")


def payment(stage: Stage) -> None:
    """The row of more ways."""
    ordered(stage)


def look(stage: Stage) -> None:
    """Looking for the account that pays."""
    ordered(stage)
    stage.press("House account")


def sell(stage: Stage) -> None:
    """Selling a card."""
    stage.press("Order options")
    stage.press("Gift card, deposit")
    stage.terminal.register.findChildren(ChoiceList)[-1].tapped.emit("5000")
    stage.settle()


def accounts(stage: Stage) -> None:
    """The room."""
    stage.enter("accounts")
    (page,) = stage.window.findChildren(AccountsPage)
    tap(next(each for each in page.findChildren(ChoiceList) if each.isVisible()), "Atelier")
    stage.settle()


def invoices(stage: Stage) -> None:
    """What a company owes, one by one, where a back office bills it."""
    shop, till = stage.store.shop, stage.terminal.till
    (account,) = shop.reads.value.accounts(AccountKind.HOUSE, 2)
    for _ in range(2):
        shop.value_paying.draw(
            EVERYTHING, coffee(shop), account.account_id, shop.paying.new_attempt(), Hearing.ALL
        )  # fmt: skip
    pay(shop, shop.invoicing.take_payment(EVERYTHING, account.account_id, Money(400, "EUR")).order_id)
    model = AccountsModel(till.runner, till.session, till.changes, stage.store.clock.now)
    page = AccountsPage(model, stage.theme, MoneyText(), InvoiceOffice(LiveModel(), "unified"))
    stage.put_into(page)
    stage.settle()
    tap(next(each for each in page.findChildren(ChoiceList) if each.isVisible()), "Atelier")
    stage.settle()
    press(page, "Invoices")
    stage.settle()
    sheet = [each for each in page.findChildren(ChoiceList) if each.isVisible()][-1]
    sheet.tapped.emit(shop.reads.value.sheet(account.account_id).invoices[1].key)
    stage.settle()


def tabs(stage: Stage) -> None:
    """Tabs in Orders."""
    shop = stage.store.shop
    for name in ("Sven at the bar", "Table by the door"):
        order = shop.tabs.open(EVERYTHING, NewOrder(), name, Hearing.ALL).order_id
        shop.ordering.add_item(EVERYTHING, order, WATER)
    coffee(shop)
    stage.window.go(View.ORDERS)
    stage.settle()


SCENES: Mapping[str, Callable[[Stage], None]] = {
    "payment": payment, "look": look, "sell": sell, "accounts": accounts, "invoices": invoices,
    "tabs": tabs,
}  # fmt: skip


if __name__ == "__main__":
    for path in take(Path(sys.argv[1]), opened, SCENES, sys.argv[2:]):
        print(path)
