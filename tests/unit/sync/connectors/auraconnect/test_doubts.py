"""What a terminal may have told, nobody knows whether it was taken: it is told again, as the same request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.central import CentralConfirmed, RecordId, in_doubt
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.asking import Asked
from aura_terminal.use_cases.feedback import Rated
from aura_terminal.use_cases.guests import NewGuest
from sync.connectors.auraconnect.naming import record_of
from sync.connectors.auraconnect.pulls.orders import DETAILS, SEEN, plan_details
from sync.reconcile.contract import Done, LookFirst, Step, canonical
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_shop import signed_in
from tests.unit.sync.connectors.auraconnect.pictures import NOW_MS, Bench, body_of, mirrored, reply
from tests.unit.sync.connectors.auraconnect.test_orders import bumped, fired, paid, seated


@pytest.fixture
def shop() -> Bench:
    return mirrored()


@pytest.fixture
def marta(shop: Bench) -> Actor:
    return signed_in(shop.store.shop)


def doubted(shop: Bench, step: Step) -> None:
    """Its request left, and whoever sent it speaks no more."""
    shop.keep(CentralConfirmed(step.record, step.step, in_doubt(step.digest), "", FRIDAY_EVENING))


def due(shop: Bench, record: RecordId, word: str) -> Step:
    return next(one for one in shop.plan(record) if one.step.startswith(word))


@pytest.mark.parametrize("step", ["payment/", "kitchen", "complete"])
def test_it_is_told_again_under_the_same_key(shop: Bench, marta: Actor, step: str) -> None:
    order_id = fired(shop, marta)
    record = record_of("order", order_id)
    for earlier in ("create", "payment/", "kitchen"):
        if earlier == step:
            break
        if earlier == "payment/":
            paid(shop, marta, order_id)
        shop.take(due(shop, record, earlier))
    if step == "payment/":
        paid(shop, marta, order_id)

    first = due(shop, record, step)
    doubted(shop, first)
    again = due(shop, record, step)

    assert (again, shop.row(again).key) == (first, shop.row(first).key)
    assert isinstance(shop.take(again), Done)
    assert not [one for one in shop.plan(record) if one.step == first.step]


def test_a_payment_that_may_be_there_is_not_told_together_with_the_next_one(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    record = record_of("order", order_id)
    shop.take(due(shop, record, "create"))
    paid(shop, marta, order_id, 500)
    first = due(shop, record, "payment/")
    doubted(shop, first)
    paid(shop, marta, order_id)

    again, other = (one for one in shop.plan(record) if one.step.startswith("payment/"))

    assert (again, other.call.path) == (first, "/api/v1/payments/process")


def test_a_check_that_may_be_complete_is_completed_although_its_kitchen_is_done(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    bumped(shop, order_id)
    paid(shop, marta, order_id)
    record = record_of("order", order_id)
    for word in ("create", "payment/"):
        shop.take(due(shop, record, word))
    doubted(shop, due(shop, record, "complete"))

    assert [one.step for one in shop.plan(record)] == ["complete"]


def test_a_fire_that_may_be_known_there_is_sent_again_although_it_is_bumped(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    record = record_of("order", order_id)
    shop.take(due(shop, record, "create"))
    first = due(shop, record, "kitchen")
    doubted(shop, first)
    bumped(shop, order_id)

    assert due(shop, record, "kitchen") == first


def test_an_online_order_whose_content_may_have_come_is_asked_for_again(shop: Bench) -> None:
    record = record_of("order", "0000")
    shop.keep(CentralConfirmed(record, SEEN, "seen", "77", FRIDAY_EVENING))
    (asked,) = plan_details(shop.picture.record(record)).steps
    doubted(shop, asked)

    assert plan_details(shop.picture.record(record)).steps == (asked,)
    shop.keep(CentralConfirmed(record, DETAILS, asked.digest, "77", FRIDAY_EVENING))
    assert plan_details(shop.picture.record(record)).steps == ()


def test_a_key_that_was_used_for_other_words_means_that_another_terminal_told_it(shop: Bench, marta: Actor) -> None:
    step = due(shop, record_of("order", fired(shop, marta)), "create")
    details = [{"field": "X-Idempotency-Key", "message": "was used for another request"}]
    said = reply({"error": {"code": "VALIDATION_ERROR", "message": "no", "details": details}}, status=422)

    assert isinstance(shop.connector.read(shop.row(step), said, shop.picture, NOW_MS), LookFirst)


def test_what_is_told_once_is_there_when_another_terminal_told_it_in_other_words(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    given = shop.store.shop.feedback.give(marta, order_id, Rated(4))
    record = record_of("feedback", given.feedback_id)
    (step,) = shop.plan(record)
    details = [{"field": "X-Idempotency-Key", "message": "was used for another request"}]
    said = reply({"error": {"code": "VALIDATION_ERROR", "message": "no", "details": details}}, status=422)

    outcome = shop.connector.read(shop.row(step), said, shop.picture, NOW_MS)

    assert outcome == Done(given.feedback_id, is_same=False)
    shop.keep(CentralConfirmed(record, step.step, "", outcome.central_id, FRIDAY_EVENING))
    assert shop.plan(record) == ()


def test_a_bump_with_nothing_left_to_bump_there_is_done_although_more_was_sent_since(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    record = record_of("order", order_id)
    shop.take(due(shop, record, "create"))
    shop.take(due(shop, record, "kitchen"))
    bumped(shop, order_id)
    (bump,) = (one for ticket in shop.due() if "/ticket/" in ticket for one in shop.plan(ticket))
    conflict = reply({"error": {"code": "INVALID_STATE", "message": "The kitchen is done with it already"}}, 409)

    assert bump.step == "bump"
    assert shop.connector.read(shop.row(bump), conflict, shop.picture, NOW_MS) == Done()


def test_the_reply_to_what_another_terminal_told_is_no_proof_that_all_is_there(shop: Bench, marta: Actor) -> None:
    order_id = seated(shop, marta, Asked(ItemId("tiramisu"), quantity=2), Asked(ItemId("panna-cotta")))
    shop.store.shop.ordering.send(marta, order_id)
    step = due(shop, record_of("order", order_id), "create")
    first, second = body_of(step)["items"]
    items = [{"id": 1, "menu_item_id": first["menu_item_id"], "quantity": 2}]

    partly = shop.connector.read(shop.row(step), reply({"id": 9, "items": items}), shop.picture, NOW_MS)
    items.append({"id": 2, "menu_item_id": second["menu_item_id"], "quantity": 1})
    whole = shop.connector.read(shop.row(step), reply({"id": 9, "items": items}), shop.picture, NOW_MS)

    assert isinstance(partly, Done)
    assert isinstance(whole, Done)
    assert (partly.is_same, whole.is_same) == (False, True)


@pytest.mark.parametrize(
    ("answer", "is_done"),
    [
        ({"status": "completed", "items": []}, True),
        ({"status": "preparing", "items": [{"id": 2001, "status": "ready"}]}, True),
        ({"status": "preparing", "items": [{"id": 2001, "status": "preparing"}]}, False),
    ],
)
def test_an_item_of_an_order_that_is_over_there_is_cooked_by_nobody(
    shop: Bench, marta: Actor, answer: dict[str, object], is_done: bool
) -> None:
    step = due(shop, record_of("order", fired(shop, marta)), "create")
    row = replace(
        shop.row(step), record=record_of("ticket", "t"), step="item/x", method="PUT",
        path="/api/v1/kds/orders/1001/status", body=canonical({"item_id": 2001, "status": "ready"}),
    )  # fmt: skip
    look = shop.connector.look(row)
    assert look is not None
    assert look.path == "/api/v1/orders/1001"
    assert (shop.connector.looked(row, reply(answer), shop.picture, NOW_MS) is not None) is is_done


def test_an_order_that_is_over_there_takes_no_other_content(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    record = record_of("order", order_id)
    shop.take(due(shop, record, "create"))
    shop.store.shop.ordering.add_item(marta, order_id, Asked(ItemId("panna-cotta")))
    step = due(shop, record, "update")
    over = reply({"id": 1001, "status": "completed", "items": [], "total_amount": "1.00"})
    assert isinstance(shop.connector.looked(shop.row(step), over, shop.picture, NOW_MS), Done)


def test_an_order_that_may_be_there_is_looked_for_although_nobody_would_tell_it_any_more(
    shop: Bench, marta: Actor
) -> None:
    stays, goes = fired(shop, marta), fired(shop, marta)
    record = record_of("order", goes)
    doubted(shop, due(shop, record, "create"))
    shop.store.shop.floor.merge_orders(marta, goes, stays)

    (step,) = shop.plan(record)

    assert (step.step, step.is_moot) == ("create", True)
    shop.keep(CentralConfirmed(record, "create", "", "", FRIDAY_EVENING))  # as it is settled where it is not there
    assert shop.plan(record) == ()
    shop.keep(CentralConfirmed(record, "create", "", "1001", FRIDAY_EVENING))
    assert shop.plan(record)[-1].step == "cancel"


def test_what_is_asked_of_an_open_order_is_looked_at_when_it_ends(shop: Bench, marta: Actor) -> None:
    order_id = fired(shop, marta)
    guest = shop.store.shop.guests.register(marta, NewGuest("Ada", "", "+49 30 1234567")).guest_id
    shop.store.shop.guests.attach(marta, order_id, guest)
    shop.due()
    paid(shop, marta, order_id)

    assert record_of("balance", f"{guest}/{order_id}") in shop.due()
