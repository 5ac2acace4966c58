"""Guests to come, as a host works with them: the waiting list, and what leaves the house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from aura_terminal.domain.errands import Progress
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, GuestId, ItemId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.waitlist import PartyStatus
from aura_terminal.ports.errands import ErrandRow
from aura_terminal.ports.waiting import WaitingRow
from aura_terminal.ui.screens.errands.screen import ErrandsScreen
from aura_terminal.ui.screens.register.plan_sheet import PlanSheet
from aura_terminal.ui.screens.register.regulars import UsualSheet
from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
from aura_terminal.ui.screens.waiting.join_sheet import JoinSheet
from aura_terminal.ui.screens.waiting.screen import WaitingScreen
from aura_terminal.ui.widgets.chips import Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.reservations import Booking
from tests.contract.store_bench import WATER
from tests.gui.register.hands import press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING

PIZZA = Asked(ItemId("margherita"))


def waiting_page(desk: Desk) -> WaitingScreen:
    return desk.terminal.window.findChildren(WaitingScreen)[0]


def board(desk: Desk) -> ErrandsScreen:
    return desk.terminal.window.findChildren(ErrandsScreen)[0]


def rows(page: WaitingScreen | ErrandsScreen) -> list[str]:
    return [row.spoken for row in page.findChildren(OrderList)[0].rows()]


def look_at(desk: Desk, page: WaitingScreen | ErrandsScreen, words: str) -> None:
    tap(page.findChildren(OrderList)[0], words)
    desk.settle()


def listed(desk: Desk) -> tuple[WaitingRow, ...]:
    return desk.till.shop.reads.waitlist.parties(desk.store.clock.now().date())


def on_board(desk: Desk) -> tuple[ErrandRow, ...]:
    return desk.till.shop.reads.errands.board(desk.store.clock.now())


def test_a_party_is_written_down_called_taken_back_and_seated_with_few_taps(desk: Desk) -> None:
    desk.press("Orders")
    desk.press("Reservations")
    desk.press("Waiting")
    page = waiting_page(desk)
    desk.press("Add party")
    sheet = page.findChildren(JoinSheet)[0]
    assert "1 guest" in desk.names_in(sheet)
    press(sheet, "4 guests")
    desk.settle()
    assert any(words.startswith("Now") for words in desk.words(sheet))
    field = next(each for each in sheet.findChildren(QLineEdit) if each.isVisible())
    assert QApplication.activeWindow() is desk.terminal.window
    QTest.keyClicks(field, "Klein")
    press(sheet, "Add")
    desk.settle()
    assert not sheet.isVisible()
    (row,) = listed(desk)
    assert (row.name, row.party_size, row.quoted) == ("Klein", 4, 0)
    desk.store.clock.advance(minutes=7)
    look_at(desk, page, "Klein")
    assert rows(page)[0].startswith("Past the quoted time")
    assert any("7 min over" in words for words in desk.words(page))
    desk.press("Call")
    assert listed(desk)[0].status is PartyStatus.CALLED
    desk.press("Left")
    assert listed(desk)[0].status is PartyStatus.LEFT
    desk.press("Undo")
    assert listed(desk)[0].status is PartyStatus.CALLED
    desk.press("Seat")
    desk.pick("Table")
    (row,) = listed(desk)
    assert row.status is PartyStatus.SEATED
    order = desk.till.counter.order
    assert order is not None
    assert (order.order_id, order.guests, order.guest_name) == (row.order_id, 4, "Klein")


def test_a_delivery_is_planned_at_the_register_and_handed_over_from_the_board(desk: Desk) -> None:
    order_id = desk.till.shop.ordering.add_item(EVERYTHING, NewOrder(), WATER).order_id
    desk.till.options.open_order(order_id)
    desk.settle()
    desk.press("Order options")
    desk.press("Takeout, delivery")
    sheet = desk.terminal.window.findChildren(PlanSheet)[0]
    press(sheet, "Delivery")
    desk.settle()
    fields = [each for each in sheet.findChildren(QLineEdit) if each.isVisible()]
    for field, words in zip(fields, ("Ada", "0171 2345678", "Allee 5", "3rd floor", "ring twice"), strict=True):
        QTest.keyClicks(field, words)
    assert any(chips.selected() == "soonest" for chips in sheet.findChildren(Chips))
    press(sheet, "Save")
    desk.settle()
    assert not sheet.isVisible()
    (row,) = on_board(desk)
    assert (row.order_type, row.call_name, row.sheet.street) == (OrderType.DELIVERY, "Ada", "Allee 5")
    desk.press("Orders")
    desk.press("Takeout")
    page = board(desk)
    look_at(desk, page, f"{desk.till.counter.local(row.sheet.due_at):%H:%M}" if row.sheet.due_at else "")
    before = row.sheet.due_at
    desk.press("10 min later")
    (row,) = on_board(desk)
    assert row.sheet.due_at is not None
    assert before is not None
    assert (row.sheet.due_at - before).total_seconds() == 600
    desk.store.clock.advance(hours=1)
    desk.others_did()
    late = rows(page)
    assert late[0].startswith("Late")
    assert "min late" in late[1]
    assert "to pay" in late[1]
    desk.press("Out for delivery")
    assert on_board(desk)[0].progress is Progress.OUT
    desk.press("Handed over")
    assert on_board(desk) == ()
    desk.press("Undo")
    assert len(on_board(desk)) == 1


def known_guest(desk: Desk, *dietary: str) -> GuestId:
    shop = desk.till.shop
    guest = shop.guests.register(EVERYTHING, NewGuest("Nora", "Klein")).guest_id
    shop.guests.change(EVERYTHING, guest, Details(dietary=dietary))
    first = shop.ordering.add_item(EVERYTHING, NewOrder(), PIZZA).order_id
    shop.guests.attach(EVERYTHING, first, guest)
    due = shop.reads.orders.sheet(first).cash_due
    shop.paying.take_cash(EVERYTHING, first, due, AttemptId("before"))
    return guest


def test_the_usual_of_a_known_guest_is_two_taps_and_what_goes_against_them_is_said_at_the_line(desk: Desk) -> None:
    guest = known_guest(desk, "gluten")
    order_id = desk.till.shop.ordering.open_order(EVERYTHING, NewOrder()).order_id
    desk.till.shop.guests.attach(EVERYTHING, order_id, guest)
    desk.till.options.open_order(order_id)
    desk.settle()
    desk.press("The usual")
    sheet = desk.terminal.window.findChildren(UsualSheet)[0]
    desk.pick("Margherita")
    assert [line.name for line in desk.till.shop.reads.orders.sheet(order_id).lines] == ["Margherita"]
    desk.press("Close")
    assert not sheet.isVisible()
    lines = desk.terminal.register.panel.findChildren(OrderList)[0]
    assert any("contains gluten" in row.spoken for row in lines.rows())
    strips = [each for each in desk.terminal.register.panel.findChildren(Strip) if each.isVisible()]
    assert any("Margherita: contains gluten" in each.words for each in strips)
    desk.press("Seen")
    errand = desk.till.shop.reads.orders.sheet(order_id).errand
    assert errand is not None
    assert [words for _, words in errand.seen] == [("gluten",)]
    strips = [each for each in desk.terminal.register.panel.findChildren(Strip) if each.isVisible()]
    assert not any("contains gluten" in each.words for each in strips)
    assert any("contains gluten" in row.spoken for row in lines.rows())  # the line goes on saying it


def test_a_party_checks_in_apart_from_being_seated_and_a_late_one_is_asked_about(desk: Desk) -> None:
    shop, now = desk.till.shop, desk.store.clock.now()
    tables = [row.id for row in shop.reads.orders.tables()[:2]]
    shop.reservations.book(EVERYTHING, Booking(now, 2, name="Okafor"))
    many = shop.reservations.book(EVERYTHING, Booking(now, 9, name="Stern", tables=tuple(tables)))
    desk.store.clock.advance(minutes=16)
    desk.others_did()
    desk.press("Orders")
    desk.press("Reservations")
    page = desk.terminal.window.findChildren(ReservationsScreen)[0]
    spoken = [row.spoken for row in page.findChildren(OrderList)[0].rows()]
    assert spoken[0] == "Did they come?, 2"
    assert "16 min late" in spoken[1]
    tap(page.findChildren(OrderList)[0], "19:30  Stern")
    desk.settle()
    desk.press("Is here")
    spoken = [row.spoken for row in page.findChildren(OrderList)[0].rows()]
    assert spoken[0] == "Did they come?, 1"
    assert any("here, waits for the table" in words for words in spoken)
    with pytest.raises(RuleBroken, match=Rule.RESERVATION_TO_COME.value):
        shop.reservations.miss(EVERYTHING, many.reservation_id)
    desk.press("By the hour")
    spoken = [row.spoken for row in page.findChildren(OrderList)[0].rows()]
    seats = sum(row.seats for row in shop.reads.orders.tables())
    assert f"19:30, 11 of {seats} seats, 11 come" in spoken
    desk.press("List")
    desk.press("Seat them")
    order = desk.till.counter.order
    assert order is not None
    assert (order.table_id, order.linked) == (tables[0], (tables[1],))


def test_a_table_that_is_promised_soon_says_when(desk: Desk) -> None:
    shop, now = desk.till.shop, desk.store.clock.now()
    table = shop.reads.orders.tables()[0]
    booking = Booking(now + timedelta(minutes=35), 2, name="Okafor", tables=(table.id,))
    shop.reservations.book(EVERYTHING, booking)
    desk.press("Order options")
    desk.press("Table")
    lists = [each for each in desk.terminal.register.findChildren(ChoiceList) if each.isVisible()]
    row = next(row for row in lists[0].rows() if row.id == table.id)
    assert row.detail.endswith("reserved 20:05, 35 min")


def test_birthdays_of_the_week_are_offered_before_anybody_is_searched_for(desk: Desk) -> None:
    shop = desk.till.shop
    guest = shop.guests.register(EVERYTHING, NewGuest("Ida", "Wolf")).guest_id
    shop.guests.set_birthday(EVERYTHING, guest, desk.store.clock.now().date().replace(year=1990, day=18))
    desk.press("Order options")
    desk.press("Known guest")
    assert "Birthdays this week" in desk.words()
    desk.pick("Ida Wolf")
    order = desk.till.counter.order
    assert order is not None
    assert order.guest_id == guest
