"""Setting something aside that a back office refused: what that means, and why it is done."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.screens.back_office.words import aside_reasons, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet


class AsideSheet(Sheet):
    """Asks why; `given(card_id, reason)` follows."""

    given = Signal(str, str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 680, 420)
        self._id = self._reason = ""
        words = Words(theme, tr("It is not sent any more; what waits behind it goes on where it can."), Voice.MUTED)
        words.setWordWrap(True)
        self._reasons = ChoiceList(theme, tr("Reasons"), Picking.ONE)
        self._reasons.setMinimumHeight(120)
        self._finish_button = Button(theme, tr("Set aside"), kind=Kind.GRAVE)
        self._finish_button.keep_at_least(200, 60)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(words)
        column.addWidget(self._reasons, 1)
        self.set_content(content)
        self.set_actions(self._finish_button)
        self._reasons.tapped.connect(self._choose)
        self._finish_button.clicked.connect(self._finish)

    def ask(self, card_id: str, title: str) -> None:
        """Open for one refusal."""
        self._id, self._reason = card_id, ""
        self.set_title(title)
        self._show()
        self.open()

    def _show(self) -> None:
        rows = [ChoiceRow(each, each, quantity=int(each == self._reason)) for each in aside_reasons()]
        self._reasons.show_rows(rows)
        self._finish_button.setEnabled(bool(self._reason))

    @Slot(str)
    def _choose(self, reason: str) -> None:
        self._reason = reason
        self._show()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.given.emit(self._id, self._reason)
