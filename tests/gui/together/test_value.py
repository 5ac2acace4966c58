"""Gift cards, house accounts, deposits and vouchers at the register, by what a person taps and types."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Rule
from aura_terminal.domain.ids import OrderId, ProgrammeId, TenderId, ValueAccountId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.loyalty import LoyaltyProgramme
from aura_terminal.domain.money import Money
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.domain.value_facts import AccountKind, AccountOpened, Hearing, ValueStated
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.accounts.page import AccountsPage
from aura_terminal.ui.screens.payment.value_sheet import ValueSheet
from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
from aura_terminal.ui.shell.number_desk import NumberDesk
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.view_models import reservations
from aura_terminal.view_models.reservations import ReservationsModel
from aura_terminal.view_models.scanning import Place
from aura_terminal.view_models.status import StatusRow
from aura_terminal.view_models.value_accounts import AccountsModel
from aura_terminal.view_models.value_payment import hearing_of
from tests.contract.value_contract import card, euro, number_of, pay
from tests.gui.register.hands import press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import NINA, pin_of


def ordered(desk: Desk) -> None:
    """Two pizzas for 9.50 each on the counter, at the payment screen."""
    for _ in range(2):
        desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.settle()
    desk.press("Pay")
    desk.settle()


def named(desk: Desk, words: str) -> None:
    """Type into the sheet for words on real keys, and Enter."""
    (sheet,) = [each for each in desk.terminal.register.findChildren(TextSheet) if each.isVisible()]
    field = sheet.findChildren(QLineEdit)[0]
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()


def last_order(desk: Desk) -> OrderStatus:
    return desk.store.shop.reads.orders.recent(1)[0].status


def test_a_card_that_is_scanned_pays_a_part_and_cash_the_rest(desk: Desk) -> None:
    row = card(desk.store.shop, 10)
    ordered(desk)
    numbers = desk.terminal.window.findChild(NumberDesk)
    assert numbers is not None
    assert not numbers.take("4006381333931", Place.PAYMENT)
    assert not numbers.take(number_of(row), Place.LOCKED)
    assert numbers.take(number_of(row), Place.PAYMENT)
    desk.settle()
    (found,) = desk.terminal.payment.findChildren(ValueSheet)[0].findChildren(ChoiceList)
    assert "10.00" in found.rows()[0].detail
    desk.pick("Ada")
    assert desk.store.shop.reads.value.sheet(row.account_id).row.balance == euro(0)
    assert desk.till.payment.due == euro(9)
    desk.till.payment.name_exact()
    desk.press("Take cash")
    assert last_order(desk) is OrderStatus.CLOSED


def test_a_voucher_pays_at_one_tap_what_was_typed_and_what_is_switched_off_is_not_offered(desk: Desk) -> None:
    voucher = Tender(TenderId("voucher"), "Voucher", TenderKind.OTHER)
    off = Tender(TenderId("gift_card"), "Gift card", TenderKind.GIFT, active=False)
    desk.store.shop.administration.put_documents(EVERYTHING, [voucher, off])
    ordered(desk)
    assert "Gift card" not in desk.names()
    desk.till.payment.press("500")
    desk.press("Voucher")
    assert desk.till.payment.due == euro(14)
    desk.till.payment.name_exact()
    desk.press("Voucher")
    assert last_order(desk) is OrderStatus.CLOSED
    assert desk.till.payment.is_settled


def test_beyond_the_limit_of_a_house_account_a_manager_is_asked_in_place(desk: Desk) -> None:
    desk.store.shop.value_accounts.open_house(EVERYTHING, "Acme Ltd", euro(5))
    ordered(desk)
    desk.press("House account")
    desk.pick("Acme")
    assert not desk.till.payment.is_settled
    (asking,) = [each for each in desk.terminal.payment.findChildren(ApprovalSheet) if each.isVisible()]
    tap(asking.findChildren(ChoiceList)[0], "Nina Vogel")
    for digit in pin_of(NINA):
        press(asking, digit)
    desk.press("Allow")
    assert last_order(desk) is OrderStatus.CLOSED
    (row,) = desk.store.shop.reads.value.accounts(AccountKind.HOUSE, 2)
    assert row.balance == euro(-19)
    assert any("Acme" in words for words in desk.words())


def test_the_deposit_of_a_booking_is_offered_with_the_partys_check_and_pays_it_at_one_tap(desk: Desk) -> None:
    shop, at = desk.store.shop, desk.store.clock.now()
    made = shop.reservations.book(EVERYTHING, Booking(at, 2, name="Jane Smith"))
    account = ValueAccountId("deposit-of-jane")
    with desk.store.begin(EVERYTHING.id) as work:  # as the connector keeps what MyHibachi says it holds
        work.keep(AccountOpened(
            account, AccountKind.DEPOSIT, "EUR", at, EVERYTHING.id, "myhibachi", "Jane Smith", None, made.reservation_id
        ))  # fmt: skip
        work.keep(ValueStated(account, euro(10), at, "myhibachi"))
    seated = shop.reservations.seat(EVERYTHING, made.reservation_id)
    desk.till.counter.resume(seated.order_id)
    desk.others_did()
    ordered(desk)
    desk.press("Deposit")
    assert desk.till.payment.due == euro(9)
    assert shop.reads.value.sheet(account).row.balance == euro(0)
    assert "Deposit" not in desk.names()
    desk.till.payment.name_exact()
    desk.press("Take cash")
    assert shop.reads.orders.sheet(seated.order_id).status is OrderStatus.CLOSED


def test_points_pay_as_money_in_two_taps_and_the_visit_says_what_it_earned(desk: Desk) -> None:
    shop = desk.store.shop
    shop.administration.put_documents(
        EVERYTHING, [LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal(1), minor_per_point=10)]
    )
    guest = shop.guests.register(EVERYTHING, NewGuest("Ada", "Lovelace", "030 1234567")).guest_id
    shop.loyalty.move_points(EVERYTHING, guest, 40, "welcome")
    desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.settle()
    order = desk.till.counter.order
    assert order is not None
    shop.guests.attach(EVERYTHING, order.order_id, guest)
    desk.others_did()
    desk.press("Pay")
    desk.settle()
    desk.press("Points")
    desk.pick("Pay with points")
    assert desk.till.payment.due == Money(550, "EUR")
    desk.till.payment.name_exact()
    desk.press("Take cash")
    assert "5 points earned, 5 in all" in desk.words()


def test_a_terminal_knows_whom_it_hears() -> None:
    assert hearing_of(StatusRow()) is Hearing.ALL
    assert hearing_of(StatusRow(peers=("R2", "K1"))) is Hearing.ALL
    assert hearing_of(StatusRow(peers=("R2", "K1"), silent=("K1",))) is Hearing.SOME
    assert hearing_of(StatusRow(peers=("R2", "K1"), silent=("K1", "R2"))) is Hearing.NONE


def test_a_gift_card_is_sold_from_the_order_and_topped_up_by_its_number(desk: Desk) -> None:
    shop = desk.store.shop
    desk.press("Order options")
    desk.press("Gift card, deposit")
    desk.pick("€50")
    desk.press("Put a card of €50.00 on the order")
    order = desk.till.counter.order
    assert order is not None
    assert order.lines[0].name.startswith("Gift card")
    desk.press("Pay")
    desk.till.payment.name_exact()
    desk.press("Take cash")
    (row,) = shop.reads.value.accounts(AccountKind.GIFT_CARD, 2)
    desk.terminal.payment.finished.emit()
    desk.settle()
    numbers = desk.terminal.window.findChild(NumberDesk)
    assert numbers is not None
    desk.press("Order options")
    desk.press("Gift card, deposit")
    desk.press("Top up, pay in, balance")
    desk.press("Number or name")
    named(desk, "nobody")
    assert numbers.take(number_of(row), Place.QUESTION)
    desk.settle()
    desk.type("2000")
    desk.press("Put €20.00 on it")
    topped = desk.till.counter.order
    assert topped is not None
    assert topped.due == euro(20)


def test_every_reservation_shows_its_deposit_however_many_there_are(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reservations, "DEPOSITS_AT_ONCE", 1)
    shop, till = desk.store.shop, desk.till
    for name, hours in (("Ada", 1), ("Berg", 2), ("Zander", 3)):
        booking = Booking(desk.store.clock.now() + timedelta(hours=hours), 2, name=name)
        fact = shop.reservations.book(EVERYTHING, booking)
        given = shop.value_selling.take_deposit(EVERYTHING, euro(hours), name, reservation_id=fact.reservation_id)
        pay(shop, given.order_id)
    model = ReservationsModel(till.runner, till.session, till.changes, desk.store.clock.now)
    model.refresh()
    desk.settle()
    assert [model.deposit_of(row) for row in model.rows] == [euro(1), euro(2), euro(3)]


def test_a_reservation_takes_a_deposit_and_the_room_looks_after_it(desk: Desk, qtbot: QtBot, theme: Theme) -> None:
    shop, till = desk.store.shop, desk.till
    shop.reservations.book(EVERYTHING, Booking(desk.store.clock.now(), 2, name="Sven Berg"))
    model = ReservationsModel(till.runner, till.session, till.changes, desk.store.clock.now)
    page = ReservationsScreen(model, theme)
    qtbot.addWidget(page)
    page.resize(1024, 700)
    page.show()
    desk.settle()
    model.look_at(model.rows[0].reservation_id)
    orders: list[str] = []
    page.order_chosen.connect(orders.append)
    press(page, "Take a deposit")
    _answer(page, desk, "25,50")
    pay(shop, OrderId(orders[0]))
    model.refresh()
    desk.settle()
    assert model.deposit_of(model.rows[0]) == Money(2550, "EUR")
    said: list[Rule] = []
    model.refused.connect(lambda broken: said.append(broken.rule))
    press(page, "Take a deposit")
    _answer(page, desk, "much")
    assert said == [Rule.AMOUNT_OUT_OF_RANGE]
    pay(shop, shop.value_selling.take_deposit(EVERYTHING, euro(20), "Ada").order_id)
    till.session.sign_in(NINA, pin_of(NINA))
    accounts = AccountsModel(till.runner, till.session, till.changes, desk.store.clock.now)
    room = AccountsPage(accounts, theme, MoneyText())
    qtbot.addWidget(room)
    room.resize(1024, 700)
    room.show()
    desk.settle()
    (listed,) = [each for each in room.findChildren(ChoiceList) if each.isVisible()]
    tap(listed, "Ada")
    desk.settle()
    press(room, "Pay out in cash")
    _answer(room, desk, "cancelled in time")
    assert [row.name for row in shop.reads.value.accounts(AccountKind.DEPOSIT, 2)] == ["Sven Berg"]
    press(room, "New house account")
    _answer(room, desk, "Acme Ltd")
    _answer(room, desk, "250")
    (row,) = shop.reads.value.accounts(AccountKind.HOUSE, 2)
    assert (row.name, row.limit) == ("Acme Ltd", euro(250))
    tap(listed, "Acme")
    desk.settle()
    press(room, "Block")
    _answer(room, desk, "does not pay")
    assert any("Blocked: does not pay" in words for words in desk.words(room))


def _answer(page: QWidget, desk: Desk, words: str) -> None:
    (sheet,) = [each for each in page.findChildren(TextSheet) if each.isVisible()]
    field = sheet.findChildren(QLineEdit)[0]
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
