"""How this screen looks: what its settings say, what was chosen at it since, and what follows from a choice."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from aura_terminal.app.settings import Settings
from aura_terminal.ui.shell.habits import Habits
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.tokens import TokenError, Tokens, built_in, shipped
from aura_terminal.view_models.screen_choices import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    Hand,
    ScreenChoice,
    ScreenChoicesModel,
    scales_that_fit,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen

    from aura_terminal.ui.shell.speaker import Speaker
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.ui.theme.theme import Theme

HABITS_FILE = "habits.ini"
SCALE_VARIABLE, OURS = "QT_SCALE_FACTOR", "TERMINAL_SCALE_CHOSEN"
Laid = Callable[[Hand], None]


def chosen_look(folder: Path, settings: Settings) -> ScreenChoice:
    """What was chosen at this screen, what the settings say where nothing was."""
    first = ScreenChoice(settings.theme.value, settings.scale_percent, Hand(settings.hand.value))
    return Habits(folder / HABITS_FILE).screen_choice(first)


def scale_screen(folder: Path, settings: Settings) -> None:
    """Have everything drawn in the chosen size; called before there is an application. Who says so outside wins."""
    if os.environ.pop(OURS, None) is not None:
        os.environ.pop(SCALE_VARIABLE, None)  # what the program before this one, in the same process, had chosen
    scale = chosen_look(folder, settings).scale
    if scale != 100 and SCALE_VARIABLE not in os.environ:
        os.environ[SCALE_VARIABLE] = os.environ[OURS] = f"{scale / 100:g}"


def shrink_to_fit(folder: Path, settings: Settings, screen: QScreen) -> bool:
    """Choose a smaller size where the chosen one leaves controls no room on this screen; True where it did.

    Whoever is told True opens the terminal anew: Qt takes the size once.
    """
    choice = chosen_look(folder, settings)
    ratio, size = screen.devicePixelRatio(), screen.size()
    fitting = scales_that_fit(round(size.width() * ratio), round(size.height() * ratio))[-1]
    if choice.scale <= fitting or OURS not in os.environ:
        return False
    Habits(folder / HABITS_FILE).keep_screen_choice(replace(choice, scale=fitting))
    return True


def tokens_of(choice: ScreenChoice) -> Tokens:
    """The chosen theme; the night where it is not installed any more."""
    try:
        return built_in(choice.theme)
    except TokenError:
        return built_in(ScreenChoice().theme)


def measure_of(screen: QScreen | None, settings: Settings) -> Metrics:
    """The screen's pixels on the diagonal the shop measured; a usual screen where it is smaller than any window."""
    size = None if screen is None else screen.size()
    if size is None or size.width() < LEAST_WIDTH or size.height() < LEAST_HEIGHT:
        return Metrics(diagonal_inches=settings.screen_diagonal_inches)
    return Metrics(size.width(), size.height(), settings.screen_diagonal_inches)


class ScreenLook(QObject):
    """Offers the page of this screen and carries out what is chosen on it."""

    def __init__(self, habits: Habits, settings: Settings, theme: Theme, window: ShellWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._window, self._laid = theme, window, list[Laid]()
        self._speakers: list[Speaker] = []
        first = ScreenChoice(settings.theme.value, settings.scale_percent, Hand(settings.hand.value))
        self._screen = window.screen()
        ratio, size = self._screen.devicePixelRatio(), self._screen.size()
        fitting = scales_that_fit(round(size.width() * ratio), round(size.height() * ratio))
        self.model = ScreenChoicesModel(habits.screen_choice(first), shipped(), fitting, self)
        self.model.chosen.connect(habits.keep_screen_choice)
        self.model.chosen.connect(self._follow)
        self.model.restart_wanted.connect(self._want_anew)
        self.is_wanted_anew = False

    def offer(self, speaker: Speaker | None = None) -> None:
        """Give the window its page, and the speaker it may have its volume."""
        from aura_terminal.ui.screens.look.screen import LookScreen
        from aura_terminal.ui.shell.screens import View

        page = LookScreen(self.model, self._theme)
        page.back_requested.connect(self._window.go_back)
        page.said.connect(self._window.say)
        self._window.offer(View.LOOK, page)
        if speaker is not None:
            self.turn_down(speaker)

    def lay_out(self, *screens: Laid) -> None:
        """These follow the hand that works here."""
        self._laid.extend(screens)
        for screen in screens:
            screen(self.model.choice.hand)

    def turn_down(self, speaker: Speaker) -> None:
        """This one follows the volume; what is chosen is heard through it."""
        self._speakers.append(speaker)
        speaker.turn_to(self.model.choice.volume)
        self.model.heard.connect(speaker.play_sample)

    @Slot()
    def _want_anew(self) -> None:
        self.is_wanted_anew = True

    @Slot(object)
    def _follow(self, choice: ScreenChoice) -> None:
        self._theme.switch(tokens_of(choice))
        for screen in self._laid:
            screen(choice.hand)
        for speaker in self._speakers:
            speaker.turn_to(choice.volume)
