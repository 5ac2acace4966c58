"""What a piece of the menu was: who changed it when, what differed, and the way back to any of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.menu_editing.differences import differences
from aura_terminal.ui.screens.menu_editing.field_column import FieldColumn, FieldLine
from aura_terminal.ui.screens.menu_editing.words import DOT, moment_words, short, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.menu_editing import History, MenuEditingModel

TALL = 56


class HistorySheet(Sheet):
    """Lists revisions; one that is chosen shows what it changed and can be put back."""

    def __init__(self, model: MenuEditingModel, theme: Theme, host: QWidget, money: MoneyText) -> None:
        super().__init__(theme, host, tr("History"), tr("Close"), 900, 660)
        self._model, self._money = model, money
        self._history: History | None = None
        self._chosen = 0
        self._list = ChoiceList(theme, tr("What it was"), Picking.ONE)
        self._list.setMinimumHeight(180)
        self._heading = Words(theme, "", Voice.STRONG)
        self._changes = FieldColumn(theme, tr("What changed"))
        self._changes.setMinimumHeight(180)
        self._back = Button(theme, tr("Make it so again"), kind=Kind.PRIMARY, icon="undo-2")
        self._back.keep_at_least(200, TALL)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._list, 1)
        column.addWidget(self._heading)
        column.addWidget(self._changes, 1)
        self.set_content(content)
        self.set_actions(self._back)
        self._list.tapped.connect(self._choose)
        self._back.clicked.connect(self._put_back)
        model.history_read.connect(self._show)

    @Slot(object)
    def _show(self, history: History) -> None:
        self._history, self._chosen = history, 0
        self._show_chosen()
        self.open()

    @Slot(str)
    def _choose(self, id: str) -> None:
        self._chosen = int(id)
        self._show_chosen()

    def _show_chosen(self) -> None:
        history = self._history
        if history is None or not history.revisions:
            return
        rows = []
        for place, (one, at) in enumerate(zip(history.revisions, history.times, strict=True)):
            words = DOT.join((moment_words(at), one.by_name or str(one.by)))
            said = ", ".join(label for label, _ in differences(self._former(place), one.body, self._money))
            is_first = place + 1 == len(history.revisions)
            detail = tr("So it began") if is_first else short(said)
            rows.append(ChoiceRow(str(place), words, detail, int(place == self._chosen)))
        self._list.show_rows(rows)
        chosen = history.revisions[self._chosen]
        before = self._former(self._chosen)
        self._heading.setText(tr("What it was then") if before is None else tr("What was changed then"))
        found = differences(before, chosen.body, self._money)
        self._changes.show_lines([FieldLine(str(place), label, words) for place, (label, words) in enumerate(found)])
        self._back.setEnabled(self._chosen > 0 and chosen.body is not None)

    def _former(self, place: int) -> object:
        revisions = () if self._history is None else self._history.revisions
        return revisions[place + 1].body if place + 1 < len(revisions) else None

    @Slot()
    def _put_back(self) -> None:
        history = self._history
        body = None if history is None else history.revisions[self._chosen].body
        if isinstance(body, Category | Item | ModifierGroup | PreModifier | TaxRegime):
            self.close_sheet()
            self._model.put_back(body)
