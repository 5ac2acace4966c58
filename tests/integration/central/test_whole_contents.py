"""A `PUT` says the whole content of an order: it is judged by what the order is after it, not on the way."""

from __future__ import annotations

from tests.support.own_central import OwnCentral


def test_an_item_of_a_partly_paid_order_is_replaced_by_a_dearer_one(documented: OwnCentral) -> None:
    order = documented.post("/api/v1/orders", {"items": [{"menu_item_id": 10, "quantity": 2}]})
    due = order["total_amount"]
    documented.post("/api/v1/payments/process", {"order_id": order["id"], "payment_method": "cash", "amount": "20.00"})
    changed = documented.put(
        f"/api/v1/orders/{order['id']}", {"items": [{"menu_item_id": 15, "variant_id": 3, "quantity": 4}]}
    )
    assert [(one["menu_item_id"], one["quantity"]) for one in changed["items"]] == [(15, 4)]
    assert changed["total_amount"] != due
