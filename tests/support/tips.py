"""People at work with tips on checks, for tests and pictures."""

from __future__ import annotations

from aura_terminal.domain.ids import AttemptId, ItemId, OrderId, PaymentId
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.payments import CARD, Payment
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import MemoryStore


def card_with_tip(store: MemoryStore, by: Actor, tip: int) -> OrderId:
    """A tiramisu paid by card with a tip, served by somebody."""
    order_id = store.shop.ordering.add_item(by, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    with store.begin(by.id) as work:
        due, more = work.order(order_id).bill.due, Money(tip, "EUR")
        none = zero("EUR")
        payment = Payment(
            PaymentId(store.ids.new()), AttemptId(store.ids.new()), CARD, due, due + more, none, none, more, work.now,
            work.today, store.shop.terminal.label,
        )  # fmt: skip
        work.keep(PaymentTaken(order_id, payment))
        work.keep(work.order(order_id).close(work.now, work.today, store.shop.terminal.label))
    return order_id
