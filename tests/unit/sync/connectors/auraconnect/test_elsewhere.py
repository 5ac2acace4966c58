"""What happens outside the till: orders made elsewhere, the kitchen, tables, punches, and what things are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from aura_terminal.domain.central import CentralConfirmed, RecordId, record_id
from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import ItemId, OrderId, TableId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.punches import PunchKind
from aura_terminal.domain.releasing import is_held
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile, Table
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.ports.central import Sweep
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.punch_editing import PunchEdit
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.words import WordsProblem, documented_words
from sync.reconcile.contract import Call, Done, LookFirst, Refusal, Unknown
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.unit.sync.connectors.auraconnect.pictures import NOW_MS, Bench, bench, body_of, mirrored, paths, reply

ANYBODY = Actor(SYSTEM, "system", frozenset(Permission))

# Reference, "GET /api/v1/orders"
LISTED: dict[str, Any] = {
    "id": 1001, "order_number": "ORD-2025-1001", "status": "preparing", "order_type": "dine_in", "table_number": "12",
    "customer_id": 123, "subtotal": "42.31", "tax_amount": "3.68", "tip_amount": "6.35", "total_amount": "52.34",
    "items_count": 3, "created_at": "2025-01-08T12:30:00Z", "estimated_ready_time": "2025-01-08T12:45:00Z",
}  # fmt: skip

# Reference, "GET /api/v1/orders/{id}"
DETAILS: dict[str, Any] = {
    "id": 1001,
    "order_number": "ORD-2025-1001",
    "status": "preparing",
    "order_type": "dine_in",
    "table_number": "12",
    "customer": {"id": 123, "name": "John Doe", "email": "john@example.com", "phone": "+1-555-0123"},
    "items": [
        {
            "id": 2001, "menu_item_id": 10, "name": "Classic Burger", "quantity": 2, "unit_price": "12.99",
            "total_price": "27.48", "status": "preparing",
            "modifiers": [{"id": 5, "name": "Extra Cheese", "price": "1.50"}],
            "special_instructions": "No onions please",
            "kitchen_status": {"station": "grill", "assigned_to": "Chef Mike", "started_at": "2025-01-08T12:32:00Z"},
        }
    ],
    "payment_status": "pending",
    "subtotal": "42.31", "tax_amount": "3.68", "tip_amount": "0.00", "discount_amount": "4.23", "total_amount": "41.76",
    "applied_promotions": [{"code": "BIRTHDAY10", "discount": "4.23", "type": "percentage"}],
    "created_at": "2025-01-08T12:30:00Z", "updated_at": "2025-01-08T12:32:00Z",
    "estimated_ready_time": "2025-01-08T12:45:00Z",
}  # fmt: skip


@pytest.fixture
def shop() -> Bench:
    return mirrored()


def arrived(shop: Bench, listed: dict[str, Any] = LISTED, details: dict[str, Any] = DETAILS) -> OrderId:
    """An order of the list, asked for and taken."""
    shop.pull("orders", {"data": [listed], "meta": {"page": 1, "page_size": 20, "total_pages": 1, "total_count": 1}})
    (record,) = [one for one in shop.due() if "/order/" in one]
    (step,) = shop.plan(record)
    assert step.call == Call("GET", f"/api/v1/orders/{listed['id']}")
    outcome = shop.connector.read(shop.row(step), reply(details), shop.picture, NOW_MS)
    assert isinstance(outcome, Done)
    shop.keep(shop.confirmed(step, outcome), *outcome.facts)
    return OrderId(shop.picture.local_of(CONNECTOR, "order", str(listed["id"])))


def sent(shop: Bench, table: str = "") -> OrderId:
    new = NewOrder(table_id=TableId(table) if table else None, guests=4 if table else 0)
    order_id = shop.store.shop.ordering.add_item(signed_in(shop.store.shop), new, Asked(ItemId("tiramisu"))).order_id
    shop.store.shop.ordering.send(ANYBODY, order_id)
    return order_id


def ticket_of(shop: Bench, order_id: OrderId) -> KitchenTicket:
    return next(one for one in shop.journal.tickets() if one.fired is not None and one.fired.order_id == order_id)


# Orders made elsewhere


def test_an_order_made_elsewhere_is_held_with_what_it_was_sold_for(shop: Bench) -> None:
    order = shop.picture.order(arrived(shop))

    (line,) = order.lines.values()
    assert (line.sold.name, line.quantity, line.price.minor, line.note) == (
        "Classic Burger",
        2,
        2748,
        "No onions please",
    )
    assert (order.number, order.guest_name, order.table_name) == ("ORD-2025-1001", "John Doe", "12")
    assert order.bill.discount.minor == 423
    assert is_held(order)
    assert order.fires == {}


def test_it_is_told_nothing_of_what_it_said_itself(shop: Bench) -> None:
    order_id = arrived(shop)

    assert shop.tell() == []
    (page,) = shop.pull("orders", {"data": [LISTED]})
    assert page.facts == ()
    assert shop.picture.record(record_of("order", order_id)).central_id == "1001"


def test_once_released_it_is_sent_to_the_kitchen_there_too(shop: Bench) -> None:
    order_id = arrived(shop)
    shop.store.shop.held_orders.release(ANYBODY, order_id)

    assert sorted(paths(shop.tell())) == [
        "POST /api/v1/orders/{id}/send-to-kitchen", "PUT /api/v1/tables/{id}/status"
    ]  # fmt: skip


def test_what_was_paid_there_is_not_asked_for_again(shop: Bench) -> None:
    order = shop.picture.order(arrived(shop, details={**DETAILS, "payment_status": "paid"}))

    assert order.bill.due.minor == 0
    assert [one.tender for one in order.payments] == ["online"]
    assert shop.tell() == []


def test_cancelled_there_before_anybody_released_it_it_is_cancelled_here(shop: Bench) -> None:
    order_id = arrived(shop)
    shop.pull("orders", {"data": [{**LISTED, "status": "cancelled"}]})

    assert shop.picture.order(order_id).status is OrderStatus.CANCELLED
    assert shop.tell() == []


def test_cancelled_there_after_it_was_released_it_goes_on_here(shop: Bench) -> None:
    order_id = arrived(shop)
    shop.store.shop.held_orders.release(ANYBODY, order_id)
    shop.pull("orders", {"data": [{**LISTED, "status": "cancelled"}]})

    assert shop.picture.order(order_id).status is OrderStatus.OPEN


def test_what_was_served_at_another_till_does_not_come(shop: Bench) -> None:
    (page,) = shop.pull("orders", {"data": [{**LISTED, "status": "completed"}]})

    assert page.facts == ()


def test_our_own_order_whose_answer_was_lost_does_not_come_as_another(shop: Bench) -> None:
    order_id = sent(shop)
    (step,) = shop.plan(record_of("order", order_id))
    row = {**LISTED, "notes": body_of(step)["notes"]}

    (page,) = shop.pull("orders", {"data": [row]})
    found = shop.connector.looked(shop.row(step), reply({"data": [row]}), shop.picture, NOW_MS)

    assert page.facts == ()
    assert isinstance(found, Done)
    assert found.central_id == "1001"


def test_only_what_changed_since_is_asked_for(shop: Bench) -> None:
    sweep = Sweep(CONNECTOR, "orders", began_ms=NOW_MS, watermark="2026-05-15T17:00:00Z")
    old = {**LISTED, "status": "completed", "updated_at": "2026-05-15T16:00:00Z"}
    new = {**LISTED, "id": 2, "status": "completed", "updated_at": "2026-05-15T17:30:00Z"}

    asked = shop.connector.ask(sweep)
    body = {"data": [new, old], "meta": {"has_next": True}}
    page = shop.connector.page(sweep, reply(body), shop.picture, NOW_MS)
    unsorted = shop.connector.page(sweep, reply({**body, "data": [old, new]}), shop.picture, NOW_MS)

    assert "sort_by=updated_at&sort_order=desc" in asked.path
    assert (page.is_enough, page.watermark) == (True, "2026-05-15T17:30:00Z")
    assert not unsorted.is_enough


# The kitchen


def test_an_item_that_is_ready_is_told_once_and_a_bump_takes_it_off() -> None:
    shop = mirrored('[stations]\nkitchen = "grill"\n')
    order_id = sent(shop)
    shop.tell()
    kitchen, ticket = shop.store.shop.kitchen, ticket_of(shop, order_id)
    (line_id,) = ticket.lines
    kitchen.tap_item(ANYBODY, ticket.id, line_id)

    (ready,) = shop.tell()
    kitchen.bump(ANYBODY, ticket.id)
    (bump,) = shop.tell()

    record = shop.picture.record(record_of("order", order_id))
    assert ready.call.path == f"/api/v1/kds/orders/{record.central_id}/status"
    assert body_of(ready) == {"item_id": int(record.parts[line_id]), "status": "ready", "station": "grill"}
    assert bump.call.path == f"/api/v1/kds/orders/{record.central_id}/bump"


def test_a_recalled_ticket_is_bumped_a_second_time_under_another_key(shop: Bench) -> None:
    order_id = sent(shop)
    shop.tell()
    kitchen, ticket = shop.store.shop.kitchen, ticket_of(shop, order_id)
    kitchen.bump(ANYBODY, ticket.id)
    (first,) = shop.tell()
    kitchen.recall(ANYBODY, ticket.id)
    shop.tell()
    kitchen.bump(ANYBODY, ticket.id)
    (second,) = [one for one in shop.tell() if one.step == "bump"]

    assert shop.row(first).key != shop.row(second).key


def test_a_bump_that_comes_too_late_is_done_once_the_kitchen_shows_nothing_of_the_order(shop: Bench) -> None:
    order_id = sent(shop)
    shop.tell()
    shop.store.shop.kitchen.bump(ANYBODY, ticket_of(shop, order_id).id)
    (step,) = [one for one in shop.tell() if one.step == "bump"]
    row, central_id = shop.row(step), int(shop.picture.record(record_of("order", order_id)).central_id)
    look = shop.connector.look(row)
    elsewhere, there = reply({"data": [{"id": central_id + 1}]}), reply({"data": [{"id": central_id}]})

    assert look is not None
    assert look.path.startswith("/api/v1/kds/orders?")
    assert shop.connector.looked(row, elsewhere, shop.picture, NOW_MS) == Done()
    assert shop.connector.looked(row, there, shop.picture, NOW_MS) is None


def test_an_order_that_another_till_told_of_is_none_made_elsewhere(shop: Bench) -> None:
    listed = {**LISTED, "notes": "2 guests · [R7-001 · 01a2026e-a3ca-7bbe-b648-e35d86758432]"}

    shop.pull("orders", {"data": [listed], "meta": {"page": 1, "page_size": 20, "total_pages": 1, "total_count": 1}})

    assert [one for one in shop.due() if "/order/" in one] == []


def test_what_a_cook_says_at_the_centrals_screen_is_ready_here(shop: Bench) -> None:
    order_id = sent(shop)
    shop.tell()
    record = shop.picture.record(record_of("order", order_id))
    ((line_id, item_id),) = record.parts.items()
    row = {"id": int(record.central_id), "items": [{"id": int(item_id), "status": "ready"}]}

    shop.pull("kitchen", {"data": [row]})

    assert ticket_of(shop, order_id).lines[line_id].is_done  # type: ignore[index]  # a line's id
    assert shop.pull("kitchen", {"data": [row]})[0].facts == ()


# The room


def test_a_table_is_occupied_while_somebody_sits_there(shop: Bench) -> None:
    order_id = sent(shop, "table-4")
    told = [one for one in shop.tell() if one.step == "status"]

    marta = int(shop.picture.record(record_of("staff", "marta-rossi")).central_id)
    order = int(shop.picture.record(record_of("order", order_id)).central_id)
    assert [body_of(one) for one in told[-1:]] in (
        [{"status": "occupied", "party_size": 4, "server_id": marta, "order_id": order}],
        [{"status": "occupied", "party_size": 4, "server_id": marta}],
    )
    due = shop.picture.order(order_id).bill.due
    shop.store.shop.paying.take_cash(ANYBODY, order_id, due, shop.store.shop.paying.new_attempt())
    (free,) = [one for one in shop.tell() if one.step == "status"]
    assert body_of(free) == {"status": "available"}


def test_a_party_that_moves_frees_its_table(shop: Bench) -> None:
    order_id = sent(shop, "table-4")
    shop.tell()
    shop.store.shop.floor.transfer_order(ANYBODY, order_id, TableId("table-5"))

    told = {one.record: body_of(one)["status"] for one in shop.tell() if one.step == "status"}

    assert told == {record_of("table", "table-4"): "available", record_of("table", "table-5"): "occupied"}


def test_the_plan_is_put_where_it_was_changed_here_and_not_before_it_was_seen(shop: Bench) -> None:
    table = shop.picture.document(Table, "table-4")

    shop.keep(put(replace(table, x=400)))
    assert shop.tell() == []

    number = shop.picture.record(record_of("table", "table-4")).central_id
    row = {"id": int(number), "table_number": "4", "position": {"x": 400, "y": table.y}}
    shop.pull("layout", {"data": {"areas": [{"name": "Main room", "tables": [row]}]}})
    assert shop.tell() == []

    shop.keep(put(replace(shop.picture.document(Table, "table-4"), x=500)))
    (step,) = shop.tell()
    assert step.call.path == "/api/v1/tables/layout"
    assert {"x": 500, "y": table.y} in [one["position"] for one in body_of(step)["tables"]]
    assert shop.tell() == []


# People


def test_punches_of_one_person_go_one_after_the_other_with_their_times_in_words(shop: Bench) -> None:
    marta, labor = signed_in(shop.store.shop), shop.store.shop.labor
    labor.clock_in(marta)
    shop.store.clock.advance(hours=2)
    labor.begin_break(marta)
    shop.store.clock.advance(minutes=30)
    labor.end_break(marta)
    shop.store.clock.advance(hours=2)
    labor.clock_out(marta)
    clock_in, clock_out = (shop.plan(one)[0] for one in shop.due() if "/punch/" in one)

    assert [one.call.path for one in (clock_in, clock_out)] == ["/api/v1/staff/clock-in", "/api/v1/staff/clock-out"]
    assert clock_in.needs == ()
    assert clock_out.needs == (clock_in.record,)
    assert isinstance(body_of(clock_in)["employee_id"], int)
    assert "2026-05-15T17:30:00Z · at R1" in body_of(clock_in)["notes"]
    assert "break 2026-05-15T19:30:00Z to 2026-05-15T20:00:00Z" in body_of(clock_out)["notes"]


def punch_records(shop: Bench) -> list[RecordId]:
    return [one for one in shop.due() if "/punch/" in one]


def test_a_punch_that_was_corrected_before_it_was_told_is_told_as_it_counts_and_why(shop: Bench) -> None:
    marta, editing = signed_in(shop.store.shop), shop.store.shop.punch_editing
    came = shop.store.shop.labor.clock_in(marta)
    again = shop.store.opened_by("R2").shop.labor
    shop.store.clock.advance(hours=2)
    edit = PunchEdit(came.at - timedelta(minutes=20))
    editing.correct(EVERYTHING, marta.id, came.punch_id, edit, "came with the delivery")
    out = again.clock_out(marta)
    editing.withdraw(EVERYTHING, marta.id, out.punch_id, "still there")
    editing.add(EVERYTHING, marta.id, PunchKind.CLOCK_OUT, PunchEdit(out.at), "went at half past")
    told = [step for record in punch_records(shop) for step in shop.plan(record)]

    assert [step.call.path.rpartition("/")[2] for step in told] == ["clock-in", "clock-out"]
    notes = [body_of(step)["notes"] for step in told]
    assert "2026-05-15T17:10:00Z \u00b7 at R1 \u00b7 corrected: came with the delivery" in notes[0]
    assert "corrected: went at half past \u00b7 shift from 2026-05-15T17:10:00Z (corrected)" in notes[1]


def test_what_was_told_stays_and_a_punch_before_it_is_not_told_any_more(shop: Bench) -> None:
    marta, labor = signed_in(shop.store.shop), shop.store.shop.labor
    came = labor.clock_in(marta)
    assert [step.call.path for step in shop.tell()] == ["/api/v1/staff/clock-in"]
    shop.store.clock.advance(hours=20)
    labor.clock_in(marta)
    assert [step.call.path for step in shop.tell()] == ["/api/v1/staff/clock-in"]
    editing = shop.store.shop.punch_editing
    end, begin = PunchEdit(came.at + timedelta(hours=7)), PunchEdit(came.at - timedelta(hours=1))
    editing.add(EVERYTHING, marta.id, PunchKind.CLOCK_OUT, end, "forgotten")
    editing.correct(EVERYTHING, marta.id, came.punch_id, begin, "came earlier")
    assert shop.tell() == []
    labor.clock_out(marta)
    assert [step.call.path for step in shop.tell()] == ["/api/v1/staff/clock-out"]


def test_somebody_the_central_does_not_know_is_a_persons_matter() -> None:
    shop = bench()
    shop.store.shop.labor.clock_in(signed_in(shop.store.shop))
    (record,) = [one for one in shop.due() if "/punch/" in one]

    plan = shop.connector.plan(shop.picture.record(record), shop.picture)

    assert (plan.problem, plan.problem_step) == ("unknown_staff", "punch")


def test_planned_shifts_come_for_people_who_are_known(shop: Bench) -> None:
    marta = int(shop.picture.record(record_of("staff", "marta-rossi")).central_id)
    # Reference, "POST /api/v1/staff/schedules"
    row = {
        "id": 8, "employee_id": marta, "shift_date": "2025-01-15", "start_time": "09:00", "end_time": "17:00",
        "break_duration_minutes": 30, "position": "server", "section": "main_dining",
        "notes": "Training shift with senior staff",
    }  # fmt: skip
    shop.pull("schedules", {"data": [row, {**row, "id": 9, "employee_id": 999_999}]})

    (shift,) = shop.picture.documents(Schedule)
    assert (shift.staff_id, shift.starts.isoformat(), shift.break_minutes) == ("marta-rossi", "09:00:00", 30)


# The account and its words


def test_means_of_payment_become_tenders(shop: Bench) -> None:
    shop.pull("payment_methods", {"data": ["cash", "credit_card", {"id": 3, "name": "Voucher", "type": "voucher"}]})

    found = {one.id: one.kind for one in shop.picture.documents(Tender)}
    assert found == {"cash": TenderKind.CASH, "card": TenderKind.CARD, "voucher": TenderKind.OTHER}


def test_receipts_say_what_the_central_knows_of_the_store(shop: Bench) -> None:
    # Reference, "GET /api/v1/auth/me"
    me = {
        "id": 1, "email": "user@example.com", "first_name": "John", "last_name": "Doe", "role": "manager",
        "restaurant_id": 1, "permissions": ["menu:read", "menu:write", "orders:read"],
    }  # fmt: skip
    shop.pull("me", me)
    rows = [
        {"id": 2, "name": "Another"},
        {"id": 1, "name": "Our restaurant", "address": ["Main St 1"], "currency": "USD"},
    ]
    shop.pull("restaurants", {"data": rows})
    shop.pull("settings", {"data": {"receipt_footer": ["Grazie"]}})

    profile = shop.picture.document(StoreProfile, STORE_PROFILE)
    assert (profile.name, profile.address, profile.receipt_footer) == ("Our restaurant", ("Main St 1",), ("Grazie",))
    assert profile.currency == "EUR"
    assert shop.picture.record(record_of("account", "me")).said["role"] == "manager"


@pytest.mark.parametrize("mapping", [
    {"orders": {"table_number": "table_no", "items.quantity": "qty"}},
    {"mappings": {"order": {"table": "table_no"}, "item": {"quantity": "qty"}}},
])  # fmt: skip
def test_fields_are_named_as_the_mappings_say_both_ways(shop: Bench, mapping: dict[str, Any]) -> None:
    shop.pull("mappings", {"data": mapping})
    order_id = sent(shop, "table-4")
    (step,) = shop.plan(record_of("order", order_id))

    body = body_of(step)
    (item,) = body["items"]
    assert (body["table_no"], item["qty"]) == ("4", 1)
    assert "table_number" not in body
    answer = reply({"id": 5, "items": [{"id": 9, "menu_item_id": item["menu_item_id"], "qty": 1}]})
    outcome = shop.connector.read(shop.row(step), answer, shop.picture, NOW_MS)
    assert isinstance(outcome, Done)
    assert outcome.parts == ((item["reference"], "9"),)


def test_a_file_of_words_beats_the_mappings_and_leaves_fields_out() -> None:
    shop = mirrored('[fields.orders]\ntable_number = "tisch"\n"items.reference" = ""\n')
    shop.pull("mappings", {"orders": {"table_number": "table_no"}})
    (step,) = shop.plan(record_of("order", sent(shop, "table-4")))

    assert body_of(step)["tisch"] == "4"
    assert "reference" not in body_of(step)["items"][0]


@pytest.mark.parametrize("text", ["[sorrows]\na = 1", "[tenders]\ncash = 1", "not toml", "[menu]\nsize = 1"])
def test_a_file_of_words_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(WordsProblem):
        documented_words(text)


# Answers


def test_a_conflict_is_looked_at_and_what_is_so_already_is_done(shop: Bench) -> None:
    order_id = sent(shop)
    shop.tell()
    due = shop.picture.order(order_id).bill.due
    shop.store.shop.paying.take_cash(ANYBODY, order_id, due, shop.store.shop.paying.new_attempt())
    payment, complete = shop.plan(record_of("order", order_id))
    conflict = reply({"error": {"code": "INVALID_STATE", "message": "Order is completed"}}, 409)

    outcome = shop.connector.read(shop.row(complete), conflict, shop.picture, NOW_MS)
    look = shop.connector.look(shop.row(complete))
    found = shop.connector.looked(shop.row(complete), reply({"id": 1, "status": "completed"}), shop.picture, NOW_MS)
    paid = body_of(payment)["reference"]
    there = {"id": 1, "payments": [{"payment_id": "pay_9", "reference": paid}]}
    recorded = shop.connector.looked(shop.row(payment), reply(there), shop.picture, NOW_MS)

    assert isinstance(outcome, LookFirst)
    assert look == Call("GET", f"/api/v1/orders/{shop.picture.record(record_of('order', order_id)).central_id}")
    assert found == Done(said=(("status", "completed"),))
    assert isinstance(recorded, Done)
    assert [one for _, one in recorded.parts] == ["pay_9"]


def test_what_a_page_of_somebody_else_says_is_not_known(shop: Bench) -> None:
    (step,) = shop.plan(record_of("order", sent(shop)))

    outcome = shop.connector.read(shop.row(step), reply(b"<html>Please sign in</html>"), shop.picture, NOW_MS)

    assert isinstance(outcome, Unknown)


def test_a_refusal_keeps_the_words_and_the_field(shop: Bench) -> None:
    (step,) = shop.plan(record_of("order", sent(shop)))
    # Overview, "Error Response"
    body = {"error": {
        "code": "VALIDATION_ERROR", "message": "Invalid request data",
        "details": [{"field": "email", "message": "Invalid email format"}],
        "request_id": "req_xyz789", "timestamp": "2024-01-15T10:30:00Z",
    }}  # fmt: skip

    outcome = shop.connector.read(shop.row(step), reply(body, 422), shop.picture, NOW_MS)

    assert isinstance(outcome, Refusal)
    assert (outcome.said, outcome.field) == ("Invalid request data", "email")


def test_the_total_there_is_compared_without_the_tip(shop: Bench) -> None:
    (step,) = shop.plan(record_of("order", sent(shop)))
    answer = {"id": 1001, **{name: LISTED[name] for name in ("subtotal", "tax_amount", "tip_amount", "total_amount")}}

    outcome = shop.connector.read(shop.row(step), reply(answer), shop.picture, NOW_MS)

    assert isinstance(outcome, Done)
    assert dict(outcome.said) == {"subtotal": "42.31", "tax": "3.68", "tip": "6.35", "total": "45.99"}


def test_a_confirmed_thing_of_another_connector_is_no_matter_of_ours(shop: Bench) -> None:
    shop.due()

    shop.keep(CentralConfirmed(record_id("another", "order", "x"), "create", "d", "1", FRIDAY_EVENING))

    assert [one for one in shop.due() if one.startswith("auraconnect/")] == []
