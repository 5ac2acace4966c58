"""The modifier groups, each with how many items ask it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.menu import ModifierGroup
from aura_terminal.ui.screens.menu_editing.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.menu_editing import MenuEditingModel

TALL = 52
WORDS_HIGH = 140


class GroupsPage(QWidget):
    """Shows a MenuEditingModel's groups; a tap opens one."""

    def __init__(self, model: MenuEditingModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._list = ChoiceList(theme, tr("Choices"), Picking.COUNTED)
        self._pres = ChoiceList(theme, tr("Words before a choice"), Picking.COUNTED)
        self._pres.setFixedHeight(WORDS_HIGH)
        self._new_pre = Button(theme, tr("New word"), icon="plus")
        self._new_pre.keep_at_least(TALL, TALL)
        self._new = Button(theme, tr("New choices"), kind=Kind.PRIMARY, icon="plus")
        self._new.keep_at_least(TALL, TALL)
        head = QHBoxLayout()
        head.addWidget(Words(theme, tr("What guests are asked: extras, toppings, how it is cooked"), Voice.MUTED), 1)
        head.addWidget(self._new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        words = QHBoxLayout()
        words.addWidget(Words(theme, tr("Words before a choice: no, extra, on the side"), Voice.MUTED), 1)
        words.addWidget(self._new_pre)
        column.addLayout(words)
        column.addWidget(self._pres)
        model.changed.connect(self._show)
        self._list.tapped.connect(model.edit_group)
        self._new.clicked.connect(model.new_group)
        self._pres.tapped.connect(model.edit_pre)
        self._new_pre.clicked.connect(model.new_pre)

    @Slot()
    def _show(self) -> None:
        rows = self._model.rows
        if rows is not None:
            self._list.show_rows([_row(one) for one in rows.groups])
            self._pres.show_rows([ChoiceRow(one.id, one.name, f"{one.percent} %") for one in rows.pres])
            self._new.setVisible(not rows.menu_owner)


def _row(group: ModifierGroup) -> ChoiceRow:
    """A group by its name and what stands first in it: several may be called Extras."""
    words = tr("{name}: {first} …").format(name=group.name, first=group.modifiers[0].name)
    return ChoiceRow(group.id, words, str(len(group.modifiers)), say=f"{group.name}, {words}")
