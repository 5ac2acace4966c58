"""Who may do what, where, and for how long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.menu import ByWeight, Item
from sync.central import founding
from sync.central.founding import Owner
from tests.support.own_central import EMAIL, PASSWORD, OwnCentral, demo_documents

ORDER = {"order_type": "takeout", "items": [{"menu_item_id": 10, "quantity": 1}]}


def refused(central: OwnCentral, path: str, status: int, **headers: str) -> str:
    answer = central.client.get(path, headers=headers)
    assert answer.status_code == status, answer.text
    return str(answer.json()["error"]["code"])


def test_an_access_token_lasts_half_an_hour(documented: OwnCentral) -> None:
    documented.clock.advance(seconds=1799)
    documented.get("/api/v1/auth/me")
    documented.clock.advance(seconds=2)
    assert refused(documented, "/api/v1/auth/me", 401, **documented.headers) == "UNAUTHORIZED"


def test_a_refresh_token_is_no_access_token(documented: OwnCentral) -> None:
    tokens = documented.post("/api/v1/auth/login", {"email": EMAIL, "password": PASSWORD}, 200)
    assert refused(documented, "/api/v1/auth/me", 401, Authorization=f"Bearer {tokens['refresh_token']}")
    documented.post("/api/v1/auth/refresh", {"refresh_token": tokens["access_token"]}, 401)


def test_signing_out_ends_both_tokens(documented: OwnCentral) -> None:
    tokens = documented.post("/api/v1/auth/login", {"email": EMAIL, "password": PASSWORD}, 200)
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert documented.client.post("/api/v1/auth/logout", headers=headers).status_code == 200
    assert refused(documented, "/api/v1/auth/me", 401, **headers) == "UNAUTHORIZED"
    documented.post("/api/v1/auth/refresh", {"refresh_token": tokens["refresh_token"]}, 401)
    documented.get("/api/v1/auth/me")  # another session goes on


def test_a_wrong_password_and_an_unknown_address_are_told_alike(documented: OwnCentral) -> None:
    wrong = documented.post("/api/v1/auth/login", {"email": EMAIL, "password": "wrong"}, 401)
    unknown = documented.post("/api/v1/auth/login", {"email": "nobody@example.com", "password": "wrong"}, 401)
    assert wrong["error"]["message"] == unknown["error"]["message"]


def test_guessing_passwords_has_to_wait(documented: OwnCentral) -> None:
    for _ in range(10):
        documented.post("/api/v1/auth/login", {"email": EMAIL, "password": "wrong"}, 401)
    error = documented.post("/api/v1/auth/login", {"email": EMAIL, "password": PASSWORD}, 429)["error"]
    assert 0 < error["retry_after"] <= 901
    documented.clock.advance(minutes=16)
    documented.post("/api/v1/auth/login", {"email": EMAIL, "password": PASSWORD}, 200)


def test_a_token_signed_by_somebody_else_is_none(documented: OwnCentral) -> None:
    head, body, signature = documented.headers["Authorization"].removeprefix("Bearer ").split(".")
    forged = f"{head}.{body}.{'A' * len(signature)}"
    assert refused(documented, "/api/v1/auth/me", 401, Authorization=f"Bearer {forged}") == "UNAUTHORIZED"


def test_roles_bound_what_their_holders_do(documented: OwnCentral) -> None:
    made = documented.post("/api/v1/orders", ORDER)
    documented.headers = documented.person("kitchen")
    documented.get(f"/api/v1/orders/{made['id']}")
    documented.post("/api/v1/payments/process", {"order_id": 1001, "payment_method": "cash", "amount": "1.00"}, 403)
    documented.put("/api/v1/menu/items/10", {"price": "1.00"}, 403)
    documented.headers = documented.person("server")
    documented.post("/api/v1/orders", ORDER)
    documented.post("/api/v1/payments/refund", {"payment_id": "pay_1", "reason": "x"}, 403)


def test_rights_over_staff_are_given_by_those_who_may_write_users(central: OwnCentral) -> None:
    owner = central.headers
    central.headers = central.person("manager")
    central.put("/api/v1/staff/1", {"role": "owner"}, 403)
    central.put("/api/v1/staff/1", {"role": "server"})
    central.headers = owner
    central.put("/api/v1/staff/1", {"role": "owner"})


def test_pay_is_for_those_who_keep_it(documented: OwnCentral) -> None:
    documented.put("/api/v1/staff/1", {"hourly_rate": "15.50"})
    assert documented.get("/api/v1/staff/1")["hourly_rate"] == "15.50"
    documented.headers = documented.person("server")
    assert documented.get("/api/v1/staff/1")["hourly_rate"] is None


def test_a_price_of_ones_own_needs_the_right_to_record(documented: OwnCentral) -> None:
    cheap = {**ORDER, "items": [{"menu_item_id": 10, "quantity": 1, "unit_price": "1.00"}]}
    owner = documented.headers
    documented.headers = documented.person("server")
    documented.post("/api/v1/orders", cheap, 403)
    documented.post("/api/v1/orders", {**ORDER, "discount_amount": "5.00"}, 403)
    same = {**ORDER, "items": [{"menu_item_id": 10, "quantity": 1, "unit_price": "12.99"}]}
    documented.post("/api/v1/orders", same)
    documented.headers = owner
    assert documented.post("/api/v1/orders", cheap)["subtotal"] == "1.00"


def test_what_is_sold_by_weight_is_recorded_at_its_price_and_never_sold_by_the_piece(documented: OwnCentral) -> None:
    with documented.desk() as desk:
        item = desk.shelf.get(Item, ItemId("item-10"))
        desk.keep(put(replace(item, modifier_groups=(), by_weight=ByWeight())))
    weighed = {**ORDER, "items": [{"menu_item_id": 10, "quantity": 1, "unit_price": "9.68"}]}
    assert documented.post("/api/v1/orders", weighed)["subtotal"] == "9.68"
    assert "by weight" in str(documented.post("/api/v1/orders", ORDER, 422))
    documented.headers = documented.person("server")
    listed = {**ORDER, "items": [{"menu_item_id": 10, "quantity": 1, "unit_price": "12.99"}]}
    for asked in (ORDER, listed):
        documented.post("/api/v1/orders", asked, 422)


def test_stores_see_nothing_of_each_other(documented: OwnCentral) -> None:
    made = documented.post("/api/v1/orders", {**ORDER, "notes": "ours"})
    founded = founding.add_store(
        documented.database, documented.press, "Other", demo_documents(), Owner("other@example.com", PASSWORD)
    )
    mine = documented.headers
    documented.headers = documented.sign_in("other@example.com")
    assert documented.get("/api/v1/orders")["data"] == []
    assert refused(documented, f"/api/v1/orders/{made['id']}", 404, **documented.headers) == "NOT_FOUND"
    assert refused(documented, "/api/v1/orders", 403, **documented.headers, **{"X-Tenant-ID": "1"}) == "FORBIDDEN"
    assert refused(documented, "/api/v1/orders", 403, **mine, **{"X-Tenant-ID": founded.store_id}) == "FORBIDDEN"
    assert documented.get("/api/v1/restaurants")["meta"]["total_count"] == 1


def test_an_owner_of_two_stores_says_which_is_meant(documented: OwnCentral) -> None:
    founded = founding.add_store(
        documented.database, documented.press, "Second", demo_documents(), Owner(EMAIL, PASSWORD)
    )
    assert not founded.account_is_new
    second = {**documented.headers, "X-Tenant-ID": founded.store_id}
    there = documented.client.get("/api/v1/settings", headers=second).json()
    assert (there["restaurant_id"], there["currency"]) == (founded.tenant, "EUR")
    assert documented.get("/api/v1/settings")["restaurant_id"] == 1
    by_number = documented.client.get("/api/v1/settings", headers={**second, "X-Tenant-ID": str(founded.tenant)})
    assert by_number.json() == there


def test_guesses_at_once_count_one_by_one(documented: OwnCentral) -> None:
    def guess(at: int) -> int:
        body = {"email": EMAIL, "password": f"wrong-{at}"}
        return documented.client.post("/api/v1/auth/login", json=body).status_code

    with ThreadPoolExecutor(12) as pool:
        told = sorted(pool.map(guess, range(14)))
    assert told == [401] * 10 + [429] * 4


def test_signing_in_often_is_no_guessing(documented: OwnCentral) -> None:
    for _ in range(11):
        documented.sign_in()
