"""What every store promises of the record of what people did; a test class supplies `bench`."""

from __future__ import annotations

import pytest

from aura_terminal.domain.audit import Topic
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.audit_rows import AuditQuery, AuditRow
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import WATER, Bench, StoreFixtures, sell
from tests.support.memory_shop import demo_files, signed_in

CARLA = StaffId("carla-lombardi")


def found(shop: Shop, by: Actor, **asked: object) -> list[AuditRow]:
    """Everything that fits, once all has been taken in."""
    while not shop.audit.catch_up().is_all:
        pass
    return list(shop.audit.search(by, AuditQuery(**asked)).rows)  # type: ignore[arg-type]  # fields by name


class AuditContract(StoreFixtures):
    """Exceptions are found by who, what, when, where and why; ordinary work only when it is asked for."""

    def test_nobody_reads_it_without_the_right(self, shop: Shop, marta: Actor) -> None:
        with pytest.raises(RuleBroken) as refused:
            shop.audit.search(marta, AuditQuery())
        assert refused.value.details["permission"] == "audit"

    def test_a_void_says_what_why_what_it_cost_and_who_allowed_it(
        self, bench: Bench, shop: Shop, marta: Actor, carla: Actor
    ) -> None:
        order = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        shop.ordering.send(marta, order)
        line = shop.reads.orders.sheet(order).lines[0]
        pin = demo_files().pins[CARLA]
        approval = shop.access.approve(CARLA, pin, Permission.VOID_SENT, "dropped")
        shop.ordering.void_line(marta, order, line.line_id, 1, "dropped", approval)
        (row,) = found(shop, carla, topics=frozenset({Topic.REMOVED}))
        assert (row.actor, row.allowed_by, row.terminal, row.type) == (marta.id, CARLA, "R1", "line_voided")
        assert (row.details["item"], row.details["quantity"], row.details["reason"]) == (line.name, "1", "dropped")
        assert row.amount == line.price
        assert row.order_number == shop.reads.orders.sheet(order).number
        assert found(shop, carla, text="DROP")[0].fact_id == row.fact_id
        assert [one.fact_id for one in found(shop, carla, order=row.order_number)] == [row.fact_id]
        assert [one.fact_id for one in found(shop, carla, only_approved=True)] == [row.fact_id]
        assert found(shop, carla, who=CARLA, topics=frozenset({Topic.REMOVED}))
        assert not found(shop, carla, least=Money(line.price.minor + 1, line.price.currency), text="dropped")
        assert not found(shop, carla, terminal="R9")

    def test_ordinary_work_is_told_only_when_everything_is_asked_for(
        self, shop: Shop, marta: Actor, carla: Actor
    ) -> None:
        sale = sell(shop, marta)
        assert not found(shop, carla, order=sale.number)
        told = [row.type for row in found(shop, carla, order=sale.order_id, is_everything=True)]
        assert (told[0], told[-1]) == ("order_closed", "order_opened")
        assert [row.type for row in shop.audit.of_order(carla, sale.order_id)] == told[::-1]

    def test_only_wrong_pins_stay_beside_the_sign_ins(self, shop: Shop, carla: Actor) -> None:
        with pytest.raises(RuleBroken) as refused:
            shop.access.sign_in(StaffId("marta-rossi"), "0001")
        assert refused.value.rule is Rule.PIN_WRONG
        signed_in(shop, "luca-bianchi")
        rows = found(shop, carla, topics=frozenset({Topic.ACCESS}))
        assert [(row.type, row.actor) for row in rows if row.type == "pin_tried"] == [("pin_tried", "marta-rossi")]
        assert rows[0].type == "signed_in"

    def test_a_changed_price_is_found_by_the_name_of_the_item(self, shop: Shop, carla: Actor) -> None:
        item = shop.reads.menu.sheet(ItemId("sparkling-water-0-25-l")).item
        shop.administration.put_documents(carla, [item])
        row = found(shop, carla, text="sparkling", topics=frozenset({Topic.PRICE}))[0]
        assert (row.type, row.actor, row.details["name"]) == ("document_put", CARLA, item.name)

    def test_pages_follow_each_other_without_a_gap(self, bench: Bench, shop: Shop, carla: Actor) -> None:
        for number in range(104):
            bench.clock.advance(seconds=10)
            shop.paying.open_drawer(carla, f"change {number}")
        first = found(shop, carla, topics=frozenset({Topic.DRAWER}))
        query = AuditQuery(topics=frozenset({Topic.DRAWER}))
        page = shop.audit.search(carla, query)
        assert len(first) == 100
        rest = shop.audit.search(carla, AuditQuery(topics=query.topics, before=page.next))
        told = [row.details["note"] for row in (*page.rows, *rest.rows)]
        assert told == [f"change {number}" for number in reversed(range(104))]
        assert rest.next is None

    def test_days_bound_what_is_found(self, bench: Bench, shop: Shop, carla: Actor) -> None:
        shop.paying.open_drawer(carla, "today")
        day = found(shop, carla, text="today")[0].business_date
        bench.clock.advance(hours=30)
        shop.paying.open_drawer(carla, "tomorrow")
        drawer = frozenset({Topic.DRAWER})
        assert [row.details["note"] for row in found(shop, carla, topics=drawer, last=day)] == ["today"]
        later = found(shop, carla, topics=drawer, first=day.replace(day=day.day + 1) if day.day < 28 else day)
        assert later[0].details["note"] == "tomorrow"
