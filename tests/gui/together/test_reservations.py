"""Reservations: the day's list, new ones with what is free, confirmed, cancelled, missed and seated."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from aura_terminal.domain.ids import ReservationId, TableId
from aura_terminal.domain.reservations import ReservationMade, ReservationStatus
from aura_terminal.ports.house import ReservationRow
from aura_terminal.ui.screens.reservations.booking_sheet import BookingSheet
from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.use_cases.reservations import Booking
from tests.gui.register.hands import button, press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING


def page(desk: Desk) -> ReservationsScreen:
    """The page of reservations."""
    return desk.terminal.window.findChildren(ReservationsScreen)[0]


def visit(desk: Desk) -> None:
    """Go there as a person does."""
    desk.press("Orders")
    desk.press("Reservations")


def table(desk: Desk, number: str) -> TableId:
    """A table by its number."""
    return next(row.id for row in desk.till.shop.reads.orders.tables() if row.number == number)


def expect(desk: Desk, name: str, minutes: int, *tables: str, party: int = 2) -> ReservationId:
    """Somebody has reserved, so many minutes from now."""
    booking = Booking(
        desk.store.clock.now() + timedelta(minutes=minutes), party, name=name,
        tables=tuple(table(desk, each) for each in tables),
    )  # fmt: skip
    made = desk.till.shop.reservations.book(EVERYTHING, booking).reservation_id
    desk.others_did()
    return made


def rows(desk: Desk) -> list[str]:
    """The list as it is spoken."""
    return [row.spoken for row in page(desk).findChildren(OrderList)[0].rows()]


def stored(desk: Desk, name: str) -> ReservationRow:
    """A reservation as it is kept."""
    day = desk.store.clock.now().date()
    return next(row for row in desk.till.shop.reads.tables.reservations(day) if row.name == name)


def look_at(desk: Desk, words: str) -> None:
    """Tap one of the list."""
    tap(page(desk).findChildren(OrderList)[0], words)
    desk.settle()


def when(desk: Desk, digits: str) -> BookingSheet:
    """Begin a new one and type the time on real keys."""
    press(page(desk), "New reservation")
    sheet = page(desk).findChildren(BookingSheet)[0]
    QTest.keyClicks(sheet, digits)
    desk.settle()
    return sheet


def fill(desk: Desk, sheet: BookingSheet, *texts: str) -> None:
    """Type who comes, each followed by Enter."""
    for field, text in zip(sheet.findChildren(QLineEdit), texts, strict=True):
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()


def test_the_days_reservations_stand_by_time(desk: Desk) -> None:
    expect(desk, "Okafor", 90, "5")
    expect(desk, "Stern", 15, party=4)
    expect(desk, "Next week", 60 * 24 * 7)
    visit(desk)
    assert rows(desk) == [
        "19:45  Stern, 4 guests, no table yet, booked",
        "21:00  Okafor, 2 guests, Table 5, booked",
    ]
    assert "Today, 15.05." in desk.words()


def test_other_days_are_one_tap_away_each(desk: Desk) -> None:
    expect(desk, "Tomorrow's", 60 * 24)
    visit(desk)
    assert rows(desk) == []
    desk.press("The day after")
    assert [row.split(",")[0] for row in rows(desk)] == ["19:30  Tomorrow's"]
    assert "Saturday, 16.05." in desk.words()
    desk.press("The day before")
    assert "Today, 15.05." in desk.words()


def test_a_new_one_is_kept_with_the_table_that_was_offered(desk: Desk) -> None:
    visit(desk)
    sheet = when(desk, "2015")
    press(sheet, "One guest more")
    press(sheet, "1.5 h")
    desk.settle()
    offered = sheet.findChildren(ChoiceList)[0]
    first = offered.rows()[1]
    tap(offered, first.words)
    press(sheet, "Who comes?")
    fill(desk, sheet, "Ida Wolf", "0171 5550999", "window")
    kept = stored(desk, "Ida Wolf")
    assert (kept.party_size, kept.phone, kept.requests) == (3, "0171 5550999", "window")
    assert kept.ends_at - kept.starts_at == timedelta(minutes=90)
    assert f"Table {kept.tables[0][1]}" == first.words
    assert not sheet.isVisible()
    assert rows(desk)[0].startswith("20:15  Ida Wolf, 3 guests")


def test_a_table_somebody_has_then_is_not_offered(desk: Desk) -> None:
    expect(desk, "Okafor", 60, "5")
    visit(desk)
    sheet = when(desk, "2045")
    assert "Table 5" not in [row.words for row in sheet.findChildren(ChoiceList)[0].rows()]
    for _ in range(4):
        press(sheet, "Erase")
    QTest.keyClicks(sheet, "1530")
    desk.settle()
    assert "Table 5" in [row.words for row in sheet.findChildren(ChoiceList)[0].rows()]


def test_a_time_that_is_none_leads_nowhere(desk: Desk) -> None:
    visit(desk)
    sheet = when(desk, "2561")
    assert not button(sheet, "Who comes?").isEnabled()


def test_after_midnight_still_belongs_to_the_evening(desk: Desk) -> None:
    visit(desk)
    sheet = when(desk, "0030")
    press(sheet, "Who comes?")
    fill(desk, sheet, "Late", "", "")
    assert stored(desk, "Late").starts_at - desk.store.clock.now() == timedelta(hours=5)


def test_without_a_name_it_is_refused_in_words_and_two_taps_keep_one(desk: Desk) -> None:
    visit(desk)
    sheet = when(desk, "2015")
    press(sheet, "Who comes?")
    press(sheet, "Save")
    desk.settle()
    assert desk.terminal.window.sentence == "A guest is needed first: choose one, or give a name."
    assert sheet.isVisible()
    for key in ("I", "d", "a", "Save", "Save"):
        press(sheet, key)
    desk.settle()
    assert sum(isinstance(entry.fact, ReservationMade) for entry in desk.store.journal.entries) == 1


def test_confirmed_is_kept_and_said(desk: Desk) -> None:
    expect(desk, "Okafor", 60, "5")
    visit(desk)
    look_at(desk, "20:30")
    desk.press("Confirmed")
    assert stored(desk, "Okafor").status is ReservationStatus.CONFIRMED
    assert "20:30 – 22:30  ·  2 guests  ·  Table 5  ·  confirmed" in desk.words()


def test_it_is_cancelled_with_why(desk: Desk) -> None:
    expect(desk, "Okafor", 60)
    visit(desk)
    look_at(desk, "20:30")
    desk.press("Cancel reservation")
    assert stored(desk, "Okafor").status is ReservationStatus.BOOKED
    for key in ("I", "l", "l", "Done"):
        desk.press(key)
    assert stored(desk, "Okafor").status is ReservationStatus.CANCELLED
    assert "Seat them" not in desk.names()


def test_nobody_can_be_given_up_before_their_time(desk: Desk) -> None:
    expect(desk, "Okafor", 60)
    expect(desk, "Stern", -30)
    visit(desk)
    look_at(desk, "20:30")
    assert "Did not come" not in desk.names()
    look_at(desk, "19:00")
    desk.press("Did not come")
    assert stored(desk, "Stern").status is ReservationStatus.NO_SHOW
    assert "Seat them" in desk.names()  # late is better than never


def test_seating_opens_the_order_at_the_table(desk: Desk) -> None:
    expect(desk, "Okafor", 0, "5", party=3)
    visit(desk)
    look_at(desk, "19:30")
    desk.press("Seat them")
    assert desk.terminal.window.view is View.REGISTER
    assert (desk.till.order.table_name, desk.till.order.guests) == ("5", 3)
    visit(desk)
    desk.press("Open their order")
    assert desk.terminal.window.view is View.REGISTER


def test_a_party_without_a_table_is_asked_where_it_sits(desk: Desk) -> None:
    expect(desk, "Okafor", 0, party=2)
    visit(desk)
    look_at(desk, "19:30")
    desk.press("Seat them")
    desk.pick("Table 5")
    assert desk.till.order.table_name == "5"
    assert stored(desk, "Okafor").status is ReservationStatus.SEATED


def test_a_clash_is_said_where_it_is(desk: Desk) -> None:
    expect(desk, "Okafor", 60, "5")
    made = next(entry.fact for entry in desk.store.journal.entries if isinstance(entry.fact, ReservationMade))
    with desk.store.begin(EVERYTHING.id) as work:  # what another terminal booked that was not heard
        work.keep(replace(made, reservation_id=ReservationId(desk.store.ids.new()), name="Stern"))
    desk.others_did()
    visit(desk)
    assert "clashes with Stern" in next(row for row in rows(desk) if row.startswith("20:30  Okafor"))


def test_the_page_is_reached_and_left_by_keys(desk: Desk) -> None:
    QTest.keyClick(desk.terminal.window, Qt.Key.Key_F6)
    desk.settle()
    assert page(desk).isVisible()
    QTest.keyClick(page(desk), Qt.Key.Key_N)
    assert page(desk).findChildren(BookingSheet)[0].isVisible()
    QTest.keyClick(page(desk).findChildren(BookingSheet)[0], Qt.Key.Key_Escape)
    QTest.keyClick(page(desk), Qt.Key.Key_Escape)
    assert desk.terminal.window.view is View.ORDERS
