"""Who serves which tables: given, taken back, kept under a name."""

from __future__ import annotations

from datetime import date

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.floor_facts import OrderTouched, TableCleared, TableLeft
from aura_terminal.domain.ids import OrderId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.order_facts import OrderCancelled, OrderFact
from aura_terminal.domain.ordering import order_of
from aura_terminal.domain.sections import TODAY, SectionPlan, as_template, plan_of_day, templates
from tests.unit.domain.orders import NOW, opened

DAY = date(2026, 5, 15)
ANA, BEN = StaffId("ana"), StaffId("ben")
ONE, TWO, THREE = TableId("1"), TableId("2"), TableId("3")


def test_a_table_has_one_server_at_a_time() -> None:
    plan = SectionPlan(TODAY, DAY).giving((ONE, TWO), ANA).giving((TWO, THREE), BEN)
    assert plan.tables_of(ANA) == (ONE,)
    assert plan.tables_of(BEN) == (TWO, THREE)
    assert plan.giving((ONE,), None).server_of(ONE) is None


def test_another_day_begins_with_nobodys_tables() -> None:
    plan = SectionPlan(TODAY, DAY).giving((ONE,), ANA)
    assert plan_of_day((plan,), DAY) == plan
    assert plan_of_day((plan,), date(2026, 5, 16)).given == ()


def test_blocking_twice_frees_the_table() -> None:
    plan = SectionPlan(TODAY, DAY).blocking(ONE)
    assert plan.blocked == (ONE,)
    assert plan.blocking(ONE).blocked == ()


def test_a_template_keeps_who_has_what_and_not_what_is_blocked() -> None:
    plan = SectionPlan(TODAY, DAY).giving((ONE,), ANA).blocking(TWO)
    kept = as_template(plan, "t", "  Friday   night ")
    assert (kept.name, kept.given, kept.blocked) == ("Friday night", plan.given, ())
    assert templates((plan, kept)) == (kept,)
    with pytest.raises(RuleBroken) as refused:
        as_template(plan, "t", " ")
    assert refused.value.rule is Rule.AREA_NAME


def test_two_terminals_that_could_not_hear_each_other_agree_about_a_table() -> None:
    """One clears the table and takes an order in hand, the other ended the order and touched it too."""
    first = opened()
    id = first.order_id
    here: list[OrderFact] = [TableCleared(id, NOW, ANA), OrderTouched(id, NOW, ANA)]
    there: list[OrderFact] = [
        OrderCancelled(id, NOW, DAY, "", None),
        OrderTouched(id, NOW, BEN),
        TableLeft(id, NOW, BEN),
    ]
    facts = [first, there[0], here[0], here[1], there[1], there[2], here[0]]
    order = order_of(OrderId(id), facts)
    again = order_of(OrderId(id), [*facts, facts[3], facts[4]])
    assert order.status is OrderStatus.CANCELLED
    assert order.floor.cleared == here[0]
    assert set(order.floor.touched) == {ANA, BEN}
    assert again.floor == order.floor
