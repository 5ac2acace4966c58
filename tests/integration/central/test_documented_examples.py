"""Every JSON example of the two documents, as the central takes or gives it; each test quotes its section."""

from __future__ import annotations

from typing import Any

from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import SupplyId
from aura_terminal.domain.money import Money
from aura_terminal.domain.supplies import Supply
from tests.support.own_central import EMAIL, GUEST, PASSWORD, OwnCentral

ORDER = {
    "order_type": "dine_in",
    "table_number": "12",
    "customer_id": GUEST,
    "items": [
        {
            "menu_item_id": 10, "quantity": 2, "modifiers": [{"modifier_id": 5, "quantity": 1}],
            "special_instructions": "No onions please",
        },
        {"menu_item_id": 15, "quantity": 1, "variant_id": 3},
    ],
    "notes": "Birthday celebration - bring dessert with candle",
    "promotional_code": "BIRTHDAY10",
}  # fmt: skip
"""Reference, "POST /api/v1/orders"."""


def order(central: OwnCentral) -> dict[str, Any]:
    answer: dict[str, Any] = central.post("/api/v1/orders", ORDER)
    return answer


def test_fields_that_nobody_documents_are_passed_over(documented: OwnCentral) -> None:
    """Overview, "Request Body"."""
    told = documented.post("/api/v1/orders", {**ORDER, "field1": "value1", "field2": "value2"})
    assert not {"field1", "field2"} & told.keys()


def test_login_answers_tokens_and_the_user(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/auth/login"; overview, "Obtaining Tokens"."""
    answer = documented.post("/api/v1/auth/login", {"email": EMAIL, "password": PASSWORD}, 200)
    assert answer["token_type"] == "bearer"
    assert answer["expires_in"] == 1800
    assert answer["user"] == {"id": 1, "email": EMAIL, "role": "owner", "restaurant_id": 1}
    assert answer["access_token"].count(".") == answer["refresh_token"].count(".") == 2


def test_logout_says_so(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/auth/logout"."""
    assert documented.post("/api/v1/auth/logout", status=200) == {"message": "Successfully logged out"}


def test_refresh_answers_tokens(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/auth/refresh"; overview, "Refreshing Tokens"."""
    tokens = documented.post("/api/v1/auth/login", {"email": EMAIL, "password": PASSWORD}, 200)
    answer = documented.post("/api/v1/auth/refresh", {"refresh_token": tokens["refresh_token"]}, 200)
    documented.headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert documented.get("/api/v1/auth/me")["email"] == EMAIL


def test_me_says_who_and_with_which_rights(documented: OwnCentral) -> None:
    """Reference, "GET /api/v1/auth/me"."""
    answer = documented.get("/api/v1/auth/me")
    assert set(answer) == {"id", "email", "first_name", "last_name", "role", "restaurant_id", "permissions"}
    assert (answer["first_name"], answer["last_name"]) == ("John", "Doe")
    assert {"menu:read", "menu:write", "orders:read"} <= set(answer["permissions"])


def test_the_documented_order_comes_to_the_documented_figures(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/orders" and "GET /api/v1/orders/{id}"."""
    made = order(documented)
    documented.post(f"/api/v1/orders/{made['id']}/send-to-kitchen", status=200)
    status = {"item_id": made["items"][0]["id"], "status": "preparing", "station": "grill", "chef_id": 5}
    documented.put(f"/api/v1/kds/orders/{made['id']}/status", status)
    answer = documented.get(f"/api/v1/orders/{made['id']}")
    assert (answer["id"], answer["order_number"], answer["status"]) == (1001, "ORD-2025-1001", "preparing")
    assert (answer["order_type"], answer["table_number"]) == ("dine_in", "12")
    assert answer["customer"] == {
        "id": 123, "name": "John Doe", "email": "john@example.com", "phone": "+1-555-0123",
    }  # fmt: skip
    item = answer["items"][0]
    assert (item["id"], item["menu_item_id"], item["name"]) == (2001, 10, "Classic Burger")
    assert (item["quantity"], item["unit_price"], item["total_price"]) == (2, "12.99", "27.48")
    assert item["modifiers"] == [{"id": 5, "name": "Extra Cheese", "price": "1.50", "quantity": 1}]
    assert (item["status"], item["special_instructions"]) == ("preparing", "No onions please")
    assert item["kitchen_status"] == {
        "station": "grill", "assigned_to": "Chef Mike", "started_at": "2025-01-08T12:30:00Z",
    }  # fmt: skip
    assert answer["payment_status"] == "pending"
    assert (answer["subtotal"], answer["tax_amount"], answer["tip_amount"]) == ("42.31", "3.68", "0.00")
    assert (answer["discount_amount"], answer["total_amount"]) == ("4.23", "41.76")
    assert answer["applied_promotions"] == [{"code": "BIRTHDAY10", "discount": "4.23", "type": "percentage"}]
    assert (answer["created_at"], answer["estimated_ready_time"]) == ("2025-01-08T12:30:00Z", "2025-01-08T12:45:00Z")


def test_orders_are_listed_with_their_meta(documented: OwnCentral) -> None:
    """Reference, "GET /api/v1/orders" and "Pagination"; overview, "Paginated Response"."""
    order(documented)
    asked = {"status": "pending", "order_type": "dine_in", "customer_id": 123, "table_number": "12"}
    answer = documented.get("/api/v1/orders", **asked, date_from="2025-01-08T00:00:00Z", date_to="2025-01-09T00:00:00Z")
    row = answer["data"][0]
    assert {"id", "order_number", "status", "order_type", "table_number", "customer_id", "subtotal", "tax_amount",
            "tip_amount", "total_amount", "items_count", "created_at", "estimated_ready_time"} <= set(row)  # fmt: skip
    assert (row["id"], row["customer_id"], row["items_count"], row["total_amount"]) == (1001, 123, 3, "41.76")
    assert answer["meta"] == {
        "page": 1, "page_size": 20, "total_pages": 1, "total_count": 1, "has_next": False, "has_previous": False,
    }  # fmt: skip


def test_an_order_is_cancelled_with_a_reason(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/orders/{id}/cancel"."""
    body = {"reason": "Customer request", "notes": "Customer had emergency and had to leave"}
    answer = documented.post(f"/api/v1/orders/{order(documented)['id']}/cancel", body, 200)
    assert (answer["status"], answer["cancellation_reason"]) == ("cancelled", "Customer request")


def test_the_menu_lists_the_classic_burger(documented: OwnCentral) -> None:
    """Reference, "GET /api/v1/menu/items"."""
    answer = documented.get("/api/v1/menu/items", category="Burgers", is_active=True, search="juicy beef")
    item = answer["data"][0]
    expected = {
        "id": 10, "name": "Classic Burger", "category": "Burgers", "price": "12.99", "is_active": True,
        "description": "Juicy beef patty with lettuce, tomato, and our special sauce", "is_featured": False,
        "dietary_flags": [], "allergens": ["gluten", "dairy"], "calories": 650, "preparation_time_minutes": 12,
        "image_url": "https://cdn.auraconnect.ai/menu/classic-burger.jpg",
    }  # fmt: skip
    assert {field: item[field] for field in expected} == expected
    assert item["modifiers"][4:] == [
        {"id": 5, "name": "Extra Cheese", "price": "1.50"}, {"id": 6, "name": "Bacon", "price": "2.00"},
    ]  # fmt: skip
    assert answer["meta"]["total_count"] == 1
    sizes = documented.get("/api/v1/menu/items/15")["variants"]
    assert sizes[2] == {"id": 3, "name": "Large", "price": "14.83"}


def test_a_menu_item_is_created(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/menu/items"."""
    body = {
        "name": "Veggie Burger", "description": "Plant-based patty with avocado and sprouts", "category": "Burgers",
        "price": "11.99", "is_active": True, "dietary_flags": ["vegetarian", "vegan"], "allergens": ["gluten", "soy"],
        "calories": 450, "preparation_time_minutes": 10,
        "image_url": "https://cdn.auraconnect.ai/menu/veggie-burger.jpg",
        "ingredients_description": "Black bean patty, avocado, sprouts, tomato, whole wheat bun",
    }  # fmt: skip
    answer = documented.post("/api/v1/menu/items", body)
    assert {field: answer[field] for field in body} == body
    assert documented.get("/api/v1/menu/items", dietary_flags="vegan")["data"][0]["id"] == answer["id"]


def test_a_recipe_is_made_and_costed(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/menu/recipes" and "GET /api/v1/menu/recipes/{id}/cost-analysis"."""
    supplies = [("Ground Beef", "lb", 800), ("Bun", "piece", 50), ("Lettuce", "leaf", 10), ("Tomato", "slice", 10),
                ("Sauce", "l", 1167)]  # fmt: skip
    with documented.desk() as desk:
        documents = [
            Supply(SupplyId(f"supply-{at}"), name, unit, cost=Money(minor, "USD"))
            for at, (name, unit, minor) in enumerate(supplies)
        ]
        desk.keep(*(put(one) for one in documents))
        desk.lay_out()
        ids = [desk.shelf.number("supply", one.id) for one in documents]
    body = {
        "menu_item_id": 10, "name": "Classic Burger Recipe", "yield_quantity": 1, "yield_unit": "burger",
        "prep_time_minutes": 5, "cook_time_minutes": 7, "total_time_minutes": 12, "difficulty_level": "easy",
        "ingredients": [
            {"inventory_id": ids[0], "quantity": 0.25, "unit": "lb", "notes": "80/20 ground beef"},
            {"inventory_id": ids[1], "quantity": 1, "unit": "piece", "notes": "Sesame seed bun"},
            {"inventory_id": ids[2], "quantity": 2, "unit": "leaves", "notes": "Iceberg lettuce"},
            {"inventory_id": ids[3], "quantity": 2, "unit": "slices", "notes": "Tomato"},
            {"inventory_id": ids[4], "quantity": 30, "unit": "ml", "notes": "Special sauce"},
        ],
        "instructions": "1. Form beef into patty\n2. Season with salt and pepper",
        "notes": "Internal temp should reach 160°F for well-done",
    }  # fmt: skip
    made = documented.post("/api/v1/menu/recipes", body)
    assert {field: made[field] for field in body} == body
    cost = documented.get(f"/api/v1/menu/recipes/{made['id']}/cost-analysis")
    assert cost["ingredient_costs"][:2] == [
        {"ingredient": "Ground Beef", "quantity": 0.25, "unit": "lb", "unit_cost": "8.00", "total_cost": "2.00"},
        {"ingredient": "Bun", "quantity": 1, "unit": "piece", "unit_cost": "0.50", "total_cost": "0.50"},
    ]
    assert cost["ingredient_costs"][4]["total_cost"] == "0.35"
    assert not cost["is_complete"], "nothing says how many leaves a leaf is"
    assert (cost["total_cost"], cost["menu_price"], cost["profit_margin"]) == ("3.05", "12.99", "9.94")


def test_an_item_in_the_kitchen_changes_its_status(documented: OwnCentral) -> None:
    """Reference, "PUT /api/v1/kds/orders/{id}/status"; the item is the documents' 2001, the chef their 5."""
    made = order(documented)
    documented.post(f"/api/v1/orders/{made['id']}/send-to-kitchen", status=200)
    body = {"item_id": 2001, "status": "preparing", "station": "grill", "chef_id": 5}
    answer = documented.put(f"/api/v1/kds/orders/{made['id']}/status", body)
    assert answer["items"][0]["kitchen_status"]["assigned_to"] == "Chef Mike"


def test_a_card_payment_is_processed(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/payments/process"; overview, "Test Data". The amount is what is due of our order."""
    made = order(documented)
    body = {
        "order_id": made["id"], "payment_method": "credit_card", "amount": made["amount_due"],
        "card_details": {
            "number": "4242424242424242", "exp_month": "12", "exp_year": "2025", "cvv": "123", "zip": "10001",
        },
        "tip_amount": "8.00",
    }  # fmt: skip
    answer = documented.post("/api/v1/payments/process", body)
    assert (answer["order_id"], answer["amount"], answer["tip_amount"]) == (1001, "41.76", "8.00")
    assert (answer["status"], answer["order_payment_status"]) == ("completed", "paid")


def test_a_payment_is_refunded(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/payments/refund"."""
    made = order(documented)
    paid = documented.post("/api/v1/payments/process", {
        "order_id": made["id"], "payment_method": "cash", "amount": made["amount_due"],
    })  # fmt: skip
    body = {"payment_id": paid["payment_id"], "amount": made["amount_due"], "reason": "customer_request",
            "notes": "Wrong order delivered"}  # fmt: skip
    answer = documented.post("/api/v1/payments/refund", body)
    assert (answer["payment_id"], answer["amount"], answer["payment_status"]) == (
        paid["payment_id"], "41.76", "refunded",
    )  # fmt: skip


def test_a_payment_is_split_between_methods(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/payments/split"."""
    made = order(documented)
    card = {"number": "4242424242424242", "exp_month": "12", "exp_year": "2025", "cvv": "123"}
    body = {
        "order_id": made["id"],
        "splits": [
            {"payment_method": "credit_card", "amount": "20.88", "card_details": card},
            {"payment_method": "cash", "amount": "20.88"},
        ],
    }
    answer = documented.post("/api/v1/payments/split", body)
    assert [one["payment_method"] for one in answer["payments"]] == ["credit_card", "cash"]
    assert (answer["order_payment_status"], answer["amount_due"]) == ("paid", "0.00")


def test_tax_is_calculated_by_category(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/tax/calculate"."""
    body = {
        "type": "sales", "amount": "100.00",
        "location": {"address": "123 Main St", "city": "New York", "state": "NY", "zip": "10001"},
        "items": [{"category": "food", "amount": "85.00"}, {"category": "alcohol", "amount": "15.00"}],
    }  # fmt: skip
    answer = documented.post("/api/v1/tax/calculate", body, 200)
    assert (answer["tax_amount"], answer["total_amount"]) == ("9.66", "109.66")


def test_a_table_is_occupied(documented: OwnCentral) -> None:
    """Reference, "PUT /api/v1/tables/{id}/status"; the order is the documents' 1001."""
    order(documented)
    body = {"status": "occupied", "party_size": 4, "server_id": 5, "order_id": 1001}
    answer = documented.put("/api/v1/tables/12/status", body)
    assert {field: answer[field] for field in body} == body


def test_a_member_of_staff_is_hired(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/staff" and "GET /api/v1/staff"."""
    body = {
        "first_name": "Jane", "last_name": "Smith", "email": "jane.smith@restaurant.com", "phone": "+1-555-0124",
        "role": "chef", "department": "kitchen", "hourly_rate": "20.00", "employment_type": "full_time",
        "start_date": "2025-02-01",
        "emergency_contact": {"name": "John Smith", "phone": "+1-555-0125", "relationship": "spouse"},
        "bank_details": {"account_number": "****1234", "routing_number": "****5678", "account_type": "checking"},
    }  # fmt: skip
    answer = documented.post("/api/v1/staff", body)
    assert {field: answer[field] for field in body} == body
    listed = documented.get("/api/v1/staff", role="chef", status="active", department="kitchen", search="jane")
    assert [one["id"] for one in listed["data"]] == [answer["id"]]
    assert {"id", "employee_id", "first_name", "last_name", "email", "phone", "role", "department", "status",
            "hourly_rate", "employment_type", "start_date", "created_at"} <= set(listed["data"][0])  # fmt: skip


def test_somebody_clocks_in_and_out(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/staff/clock-in" and "POST /api/v1/staff/clock-out"."""
    body = {
        "employee_id": 1, "location": {"latitude": 40.7128, "longitude": -74.0060},
        "biometric_data": "fingerprint_hash_optional",
    }  # fmt: skip
    assert documented.post("/api/v1/staff/clock-in", body)["status"] == "clocked_in"
    documented.clock.advance(hours=7.5)
    documented.renew()
    answer = documented.post("/api/v1/staff/clock-out", {"employee_id": 1})
    assert (answer["status"], answer["hours_worked"]) == ("clocked_out", "7.50")


def test_a_shift_is_planned(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/staff/schedules" and "GET /api/v1/staff/schedules"."""
    body = {
        "employee_id": 1, "shift_date": "2025-01-15", "start_time": "09:00", "end_time": "17:00",
        "break_duration_minutes": 30, "position": "server", "section": "main_dining",
        "notes": "Training shift with senior staff",
    }  # fmt: skip
    answer = documented.post("/api/v1/staff/schedules", body)
    assert {field: answer[field] for field in body} == body
    listed = documented.get("/api/v1/staff/schedules", start_date="2025-01-15", end_date="2025-01-15", employee_id=1)
    assert [one["id"] for one in listed["data"]] == [answer["id"]]


def test_a_request_of_the_wrong_form_names_its_fields(documented: OwnCentral) -> None:
    """Reference, "400 Bad Request"; overview, "Error Response"."""
    error = documented.post("/api/v1/auth/login", {"email": "nobody", "password": "x"}, 400)["error"]
    assert (error["code"], error["message"]) == ("VALIDATION_ERROR", "Invalid request data")
    assert error["details"][0]["field"] == "email"
    assert error["request_id"].startswith("req_")
    assert error["timestamp"] == "2025-01-08T12:30:00Z"


def test_nobody_is_told_anything(documented: OwnCentral) -> None:
    """Reference, "401 Unauthorized"."""
    answer = documented.client.get("/api/v1/orders")
    assert answer.status_code == 401
    error = answer.json()["error"]
    assert (error["code"], error["message"]) == ("UNAUTHORIZED", "Authentication required")


def test_who_lacks_a_right_is_refused(documented: OwnCentral) -> None:
    """Reference, "403 Forbidden"."""
    documented.headers = documented.person("kitchen")
    error = documented.post("/api/v1/orders", ORDER, 403)["error"]
    assert (error["code"], error["message"]) == ("FORBIDDEN", "Insufficient permissions")


def test_what_is_not_there_is_not_found(documented: OwnCentral) -> None:
    """Reference, "404 Not Found"."""
    answer = documented.client.get("/api/v1/nothing", headers=documented.headers)
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert (error["code"], error["message"]) == ("NOT_FOUND", "Resource not found")
