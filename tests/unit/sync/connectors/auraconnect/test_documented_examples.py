"""The JSON examples of AuraConnect's documents, as this connector writes and reads them; each names its section.

Those of staff, the menu, tokens, guests, reservations and orders made elsewhere are in the tests beside this one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from aura_terminal.domain.ids import (
    AttemptId,
    CategoryId,
    FireId,
    GroupId,
    GuestId,
    ItemId,
    LineId,
    ModifierId,
    OrderId,
    PaymentId,
    StationId,
    VariantId,
)
from aura_terminal.domain.menu import ChosenModifier, ModifierKind
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken, Sold
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.promotions import AppliesTo, Promotion, Weekday
from aura_terminal.domain.settling import Act, PaymentRefunded, Refund
from aura_terminal.ports.central import Sweep
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.payments import refund_local_id
from sync.reconcile.contract import (
    Done,
    Later,
    Outcome,
    Problem,
    RateWord,
    Refusal,
    SignInAgain,
    Step,
    Unknown,
    Unreadable,
)
from tests.unit.domain.orders import MANAGER, NOW, TODAY, opened
from tests.unit.sync.connectors.auraconnect.pictures import NOW_MS, Bench, bench, body_of, reply
from tests.unit.sync.connectors.auraconnect.test_elsewhere import DETAILS, LISTED
from tests.unit.sync.connectors.auraconnect.test_pulls import STAFF

CHECK = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c07cd")
OURS = ("reference", "unit_price", "price", "discount_amount")
"""Fields we send beyond the examples of requests; the documents show them in replies, but for our reference."""


@pytest.fixture
def shop() -> Bench:
    """The things of the examples, under the ids they have there."""
    made = bench()
    for kind, local_id, central_id in (
        ("item", "burger", "10"), ("modifier", "cheese", "5"), ("item", "salad", "15"),
        ("variant", "salad/large", "15/3"), ("guest", "john", "123"), ("staff", "marta", "5"),
    ):  # fmt: skip
        made.link(kind, local_id, central_id)
    made.due()
    return made


def thing(name: str, minor: int, variant: str = "") -> Sold:
    return Sold(
        ItemId(name), VariantId(variant) if variant else None, CategoryId("mains"), "Mains", name.title(), name.title(),
        Money(minor, "EUR"), "food", (), StationId("kitchen"), 10, (),
    )  # fmt: skip


def ordered(shop: Bench) -> None:
    """The order of "POST /api/v1/orders": two burgers with one cheese, a large something, table 12, customer 123."""
    shop.keep(replace(opened(order_id=CHECK), table_name="12", guest_id=GuestId("john")))
    price = Money(150, "EUR")
    cheese = ChosenModifier(ModifierId("cheese"), GroupId("extras"), "Extra Cheese", ModifierKind.ADD, 1, price)
    lines: list[tuple[str, Sold, int, tuple[ChosenModifier, ...], str]] = [
        ("l1", thing("burger", 1299), 2, (cheese,), "No onions please"),
        ("l2", thing("salad", 1483, "large"), 1, (), ""),
    ]
    for name, what, quantity, modifiers, note in lines:
        order = shop.picture.order(CHECK)
        shop.keep(order.add_line(LineId(name), what, quantity=quantity, course=0, modifiers=modifiers, note=note))
    shop.keep(*shop.picture.order(CHECK).send(FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f1"), NOW))


def paid(shop: Bench, name: str, tender: str, minor: int, tip: int = 0) -> None:
    amount, none = Money(minor, "EUR"), Money(0, "EUR")
    shop.keep(PaymentTaken(CHECK, Payment(
        PaymentId(name), AttemptId(name), tender, amount, amount, none, none, Money(tip, "EUR"), NOW, TODAY, "R1",
    )))  # fmt: skip


def linked(shop: Bench) -> None:
    """The order is 1001 there."""
    (step, *_) = shop.plan(record_of("order", CHECK))
    shop.keep(shop.confirmed(step, Done("1001", (("l1", "2001"), ("l2", "2002")))))


def documented(body: Any) -> Any:
    """A body without what we send beyond the examples."""
    if isinstance(body, list):
        return [documented(one) for one in body]
    if isinstance(body, dict):
        return {name: documented(value) for name, value in body.items() if name not in OURS}
    return body


def steps(shop: Bench) -> dict[str, Step]:
    return {one.step.partition("/")[0]: one for one in shop.plan(record_of("order", CHECK))}


# What is written


def test_an_order_as_in_post_orders(shop: Bench) -> None:
    ordered(shop)
    body = documented(body_of(steps(shop)["create"]))

    assert body.pop("notes").endswith(f"[R1-001 · {CHECK}]")
    # Reference, "POST /api/v1/orders", without its notes and its code
    assert body == {
        "order_type": "dine_in",
        "table_number": "12",
        "customer_id": 123,
        "items": [
            {
                "menu_item_id": 10,
                "quantity": 2,
                "modifiers": [{"modifier_id": 5, "quantity": 1}],
                "special_instructions": "No onions please",
            },
            {"menu_item_id": 15, "quantity": 1, "variant_id": 3},
        ],
    }


def test_a_payment_as_in_payments_process_and_never_a_card(shop: Bench) -> None:
    ordered(shop)
    linked(shop)
    paid(shop, "p1", "card", 5234, tip=800)

    # Reference, "POST /api/v1/payments/process", without its card
    assert documented(body_of(steps(shop)["payment"])) == {
        "order_id": 1001, "payment_method": "credit_card", "amount": "52.34", "tip_amount": "8.00",
    }  # fmt: skip


def test_several_payments_as_in_payments_split(shop: Bench) -> None:
    ordered(shop)
    linked(shop)
    paid(shop, "p1", "card", 2617)
    paid(shop, "p2", "cash", 2617)

    # Reference, "POST /api/v1/payments/split", without its card
    assert documented(body_of(steps(shop)["payment"])) == {
        "order_id": 1001,
        "splits": [
            {"payment_method": "credit_card", "amount": "26.17"},
            {"payment_method": "cash", "amount": "26.17"},
        ],
    }


def test_a_refund_as_in_payments_refund(shop: Bench) -> None:
    ordered(shop)
    linked(shop)
    paid(shop, "p1", "card", 5234)
    payment = steps(shop)["payment"]
    answer = reply({"data": {"payment_id": "pay_abc123", "order_id": 1001}})
    outcome = shop.connector.read(shop.row(payment), answer, shop.picture, NOW_MS)
    assert isinstance(outcome, Done)
    shop.keep(shop.confirmed(payment, outcome))
    wrong = Act(NOW, TODAY, "R1", replace(MANAGER, purpose="Wrong order delivered"))
    shop.keep(PaymentRefunded(CHECK, Refund(PaymentId("r1"), "card", Money(5234, "EUR"), Money(0, "EUR")), wrong))

    (step,) = shop.plan(record_of("refund", refund_local_id(CHECK, PaymentId("r1"))))

    # Reference, "POST /api/v1/payments/refund"
    assert documented(body_of(step)) == {
        "payment_id": "pay_abc123", "amount": "52.34", "reason": "customer_request", "notes": "Wrong order delivered",
    }  # fmt: skip


def test_a_cancelled_order_as_in_orders_cancel(shop: Bench) -> None:
    ordered(shop)
    linked(shop)
    shop.keep(shop.picture.order(CHECK).cancel(NOW, TODAY, "Customer request", MANAGER, "R1"))

    # Reference, "POST /api/v1/orders/{id}/cancel"; its notes are our reference
    assert body_of(steps(shop)["cancel"]) == {"reason": "Customer request", "notes": f"[R1-001 · {CHECK}]"}


# What is read


def read(shop: Bench, body: object, status: int = 200, **headers: str) -> Outcome:
    """What an answer to the creation of the order means."""
    ordered(shop)
    row = shop.row(steps(shop)["create"])
    return shop.connector.read(row, reply(body, status, **headers), shop.picture, NOW_MS)


def test_the_details_of_an_order_give_ids_and_figures(shop: Bench) -> None:
    outcome = read(shop, DETAILS)

    assert isinstance(outcome, Done)
    assert outcome.central_id == "1001"
    assert outcome.parts == (("l1", "2001"),)
    assert dict(outcome.said)["total"] == "41.76"


def test_the_envelope_of_the_overview_is_read_like_a_bare_reply(shop: Bench) -> None:
    # Overview, "Success Response"
    body = {"data": {"id": 123, "field1": "value1", "field2": "value2"},
            "meta": {"request_id": "req_abc123", "timestamp": "2024-01-15T10:30:00Z"}}  # fmt: skip

    assert read(shop, body) == Done("123")


# Reference, "Error Responses"
ERRORS: list[tuple[int, dict[str, Any], Outcome]] = [
    (
        400,
        {"code": "VALIDATION_ERROR", "message": "Invalid request data",
         "details": [{"field": "email", "message": "Invalid email format"}]},
        Refusal(Problem.REFUSED, 400, "Invalid request data", "email"),
    ),
    (401, {"code": "UNAUTHORIZED", "message": "Authentication required"}, SignInAgain()),
    (
        403, {"code": "FORBIDDEN", "message": "Insufficient permissions"},
        Refusal(Problem.NOT_ALLOWED, 403, "Insufficient permissions"),
    ),
    (404, {"code": "NOT_FOUND", "message": "Resource not found"}, Refusal(Problem.GONE, 404, "Resource not found")),
    (429, {"code": "RATE_LIMITED", "message": "Too many requests", "retry_after": 3600}, Later(3600.0)),
    (
        500, {"code": "INTERNAL_ERROR", "message": "An unexpected error occurred", "request_id": "req_abc123"},
        Unknown("the central answered 500"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("status", "error", "outcome"), ERRORS)
def test_every_documented_error_has_its_meaning(
    shop: Bench, status: int, error: dict[str, Any], outcome: Outcome
) -> None:
    assert read(shop, {"error": error}, status) == outcome


def test_the_budget_is_read_from_the_documented_headers(shop: Bench) -> None:
    # Overview, "Rate Limit Headers"
    headers = {
        "x-ratelimit-limit": "1000", "x-ratelimit-remaining": "999", "x-ratelimit-reset": "1642248000",
        "x-ratelimit-retry-after": "3600",
    }  # fmt: skip

    assert shop.connector.rate(reply({}, 200, **headers)) == RateWord(1000, 999, 1642248000)
    assert shop.connector.rate(reply({}, 429, **headers)).retry_after == 3600.0


def test_pages_go_on_as_the_reference_paginates(shop: Bench) -> None:
    # Reference, "GET /api/v1/staff" and "GET /api/v1/orders": the same list, its end told in two ways
    (staff,) = shop.pull("staff", STAFF)
    page = {"data": [LISTED], "meta": {"page": 1, "page_size": 20, "total_pages": 10, "total_count": 198}}
    (orders,) = shop.pull("orders", page)

    assert (staff.has_next, staff.total) == (True, 98)
    assert (orders.has_next, orders.total) == (True, 198)
    assert "page=2&page_size=100" in shop.connector.ask(Sweep(CONNECTOR, "staff", 2)).path


def test_a_promotion_as_it_is_created_there(shop: Bench) -> None:
    # Reference, "POST /api/v1/promotions"
    row = {
        "name": "Happy Hour Special", "description": "50% off appetizers", "type": "percentage_discount", "value": 50,
        "applies_to": "category", "category_ids": [3], "start_date": "2025-01-15T16:00:00Z",
        "end_date": "2025-01-15T18:00:00Z",
        "days_of_week": ["monday", "tuesday", "wednesday", "thursday", "friday"], "minimum_order_amount": "20.00",
        "maximum_discount_amount": "25.00", "usage_limit_per_customer": 1, "total_usage_limit": 500,
        "requires_code": True, "code": "HAPPY50",
    }  # fmt: skip
    shop.link("category", "starters", "3")
    shop.pull("promotions", {"data": [{"id": 4, **row}]})

    (happy,) = shop.picture.documents(Promotion)
    assert (int(happy.percent), happy.applies_to) == (50, AppliesTo.CATEGORY)
    assert happy.categories == (CategoryId("starters"),)
    assert happy.days == tuple(Weekday)[:5]
    assert (happy.minimum, happy.maximum) == (Money(2000, "EUR"), Money(2500, "EUR"))
    assert (happy.per_guest, happy.in_all, happy.needs_code, happy.code) == (1, 500, True, "HAPPY50")


@pytest.mark.parametrize(("field", "value"), [
    ("id", None), ("id", {}), ("items", 7), ("total_amount", "much"), ("items", [{"id": [], "menu_item_id": 10}]),
])  # fmt: skip
def test_a_reply_of_another_shape_is_named_by_its_path(shop: Bench, field: str, value: object) -> None:
    with pytest.raises(Unreadable) as wrong:
        read(shop, {**DETAILS, field: value})

    assert str(wrong.value).startswith("the central sent ")
    assert wrong.value.path.startswith(field)
