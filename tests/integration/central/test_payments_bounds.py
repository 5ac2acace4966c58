"""What a payment may not be: more than anybody pays, or a place for card numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from aura_terminal.app.chance import SystemIds
from sync.central.store.tables import METADATA
from tests.support.own_central import OwnCentral

ORDER = {"order_type": "takeout", "items": [{"menu_item_id": 10, "quantity": 1}]}
CARD = "4111 1111-1111 1111"


def details(error: Any) -> list[tuple[str, str]]:
    return [(one["field"], one["message"]) for one in error["error"]["details"]]


def paying(order: Any, **said: Any) -> dict[str, Any]:
    return {"order_id": order["id"], "payment_method": "cash", "amount": order["amount_due"], **said}


@pytest.mark.parametrize("field", ["reference", "notes"])
def test_a_card_number_beside_a_payment_is_refused_and_kept_nowhere(documented: OwnCentral, field: str) -> None:
    order = documented.post("/api/v1/orders", ORDER)
    refused = documented.post("/api/v1/payments/process", paying(order, **{field: f"card {CARD}"}), 400, key="k")
    assert details(refused) == [(field, "Value error, must not hold a card number")]
    part = {"payment_method": "cash", "amount": order["amount_due"], "reference": CARD}
    documented.post("/api/v1/payments/split", {"order_id": order["id"], "splits": [part]}, 400)
    taken = documented.post("/api/v1/payments/process", paying(order))
    back = {"payment_id": taken["payment_id"], "reason": "Wrong", field if field == "notes" else "reason": CARD}
    documented.post("/api/v1/payments/refund", back, 400)
    with documented.database.reading() as connection:
        for table in METADATA.sorted_tables:
            kept = str(connection.execute(table.select()).all())
            assert CARD not in kept
            assert re.sub("[ -]", "", CARD) not in kept


def test_our_own_references_are_no_card_numbers(documented: OwnCentral) -> None:
    ids = SystemIds()
    for _ in range(20):
        order = documented.post("/api/v1/orders", ORDER)
        reference = f"R1-042/{ids.new()}"
        assert documented.post("/api/v1/payments/process", paying(order, reference=reference))["reference"] == reference


def test_a_recorded_payment_has_a_bound(documented: OwnCentral) -> None:
    order = documented.post("/api/v1/orders", ORDER)
    refused = documented.post("/api/v1/payments/process", paying(order, amount="99999999.00"), 422)
    ((field, message),) = details(refused)
    assert (field, message) == ("amount", "is more than anybody pays on this order: at most 1000.00")
    over = documented.post("/api/v1/payments/process", paying(order, amount="20.00"))
    assert over["order_payment_status"] == "overpaid"


def test_who_serves_takes_what_is_due_and_once_more_what_it_comes_to(documented: OwnCentral) -> None:
    items = [{"menu_item_id": 10, "quantity": 20}]
    order = documented.post("/api/v1/orders", {**ORDER, "items": items})
    documented.headers = documented.person("cashier")
    due = order["amount_due"]
    documented.post("/api/v1/payments/process", paying(order, tip_amount=str(Decimal(due) + Decimal("0.01"))), 422)
    documented.post("/api/v1/payments/process", paying(order, tip_amount=due))
