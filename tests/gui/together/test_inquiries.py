"""Inquiries: taken at the register, followed up by a manager, booked; and what a back office says of bookings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from aura_terminal.domain.bookings import BookingStated, BookingStatus, BookingTerms
from aura_terminal.domain.documents import put
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.leads import LeadStatus
from aura_terminal.domain.money import Money
from aura_terminal.ui.fields_sheet import FieldsSheet
from aura_terminal.ui.screens.leads.page import LeadsPage
from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.use_cases.leads import Inquiry
from aura_terminal.use_cases.reservations import Booking
from sync.connectors.myhibachi.terms import booking_terms
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import pin_of

CARLA = StaffId("carla-lombardi")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def keep_bookings_at_myhibachi(desk: Desk) -> BookingTerms:
    """Its rules are the store's."""
    terms = booking_terms(LONG_AGO)
    with desk.store.begin(EVERYTHING.id) as work:
        work.keep(put(terms))
    return terms


def fill(sheet: QWidget, *texts: str) -> None:
    for field, text in zip(sheet.findChildren(QLineEdit), texts, strict=True):
        field.setText(text)


def shown(desk: Desk) -> FieldsSheet:
    """The sheet that is open."""
    (sheet,) = [one for one in desk.terminal.window.findChildren(FieldsSheet) if one.isVisible()]
    return sheet


@pytest.fixture
def room(desk: Desk) -> Desk:
    """One inquiry waits, and the manager looks at it."""
    keep_bookings_at_myhibachi(desk)
    desk.till.shop.leads.capture(EVERYTHING, Inquiry("Jane Smith", "555-987-6543", "", "A party of 50", Consent.GIVEN))
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    desk.settle()
    desk.press("Inquiries")
    page = desk.terminal.window.findChildren(LeadsPage)[0]
    page.findChildren(ChoiceList)[0].tapped.emit(desk.till.shop.reads.leads.to_follow(1)[0].lead_id)
    desk.settle()
    return desk


def test_a_call_and_a_note_are_kept_with_the_inquiry(room: Desk) -> None:
    assert "A party of 50" in room.words()
    room.press("No answer")
    room.press("Write something down")
    room.terminal.window.findChildren(LeadsPage)[0]._typing.written.emit("note", "wants sushi")
    room.settle()
    (row,) = room.till.shop.reads.leads.to_follow(9)
    assert (row.status, len(row.entries)) == (LeadStatus.CALLED, 2)
    assert any("wants sushi" in words and "No answer" in words for words in room.words())


def test_an_inquiry_is_booked_in_one_sheet_and_what_cannot_be_read_is_put_right_there(room: Desk) -> None:
    room.press("Book for them")
    sheet = shown(room)
    fill(sheet, "next week", "50", "12 High Street")
    sheet._finish()
    room.settle()
    assert "“next week” is no day and hour" in room.terminal.window.sentence
    day = room.store.clock.now() + timedelta(days=1)
    fill(sheet, f"{day:%d.%m.%Y} 18:00", "50", "12 High Street")
    sheet._finish()
    room.settle()
    (row,) = room.till.shop.reads.leads.over(9)
    (booked,) = room.till.shop.reads.tables.reservations(day.date())
    assert (row.status, booked.party_size, booked.place) == (LeadStatus.CONVERTED, 50, "12 High Street")


def test_an_inquiry_is_written_down_at_the_register_and_stays_here_unless_they_agree(desk: Desk) -> None:
    desk.press("Order options")
    desk.press("Write an inquiry down")
    fill(shown(desk), "Li Wei", "555-111-2222", "", "Catering for 30")
    shown(desk)._finish()
    desk.settle()
    (row,) = desk.till.shop.reads.leads.to_follow(9)
    assert (row.name, row.message, row.consent) == ("Li Wei", "Catering for 30", Consent.WITHDRAWN)
    assert desk.terminal.window.sentence == "The inquiry is on the manager's list."


def test_a_reservation_says_that_myhibachi_has_not_confirmed_it_and_then_what_it_says(desk: Desk) -> None:
    keep_bookings_at_myhibachi(desk)
    at = desk.store.clock.now() + timedelta(hours=3)
    made = desk.till.shop.reservations.book(
        EVERYTHING, Booking(at, 25, name="Jane Smith", phone="555-987-6543", occasion="birthday")
    )
    desk.others_did()
    desk.press("Orders")
    desk.press("Reservations")
    page = desk.terminal.window.findChildren(ReservationsScreen)[0]
    (spoken,) = [row.spoken for row in page.findChildren(OrderList)[0].rows()]
    assert "not yet confirmed by MyHibachi" in spoken
    assert "birthday" in spoken
    stated = BookingStated(
        made.reservation_id, "myhibachi", "BK-2026-1", BookingStatus.CONFIRMED, at, 20, desk.store.clock.now(),
        "birthday", "", "partial", Money(150000, "EUR"), Money(75000, "EUR"), is_deposit_paid=True,
        balance_due=Money(75000, "EUR"),
    )  # fmt: skip
    with desk.store.begin(EVERYTHING.id) as work:
        work.keep(stated)
    desk.others_did()
    page.findChildren(OrderList)[0].line_tapped.emit(made.reservation_id)
    desk.settle()
    words = "\n".join(desk.words())
    assert "deposit 750.00 paid" in words
    assert "750.00 due" in words
    assert "there it is" in words  # 20 guests there, 25 here
