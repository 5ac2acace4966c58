"""Whose badge is this? Asked of a manager when a badge is read that nobody has."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.badges import BadgesModel

translate = QCoreApplication.translate


class BadgeSheet(Sheet):
    """A tap on a name gives the badge to that person; closing it gives it to nobody."""

    def __init__(self, badges: BadgesModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, self.tr("Whose badge is this?"), translate("RegisterScreen", "Close"), 720, 620)
        self._badges = badges
        self._people = ChoiceList(theme, self.tr("People"), Picking.ONE)
        words = Words(theme, self.tr("It replaces the badge they had."), Voice.MUTED)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words)
        column.addWidget(self._people, 1)
        self.set_content(content)
        self._people.tapped.connect(self._give)
        self.cancelled.connect(badges.drop)

    @Slot()
    def ask(self) -> None:
        """Open for the badge that was read."""
        self._people.show_rows([ChoiceRow(row.id, row.name, row.role) for row in self._badges.people])
        self.open()

    @Slot(str)
    def _give(self, staff_id: str) -> None:
        self.close_sheet()
        self._badges.give(StaffId(staff_id))
