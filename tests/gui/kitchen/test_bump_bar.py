"""A cook's run with a bump bar only: every act by real key events, never a touch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.screens.kitchen.keys import KEYS, Act
from aura_terminal.ui.widgets.ticket_rows import Mark, Strip, Urgency, age_of
from tests.support.kitchen_cook import Cook
from tests.support.kitchen_evening import Dish, fire, takeaway

Key = Qt.Key


def press(cook: Cook, *keys: Key) -> None:
    """Keys one after the other, a second apart, with what follows from each."""
    for key in keys:
        cook.key(key)
        cook.settle()
        cook.store.clock.advance(milliseconds=400)


def test_every_act_has_a_key_and_no_key_means_two_things(busy: Cook) -> None:
    assert set(KEYS) == set(Act)
    named = [sequence for sequences in KEYS.values() for sequence in sequences]
    assert len(set(named)) == len(named)
    there = {each.key().toString() for each in busy.screen.findChildren(QShortcut)}
    assert {QKeySequence(each).toString() for each in named} <= there


def test_a_whole_run_by_keys(busy: Cook) -> None:
    press(busy, Key.Key_A, Key.Key_A)  # look at the void of T 15 and at the move of T 8
    assert not any(strip.strip is Strip.CHANGE for row in busy.board.rows() for strip in row.allergens)
    press(busy, Key.Key_U, Key.Key_8)  # rush the ticket at place 8
    assert [row.mark for row in busy.board.rows()[:2]] == [Mark.RUSH, Mark.RUSH]
    press(busy, Key.Key_1, Key.Key_1)  # bump both rushed ones
    assert busy.titles()[0] == "T 4"
    while busy.board.currentIndex().row() != 1:
        press(busy, Key.Key_Down)  # ring the first dish …
    press(busy, Key.Key_Return)  # … and make it ready
    assert busy.board.rows()[0].lines[0].made == 1
    press(busy, Key.Key_R)  # the last one comes back
    assert busy.titles()[:2] == ["T 8", "T 4"]
    press(busy, Key.Key_H, Key.Key_2)  # hold T 4, behind the rushed one …
    press(busy, Key.Key_Down, Key.Key_Return)  # … for the second choice
    assert age_of(busy.row("T 4"), busy.model.now).urgency is Urgency.WAITING
    press(busy, Key.Key_G)  # start the first that waits, T 4 before T 11
    assert [age_of(busy.row(each), busy.model.now).urgency for each in ("T 4", "T 11")].count(Urgency.WAITING) == 1


def test_a_ticket_is_recalled_from_the_list_by_keys(busy: Cook) -> None:
    order = busy.titles()
    press(busy, Key.Key_3, Key.Key_3)
    press(busy, Key.Key_L)
    assert busy.choices().isVisible()
    press(busy, Key.Key_Right, Key.Key_Return)
    assert busy.titles() == [title for title in order if title != "Keller"]
    press(busy, Key.Key_L, Key.Key_Escape)
    assert len(busy.titles()) == len(order) - 1


def test_a_key_of_the_board_does_nothing_while_a_question_is_open(busy: Cook) -> None:
    press(busy, Key.Key_L)
    press(busy, Key.Key_R, Key.Key_U)
    press(busy, Key.Key_Escape, Key.Key_1)
    assert "T 12" not in busy.titles()


def test_the_ring_goes_to_the_next_ticket_nobody_has_begun(cook: Cook) -> None:
    press(cook, Key.Key_N)
    assert cook.board.ringed() == cook.row("Keller").id
    press(cook, Key.Key_N)
    assert cook.board.ringed() == cook.row("T 12").id
    press(cook, Key.Key_Return)
    assert "T 12" not in cook.titles()


def test_station_filter_counts_and_sound_have_keys(busy: Cook) -> None:
    press(busy, Key.Key_F)
    assert [busy.model.order_type] == [OrderType.DINE_IN]
    press(busy, Key.Key_F, Key.Key_F, Key.Key_F)
    assert [busy.model.order_type] == [None]
    press(busy, Key.Key_I)
    assert busy.all_day()["Dough ball"] == 18
    press(busy, Key.Key_I)
    assert busy.all_day()["Margherita"] == 7
    press(busy, Key.Key_M)
    assert [busy.beside.cues.is_on] == [False]
    press(busy, Key.Key_M)
    assert [busy.beside.cues.is_on] == [True]
    press(busy, Key.Key_S, Key.Key_Down, Key.Key_Return)
    assert busy.model.station is not None
    assert busy.model.station.station_id != "pizza"


def test_the_rare_things_are_reached_by_keys(busy: Cook) -> None:
    asked: list[bool] = []
    busy.screen.board_asked.connect(lambda: asked.append(True))
    press(busy, Key.Key_O)
    rows = [row.words for row in busy.choices().rows()]
    for _ in range(rows.index("Board for guests")):
        press(busy, Key.Key_Right)
    press(busy, Key.Key_Return)
    assert asked == [True]


@pytest.mark.parametrize("place", range(1, 10))
def test_a_digit_bumps_the_ticket_at_that_place(cook: Cook, place: int) -> None:
    title = cook.titles()[place - 1]
    press(cook, Key(Key.Key_0 + place))
    assert title not in cook.titles()
    assert len(cook.titles()) == 11


def test_fifty_bumped_tickets_can_come_back_each_to_its_slot(cook: Cook) -> None:
    for place in range(50):
        fire(cook.store, takeaway(f"Guest {place:02d}"), Dish("napoli"))
        cook.store.clock.advance(seconds=1)
    cook.model.refresh()
    cook.settle()
    order = [row.id for row in cook.board.rows()]
    while cook.board.rows():
        press(cook, Key.Key_1)
    press(cook, Key.Key_L)
    assert len(cook.choices().rows()) == 50
    press(cook, Key.Key_Escape)
    for _ in range(50):
        press(cook, Key.Key_R)
    assert [row.id for row in cook.board.rows()] == order[12:]
