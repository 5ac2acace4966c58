"""The room of the cash drawers: how each stands, what can be done with it, and sessions that are over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.cash.acts import Acts
from aura_terminal.ui.screens.cash.asking import Asking
from aura_terminal.ui.screens.cash.lines import Lines
from aura_terminal.ui.screens.cash.past import PastSessions
from aura_terminal.ui.screens.cash.words import Line, chip_words, lines_of, off_words, state_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import NARROW, Head
from aura_terminal.view_models.cash import CashModel, SessionRow

PAST = "past:"
SIDE, SIDE_NARROW = 320, 268


class CashPage(RoomPage):
    """Drawers on top; how the chosen one stands with its figures; the acts beside them."""

    def __init__(self, model: CashModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, sleeper=model.showing)
        self._model, self._money = model, money
        self._tabs = Chips(theme, tr("Drawers"))
        self._rules = Button(theme, icon="settings", say=tr("Rules for cash"), kind=Kind.FUNCTION)
        self._state = Words(theme, "", Voice.TITLE)
        self._state.setWordWrap(True)
        self._lines = Lines(theme, tr("Figures of the drawer"))
        self._acts = Acts(theme)
        self._past = PastSessions(model, theme, money)
        self._stack = QStackedWidget()
        self._asking = Asking(model, theme, money, self)
        self._approval: ApprovalSheet | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Cash drawer"))
        self._arrange(theme)
        self._bind()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = SIDE_NARROW if self.width() < NARROW else SIDE
        self._acts.setFixedWidth(wide)
        self._past.keep_side(wide)

    def _arrange(self, theme: Theme) -> None:
        head = Head(theme)
        head.bar.addWidget(self._tabs, 1)
        self._rules.keep_at_least(48, 48)
        head.bar.addWidget(self._rules)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        self._state.setContentsMargins(18, 14, 18, 6)
        left.addWidget(self._state)
        left.addWidget(self._lines, 1)
        drawer = QWidget()
        beside = QHBoxLayout(drawer)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addLayout(left, 1)
        beside.addWidget(self._acts)
        self._stack.addWidget(drawer)
        self._stack.addWidget(self._past)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self._stack, 1)

    def _bind(self) -> None:
        model, asking = self._model, self._asking
        self._tabs.chosen.connect(self._go)
        self._rules.clicked.connect(asking.ask_rules)
        self._acts.wanted.connect(asking.ask)
        self._past.recount_wanted.connect(asking.ask_recount)
        self._past.explain_wanted.connect(asking.ask_why)
        model.changed.connect(self._show)
        model.begun.connect(self._say_begun)
        model.moved.connect(self._say_moved)
        model.opened.connect(self._say_opened)
        model.counted.connect(self._say_counted)
        model.explained.connect(self._say_explained)
        model.kept.connect(self._say_kept)
        model.printed.connect(self._say_printed)
        model.refused.connect(self._refuse)
        model.approvals.wanted.connect(self._ask_approval)

    @Slot()
    def _show(self) -> None:
        model = self._model
        rows = [ChipRow(str(drawer.place.id), chip_words(drawer)) for drawer in model.drawers]
        desk, row = model.desk, model.running
        past = "" if desk is None or not desk.past else str(len(desk.past))
        self._tabs.show_rows([*rows, ChipRow(PAST, tr("Past sessions"), past)] if rows else [])
        if self._stack.currentIndex() == 0 and model.drawer is not None:
            self._tabs.select(str(model.drawer.place.id))
        self._rules.setVisible(model.may(Permission.EDIT_SETTINGS) and desk is not None)
        self._state.setText(state_words(model))
        self._lines.show_lines([] if row is None else lines_of(row, model, self._money))
        if row is None and desk is not None:
            self._lines.show_lines(self._loose())
        self._acts.show_acts(model)

    def _loose(self) -> list[Line]:
        """Cash of today nobody answers for, for whoever may see it."""
        desk = self._model.desk
        if desk is None or not desk.loose:
            return []
        rows = [Line(one.terminal, self._money.amount(one.net)) for one in desk.loose]
        return [Line(tr("Cash of today nobody answers for"), is_heading=True), *rows]

    @Slot(str)
    def _go(self, tab: str) -> None:
        self._stack.setCurrentIndex(1 if tab == PAST else 0)
        if tab != PAST:
            self._model.choose(tab)

    @Slot()
    def _say_begun(self) -> None:
        self.said.emit(tr("The session has begun."))

    @Slot()
    def _say_moved(self) -> None:
        self.said.emit(tr("Noted. Sign the slip that comes out, and put it into the drawer."))

    @Slot()
    def _say_opened(self) -> None:
        self.said.emit(tr("The drawer opens."))

    @Slot()
    def _say_explained(self) -> None:
        self.said.emit(tr("Noted why it is off."))

    @Slot()
    def _say_kept(self) -> None:
        self.said.emit(tr("The rules for cash are in force on every terminal."))

    @Slot()
    def _say_printed(self) -> None:
        self.said.emit(tr("It comes out at the receipt printer."))

    @Slot(object)
    def _say_counted(self, row: SessionRow) -> None:
        """The count is kept: now it may be told whether it is right."""
        last = row.counts[-1]
        words = tr("Counted {amount}: {difference}.").format(
            amount=self._money.total(last.count.total), difference=off_words(last.over_short, self._money)
        )
        self.said.emit(words)
        if row.must_explain:
            self._asking.ask_why(row, words)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._model.approvals, self._model.session, self._theme, self.window())
        self._approval.ask(permission)
