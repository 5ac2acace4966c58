"""Shoots scenes in every theme and size, in one language, always the same: clock, fonts and scale stand still."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PIL import Image
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from aura_terminal.ui.language.languages import ENGLISH, LANGUAGES, Language
from aura_terminal.ui.language.tongue import Tongue
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.fonts import load_fonts_of
from aura_terminal.ui.theme.tokens import built_in
from tests.support.every_scene import Shown, every_scene, screen_of
from tests.visual.prints import seen

Views = tuple[tuple[str, tuple[int, int]], ...]
THEMES = ("night", "day", "high_contrast")
SIZES = ((1366, 768), (1024, 768), (1920, 1080))
LOOKED_AT: tuple[str, tuple[int, int]] = ("night", (1024, 768))
"""Of this theme and size whole pictures are kept in English; other languages are held against it alone."""


ALL: Views = tuple((theme, size) for theme in THEMES for size in SIZES)
USUAL: Views = tuple((theme, size) for theme, size in ALL if theme == THEMES[0] or size == LOOKED_AT[1])
"""Every size in one theme, every theme in the smallest size."""


@dataclass(frozen=True)
class Shot:
    """One picture of a scene."""

    scene: str
    language: str
    theme: str
    size: tuple[int, int]
    picture: Image.Image

    @property
    def key(self) -> str:
        """Its name among the prints of its language."""
        return f"{self.scene} {self.theme} {self.size[0]}"

    @property
    def is_kept(self) -> bool:
        """Whether the whole picture is kept."""
        return self.language == ENGLISH.code and (self.theme, self.size) == LOOKED_AT


class Studio:
    """An application in which nothing blinks, and which speaks what it is told to."""

    def __init__(self, app: QApplication) -> None:
        app.setCursorFlashTime(0)
        for code in LANGUAGES:
            load_fonts_of(code)  # or what was shown before would decide whose letters there are
        self.tongue = Tongue(app)
        self.theme = prepare_application(app, built_in(THEMES[0]), screen_of(*SIZES[0]))

    def shoot(self, scene: str, views: Views = ALL, languages: Sequence[Language] = (ENGLISH,)) -> Iterator[Shot]:
        """Plays a scene in every theme and shows it in every size and language; each window is gone after its shots.

        It is played anew for each theme: to dress a whole window anew takes longer than to open one. It is played in
        English, whose words its hands look for; the open window is said anew in the other languages.
        """
        for name in dict.fromkeys(theme for theme, _ in views):
            self.theme.switch(built_in(name))
            self.theme.measure(screen_of(*SIZES[0]))
            shown = every_scene()[scene](self.theme)
            shown.resize(*SIZES[0])
            shown.play()
            shown.settle()
            try:
                for language in languages:
                    self.tongue.speak(ENGLISH)  # or the one before would decide what is found to be said anew
                    self.tongue.speak(language)
                    for size in (size for theme, size in views if theme == name):
                        self.theme.measure(screen_of(*size))
                        shown.resize(*size)
                        shown.settle()
                        yield Shot(scene, language.code, name, size, seen(_still(shown).grab().toImage()))
            finally:
                end(shown)
                self.tongue.speak(ENGLISH)


def _still(shown: Shown) -> QWidget:
    """No field shows the bar of its cursor: it is there or not by the beat of a clock."""
    for field in shown.window.findChildren(QLineEdit):
        field.setReadOnly(True)
    return shown.window


def end(shown: Shown) -> None:
    """Close the window and free what was behind it."""
    shown.close()
    shown.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
