"""Which lines, and how many of each, go to a new order or to another one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.ids import LineId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.rows import LineRow, OrderSheet

translate = QCoreApplication.translate


class SplitSheet(Sheet):
    """`to_new(parts)` and `to_other(parts)` carry how many of each line; a tap takes a line whole."""

    to_new = Signal(object)
    to_other = Signal(object)

    def __init__(self, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, self.tr("What is split off?"), translate("RegisterScreen", "Close"), 900, 620)
        self._money = money
        self._lines: dict[str, LineRow] = {}
        self._taken: dict[LineId, int] = {}
        self._list = ChoiceList(theme, self.tr("Lines"), Picking.COUNTED)
        self._list.setMinimumHeight(240)
        self._other = Button(theme, self.tr("To another order"), icon="arrow-right")
        self._new = Button(theme, self.tr("To a new order"), kind=Kind.PRIMARY, icon="split")
        for button in (self._other, self._new):
            button.keep_at_least(200, 64)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)
        self.set_content(content)
        self.set_actions(self._other, self._new)
        self._list.tapped.connect(self._take)
        self._list.step_tapped.connect(self._step)
        self._new.clicked.connect(self._to_new)
        self._other.clicked.connect(self._to_other)

    def ask(self, order: OrderSheet) -> None:
        """Open for an order; nothing is taken yet."""
        self._lines = {line.line_id: line for line in order.lines if line.quantity > line.voided}
        self._taken = {}
        self._show()
        self.open()

    def _show(self) -> None:
        self._list.show_rows([self._row(line) for line in self._lines.values()])
        items = sum(self._taken.values())
        words = self.tr("{items} to a new order").format(items=items) if items else self.tr("To a new order")
        self._new.show_words(words)
        for button in (self._new, self._other):
            button.setEnabled(items > 0)

    def _row(self, line: LineRow) -> ChoiceRow:
        taken = self._taken.get(line.line_id, 0)
        left = line.quantity - line.voided
        detail = "" if taken else self._money.amount(line.price)
        return ChoiceRow(line.line_id, f"{left} × {line.name}", detail, taken)

    @Slot(str)
    def _take(self, line_id: str) -> None:
        line = self._lines[line_id]
        before, left = self._taken.get(line.line_id, 0), line.quantity - line.voided
        self._taken[line.line_id] = min(left, before + 1) if before else left
        self._show()

    @Slot(str, int)
    def _step(self, line_id: str, by: int) -> None:
        line = self._lines[line_id]
        taken = max(0, min(line.quantity - line.voided, self._taken.get(line.line_id, 0) + by))
        self._taken[line.line_id] = taken
        if not taken:
            del self._taken[line.line_id]
        self._show()

    @Slot()
    def _to_new(self) -> None:
        self.close_sheet()
        self.to_new.emit(dict(self._taken))

    @Slot()
    def _to_other(self) -> None:
        self.close_sheet()
        self.to_other.emit(dict(self._taken))
