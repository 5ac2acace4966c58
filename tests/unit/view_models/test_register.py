"""Taps, lines and the kitchen, as the register's view-model does them."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Rule, Unavailable
from aura_terminal.domain.ids import ModifierId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.staff import Permission
from aura_terminal.domain.tax import OrderType
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import EVERY_FACT
from aura_terminal.view_models.choices import ChoicesModel
from aura_terminal.view_models.entry import Use
from tests.support.till import MARTA, NINA, Till, pin_of

Settle = Callable[[Till], None]
BEER = "birra-moretti-0-33-l"


def test_three_taps_while_the_order_is_still_being_opened_are_three_beers_on_one_order(
    till: Till, settle: Settle
) -> None:
    till.thread.gate.clear()
    for _ in range(3):
        till.register.tap_tile(till.tile(BEER))
    assert till.counter.order is None
    till.thread.gate.set()
    settle(till)
    assert till.lines() == [("Birra Moretti 0.33 l", 3)]
    assert len(till.shop.reads.orders.open_orders()) == 1


def test_a_tap_after_new_order_belongs_to_the_new_order_however_slow_the_store_is(till: Till, settle: Settle) -> None:
    till.thread.gate.clear()
    till.register.tap_tile(till.tile(BEER))
    till.options.new_order()
    till.register.tap_tile(till.tile("margherita"))
    till.thread.gate.set()
    settle(till)
    assert till.lines() == [("Margherita", 1)]
    assert [row.items for row in till.shop.reads.orders.open_orders()] == [1, 1]


def test_what_was_added_last_is_selected(till: Till, settle: Settle) -> None:
    till.register.tap_tile(till.tile(BEER))
    till.register.tap_tile(till.tile("tiramisu"))
    till.register.tap_tile(till.tile(BEER))
    settle(till)
    assert till.register.selected is not None
    assert (till.register.selected.name, till.register.selected.quantity) == ("Birra Moretti 0.33 l", 2)


def test_tiles_know_how_many_of_them_the_order_has(till: Till, settle: Settle) -> None:
    for item in (BEER, BEER, "margherita"):
        till.register.tap_tile(till.tile(item))
    settle(till)
    assert till.register.counts == {BEER: 2, "margherita": 1}


def test_fast_steps_on_a_slow_store_all_count(till: Till, settle: Settle) -> None:
    till.register.tap_tile(till.tile(BEER))
    settle(till)
    line = till.order.lines[0].line_id
    till.thread.gate.clear()
    for by in (1, 1, 1, -1):
        till.register.step(line, by)
    till.thread.gate.set()
    settle(till)
    assert till.lines() == [("Birra Moretti 0.33 l", 3)]


def test_stepping_below_one_takes_the_line_off_and_offers_it_back(till: Till, settle: Settle, qtbot: QtBot) -> None:
    till.register.tap_tile(till.tile(BEER))
    settle(till)
    line = till.order.lines[0].line_id
    with qtbot.waitSignal(till.register.removed) as removed:
        till.register.step(line, -1)
    assert removed.args is not None
    assert (removed.args[0].name, removed.args[0].quantity) == ("Birra Moretti 0.33 l", 1)
    assert till.lines() == []
    till.register.restore(line)
    settle(till)
    assert till.lines() == [("Birra Moretti 0.33 l", 1)]
    assert till.register.selected is not None


def test_undo_puts_the_line_back_on_the_order_it_was_on(till: Till, settle: Settle) -> None:
    till.register.tap_tile(till.tile(BEER))
    till.register.tap_tile(till.tile("tiramisu"))
    settle(till)
    first, line = till.order.order_id, till.order.lines[0].line_id
    till.register.remove(line)
    settle(till)
    till.options.new_order()
    till.register.restore(line)
    settle(till)
    assert till.counter.order is None
    assert [row.name for row in till.shop.reads.orders.sheet(first).lines] == ["Birra Moretti 0.33 l", "Tiramisù"]


def test_digits_before_a_tile_are_its_quantity_once(till: Till, settle: Settle) -> None:
    till.register.entry.press("1")
    till.register.entry.press("2")
    till.register.tap_tile(till.tile(BEER))
    till.register.tap_tile(till.tile("tiramisu"))
    settle(till)
    assert till.lines() == [("Birra Moretti 0.33 l", 12), ("Tiramisù", 1)]


def test_a_number_and_a_function_change_the_selected_line(till: Till, settle: Settle) -> None:
    till.register.tap_tile(till.tile("tiramisu"))
    settle(till)
    for use, digits in ((Use.QUANTITY, "4"), (Use.COURSE, "1"), (Use.SEAT, "2")):
        till.register.entry.press(digits)
        till.register.use_entry(use)
    settle(till)
    line = till.order.lines[0]
    assert (line.quantity, line.course, line.seat) == (4, 1, 2)


def test_without_a_selected_line_a_number_waits_for_the_next_tile(till: Till, settle: Settle) -> None:
    for use, digits in ((Use.QUANTITY, "3"), (Use.SEAT, "2")):
        till.register.entry.press(digits)
        till.register.use_entry(use)
    till.register.tap_tile(till.tile(BEER))
    settle(till)
    assert (till.order.lines[0].quantity, till.order.lines[0].seat) == (3, 2)


def test_a_function_without_a_number_asks_for_one(till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(till.register.number_needed) as needed:
        till.register.use_entry(Use.SEAT)
    assert needed.args == [Use.SEAT]


def test_erasing_takes_digits_first_and_then_what_was_set_aside(till: Till) -> None:
    entry = till.register.entry
    entry.press("3")
    till.register.use_entry(Use.QUANTITY)
    entry.press("7")
    entry.erase()
    assert (entry.digits, entry.next.quantity) == ("", 3)
    entry.erase()
    assert entry.next.quantity == 1


def test_an_impossible_quantity_is_refused_and_nothing_is_added(till: Till, qtbot: QtBot) -> None:
    till.register.entry.press("4000")
    with qtbot.waitSignal(till.register.refused) as refused:
        till.register.tap_tile(till.tile(BEER))
    assert refused.args is not None
    assert refused.args[0].rule is Rule.QUANTITY_OUT_OF_RANGE
    assert till.counter.order is None


def test_a_scanned_code_adds_its_item(till: Till, settle: Settle) -> None:
    till.register.scan("2400000000242")
    till.register.scan("BE-002")
    settle(till)
    assert till.lines() == [("Birra Moretti 0.33 l", 2)]


def test_an_unknown_code_is_said_and_adds_nothing(till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(till.register.refused) as refused:
        till.register.scan("999999")
    assert refused.args is not None
    assert refused.args[0].details == {"what": "item", "name": "999999"}


def test_words_that_several_items_have_add_none_of_them(till: Till, settle: Settle) -> None:
    refused: list[object] = []
    till.register.refused.connect(refused.append)
    till.register.scan("mar")
    settle(till)
    assert till.counter.order is None
    assert not refused


def test_sending_gives_the_kitchen_what_it_did_not_have(till: Till, settle: Settle, qtbot: QtBot) -> None:
    till.register.tap_tile(till.tile("margherita"))
    with qtbot.waitSignal(till.register.sent):
        till.register.send()
    assert [line.state for line in till.order.lines] == [LineState.SENT]
    assert till.register.selected is None
    assert len(till.shop.reads.kitchen.live(None)) == 1


def test_sending_nothing_is_refused(till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(till.register.refused) as refused:
        till.register.send()
    assert refused.args is not None
    assert refused.args[0].rule is Rule.NOTHING_TO_SEND


def test_a_server_voids_a_sent_line_with_the_shift_leads_pin(till: Till, settle: Settle, qtbot: QtBot) -> None:
    till.register.tap_tile(till.tile("margherita"))
    till.register.send()
    settle(till)
    line = till.order.lines[0].line_id
    with qtbot.waitSignal(till.counter.approvals.wanted) as wanted:
        till.register.void(line, 1, "Burnt")
    assert wanted.args == [Permission.VOID_SENT]
    with qtbot.waitSignal(till.counter.approvals.refused) as refused:
        till.counter.approvals.approve(NINA, "000000")
    assert refused.args is not None
    assert refused.args[0].rule is Rule.PIN_WRONG
    with qtbot.waitSignal(till.counter.approvals.settled):
        till.counter.approvals.approve(NINA, pin_of(NINA))
    assert till.order.lines[0].state is LineState.VOIDED
    assert till.session.actor is not None
    assert till.session.actor.id == MARTA


def test_who_may_void_by_right_needs_nobody_else(till: Till, settle: Settle) -> None:
    till.session.sign_in(NINA, pin_of(NINA))
    settle(till)
    till.register.tap_tile(till.tile("margherita"))
    till.register.send()
    settle(till)
    till.register.void(till.order.lines[0].line_id, 1, "Burnt")
    settle(till)
    assert till.order.lines[0].state is LineState.VOIDED


def test_what_another_terminal_does_to_the_order_is_shown(till: Till, settle: Settle) -> None:
    till.register.tap_tile(till.tile("margherita"))
    settle(till)
    other = till.store.opened_by("R2").shop
    other.ordering.send(other.access.sign_in(NINA, pin_of(NINA)), till.order.order_id)
    till.changes.changed.emit(EVERY_FACT)
    settle(till)
    assert till.order.lines[0].state is LineState.SENT


def test_a_store_that_fails_while_a_sheet_is_fetched_leaves_the_next_tap_working(till: Till, settle: Settle) -> None:
    sheets: list[str] = []
    till.register.choices_wanted.connect(lambda choices: sheets.append(choices.name))
    till.thread.gate.clear()
    till.runner.run(_fail, lambda nothing: None)
    till.register.tap_tile(till.tile("half-and-half"))
    till.thread.gate.set()
    settle(till)
    till.register.tap_tile(till.tile("build-your-own"))
    settle(till)
    assert sheets == ["Build your own"]


def _fail(shop: Shop) -> None:
    raise Unavailable("store", "free some space")


def test_an_approver_without_the_right_is_refused_and_may_try_again(till: Till, settle: Settle, qtbot: QtBot) -> None:
    till.register.tap_tile(till.tile("margherita"))
    till.register.send()
    settle(till)
    with qtbot.waitSignal(till.counter.approvals.wanted):
        till.register.void(till.order.lines[0].line_id, 1, "Burnt")
    with qtbot.waitSignal(till.counter.approvals.refused) as refused:
        till.counter.approvals.approve(MARTA, pin_of(MARTA))
    assert refused.args is not None
    assert refused.args[0].rule is Rule.NOT_ALLOWED
    till.counter.approvals.drop()
    till.counter.approvals.approve(NINA, pin_of(NINA))
    settle(till)
    assert till.order.lines[0].state is LineState.SENT


def test_a_refused_verb_shows_how_the_order_stands_now(till: Till, settle: Settle) -> None:
    till.register.tap_tile(till.tile("margherita"))
    settle(till)
    other = till.store.opened_by("R2").shop
    other.ordering.send(other.access.sign_in(NINA, pin_of(NINA)), till.order.order_id)
    till.register.remove(till.order.lines[0].line_id)
    settle(till)
    assert till.order.lines[0].state is LineState.SENT


def test_two_taps_on_an_item_that_asks_open_one_sheet_for_two(till: Till, settle: Settle) -> None:
    sheets: list[ChoicesModel] = []
    till.register.choices_wanted.connect(sheets.append)
    till.thread.gate.clear()
    till.register.tap_tile(till.tile("build-your-own"))
    till.register.tap_tile(till.tile("build-your-own"))
    till.thread.gate.set()
    settle(till)
    assert [sheet.quantity for sheet in sheets] == [2]


def test_a_second_item_that_asks_waits_until_the_first_is_answered(till: Till, settle: Settle) -> None:
    sheets: list[str] = []
    till.register.choices_wanted.connect(lambda choices: sheets.append(choices.name))
    till.register.tap_tile(till.tile("build-your-own"))
    till.register.tap_tile(till.tile("half-and-half"))
    settle(till)
    assert sheets == ["Build your own"]
    till.register.drop_choices()
    settle(till)
    assert sheets == ["Build your own", "Half & Half"]


def test_choices_of_an_unsent_line_can_be_changed(till: Till, settle: Settle) -> None:
    sheets: list[ChoicesModel] = []
    till.register.choices_wanted.connect(sheets.append)
    till.register.entry.press("2")
    till.register.tap_tile(till.tile("margherita"))
    settle(till)
    till.register.change_choices(till.order.lines[0].line_id)
    settle(till)
    sheets[0].step(ModifierId("pizza-nduja"), 1)
    till.register.add_choices()
    settle(till)
    line = till.order.lines[0]
    assert (line.quantity, [(each.name, each.quantity) for each in line.modifiers]) == (2, [("Nduja", 1)])


def test_a_table_chosen_before_any_item_opens_the_order_at_it(till: Till, settle: Settle) -> None:
    till.options.refresh()
    settle(till)
    table = next(row for row in till.options.tables if row.number == "12")
    till.options.choose_table(table.id, 4)
    settle(till)
    assert (till.order.table_name, till.order.guests) == ("12", 4)


def test_kind_and_name_chosen_before_any_item_are_those_of_the_order_it_opens(till: Till, settle: Settle) -> None:
    till.options.change_type(OrderType.TAKEOUT)
    till.options.name_guest("Frieda")
    settle(till)
    assert till.counter.order is None
    assert (till.counter.new.order_type, till.counter.new.guest_name) == (OrderType.TAKEOUT, "Frieda")
    till.register.tap_tile(till.tile(BEER))
    settle(till)
    assert (till.order.order_type, till.order.guest_name) == (OrderType.TAKEOUT, "Frieda")


def test_switching_between_open_orders_loses_neither(till: Till, settle: Settle) -> None:
    till.register.tap_tile(till.tile(BEER))
    settle(till)
    first = till.order.order_id
    till.options.new_order()
    till.register.tap_tile(till.tile("tiramisu"))
    till.options.open_order(first)
    till.register.tap_tile(till.tile(BEER))
    settle(till)
    assert till.order.order_id == first
    assert till.lines() == [("Birra Moretti 0.33 l", 2)]


def test_a_cancelled_order_leaves_the_counter(till: Till, settle: Settle) -> None:
    till.register.tap_tile(till.tile(BEER))
    settle(till)
    till.options.cancel_order("Guest left")
    settle(till)
    assert till.counter.order is None
    assert not till.shop.reads.orders.open_orders()


def test_cancelling_what_the_kitchen_has_needs_the_right_for_it(till: Till, settle: Settle, qtbot: QtBot) -> None:
    till.register.tap_tile(till.tile("margherita"))
    till.register.send()
    settle(till)
    with qtbot.waitSignal(till.counter.approvals.wanted) as wanted:
        till.options.cancel_order("Guest left")
    assert wanted.args == [Permission.CANCEL_ORDER]
    till.counter.approvals.approve(NINA, pin_of(NINA))
    settle(till)
    assert till.counter.order is None


def test_there_is_no_receipt_to_print_again_before_the_first_sale(till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(till.register.refused) as refused:
        till.options.reprint_last()
    assert refused.args is not None
    assert refused.args[0].rule is Rule.UNKNOWN
