"""What AuraConnect hears of value put on accounts: nothing, for its documents know none; and how value pays."""

from __future__ import annotations

from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.money import Money
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING
from tests.unit.sync.connectors.auraconnect.pictures import body_of, mirrored, paths

TIRAMISU = Asked(ItemId("tiramisu"))
FIFTY = Money(5000, "EUR")


def test_value_is_left_out_of_an_order_with_what_was_paid_for_it_and_told_as_the_way_it_pays() -> None:
    shop = mirrored()
    verbs = shop.store.shop
    order = verbs.ordering.add_item(EVERYTHING, NewOrder(), TIRAMISU).order_id
    food = verbs.reads.orders.sheet(order).due
    verbs.value_selling.sell_card(EVERYTHING, order, FIFTY)
    verbs.paying.take_cash(EVERYTHING, order, food + FIFTY, verbs.paying.new_attempt())
    told = shop.tell()
    made = next(step for step in told if step.call.path == "/api/v1/orders")
    money = next(step for step in told if "payments" in step.call.path)
    assert [one["quantity"] for one in body_of(made)["items"]] == [1]
    assert body_of(money)["amount"] == food.plain()

    alone = verbs.value_selling.sell_card(EVERYTHING, NewOrder(), FIFTY).order_id
    verbs.paying.take_cash(EVERYTHING, alone, FIFTY, verbs.paying.new_attempt())
    assert paths(shop.tell()) == []

    (first, *_) = verbs.reads.value.accounts(AccountKind.GIFT_CARD, 2)
    spent = verbs.ordering.add_item(EVERYTHING, NewOrder(), TIRAMISU).order_id
    verbs.value_paying.draw(EVERYTHING, spent, first.account_id, verbs.paying.new_attempt(), Hearing.ALL)
    (paid,) = [step for step in shop.tell() if "payments" in step.call.path]
    assert body_of(paid)["payment_method"] == "gift_card"
