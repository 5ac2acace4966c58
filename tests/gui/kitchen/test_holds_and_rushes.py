"""What comes first and what waits: rushes, holds, courses, and the way back from each."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer

from aura_terminal.ui.screens.kitchen.gestures import ARMED_MILLISECONDS
from aura_terminal.ui.widgets.ticket_rows import Mark, Urgency, age_of
from tests.support.kitchen_busy import oven
from tests.support.kitchen_cook import Cook


def test_a_rushed_ticket_stands_first_with_its_word_and_an_outline(busy: Cook) -> None:
    assert busy.titles()[0] == "T 12"
    row = busy.row("T 12")
    assert (row.mark, row.mark_words) == (Mark.RUSH, "RUSH")


def test_two_taps_rush_a_ticket_and_one_takes_it_back(busy: Cook) -> None:
    busy.press("Rush")
    busy.tap_header("Lena")
    busy.settle()
    assert busy.titles()[:2] == ["T 12", "Lena"]
    assert busy.undo.isVisible()
    busy.press("Undo")
    busy.settle()
    assert busy.titles()[0] == "T 12"
    assert busy.row("Lena").mark is Mark.NONE


def test_rush_on_a_rushed_ticket_puts_it_back_in_its_turn(busy: Cook) -> None:
    busy.press("Rush")
    busy.tap_header("T 12")
    busy.settle()
    assert busy.titles()[0] == "T 4"
    assert busy.row("T 12").mark is Mark.NONE


def test_rush_is_forgotten_after_six_seconds_and_the_next_tap_bumps(busy: Cook) -> None:
    (timer,) = (one for one in busy.screen.findChildren(QTimer) if one.interval() == ARMED_MILLISECONDS)
    timer.setInterval(50)  # the six seconds, sooner over
    busy.press("Rush")
    busy.qtbot.waitUntil(lambda: busy.screen._gestures.armed.name == "NOTHING", timeout=8000)
    busy.tap_header("T 4")
    busy.settle()
    assert "T 4" not in busy.titles()


def test_escape_takes_an_armed_rush_back(busy: Cook) -> None:
    busy.key(Qt.Key.Key_U)
    busy.key(Qt.Key.Key_Escape)
    busy.key(Qt.Key.Key_2)
    busy.settle()
    assert "T 4" not in busy.titles()


def test_a_ticket_is_held_for_ten_minutes_and_counts_down_greyed(busy: Cook) -> None:
    busy.press("Hold")
    busy.tap_header("Weber")
    busy.settle()
    busy.choose("10 minutes")
    age = age_of(busy.row("Weber"), busy.model.now)
    assert (age.urgency, age.timer) == (Urgency.WAITING, "10:00")
    assert busy.all_day()["Margherita"] == 6
    busy.store.clock.advance(minutes=10, seconds=3)
    busy.model.tick()
    assert age_of(busy.row("Weber"), busy.model.now).timer == "0:03"


def test_a_tap_on_what_waits_starts_it_and_its_timer_begins_anew(busy: Cook) -> None:
    assert age_of(busy.row("T 11"), busy.model.now).urgency is Urgency.WAITING
    busy.tap_header("T 11")
    busy.settle()
    busy.store.clock.advance(seconds=7)
    assert age_of(busy.row("T 11"), busy.model.now).timer == "0:07"
    assert not oven(busy.store, "T 11").bumped_at


def test_courses_stand_as_held_the_next_one_after_the_one_before_is_gone(courses: Cook) -> None:
    rows = courses.board.rows()
    assert [(row.held, row.mark_words, row.lines[0].name) for row in rows] == [
        ("", "", "Bruschetta Classica"), ("HELD", "", "Spaghetti Carb."), ("HELD", "", "Tiramisù"),
    ]  # fmt: skip
    assert rows[1].detail.startswith("course 2")
    courses.key(Qt.Key.Key_1)
    courses.settle()
    assert [(row.mark, row.mark_words) for row in courses.board.rows()] == [(Mark.NEXT, "NEXT"), (Mark.NONE, "")]


def test_a_held_course_is_not_counted_and_fired_by_a_tap(courses: Cook) -> None:
    assert courses.all_day() == {"Bruschetta Classica": 1}
    courses.key(Qt.Key.Key_2)
    courses.settle()
    assert courses.all_day() == {"Bruschetta Classica": 1, "Spaghetti Carb.": 1}
    assert [row.held for row in courses.board.rows()] == ["", "", "HELD"]
    courses.press("Undo")
    courses.settle()
    assert [row.held for row in courses.board.rows()] == ["", "HELD", "HELD"]
