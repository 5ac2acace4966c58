"""Guests, points, reservations, supplies and feedback: told to AuraConnect, and heard from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from aura_terminal.domain.central import CentralConfirmed, CentralRefused
from aura_terminal.domain.discounts import Reduction
from aura_terminal.domain.documents import put
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import GuestId, ItemId, OrderId, ProgrammeId, ReservationId, RewardId, SupplyId
from aura_terminal.domain.loyalty import Company, LoyaltyProgramme, Reward
from aura_terminal.domain.money import Money
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.supplies import AdjustmentKind, CountedLine, Supply
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.feedback import Rated
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.use_cases.supplies import Adjustment
from sync.connectors.auraconnect.loyalty import account_of
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.reservations import reservation_of
from sync.reconcile.contract import Done, Problem, Refusal
from sync.reconcile.guests import guest_of
from sync.reconcile.levels import level_of
from tests.support.chance import FRIDAY_EVENING
from tests.unit.sync.connectors.auraconnect.pictures import NOW_MS, Bench, body_of, mirrored, paths, reply

ANYBODY = Actor(SYSTEM, "system", frozenset(Permission))
BEEF = Supply(SupplyId("beef"), "Ground Beef 80/20", "lb", "BEEF-001")
PROGRAMME = LoyaltyProgramme(ProgrammeId("stars"), "Stars", Decimal(1), 1000)
COFFEE = Reward(RewardId("coffee"), ProgrammeId("stars"), "Free coffee", 50, Reduction(amount=Money(240, "EUR")))

# Reference, "POST /api/v1/customers", with the id a list gives
CUSTOMER: dict[str, Any] = {
    "id": 123,
    "first_name": "John",
    "last_name": "Doe",
    "email": "john.doe@example.com",
    "phone": "+1-555-0123",
    "birthday": "1990-05-15",
    "preferences": {
        "dietary_restrictions": ["gluten-free"],
        "favorite_items": [10, 15, 22],
        "preferred_payment": "credit_card",
    },
    "marketing_consent": True,
}


@pytest.fixture
def shop() -> Bench:
    made = mirrored()
    made.keep(put(BEEF), put(PROGRAMME), put(COFFEE))
    made.link("supply", "beef", "101")
    made.link("reward", "coffee", "10")
    return made


def john(shop: Bench) -> GuestId:
    guests = shop.store.shop.guests
    guest_id = guests.register(ANYBODY, NewGuest("John", "Doe", "+1-555-0123", "john.doe@example.com")).guest_id
    guests.change(ANYBODY, guest_id, Details(dietary=("gluten-free",), preferred_payment="credit_card"))
    guests.set_birthday(ANYBODY, guest_id, datetime(1990, 5, 15).date())
    guests.consent(ANYBODY, guest_id, Consent.GIVEN)
    return guest_id


def order_of(shop: Bench, guest_id: GuestId) -> OrderId:
    order_id = shop.store.shop.ordering.add_item(ANYBODY, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    shop.store.shop.guests.attach(ANYBODY, order_id, guest_id)
    shop.store.shop.ordering.send(ANYBODY, order_id)
    return order_id


def test_a_guest_is_told_as_documented(shop: Bench) -> None:
    john(shop)

    (step,) = shop.tell()

    expected = {name: value for name, value in CUSTOMER.items() if name != "id"}
    expected["preferences"] = {**CUSTOMER["preferences"], "favorite_items": []}
    assert (step.call.method, step.call.path) == ("POST", "/api/v1/customers")
    assert body_of(step) == expected


def test_a_changed_guest_is_told_again_and_only_then(shop: Bench) -> None:
    guest_id = john(shop)
    shop.tell()
    shop.store.shop.guests.change(ANYBODY, guest_id, Details(phone="+49 30 1234"))

    (step,) = shop.tell()

    assert (step.call.method, body_of(step)["phone"]) == ("PUT", "+49 30 1234")
    assert shop.tell() == []


def test_an_order_of_a_guest_waits_for_the_guest_and_names_them(shop: Bench) -> None:
    guest_id = john(shop)
    order_id = order_of(shop, guest_id)

    told = shop.tell()

    create = next(one for one in told if one.step == "create" and one.record == record_of("order", order_id))
    assert body_of(create)["customer_id"] == int(shop.picture.record(record_of("guest", guest_id)).central_id)


def test_a_guest_the_central_will_not_have_does_not_hold_an_order_back(shop: Bench) -> None:
    guest_id = john(shop)
    order_id = order_of(shop, guest_id)
    (guest_step,) = shop.plan(record_of("guest", guest_id))
    shop.keep(CentralRefused(guest_step.record, "create", guest_step.digest, 422, "refused", "phone", FRIDAY_EVENING))

    (step, *_) = shop.plan(record_of("order", order_id))

    assert step.needs == ()
    assert "customer_id" not in body_of(step)


def test_a_customer_that_comes_from_there_is_a_guest_and_is_not_told_back(shop: Bench) -> None:
    shop.pull("customers", {"data": [CUSTOMER]})

    guest_id = shop.picture.local_of(CONNECTOR, "guest", "123")
    guest = guest_of(guest_id, shop.picture)
    assert (guest.name, guest.phone, guest.dietary, guest.source) == (
        "John Doe",
        "+1-555-0123",
        ("gluten-free",),
        CONNECTOR,
    )
    assert shop.tell() == []
    assert shop.pull("customers", {"data": [CUSTOMER]})[0].facts == ()


def test_a_page_undoes_nothing_of_a_guest_that_is_still_to_be_told(shop: Bench) -> None:
    shop.pull("customers", {"data": [CUSTOMER]})
    guest_id = GuestId(shop.picture.local_of(CONNECTOR, "guest", "123"))
    shop.store.shop.guests.change(ANYBODY, guest_id, Details(phone="+49 30 1234"))

    (page,) = shop.pull("customers", {"data": [CUSTOMER]})

    assert page.facts == ()
    assert guest_of(guest_id, shop.picture).phone == "+49 30 1234"


def test_a_customer_with_the_number_of_a_guest_who_is_not_told_yet_is_that_guest(shop: Bench) -> None:
    guest_id = john(shop)
    shop.pull("customers", {"data": [{**CUSTOMER, "first_name": "Jon"}]})

    assert shop.picture.locals_of(CONNECTOR, "guest", "123") == (guest_id,)
    (step,) = shop.tell()
    assert (step.step, body_of(step)["first_name"]) == ("update", "John")
    assert shop.tell() == []


def test_a_guest_that_was_made_there_and_read_back_by_who_had_not_heard_of_them_is_found(shop: Bench) -> None:
    shop.pull("customers", {"data": [CUSTOMER]})  # before the guest was heard of here
    guest_id = john(shop)
    (step,) = shop.plan(record_of("guest", guest_id))
    row = shop.row(step)

    found = shop.connector.looked(row, reply({"data": [CUSTOMER]}), shop.picture, NOW_MS)

    assert found == Done("123", is_same=False)
    shop.keep(shop.confirmed(step, found))
    other = john(shop)
    (step,) = shop.plan(record_of("guest", other))
    assert shop.connector.looked(shop.row(step), reply({"data": [CUSTOMER]}), shop.picture, NOW_MS) != found


def test_points_are_moved_as_documented_once_the_guest_is_known_there(shop: Bench) -> None:
    guest_id = john(shop)
    shop.store.shop.loyalty.move_points(ANYBODY, guest_id, 100, "welcome")

    told = shop.tell()

    assert paths(told) == ["POST /api/v1/customers", "POST /api/v1/customers/{id}/loyalty/points"]
    body = body_of(told[1])
    assert (body["action"], body["points"]) == ("add", 100)
    assert set(body) == {"action", "points", "reason", "reference_id"}


def test_what_a_guest_has_is_asked_when_they_are_at_the_till(shop: Bench) -> None:
    guest_id = john(shop)
    shop.tell()
    order_id = order_of(shop, guest_id)
    (step,) = shop.plan(record_of("balance", f"{guest_id}/{order_id}"))

    answer = reply({"data": {"points_balance": 340, "tier": "Gold"}})
    outcome = shop.connector.read(shop.row(step), answer, shop.picture, NOW_MS)

    assert step.call.method == "GET"
    assert isinstance(outcome, Done)
    shop.keep(*outcome.facts)
    assert account_of(guest_id, shop.picture).balance == 340


def test_points_told_are_not_counted_twice_when_the_central_names_its_sum(shop: Bench) -> None:
    guest_id = john(shop)
    shop.store.shop.loyalty.move_points(ANYBODY, guest_id, 100, "welcome")
    shop.tell()

    central_id = int(shop.picture.record(record_of("guest", guest_id)).central_id)
    shop.pull("customers", {"data": [{**CUSTOMER, "id": central_id, "loyalty_points": 100}]})

    assert account_of(guest_id, shop.picture).balance == 100


def test_a_reward_is_redeemed_with_the_order_it_lowered_and_given_back_as_points(shop: Bench) -> None:
    guest_id = john(shop)
    shop.store.shop.loyalty.move_points(ANYBODY, guest_id, 100, "welcome")
    order_id = order_of(shop, guest_id)
    shop.store.shop.loyalty.redeem(ANYBODY, order_id, RewardId("coffee"), Company.ALONE)

    told = shop.tell()

    (redeem,) = [one for one in told if one.step == "redeem"]
    assert redeem.call.path == "/api/v1/loyalty/rewards/redeem"
    assert body_of(redeem) == {
        "customer_id": int(shop.picture.record(record_of("guest", guest_id)).central_id),
        "reward_id": 10,
        "order_id": int(shop.picture.record(record_of("order", order_id)).central_id),
    }
    (discount,) = shop.picture.order(order_id).discounts
    shop.store.shop.discounts.remove(ANYBODY, order_id, discount)
    (points,) = [one for one in shop.tell() if one.step == "points"]
    assert (body_of(points)["action"], body_of(points)["points"]) == ("add", 50)


def booked(shop: Bench) -> ReservationId:
    booking = Booking(
        datetime(2026, 5, 20, 17, 0, tzinfo=UTC), 4, 120, "Kim", phone="+1-555-0123", email="john@example.com",
        preferences="window", requests="Birthday celebration",
    )  # fmt: skip
    return shop.store.shop.reservations.book(ANYBODY, booking).reservation_id


def test_a_reservation_is_told_on_the_stores_wall_clock(shop: Bench) -> None:
    reservation_id = booked(shop)

    asked, made = shop.tell()

    assert asked.call.path == (
        "/api/v1/reservations/availability?date=2026-05-20&time=19%3A00&party_size=4&duration_minutes=120"
    )
    assert body_of(made) == {
        "party_size": 4,
        "reservation_date": "2026-05-20",
        "reservation_time": "19:00",
        "duration_minutes": 120,
        "table_preferences": "window",
        "special_requests": f"Birthday celebration · for Kim · [{reservation_id}]",
        "contact_phone": "+1-555-0123",
        "contact_email": "john@example.com",
    }


def test_a_reservation_is_confirmed_and_cancelled_there(shop: Bench) -> None:
    reservation_id = booked(shop)
    shop.tell()
    shop.store.shop.reservations.confirm(ANYBODY, reservation_id)
    assert [one.step for one in shop.tell()] == ["confirm"]

    shop.store.shop.reservations.cancel(ANYBODY, reservation_id, "ill")

    (step,) = shop.tell()
    assert (step.step, body_of(step)) == ("cancel", {"reason": "ill"})


def test_a_reservation_made_elsewhere_comes_and_its_echo_does_not(shop: Bench) -> None:
    row = {
        "id": 7, "customer_id": 9, "party_size": 4, "reservation_date": "2026-05-20", "reservation_time": "19:00",
        "duration_minutes": 120, "table_preferences": "window", "special_requests": "Birthday celebration",
        "contact_phone": "+1-555-0123", "contact_email": "john@example.com", "status": "confirmed",
    }  # fmt: skip
    shop.pull("reservations", {"data": [row]})

    reservation = reservation_of(shop.picture.local_of(CONNECTOR, "reservation", "7"), shop.picture)
    assert reservation.starts_at == datetime(2026, 5, 20, 17, 0, tzinfo=UTC)
    assert reservation.status is ReservationStatus.CONFIRMED
    assert shop.tell() == []
    assert shop.pull("reservations", {"data": [row]})[0].facts == ()


def test_a_party_that_is_called_otherwise_than_its_customer_keeps_its_name(shop: Bench) -> None:
    reservation_id = booked(shop)
    told = [body_of(step) for step in shop.tell() if step.step == "create"]
    central_id = shop.picture.record(record_of("reservation", reservation_id)).central_id
    row = {"id": int(central_id), "status": "pending", "customer_name": "Somebody Else", **told[0]}

    (page,) = shop.pull("reservations", {"data": [row]})

    assert page.facts == ()
    assert shop.tell() == []


def test_our_own_reservation_whose_answer_was_lost_is_not_taken_for_another(shop: Bench) -> None:
    reservation_id = booked(shop)
    asked, *_ = shop.plan(record_of("reservation", reservation_id))
    shop.take(asked)
    (made,) = shop.plan(record_of("reservation", reservation_id))
    row = {"id": 7, **body_of(made)}

    (page,) = shop.pull("reservations", {"data": [row]})
    look = shop.connector.look(shop.row(made))
    found = shop.connector.looked(shop.row(made), reply({"data": [row]}), shop.picture, NOW_MS)

    assert page.facts == ()
    assert look is not None
    assert found == Done("7", is_same=False)


def test_what_came_and_went_is_told_in_exact_numbers_before_the_count_that_contains_it(shop: Bench) -> None:
    supplies = shop.store.shop.supplies
    purchase = Adjustment(
        BEEF.id, AdjustmentKind.PURCHASE, Decimal(50), Money(750, "EUR"), "PO-2025-0123", batch="BATCH-20250108",
        notes="Weekly delivery",
    )  # fmt: skip
    supplies.adjust(ANYBODY, purchase)
    supplies.count(ANYBODY, (CountedLine(BEEF.id, Decimal("48.5"), "2 packages damaged"),))
    supplies.adjust(ANYBODY, Adjustment(BEEF.id, AdjustmentKind.WASTE, Decimal("0.5")))

    told = [one for one in reversed(shop.due()) if "supply" in one]
    steps = [shop.plan(one)[0] for one in told]
    waste, count, bought = steps

    assert body_of(bought) == {
        "adjustment_type": "purchase", "quantity": Decimal(50), "unit_cost": "7.50",
        "reference_number": "PO-2025-0123", "notes": "Weekly delivery", "batch_number": "BATCH-20250108",
    }  # fmt: skip
    assert body_of(count)["items"] == [
        {"inventory_id": 101, "counted_quantity": Decimal("48.5"), "notes": "2 packages damaged"}
    ]
    assert count.needs == (bought.record,)
    assert waste.needs == (count.record,)


def test_a_count_is_told_after_the_count_before_it_whatever_becomes_of_that_one(shop: Bench) -> None:
    for quantity in (38, 12, 10):
        shop.store.shop.supplies.count(ANYBODY, (CountedLine(BEEF.id, Decimal(quantity)),))
    first, second, third = (shop.plan(one)[0] for one in shop.due() if "supply_count" in one)

    assert [set(one.needs) for one in (first, second, third)] == [
        set(), {first.record}, {first.record, second.record}
    ]  # fmt: skip
    shop.take(first)
    shop.keep(CentralRefused(second.record, "count", second.digest, 422, "refused", "no", FRIDAY_EVENING))
    assert shop.plan(third.record)[0].needs == ()


def test_a_level_there_counts_what_it_was_told_only_once(shop: Bench) -> None:
    row = {"id": 101, "name": "Ground Beef 80/20", "unit": "lb", "current_quantity": 50, "minimum_quantity": 20}
    shop.pull("inventory", {"data": [row]})
    shop.store.shop.supplies.adjust(ANYBODY, Adjustment(BEEF.id, AdjustmentKind.WASTE, Decimal(2)))
    shop.pull("inventory", {"data": [row]})
    assert level_of("beef", shop.picture).quantity == 48

    shop.tell()
    shop.pull("low_stock", {"data": [{**row, "current_quantity": 48}]})

    assert level_of("beef", shop.picture).quantity == 48


def test_a_level_that_was_asked_for_before_something_was_told_is_not_believed(shop: Bench) -> None:
    row = {"id": 101, "name": "Ground Beef 80/20", "unit": "lb", "current_quantity": 50, "minimum_quantity": 20}
    shop.pull("inventory", {"data": [row]})
    shop.store.shop.supplies.adjust(ANYBODY, Adjustment(BEEF.id, AdjustmentKind.WASTE, Decimal(2)))
    (step,) = (shop.plan(one)[0] for one in shop.due() if "supply" in one)
    told = CentralConfirmed(step.record, "adjust", step.digest, "7", FRIDAY_EVENING + timedelta(seconds=1))

    shop.keep(told)
    shop.pull("inventory", {"data": [row]})

    assert level_of("beef", shop.picture).quantity == 48


def test_feedback_is_told_with_its_order(shop: Bench) -> None:
    order_id = shop.store.shop.ordering.add_item(ANYBODY, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    shop.store.shop.ordering.send(ANYBODY, order_id)
    shop.tell()
    shop.store.shop.feedback.give(ANYBODY, order_id, Rated(4, 5, 4, 4, "Great food, service was a bit slow", True))

    (step,) = shop.tell()

    assert body_of(step) == {
        "order_id": int(shop.picture.record(record_of("order", order_id)).central_id),
        "rating": 4,
        "food_rating": 5,
        "service_rating": 4,
        "ambiance_rating": 4,
        "comments": "Great food, service was a bit slow",
        "would_recommend": True,
    }


def test_feedback_waits_for_its_order_and_guest_so_that_it_says_the_same_whoever_tells_it(shop: Bench) -> None:
    use = shop.store.shop
    guest_id = use.guests.register(ANYBODY, NewGuest("Ada", "", "+49 30 1234567")).guest_id
    order_id = use.ordering.add_item(ANYBODY, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    use.ordering.send(ANYBODY, order_id)
    use.guests.attach(ANYBODY, order_id, guest_id)
    given = use.feedback.give(ANYBODY, order_id, Rated(4))
    record = record_of("feedback", given.feedback_id)

    (early,) = shop.plan(record)
    shop.tell()

    order, guest = record_of("order", order_id), record_of("guest", guest_id)
    assert early.needs == (order, guest)
    (told,) = (one for one, _ in shop.central.taken if one.path.endswith("/feedback"))
    assert told.body == {
        "order_id": int(shop.picture.record(order).central_id),
        "customer_id": int(shop.picture.record(guest).central_id),
        "rating": 4,
    }


def test_feedback_does_not_wait_for_an_order_the_central_will_not_have(shop: Bench) -> None:
    order_id = shop.store.shop.ordering.add_item(ANYBODY, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    shop.store.shop.ordering.send(ANYBODY, order_id)
    given = shop.store.shop.feedback.give(ANYBODY, order_id, Rated(4))
    shop.keep(CentralRefused(record_of("order", order_id), "create", "x", 422, "refused", "no", FRIDAY_EVENING))

    (step,) = shop.plan(record_of("feedback", given.feedback_id))

    assert (step.needs, body_of(step)) == ((), {"rating": 4})


def test_an_eighty_sixed_item_is_switched_off_there_and_on_again(shop: Bench) -> None:
    stock = shop.store.shop.stock
    stock.eighty_six(ANYBODY, ItemId("tiramisu"))
    (off,) = shop.tell()
    stock.restore(ANYBODY, ItemId("tiramisu"))
    (on,) = shop.tell()
    stock.eighty_six(ANYBODY, ItemId("tiramisu"))
    (off_again,) = shop.tell()

    assert [body_of(one) for one in (off, on, off_again)] == [
        {"is_active": False},
        {"is_active": True},
        {"is_active": False},
    ]
    assert off.call.path.startswith("/api/v1/menu/items/")
    assert off.digest != off_again.digest


def test_a_code_that_is_not_valid_there_is_a_persons_matter(shop: Bench) -> None:
    outcome = shop.connector.read(
        shop.row(_validating(shop)), reply({"valid": False, "message": "Code expired"}), shop.picture, NOW_MS
    )

    assert outcome == Refusal(Problem.REFUSED, 200, "Code expired", "code")


def _validating(shop: Bench) -> Any:
    row = {
        "id": 3, "name": "Happy Hour Special", "type": "percentage_discount", "value": 50, "applies_to": "order",
        "requires_code": True, "code": "HAPPY50", "usage_limit_per_customer": 0, "total_usage_limit": 500,
    }  # fmt: skip
    shop.pull("promotions", {"data": [row]})
    order_id = shop.store.shop.ordering.add_item(ANYBODY, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    shop.store.shop.discounts.apply_code(ANYBODY, order_id, "HAPPY50")
    (record,) = [one for one in shop.due() if "/code/" in one]
    (step,) = shop.plan(record)
    assert body_of(step)["code"] == "HAPPY50"
    return step
