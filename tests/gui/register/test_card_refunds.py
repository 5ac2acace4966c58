"""Money back to a card from an ended order, by taps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.card_rows import ReaderRow
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.orders.screen import OrdersScreen
from aura_terminal.ui.screens.payment.refund_sheet import RefundSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Words
from aura_terminal.view_models.card_readers import CardReadersModel
from aura_terminal.view_models.card_refunds import CardRefundsModel
from aura_terminal.view_models.changes import EVERY_FACT
from tests.gui.register.hands import button, press
from tests.support.card_till import READER, CardTill
from tests.support.counting_reader import Killed, Play
from tests.support.memory_shop import InlineStoreThread
from tests.support.till import Till, pin_of, till_over

MANAGER, SERVER = "carla-lombardi", "marta-rossi"


class Desk:
    """An order that was paid by card, looked at by somebody."""

    def __init__(self, folder: Path, theme: Theme, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.cards = CardTill(folder / "reversals.jsonl")
        self.till: Till = till_over(self.cards.memory, InlineStoreThread(self.cards.store.shop))
        self.order_id = self.cards.order(2)
        self.cards.charge(self.order_id)
        self.cards.work(2)
        self.orders = OrdersScreen(self.till.orders, self.till.held, theme)
        self.readers = CardReadersModel(("By hand",))
        self.readers.hear([ReaderRow(READER, can_refund=True, power="online")])
        self.refunds = CardRefundsModel(self.readers, self.till.runner, self.till.session, self.till.changes)
        self.sheet = RefundSheet(self.refunds, theme, MoneyText(), self.orders)
        self.orders.refund_wanted.connect(self.sheet.ask)
        qtbot.addWidget(self.orders)
        self.orders.resize(1366, 712)
        self.orders.show()

    def sign_in(self, staff_id: str) -> None:
        """Somebody works here."""
        from aura_terminal.domain.ids import StaffId

        self.till.session.sign_in(StaffId(staff_id), pin_of(StaffId(staff_id)))
        self.settle()

    def look_at_order(self) -> None:
        """The ended order is shown, and money back is asked for."""
        row = self.cards.store.shop.reads.orders.recent(1)[0]
        self.orders.show_order(row.order_id)
        self.settle()
        self.press("Money back to a card")

    def work(self) -> None:
        """The terminal works, and the screen hears of it."""
        self.cards.work(2)
        self.till.changes.changed.emit(EVERY_FACT)
        self.settle()

    def press(self, words: str) -> None:
        """Tap a button."""
        press(self.orders, words)
        self.settle()

    def settle(self) -> None:
        """Everything that was asked for is answered."""
        self.qtbot.waitUntil(lambda: self.till.runner.is_idle)

    def texts(self) -> str:
        """All words in sight on the sheet."""
        return "\n".join(each.text() for each in self.sheet.findChildren(Words) if each.isVisible())


@pytest.fixture
def desk(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(tmp_path, theme, qtbot)
    yield made
    made.orders.hide()


def test_a_manager_gives_part_of_it_back_to_the_card(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    desk.look_at_order()
    assert not button(desk.orders, "Give back to the card").isEnabled()
    desk.press("Complaint")
    for key in ("5", "00"):
        desk.press(key)
    desk.press("Give back to the card")
    assert "gives €5.00 back" in desk.texts()
    desk.work()
    assert "€5.00 went back to the card." in desk.texts()
    assert desk.cards.book.net() == 880
    assert desk.refunds.amount is not None
    assert desk.refunds.amount.minor == 880


def test_more_than_is_left_cannot_be_given_back(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    desk.look_at_order()
    desk.press("Goodwill")
    for key in ("2", "0", "00"):
        desk.press(key)
    assert not button(desk.orders, "Give back to the card").isEnabled()


def test_whoever_may_not_is_asked_for_somebody_who_may(desk: Desk) -> None:
    desk.sign_in(SERVER)
    desk.look_at_order()
    asked: list[Permission] = []
    desk.refunds.approvals.wanted.connect(asked.append)
    desk.press("Wrong order")
    desk.press("Give back to the card")
    assert asked == [Permission.REFUND]
    assert desk.cards.book.net() == 1380


def test_a_refund_the_terminal_declines_says_so(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    desk.look_at_order()
    desk.cards.book.plays.append(Play.DECLINE)
    desk.press("Complaint")
    desk.press("Give back to the card")
    desk.work()
    assert "did not go back: refused by the bank" in desk.texts()
    assert button(desk.orders, "Give back to the card").isEnabled()


def test_an_order_paid_in_cash_offers_no_card(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    order_id = desk.cards.order()
    shop, by = desk.cards.store.shop, Actor(desk.cards.marta.id, "Marta", desk.cards.marta.permissions)
    shop.paying.take_cash(by, order_id, desk.cards.folded(order_id).bill.due, shop.paying.new_attempt())
    desk.orders.show_order(order_id)
    desk.settle()
    assert not [each for each in desk.orders.findChildren(type(button(desk.orders, "Print receipt again")))
                if each.isVisible() and each.accessibleName().startswith("Money back")]  # fmt: skip


def test_a_refund_nobody_knows_of_is_looked_up_and_never_given_again(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    desk.look_at_order()
    desk.cards.book.plays.append(Play.LOST_AFTER)
    desk.press("Complaint")
    desk.press("Give back to the card")
    desk.cards.work(1)
    desk.cards.book.is_reached = False
    for _ in range(4):
        desk.work()
    assert "did €13.80 go back? Do not give it back again before." in desk.texts()
    desk.press("Approved")
    assert "€13.80 went back to the card." in desk.texts()
    assert desk.cards.book.net() == 0


def test_a_card_terminal_that_is_not_set_up_any_more_gives_nothing_back(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    desk.look_at_order()
    desk.readers.hear([])
    desk.press("Complaint")
    desk.press("Give back to the card")
    assert "Go on with it there." in desk.texts()
    assert [one.asked.act for one in desk.cards.attempts([desk.order_id])] == [CardAct.SALE]


def test_a_refund_whose_card_terminal_went_while_it_was_at_work_is_answered_by_a_manager(desk: Desk) -> None:
    desk.sign_in(MANAGER)
    desk.look_at_order()
    desk.cards.book.plays.append(Play.KILLED_AFTER)
    desk.press("Complaint")
    desk.press("Give back to the card")
    with pytest.raises(Killed):
        desk.cards.work(1)
    desk.readers.hear([])
    desk.cards.store.clock.advance(minutes=6)
    desk.till.changes.changed.emit(EVERY_FACT)
    desk.settle()
    desk.press("Approved")
    assert "€13.80 went back to the card." in desk.texts()
