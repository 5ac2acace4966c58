"""The sync centre: what a back office refused, the ways out, and how the store stands with it."""

from __future__ import annotations

import json
from dataclasses import replace

from aura_terminal.domain.central import CentralConfirmed, CentralDecided, CentralRefused, RecordId, record_id
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.store import SYSTEM
from aura_terminal.ui.screens.back_office.card import OfficeLine
from aura_terminal.ui.shell.screens import View
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.back_office import Reached
from tests.gui.together.conftest import Desk
from tests.gui.together.test_conflict_inbox import allow
from tests.support.memory_shop import signed_in
from tests.support.till import NINA

NO_TABLE = "table_number: no such table"
REACHED = Reached("auraconnect", is_reached=True, gateway="R1")


def refused(desk: Desk, *, field: str = "", problem: str = "refused", words: str = NO_TABLE) -> OrderId:
    """An order that the back office would not take."""
    shop = desk.store.shop
    ana = signed_in(shop, "ana-kovac")
    order_id = shop.ordering.add_item(ana, NewOrder(), Asked(desk.till.tile("diavola").item_id)).order_id
    said = CentralRefused(_record(order_id), "create", "d1", 422, problem, words, desk.store.clock.now(), field)
    with desk.store.begin(SYSTEM) as work:
        work.keep(said)
    desk.others_did()
    return order_id


def decisions(desk: Desk) -> list[CentralDecided]:
    """What was decided, by the journal."""
    return [entry.fact for entry in desk.store.journal.entries if isinstance(entry.fact, CentralDecided)]


def test_without_a_back_office_there_is_no_place_for_one(desk: Desk) -> None:
    assert not any(name.startswith("Back office") for name in desk.names())


def test_one_that_is_set_up_has_its_place_and_says_how_it_stands(desk: Desk) -> None:
    desk.terminal.offices.hear((REACHED,))
    desk.settle()
    desk.press("Back office")
    assert {"AuraConnect", "Speaks for the store", "R1", "Nothing waits for a decision."} <= set(desk.words())
    assert "Everything is there" in _office(desk)


def test_one_that_does_not_answer_says_so_in_its_own_words(desk: Desk) -> None:
    desk.terminal.offices.hear((replace(REACHED, is_reached=False, trouble="unreached"),))
    desk.settle()
    desk.press("Back office")
    assert "Not reached" in _office(desk)
    assert "It does not answer. Everything is kept here and sent by itself later." in desk.words()


def test_a_refusal_brings_a_badge_and_no_question_pops_up(desk: Desk) -> None:
    refused(desk)
    assert "Back office, 1" in desk.names()
    assert desk.terminal.window.view is View.REGISTER


def test_a_refusal_says_what_why_and_the_ways_out(desk: Desk) -> None:
    refused(desk)
    desk.press("Back office, 1")
    words = desk.words()
    assert "Order R1-001" in words
    assert "AuraConnect finds something wrong in it." in words
    assert "It said: “table_number: no such table”" in words
    assert "It is not sent. The sale here stays as it is." in words


def test_trying_again_needs_no_manager(desk: Desk) -> None:
    order_id = refused(desk)
    desk.press("Back office, 1")
    desk.press("Try again. It is sent once more as it is here.")
    assert [(each.record, each.choice) for each in decisions(desk)] == [(_record(order_id), "retry")]
    assert "Nothing waits for a decision." in desk.words()
    assert "Back office" in desk.names()


def test_setting_aside_needs_a_reason_and_a_managers_pin(desk: Desk) -> None:
    refused(desk)
    desk.press("Back office, 1")
    desk.press("Set aside. It is not sent. The sale here stays as it is.")
    desk.pick("Entered there by hand")
    desk.press("Set aside")
    assert decisions(desk) == []
    allow(desk)
    (made,) = decisions(desk)
    assert (made.choice, made.reason, made.approval and made.approval.by) == (
        "set_aside",
        "Entered there by hand",
        NINA,
    )


def test_a_field_the_central_named_is_typed_anew(desk: Desk) -> None:
    refused(desk, field="table_number")
    desk.press("Back office, 1")
    desk.press("Correct and send. Only what is sent changes, not what is here.")
    desk.write("14")
    allow(desk)
    (made,) = decisions(desk)
    assert (made.choice, made.amended) == ("edit", (("table_number", "14"),))


def test_an_item_the_central_does_not_know_is_given_its_number_there(desk: Desk) -> None:
    item = record_id("auraconnect", "item", "diavola")
    order_id = refused(desk, field=item, problem="unknown_item", words="Diavola")
    desk.press("Back office, 1")
    assert "Which one: Diavola" in desk.words()
    desk.press("Name its number. It is kept, and used from now on.")
    desk.write("77")
    allow(desk)
    (made,) = decisions(desk)
    assert (made.record, made.choice) == (_record(order_id), "retry")
    matched = [entry.fact for entry in desk.store.journal.entries if isinstance(entry.fact, CentralConfirmed)]
    assert [(each.record, each.central_id) for each in matched] == [(item, "77")]


def test_what_is_there_already_is_linked_by_its_number(desk: Desk) -> None:
    refused(desk)
    desk.press("Back office, 1")
    desk.press("It is there already. You name the number it has there.")
    desk.write("1001")
    allow(desk)
    (made,) = decisions(desk)
    assert (made.choice, made.central_id) == ("linked", "1001")


def test_what_waits_is_exported_whole(desk: Desk) -> None:
    order_id = refused(desk)
    desk.press("Back office, 1")
    desk.press("Export what waits")
    (text,) = desk.terminal.exports
    assert json.loads(text)["record"] == _record(order_id)


def test_send_now_asks_the_node(desk: Desk) -> None:
    asked: list[bool] = []
    desk.terminal.offices.send_wanted.connect(lambda: asked.append(True))
    desk.terminal.offices.hear((REACHED,))
    desk.settle()
    desk.press("Back office")
    desk.press("Send now")
    assert asked == [True]


def undelivered(desk: Desk) -> RecordId:
    """A sale that a subscriber did not take, however often it was told."""
    shop = desk.store.shop
    ana = signed_in(shop, "ana-kovac")
    order_id = shop.ordering.add_item(ana, NewOrder(), Asked(desk.till.tile("diavola").item_id)).order_id
    record = record_id("subscriber.books", "sale", order_id)
    no = CentralRefused(record, "transaction.completed", "d1", 503, "undelivered", "no disk", desk.store.clock.now())
    with desk.store.begin(SYSTEM) as work:
        work.keep(no)
    desk.others_did()
    return record


def test_an_event_a_subscriber_did_not_take_is_listed_with_what_it_answered(desk: Desk) -> None:
    undelivered(desk)
    desk.press("Back office, 1")
    words = desk.words()
    assert any(one.startswith("transaction.completed: Sale ") for one in words)
    assert "Subscriber “books” did not take it, however often it was sent." in words
    assert "Its last answer: 503 no disk" in words
    assert "It is there already" not in words


def test_an_event_is_sent_again_with_a_managers_pin_and_the_journal_says_whose(desk: Desk) -> None:
    record = undelivered(desk)
    desk.press("Back office, 1")
    desk.press("Send again. It is sent now, and after 1, 5 and 15 minutes if need be.")
    assert decisions(desk) == []
    allow(desk)
    (made,) = decisions(desk)
    assert (made.record, made.choice, made.approval and made.approval.by) == (record, "retry", NINA)
    assert "Nothing waits for a decision." in desk.words()


def _record(order_id: OrderId) -> RecordId:
    return record_id("auraconnect", "order", order_id)


def _office(desk: Desk) -> str:
    return next(each.accessibleName() for each in desk.terminal.window.findChildren(OfficeLine))
