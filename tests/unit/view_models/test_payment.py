"""Cash: exact, with notes, in parts, and never twice."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import OrderStatus
from tests.support.memory_shop import EVERYTHING
from tests.support.till import Till

Settle = Callable[[Till], None]


def euros(minor: int) -> Money:
    """An amount of the demo shop."""
    return Money(minor, "EUR")


@pytest.fixture
def bill(till: Till, settle: Settle) -> Till:
    """A till with 13.70 to pay."""
    for item in ("margherita", "birra-moretti-0-33-l"):
        till.register.tap_tile(till.tile(item))
    settle(till)
    till.payment.open(till.order.order_id)
    settle(till)
    assert till.payment.cash_due == euros(1370)
    return till


def test_paying_at_once_pays_exactly_what_is_due(bill: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bill.payment.settled):
        bill.payment.pay()
    assert bill.payment.last is not None
    assert bill.payment.last.change == euros(0)
    assert bill.payment.order is not None
    assert bill.payment.order.status is OrderStatus.CLOSED


def test_notes_a_guest_may_hand_over_are_offered(bill: Till) -> None:
    assert bill.payment.notes == (euros(1500), euros(2000), euros(5000), euros(10000))


def test_a_note_gives_change(bill: Till, settle: Settle) -> None:
    bill.payment.name_amount(euros(2000))
    assert bill.payment.change == euros(630)
    bill.payment.pay()
    settle(bill)
    assert bill.payment.last is not None
    assert bill.payment.last.change == euros(630)


def test_an_amount_is_typed_as_cents_from_the_right(bill: Till) -> None:
    for key in ("2", "0", "00"):
        bill.payment.press(key)
    assert bill.payment.tendered == euros(2000)
    bill.payment.erase()
    assert bill.payment.tendered == euros(200)


def test_two_taps_on_pay_take_the_money_once(bill: Till, settle: Settle) -> None:
    bill.thread.gate.clear()
    bill.payment.pay()
    bill.payment.pay()
    bill.thread.gate.set()
    settle(bill)
    bill.payment.pay()
    settle(bill)
    assert bill.payment.order is not None
    assert [payment.amount for payment in bill.payment.order.payments] == [euros(1370)]


def test_a_second_tap_meant_for_a_part_payment_does_not_take_the_rest(bill: Till, settle: Settle) -> None:
    bill.payment.name_amount(euros(1000))
    bill.payment.pay()
    settle(bill)
    assert bill.payment.cash_due == euros(370)
    assert not bill.payment.can_pay
    bill.payment.pay()
    settle(bill)
    assert [payment.amount for payment in bill.payment.payments] == [euros(1000)]
    bill.payment.name_exact()
    bill.payment.pay()
    settle(bill)
    assert bill.payment.is_settled


def test_reading_again_while_a_part_is_taken_does_not_bring_its_attempt_back(bill: Till, settle: Settle) -> None:
    bill.thread.gate.clear()
    bill.payment.name_amount(euros(1000))
    bill.payment.pay()
    bill.payment.refresh()
    bill.thread.gate.set()
    settle(bill)
    bill.payment.name_exact()
    bill.payment.pay()
    settle(bill)
    assert [payment.amount for payment in bill.payment.payments] == [euros(1000), euros(370)]
    assert bill.payment.is_settled


def test_an_order_on_which_nothing_is_due_is_closed_without_money(till: Till, settle: Settle, qtbot: QtBot) -> None:
    water = till.shop.reads.menu.sheet(ItemId("sparkling-water-0-25-l")).item
    till.shop.administration.put_documents(EVERYTHING, [replace(water, price=euros(0))])
    till.register.tap_tile(till.tile("sparkling-water-0-25-l"))
    settle(till)
    till.payment.open(till.order.order_id)
    settle(till)
    assert till.payment.is_free
    with qtbot.waitSignal(till.payment.settled):
        till.payment.pay()
    assert till.payment.last is None
    assert till.shop.reads.orders.recent(1)[0].status is OrderStatus.CLOSED


def test_a_paid_order_leaves_the_counter(bill: Till, settle: Settle) -> None:
    bill.payment.pay()
    bill.counter.refresh()
    settle(bill)
    assert bill.counter.order is None


def test_the_orders_list_shows_open_and_closed_ones_and_prints_a_receipt_again(
    bill: Till, settle: Settle, qtbot: QtBot
) -> None:
    number = bill.order.number
    bill.payment.pay()
    bill.options.new_order()
    bill.register.tap_tile(bill.tile("tiramisu"))
    bill.orders.watch.wake()
    settle(bill)
    assert [row.number for row in bill.orders.recent] == [number]
    assert [row.items for row in bill.orders.open_orders] == [1]
    bill.orders.show_order(bill.orders.recent[0].order_id)
    settle(bill)
    assert bill.orders.shown is not None
    assert [line.name for line in bill.orders.shown.lines] == ["Margherita", "Birra Moretti 0.33 l"]
    with qtbot.waitSignal(bill.orders.reprinted) as reprinted:
        bill.orders.reprint(bill.orders.recent[0].order_id)
    assert reprinted.args == [number]


def test_the_receipt_of_the_last_sale_is_printed_again(bill: Till, settle: Settle, qtbot: QtBot) -> None:
    number = bill.order.number
    bill.payment.pay()
    settle(bill)
    before = len(bill.store.journal.jobs)
    with qtbot.waitSignal(bill.options.reprinted) as reprinted:
        bill.options.reprint_last()
    assert reprinted.args == [number]
    assert len(bill.store.journal.jobs) == before + 1
