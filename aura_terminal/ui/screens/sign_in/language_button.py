"""The button at the sign-in screen that says which language is spoken, and leads to the others."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.language.languages import language_of
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.view_models.languages import LanguagesModel

SCREEN = "screen"


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Languages", words)


class LanguageButton(Button):
    """Bears the name the language has for itself: it is found by those who read nothing else on the screen."""

    def __init__(self, languages: LanguagesModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, icon="languages")
        self._languages, self._host = languages, host
        self.keep_at_least(0, 48)
        self.clicked.connect(self._ask)
        languages.wanted.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        name = language_of(self._languages.in_force).name
        self.show_words(name, say=f"{tr('Language')}: {name}")

    @Slot()
    def _ask(self) -> None:
        from aura_terminal.ui.language.sheet import LanguageSheet

        sheet = LanguageSheet(self._theme, self._host)
        sheet.picked.connect(self._choose)
        sheet.cancelled.connect(sheet.deleteLater)
        store = language_of(self._languages.store).name
        sheet.ask(SCREEN, tr("Language of this screen"), self._languages.screen, tr("As the store: {language}").format(
            language=store
        ))  # fmt: skip

    @Slot(str, str)
    def _choose(self, _id: str, code: str) -> None:
        self.sender().deleteLater()
        self._languages.choose_for_screen(code)
