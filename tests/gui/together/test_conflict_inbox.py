"""What terminals did that a person decides: cards, choices, the PIN, the badge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.ids import AttemptId, OrderId, PaymentId
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.settling import ConflictDecided
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import LineRow
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.money_token import Asking
from tests.gui.register.hands import tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import signed_in
from tests.support.till import NINA, pin_of


def paid_twice(desk: Desk, *, opened_at: str = "R1") -> OrderId:
    """An order that R1 and R2 took money for while they could not hear each other."""
    shop = desk.store.opened_by(opened_at).shop if opened_at != "R1" else desk.store.shop
    ana = signed_in(shop, "ana-kovac")
    done = shop.ordering.add_item(ana, NewOrder(), Asked(desk.till.tile("diavola").item_id))
    due = shop.reads.orders.sheet(done.order_id).total
    paid = shop.paying.take_cash(ana, done.order_id, due, shop.paying.new_attempt()).payment
    again = replace(paid, id=PaymentId("p2"), attempt_id=AttemptId("a2"), terminal="R2")
    with desk.store.begin(ana.id) as work:
        work.keep(PaymentTaken(done.order_id, again))
    desk.others_did()
    return done.order_id


def decisions(desk: Desk) -> list[ConflictDecided]:
    """What was decided, by the journal."""
    return [entry.fact for entry in desk.store.journal.entries if isinstance(entry.fact, ConflictDecided)]


def allow(desk: Desk) -> None:
    """Nina, the shift lead, gives her PIN."""
    people = next(each for each in desk.terminal.window.findChildren(ChoiceList) if each.isVisible())
    tap(people, "Nina")
    desk.type_pin(pin_of(NINA))


def test_without_a_conflict_there_is_no_inbox_in_the_navigation(desk: Desk) -> None:
    assert not any(name.startswith("To decide") for name in desk.names())


def test_a_conflict_brings_the_inbox_with_a_badge_and_no_question_pops_up(desk: Desk) -> None:
    paid_twice(desk)
    assert "To decide, 1" in desk.names()
    assert desk.terminal.window.view is View.REGISTER


def test_an_order_paid_twice_is_told_with_both_payments_and_what_each_way_out_does(desk: Desk) -> None:
    paid_twice(desk)
    desk.press("To decide")
    words = desk.words()
    assert "Order R1-001 was paid twice" in words
    assert "€12.50 in cash at R1, 19:30" in words
    assert "€12.50 in cash at R2, 19:30" in words
    assert "€12.50 leaves the drawer of this terminal." in words
    assert "The money stays; it counts as a tip, not as a sale." in words


def test_a_decision_needs_a_managers_pin_and_is_listed_with_how(desk: Desk) -> None:
    paid_twice(desk)
    desk.press("To decide")
    desk.press("Give €12.50 back")
    assert decisions(desk) == []
    allow(desk)
    assert [each.approval.by for each in decisions(desk)] == [NINA]
    assert "There is nothing to decide." in desk.words()
    assert "To decide" in desk.names()
    past = next(each for each in desk.terminal.window.findChildren(OrderList) if each.isVisible()).rows()
    assert [row.notes for row in past if isinstance(row, LineRow)] == [
        ("Give €12.50 back", "Nina Vogel", "15.05. 19:30")
    ]


def test_closing_the_question_of_the_pin_decides_nothing(desk: Desk) -> None:
    paid_twice(desk)
    desk.press("To decide")
    desk.press("Keep it as a tip")
    desk.press("Close")
    assert decisions(desk) == []
    assert len(desk.terminal.conflicts.open) == 1


def test_money_of_an_order_another_terminal_holds_is_asked_for_first(desk: Desk) -> None:
    asked: list[tuple[str, str]] = []
    desk.terminal.conflicts.token.asked.connect(lambda order, holder: asked.append((order, holder)))
    order_id = paid_twice(desk, opened_at="R2")
    desk.press("To decide")
    desk.press("Give €12.50 back")
    assert asked == [(order_id, "R2")]
    assert "Close" not in desk.names()
    desk.store.opened_by("R2").shop.paying.release_token(order_id, "R1")
    desk.others_did()
    allow(desk)
    assert len(decisions(desk)) == 1


def test_a_holder_that_does_not_answer_is_taken_over_by_a_manager(desk: Desk) -> None:
    order_id = paid_twice(desk, opened_at="R2")
    desk.press("To decide")
    desk.press("Give €12.50 back")
    desk.qtbot.waitUntil(lambda: desk.terminal.conflicts.token.asking is Asking.IN_VAIN, timeout=3000)
    desk.press("Take over")
    allow(desk)
    assert desk.store.shop.reads.orders.sheet(order_id).holder == "R1"
    allow(desk)
    assert len(decisions(desk)) == 1


@pytest.mark.parametrize("view", [View.REGISTER, View.ORDERS])
def test_leaving_the_inbox_drops_what_waited_for_the_token(desk: Desk, view: View) -> None:
    order_id = paid_twice(desk, opened_at="R2")
    desk.press("To decide")
    desk.press("Give €12.50 back")
    desk.terminal.window.go(view)
    desk.store.opened_by("R2").shop.paying.release_token(order_id, "R1")
    desk.others_did()
    assert "Allow" not in desk.names()
    assert decisions(desk) == []
