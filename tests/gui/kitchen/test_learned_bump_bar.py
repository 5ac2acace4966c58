"""A bump bar whose keys nobody knows: learned by pressing them, then used wherever the focus is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from aura_terminal.ui.screens.kitchen.bump_bar import ACTS, BOUNCE, BumpBar
from aura_terminal.ui.screens.kitchen.bump_bar_sheet import BumpBarSheet, act_words
from aura_terminal.ui.screens.kitchen.keys import Act
from aura_terminal.ui.shell.habits import Habits
from aura_terminal.view_models.bump_bar_setup import BumpBarSetup
from tests.gui.register.hands import press
from tests.support.kitchen_cook import Cook

Key = Qt.Key


@dataclass
class Bar:
    """A kitchen with a bar; time passes as the test says."""

    cook: Cook
    setup: BumpBarSetup
    moment: float = 10.0

    def __post_init__(self) -> None:
        self.cook.screen.learn_bump_bar(self.setup)
        self.bar = BumpBar(self.cook.screen, self.setup, monotonic=lambda: self.moment)
        handle = self.cook.screen.window().windowHandle()
        assert handle is not None
        self.handle = handle
        self.bar.watch(handle)

    @property
    def sheet(self) -> BumpBarSheet:
        found = self.cook.screen.findChild(BumpBarSheet)
        assert isinstance(found, BumpBarSheet)
        return found

    @property
    def words(self) -> list[str]:
        return [each.text() for each in self.sheet.findChildren(QLabel) if each.text()]

    def press(self, *keys: Key, after: float = 1.0) -> None:
        """Press keys of the bar, as the system delivers them to the window."""
        for key in keys:
            self.moment += after
            QTest.keyClick(self.handle, key)
            self.cook.settle()
            self.cook.store.clock.advance(milliseconds=400)

    def open(self) -> None:
        """Ask for the wizard as a cook does."""
        self.cook.screen._sheets._learn_bump_bar()


@pytest.fixture
def bar(cook: Cook) -> Bar:
    return Bar(cook, BumpBarSetup(ACTS))


def test_the_wizard_asks_for_each_key_and_keeps_what_was_pressed(bar: Bar) -> None:
    bar.open()
    assert "Press the key for: bump ticket 1" in bar.words
    bar.press(Key.Key_F7, Key.Key_F8)
    assert "Press the key for: bump ticket 3" in bar.words
    press(bar.sheet, "No key for this")
    bar.press(Key.Key_A)
    kept: list[dict[str, str]] = []
    bar.setup.learned.connect(kept.append)
    press(bar.sheet, "Use these keys")
    assert kept == [{"F7": "ticket_1", "F8": "ticket_2", "A": "ticket_4"}]
    assert not bar.sheet.isVisible()


def test_a_key_that_has_a_meaning_is_refused_in_words(bar: Bar) -> None:
    bar.open()
    bar.press(Key.Key_F7, Key.Key_F7)
    assert "That key is for bump ticket 1 already." in bar.words
    assert bar.setup.act == "ticket_2"


def test_leaving_the_wizard_changes_nothing(bar: Bar) -> None:
    bar.open()
    bar.press(Key.Key_F7)
    bar.sheet.cancel()
    titles = bar.cook.titles()
    bar.press(Key.Key_F7)
    assert bar.cook.titles() == titles
    assert dict(bar.bar.mapping) == {}


def learned(bar: Bar, **keys: Key) -> None:
    """Learn these acts by pressing their keys, and skip the others."""
    bar.open()
    for act in ACTS:
        if act in keys:
            bar.press(keys[act])
        else:
            bar.setup.skip()
    bar.setup.keep()


def test_a_learned_key_bumps_wherever_the_focus_is(bar: Bar) -> None:
    learned(bar, ticket_2=Key.Key_F7)
    field = QLineEdit(bar.cook.screen)
    field.show()
    field.setFocus()
    second = bar.cook.titles()[1]
    bar.press(Key.Key_F7)
    assert second not in bar.cook.titles()
    assert field.text() == ""


def test_a_bouncing_key_bumps_once(bar: Bar) -> None:
    learned(bar, ticket_1=Key.Key_F7)
    before = len(bar.cook.titles())
    bar.press(Key.Key_F7)
    bar.press(Key.Key_F7, after=BOUNCE - 0.01)
    assert len(bar.cook.titles()) == before - 1
    bar.press(Key.Key_F7, after=BOUNCE)
    assert len(bar.cook.titles()) == before - 2


def test_a_held_key_bumps_once(bar: Bar) -> None:
    learned(bar, ticket_1=Key.Key_F7)
    before = len(bar.cook.titles())
    bar.press(Key.Key_F7)
    bar.moment += 1
    none = Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(bar.handle, QKeyEvent(QEvent.Type.KeyPress, Key.Key_F7, none, "", True))
    bar.cook.settle()
    assert len(bar.cook.titles()) == before - 1


def test_a_learned_letter_loses_the_meaning_it_had(bar: Bar) -> None:
    learned(bar, ticket_1=Key.Key_R)
    first = bar.cook.titles()[0]
    bar.press(Key.Key_R)
    assert first not in bar.cook.titles()
    bar.press(Key.Key_R)
    assert len(bar.cook.titles()) == 10


def test_every_act_can_be_learned_and_has_words(bar: Bar) -> None:
    assert set(Act) <= set(ACTS)
    words = [act_words(act) for act in ACTS]
    assert len(set(words)) == len(words)


def test_recall_and_the_ring_work_by_learned_keys(bar: Bar) -> None:
    learned(bar, ticket_1=Key.Key_F7, tap=Key.Key_F9, right=Key.Key_F10, recall_last=Key.Key_F11)
    order = bar.cook.titles()
    bar.press(Key.Key_F7, Key.Key_F11)
    assert bar.cook.titles() == order
    bar.press(Key.Key_F10)
    assert bar.cook.board.hasFocus()


def test_keys_nobody_learned_go_on_as_before(bar: Bar) -> None:
    learned(bar, ticket_1=Key.Key_F7)
    first = bar.cook.titles()[0]
    bar.cook.screen.setFocus()
    bar.press(Key.Key_1)
    assert first not in bar.cook.titles()


def test_what_was_learned_is_kept_for_this_screen(bar: Bar, tmp_path: Path) -> None:
    habits = Habits(tmp_path / "habits.ini")
    bar.setup.learned.connect(habits.keep_bump_keys)
    learned(bar, ticket_1=Key.Key_F7)
    habits._settings.sync()
    again = Habits(tmp_path / "habits.ini")
    assert again.bump_keys == {"F7": "ticket_1"}
    (tmp_path / "habits.ini").write_text('[kitchen]\nbump_keys="not json"\n', encoding="utf-8")
    assert Habits(tmp_path / "habits.ini").bump_keys == {}
