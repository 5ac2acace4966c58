"""One of a few answers, or words of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.cash.words import tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet

OTHER = "other:"


class ChooseSheet(Sheet):
    """`chosen(task, id)` follows a tap, or the words that were written."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 720, 560)
        self._task = ""
        self._list = ChoiceList(theme, tr("Answers"), Picking.ONE)
        self._list.setMinimumHeight(280)
        self._text = TextSheet(theme, host)
        self.set_content(self._list)
        self._list.tapped.connect(self._choose)
        self._text.written.connect(self._written)

    def ask(self, task: str, title: str, rows: Sequence[ChoiceRow]) -> None:
        """Open with rows of which one is chosen."""
        self._task = task
        self.set_title(title)
        self._list.setAccessibleName(title)
        self._list.show_rows(rows)
        self.open()

    def ask_words(self, task: str, title: str, offered: Sequence[str]) -> None:
        """Open with words that are said often; anything else can be written."""
        rows = [ChoiceRow(each, each) for each in offered]
        self.ask(task, title, [*rows, ChoiceRow(OTHER, tr("Something else …"), say=tr("Something else"))])

    @Slot(str)
    def _choose(self, id_: str) -> None:
        self.close_sheet()
        if id_ == OTHER:
            self._text.ask(self._task, self.accessibleName(), "")
        else:
            self.chosen.emit(self._task, id_)

    @Slot(str, str)
    def _written(self, task: str, words: str) -> None:
        if words:
            self.chosen.emit(task, words)
