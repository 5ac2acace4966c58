"""Discounts at the register: percent, amount, codes and rewards, by what a person taps and types."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from aura_terminal.domain.discounts import Reduction
from aura_terminal.domain.ids import GuestId, ProgrammeId, PromotionId, RewardId
from aura_terminal.domain.loyalty import LoyaltyProgramme, Reward, RewardRedeemed
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import DiscountApplied
from aura_terminal.domain.promotions import Promotion, PromotionKind
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.screens.register.discount_sheet import DiscountSheet
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.view_models.discounts import company_of
from aura_terminal.view_models.status import StatusRow, Tier
from tests.gui.register.hands import act, button, press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import NINA, pin_of

LUNCH = Promotion(
    PromotionId("lunch"), "Lunch", PromotionKind.FIXED_AMOUNT, amount=Money(200, "EUR"), needs_code=True, code="LUNCH"
)
CLUB = LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal(1))
COFFEE = Reward(RewardId("coffee"), CLUB.id, "Free coffee", 40, Reduction(amount=Money(250, "EUR")))
CRUISE = Reward(RewardId("cruise"), CLUB.id, "A cruise", 9000, Reduction(amount=Money(250, "EUR")))


def ordered(desk: Desk) -> None:
    """Two pizzas for 9.50 each on the counter."""
    for _ in range(2):
        desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.settle()


def ask(desk: Desk, kind: str = "") -> None:
    """Open the sheet by the order's options."""
    desk.press("Order options")
    desk.press("Discount")
    if kind:
        desk.press(kind)


def sheet(desk: Desk) -> DiscountSheet:
    """The sheet that asks what comes off."""
    return desk.terminal.register.findChildren(DiscountSheet)[0]


def type_code(desk: Desk, code: str) -> None:
    """Type a code on real keys."""
    field = sheet(desk).findChildren(QLineEdit)[0]
    QTest.keyClicks(field, code)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()


def allow(desk: Desk) -> None:
    """Nina allows what Marta may not."""
    asking = desk.terminal.register.findChildren(ApprovalSheet)[0]
    tap(asking.findChildren(ChoiceList)[0], "Nina Vogel")
    for digit in pin_of(NINA):
        press(asking, digit)
    desk.press("Allow")


def lines(desk: Desk) -> OrderList:
    """The order panel's list."""
    return desk.terminal.register.findChildren(OrderList)[0]


def kept(desk: Desk, kind: type[object]) -> int:
    """How many facts of a kind the journal has."""
    return sum(isinstance(entry.fact, kind) for entry in desk.store.journal.entries)


def promote(desk: Desk, promotion: Promotion) -> None:
    """The central has a promotion."""
    desk.till.shop.administration.put_documents(EVERYTHING, [promotion])


def test_nothing_is_made_cheaper_before_there_is_anything(desk: Desk) -> None:
    desk.press("Order options")
    assert not button(desk.terminal.window, "Discount").isEnabled()


def test_ten_percent_with_a_reason_needs_a_pin_and_stands_as_a_line_and_in_the_total(desk: Desk) -> None:
    ordered(desk)
    ask(desk)
    desk.type("10")
    desk.pick("Waited too long")
    desk.press("Take 10 % off")
    assert not button(sheet(desk), "Take 10 % off").isEnabled()
    assert kept(desk, DiscountApplied) == 0
    allow(desk)
    assert [row.spoken for row in lines(desk).rows()][-1] == " Discount 10 %, Waited too long, −1.90"
    assert desk.till.order.total == Money(1710, "EUR")
    assert "Subtotal 19.00  ·  Discount −1.90" in desk.words()
    assert not sheet(desk).isVisible()


def test_who_may_gives_a_discount_without_asking_anybody(desk: Desk) -> None:
    desk.till.session.sign_in(NINA, pin_of(NINA))
    ordered(desk)
    ask(desk)
    desk.type("5")
    desk.pick("Regular guest")
    desk.press("Take 5 % off")
    assert desk.till.order.total == Money(1805, "EUR")


def test_an_amount_is_typed_as_cents_on_real_keys(desk: Desk) -> None:
    desk.till.session.sign_in(NINA, pin_of(NINA))
    ordered(desk)
    ask(desk, "Amount")
    QTest.keyClicks(sheet(desk), "2500")
    QTest.keyClick(sheet(desk), Qt.Key.Key_Backspace)
    desk.pick("Not as it should be")
    QTest.keyClick(sheet(desk), Qt.Key.Key_Return)
    desk.settle()
    assert desk.till.order.total == Money(1650, "EUR")


def test_without_a_reason_or_a_figure_there_is_nothing_to_take_off(desk: Desk) -> None:
    ordered(desk)
    ask(desk)
    desk.type("10")
    assert not button(sheet(desk), "Take 10 % off").isEnabled()
    press(sheet(desk), "Erase")
    press(sheet(desk), "Erase")
    desk.pick("Staff meal")
    assert not button(sheet(desk), "Take 0 % off").isEnabled()


def test_more_than_everything_can_not_be_typed(desk: Desk) -> None:
    ordered(desk)
    ask(desk)
    desk.type("101")
    assert "10 %" in desk.words(sheet(desk))


def test_a_code_counts_whatever_its_case(desk: Desk) -> None:
    promote(desk, LUNCH)
    ordered(desk)
    ask(desk, "Code")
    type_code(desk, "lunch")
    assert [row.spoken for row in lines(desk).rows()][-1] == " Lunch, LUNCH, −2.00"
    assert desk.till.order.total == Money(1700, "EUR")


@pytest.mark.parametrize(
    ("promotion", "words"),
    [
        (replace(LUNCH, code="OTHER"), "No promotion has the code LUNCH."),
        (replace(LUNCH, minimum=Money(5000, "EUR")), "Lunch applies from 50.00."),
        (replace(LUNCH, until_time=time(6)), "Lunch does not apply now."),
        (replace(LUNCH, per_guest=1), "A guest is needed first: choose one, or give a name."),
    ],
)
def test_a_code_that_does_not_apply_is_refused_in_words_and_stays_to_be_put_right(
    desk: Desk, promotion: Promotion, words: str
) -> None:
    promote(desk, promotion)
    ordered(desk)
    ask(desk, "Code")
    type_code(desk, "LUNCH")
    assert desk.terminal.window.sentence == words
    assert sheet(desk).isVisible()
    assert sheet(desk).findChildren(QLineEdit)[0].text() == "LUNCH"
    assert desk.till.order.total == Money(1900, "EUR")


def test_a_code_can_be_tapped_and_tried_again_after_it_was_refused(desk: Desk) -> None:
    promote(desk, replace(LUNCH, code="PIE"))
    ordered(desk)
    ask(desk, "Code")
    for key in ("P", "i"):
        press(sheet(desk), key)
    press(sheet(desk), "Apply")
    desk.settle()
    assert desk.terminal.window.sentence == "No promotion has the code Pi."
    press(sheet(desk), "e")
    press(sheet(desk), "Apply")
    desk.settle()
    assert desk.till.order.total == Money(1700, "EUR")


def test_a_discount_is_taken_off_again_where_it_stands(desk: Desk) -> None:
    promote(desk, LUNCH)
    ordered(desk)
    ask(desk, "Code")
    type_code(desk, "LUNCH")
    tap(lines(desk), " Lunch")
    assert desk.till.register.selected is None
    act(lines(desk), " Lunch", "remove")
    desk.settle()
    assert desk.till.order.total == Money(1900, "EUR")
    assert desk.till.order.discounts == ()


def test_of_all_rows_one_is_selected(desk: Desk) -> None:
    promote(desk, LUNCH)
    ordered(desk)
    ask(desk, "Code")
    type_code(desk, "LUNCH")
    for words in (" Lunch", "2 Margherita"):
        tap(lines(desk), words)
        chosen = [row.spoken for row in lines(desk).rows() if getattr(row, "selected", False)]
        assert len(chosen) == 1
        assert chosen[0].startswith(words)


def test_the_payment_shows_what_came_off(desk: Desk) -> None:
    promote(desk, LUNCH)
    ordered(desk)
    ask(desk, "Code")
    type_code(desk, "LUNCH")
    desk.press("Pay")
    bill = desk.terminal.payment.findChildren(OrderList)[0]
    assert [row.spoken for row in bill.rows()] == ["2 Margherita, 19.00", " Lunch, LUNCH, −2.00"]
    desk.press("Exact")
    desk.press("Take cash")
    assert desk.till.payment.last is not None
    assert desk.till.payment.last.amount == Money(1700, "EUR")


def test_a_reward_of_the_guest_lowers_the_bill_once_for_two_taps(desk: Desk) -> None:
    shop = desk.till.shop
    shop.administration.put_documents(EVERYTHING, [CLUB, COFFEE, CRUISE])
    guest = _member(desk, 100)
    ordered(desk)
    shop.guests.attach(EVERYTHING, desk.till.order.order_id, guest)
    desk.others_did()
    ask(desk, "Reward")
    rewards = next(each for each in _choices(desk) if each.isVisible())
    assert [row.spoken for row in rewards.rows()] == [
        "Free coffee, 40 points", "A cruise, 9000 points, not enough points",
    ]  # fmt: skip
    tap(rewards, "Free coffee")
    tap(rewards, "Free coffee")
    desk.settle()
    assert kept(desk, RewardRedeemed) == 1
    assert desk.till.order.total == Money(1650, "EUR")
    assert shop.reads.guests.sheet(guest).points == 60


def test_a_till_that_works_by_itself_is_not_alone() -> None:
    one = StatusRow(tier=Tier.ALONE, best=Tier.STORE)
    assert company_of(one).value == "together"
    assert company_of(replace(one, peers=("R2",))).value == "alone"
    assert company_of(replace(one, best=Tier.INTERNET)).value == "alone"
    assert company_of(replace(one, peers=("R2",), tier=Tier.STORE)).value == "together"


def _member(desk: Desk, points: int) -> GuestId:
    guest = desk.till.shop.guests.register(EVERYTHING, NewGuest("Nora")).guest_id
    desk.till.shop.loyalty.move_points(EVERYTHING, guest, points, "for the test")
    return guest


def _choices(desk: Desk) -> list[ChoiceList]:
    return sheet(desk).findChildren(ChoiceList)
