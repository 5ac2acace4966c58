"""What AuraConnect hears of service at the table: its documents know tips, and no charge."""

from __future__ import annotations

from decimal import Decimal

from aura_terminal.domain.ids import ChargeId, ItemId
from aura_terminal.domain.service_rules import ChargeRule, GratuityRule, ServiceRules
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING
from tests.unit.sync.connectors.auraconnect.pictures import body_of, mirrored, paths

TEN = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))
RULES = ServiceRules(charges=(TEN,), gratuity=GratuityRule(2, Decimal(18)))


def test_a_charge_is_told_as_a_tip_on_top_of_what_the_dishes_come_to() -> None:
    shop = mirrored()
    verbs = shop.store.shop
    verbs.service.keep_rules(EVERYTHING, verbs.service.rules(), RULES)
    order = verbs.ordering.add_item(EVERYTHING, NewOrder(guests=4), Asked(ItemId("tiramisu"), quantity=4)).order_id
    shown = verbs.reads.orders.sheet(order)
    assert shown.gratuity is not None
    hand = shown.due + shown.gratuity.left
    part = hand.split((1, 2))[0]
    verbs.paying.take_cash(EVERYTHING, order, part, verbs.paying.new_attempt())
    verbs.paying.take_cash(EVERYTHING, order, hand, verbs.paying.new_attempt())
    told = shop.tell()
    (money,) = [step for step in told if "payments" in step.call.path]
    splits = body_of(money)["splits"]
    amounts = sum(Decimal(one["amount"]) for one in splits)
    tips = sum(Decimal(one["tip_amount"]) for one in splits)
    assert amounts == Decimal(shown.subtotal.plain())
    assert tips == Decimal(shown.charges[0].amount.plain()) + Decimal(shown.gratuity.amount.plain())


def test_nothing_is_told_of_checks_that_were_printed_and_of_lines_that_are_held() -> None:
    shop = mirrored()
    verbs = shop.store.shop
    order = verbs.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    shop.tell()
    verbs.guest_checks.print_check(EVERYTHING, order)
    verbs.service.hold(EVERYTHING, order)
    assert paths(shop.tell()) == []
