"""A paper's code typed or pasted, where no scanner reads it; and how far a paper of several codes is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.paper_words import progress_words
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.paper_scanning import Handover, PaperScanningModel

ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaperSheet(Sheet):
    """Stays open until an order is here: several codes may be pasted at once or one after the other."""

    def __init__(self, papers: PaperScanningModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, self.tr("Order from paper"), self.tr("Close"), 640, 320)
        self._papers = papers
        self._field = QLineEdit(placeholderText=self.tr("QW1…"))
        self._field.setAccessibleName(self.tr("Code of the paper"))
        self._field.setMinimumHeight(48)
        self._said = Words(theme, self._hint(), Voice.BODY)
        self._said.setWordWrap(True)
        self._take = Button(theme, self.tr("Take over"), kind=Kind.PRIMARY)
        self._take.keep_at_least(200, 60)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._said)
        column.addWidget(self._field)
        content.setFocusProxy(self._field)
        self.set_content(content)
        self.set_actions(self._take)
        self._take.clicked.connect(self._finish)
        papers.progressed.connect(self._ask_for_more)
        papers.taken_in.connect(self._end)
        papers.refused.connect(self._refuse)

    @Slot()
    def ask(self) -> None:
        """Open with nothing typed."""
        self._field.clear()
        self._said.setText(self._hint())
        self.open()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERING and not event.isAutoRepeat():
            self._finish()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _finish(self) -> None:
        codes = self._field.text().split()
        self._field.clear()
        for code in codes:
            self._papers.scan(code)

    @Slot(object)
    def _ask_for_more(self, missing: tuple[int, ...]) -> None:
        self._said.setText(progress_words(missing))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._said.setText(sentence(broken))

    @Slot(object)
    def _end(self, _handover: Handover) -> None:
        self.close_sheet()

    def _hint(self) -> str:
        return self.tr("Scan the code on the check or the kitchen slip, or paste what it says.")
