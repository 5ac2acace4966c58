"""Idempotency keys (overview, "Use Idempotency Keys"): one key, one effect, one reply."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from sync.central.store.tables import ORDERS, REPLIES
from tests.support.own_central import OwnCentral

KEY = "X-Idempotency-Key"
ORDER = {"order_type": "takeout", "items": [{"menu_item_id": 10, "quantity": 1}]}


def orders_of(central: OwnCentral) -> int:
    with central.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(ORDERS)).scalar_one()


def test_the_same_key_and_body_get_the_first_reply(documented: OwnCentral) -> None:
    first = documented.post("/api/v1/orders", ORDER, key="k")
    documented.clock.advance(hours=30)
    documented.renew()
    answer = documented.client.post("/api/v1/orders", json=ORDER, headers={**documented.headers, KEY: "k"})
    assert (answer.status_code, answer.json()) == (201, first)
    assert answer.headers["x-idempotent-replay"] == "true"
    assert orders_of(documented) == 1


def test_a_key_does_not_serve_another_body(documented: OwnCentral) -> None:
    documented.post("/api/v1/orders", ORDER, key="k")
    error = documented.post("/api/v1/orders", {**ORDER, "notes": "other"}, 422, key="k")["error"]
    assert error["details"] == [{"field": KEY, "message": "was used for another request"}]
    assert orders_of(documented) == 1


def test_the_order_of_fields_does_not_make_another_body(documented: OwnCentral) -> None:
    first = documented.post("/api/v1/orders", ORDER, key="k")
    turned = dict(reversed(ORDER.items()))
    assert documented.post("/api/v1/orders", turned, key="k") == first


def test_of_many_at_once_one_is_done_and_all_get_its_reply(documented: OwnCentral) -> None:
    def ask(_: int) -> str:
        answer = documented.client.post("/api/v1/orders", json=ORDER, headers={**documented.headers, KEY: "k"})
        assert answer.status_code == 201, answer.text
        return answer.text

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(16)))
    assert len(answers) == 1
    assert orders_of(documented) == 1


def test_what_was_refused_is_tried_anew(documented: OwnCentral) -> None:
    made = documented.post("/api/v1/orders", ORDER)
    complete = f"/api/v1/orders/{made['id']}/complete"
    documented.post(complete, status=409, key="k")
    paid = {"order_id": made["id"], "payment_method": "cash", "amount": made["amount_due"]}
    documented.post("/api/v1/payments/process", paid)
    assert documented.post(complete, status=200, key="k")["status"] == "completed"


def test_a_key_of_one_store_is_nothing_to_another(documented: OwnCentral) -> None:
    with documented.database.reading() as connection:
        keys = select(REPLIES.c.tenant, REPLIES.c.key)
        assert connection.execute(keys).all() == []
    documented.post("/api/v1/orders", ORDER, key="k")
    with documented.database.reading() as connection:
        assert [tuple(row) for row in connection.execute(keys)] == [(1, "k")]


def test_card_data_leave_no_trace(documented: OwnCentral) -> None:
    made = documented.post("/api/v1/orders", ORDER)
    card = {"number": "4242424242424242", "exp_month": "12", "exp_year": "2031", "cvv": "987"}
    body = {"order_id": made["id"], "payment_method": "credit_card", "amount": made["amount_due"], "card_details": card}
    first = documented.post("/api/v1/payments/process", body, key="k")
    other = {**body, "card_details": {**card, "number": "4242 4242 4242 4242", "cvv": "123"}}
    assert documented.post("/api/v1/payments/process", other, key="k") == first, "no card data in the fingerprint"
    for row in documented.facts():
        assert b"4242" not in row.payload
    with documented.database.reading() as connection:
        kept = connection.execute(select(REPLIES.c.body)).scalar_one()
    assert b"4242" not in bytes(kept)


def test_a_body_under_a_key_that_cannot_be_read_is_refused_and_does_nothing(documented: OwnCentral) -> None:
    made = documented.post("/api/v1/orders", ORDER)
    deep = "[" * 900 + "]" * 900
    asked = (
        ("/api/v1/orders", json.dumps(ORDER).removesuffix("}") + f', "more": {deep}}}'),
        (f"/api/v1/orders/{made['id']}/send-to-kitchen", "no JSON"),
    )
    for path, body in asked:
        headers = {**documented.headers, "Content-Type": "application/json", KEY: "k"}
        answer = documented.client.post(path, content=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR"), answer.text
    assert orders_of(documented) == 1
    assert documented.get(f"/api/v1/orders/{made['id']}")["status"] == "pending"
