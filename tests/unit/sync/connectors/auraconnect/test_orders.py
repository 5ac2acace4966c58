"""Orders and their money as AuraConnect is told of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aura_terminal.domain.ids import ItemId, LineId, OrderId, TableId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.floor import Part
from sync.connectors.auraconnect.naming import record_of
from sync.reconcile.contract import Done, Lane, Problem
from sync.reconcile.settling import confirmed
from tests.support.memory_shop import signed_in
from tests.unit.sync.connectors.auraconnect.pictures import NOW_MS, Bench, bench, body_of, mirrored, paths, reply

TIRAMISU = Asked(ItemId("tiramisu"), quantity=2, note="no cocoa")
TABLE = NewOrder(table_id=TableId("table-4"), guests=3, guest_name="Kim")


@pytest.fixture
def shop() -> Bench:
    return mirrored()


@pytest.fixture
def marta(shop: Bench) -> Actor:
    return signed_in(shop.store.shop)


def seated(shop: Bench, by: Actor, *asked: Asked) -> OrderId:
    shop.store.clock.advance(seconds=1)
    order_id = shop.store.shop.ordering.open_order(by, TABLE).order_id
    for one in asked or (TIRAMISU,):
        shop.store.shop.ordering.add_item(by, order_id, one)
    return order_id


def fired(shop: Bench, by: Actor) -> OrderId:
    order_id = seated(shop, by)
    shop.store.shop.ordering.send(by, order_id)
    return order_id


def paid(shop: Bench, by: Actor, order_id: OrderId, minor: int | None = None) -> None:
    shop.store.clock.advance(seconds=1)
    due = shop.picture.order(order_id).bill.due
    money = due if minor is None else Money(minor, due.currency)
    shop.store.shop.paying.take_cash(by, order_id, money, shop.store.shop.paying.new_attempt())


def bumped(shop: Bench, order_id: OrderId) -> None:
    nina = signed_in(shop.store.shop, "nina-vogel")
    for ticket in shop.journal.tickets():
        if ticket.fired is not None and ticket.fired.order_id == order_id and not ticket.is_bumped:
            shop.store.shop.kitchen.bump(nina, ticket.id)


def test_an_order_nobody_has_sent_yet_is_not_told(shop: Bench, marta: Actor) -> None:
    seated(shop, marta)

    assert [one for one in shop.tell() if "orders" in one.call.path] == []


def test_a_check_paid_at_the_table_is_told_in_four_requests(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    paid(shop, marta, order_id)

    told = shop.tell()

    assert paths(told) == [
        "POST /api/v1/orders", "POST /api/v1/payments/process", "POST /api/v1/orders/{id}/send-to-kitchen",
        "POST /api/v1/orders/{id}/complete",
    ]  # fmt: skip
    assert shop.tell() == []


def test_a_check_the_kitchen_is_done_with_is_told_in_three(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    bumped(shop, order_id)
    paid(shop, marta, order_id)

    assert [path.rpartition("/")[2] for path in paths(shop.tell())] == ["orders", "process", "complete"]


def test_an_order_says_what_is_charged_and_whose_it_is(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    order = shop.picture.order(order_id)
    (step,) = shop.plan(record_of("order", order_id))

    body = body_of(step)

    (item,) = body["items"]
    (line,) = order.lines.values()
    assert (item["quantity"], item["unit_price"], item["special_instructions"]) == (2, "6.90", "no cocoa")
    assert item["reference"] == line.id
    assert (body["order_type"], body["table_number"]) == ("dine_in", "4")
    assert body["notes"].startswith("Kim · 3 guests · opened 2026-05-15T17:30:01Z · by Marta Rossi")
    assert body["notes"].endswith(f"[{order.number} · {order_id}]")
    assert step.creates
    assert step.lane is Lane.ORDERS


def test_what_changes_after_it_was_created_is_told_once_more_as_a_whole(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    shop.tell()
    shop.store.shop.ordering.add_item(marta, order_id, Asked(ItemId("panna-cotta")))
    shop.store.shop.ordering.send(marta, order_id)

    told = [one for one in shop.tell() if "/orders/" in one.call.path]

    assert paths(told) == ["PUT /api/v1/orders/{id}", "POST /api/v1/orders/{id}/send-to-kitchen"]
    assert len(body_of(told[0])["items"]) == 2


def test_going_back_to_an_earlier_content_is_no_repeat_of_it(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    shop.tell()
    steps = []
    for guests in (5, 3, 5):
        shop.store.shop.floor.transfer_order(marta, order_id, TableId("table-5" if guests == 5 else "table-4"))
        steps += [one for one in shop.tell() if one.step == "update"]

    assert [body_of(one)["table_number"] for one in steps] == ["5", "4", "5"]
    assert len({one.digest for one in steps}) == 3


def test_payments_not_told_yet_are_split_and_a_single_one_is_processed(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    paid(shop, marta, order_id, 500)
    shop.tell()
    paid(shop, marta, order_id, 300)
    paid(shop, marta, order_id)

    (step,) = [one for one in shop.tell() if "payments" in one.call.path]

    assert step.call.path == "/api/v1/payments/split"
    assert [one["amount"] for one in body_of(step)["splits"]] == ["3.00", "5.80"]
    assert step.lane is Lane.MONEY


def test_an_order_found_there_is_told_as_a_whole_for_another_terminal_may_have_told_less(
    shop: Bench, marta: Actor
) -> None:
    order_id = fired(shop, marta)
    (create,) = shop.plan(record_of("order", order_id))
    row = {"id": 9, "notes": body_of(create)["notes"], "status": "preparing"}

    found = shop.connector.looked(shop.row(create), reply({"data": [row]}), shop.picture, NOW_MS)
    over = shop.connector.looked(shop.row(create), reply({"data": [{**row, "status": "completed"}]}), shop.picture, 0)

    assert (found, over) == (Done("9", said=(("status", "preparing"),), is_same=False),
                             Done("9", said=(("status", "completed"),)))  # fmt: skip
    assert isinstance(found, Done)
    shop.keep(confirmed(shop.row(create), found, NOW_MS))
    update, *_ = shop.plan(record_of("order", order_id))
    assert (update.step, body_of(update)["items"]) == ("update", body_of(create)["items"])


def test_of_payments_told_together_only_those_that_are_not_there_are_told_again(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    shop.tell()
    paid(shop, marta, order_id, 500)
    paid(shop, marta, order_id)
    record = record_of("order", order_id)
    (split,) = [one for one in shop.plan(record) if one.step.startswith("payment/")]
    here, missing = (one["reference"] for one in body_of(split)["splits"])

    found = reply({"id": 1, "payments": [{"payment_id": "pay_7", "reference": here, "amount": "5.00"}]})
    done = shop.connector.looked(shop.row(split), found, shop.picture, NOW_MS)
    assert isinstance(done, Done)
    shop.keep(shop.confirmed(split, done))
    (again,) = [one for one in shop.plan(record) if one.step.startswith("payment/")]

    assert (again.call.path, body_of(again)["reference"]) == ("/api/v1/payments/process", missing)


def test_an_order_taken_back_before_it_was_told_is_created_and_cancelled_with_its_reason(
    shop: Bench, marta: Actor
) -> None:
    order_id = fired(shop, marta)
    nina = signed_in(shop.store.shop, "nina-vogel")
    allowed = shop.store.shop.access.approve(nina.id, "590746", Permission.CANCEL_ORDER, "guest left")
    shop.store.shop.ordering.cancel_order(marta, order_id, "guest left", allowed)

    told = shop.tell()

    assert paths(told) == ["POST /api/v1/orders", "POST /api/v1/orders/{id}/cancel"]
    assert body_of(told[1])["reason"] == "guest left"


def test_a_send_to_the_kitchen_is_there_once_no_item_waits_any_more(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    shop.tell()
    shop.store.shop.ordering.add_item(marta, order_id, Asked(ItemId("panna-cotta")))
    shop.store.shop.ordering.send(marta, order_id)
    update, kitchen = (one for one in shop.plan(record_of("order", order_id)) if one.step in ("update", "kitchen"))
    shop.take(update)

    def looked(*statuses: str) -> object:
        items = [{"id": at, "status": status} for at, status in enumerate(statuses)]
        said = reply({"id": 1, "status": "preparing", "items": items})
        return shop.connector.looked(shop.row(kitchen), said, shop.picture, NOW_MS)

    assert looked("preparing", "pending") is None
    assert isinstance(looked("preparing", "preparing"), Done)


def test_an_item_that_is_not_known_there_waits_for_a_person() -> None:
    made = bench()
    order_id = fired(made, signed_in(made.store.shop))
    record = record_of("order", order_id)

    plan = made.connector.plan(made.picture.record(record), made.picture)

    assert (plan.problem, plan.problem_step, plan.detail) == (Problem.UNKNOWN_ITEM, "create", "Tiramisù")
    assert plan.about == record_of("item", "tiramisu")


def test_a_merged_order_is_cancelled_there_and_its_lines_are_charged_at_the_other(shop: Bench, marta: Actor) -> None:
    stays, goes = fired(shop, marta), fired(shop, marta)
    shop.tell()
    shop.store.shop.floor.merge_orders(marta, goes, stays)

    told = [one for one in shop.tell() if "/orders/" in one.call.path]

    number = shop.picture.order(min(stays, goes)).number
    cancel, update = sorted(told, key=lambda one: one.step)
    assert body_of(cancel)["reason"] == f"merged into {number}"
    assert sum(one["quantity"] for one in body_of(update)["items"]) == 4


def test_the_ids_of_lines_come_from_the_reply(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    shop.tell()

    record = shop.picture.record(record_of("order", order_id))

    assert set(record.parts) == {LineId(one) for one in shop.picture.order(order_id).lines}


def test_each_line_says_what_all_discounts_took_off_it_so_that_tax_comes_to_the_same_there(
    shop: Bench, marta: Actor
) -> None:
    order_id = seated(shop, marta, TIRAMISU, Asked(ItemId("panna-cotta")), Asked(ItemId("margherita"), quantity=3))
    nina = signed_in(shop.store.shop, "nina-vogel")
    shop.store.shop.discounts.take_percent(nina, order_id, Decimal(5), "regular")
    shop.store.shop.ordering.send(marta, order_id)
    shop.store.shop.discounts.take_amount(nina, order_id, Money(333, "EUR"), "cold soup")

    (create,) = (one for one in shop.plan(record_of("order", order_id)) if one.step == "create")

    body, bill = body_of(create), shop.picture.order(order_id).bill
    assert len(bill.taken) == 1  # the last one of a slot counts
    off = [Decimal(item["discount_amount"]) for item in body["items"]]
    assert off == [Decimal(share.plain()) for share in bill.taken[0].shares]
    assert sum(off) == Decimal(body["discount_amount"]) == Decimal("3.33")


def test_a_dish_that_was_moved_away_before_its_order_was_sent_is_nothing_to_that_kitchen(
    shop: Bench, marta: Actor
) -> None:
    order_id = seated(shop, marta, TIRAMISU, Asked(ItemId("panna-cotta")))
    record = record_of("order", order_id)
    shop.store.shop.ordering.send(marta, order_id)
    (create,) = (one for one in shop.plan(record) if one.step == "create")
    shop.take(create)
    line = next(iter(shop.picture.order(order_id).lines))
    shop.store.shop.floor.split_order(marta, order_id, [Part(line)])
    for word in ("update", "kitchen"):
        shop.take(next(one for one in shop.plan(record) if one.step == word))
    nina = signed_in(shop.store.shop, "nina-vogel")
    ticket = next(one for one in shop.journal.tickets() if line in one.lines)
    for each in ticket.lines:
        shop.store.shop.kitchen.tap_item(nina, ticket.id, each)

    told = [one.step for one in shop.plan(record_of("ticket", ticket.id))]

    assert told == [f"item/{each}" for each in ticket.lines if each != line]
