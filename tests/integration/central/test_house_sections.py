"""Customers, loyalty, reservations, feedback, inventory, promotions, payroll, analytics, by the documents' examples."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import GuestErased, GuestsMerged
from aura_terminal.domain.ids import GuestId, PunchId, StaffId
from aura_terminal.domain.labor import PunchKind, PunchRecorded
from aura_terminal.domain.staff import Approval
from aura_terminal.ports.store import SYSTEM
from tests.support.own_central import GUEST, OwnCentral

API = "/api/v1"

CUSTOMER: dict[str, Any] = {
    "first_name": "John", "last_name": "Doe", "email": "john.doe@example.com", "phone": "+1-555-0123",
    "birthday": "1990-05-15",
    "preferences": {
        "dietary_restrictions": ["gluten-free"], "favorite_items": [10, 15, 22], "preferred_payment": "credit_card",
    },
    "marketing_consent": True,
}  # fmt: skip
"""Reference, "POST /api/v1/customers"."""

HAPPY_HOUR: dict[str, Any] = {
    "name": "Happy Hour Special", "description": "50% off appetizers", "type": "percentage_discount", "value": 50,
    "applies_to": "category", "category_ids": [3], "start_date": "2025-01-15T16:00:00Z",
    "end_date": "2025-01-15T18:00:00Z",
    "days_of_week": ["monday", "tuesday", "wednesday", "thursday", "friday"], "minimum_order_amount": "20.00",
    "maximum_discount_amount": "25.00", "usage_limit_per_customer": 1, "total_usage_limit": 500,
    "requires_code": True, "code": "HAPPY50",
}  # fmt: skip
"""Reference, "POST /api/v1/promotions"."""

BEEF: dict[str, Any] = {
    "name": "Ground Beef 80/20", "sku": "BEEF-001", "category": "proteins", "unit": "lb", "current_quantity": 50,
    "minimum_quantity": 20, "maximum_quantity": 100, "unit_cost": "8.00", "supplier_id": 1,
    "storage_location": "Walk-in Freezer", "temperature_requirements": "< 0°F", "shelf_life_days": 90,
    "expiry_tracking": True, "auto_order": True, "auto_order_quantity": 50,
}  # fmt: skip
"""Reference, "POST /api/v1/inventory"."""

RESERVATION: dict[str, Any] = {
    "customer_id": GUEST, "party_size": 4, "reservation_date": "2025-01-20", "reservation_time": "19:00",
    "duration_minutes": 120, "table_preferences": "window", "special_requests": "Birthday celebration",
    "contact_phone": "+1-555-0123", "contact_email": "john@example.com",
}  # fmt: skip
"""Reference, "POST /api/v1/reservations"."""


def sold(central: OwnCentral, customer: int | None = None, quantity: int = 1) -> Any:
    """A classic burger, paid and completed."""
    order = central.post(f"{API}/orders", {
        "items": [{"menu_item_id": 10, "quantity": quantity}], **({"customer_id": customer} if customer else {}),
    })  # fmt: skip
    central.post(
        f"{API}/payments/process", {"order_id": order["id"], "payment_method": "cash", "amount": order["amount_due"]}
    )
    return central.post(f"{API}/orders/{order['id']}/complete", status=200)


def refused(central: OwnCentral, method: str, path: str, body: Any, status: int) -> Any:
    answer = central.client.request(method, f"{API}{path}", json=body, headers=central.headers)
    assert answer.status_code == status, answer.text
    return answer.json()["error"]


# Customer Management, Loyalty & Rewards


def test_the_documented_customer_is_created_and_read_back(documented: OwnCentral) -> None:
    made = documented.post(f"{API}/customers", CUSTOMER)
    assert {name: made[name] for name in CUSTOMER if name != "preferences"} == {
        name: value for name, value in CUSTOMER.items() if name != "preferences"
    }
    assert made["preferences"] == {**CUSTOMER["preferences"], "favorite_items": [10, 15]}  # the menu has no item 22
    assert documented.get(f"{API}/customers/{made['id']}") == made
    found = documented.get(f"{API}/customers", search="555-0123 doe")["data"]
    assert {one["id"] for one in found} == {made["id"], GUEST}


def test_what_is_not_named_of_a_customer_stays_and_the_same_again_is_no_fact(documented: OwnCentral) -> None:
    made = documented.post(f"{API}/customers", CUSTOMER)
    changed = documented.put(f"{API}/customers/{made['id']}", {"phone": "+1-555-9999", "marketing_consent": False})
    assert (changed["phone"], changed["email"], changed["marketing_consent"]) == (
        "+1-555-9999", CUSTOMER["email"], False,
    )  # fmt: skip
    before = len(documented.facts())
    documented.put(f"{API}/customers/{made['id']}", {"phone": "+1-555-9999", "marketing_consent": False})
    assert len(documented.facts()) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "first_name"), ({"phone": "12"}, "phone"), ({"first_name": "A", "birthday": "2030-01-01"}, "birthday")],
)
def test_a_customer_nobody_could_find_is_refused(documented: OwnCentral, body: Any, field: str) -> None:
    error = refused(documented, "POST", "/customers", body, 422)
    assert error["details"][0]["field"] == field


def test_who_asked_to_be_forgotten_is_on_no_list(documented: OwnCentral) -> None:
    with documented.desk() as desk:
        guest_id = GuestId(desk.local("guest", GUEST) or "")
        desk.keep(GuestErased(guest_id, desk.now, Approval(SYSTEM, desk.now, "asked")))
    assert documented.get(f"{API}/customers")["data"] == []
    refused(documented, "GET", f"/customers/{GUEST}", None, 404)


def test_points_are_added_and_redeemed_no_further_than_they_reach(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/customers/{id}/loyalty/points"."""
    body = {"action": "add", "points": 100, "reason": "order_purchase", "reference_id": "ORD-2025-1001"}
    moved = documented.post(f"{API}/customers/{GUEST}/loyalty/points", body, key="k1")
    assert (moved["points_balance"], moved["reference_id"]) == (100, "ORD-2025-1001")
    assert documented.post(f"{API}/customers/{GUEST}/loyalty/points", body, key="k1") == moved
    documented.post(f"{API}/customers/{GUEST}/loyalty/points", {"action": "redeem", "points": 30})
    assert documented.get(f"{API}/customers/{GUEST}/loyalty")["points_balance"] == 70
    error = refused(documented, "POST", f"/customers/{GUEST}/loyalty/points", {"action": "redeem", "points": 71}, 409)
    assert error["code"] == "INVALID_STATE"
    assert documented.get(f"{API}/customers/{GUEST}")["loyalty_points"] == 70


def test_entries_that_are_one_person_have_their_points_together(documented: OwnCentral) -> None:
    other = documented.post(f"{API}/customers", CUSTOMER)["id"]
    for number, points in ((GUEST, 30), (other, 40)):
        documented.post(f"{API}/customers/{number}/loyalty/points", {"action": "add", "points": points})
    with documented.desk() as desk:
        one, two = (GuestId(desk.local("guest", number) or "") for number in (GUEST, other))
        desk.keep(GuestsMerged(max(one, two), min(one, two), desk.now, Approval(SYSTEM, desk.now, "the same number")))
    stays = GUEST if one < two else other
    assert [(row["id"], row["loyalty_points"]) for row in documented.get(f"{API}/customers")["data"]] == [(stays, 70)]
    documented.post(f"{API}/customers/{stays}/loyalty/points", {"action": "redeem", "points": 65})
    standing = documented.get(f"{API}/customers/{stays}/loyalty")
    assert (standing["points_balance"], len(standing["history"])) == (5, 3)


def test_a_reward_lowers_the_order_it_is_redeemed_on(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/loyalty/rewards/redeem"."""
    club = documented.post(f"{API}/loyalty/programs", {"name": "Club", "points_per_unit": "1.5"})
    documented.post(f"{API}/loyalty/tiers", {"name": "Gold", "program_id": club["id"], "points_required": 50})
    reward = documented.post(
        f"{API}/loyalty/rewards",
        {"name": "Five off", "program_id": club["id"], "points_required": 60, "discount_amount": "5.00"},
    )
    order = documented.post(f"{API}/orders", {"items": [{"menu_item_id": 10, "quantity": 1}], "customer_id": GUEST})
    asked = {"customer_id": GUEST, "reward_id": reward["id"], "order_id": order["id"]}
    refused(documented, "POST", "/loyalty/rewards/redeem", asked, 409)
    documented.post(f"{API}/customers/{GUEST}/loyalty/points", {"action": "add", "points": 100})
    redeemed = documented.post(f"{API}/loyalty/rewards/redeem", asked)
    assert (redeemed["points_balance"], redeemed["discount_amount"]) == (40, "5.00")
    assert documented.get(f"{API}/orders/{order['id']}")["discount_amount"] == "5.00"
    standing = documented.get(f"{API}/customers/{GUEST}/loyalty")
    assert (standing["tier"], standing["lifetime_points"], standing["available_rewards"]) == ("Gold", 100, [])
    for path in ("programs", "tiers", "rewards"):
        assert documented.get(f"{API}/loyalty/{path}")["meta"]["total_count"] == 1


def test_a_customers_orders_are_listed_and_added_up(documented: OwnCentral) -> None:
    first, second = sold(documented, GUEST), sold(documented, GUEST, 2)
    sold(documented)
    listed = documented.get(f"{API}/customers/{GUEST}/orders")["data"]
    assert [one["id"] for one in listed] == [second["id"], first["id"]]
    known = documented.get(f"{API}/customers/{GUEST}")
    assert (known["total_orders"], known["total_spent"]) == (2, "42.73")


# Reservations, Feedback & Reviews


def test_the_documented_reservation_is_made_confirmed_changed_and_cancelled(documented: OwnCentral) -> None:
    made = documented.post(f"{API}/reservations", RESERVATION)
    assert {name: made[name] for name in RESERVATION} == RESERVATION
    assert (made["status"], made["customer_name"]) == ("pending", "John Doe")
    assert documented.post(f"{API}/reservations/{made['id']}/confirm", status=200)["status"] == "confirmed"
    assert documented.post(f"{API}/reservations/{made['id']}/confirm", status=200)["status"] == "confirmed"
    moved = documented.put(f"{API}/reservations/{made['id']}", {"reservation_time": "20:30", "party_size": 3})
    assert (moved["reservation_time"], moved["reservation_date"], moved["party_size"]) == ("20:30", "2025-01-20", 3)
    assert documented.get(f"{API}/reservations", date="2025-01-20", status="confirmed")["data"] == [moved]
    assert documented.post(f"{API}/reservations/{made['id']}/cancel", status=200)["status"] == "cancelled"
    assert refused(documented, "POST", f"/reservations/{made['id']}/cancel", None, 409)["code"] == "INVALID_STATE"


def test_availability_counts_parties_that_have_no_table_yet(documented: OwnCentral) -> None:
    when = {"date": "2025-01-20", "time": "19:00", "party_size": 4, "duration_minutes": 120}
    assert len(documented.get(f"{API}/reservations/availability", **when)["available_tables"]) == 12
    for _ in range(12):
        documented.post(f"{API}/reservations", {**RESERVATION, "customer_id": None})
    full = documented.get(f"{API}/reservations/availability", **when)
    assert (full["available"], full["available_tables"]) == (False, [])
    assert full["alternative_times"] == ["17:00", "21:00"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_no_calendar_reaches_is_refused(documented: OwnCentral, day: str) -> None:
    refused(documented, "GET", f"/reservations/availability?date={day}&time=19:00&party_size=2", None, 400)
    refused(documented, "POST", "/reservations", {**RESERVATION, "reservation_date": day}, 400)
    refused(documented, "GET", f"/analytics/revenue?period=custom&start_date={day}&end_date={day}", None, 400)


def test_the_documented_feedback_is_kept_and_answered(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/feedback"."""
    order = sold(documented, GUEST)
    said = {
        "order_id": order["id"], "customer_id": GUEST, "rating": 4, "food_rating": 5, "service_rating": 4,
        "ambiance_rating": 4, "comments": "Great food, service was a bit slow", "would_recommend": True,
    }  # fmt: skip
    given = documented.post(f"{API}/feedback", said)
    assert {name: given[name] for name in said} == said
    answered = documented.post(f"{API}/feedback/{given['id']}/respond", {"response": "Thank you"}, status=200)
    assert (answered["status"], answered["responses"][0]["response"]) == ("responded", "Thank you")
    assert documented.get(f"{API}/feedback", rating=4)["data"] == [answered]
    assert documented.get(f"{API}/feedback", rating=5)["data"] == []


# Inventory Management


def test_the_documented_inventory_is_adjusted_counted_and_runs_low(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/inventory/{id}/adjust" and "POST /api/v1/inventory/count"."""
    made = documented.post(f"{API}/inventory", BEEF)
    assert {name: made[name] for name in BEEF} == BEEF
    adjusted = documented.post(f"{API}/inventory/{made['id']}/adjust", {
        "adjustment_type": "purchase", "quantity": 50, "unit_cost": "7.50", "reference_number": "PO-2025-0123",
        "supplier_id": 1, "notes": "Weekly delivery", "batch_number": "BATCH-20250108", "expiry_date": "2025-01-12",
    })  # fmt: skip
    assert (adjusted["previous_quantity"], adjusted["new_quantity"]) == (50, 100)
    documented.post(f"{API}/inventory/{made['id']}/adjust", {"adjustment_type": "waste", "quantity": 0.3})
    assert documented.get(f"{API}/inventory/{made['id']}")["current_quantity"] == 99.7
    assert documented.get(f"{API}/inventory/low-stock")["data"] == []
    counted = documented.post(f"{API}/inventory/count", {
        "count_date": "2025-01-08", "counted_by": 1,
        "items": [{"inventory_id": made["id"], "counted_quantity": 18.5, "notes": "2 packages damaged"}],
    })  # fmt: skip
    assert (counted["items"][0]["variance"], counted["items_counted"]) == (-81.2, 1)
    assert [one["id"] for one in documented.get(f"{API}/inventory/low-stock")["data"]] == [made["id"]]
    batch = documented.get(f"{API}/inventory/expiring", days=7)["data"][0]
    assert (batch["batch_number"], batch["days_until_expiry"]) == ("BATCH-20250108", 4)
    assert documented.get(f"{API}/inventory/expiring", days=3)["data"] == []


@pytest.mark.parametrize(
    "adjustment", [{"adjustment_type": "usage", "quantity": -1}, {"adjustment_type": "purchase", "quantity": 0}]
)
def test_an_adjustment_that_makes_no_sense_is_refused(documented: OwnCentral, adjustment: Any) -> None:
    made = documented.post(f"{API}/inventory", BEEF)
    refused(documented, "POST", f"/inventory/{made['id']}/adjust", adjustment, 422)
    assert refused(documented, "POST", "/inventory", BEEF, 409)["code"] == "DUPLICATE_ENTRY"
    assert documented.put(f"{API}/inventory/{made['id']}", {"current_quantity": 12.25})["current_quantity"] == 12.25


# Promotions & Marketing


def test_the_documented_promotion_is_valid_in_its_hours_and_no_other(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/promotions/validate"."""
    made = documented.post(f"{API}/promotions", HAPPY_HOUR)
    assert {name: made[name] for name in HAPPY_HOUR} == HAPPY_HOUR
    asked = {
        "code": "happy50",
        "order_amount": "45.00",
        "items": [{"menu_item_id": 16, "quantity": 2, "category": "x"}],
    }
    assert not documented.post(f"{API}/promotions/validate", asked, status=200)["valid"]
    documented.clock.at = datetime(2025, 1, 15, 17, tzinfo=UTC)
    documented.renew()
    worth = documented.post(f"{API}/promotions/validate", asked, status=200)
    assert (worth["valid"], worth["discount_amount"], worth["final_amount"]) == (True, "6.00", "39.00")
    cheap = documented.post(f"{API}/promotions/validate", {**asked, "order_amount": "19.99"}, status=200)
    assert not cheap["valid"]
    assert refused(documented, "POST", "/promotions", HAPPY_HOUR, 409)["code"] == "DUPLICATE_ENTRY"
    assert documented.put(f"{API}/promotions/{made['id']}", {"value": 25})["value"] == 25
    assert documented.client.delete(f"{API}/promotions/{made['id']}", headers=documented.headers).status_code == 204
    assert made["id"] not in [one["id"] for one in documented.get(f"{API}/promotions")["data"]]


def test_a_limited_code_is_counted_and_refused_when_it_is_used_up(documented: OwnCentral) -> None:
    made = documented.post(f"{API}/promotions", {
        "name": "First two", "type": "fixed_amount", "value": 3, "code": "TWO", "total_usage_limit": 2,
    })  # fmt: skip
    assert made["value"] == "3.00"
    body = {"items": [{"menu_item_id": 10, "quantity": 1}], "promotional_code": "TWO"}
    first = documented.post(f"{API}/orders", body)
    assert first["discount_amount"] == "3.00"
    second = documented.post(f"{API}/orders", body)
    refused(documented, "POST", "/orders", body, 422)
    usage = documented.get(f"{API}/promotions/{made['id']}/usage")
    assert (usage["times_used"], usage["remaining_uses"], usage["total_discount_amount"]) == (2, 0, "6.00")
    documented.post(f"{API}/orders/{second['id']}/cancel", {"reason": "left"}, status=200)
    assert documented.get(f"{API}/promotions/{made['id']}/usage")["times_used"] == 1
    documented.post(f"{API}/orders", body)


# Payroll Management, Analytics & Insights


def worked(central: OwnCentral, staff: str, begins: datetime, hours: float) -> None:
    with central.desk() as desk:
        for kind, at in ((PunchKind.CLOCK_IN, begins), (PunchKind.CLOCK_OUT, begins + timedelta(hours=hours))):
            day = desk.shelf.profile.calendar.date_of(at)
            desk.keep(PunchRecorded(PunchId(desk.press.ids.new()), StaffId(staff), kind, at, "R1", day))
        desk.touch(Aggregate.LABOR, staff)


def test_wages_follow_real_shifts_with_overtime_and_are_processed_once(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/payroll/calculate"."""
    documented.put(f"{API}/staff/1", {"hourly_rate": "20.00"})
    monday = datetime(2024, 12, 30, 14, tzinfo=UTC)  # 9 o'clock in New York; the period from 30 December on
    for day in range(5):
        worked(documented, "person-1", monday + timedelta(days=day), 9)
    documented.clock.at = datetime(2025, 1, 8, 12, 30, tzinfo=UTC)
    documented.renew()
    period = documented.get(f"{API}/payroll/pay-periods")["data"][0]
    assert (period["start_date"], period["end_date"], period["status"]) == ("2024-12-30", "2025-01-12", "open")
    asked = {"pay_period_id": period["id"], "include_overtime": True, "include_tips": True, "include_deductions": True}
    payroll = documented.post(f"{API}/payroll/calculate", asked, status=200)
    (wage,) = payroll["employees"]
    assert (wage["regular_hours"], wage["overtime_hours"]) == ("40.00", "5.00")
    assert (wage["regular_pay"], wage["overtime_pay"], wage["gross_pay"]) == ("800.00", "150.00", "950.00")
    assert refused(documented, "POST", "/payroll/process", {"pay_period_id": period["id"]}, 409)
    documented.clock.at = datetime(2025, 1, 14, 12, tzinfo=UTC)
    documented.renew()
    documented.post(f"{API}/payroll/process", {"pay_period_id": period["id"]})
    refused(documented, "POST", "/payroll/process", {"pay_period_id": period["id"]}, 409)
    documented.put(f"{API}/staff/1", {"hourly_rate": "99.00"})
    (stub,) = documented.get(f"{API}/payroll/pay-stubs/1")["data"]
    assert (stub["gross_pay"], stub["pay_period_id"]) == ("950.00", period["id"])
    assert documented.get(f"{API}/payroll/reports/summary")["total_gross"] == "950.00"
    refused(documented, "POST", "/payroll/calculate", {"pay_period_id": 9999}, 422)


def test_figures_are_those_of_the_completed_orders(documented: OwnCentral) -> None:
    """Reference, "POST /api/v1/analytics/custom-report"."""
    sold(documented, GUEST)
    documented.clock.advance(hours=2)
    documented.renew()
    sold(documented, GUEST, 2)
    documented.post(f"{API}/orders", {"items": [{"menu_item_id": 16, "quantity": 5}]})  # still open
    sales = documented.get(f"{API}/analytics/sales", period="today", group_by="hour")
    assert sales["summary"]["orders"] == 2
    assert sales["summary"]["revenue"] == "42.73"
    assert [(row["period"], row["revenue"]) for row in sales["data"]] == [
        ("2025-01-08T07:00", "14.24"), ("2025-01-08T09:00", "28.49"),
    ]  # fmt: skip
    revenue = documented.get(f"{API}/analytics/revenue")
    assert (revenue["total_revenue"], revenue["growth_percentage"]) == ("42.73", None)
    items = documented.get(f"{API}/analytics/popular-items")["data"]
    assert [(row["name"], row["quantity_sold"], row["revenue"]) for row in items] == [("Classic Burger", 3, "38.97")]
    guests = documented.get(f"{API}/analytics/customer-insights")
    assert (guests["active_customers"], guests["returning_customers"]) == (1, 1)
    assert guests["top_customers"][0]["name"] == "John Doe"
    report = documented.post(f"{API}/analytics/custom-report", {
        "report_type": "sales_by_category", "date_range": {"start": "2025-01-01", "end": "2025-01-31"},
        "filters": {"categories": ["Burgers", "Pizza"], "locations": [1, 2]}, "group_by": ["category", "day"],
        "metrics": ["revenue", "quantity", "average_order_value"],
    }, status=200)  # fmt: skip
    (row,) = report["data"]
    assert (row["category"], row["day"], row["revenue"], row["quantity"]) == ("Burgers", "2025-01-08", "38.97", 3)
    assert documented.get(f"{API}/analytics/staff-performance")["data"] == []


def test_a_period_that_ends_before_it_begins_is_refused(documented: OwnCentral) -> None:
    query = "period=custom&start_date=2025-01-31&end_date=2025-01-01"
    refused(documented, "GET", f"/analytics/sales?{query}", None, 422)
    assert documented.get(f"{API}/analytics/sales", period="custom", start_date=date(2025, 1, 1).isoformat())


@pytest.mark.parametrize("path", ["customers", "promotions", "payroll/pay-periods", "analytics/sales", "inventory"])
def test_who_cooks_does_not_see_what_is_not_theirs(documented: OwnCentral, path: str) -> None:
    headers = documented.person("kitchen")
    answer = documented.client.get(f"{API}/{path}", headers=headers)
    assert answer.status_code == (200 if path == "inventory" else 403)
