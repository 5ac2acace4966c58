"""What a worker remembers of a store's orders is true, or it is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from sync.central.store.memory import MOST_ORDERS
from sync.central.store.tables import ORDER_ITEMS
from tests.support.own_central import NOON, OwnCentral, serve

TWO_BURGERS = {"items": [{"menu_item_id": 10, "quantity": 1}, {"menu_item_id": 1, "quantity": 1}]}


@pytest.fixture
def other(documented: OwnCentral) -> Iterator[OwnCentral]:
    """A second worker over the same database."""
    url = documented.database.url
    second = serve(url) if url.startswith("sqlite") else pytest.skip("the URL of a server hides its password")
    second.headers = documented.headers
    yield second
    second.close()


def rows(central: OwnCentral) -> list[tuple[str, int, str]]:
    """Name, quantity and status of every item that figures are counted from."""
    asked = select(ORDER_ITEMS.c.name, ORDER_ITEMS.c.quantity, ORDER_ITEMS.c.status).order_by(ORDER_ITEMS.c.name)
    with central.database.reading() as connection:
        return [(str(row[0]), int(row[1]), str(row[2])) for row in connection.execute(asked)]


def in_mind(central: OwnCentral) -> int:
    """How many orders the worker has in mind."""
    memory = central.press.memories.take(1, len(central.facts()))
    if memory is None:
        return 0
    central.press.memories.give(1, memory)
    return len(memory.orders)


def test_two_workers_take_turns_on_one_order(documented: OwnCentral, other: OwnCentral) -> None:
    made = documented.post("/api/v1/orders", TWO_BURGERS)
    path = f"/api/v1/orders/{made['id']}"
    seen = other.put(path, {"items": [{"menu_item_id": 10, "quantity": 3}]})
    noted = documented.put(path, {"notes": "By the window"})
    assert (noted["items"], noted["notes"]) == (seen["items"], "By the window")
    second = other.post("/api/v1/orders", TWO_BURGERS)
    paid = {"order_id": made["id"], "payment_method": "cash", "amount": noted["amount_due"]}
    first_payment = documented.post("/api/v1/payments/process", paid)
    also = {"order_id": second["id"], "payment_method": "cash", "amount": second["amount_due"]}
    second_payment = other.post("/api/v1/payments/process", also)
    assert other.post(f"{path}/complete", status=200)["status"] == "completed"
    assert documented.post(f"/api/v1/orders/{second['id']}/complete", status=200)["payment_status"] == "paid"
    names = [made["id"], second["id"], *(item["id"] for order in (made, second) for item in order["items"])]
    assert len(set(names)) == len(names)
    assert first_payment["payment_id"] != second_payment["payment_id"]
    assert documented.get(path) == other.get(path)


def test_what_a_refused_request_did_is_forgotten(documented: OwnCentral) -> None:
    made = documented.post("/api/v1/orders", TWO_BURGERS)
    path, facts = f"/api/v1/orders/{made['id']}", len(documented.facts())
    asked = {"table_number": "7", "items": [{"menu_item_id": 1, "quantity": 9}, {"menu_item_id": 999, "quantity": 1}]}
    documented.put(path, asked, 422)
    assert len(documented.facts()) == facts
    again = documented.put(path, {"notes": "N"})
    assert (again["items"], again["table_number"], again["total_amount"]) == (
        made["items"], made["table_number"], made["total_amount"],
    )  # fmt: skip


def test_a_counter_that_somebody_moved_meanwhile_is_read_again(documented: OwnCentral) -> None:
    documented.post("/api/v1/orders", TWO_BURGERS)
    memory = documented.press.memories.take(1, len(documented.facts()))
    assert memory is not None
    assert memory.counters is not None
    memory.counters["order"] -= 1
    documented.press.memories.give(1, memory)
    assert documented.post("/api/v1/orders", TWO_BURGERS)["id"] == 1002


def test_few_orders_are_kept_in_mind_and_no_closed_one(documented: OwnCentral) -> None:
    for _ in range(MOST_ORDERS + 3):
        made = documented.post("/api/v1/orders", TWO_BURGERS)
    assert in_mind(documented) == MOST_ORDERS
    documented.post(f"/api/v1/orders/{made['id']}/cancel", {"reason": "Left"}, 200)
    assert in_mind(documented) == MOST_ORDERS - 1
    first = documented.put("/api/v1/orders/1001", {"notes": "Read again"})
    assert (first["notes"], first["created_at"]) == ("Read again", NOON.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_the_rows_of_items_follow_their_order(documented: OwnCentral) -> None:
    made = documented.post("/api/v1/orders", TWO_BURGERS)
    path = f"/api/v1/orders/{made['id']}"
    assert rows(documented) == [("Burger 1", 1, "pending"), ("Classic Burger", 1, "pending")]
    documented.put(path, {"items": [{"menu_item_id": 10, "quantity": 2}]})
    assert rows(documented) == [("Classic Burger", 2, "pending")]
    documented.post(f"{path}/send-to-kitchen", status=200)
    assert rows(documented) == [("Classic Burger", 2, "preparing")]


def test_a_server_that_hung_up_is_said_to_be_busy_and_then_asked_anew(documented: OwnCentral) -> None:
    if not documented.database.is_postgresql:
        pytest.skip("a file does not hang up")
    made = documented.post("/api/v1/orders", TWO_BURGERS)
    with documented.database.reading() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
        connection.execute(text(f"{others} pg_backend_pid()"))
    path = f"/api/v1/orders/{made['id']}"
    statuses = [documented.client.put(path, json={"notes": "N"}, headers=documented.headers).status_code]
    while statuses[-1] == 503 and len(statuses) < 30:
        statuses.append(documented.client.put(path, json={"notes": "N"}, headers=documented.headers).status_code)
    assert statuses[-1] == 200
    assert documented.get(path)["notes"] == "N"
