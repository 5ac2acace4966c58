"""Sending a terminal away: what that means, and why it is done."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.screens.terminals.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet


def reasons() -> tuple[str, ...]:
    """Why a terminal leaves a store."""
    return tr("Lost or stolen"), tr("Replaced by another one"), tr("Broken"), tr("Not needed any more")


class RemoveSheet(Sheet):
    """Asks why; `given(terminal_id, reason)` follows."""

    given = Signal(str, str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 680, 460)
        self._id = self._reason = ""
        words = Words(theme, tr("The other terminals refuse it from then on. It can be added again as a new one."))
        words.speak(Voice.MUTED)
        words.setWordWrap(True)
        self._reasons = ChoiceList(theme, tr("Reasons"), Picking.ONE)
        self._reasons.setMinimumHeight(150)
        self._remove = Button(theme, tr("Remove from the store"), kind=Kind.DANGER)
        self._remove.keep_at_least(200, 60)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(words)
        column.addWidget(self._reasons, 1)
        self.set_content(content)
        self.set_actions(self._remove)
        self._reasons.tapped.connect(self._choose)
        self._remove.clicked.connect(self._finish)

    def ask(self, terminal_id: str, label: str) -> None:
        """Open for one terminal."""
        self._id, self._reason = terminal_id, ""
        self.set_title(tr("Remove {label} from the store?").format(label=label))
        self._show()
        self.open()

    def _show(self) -> None:
        self._reasons.show_rows([ChoiceRow(each, each, quantity=int(each == self._reason)) for each in reasons()])
        self._remove.setEnabled(bool(self._reason))

    @Slot(str)
    def _choose(self, reason: str) -> None:
        self._reason = reason
        self._show()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.given.emit(self._id, self._reason)
