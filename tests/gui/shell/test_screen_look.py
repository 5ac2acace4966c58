"""What somebody chooses at the page of this screen holds at once, and is there again after a restart."""

from __future__ import annotations

import os
import wave
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.app.screen_look import ScreenLook, chosen_look, scale_screen, shrink_to_fit, tokens_of
from aura_terminal.app.settings import Settings, Theme, WorkingHand
from aura_terminal.ui.screens.register.order_panel import OrderPanel
from aura_terminal.ui.shell.habits import Habits
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.speaker import SOUNDS, Speaker
from aura_terminal.ui.theme.theme import Theme as Worn
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.view_models.screen_choices import Hand, ScreenChoice, scales_that_fit
from tests.gui.register.hands import press
from tests.support.memory_shop import InlineStoreThread, demo_store
from tests.support.terminal_window import TerminalWindow, terminal_over
from tests.support.till import MARTA, pin_of


class Counter(QObject):
    """A terminal with its page of this screen, and what is kept of it."""

    def __init__(self, theme: Worn, folder: Path) -> None:
        super().__init__()
        store = demo_store()
        self.terminal: TerminalWindow = terminal_over(store, InlineStoreThread(store.shop), theme)
        self.habits = Habits(folder / "habits.ini", self)
        self.look = ScreenLook(self.habits, Settings(), theme, self.terminal.window, self)
        self.look.lay_out(self.terminal.register.lay_out_for, self.terminal.payment.lay_out_for)
        self.terminal.window._pages.pop(View.LOOK)  # the page of this look takes the place of the plain one
        self.look.offer()
        self.terminal.window.resize(1366, 768)
        self.terminal.window.show()
        self.terminal.till.session.sign_in(MARTA, pin_of(MARTA))
        QApplication.processEvents()
        self.terminal.window.go(View.LOOK)
        QApplication.processEvents()

    def press(self, name: str) -> None:
        press(self.terminal.window, name)
        QApplication.processEvents()


@pytest.fixture
def counter(qtbot: QtBot, theme: Worn, tmp_path: Path) -> Counter:
    made = Counter(theme, tmp_path)
    qtbot.addWidget(made.terminal.window, before_close_func=lambda _: made.terminal.close())
    return made


def test_a_theme_is_worn_at_once_and_again_after_a_restart(counter: Counter, theme: Worn, tmp_path: Path) -> None:
    counter.press("High contrast. For tired or weak eyes")
    assert theme.look.tokens.name == "high_contrast"
    counter.habits._settings.sync()
    assert chosen_look(tmp_path, Settings()).theme == "high_contrast"
    assert tokens_of(ScreenChoice(theme="gone")).name == "night"


def test_settings_say_the_first_look_until_somebody_chooses(tmp_path: Path) -> None:
    settings = Settings(theme=Theme.DAY, scale_percent=125, hand=WorkingHand.LEFT)
    assert chosen_look(tmp_path, settings) == ScreenChoice("day", 125, Hand.LEFT)
    (tmp_path / "habits.ini").write_text("[screen]\ntheme=night\nscale=many\nhand=third\n", "utf-8")
    assert chosen_look(tmp_path, settings) == ScreenChoice("night", 125, Hand.LEFT)


def test_order_and_number_keys_stand_on_the_side_of_the_working_hand(counter: Counter) -> None:
    window = counter.terminal.window

    def left_of(widget: QWidget) -> int:
        return widget.mapTo(window, widget.rect().topLeft()).x()

    for view, screen, kind in (
        (View.REGISTER, counter.terminal.register, OrderPanel),
        (View.PAYMENT, counter.terminal.payment, PaymentPad),
    ):
        window.go(View.LOOK)
        counter.press("Order and number keys: Right hand")
        window.go(view)
        QApplication.processEvents()
        part = screen.findChildren(kind)[0]
        assert left_of(part) < window.width() / 2 - part.width() / 2
        window.go(View.LOOK)
        counter.press("Order and number keys: Left hand")
        window.go(view)
        QApplication.processEvents()
        assert left_of(part) + part.width() > window.width() / 2


def test_another_size_waits_for_the_screen_to_be_opened_again(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.look.model.scales = (100, 125, 150)
    counter.press("Size more")
    wanted = [counter.look.is_wanted_anew]
    assert counter.look.model.is_due
    counter.press("Open again in this size")
    wanted.append(counter.look.is_wanted_anew)
    assert wanted == [False, True]
    counter.habits._settings.sync()
    monkeypatch.delenv("QT_SCALE_FACTOR")
    scale_screen(tmp_path, Settings())
    assert os.environ["QT_SCALE_FACTOR"] == "1.25"
    counter.look.model.step_scale(1)
    counter.habits._settings.sync()
    scale_screen(tmp_path, Settings())
    assert os.environ["QT_SCALE_FACTOR"] == "1.5", "the program that goes on in the same process chooses anew"
    monkeypatch.delenv("TERMINAL_SCALE_CHOSEN")
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")
    scale_screen(tmp_path, Settings())
    assert os.environ["QT_SCALE_FACTOR"] == "1", "who says so outside wins"


def test_a_size_that_leaves_no_room_is_made_smaller_for_the_next_start(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scales_that_fit(3840, 2160) == (100, 110, 125, 150, 175, 200)
    assert scales_that_fit(1920, 1080) == (100, 110, 125, 150)
    assert scales_that_fit(1024, 768) == scales_that_fit(800, 600) == (100,)
    settings = Settings(scale_percent=200)
    monkeypatch.delenv("QT_SCALE_FACTOR")
    scale_screen(tmp_path, settings)
    assert shrink_to_fit(tmp_path, settings, qapp.primaryScreen())
    assert chosen_look(tmp_path, settings).scale == 100
    scale_screen(tmp_path, settings)
    assert "QT_SCALE_FACTOR" not in os.environ
    assert not shrink_to_fit(tmp_path, settings, qapp.primaryScreen())


def test_sounds_are_as_loud_as_chosen_and_silence_plays_nothing(counter: Counter, tmp_path: Path, qtbot: QtBot) -> None:
    note, player = tmp_path / "played", tmp_path / "player"
    player.write_text(f'#!/bin/sh\ncp "$1" {note}.part && mv {note}.part {note}\n')
    player.chmod(0o755)
    speaker = Speaker((str(player),))
    counter.look.turn_down(speaker)
    counter.press("Sounds less")
    qtbot.waitUntil(note.exists, timeout=5000)
    assert loudest(note) == loudest(SOUNDS / "new.wav") * 80 // 100
    note.unlink()
    for _ in range(4):
        counter.look.model.step_volume(-1)
    speaker.stop()
    note.unlink(missing_ok=True)
    assert counter.look.model.choice.volume == 0
    speaker.play_sample()
    assert speaker._process.state() is speaker._process.ProcessState.NotRunning
    speaker.stop()


def loudest(file: Path) -> int:
    """The highest wave of a sound."""
    with wave.open(str(file)) as sound:
        frames = sound.readframes(sound.getnframes())
    return max(int.from_bytes(frames[at : at + 2], "little", signed=True) for at in range(0, len(frames), 2))
