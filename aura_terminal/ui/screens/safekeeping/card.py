"""One copy of the store on the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.ui.screens.safekeeping.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.cards import PADDING, Card
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pill import PillRow
from aura_terminal.ui.widgets.tag import Tag


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy in words; while something is under way its buttons rest."""

    id: str
    title: str
    detail: str
    state: PillRow
    fault: str = ""
    is_busy: bool = False

    @property
    def spoken(self) -> str:
        """The card in words."""
        return f"{self.title}, {self.detail}"


class CopyLine(Card):
    """`check_tapped(id)` and `restore_tapped(id)` follow its buttons."""

    check_tapped = Signal(str)
    restore_tapped = Signal(str)

    def __init__(self, theme: Theme, row: CopyRow) -> None:
        super().__init__(theme, row.title)
        head = QHBoxLayout()
        head.addWidget(Words(theme, row.title, Voice.STRONG), 1)
        head.addWidget(Tag(theme, row.state))
        check = Button(
            theme, tr("Check"), icon="shield-check", kind=Kind.PLAIN, say=tr("Check {copy}").format(copy=row.title)
        )
        back = Button(
            theme,
            tr("Go back to it"),
            icon="history",
            kind=Kind.PLAIN,
            say=tr("Go back to {copy}").format(copy=row.title),
        )
        foot = QHBoxLayout()
        detail = Words(theme, row.fault or row.detail, Voice.WARNING if row.fault else Voice.MUTED)
        detail.setWordWrap(True)
        foot.addWidget(detail, 1)
        for button, told in ((check, self.check_tapped), (back, self.restore_tapped)):
            button.keep_at_least(100, 48)
            button.setEnabled(not row.is_busy)
            button.clicked.connect(partial(told.emit, row.id))
            foot.addWidget(button)
        back.setVisible(not row.fault)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, 12, PADDING, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(foot)
