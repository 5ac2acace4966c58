"""What facts come to on an order when they meet others in an order nobody planned: each test is one such meeting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.dishes import InCombo
from aura_terminal.domain.ids import (
    ChargeId,
    ComboId,
    FireId,
    GuestId,
    ItemId,
    LineId,
    OrderId,
    PaymentId,
    StaffId,
    TableId,
)  # fmt: skip
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.money import Money
from aura_terminal.domain.money_token import TokenOverridden, TokenReleased
from aura_terminal.domain.moving import LinesMoved, LineSplit, LinesSettled, OrderMerged
from aura_terminal.domain.order_facts import (
    GuestAttached,
    GuestNamed,
    LineAdded,
    LineModified,
    LineNoted,
    LineRemoved,
    LineRestored,
    LineSeated,
    LinesFired,
    LineVoided,
    OrderCancelled,
    OrderClosed,
    ReceiptReprinted,
    Sold,
    TableAssigned,
)
from aura_terminal.domain.order_money import late
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.service_facts import ChargeAdded, ChargeWaived, LinesMarkedSent, TipEntered
from aura_terminal.domain.service_rules import ChargeRule, FrozenCharge
from aura_terminal.domain.settling import Act, LateItemsWrittenOff, PaymentReversed
from aura_terminal.domain.sharing_facts import TablesLinked
from tests.unit.domain.orders import FIRE, MANAGER, NOW, ORDER, TODAY, add, chosen, dinner, new_order, pay, send, sold

A, B, REST = LineId("a"), LineId("b"), LineId("a+")
OTHER = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c0000")
AGAIN = FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f2")
MARTA = StaffId("marta")
T1, T2, T3 = TableId("t1"), TableId("t2"), TableId("t3")


def sent(burgers: int = 1) -> Order:
    order = dinner(burgers)
    send(order)
    return order


def closed(*covers: tuple[LineId, int]) -> OrderClosed:
    return OrderClosed(ORDER, NOW, TODAY, "R1", covers)


def voided(quantity: int) -> LineVoided:
    return LineVoided(ORDER, A, quantity, "dropped", MANAGER)


def test_a_party_at_linked_tables_keeps_them_where_only_its_number_is_told_and_leaves_them_with_its_table() -> None:
    order = new_order()
    order.apply(TablesLinked(ORDER, T1, (T2,), "1+2", NOW, StaffId("marta")))
    linked = order.party.linked
    order.apply(TableAssigned(ORDER, T1, "1", 5))
    assert (order.table_name, order.party.linked, order.guests) == ("1+2", linked, 5)
    order.apply(TableAssigned(ORDER, T3, "3", 5))
    assert (order.table_id, order.table_name, order.party.linked) == (T3, "3", ())


def test_a_guest_who_is_found_keeps_the_name_that_was_called_unless_there_is_a_better_one() -> None:
    order = dinner()
    order.apply(GuestNamed(ORDER, "Mina"))
    order.apply(GuestAttached(ORDER, GuestId("g1"), ""))
    assert (order.guest_id, order.guest_name) == ("g1", "Mina")
    order.apply(GuestAttached(ORDER, GuestId("g2"), "Mina Park"))
    assert (order.guest_id, order.guest_name) == ("g2", "Mina Park")
    order.apply(closed((A, 1)))
    order.apply(GuestAttached(ORDER, GuestId("g3"), "Somebody else"))
    assert (order.guest_id, order.guest_name) == ("g2", "Mina Park")


def test_a_line_that_was_spoken_of_before_it_came_is_missed_only_until_then() -> None:
    order = new_order()
    order.apply(LineNoted(ORDER, A, "no onions"))
    order.apply(LineNoted(ORDER, B, "no salt"))
    assert order.unknown == {A, B}
    order.apply(LineAdded(ORDER, A, sold(), 2, 0))
    assert order.unknown == {B}
    order.apply(LineSplit(ORDER, A, B, 1))
    assert order.unknown == set()


def test_a_line_that_comes_after_the_end_that_covers_it_was_paid_there() -> None:
    order = new_order()
    order.apply(closed((A, 1)))
    order.apply(LineAdded(ORDER, A, sold(), 1, 0))
    assert order.own[A].settled_at == ORDER
    assert late(order) == ()


def test_choices_and_the_seat_of_a_line_are_those_that_were_said_last() -> None:
    order = dinner()
    order.apply(LineModified(ORDER, A, (chosen(),)))
    order.apply(LineSeated(ORDER, A, 3))
    assert (order.own[A].modifiers, order.own[A].seat) == ((chosen(),), 3)


def test_a_line_put_back_after_it_was_fired_stays_with_the_kitchen() -> None:
    order = dinner()
    order.apply(LineRemoved(ORDER, A))
    order.apply(LineRestored(ORDER, A))
    assert order.own[A].state is LineState.NEW
    send(order)
    order.apply(LineRestored(ORDER, A))
    assert order.own[A].state is LineState.SENT


def test_a_split_of_a_line_nobody_added_or_told_twice_makes_no_line() -> None:
    order = dinner(3)
    order.apply(LineSplit(ORDER, LineId("nobody's"), B, 1))
    assert list(order.own) == [A]
    for _ in range(2):
        order.apply(LineSplit(ORDER, A, B, 1))
    assert {line.id: line.quantity for line in order.own.values()} == {A: 2, B: 1}


def test_what_is_left_after_a_void_is_not_split_where_it_is_all_there_is() -> None:
    order = sent(2)
    order.apply(voided(1))
    order.apply(LineSplit(ORDER, A, B, 1))
    assert list(order.own) == [A]
    order.apply(LineVoided(ORDER, B, 1, "dropped", MANAGER))
    assert (order.own[A].voided, order.unknown) == (2, set())


def test_lines_that_were_paid_elsewhere_stay_there_and_the_most_that_was_said_counts() -> None:
    order = dinner(2)
    order.apply(LinesSettled(ORDER, ((A, 2),), OTHER))
    order.apply(LinesSettled(ORDER, ((A, 1),), OTHER))
    assert (order.own[A].settled_at, order.settled[OTHER]) == (OTHER, {A: 2})
    order.apply(LinesSettled(ORDER, ((B, 1),), OTHER))
    assert order.unknown == {B}


def test_nothing_of_a_line_pays_nothing_of_it() -> None:
    order = dinner()
    add(order, "b", sold("Soup", 600))
    order.apply(LinesSettled(ORDER, ((A, 0),), OTHER))
    order.apply(closed((A, 0), (B, 1)))
    assert (order.own[A].settled_at, order.own[B].settled_at) == (None, ORDER)
    assert [(line.id, quantity) for line, quantity in late(order)] == [(A, 1)]


def test_a_fire_that_says_of_none_how_many_has_one_cooked() -> None:
    order = dinner(2)
    order.apply(LinesFired(ORDER, FIRE, NOW, ((A, 0),)))
    assert {line.id: (line.quantity, line.state) for line in order.own.values()} == {
        A: (1, LineState.SENT), REST: (1, LineState.NEW),
    }  # fmt: skip


def test_a_void_takes_what_was_split_from_the_line_and_is_cooked_too() -> None:
    order = sent(2)
    order.apply(LineSplit(ORDER, A, B, 1))
    order.apply(voided(2))
    assert [(line.voided, line.state) for line in order.own.values()] == [(1, LineState.VOIDED)] * 2
    assert order.own[A].overvoided == 0


def test_a_void_takes_nothing_that_the_kitchen_never_had_and_says_what_was_too_many() -> None:
    order = dinner(2)
    order.apply(LinesFired(ORDER, FIRE, NOW, ((A, 1),)))
    order.apply(voided(2))
    assert (order.own[A].voided, order.own[A].overvoided) == (1, 1)
    assert (order.own[REST].voided, order.own[REST].state) == (0, LineState.NEW)


def test_a_second_fire_of_what_is_cooked_asks_for_nothing_more() -> None:
    order = sent()
    order.apply(LinesFired(ORDER, AGAIN, NOW, ((A, 1),)))
    assert {line.id: line.quantity for line in order.own.values()} == {A: 1}
    assert order.repeats == {AGAIN: {A: 1}}


def test_what_was_written_off_names_the_decision_it_came_by() -> None:
    order = dinner()
    decision = LateItemsWrittenOff(ORDER, ((A, 1),), ORDER, Act(NOW, TODAY, "R1", MANAGER))
    order.apply(decision)
    assert (order.own[A].written_off, order.written_off) == (1, {A: decision})


@pytest.mark.parametrize("second", ["released", "overridden"])
def test_of_two_that_took_the_money_over_at_once_the_first_holds_it(second: str) -> None:
    order = new_order()
    order.apply(TokenReleased(ORDER, "R2", 1, ()))
    late_word = (
        TokenReleased(ORDER, "R3", 1, ())
        if second == "released"
        else TokenOverridden(ORDER, "R3", 1, "R1", "off", MANAGER)
    )
    order.apply(late_word)
    assert order.token.holder == "R2"
    order.apply(TokenReleased(ORDER, "R4", 2, ()))
    assert order.token.holder == "R4"


def test_an_end_that_does_not_say_what_it_covers_covers_all_that_was_there() -> None:
    order = dinner(2)
    order.apply(OrderClosed(ORDER, NOW, TODAY))
    assert order.closings[0].covers == ((A, 2),)
    order.apply(LineAdded(ORDER, B, sold(), 1, 0))
    order.apply(closed((A, 1)))
    assert order.closings[1].covers == ((A, 1),)


@pytest.mark.parametrize(
    ("terminal", "covers", "told"),
    [("", (), ((A, 2),)), ("R2", (), ()), ("", ((A, 1),), ((A, 1),)), ("R2", ((A, 1),), ((A, 1),))],
)
def test_a_cancellation_covers_what_its_terminal_knew(
    terminal: str, covers: tuple[tuple[LineId, int], ...], told: tuple[tuple[LineId, int], ...]
) -> None:
    order = dinner(2)
    order.apply(OrderCancelled(ORDER, NOW, TODAY, "left", MANAGER, terminal, covers))
    assert order.cancellations[0].covers == told


def test_an_order_is_merged_into_an_older_one_and_never_into_itself() -> None:
    order = dinner()
    order.apply(OrderMerged(ORDER, ORDER, NOW, TODAY))
    assert order.merged_into is None
    order.apply(OrderMerged(ORDER, OTHER, NOW, TODAY))
    assert order.status is OrderStatus.MERGED


def test_copies_of_a_receipt_are_numbered_on_whatever_came_first() -> None:
    order = dinner()
    for number in (2, 1):
        order.apply(ReceiptReprinted(ORDER, number, NOW))
    assert order.receipt_copies == 2


def test_a_charge_that_was_waived_is_asked_once_somebody_puts_it_on_again() -> None:
    order, cake = new_order(), FrozenCharge(ChargeRule(ChargeId("cake"), "Cake"))
    order.apply(ChargeAdded(ORDER, cake, NOW, MARTA))
    order.apply(ChargeWaived(ORDER, ChargeId("cake"), NOW, MARTA, "a birthday", MANAGER))
    assert list(order.service.waived) == ["cake"]
    order.apply(ChargeAdded(ORDER, cake, NOW, MARTA))
    assert order.service.waived == {}


def test_a_tip_told_twice_is_one_and_a_payment_that_never_was_has_none() -> None:
    order = dinner()
    for name in ("p1", "p2"):
        pay(order, 100, name)
    for payment in ("p1", "p1", "p2"):
        tip = TipEntered(ORDER, PaymentId(payment), Money(250, "EUR"), Money(0, "EUR"), NOW, MARTA, TODAY, "R1")
        order.apply(tip)
        order.apply(PaymentReversed(ORDER, PaymentId("p2"), Act(NOW, TODAY, "R1", MANAGER)))
    assert {payment: len(tips) for payment, tips in order.service.tips.items()} == {"p1": 1, "p2": 0}


def test_lines_that_count_as_sent_say_who_said_so_first() -> None:
    order = dinner()
    marks = [LinesMarkedSent(ORDER, FIRE, ((A, 1),), NOW, MARTA, why, MANAGER) for why in ("called", "carried")]
    for mark in marks:
        order.apply(mark)
    assert (order.service.marked, order.own[A].state) == ({FIRE: marks[0]}, LineState.SENT)


def menu(slot: str) -> Sold:
    mark = InCombo(ComboId("combo"), ItemId("menu"), "Menu", slot)
    return replace(sold(slot, 500), combo=mark)


def test_a_component_that_comes_later_is_charged_where_the_rest_of_its_combo_went() -> None:
    order = new_order()
    order.apply(LineAdded(ORDER, A, menu("Burger"), 1, 0))
    order.apply(LinesMoved(ORDER, (A,), OTHER, NOW))
    order.apply(LineAdded(ORDER, B, menu("Cola"), 1, 0))
    assert [line.place for line in order.own.values()] == [OTHER, OTHER]


def test_a_component_taken_off_by_somebody_who_had_not_heard_of_the_fire_stands_again() -> None:
    order = new_order()
    for line, slot in ((A, "Burger"), (B, "Cola")):
        order.apply(LineAdded(ORDER, line, menu(slot), 1, 0))
    order.apply(LineRemoved(ORDER, B))
    assert order.own[B].state is LineState.REMOVED
    order.apply(LinesFired(ORDER, FIRE, NOW, ((A, 1),)))
    assert {line.id: line.state for line in order.own.values()} == {A: LineState.SENT, B: LineState.NEW}
