"""Courses, seats, rounds, the bill and the guard before Pay, by what a person taps."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aura_terminal.domain.ids import ChargeId, ItemId, OrderId
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.domain.service_facts import ChargeWaived, LinesMarkedSent
from aura_terminal.domain.service_rules import (
    ChargeRule,
    ChoicePolicy,
    CoursesWait,
    GratuityRule,
    ServiceRules,
    UnsentPolicy,
)
from aura_terminal.ports.reads import OrderSheet
from aura_terminal.ui.screens.register.courses_sheet import CoursesSheet
from aura_terminal.ui.screens.register.options_sheet import OptionsSheet
from aura_terminal.ui.screens.register.slip_tips_sheet import SlipTipsSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import SectionRow
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.card_wishes import SlipRead
from tests.gui.register.hands import press, tap
from tests.gui.together.conftest import Desk
from tests.support.card_till import CardTill
from tests.support.memory_shop import EVERYTHING
from tests.support.till import NINA, pin_of

TEN = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))


def house(desk: Desk, rules: ServiceRules) -> None:
    """The house sets its rules, at another terminal."""
    desk.store.shop.service.keep_rules(EVERYTHING, desk.store.shop.service.rules(), rules)
    desk.others_did()


def party(desk: Desk, *courses: int) -> OrderId:
    """Four at the counter with a pizza in each of these courses."""
    order_id = desk.store.shop.ordering.open_order(EVERYTHING, NewOrder(guests=4)).order_id
    for course in courses:
        desk.store.shop.ordering.add_item(
            EVERYTHING, order_id, Asked(ItemId("napoli"), course=course, note=str(course))
        )
    desk.till.options.open_order(order_id)
    desk.settle()
    return order_id


def sheet(desk: Desk, order_id: OrderId) -> OrderSheet:
    return desk.store.shop.reads.orders.sheet(order_id)


def in_front(desk: Desk) -> View | None:
    return desk.terminal.window.view


def headings(desk: Desk) -> list[tuple[str, str]]:
    """What stands above the lines, and how far they are."""
    rows = desk.terminal.register.findChildren(OrderList)[0].rows()
    return [(row.words, row.detail) for row in rows if isinstance(row, SectionRow)]


def look(desk: Desk, view: str) -> None:
    desk.press("Order options")
    desk.press("Courses, seats")
    desk.press(view)


def lines_stand_under_their_courses(desk: Desk) -> None:
    house(desk, ServiceRules(courses=("Starters", "Mains"), courses_wait=CoursesWait.EVERYWHERE))
    order_id = party(desk, 1, 2)
    look(desk, "By course")
    desk.press("Close")
    assert headings(desk) == [("Starters", "1 not sent"), ("Mains", "1 not sent")]
    desk.press("Send 2")
    assert [words for words, _ in headings(desk)] == ["Starters", "Mains"]
    assert headings(desk)[1][1] == "waits"
    look(desk, "By both")
    press(desk.terminal.register.findChildren(CoursesSheet)[0], "Mains")
    desk.press("Fire now")
    assert all(row.starts_at is not None for row in desk.store.shop.reads.kitchen.live(None))
    assert not sheet(desk, order_id).unsent


def chips_say_where_dishes_go(desk: Desk) -> None:
    order_id = party(desk, 0)
    look(desk, "By both")
    desk.press("Close")
    desk.till.register.select(sheet(desk, order_id).lines[0].line_id)
    desk.settle()
    desk.press("Seat 3")
    desk.press("Course 2")
    assert [(line.seat, line.course) for line in sheet(desk, order_id).lines] == [(3, 2)]
    desk.till.register.select(sheet(desk, order_id).lines[0].line_id)
    desk.press("Seat 1")
    for _ in range(2):
        desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.settle()
    again = [line for line in sheet(desk, order_id).lines if line.item_id == "margherita"]
    assert [(line.seat, line.quantity) for line in again] == [(1, 2)]
    desk.press("Order options")
    desk.press("New order")
    desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.settle()
    order = desk.till.counter.order
    assert order is not None
    assert order.lines[0].seat == 0


def the_last_round_comes_again(desk: Desk) -> None:
    order_id = party(desk, 0)
    desk.press("Send 1")
    desk.press("Order options")
    desk.press("Same again")
    assert sheet(desk, order_id).unsent == 1
    desk.press("Undo")
    assert sheet(desk, order_id).unsent == 0


def a_line_is_held_and_fired_later(desk: Desk) -> None:
    order_id = party(desk, 0, 1)
    desk.till.register.select(sheet(desk, order_id).lines[0].line_id)
    desk.press("Order options")
    desk.press("Hold")
    desk.press("Send 2")
    assert [line.state for line in sheet(desk, order_id).lines] == [LineState.NEW, LineState.SENT]
    desk.press("Order options")
    desk.press("Fire held")
    assert not sheet(desk, order_id).unsent


def the_bill_is_printed(desk: Desk) -> None:
    order_id = party(desk, 0)
    desk.press("Order options")
    desk.press("Print bill")
    assert SpoolKind.DRAWER_KICK not in [one.job.kind for one in desk.store.journal.jobs]
    check = sheet(desk, order_id).check
    assert check is not None
    assert check.is_current


def a_charge_is_waived(desk: Desk) -> None:
    house(desk, ServiceRules(charges=(TEN,)))
    order_id = party(desk, 0)
    assert sheet(desk, order_id).charges[0].amount
    desk.press("Order options")
    desk.press("Service, gratuity")
    desk.pick("Service 10 %")
    lists = desk.terminal.register.findChildren(ChoiceList)
    tap(next(each for each in lists if each.accessibleName() == "Why is it waived?"), "Guest asked for it")
    desk.settle()
    desk.pick("Nina Vogel")
    desk.type_pin(pin_of(NINA))
    waived = [entry.fact for entry in desk.store.journal.entries if isinstance(entry.fact, ChargeWaived)]
    assert [(fact.reason, fact.approval.by) for fact in waived] == [("Guest asked for it", NINA)]
    assert not sheet(desk, order_id).charges[0].amount


def what_is_not_sent_is_asked_about(desk: Desk, policy: UnsentPolicy) -> None:
    house(desk, ServiceRules(unsent=policy))
    order_id = party(desk, 0)
    desk.terminal.register.panel.pay_tapped.emit()
    desk.settle()
    if policy is UnsentPolicy.IGNORE:
        assert in_front(desk) == View.PAYMENT
        return
    assert in_front(desk) == View.REGISTER
    assert "Not sent yet: 1" in desk.words()
    if policy is UnsentPolicy.MANAGER_MARKS:
        desk.pick("Handed over already")
        desk.pick("Nina Vogel")
        desk.type_pin(pin_of(NINA))
        assert any(isinstance(entry.fact, LinesMarkedSent) for entry in desk.store.journal.entries)
    else:
        desk.press("Send, then pay")
    assert in_front(desk) == View.PAYMENT
    assert not sheet(desk, order_id).unsent


def options_have_keys(desk: Desk) -> None:
    order_id = party(desk, 0)
    desk.press("Send 1")
    desk.press("Order options")
    options = desk.terminal.register.findChildren(OptionsSheet)[0]
    QTest.keyClick(options, Qt.Key.Key_2)
    desk.settle()
    assert sheet(desk, order_id).unsent == 1


def pay_page(desk: Desk, order_id: OrderId) -> None:
    """On the payment screen with everything sent."""
    desk.store.shop.ordering.send(EVERYTHING, order_id)
    desk.others_did()
    desk.terminal.register.panel.pay_tapped.emit()
    desk.settle()


def change_becomes_a_tip(desk: Desk) -> None:
    order_id = party(desk, 0)
    pay_page(desk, order_id)
    due = sheet(desk, order_id).due
    desk.till.payment.name_amount(Money(2000, "EUR"))
    desk.press("Change is the tip")
    assert desk.till.payment.tip == Money(2000, "EUR") - due
    desk.press("Take cash")
    paid = sheet(desk, order_id).payments[0]
    assert (paid.amount, paid.tip, paid.change) == (due, Money(2000, "EUR") - due, Money(0, "EUR"))


def a_large_party_pays_what_is_asked(desk: Desk) -> None:
    house(desk, ServiceRules(gratuity=GratuityRule(4, Decimal(18))))
    order_id = party(desk, 0)
    pay_page(desk, order_id)
    gratuity = sheet(desk, order_id).gratuity
    assert gratuity is not None
    assert desk.till.payment.cash_due == sheet(desk, order_id).due + gratuity.left
    desk.till.payment.name_exact()
    desk.till.payment.pay()
    desk.settle()
    paid = sheet(desk, order_id).payments[0]
    assert (paid.tip, paid.change) == (gratuity.amount, Money(0, "EUR"))
    assert desk.till.payment.is_settled


def slips_are_typed_through(desk: Desk, tmp_path: Path) -> None:
    hand = CardTill(tmp_path / "aside", store=desk.store)
    orders = [hand.order() for _ in range(2)]
    for order_id in orders:
        wish = hand.wish(order_id, by_hand=True)
        desk.store.shop.cards.charge(EVERYTHING, wish)
        hand.work()
        read = SlipRead(Money(690, "EUR"), Money(0, "EUR"))
        desk.store.shop.card_answers.answer_approved(EVERYTHING, wish.attempt_id, read)
    desk.press("Order options")
    desk.press("Tips to enter")
    slips = desk.terminal.register.findChildren(SlipTipsSheet)[0]
    for digits in ("120", "200"):
        QTest.keyClicks(slips, digits)
        QTest.keyClick(slips, Qt.Key.Key_Return)
        desk.settle()
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", autorep=True)
        QApplication.sendEvent(slips, held)  # a finger that stays on Enter says nothing of the next slip
        desk.settle()
    assert [row.tip.minor for row in desk.store.shop.slip_tips.to_enter(EVERYTHING)] == [120, 200]


def a_dish_lacks_its_choice(desk: Desk) -> None:
    house(desk, ServiceRules(choices=ChoicePolicy.WARN))
    desk.till.register.tap_tile(desk.till.tile("tagliata-di-manzo"))
    desk.settle()
    with desk.qtbot.waitSignal(desk.terminal.register.said) as said:
        desk.till.register.add_choices()
        desk.settle()
    assert "not sent before it is chosen" in said.args[0]
    order = desk.till.counter.order
    assert order is not None
    with desk.qtbot.waitSignal(desk.terminal.register.said) as refused:
        desk.press("Send 1")
    assert "still needs a choice" in refused.args[0]
    assert sheet(desk, order.order_id).unsent == 1


def back(desk: Desk) -> None:
    """At the register again with nothing on the counter."""
    desk.terminal.window.go(View.REGISTER)
    desk.till.options.new_order()
    desk.settle()


def test_courses_and_seats_stand_above_the_lines_and_on_them(desk: Desk) -> None:
    chips_say_where_dishes_go(desk)
    back(desk)
    lines_stand_under_their_courses(desk)


def test_rounds_holds_and_the_bill_are_a_tap_or_a_key_away(desk: Desk) -> None:
    for step in (the_last_round_comes_again, options_have_keys, a_line_is_held_and_fired_later, the_bill_is_printed):
        step(desk)
        back(desk)
    a_dish_lacks_its_choice(desk)


def test_managers_waive_and_let_pass_in_place_and_pay_asks_what_is_not_sent(desk: Desk) -> None:
    a_charge_is_waived(desk)
    for policy in (UnsentPolicy.WARN, UnsentPolicy.MANAGER_MARKS, UnsentPolicy.IGNORE):
        back(desk)
        what_is_not_sent_is_asked_about(desk, policy)


def test_tips_come_out_of_cash_and_off_slips(desk: Desk, tmp_path: Path) -> None:
    change_becomes_a_tip(desk)
    back(desk)
    a_large_party_pays_what_is_asked(desk)
    back(desk)
    slips_are_typed_through(desk, tmp_path)
