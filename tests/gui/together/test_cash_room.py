"""The room of the cash drawers, clicked as a cashier and a manager do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, Holding, SessionNeed
from aura_terminal.domain.ids import DrawerId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.ui.screens.cash.lines import Lines
from aura_terminal.ui.screens.cash.page import CashPage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.cash import Moving
from aura_terminal.view_models.cash_reminder import CashReminder
from tests.gui.register.hands import tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import pin_of

CARLA, SOFIA, NINA = StaffId("carla-lombardi"), StaffId("sofia-conti"), StaffId("nina-vogel")


def enter(desk: Desk, who: StaffId) -> None:
    """Somebody signs in and goes to the drawers."""
    desk.till.session.sign_in(who, pin_of(who))
    desk.settle()
    QTest.keyClick(desk.terminal.window, Qt.Key.Key_F9)
    desk.settle()
    assert desk.terminal.window.view is View.MANAGER
    desk.press("Cash drawer")
    assert page(desk).isVisible()


def page(desk: Desk) -> CashPage:
    return next(each for each in desk.terminal.window.findChildren(CashPage))


def shown(desk: Desk) -> dict[str, str]:
    """The figures in sight, by their words."""
    tables = [each for each in desk.terminal.window.findChildren(Lines) if each.isVisible()]
    return {line.words: line.amount for table in tables for line in table.lines}


def sell(desk: Desk) -> Money:
    """A pizza, paid with a note; what stayed in the drawer."""
    shop = desk.store.shop
    order = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(desk.till.tile("margherita").item_id)).order_id
    due = shop.reads.orders.sheet(order).due
    shop.paying.take_cash(EVERYTHING, order, Money(2_000, "EUR"), shop.paying.new_attempt())
    desk.others_did()
    return due


def begin(desk: Desk) -> None:
    """Five notes of twenty."""
    desk.press("Begin a session")
    desk.pick("€20.00")
    desk.type("5")
    desk.press("Begin with this")


def pick(desk: Desk, words: str) -> None:
    """Tap a row of the sheet in front of the page's own lists."""
    sheet = next(each for each in desk.terminal.window.findChildren(Sheet) if each.isVisible())
    tap(next(each for each in sheet.findChildren(ChoiceList) if each.isVisible()), words)
    desk.settle()


def kicks(desk: Desk) -> int:
    return sum(job.job.kind is SpoolKind.DRAWER_KICK for job in desk.store.journal.jobs)


def slips(desk: Desk) -> list[str]:
    return [job.job.title for job in desk.store.journal.jobs if job.job.kind is SpoolKind.REPORT]


def test_a_cashier_counts_blind_and_is_told_what_was_off_afterwards(desk: Desk) -> None:
    enter(desk, SOFIA)
    assert "R1: nobody answers for it. Count the float and begin." in desk.words()
    begin(desk)
    assert desk.terminal.window.sentence == "The session has begun."
    due = sell(desk)
    figures = shown(desk)
    assert figures["Float"] == "100.00"
    assert not {"Cash sales", "Should be in the drawer"} & figures.keys()
    assert all(f"{(due.minor + 10_000) / 100:.2f}" not in words for words in desk.words())
    desk.press("Count and end")
    desk.pick("€20.00")
    desk.type("5")
    desk.press("Keep this count and end")
    assert f"€{due.plain()} short" in desk.terminal.window.sentence
    assert slips(desk) == ["DRAWER COUNT R1"]
    assert kicks(desk) == 3  # to count the float, for the sale, to count at the end


def test_what_is_off_is_explained_with_somebodys_right(desk: Desk) -> None:
    enter(desk, SOFIA)
    begin(desk)
    sell(desk)
    desk.press("Count and end")
    desk.press("Keep this count and end")
    desk.pick("Nobody knows")
    desk.pick("Carla Lombardi")
    desk.type_pin(pin_of(CARLA))
    assert desk.terminal.window.sentence == "Noted why it is off."
    (row,) = desk.store.shop.reads.cash.ended(5)
    assert (row.must_explain, row.counts[0].reason, row.counts[0].allowed_by) == (
        False, "Nobody knows", "Carla Lombardi",
    )  # fmt: skip


def test_money_is_paid_out_with_reason_and_recipient(desk: Desk) -> None:
    enter(desk, CARLA)
    begin(desk)
    desk.press("Paid out")
    desk.type("1200")
    assert "Choose why." in desk.words()
    desk.pick("Supplies")
    desk.press("To whom?")
    desk.write("Flower shop")
    desk.press("Pay it out")
    assert shown(desk)["Paid out"] == "−12.00"
    assert shown(desk)["Should be in the drawer"] == "€88.00"
    assert any("Carla Lombardi  ·  Supplies  ·  Flower shop" in words for words in desk.words())
    assert slips(desk) == ["PAID OUT R1"]


def test_a_cashier_pays_out_with_an_approval_and_drops_without(desk: Desk) -> None:
    enter(desk, SOFIA)
    begin(desk)
    desk.press("Drop to the safe")
    desk.type("5000")
    desk.press("Take it to the safe")
    assert shown(desk)["Dropped to the safe"] == "−50.00"
    desk.press("Tips out")
    desk.type("700")
    desk.pick("Marta Rossi")
    desk.press("Pay the tips")
    desk.pick("Carla Lombardi")
    desk.type_pin(pin_of(CARLA))
    assert shown(desk)["Tips paid out"] == "−7.00"
    assert any("allowed by Carla Lombardi" in words for words in desk.words())


def test_a_drawer_is_handed_over_in_one_go(desk: Desk) -> None:
    enter(desk, SOFIA)
    begin(desk)
    desk.press("Hand over")
    desk.pick("Nina Vogel")
    desk.pick("€20.00")
    desk.type("4")
    desk.press("Keep this count and hand over")
    (now,) = desk.store.shop.reads.cash.running()
    (before,) = desk.store.shop.reads.cash.ended(5)
    assert (before.counted, before.over_short, now.float) == (
        Money(8_000, "EUR"), Money(-2_000, "EUR"), Money(8_000, "EUR"),
    )  # fmt: skip


def test_a_manager_gives_a_drawer_to_one_cashier(desk: Desk) -> None:
    bar = DrawerPlace(DrawerId("R1"), "Bar", "R1", Holding.ASSIGNED)
    desk.store.shop.cash.put_rules(EVERYTHING, CashRules(drawers=(bar,)))
    enter(desk, CARLA)
    desk.press("Begin a session")
    desk.pick("Nina Vogel")
    desk.press("Begin with this")
    (row,) = desk.store.shop.reads.cash.running()
    assert row.cashier_id == NINA
    assert any(words.startswith("Bar: Nina Vogel answers for it since ") for words in desk.words())


def test_the_drawer_is_opened_for_a_reason(desk: Desk) -> None:
    enter(desk, CARLA)
    desk.press("Open the drawer")
    desk.pick("Give change")
    assert (desk.terminal.window.sentence, kicks(desk)) == ("The drawer opens.", 1)


def test_a_manager_counts_in_between_and_once_more_and_prints_it(desk: Desk) -> None:
    enter(desk, CARLA)
    begin(desk)
    for verb, button in (("Count in between", "Keep this count"), ("Count and end", "Keep this count and end")):
        desk.press(verb)
        desk.pick("€20.00")
        desk.type("5")
        desk.press(button)
        assert desk.terminal.window.sentence == "Counted €100.00: exact."
    desk.press("Past sessions")
    desk.press("Count once more")
    pick(desk, "€20.00")
    desk.type("6")
    desk.press("Keep this count")
    assert desk.terminal.window.sentence == "Counted €120.00: €20.00 over."
    desk.press("Close")
    counts = [words for words in shown(desk) if words.endswith(("between", "the end", "once more"))]
    assert counts == ["Checked in between", "Counted at the end", "Counted once more"]
    desk.press("Print the count again")
    assert slips(desk)[-1] == "DRAWER RECOUNT R1 copy"


def test_the_rules_are_set_and_cash_without_a_session_is_refused_in_words(desk: Desk) -> None:
    enter(desk, CARLA)
    desk.press("Rules for cash")
    desk.pick("Cash only with a session")
    desk.pick("A count may be off by")
    desk.type("250")
    desk.pick("Another drawer at R1")
    desk.write("Bar")
    desk.pick("Reasons to pay out")
    desk.write("Ice, Flowers, Ice")
    desk.press("Keep these rules")
    rules = desk.store.shop.reads.cash.rules()
    assert (rules.session, rules.tolerance_minor) == (SessionNeed.NEEDED, 250)
    assert [(place.id, place.name) for place in rules.drawers] == [("R1", "R1"), ("R1/2", "Bar")]
    assert (rules.reasons_in, rules.reasons_out) == ((), ("Ice", "Flowers"))
    desk.press("Bar")
    assert "Bar: nobody answers for it. Count the float and begin." in desk.words()


@pytest.mark.parametrize("who", [CARLA, SOFIA])
def test_another_person_never_finds_what_the_one_before_could_see(desk: Desk, who: StaffId) -> None:
    enter(desk, CARLA)
    begin(desk)
    sell(desk)
    assert "Should be in the drawer" in shown(desk)
    desk.till.session.sign_in(who, pin_of(who))
    desk.settle()
    assert ("Should be in the drawer" in shown(desk)) is (who == CARLA)


def test_what_another_terminal_began_stands_there(desk: Desk) -> None:
    enter(desk, CARLA)
    other = desk.store.opened_by("R2")
    other.shop.cash.begin(EVERYTHING, DrawerId("R2"), {100: 3})
    desk.others_did()
    desk.press("R2")
    assert shown(desk)["Float"] == "3.00"
    assert "Open the drawer" not in desk.names()


def test_the_reminder_of_the_safe_is_calm_and_names_no_amount(desk: Desk) -> None:
    desk.store.shop.cash.put_rules(EVERYTHING, CashRules(drop_above_minor=10_500))
    enter(desk, SOFIA)
    begin(desk)
    reminder = "There is much cash in this drawer. Take some to the safe."
    assert reminder not in desk.words()
    sell(desk)
    assert reminder in desk.words()


def take_a_pizza(desk: Desk) -> None:
    """One pizza, as far as the payment screen."""
    desk.terminal.window.go(View.REGISTER)
    desk.till.register.tap_tile(desk.till.tile("margherita"))
    desk.settle()
    desk.press("Pay")
    desk.press("Exact")
    desk.press("Take cash")


def test_taking_cash_without_a_session_says_what_to_do(desk: Desk) -> None:
    desk.store.shop.cash.put_rules(EVERYTHING, CashRules(session=SessionNeed.NEEDED))
    take_a_pizza(desk)
    assert desk.terminal.window.sentence == (
        "Nobody answers for this drawer yet. Begin a session in Cash drawer, then take cash."
    )
    desk.store.shop.cash.begin(EVERYTHING, DrawerId("R1"), {})
    desk.press("Take cash")
    (row,) = desk.store.shop.reads.cash.running()
    assert row.sales is not None
    assert row.sales.minor > 0


def test_the_register_is_reminded_of_the_safe_once_and_again_after_a_drop(desk: Desk) -> None:
    shop = desk.store.shop
    shop.cash.put_rules(EVERYTHING, CashRules(drop_above_minor=500))
    begun = shop.cash.begin(EVERYTHING, DrawerId("R1"), {})
    told: list[str] = []
    reminder = desk.terminal.window.findChild(CashReminder)
    assert reminder is not None
    reminder.due.connect(told.append)
    for _ in range(2):
        take_a_pizza(desk)
        desk.settle()
    assert told == ["R1"]
    assert "There is much cash in drawer R1. Take some to the safe." in desk.terminal.window.sentence
    held = shop.reads.cash.row(begun.session_id).expected
    assert held is not None
    shop.cash.move(EVERYTHING, begun.session_id, Moving(MovementKind.DROP, held))
    desk.others_did()
    take_a_pizza(desk)
    desk.settle()
    assert told == ["R1", "R1"]
