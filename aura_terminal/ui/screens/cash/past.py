"""Sessions that are over: what was found, and what is still to be said about it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.cash.lines import Lines
from aura_terminal.ui.screens.cash.words import lines_of, past_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.view_models.cash import CashModel, SessionRow

TALL = 56


class PastSessions(Panel):
    """A list, the figures of the one that is chosen, and what can be done about it."""

    recount_wanted = Signal(object)
    explain_wanted = Signal(object, str)

    def __init__(self, model: CashModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme)
        self._model, self._money, self._chosen = model, money, ""
        self._none = Words(theme, tr("No session has ended yet."), Voice.MUTED)
        self._list = ChoiceList(theme, tr("Past sessions"), Picking.ONE)
        self._lines = Lines(theme, tr("Figures of the session"))
        self._explain = Button(theme, tr("Say why"), icon="message-square")
        self._recount = Button(theme, tr("Count once more"), icon="calculator")
        self._print = Button(theme, tr("Print the count again"), icon="printer")
        self._side = Panel(theme, Ground.PANEL, Edge.START)
        self._arrange()
        self._list.tapped.connect(self._choose)
        self._explain.clicked.connect(self._ask_why)
        self._recount.clicked.connect(self._ask_recount)
        self._print.clicked.connect(self._print_again)
        model.changed.connect(self._show)
        self._show()

    def keep_side(self, wide: int) -> None:
        """The width of the column at the end, as that of the acts; figures need more room than buttons do."""
        self._side.setFixedWidth(wide + 60)

    @property
    def row(self) -> SessionRow | None:
        """The session whose figures are shown: the one chosen, or the last that ended."""
        desk = self._model.desk
        rows = () if desk is None else desk.past
        return next((row for row in rows if row.id == self._chosen), rows[0] if rows else None)

    def _arrange(self) -> None:
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 14)
        column.setSpacing(8)
        column.addWidget(self._lines, 1)
        for button in (self._explain, self._recount, self._print):
            button.keep_at_least(200, TALL)
            line = QHBoxLayout()
            line.setContentsMargins(14, 0, 14, 0)
            line.addWidget(button)
            column.addLayout(line)
        left = QVBoxLayout()
        left.setContentsMargins(10, 10, 10, 10)
        left.addWidget(self._none)
        left.addWidget(self._list, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._side)

    @Slot()
    def _show(self) -> None:
        model, row, desk = self._model, self.row, self._model.desk
        rows = () if desk is None else desk.past
        told = [(one.id, *past_words(one, model, self._money)) for one in rows]
        chosen = None if row is None else row.id
        self._list.show_rows([ChoiceRow(id_, words, found, int(id_ == chosen)) for id_, words, found in told])
        self._none.setVisible(not rows)
        self._lines.show_lines([] if row is None else lines_of(row, model, self._money))
        self._explain.setVisible(row is not None and row.must_explain)
        self._recount.setVisible(row is not None and model.is_theirs(row))
        self._print.setVisible(row is not None and model.may(Permission.REPRINT))

    @Slot(str)
    def _choose(self, session_id: str) -> None:
        self._chosen = session_id
        self._show()

    @Slot()
    def _ask_why(self) -> None:
        if self.row is not None:
            self.explain_wanted.emit(self.row, "")

    @Slot()
    def _ask_recount(self) -> None:
        if self.row is not None:
            self.recount_wanted.emit(self.row)

    @Slot()
    def _print_again(self) -> None:
        if self.row is not None:
            self._model.print_again(self.row.id)
