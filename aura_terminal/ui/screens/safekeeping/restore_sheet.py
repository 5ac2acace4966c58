"""What going back to a copy would take away, said before it is done."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.screens.safekeeping.words import Local, loss_lines, tr, when_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.safekeeping import LossCard


class RestoreSheet(Sheet):
    """`agreed(LossCard)` follows where nothing would be gone for good; else `seal_wanted` offers the way out."""

    agreed = Signal(object)
    seal_wanted = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Not now"), 700, 560)
        self._look = theme
        self._loss: LossCard | None = None

    def ask(self, loss: LossCard, local: Local) -> None:
        """Open for one copy."""
        self._loss = loss
        self.set_title(tr("Go back to {when}?").format(when=when_words(local(loss.copy.made_at))))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for words in loss_lines(loss, local):
            line = Words(self._look, words, Voice.BODY)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addStretch(1)
        self.set_content(content)
        if loss.is_refused:
            button = Button(self._look, tr("Save a sealed copy first"), kind=Kind.PRIMARY, icon="lock")
            button.clicked.connect(self._seal)
        else:
            button = Button(self._look, tr("Go back and start again"), kind=Kind.DANGER, icon="history")
            button.clicked.connect(self._agree)
        button.keep_at_least(260, 60)
        self.set_actions(button)
        self.open()

    @Slot()
    def _agree(self) -> None:
        self.close_sheet()
        if self._loss is not None:
            self.agreed.emit(self._loss)

    @Slot()
    def _seal(self) -> None:
        self.close_sheet()
        self.seal_wanted.emit()
