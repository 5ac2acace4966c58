"""Splitting and merging as a person does it: the questions in their order, and the way back where there is one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.ids import LineId, OrderId, TableId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.register.order_panel import OrderPanel
from aura_terminal.ui.screens.register.other_order_sheet import OtherOrderSheet
from aura_terminal.ui.screens.register.split_sheet import SplitSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.order_moves import OrderMovesModel, Reseated, SplitOff
from aura_terminal.view_models.order_options import OrderOptionsModel

SPLIT, TABLE = "split/", "table/"


class Moving(QObject):
    """Joins the sheets to an OrderMovesModel; `said(sentence)` is for the window's notice."""

    said = Signal(str)

    def __init__(
        self,
        moves: OrderMovesModel,
        options: OrderOptionsModel,
        panel: OrderPanel,
        theme: Theme,
        money: MoneyText,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._moves, self._options, self._panel = moves, options, panel
        self._parts: dict[LineId, int] = {}
        self._is_going_back = False
        self._lines = SplitSheet(theme, money, host)
        self._to = OtherOrderSheet(options, theme, money, host)
        self._with = OtherOrderSheet(options, theme, money, host)
        self._lines.to_new.connect(self._split)
        self._lines.to_other.connect(self._ask_other)
        self._to.chosen.connect(self._move)
        self._with.chosen.connect(self._merge)
        moves.split_off.connect(self._offer_to_join)
        moves.reseated.connect(self._offer_to_go_back)
        moves.merged.connect(self._say_merged)
        panel.undone.connect(self._undo)

    @Slot()
    def ask_split(self) -> None:
        """Which lines are split off the order on the counter?"""
        order = self._moves.counter.order
        if order is not None:
            self._lines.ask(order)

    @Slot()
    def ask_merge(self) -> None:
        """Which order is it merged with?"""
        self._with.ask(tr("Merge with which order?"), tr("Merge with {order}"))

    @Slot(object)
    def _split(self, parts: dict[LineId, int]) -> None:
        self._moves.split(parts)

    @Slot(object)
    def _ask_other(self, parts: dict[LineId, int]) -> None:
        self._parts = parts
        self._to.ask(tr("To which order?"), tr("Move to {order}"))

    @Slot(str)
    def _move(self, order_id: str) -> None:
        self._moves.move(self._parts, OrderId(order_id))

    @Slot(str)
    def _merge(self, order_id: str) -> None:
        self._moves.merge(OrderId(order_id))

    @Slot(object)
    def _offer_to_join(self, split: SplitOff) -> None:
        words = tr("{items} split off to {number}").format(items=split.items, number=split.number)
        self._panel.offer_undo(f"{SPLIT}{split.order_id}", words)

    @Slot(object)
    def _offer_to_go_back(self, moved: Reseated) -> None:
        if self._is_going_back:  # taking back a move is no move to be taken back
            self._is_going_back = False
            return
        words = tr("At no table now")
        if moved.table_name:
            words = tr("Moved to table {table}").format(table=moved.table_name)
        self._panel.offer_undo(f"{TABLE}{moved.guests}/{moved.before or ''}", words)

    @Slot(str)
    def _say_merged(self, number: str) -> None:
        self.said.emit(tr("Both are order {number} now.").format(number=number))

    @Slot(str)
    def _undo(self, id: str) -> None:
        if id.startswith(SPLIT):
            self._moves.join_again(OrderId(id.removeprefix(SPLIT)))
        elif id.startswith(TABLE):
            self._is_going_back = True
            guests, _, table = id.removeprefix(TABLE).partition("/")
            self._options.choose_table(TableId(table) if table else None, int(guests))


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("RegisterScreen", words)
