"""Why something is taken back, and how many of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.register.house_reasons import HouseReasons
from aura_terminal.ui.screens.register.quiet import Quiet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet

translate = QCoreApplication.translate


class ReasonSheet(Sheet):
    """Asks for a reason, and for a quantity where there are several; `given(id, quantity, reason)` follows."""

    given = Signal(str, int, str)

    def __init__(self, theme: Theme, host: QWidget, offered: HouseReasons) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 640, 520)
        self._offered = offered
        self._id, self._most, self._count, self._reason = "", 1, 1, ""
        self._fewer = Button(theme, icon="minus", say=self.tr("One fewer"))
        self._more = Button(theme, icon="plus", say=self.tr("One more"))
        self._quantity = Words(theme, "", Voice.TITLE)
        self._quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._reasons = ChoiceList(theme, self.tr("Reasons"), Picking.ONE)
        self._take_back = Button(theme, "", kind=Kind.DANGER)
        self._take_back.keep_at_least(64, 60)
        self._quiet = Quiet(host)
        self._steps = QWidget()
        steps = QHBoxLayout(self._steps)
        steps.setContentsMargins(0, 0, 0, 0)
        for part in (self._fewer, self._quantity, self._more):
            steps.addWidget(part, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._steps)
        self._reasons.setMinimumHeight(220)
        column.addWidget(self._reasons, 1)
        self.set_content(content)
        self.set_actions(self._take_back)
        self._fewer.clicked.connect(self._one_fewer)
        self._more.clicked.connect(self._one_more)
        self._reasons.tapped.connect(self._choose)
        self._take_back.clicked.connect(self._finish)

    def ask(self, id: str, title: str, verb: str, most: int) -> None:
        """Open for up to so many of something; `verb` is the word on the button."""
        self._id, self._most, self._count, self._reason = id, most, most, ""
        self.set_title(title)
        self._take_back.show_words(verb)
        self._steps.setVisible(most > 1)
        self._show()
        self.open()

    def _show(self) -> None:
        self._quantity.setText(str(self._count))
        self._fewer.setEnabled(self._count > 1)
        self._more.setEnabled(self._count < self._most)
        offered = self._offered.voids()
        self._reasons.show_rows([ChoiceRow(each, each, quantity=int(each == self._reason)) for each in offered])
        self._take_back.setEnabled(bool(self._reason))

    @Slot()
    def _one_fewer(self) -> None:
        self._count -= 1
        self._show()

    @Slot()
    def _one_more(self) -> None:
        self._count += 1
        self._show()

    @Slot(str)
    def _choose(self, reason: str) -> None:
        self._reason = reason
        self._show()

    @Slot()
    def _finish(self) -> None:
        self._quiet.cover(self._take_back)
        self.close_sheet()
        self.given.emit(self._id, self._count, self._reason)
