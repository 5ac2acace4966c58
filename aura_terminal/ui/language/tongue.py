"""The language in force: its catalogue, Qt's own sentences in it, and the direction it is read in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.language.format_table import territory_of
from aura_terminal.ui.language.formats import put_in_force
from aura_terminal.ui.language.heard import hear_in
from aura_terminal.ui.language.languages import ENGLISH, Language
from aura_terminal.ui.theme.fonts import load_fonts_of

LOCALE = Path(__file__).parents[3] / "resources" / "locale"
DIRECTIONS = {False: Qt.LayoutDirection.LeftToRight, True: Qt.LayoutDirection.RightToLeft}


class Tongue(QObject):
    """Makes the application speak a language. `changed` follows once everything that is open says it.

    A sentence its catalogue lacks is said in English. `folder` holds a folder for each language.
    Figures and moments are written as the language does in the country that `write_as_in` names.
    """

    changed = Signal()

    def __init__(self, app: QApplication, folder: Path = LOCALE, parent: QObject | None = None) -> None:
        super().__init__(parent or app)
        self._app, self._folder = app, folder
        self._language = ENGLISH
        self._territory = ""
        self._ours: QTranslator | None = None
        self._installed: tuple[QTranslator, ...] = ()

    @property
    def language(self) -> Language:
        """What is spoken now."""
        return self._language

    def write_as_in(self, zone: str) -> None:
        """The store lies in this time zone, and so in a country; from now on figures are written as there."""
        self._territory = territory_of(zone)
        self._write()

    def speak(self, language: Language) -> None:
        """Speak it from now on; windows that are open are said anew, and what was typed in them stays."""
        if language == self._language:
            return
        load_fonts_of(language.code)
        before, leaving = self._ours, self._installed
        self._language = language
        self._ours = self._catalogue(language)
        of_qt = _of_qt(language)
        self._installed = tuple(each for each in (of_qt, self._ours) if each is not None)
        for translator in leaving:
            self._app.removeTranslator(translator)
        for translator in self._installed:
            self._app.installTranslator(translator)
        hear_in(None if self._ours is None else self._folder / language.code)
        QLocale.setDefault(QLocale(language.qt))
        self._write()
        if self._app.topLevelWidgets():
            self._say_anew(before)
        self._app.setLayoutDirection(DIRECTIONS[language.is_right_to_left])
        self.changed.emit()
        for translator in leaving:
            translator.deleteLater()

    def _write(self) -> None:
        is_nowhere = self._language == ENGLISH and not self._territory
        put_in_force("" if is_nowhere else f"{self._language.code}_{self._territory}".rstrip("_"))

    def _catalogue(self, language: Language) -> QTranslator | None:
        file = self._folder / language.code / "aura.qm"
        translator = QTranslator(self)
        return translator if file.exists() and translator.load(str(file)) else None

    def _say_anew(self, before: QTranslator | None) -> None:
        from aura_terminal.ui.language.dictionary import Dictionary, read_sentences
        from aura_terminal.ui.language.rewording import Rewording

        dictionary = Dictionary(read_sentences(self._folder), _said_by(before), _said_by(self._ours))
        Rewording(dictionary).say_anew(self._app.allWidgets())


def _of_qt(language: Language) -> QTranslator | None:
    """What Qt itself says, such as Copy and Paste in a field's menu."""
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load(QLocale(language.qt), "qtbase", "_", folder) else None


def _said_by(translator: QTranslator | None) -> Callable[[str, str, int], str]:
    if translator is None:
        return lambda context, text, number: ""
    return lambda context, text, number: translator.translate(context, text, None, number) or ""
