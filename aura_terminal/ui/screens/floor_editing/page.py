"""The room in which the floor plan is drawn."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.shop import DecorKind
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.floor_editing.inspector import Inspector
from aura_terminal.ui.screens.floor_editing.sheet_of_plan import PlanSheet
from aura_terminal.ui.screens.floor_editing.words import tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import NARROW, Foot, Head
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.floor_editing import FloorEditingModel

SIDE, SIDE_NARROW = 320, 264
NAME, NUMBER, NEW_AREA, RENAME, WORDS = "name", "number", "new", "rename", "words"


class FloorEditingPage(RoomPage):
    """Areas on top, the plan, what can be done beside it, and at the foot what was drawn and is not kept yet."""

    def __init__(self, model: FloorEditingModel, theme: Theme) -> None:
        super().__init__(theme, sleeper=model)
        self._model = model
        self._areas = Chips(theme, tr("Areas"))
        self._many = Button(theme, tr("Choose several"), kind=Kind.FUNCTION, icon="list-checks")
        self._many.setCheckable(True)
        self._undo = Button(theme, icon="undo-2", say=tr("Undo"), kind=Kind.FUNCTION)
        self._redo = Button(theme, icon="redo-2", say=tr("Redo"), kind=Kind.FUNCTION)
        self._owner = Strip(theme)
        self._sheet = PlanSheet(model, theme)
        self._side = Inspector(model, theme)
        self._state = Words(theme, "", Voice.MUTED)
        self._back = Button(theme, tr("Put the former plan back"), icon="history")
        self._discard = Button(theme, tr("Discard"), icon="x")
        self._keep = Button(theme, tr("Keep the plan"), kind=Kind.PRIMARY, icon="check")
        self._text = TextSheet(theme, self)
        self.setAccessibleName(tr("Floor plan"))
        self.setFocusProxy(self._sheet)
        self._arrange(theme)
        self._bind()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(SIDE_NARROW if self.width() < NARROW else SIDE)

    def _arrange(self, theme: Theme) -> None:
        head = Head(theme)
        head.bar.addWidget(self._areas, 1)
        for tool in (self._many, self._undo, self._redo):
            tool.keep_at_least(48, 48)
            head.bar.addWidget(tool)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(6, 6, 6, 6)
        left.addWidget(self._owner)
        left.addWidget(self._sheet, 1)
        middle.addLayout(left, 1)
        middle.addWidget(self._side)
        foot = Foot(theme, self._state, self._back, self._discard, self._keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addLayout(middle, 1)
        whole.addWidget(foot)

    def _bind(self) -> None:
        model = self._model
        self._areas.chosen.connect(model.go_to)
        self._many.toggled.connect(self._choose_many)
        self._undo.clicked.connect(model.undo)
        self._redo.clicked.connect(model.redo)
        self._keep.clicked.connect(model.keep)
        self._discard.clicked.connect(model.discard)
        self._back.clicked.connect(model.put_last_back)
        self._side.name_wanted.connect(self._ask_name)
        self._side.number_wanted.connect(self._ask_number)
        self._side.area_wanted.connect(self._ask_area)
        self._side.words_wanted.connect(self._ask_words)
        self._text.written.connect(self._written)
        model.changed.connect(self._show)
        model.kept.connect(self._say_kept)
        model.put_back.connect(self._say_put_back)
        model.refused.connect(self._refuse)

    @Slot()
    def _show(self) -> None:
        model = self._model
        self._areas.show_rows([ChipRow(area.id, area.name) for area in model.drawing.areas])
        if model.area is not None:
            self._areas.select(model.area.id)
        self._undo.setEnabled(model.can_undo)
        self._redo.setEnabled(model.can_redo)
        self._keep.setEnabled(model.is_changed and not model.owner)
        self._discard.setVisible(model.is_changed)
        self._back.setVisible(model.can_put_back)
        said = tr("Drawn, but not kept yet.") if model.is_changed else tr("This plan is in force.")
        self._state.setText(said)
        self._state.speak(Voice.WARNING if model.is_changed else Voice.MUTED)
        owned = tr("{owner} keeps the floor plan. It is changed there.").format(owner=model.owner)
        self._owner.say(owned if model.owner else "", "lock", Tone.INFO)
        self._sheet.setEnabled(not model.owner)

    @Slot(bool)
    def _choose_many(self, on: bool) -> None:  # a slot of Qt
        self._sheet.choose_many(on=on)

    @Slot(str, str)
    def _ask_name(self, title: str, words: str) -> None:
        self._text.ask(NAME, title, words)

    @Slot()
    def _ask_number(self) -> None:
        self._text.ask(NUMBER, tr("First number"), "")

    @Slot(str)
    def _ask_area(self, what: str) -> None:
        area = self._model.area
        now = area.name if what == RENAME and area is not None else ""
        self._text.ask(what, tr("Name of the area"), now)

    @Slot()
    def _ask_words(self) -> None:
        self._text.ask(WORDS, tr("Words on the plan"), "")

    @Slot(str, str)
    def _written(self, what: str, words: str) -> None:
        if not words:
            return
        match what:
            case "name":
                self._model.name(words)
            case "number":
                self._model.number_from(words)
            case "new":
                self._model.add_area(words)
            case "rename":
                self._model.rename_area(words)
            case "words":
                self._model.add_decor(DecorKind.WORDS, words)
        self._sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _say_kept(self, count: int) -> None:
        self.said.emit(tr("The plan is kept; {count} pieces were changed.").format(count=count))

    @Slot()
    def _say_put_back(self) -> None:
        self.said.emit(tr("The former plan is in force again."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
