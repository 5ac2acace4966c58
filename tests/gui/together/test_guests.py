"""Guests at the register: found as one types, registered, shown with what matters, and taken off again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from aura_terminal.domain.guest_words import GuestStated
from aura_terminal.domain.guests import Consent, GuestRegistered
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.store import SYSTEM
from aura_terminal.ui.screens.register.guest_sheet import GuestSheet
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.search_field import SearchField
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.guests import Details, NewGuest
from tests.gui.register.hands import press, tap
from tests.gui.together.conftest import Desk
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_shop import EVERYTHING


@pytest.fixture
def nora(desk: Desk) -> GuestId:
    """Nora, who eats no nuts, and two others."""
    guests = desk.till.shop.guests
    nora = guests.register(EVERYTHING, NewGuest("Nora", "Feld", "+49 171 5550123", "nora@example.org")).guest_id
    guests.change(EVERYTHING, nora, Details(dietary=("no nuts",), notes="Likes the window."))
    desk.till.shop.loyalty.move_points(EVERYTHING, nora, 60, "welcome")
    guests.register(EVERYTHING, NewGuest("Otto", "Brandt", "030 5550199"))
    guests.register(EVERYTHING, NewGuest("Noa", "Stern", "0160 5550111"))
    return nora


def ordered(desk: Desk) -> None:
    """A pizza on the counter."""
    desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.settle()


def ask(desk: Desk) -> GuestSheet:
    """Open the sheet by the order's options."""
    desk.press("Order options")
    desk.press("Known guest")
    return desk.terminal.register.findChildren(GuestSheet)[0]


def search(desk: Desk, sheet: GuestSheet, text: str) -> list[str]:
    """Type into the search; who is found."""
    field = sheet.findChildren(SearchField)[0]
    field.clear()
    QTest.keyClicks(field, text)
    desk.settle()
    return [row.words for row in sheet.findChildren(ChoiceList)[0].rows()]


def attach(desk: Desk, text: str, name: str) -> None:
    """Find somebody and put the order in their name."""
    sheet = ask(desk)
    search(desk, sheet, text)
    tap(sheet.findChildren(ChoiceList)[0], name)
    desk.settle()


def said(desk: Desk) -> list[str]:
    """What the strips of the register say."""
    return [each.words for each in desk.terminal.register.findChildren(Strip) if each.isVisible()]


def fill(sheet: GuestSheet, *texts: str) -> None:
    """Type into the fields of the form, each followed by Enter."""
    fields = [each for each in sheet.findChildren(QLineEdit) if each.isVisible()]
    for field, text in zip(fields, texts, strict=True):
        field.setFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize("text", ["0123", "nora f", "NORA@", "+49 171 5550123"])
def test_a_guest_is_found_by_the_end_of_the_number_the_name_or_the_address(
    desk: Desk, nora: GuestId, text: str
) -> None:
    assert search(desk, ask(desk), text) == ["Nora Feld"]


def test_several_are_offered_by_name_and_told_apart_by_their_number(desk: Desk, nora: GuestId) -> None:
    sheet = ask(desk)
    assert search(desk, sheet, "no") == ["Noa Stern", "Nora Feld"]
    assert [row.detail for row in sheet.findChildren(ChoiceList)[0].rows()] == ["0160 5550111", "+49 171 5550123"]


def test_the_keys_on_the_screen_search_too(desk: Desk, nora: GuestId) -> None:
    sheet = ask(desk)
    for key in ("O", "t"):
        press(sheet, key)
    desk.settle()
    assert [row.words for row in sheet.findChildren(ChoiceList)[0].rows()] == ["Otto Brandt"]
    press(sheet, "Done")
    desk.settle()
    assert desk.till.order.guest_name == "Otto Brandt"


def test_what_a_guest_must_not_eat_stands_above_their_order(desk: Desk, nora: GuestId) -> None:
    ordered(desk)
    attach(desk, "0123", "Nora Feld")
    assert desk.till.order.guest_id == nora
    assert said(desk) == ["Nora Feld  ·  no nuts  ·  60 points"]
    desk.till.options.new_order()
    desk.settle()
    assert said(desk) == []


def test_a_guest_may_come_before_the_first_dish(desk: Desk, nora: GuestId) -> None:
    attach(desk, "nora", "Nora Feld")
    ordered(desk)
    assert (desk.till.order.guest_id, desk.till.lines()) == (nora, [("Margherita", 1)])


def test_the_card_shows_points_notes_and_the_visits_before_this_one(desk: Desk, nora: GuestId) -> None:
    shop = desk.till.shop
    before = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(desk.till.tile("tiramisu").item_id)).order_id
    shop.guests.attach(EVERYTHING, before, nora)
    ordered(desk)
    attach(desk, "nora", "Nora Feld")
    sheet = ask(desk)
    assert {"Nora Feld", "no nuts", "60 points", "Likes the window."} <= set(desk.words(sheet))
    assert [row.spoken for row in sheet.findChildren(OrderList)[0].rows()] == [
        " 15.05.2026, Dine in, 1 item, #R1-001, 6.90"
    ]


def test_how_a_back_office_knows_the_guest_stands_on_the_card_and_the_stage_above_the_order(
    desk: Desk, nora: GuestId
) -> None:
    last_visit = ("last_visit", "2026-05-01T15:30:00Z")
    words_of_it = (("stage", "vip"), ("purchases", "15"), ("lifetime_value", "450.00"), last_visit)
    with desk.store.begin(SYSTEM) as work:
        work.keep(GuestStated(nora, "auraflow", FRIDAY_EVENING, words_of_it))
    ordered(desk)
    attach(desk, "nora", "Nora Feld")
    assert said(desk) == ["Nora Feld  ·  no nuts  ·  60 points  ·  VIP"]
    words = "AuraFlow POS: VIP  ·  15 purchases  ·  450.00 in all  ·  last visit 01.05.2026"
    assert words in desk.words(ask(desk))


def test_a_guest_is_taken_off_the_order_again(desk: Desk, nora: GuestId) -> None:
    ordered(desk)
    attach(desk, "nora", "Nora Feld")
    ask(desk)
    desk.press("Take off the order")
    assert desk.till.order.guest_id is None
    assert said(desk) == []


def test_somebody_else_replaces_the_guest(desk: Desk, nora: GuestId) -> None:
    ordered(desk)
    attach(desk, "nora", "Nora Feld")
    sheet = ask(desk)
    desk.press("Somebody else")
    search(desk, sheet, "0199")
    tap(sheet.findChildren(ChoiceList)[0], "Otto Brandt")
    desk.settle()
    assert said(desk) == ["Otto Brandt  ·  0 points"]


def test_somebody_new_is_known_with_their_consent_and_the_order_is_theirs(desk: Desk) -> None:
    ordered(desk)
    sheet = ask(desk)
    search(desk, sheet, "Ida Wolf")
    assert "Nobody is known by that. Tap New guest to register them." in desk.words(sheet)
    desk.press("New guest")
    assert [each.text() for each in sheet.findChildren(QLineEdit) if each.isVisible()] == ["Ida", "Wolf", "", ""]
    press(sheet, "Yes")
    fill(sheet, "", "", "0171 5550999", "ida@example.org")
    desk.settle()
    assert desk.till.order.guest_id is not None
    guest = desk.till.shop.reads.guests.sheet(desk.till.order.guest_id)
    assert (guest.name, guest.phone, guest.email) == ("Ida Wolf", "0171 5550999", "ida@example.org")
    assert guest.consent is Consent.GIVEN
    assert said(desk) == ["Ida Wolf  ·  0 points"]
    assert not sheet.isVisible()


def test_a_number_that_is_none_is_refused_in_words_and_can_be_put_right(desk: Desk) -> None:
    ordered(desk)
    sheet = ask(desk)
    desk.press("New guest")
    fill(sheet, "Ida", "", "abc", "")
    desk.settle()
    assert desk.terminal.window.sentence == "abc is not a telephone number."
    assert sheet.isVisible()
    phone = [each for each in sheet.findChildren(QLineEdit) if each.isVisible()][2]
    phone.clear()
    QTest.keyClicks(phone, "0171 5550999")
    press(sheet, "Save")
    press(sheet, "Save")
    desk.settle()
    assert sum(isinstance(entry.fact, GuestRegistered) for entry in desk.store.journal.entries) == 1
    assert said(desk) == ["Ida  ·  0 points"]
