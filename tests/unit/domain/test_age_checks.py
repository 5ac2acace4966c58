"""What is not for every age is neither sent nor paid before somebody looked, once for each order."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from aura_terminal.domain.age_checks import (
    age_wanted,
    born_on,
    latest_birth,
    look_old_enough,
    refuse_age,
    restricted_lines,
)
from aura_terminal.domain.age_facts import AgeChecked, AgeProof
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import FireId, LineId, OrderId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from tests.unit.domain.apart import Desk, desks
from tests.unit.domain.orders import NOW, TODAY, new_order, sold, taking

MARTA = StaffId("marta")


def with_age(order: Order, name: str, age: int) -> Order:
    thing = replace(sold(name, 450), age=age)
    order.apply(order.add_line(LineId(name), thing, quantity=1, course=0))
    return order


def test_sending_and_paying_are_refused_until_somebody_looked() -> None:
    order = with_age(new_order(), "Beer", 16)
    assert (age_wanted(order), restricted_lines(order)) == (16, ("Beer",))
    with pytest.raises(RuleBroken, match=Rule.AGE_UNSEEN.value) as refused:
        order.send(FireId("f"), NOW)
    assert refused.value.details == {"order": "R1-001", "minimum": 16}
    with pytest.raises(RuleBroken, match=Rule.AGE_UNSEEN.value):
        order.take_cash(taking(), Money(1000, "EUR"))
    order.apply(look_old_enough(order, NOW, MARTA))
    assert order.age.checked == [AgeChecked(order.id, 16, AgeProof.LOOKED_AT, NOW, MARTA)]
    assert age_wanted(order) == 0
    assert order.send(FireId("f"), NOW)


def test_one_look_counts_for_the_whole_order_up_to_that_age() -> None:
    order = with_age(new_order(), "Beer", 16)
    order.apply(look_old_enough(order, NOW, MARTA))
    assert age_wanted(with_age(order, "Wine", 16)) == 0
    assert age_wanted(with_age(order, "Rum", 18)) == 18
    with pytest.raises(RuleBroken, match=Rule.AGE_NOT_WANTED.value):
        look_old_enough(with_age(new_order(), "Water", 0), NOW, MARTA)


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 5, 15), date(2008, 5, 15)),
        (date(2028, 2, 29), date(2010, 2, 28)),
        (date(2026, 2, 28), date(2008, 2, 28)),  # who was born on 29 February has to wait for 1 March
        (date(2026, 3, 1), date(2008, 3, 1)),
    ],
)
def test_the_last_birth_date_that_is_old_enough(today: date, latest: date) -> None:
    assert latest_birth(18, today) == latest


def test_a_birth_date_is_compared_and_kept_nowhere() -> None:
    order = with_age(new_order(), "Rum", 18)
    with pytest.raises(RuleBroken, match=Rule.TOO_YOUNG.value):
        born_on(order, date(2008, 5, 16), TODAY, NOW, MARTA)
    with pytest.raises(RuleBroken, match=Rule.DATE_NOT_PAST.value):
        born_on(order, date(2030, 1, 1), TODAY, NOW, MARTA)
    fact = born_on(order, date(2008, 5, 15), TODAY, NOW, MARTA)
    assert fact.proof is AgeProof.BIRTH_DATE
    assert date(2008, 5, 15) not in [getattr(fact, field.name) for field in fields(fact)]


def test_who_is_refused_names_what_is_taken_off() -> None:
    order = with_age(with_age(new_order(), "Rum", 18), "Water", 0)
    fact = refuse_age(order, NOW, MARTA)
    order.apply(fact)
    assert (fact.lines, fact.minimum, age_wanted(order)) == (("Rum",), 18, 18)
    order.apply(order.remove_line(LineId("Rum")))
    assert age_wanted(order) == 0
    assert order.send(FireId("f"), NOW)


def test_a_look_at_one_terminal_counts_at_another_and_twice_is_once() -> None:
    one, other = desks(2)
    order_id = opened_with_rum(one)
    other.hear(one)
    one.keep(look_old_enough(one.order(order_id), NOW, MARTA))
    other.keep(look_old_enough(other.order(order_id), NOW, StaffId("luca")))
    one.hear(other)
    other.hear(one)
    assert one.order(order_id) == other.order(order_id)
    assert {fact.checked_by for fact in one.order(order_id).age.checked} == {"marta", "luca"}
    assert age_wanted(one.order(order_id)) == 0


def opened_with_rum(desk: Desk) -> OrderId:
    order_id = desk.open()
    desk.keep(desk.order(order_id).add_line(LineId("Rum"), replace(sold("Rum", 450), age=18), quantity=1, course=0))
    return order_id
