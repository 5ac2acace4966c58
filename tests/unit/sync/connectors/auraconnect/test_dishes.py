"""What AuraConnect hears of a combo, a divided dish and a word before a modifier: ordinary items, and words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from aura_terminal.domain.ids import ItemId, ModifierId, OrderId, PreModifierId, VariantId
from aura_terminal.domain.menu import Pick
from aura_terminal.use_cases.asking import Asked, NewOrder
from sync.connectors.auraconnect.naming import record_of
from tests.support.memory_shop import signed_in
from tests.unit.sync.connectors.auraconnect.pictures import Bench, body_of, mirrored

MAXI = ItemId("family-margherita")


def told(*asked: Asked) -> list[dict[str, Any]]:
    """The items of a sent order."""
    bench = mirrored()
    by = signed_in(bench.store.shop)
    ordering = bench.store.shop.ordering
    order_id = ordering.open_order(by, NewOrder()).order_id
    for one in asked:
        ordering.add_item(by, order_id, one)
    ordering.send(by, order_id)
    return items_of(bench, order_id)


def items_of(bench: Bench, order_id: OrderId) -> list[dict[str, Any]]:
    (step,) = bench.plan(record_of("order", order_id))
    return list(body_of(step)["items"])


def test_a_combo_is_told_as_ordinary_items_that_add_up_and_say_what_they_are_part_of() -> None:
    items = told(Asked(ItemId("lunch-menu"), quantity=2))
    assert [item["quantity"] for item in items] == [2, 2, 2]
    assert sum(Decimal(item["unit_price"]) for item in items) == Decimal("14.90")
    assert all("in Lunch Menu" in item["special_instructions"] for item in items)


def test_a_half_is_told_in_words_with_what_it_costs() -> None:
    picks = (
        Pick(ModifierId("family-salami"), 1, PreModifierId("extra"), 2),
        Pick(ModifierId("family-olives"), 1, PreModifierId("no")),
    )
    asked = Asked(MAXI, VariantId("family-margherita-family"), picks, parts=(MAXI, ItemId("family-funghi")))
    (item,) = told(asked)
    assert item["unit_price"] == "25.00"
    assert [row["price"] for row in item["modifiers"]] == ["3.50"]
    assert "½ Maxi Margherita · ½ Maxi Funghi, Family 50 cm" in item["special_instructions"]
    assert "½ Maxi Funghi: EXTRA Spicy salami" in item["special_instructions"]
    assert "NO Olives" in item["special_instructions"]
    assert "no NO" not in item["special_instructions"]
