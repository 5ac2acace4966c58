"""What a cook does, by finger and by bump bar."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Actor
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.ticket_rows import Mark, Urgency, age_of
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel
from aura_terminal.view_models.runner import Runner
from tests.support.kitchen_cook import LEFT, Cook, cook_over
from tests.support.kitchen_evening import NOW, Dish, at_table, fire, play
from tests.support.memory_shop import InlineStoreThread, MemoryStore, RealStoreThread, demo_store, signed_in
from tests.support.till import GatedStoreThread

EVENING = ["T 4", "Weber", "T 9", "Keller", "T 12", "T 2", "T 15", "Lena", "T 6", "T 11", "Yilmaz", "T 3"]


def test_tickets_stand_oldest_first(cook: Cook) -> None:
    assert cook.titles() == EVENING


def test_a_tap_on_a_dish_makes_one_more_of_it_ready(cook: Cook) -> None:
    cook.tap_line("T 15", 0)
    cook.settle()
    assert cook.ticket("T 15").lines[0].done == 1
    line = next(row for row in cook.board.rows() if row.title == "T 15").lines[0]
    assert (line.made, line.quantity) == (1, 4)


def test_four_fast_taps_make_four_ready_and_a_fifth_reopens(cook: Cook) -> None:
    for _ in range(4):
        cook.tap_line("T 15", 0)
    cook.settle()
    assert cook.ticket("T 15").lines[0].done == 4
    cook.tap_line("T 15", 0)
    cook.settle()
    assert cook.ticket("T 15").lines[0].done == 0


def test_all_day_counts_what_is_still_to_make(cook: Cook) -> None:
    assert cook.all_day()["Margherita"] == 8
    cook.tap_line("T 15", 0)
    cook.settle()
    assert cook.all_day()["Margherita"] == 7


def test_a_tap_on_a_header_bumps_and_no_other_ticket_changes_its_place(cook: Cook) -> None:
    cook.tap_header("T 9")
    cook.settle()
    assert cook.titles() == [title for title in EVENING if title != "T 9"]


def test_a_bump_is_taken_back_by_the_undo_bar_to_its_old_place(cook: Cook) -> None:
    cook.tap_header("T 9")
    cook.settle()
    assert cook.undo.isVisible()
    cook.press("Undo")
    cook.settle()
    assert cook.titles() == EVENING
    assert not cook.undo.isVisible()


def test_the_undo_bar_goes_when_somebody_else_recalled_the_ticket(cook: Cook) -> None:
    cook.tap_header("T 9")
    cook.settle()
    ticket = cook.store.shop.reads.kitchen.bumped(None, 1)[0]
    fact = cook.store.shop.kitchen.recall(signed_in(cook.store.shop, "paolo-ferrara"), ticket.ticket_id)
    cook.changes.announce(fact)
    cook.settle()
    assert cook.titles() == EVENING
    assert not cook.undo.isVisible()


def test_the_recall_list_brings_a_ticket_back_to_its_place(cook: Cook) -> None:
    for title in ("T 12", "T 4", "T 15"):
        cook.tap_header(title)
        cook.settle()
    cook.press("Recall")
    cook.settle()
    choices = cook.part(ChoiceList)
    assert [row.words.split("  ")[0] for row in choices.rows()] == ["T 15", "T 4", "T 12"]
    at = choices.visualRect(choices.model().index(1, 0)).center()
    QTest.mouseClick(choices.viewport(), LEFT, pos=at)
    cook.settle()
    assert cook.titles()[0] == "T 4"
    assert not choices.isVisible()


def test_a_recalled_ticket_says_so(cook: Cook) -> None:
    cook.tap_header("T 4")
    cook.settle()
    cook.press("Undo")
    cook.settle()
    row = cook.board.rows()[0]
    assert (row.title, row.mark, row.mark_words) == ("T 4", Mark.NEW, "BACK")


def test_a_second_touch_on_a_header_within_300_ms_is_ignored_though_another_ticket_is_there_now(cook: Cook) -> None:
    at = cook.header_at("T 4")
    cook.tap(at)
    cook.settle()
    cook.store.clock.advance(milliseconds=200)
    cook.tap(at)
    cook.settle()
    assert cook.titles() == EVENING[1:]
    cook.store.clock.advance(milliseconds=300)
    cook.tap(at)
    cook.settle()
    assert cook.titles() == EVENING[2:]


def test_a_touch_within_300_ms_on_a_ticket_that_did_not_move_counts(cook: Cook) -> None:
    cook.tap_header("T 9")
    cook.settle()
    cook.tap(cook.header_at("Weber"))
    cook.settle()
    assert "Weber" not in cook.titles()


def test_a_header_tapped_twice_while_the_disk_is_slow_is_bumped_once_and_refused_nothing(
    qtbot: QtBot, theme: Theme
) -> None:
    store = demo_store()
    play(store)
    with RealStoreThread(store.shop) as behind:
        thread = GatedStoreThread(behind)
        cook = cook_over(store, thread, theme, qtbot)
        refusals: list[object] = []
        cook.runner.rule_broken.connect(refusals.append)
        thread.gate.clear()
        cook.tap_header("T 9")
        cook.tap_header("T 9")
        thread.gate.set()
        cook.settle()
        assert cook.titles() == [title for title in EVENING if title != "T 9"]
        assert refusals == []
        cook.screen.hide()


def test_the_bump_bar_bumps_by_place_and_recalls(cook: Cook) -> None:
    cook.key(Qt.Key.Key_2)
    cook.settle()
    assert "Weber" not in cook.titles()
    cook.key(Qt.Key.Key_R)
    cook.settle()
    assert cook.titles() == EVENING


def test_arrows_move_and_enter_bumps_with_the_ring_staying_at_its_place(cook: Cook) -> None:
    cook.key(Qt.Key.Key_Right)
    cook.key(Qt.Key.Key_Right)
    cook.key(Qt.Key.Key_Right)
    cook.key(Qt.Key.Key_Return)
    cook.settle()
    assert cook.titles() == [title for title in EVENING if title != "T 9"]
    cook.store.clock.advance(seconds=1)
    cook.key(Qt.Key.Key_Return)
    cook.settle()
    assert cook.titles() == [title for title in EVENING if title not in ("T 9", "Keller")]


def test_enter_on_a_ringed_dish_makes_one_ready(cook: Cook) -> None:
    cook.key(Qt.Key.Key_Down)
    cook.key(Qt.Key.Key_Down)
    cook.key(Qt.Key.Key_Return)
    cook.settle()
    assert cook.ticket("T 4").lines[0].done == 1


def test_with_no_ring_an_arrow_shows_one_and_taps_show_none(cook: Cook) -> None:
    cook.tap_line("T 15", 0)
    assert not cook.board.hasFocus()
    cook.key(Qt.Key.Key_Down)
    assert cook.board.hasFocus()


def test_a_ticket_is_due_at_80_percent_and_late_at_its_target(cook: Cook) -> None:
    row = next(row for row in cook.board.rows() if row.title == "T 15")
    ages = [age_of(row, row.fired_at + timedelta(seconds=each)) for each in (479, 480, 599, 600, 785)]
    assert [age.urgency for age in ages] == [Urgency.FRESH, Urgency.DUE, Urgency.DUE, Urgency.LATE, Urgency.LATE]
    assert ages[-1].overrun == "3:05"


def test_the_header_counts_open_late_and_average(cook: Cook) -> None:
    counts = cook.model.header()
    assert (counts.open, counts.late) == (12, 2)
    cook.store.clock.set(NOW + timedelta(seconds=600 - 532))
    assert cook.model.header().late == 3
    assert cook.model.header().average == counts.average + 68


def test_a_ticket_is_new_for_thirty_seconds(cook: Cook) -> None:
    assert cook.board.rows()[-1].mark_words == "NEW"
    cook.store.clock.advance(seconds=12)
    cook.model.tick()
    assert cook.board.rows()[-1].mark_words == ""


def elsewhere(cook: Cook) -> MemoryStore:
    """The same store as another terminal has it open."""
    assert isinstance(cook.store, MemoryStore)
    return cook.store.opened_by("R2")


def test_a_new_ticket_appears_after_another_terminal_fired_it(cook: Cook) -> None:
    cook.changes.start()
    cook.settle()
    other = elsewhere(cook)
    fire(other, at_table(7), Dish("napoli"))
    cook.changes.nudge()
    cook.settle()
    assert cook.titles() == [*EVENING, "T 7"]


def test_a_new_ticket_appears_although_nobody_nudged(cook: Cook) -> None:
    cook.changes.start()
    cook.settle()
    fire(elsewhere(cook), at_table(7), Dish("napoli"))
    cook.qtbot.waitUntil(lambda: "T 7" in cook.titles(), timeout=2000)


def test_a_hidden_screen_reads_nothing_and_catches_up_when_shown(cook: Cook) -> None:
    cook.screen.hide()
    order = cook.store.shop.ordering.open_order(signed_in(cook.store.shop), at_table(7))
    done = cook.store.shop.ordering.add_item(signed_in(cook.store.shop), order.order_id, Dish("napoli").asked())
    sent = cook.store.shop.ordering.send(signed_in(cook.store.shop), done.order_id)
    cook.changes.announce(*sent.facts)
    cook.settle()
    assert "T 7" not in cook.titles()
    cook.screen.show()
    cook.settle()
    assert "T 7" in cook.titles()


def test_a_voided_dish_is_struck_and_counted_no_more(cook: Cook) -> None:
    ticket = cook.ticket("T 15")
    nina = signed_in(cook.store.shop, "nina-vogel")
    voided = cook.store.shop.ordering.void_line(nina, ticket.order_id, ticket.lines[0].item.line_id, 4, "Guest left")
    cook.changes.announce(*voided.facts)
    cook.settle()
    line = next(row for row in cook.board.rows() if row.title == "T 15").lines[0]
    assert line.voided
    assert cook.all_day()["Margherita"] == 4


def test_a_dish_voided_in_part_says_how_many(cook: Cook) -> None:
    ticket = cook.ticket("T 15")
    nina = signed_in(cook.store.shop, "nina-vogel")
    voided = cook.store.shop.ordering.void_line(nina, ticket.order_id, ticket.lines[0].item.line_id, 3, "Guest left")
    cook.changes.announce(*voided.facts)
    cook.settle()
    line = next(row for row in cook.board.rows() if row.title == "T 15").lines[0]
    assert (line.quantity, line.voided, line.modifiers[0].tag, line.modifiers[0].words) == (1, False, "VOID", "3 of 4")


def test_a_note_that_names_an_allergy_stands_in_a_strip_of_its_own(cook: Cook) -> None:
    rows = {row.title: row for row in cook.board.rows()}
    assert [(strip.word, strip.detail) for strip in rows["T 4"].allergens] == [("ALLERGY", "nuts · Tartufo Nero")]
    assert rows["T 9"].allergens == ()


def test_the_filter_shows_one_kind_of_order_and_leaves_the_counts(cook: Cook) -> None:
    cook.press("Delivery 2")
    assert cook.titles() == ["Keller", "Yilmaz"]
    assert cook.all_day()["Margherita"] == 8
    chips = [each.accessibleName() for each in cook.part(Chips).findChildren(QPushButton)]
    assert [chip.rsplit(" ", 1)[1] for chip in chips] == ["12", "8", "2", "2"]
    cook.press("All 12")
    assert cook.titles() == EVENING


def test_another_station_is_chosen_in_two_taps_and_told_to_be_remembered(cook: Cook) -> None:
    fire(cook.store, at_table(8), Dish("espresso", 2, variant="single"))
    told: list[str] = []
    cook.model.station_chosen.connect(told.append)
    cook.press("Station: Pizza oven. Choose another")
    choices = cook.part(ChoiceList)
    place = [row.words for row in choices.rows()].index("Bar")
    QTest.mouseClick(choices.viewport(), LEFT, pos=choices.visualRect(choices.model().index(place, 0)).center())
    cook.settle()
    assert cook.titles() == ["T 8"]
    assert told == ["bar"]


def test_a_remembered_station_that_is_no_more_shows_all(qtbot: QtBot, theme: Theme) -> None:
    store = demo_store()
    play(store)
    cook = cook_over(store, InlineStoreThread(store.shop), theme, qtbot)
    cook.model.choose_station("salad-bar-of-old")
    cook.settle()
    assert cook.model.station is None
    assert cook.titles() == EVENING
    cook.screen.hide()


def test_whoever_may_not_bump_is_told_so_and_the_ticket_stays_and_can_be_bumped_later(
    qtbot: QtBot, theme: Theme
) -> None:
    store = demo_store()
    play(store)
    cook = cook_over(store, InlineStoreThread(store.shop), theme, qtbot)
    refused: list[RuleBroken] = []
    runner = Runner(InlineStoreThread(store.shop))
    runner.rule_broken.connect(refused.append)
    guest = Actor(StaffId("screen:K9"), "A screen without rights", frozenset())
    model = KitchenModel(runner, Changes(runner), None, store.clock.now, guest)
    model.wake()
    qtbot.waitUntil(lambda: len(model.cards) == len(EVENING))
    model.bump(model.cards[0].ticket_id)
    qtbot.waitUntil(lambda: len(refused) == 1)
    model.bump(model.cards[0].ticket_id)
    qtbot.waitUntil(lambda: len(refused) == 2)
    assert {broken.rule for broken in refused} == {Rule.NOT_ALLOWED}
    model.rest()
    cook.screen.hide()


def test_everything_a_cook_touches_has_a_name_and_room_for_a_thumb(cook: Cook) -> None:
    for button in cook.screen.findChildren(QPushButton):
        if button.isVisible():
            assert button.accessibleName()
            assert button.width() >= 44
            assert button.height() >= 44
    for title in EVENING[:4]:
        assert cook.board.visualRect(cook.board.indexAt(cook.header_at(title))).height() >= 64
    for name in ("Station: Pizza oven. Choose another", "Recall"):
        button = next(each for each in cook.screen.findChildren(QPushButton) if each.accessibleName() == name)
        assert button.height() >= 64


def test_every_station_is_in_sight_at_once_and_the_chosen_one_is_marked(cook: Cook) -> None:
    cook.press("Station: Pizza oven. Choose another")
    choices = cook.part(ChoiceList)
    assert choices.verticalScrollBar().maximum() == 0
    assert [row.words for row in choices.rows() if row.quantity] == ["Pizza oven"]
