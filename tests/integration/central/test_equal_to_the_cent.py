"""An order pushed by a terminal comes to the same cents at the central, whatever was sold how."""

from __future__ import annotations

from random import Random
from typing import Any

from aura_terminal.domain.discounts import Coverage, Discount, Reduction
from aura_terminal.domain.ids import DiscountId, LineId, OrderId
from aura_terminal.domain.menu import Category, ChosenModifier, Item, ModifierGroup
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import DiscountApplied, LineAdded, OrderOpened, Sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.store import SYSTEM
from sync.central.store.shelf import Shelf
from tests.support.own_central import NOON, OwnCentral


def sold_at_a_terminal(shelf: Shelf, chance: Random, number: int) -> Order:
    """An order of anything on the menu, with what a terminal may do to it."""
    order = Order(OrderId(f"order-{number}"))
    kind = chance.choice(list(OrderType))
    order.apply(OrderOpened(
        order.id, f"R1-{number:03d}", kind, NOON.date(), NOON, SYSTEM, "Ana", "R1", shelf.profile.currency,
        shelf.regime.terms,
    ))  # fmt: skip
    items = shelf.all(Item)
    for at in range(chance.randint(1, 8)):
        line = LineAdded(
            order.id, LineId(f"line-{number}-{at}"), _sold(shelf, chance, chance.choice(items), kind),
            chance.choice((1, 1, 1, 2, 3, 12)), 0,
        )  # fmt: skip
        order.apply(LineAdded(line.order_id, line.line_id, line.sold, line.quantity, 0, _choices(shelf, chance, line)))
    if chance.random() < 0.4:
        _discount(order, chance)
    return order


def as_pushed(order: Order, shelf: Shelf) -> dict[str, Any]:
    """The order as a connector writes it: what the documents carry, and their answers' fields for the rest."""
    shares: dict[str, int] = {}
    for taken in order.bill.taken:
        for line, share in zip(
            (one for one in order.lines.values() if one.charged_quantity), taken.shares, strict=True
        ):
            shares[line.id] = shares.get(line.id, 0) + share.minor
    items = []
    for line in order.lines.values():
        item: dict[str, Any] = {
            "menu_item_id": shelf.number("item", line.sold.item_id), "quantity": line.quantity,
            "unit_price": line.sold.unit_price.plain(), "reference": line.id,
            "modifiers": [
                {"modifier_id": shelf.number("modifier", one.modifier_id), "quantity": one.quantity,
                 "price": one.unit_price.plain()}
                for one in line.modifiers
            ],
        }  # fmt: skip
        if line.sold.variant_id is not None:
            item["variant_id"] = shelf.number("variant", line.sold.variant_id)
        if shares.get(line.id):
            item["discount_amount"] = Money(shares[line.id], order.currency).plain()
        items.append(item)
    body: dict[str, Any] = {"order_type": order.order_type.value, "items": items}
    if order.bill.discount:
        body["discount_amount"] = order.bill.discount.plain()
    return body


def test_prices_with_tax_come_to_the_terminals_cents(central: OwnCentral) -> None:
    push_sixty(central, Random(1))


def test_prices_without_tax_come_to_the_terminals_cents(documented: OwnCentral) -> None:
    push_sixty(documented, Random(2))


def push_sixty(central: OwnCentral, chance: Random) -> None:
    with central.desk() as desk:
        shelf = desk.shelf
    for number in range(60):
        order = sold_at_a_terminal(shelf, chance, number)
        answer = central.post("/api/v1/orders", as_pushed(order, shelf))
        bill = order.bill
        said = [answer[field] for field in ("subtotal", "discount_amount", "tax_amount", "total_amount", "amount_due")]
        wanted = [bill.subtotal, bill.discount, bill.tax.tax, bill.total, bill.due]
        assert said == [one.plain() for one in wanted], f"order {number}"
        assert [item["total_price"] for item in answer["items"]] == [
            line.price.plain() for line in order.lines.values()
        ]
        assert [item["reference"] for item in answer["items"]] == list(order.lines)


def test_the_same_content_again_changes_nothing(central: OwnCentral) -> None:
    chance = Random(7)
    with central.desk() as desk:
        shelf = desk.shelf
    for number in range(10):
        body = as_pushed(sold_at_a_terminal(shelf, chance, number), shelf)
        made = central.post("/api/v1/orders", body)
        before = len(central.facts())
        assert central.put(f"/api/v1/orders/{made['id']}", body) == made
        assert len(central.facts()) == before


def _sold(shelf: Shelf, chance: Random, item: Item, kind: OrderType) -> Sold:
    category = shelf.get(Category, item.category)
    variant = chance.choice(item.variants) if item.variants else None
    price = item.price if variant is None else variant.price
    if chance.random() < 0.2:
        price = Money(chance.randint(0, 5000), price.currency)
    tax_category = item.tax_category or category.tax_category
    return Sold(
        item.id, None if variant is None else variant.id, category.id, category.name, item.name, item.name, price,
        tax_category, shelf.regime.rates_for(tax_category, kind), item.station or category.station, 0, (),
    )  # fmt: skip


def _choices(shelf: Shelf, chance: Random, line: LineAdded) -> tuple[ChosenModifier, ...]:
    groups = [shelf.get(ModifierGroup, one) for one in shelf.get(Item, line.sold.item_id).modifier_groups]
    found = [
        ChosenModifier(one.id, group.id, one.name, one.kind, chance.randint(1, line.quantity), one.price)
        for group in groups
        for one in group.modifiers
        if chance.random() < 0.3
    ]
    return tuple({one.modifier_id: one for one in found}.values())


def _discount(order: Order, chance: Random) -> None:
    lines = tuple(chance.sample(sorted(order.lines), chance.randint(0, len(order.lines))))
    amount = Money(chance.randint(1, 2000), order.currency)
    discount = Discount(DiscountId(f"{order.id}-off"), "Off", Reduction(amount=amount), Coverage(lines=lines))
    order.apply(DiscountApplied(order.id, discount, NOON, SYSTEM))
