"""A party at the door: how many, what it is told, and if it likes its name and number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.waiting.words import minutes_words, quote_words, size_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.typing_fields import TypingFields
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import ChipRow, Chips, ChipSize
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.waiting import Arrival, WaitingModel

SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12)
USUAL, STEP = 2, 5
NAME, PHONE, NOTE = "name", "phone", "note"


class JoinSheet(Sheet):
    """Two taps write a party down: its size, and Add. What it is told is reckoned; plus and minus say other minutes."""

    def __init__(self, model: WaitingModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("A party at the door"), tr("Close"), 960, 680)
        self._model = model
        self._minutes: int | None = None
        self._is_waiting = False
        self._sizes = Chips(theme, tr("How many"), ChipSize.ROOM)
        self._sizes.show_rows([ChipRow(str(each), str(each), say=size_words(each)) for each in SIZES])
        self._less = Button(theme, icon="minus", say=tr("Five minutes less"))
        self._told = Words(theme, "", Voice.STRONG)
        self._more = Button(theme, icon="plus", say=tr("Five minutes more"))
        fields = ((NAME, tr("Name")), (PHONE, tr("Telephone")), (NOTE, tr("Note")))
        self._fields = TypingFields(theme, fields, tr("Add"))
        self.set_content(self._whole())
        self._sizes.chosen.connect(self._ask_quote)
        self._less.clicked.connect(self._say_less)
        self._more.clicked.connect(self._say_more)
        self._fields.finished.connect(self._join)
        model.reckoned.connect(self._show)
        model.joined.connect(self._end)
        model.refused.connect(self._try_again)

    def ask(self) -> None:
        """Open for a party of two, as most are."""
        self._is_waiting = False
        self._sizes.select(str(USUAL))
        self.open()
        self._fields.begin()
        self._ask_quote()

    def _whole(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        line = QHBoxLayout()
        self._told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self._less, self._more):
            button.keep_at_least(60, 52)
        line.addWidget(self._less)
        line.addWidget(self._told, 1)
        line.addWidget(self._more)
        column.addWidget(self._sizes)
        column.addLayout(line)
        column.addWidget(self._fields)
        column.addStretch(1)
        return page

    @property
    def _size(self) -> int:
        return int(self._sizes.selected() or USUAL)

    @Slot()
    def _ask_quote(self) -> None:
        self._minutes = None
        self._model.reckon(self._size)
        self._told.setText("…")

    @Slot()
    def _show(self) -> None:
        if self._minutes is None:
            self._told.setText(quote_words(self._model.quote))
        else:
            self._told.setText(tr("You say {minutes}").format(minutes=minutes_words(self._minutes)))

    @Slot()
    def _say_less(self) -> None:
        self._say(-STEP)

    @Slot()
    def _say_more(self) -> None:
        self._say(STEP)

    def _say(self, more: int) -> None:
        quote = self._model.quote
        before = self._minutes if self._minutes is not None else (0 if quote is None else quote.minutes)
        self._minutes = max(0, before + more)
        self._show()

    @Slot()
    def _join(self) -> None:
        if self._is_waiting:  # a second tap would write the same party down twice
            return
        self._is_waiting = True
        name, phone, note = (self._fields.text(each) for each in (NAME, PHONE, NOTE))
        self._model.join(Arrival(self._size, name, phone, note, minutes=self._minutes))

    @Slot()
    def _try_again(self) -> None:
        self._is_waiting = False

    @Slot()
    def _end(self) -> None:
        self._is_waiting = False
        self.close_sheet()
