"""Which language: every one by the name it has for itself, so that whoever speaks it finds it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.language.languages import LANGUAGES, language_of
from aura_terminal.ui.theme.fonts import load_fonts_of
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Languages", words)


class LanguageSheet(Sheet):
    """`picked(id, code)` follows a tap; the code is "" for the one that holds where none is chosen."""

    picked = Signal(str, str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("Language"), tr("Close"), 560, 660)
        self._id = ""
        self._list = ChoiceList(theme, tr("Languages"), Picking.ONE)
        self._list.setMinimumHeight(420)
        self._list.tapped.connect(self._tap)
        self.set_content(self._list)

    def ask(self, id: str, title: str, chosen: str, otherwise: str = "") -> None:
        """Open with the one that is chosen marked; `otherwise` says what holds where none is, "": one has to be."""
        self._id = id
        self.set_title(title)
        rows = [ChoiceRow(code, own_name(code), "", int(code == chosen)) for code in LANGUAGES]
        if otherwise:
            rows.insert(0, ChoiceRow("", otherwise, "", int(not chosen)))
        self._list.show_rows(rows)
        self.open()

    @Slot(str)
    def _tap(self, code: str) -> None:
        self.close_sheet()
        self.picked.emit(self._id, code)


def language_words(code: str, otherwise: str) -> str:
    """What a language calls itself; `otherwise` where none is chosen."""
    return own_name(code) if code else otherwise


def own_name(code: str) -> str:
    """What a language calls itself, in letters that can be painted from now on."""
    load_fonts_of(code)
    return language_of(code).name
