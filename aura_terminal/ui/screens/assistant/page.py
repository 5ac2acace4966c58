"""The room of the assistant: what was said, and a line to ask in. It says plainly that it works online only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout

from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.assistant.words import said_words, state_words, title_words, tr, warning_words
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import Head
from aura_terminal.view_models.assistant import LONGEST, AssistantModel, Way

TALL = 56


class AssistantPage(RoomPage):
    """Shows an AssistantModel. Leaving the page forgets what was said."""

    def __init__(self, model: AssistantModel, theme: Theme) -> None:
        super().__init__(theme, sleeper=model.showing)
        self._model = model
        self._title = Words(theme, title_words(model), Voice.TITLE)
        self._way = Chips(theme, tr("How it is asked"))
        self._warning = Words(theme, warning_words(), Voice.WARNING)
        self._warning.setWordWrap(True)
        self._said = QPlainTextEdit()
        self._said.setReadOnly(True)
        self._said.setAccessibleName(tr("What was said"))
        self._state = Words(theme, "", Voice.MUTED)
        self._field = QLineEdit()
        self._field.setMaxLength(LONGEST)
        self._field.setAccessibleName(tr("Your question"))
        self._field.setPlaceholderText(tr("Your question"))
        self._keys = Button(theme, icon="keyboard", say=tr("Type on the screen"))
        self._ask = Button(theme, tr("Ask"), kind=Kind.PRIMARY, icon="send")
        self._typing = TextSheet(theme, self)
        self.setAccessibleName(tr("Assistant"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._field)
        self._arrange(theme)
        self._bind()
        self._show()

    def _arrange(self, theme: Theme) -> None:
        head = Head(theme, self._title)
        head.bar.addStretch(1)
        head.bar.addWidget(self._way)
        self._way.setMinimumWidth(320)
        self._way.show_rows([ChipRow(Way.QUESTION.name, tr("One question")), ChipRow(Way.THREAD.name, tr("A thread"))])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 12, 14, 14)
        inside.setSpacing(10)
        inside.addWidget(self._warning)
        inside.addWidget(self._said, 1)
        inside.addWidget(self._state)
        line = QHBoxLayout()
        line.setSpacing(10)
        self._field.setMinimumHeight(TALL)
        self._keys.keep_at_least(TALL, TALL)
        self._ask.keep_at_least(140, TALL)
        line.addWidget(self._field, 1)
        line.addWidget(self._keys)
        line.addWidget(self._ask)
        inside.addLayout(line)
        column.addLayout(inside, 1)

    def _bind(self) -> None:
        self._model.changed.connect(self._show)
        self._way.chosen.connect(self._go)
        self._ask.clicked.connect(self._send)
        self._field.returnPressed.connect(self._send)
        self._keys.clicked.connect(lambda: self._typing.ask("", tr("Your question"), self._field.text()))
        self._typing.written.connect(self._take)

    @Slot()
    def _show(self) -> None:
        words = said_words(self._model)
        if self._said.toPlainText() != words:
            self._said.setPlainText(words)
            bar = self._said.verticalScrollBar()
            bar.setValue(bar.maximum())
        self._state.setText(state_words(self._model))
        self._way.select(self._model.way.name)
        self._way.setEnabled(self._model.has_thread)
        self._ask.setEnabled(self._model.can_ask)

    @Slot()
    def _go(self) -> None:
        self._model.go(Way[self._way.selected() or Way.QUESTION.name])

    @Slot()
    def _send(self) -> None:
        if self._model.ask(self._field.text()):
            self._field.clear()

    @Slot(str, str)
    def _take(self, _id: str, words: str) -> None:
        self._field.setText(words)
        self._send()
