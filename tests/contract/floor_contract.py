"""What every store promises of the floor in service; a test class supplies `bench`."""

from __future__ import annotations

from datetime import date

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.floor_facts import OrderTouched, TableCleared
from aura_terminal.domain.floor_rules import FloorRules, OthersTables
from aura_terminal.domain.ids import ItemId, OrderId, StaffId, TableId
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.sections import TODAY
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.ports.floor import CourseState, PartyRow
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import WATER, Bench, StoreFixtures
from tests.support.memory_shop import EVERYTHING

TABLE_5, TABLE_7, TABLE_8 = TableId("table-5"), TableId("table-7"), TableId("table-8")
MARTA, ANA, LUCA = StaffId("marta-rossi"), StaffId("ana-kovac"), StaffId("luca-bianchi")
DAY = date(2026, 5, 15)
PIZZA = ItemId("napoli")


def pay(shop: Shop, by: Actor, order_id: OrderId) -> None:
    due = shop.reads.orders.sheet(order_id).due
    assert shop.paying.take_cash(by, order_id, due, shop.paying.new_attempt()).closed


def party(shop: Shop, order_id: OrderId) -> PartyRow:
    return next(row for row in shop.reads.floor.parties() if row.order_id == order_id)


class FloorContract(StoreFixtures):
    def test_a_party_sits_at_its_table_with_its_guests_and_its_server_and_is_counted_for_them(
        self, shop: Shop, marta: Actor, carla: Actor
    ) -> None:
        shop.ordering.add_item(marta, NewOrder(), WATER)
        assert shop.reads.floor.parties() == ()
        order_id = shop.tables.seat(marta, TABLE_5, 4).order_id
        row = party(shop, order_id)
        assert (row.table_id, row.guests, row.server_id, row.server_name) == (TABLE_5, 4, MARTA, marta.name)
        assert (row.sent_at, row.check, row.courses) == (None, None, ())
        shop.ordering.add_item(marta, order_id, WATER)
        pay(shop, marta, order_id)
        shop.tables.seat(marta, TABLE_7, 2)
        (covers,) = shop.reads.floor.covers(DAY)
        assert (covers.staff_id, covers.covers, covers.parties) == (MARTA, 6, 2)
        shop.sections.give(carla, (TABLE_5,), ANA)
        row = party(shop, shop.tables.seat(marta, TABLE_5, 2).order_id)
        assert (row.server_id, row.server_name) == (ANA, "Ana Kovač")

    def test_courses_say_how_far_each_is(self, shop: Shop, marta: Actor, bench: Bench) -> None:
        order_id = shop.tables.seat(marta, TABLE_5, 2).order_id
        shop.ordering.add_item(marta, order_id, Asked(PIZZA, course=2))
        assert [course.state for course in party(shop, order_id).courses] == [CourseState.UNSENT]
        sent_at = bench.clock.now()
        shop.ordering.send(marta, order_id)
        cooking = party(shop, order_id)
        assert [(one.course, one.state, one.at) for one in cooking.courses] == [(2, CourseState.COOKING, sent_at)]
        assert cooking.late_at is not None
        assert cooking.late_at > sent_at == cooking.begun_at == cooking.sent_at
        bench.clock.advance(seconds=300)
        for ticket in shop.reads.kitchen.live(None):
            shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
        served = party(shop, order_id)
        assert [(one.state, one.at) for one in served.courses] == [(CourseState.SERVED, bench.clock.now())]
        assert (served.late_at, served.served_at) == (None, bench.clock.now())

    def test_a_table_and_all_that_were_linked_are_left_until_somebody_clears_them(
        self, shop: Shop, marta: Actor, bench: Bench
    ) -> None:
        order_id = shop.ordering.add_item(marta, NewOrder(table_id=TABLE_5), WATER).order_id
        assert shop.reads.floor.left(DAY) == ()
        pay(shop, marta, order_id)
        assert [(row.order_id, row.table_id) for row in shop.reads.floor.left(DAY)] == [(order_id, TABLE_5)]
        (fact,) = shop.tables.clear(marta, TABLE_5)
        assert isinstance(fact, TableCleared)
        assert shop.reads.floor.left(DAY) == ()
        shop.tables.leave(marta, order_id)
        assert [row.order_id for row in shop.reads.floor.left(DAY)] == [order_id]
        assert shop.reads.floor.left(date(2026, 5, 16)) == ()
        order_id = shop.ordering.add_item(marta, NewOrder(table_id=TABLE_7), WATER).order_id
        shop.linking.link_tables(marta, order_id, (TABLE_7, TABLE_8))
        assert party(shop, order_id).linked == (TABLE_8,)
        pay(shop, marta, order_id)
        assert {row.table_id for row in shop.reads.floor.left(DAY)} == {TABLE_5, TABLE_7, TABLE_8}
        assert shop.tables.floor(bench.clock.now()).left
        shop.sections.put_rules(EVERYTHING, FloorRules(clears_tables=False))
        assert shop.tables.floor(bench.clock.now()).left == ()

    def test_a_warned_touch_is_told_once_and_a_refused_one_needs_an_approval_which_is_in_the_fact(
        self, shop: Shop, marta: Actor, carla: Actor, bench: Bench
    ) -> None:
        shop.sections.put_rules(EVERYTHING, FloorRules(others_tables=OthersTables.WARNED))
        order_id = shop.tables.seat(marta, TABLE_5, 2).order_id
        assert shop.tables.take(marta, order_id).facts == ()
        (fact,) = shop.tables.take(carla, order_id).facts
        assert isinstance(fact, OrderTouched)
        assert (fact.touched_by, fact.approval) == (carla.id, None)
        assert shop.tables.take(carla, order_id).facts == ()
        shop.sections.put_rules(EVERYTHING, FloorRules(others_tables=OthersTables.REFUSED))
        shop.sections.give(carla, (TABLE_7,), ANA)
        with pytest.raises(RuleBroken) as refused:
            shop.tables.seat(marta, TABLE_7, 2)
        assert refused.value.rule is Rule.APPROVAL_NEEDED
        assert refused.value.details["permission"] == Permission.SERVE_ANY_TABLE.value
        approval = Approval(carla.id, bench.clock.now(), "party of two")
        facts = shop.tables.seat(marta, TABLE_7, 2, approval).facts
        assert [fact.approval for fact in facts if isinstance(fact, OrderTouched)] == [approval]

    def test_nobody_is_seated_at_a_blocked_table(self, shop: Shop, marta: Actor, carla: Actor) -> None:
        shop.sections.block(carla, TABLE_5)
        with pytest.raises(RuleBroken) as refused:
            shop.tables.seat(marta, TABLE_5, 2)
        assert refused.value.rule is Rule.TABLE_BLOCKED
        shop.sections.block(carla, TABLE_5)
        assert shop.tables.seat(marta, TABLE_5, 2).facts

    def test_sections_of_yesterday_are_nobodys_today_and_come_back_by_their_template(
        self, shop: Shop, marta: Actor, carla: Actor, bench: Bench
    ) -> None:
        shop.sections.give(carla, (TABLE_5, TABLE_7), ANA)
        shop.sections.keep_template(carla, "Friday")
        bench.clock.advance(seconds=24 * 3600)
        assert shop.tables.floor(bench.clock.now()).sections.given == ()
        (kept,) = [one for one in shop.reads.floor.house().sections if one.id != TODAY]
        assert kept.name == "Friday"
        shop.sections.use_template(carla, kept.id)
        floor = shop.tables.floor(bench.clock.now())
        assert floor.sections.given == ((TABLE_5, ANA), (TABLE_7, ANA))
        assert floor.sections.business_date == floor.today
