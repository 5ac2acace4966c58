"""Buying and billing by touch: a draft is changed, allowed, sent and taken in; an invoice is paid and sent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import StaffId, ValueAccountId, ValueMoveId
from aura_terminal.domain.invoice_facts import InvoiceStated
from aura_terminal.domain.money import Money
from aura_terminal.domain.purchasing_facts import PurchaseStatus
from aura_terminal.domain.value_facts import Hearing
from aura_terminal.ports.store import SYSTEM
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.accounts.page import AccountsPage
from aura_terminal.ui.screens.purchases.page import PurchasesPage
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.view_models.invoice_office import InvoiceOffice
from aura_terminal.view_models.live import Answer, LiveModel, Part, Question, Trouble
from aura_terminal.view_models.purchases import PurchasesModel
from aura_terminal.view_models.value_accounts import AccountsModel
from tests.contract.value_contract import coffee
from tests.gui.register.hands import press, tap
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store
from tests.support.purchase_shots import stocked
from tests.support.till import Till, pin_of, till_over

CARLA = StaffId("carla-lombardi")


def till_of(store: MemoryStore) -> Till:
    """A till of that store with a manager at it."""
    till = till_over(store, InlineStoreThread(store.shop))
    till.session.sign_in(CARLA, pin_of(CARLA))
    settle(till)
    return till


def settle(till: Till) -> None:
    """Everything that was asked is answered."""
    for _ in range(6):
        QApplication.processEvents()
        while not till.runner.is_idle:
            QApplication.processEvents()


def answer(page: QWidget, till: Till, *words: str) -> None:
    """Type what is asked, one after the other."""
    for one in words:
        (sheet,) = [each for each in page.findChildren(TextSheet) if each.isVisible()]
        field = sheet.findChildren(QLineEdit)[0]
        field.clear()
        QTest.keyClicks(field, one)
        QTest.keyClick(field, Qt.Key.Key_Return)
        settle(till)


def lists(page: QWidget) -> list[ChoiceList]:
    """The lists in sight."""
    return [each for each in page.findChildren(ChoiceList) if each.isVisible()]


def test_a_purchase_is_drafted_changed_allowed_sent_and_taken_in(qtbot: QtBot, theme: Theme) -> None:
    store = stocked()
    till, reads = till_of(store), store.shop.reads.purchases
    page = PurchasesPage(PurchasesModel(till.runner, till.session, till.changes), theme, MoneyText())
    qtbot.addWidget(page)
    page.resize(1024, 700)
    page.show()
    settle(till)
    press(page, "New from low stock")
    tap(lists(page)[-1], "Hof Sonne")
    settle(till)
    (row,) = reads.purchases(9)
    tap(lists(page)[1], "Milk")
    answer(page, till, "0")
    tap(lists(page)[1], "Flour")
    answer(page, till, "12,5")
    assert [line.quantity for line in reads.sheet(row.purchase_id).lines] == [Decimal("12.5"), Decimal(20)]
    press(page, "Approve")
    settle(till)
    press(page, "Send to the supplier")
    settle(till)
    tap(lists(page)[1], "Flour")
    answer(page, till, "10", "2", "wet")
    tap(lists(page)[1], "Tomatoes")
    answer(page, till, "0", "0")
    press(page, "Take the delivery in")
    settle(till)
    sheet = reads.sheet(row.purchase_id)
    assert (sheet.row.status, sheet.lines[0].accepted) == (PurchaseStatus.PARTLY_RECEIVED, Decimal(8))
    assert [(one.received, one.rejected, one.reason) for one in sheet.deliveries[0].lines] == [
        (Decimal(10), Decimal(2), "wet")
    ]


def test_an_invoice_is_paid_in_part_and_sent(qtbot: QtBot, theme: Theme) -> None:
    store = demo_store()
    shop, till = store.shop, till_of(store)
    facts = shop.value_accounts.open_house(EVERYTHING, "Atelier Kraus", Money(30000, "EUR"), "Net 14")
    account = ValueAccountId(facts[0].account_id)
    shop.value_paying.draw(EVERYTHING, coffee(shop), account, shop.paying.new_attempt(), Hearing.ALL)
    model = AccountsModel(till.runner, till.session, till.changes, store.clock.now)
    page = AccountsPage(model, theme, MoneyText(), InvoiceOffice(LiveModel(), "unified"))
    qtbot.addWidget(page)
    page.resize(1024, 700)
    page.show()
    settle(till)
    tap(lists(page)[0], "Atelier")
    settle(till)
    said: list[str] = []
    page.said.connect(said.append)
    press(page, "Invoices")
    invoice = shop.reads.value.sheet(account).invoices[0]
    tap(lists(page)[-1], "Check of")
    press(page, "Send by e-mail")
    settle(till)
    assert shop.reads.value.sheet(account).invoices[0].is_send_asked
    press(page, "Invoices")
    tap(lists(page)[-1], "Check of")
    press(page, "Pay this one")
    answer(page, till, "1,00")
    (order,) = shop.reads.orders.open_orders()
    assert said[-1] == f"Order {order.number} is open for it. Take the money there."
    shop.paying.take_cash(EVERYTHING, order.order_id, order.due, shop.paying.new_attempt())
    assert shop.reads.value.sheet(account).invoices[0].open == invoice.open - Money(100, "EUR")


def test_an_invoice_opens_as_a_document_and_says_why_it_does_not(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, live = demo_store(), LiveModel()
    asked, opened = list[Question](), list[str]()
    live.asked.connect(asked.append)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page, till = billed(store, theme, InvoiceOffice(live, "unified"))
    qtbot.addWidget(page)
    press(page, "Invoices")
    (document,) = [
        one for one in page.findChildren(Button) if one.isVisible() and one.accessibleName() == "Open as PDF"
    ]
    tap(lists(page)[-1], "INV-7")
    QTest.mouseClick(document, Qt.MouseButton.LeftButton)
    assert [(one.office, one.about, one.words) for one in asked] == [("unified", "invoice", "there-7")]
    assert not document.isEnabled()
    live.hear(Answer(asked[0].ask_id, Part.FAILED, trouble=Trouble.UNREACHED))
    assert "cannot be reached" in shown(page)
    QTest.mouseClick(document, Qt.MouseButton.LeftButton)
    live.hear(Answer(asked[1].ask_id, Part.FILE, "/data/from-back-offices/invoice-there-7.pdf"))
    settle(till)
    assert opened == ["/data/from-back-offices/invoice-there-7.pdf"]
    assert "It lies at /data/from-back-offices/invoice-there-7.pdf" in shown(page)


def test_without_a_back_office_nothing_is_offered_that_only_it_could_do(qtbot: QtBot, theme: Theme) -> None:
    page, _ = billed(demo_store(), theme, None)
    qtbot.addWidget(page)
    press(page, "Invoices")
    names = {one.accessibleName() for one in page.findChildren(Button) if one.isVisible()}
    assert "Pay this one" in names
    assert not names & {"Send by e-mail", "Open as PDF"}


def shown(page: QWidget) -> str:
    """All words in sight."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def billed(store: MemoryStore, theme: Theme, office: InvoiceOffice | None) -> tuple[AccountsPage, Till]:
    """The accounts in sight, one open with an invoice the back office knows as INV-7."""
    shop, till = store.shop, till_of(store)
    facts = shop.value_accounts.open_house(EVERYTHING, "Atelier Kraus", Money(30000, "EUR"), "Net 14")
    account = ValueAccountId(facts[0].account_id)
    shop.value_paying.draw(EVERYTHING, coffee(shop), account, shop.paying.new_attempt(), Hearing.ALL)
    (invoice,) = shop.reads.value.sheet(account).invoices
    with store.begin(SYSTEM) as work:
        work.keep(InvoiceStated(
            account, "there-7", "INV-7", invoice.day, invoice.due_on, invoice.amount, Money(0, "EUR"), "unpaid",
            store.clock.now(), "unified", ValueMoveId(invoice.key),
        ))  # fmt: skip
    page = AccountsPage(
        AccountsModel(till.runner, till.session, till.changes, store.clock.now), theme, MoneyText(), office
    )
    page.resize(1024, 700)
    page.show()
    settle(till)
    tap(lists(page)[0], "Atelier")
    settle(till)
    return page, till
