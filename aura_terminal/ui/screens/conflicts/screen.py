"""The conflict inbox: open ones as cards with their ways out, decided ones beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.settling import ChoiceCode
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.conflicts.card import ConflictLine
from aura_terminal.ui.screens.conflicts.words import InboxRow, inbox_row, past_row, reason_of, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.token_strip import TokenStrip
from aura_terminal.ui.widgets.cards import CardColumn
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.view_models.conflicts import ConflictsModel
from aura_terminal.view_models.session import SessionModel

WIDTH, WIDEST = 412, 1100


class ConflictsScreen(Panel):
    """`said(sentence)` is for the window's notice."""

    said = Signal(str)

    def __init__(
        self, conflicts: ConflictsModel, session: SessionModel, theme: Theme, money: MoneyText | None = None
    ) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._conflicts, self._session, self._theme = conflicts, session, theme
        self._money = money or MoneyText()
        self._count = Words(theme, "", Voice.MUTED)
        self._count.setWordWrap(True)
        self._nothing = Words(theme, tr("There is nothing to decide."), Voice.MUTED)
        self._open: CardColumn[InboxRow] = CardColumn(tr("To decide"), self._card, WIDEST)
        self._past = OrderList(theme, tr("Decided"))
        self._past.only_say()
        self._token = TokenStrip(conflicts.token, theme, self)
        self._approval: ApprovalSheet | None = None
        self._override: ApprovalSheet | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("To decide"))
        self._arrange()
        conflicts.changed.connect(self._show)
        conflicts.refused.connect(self._refuse)
        conflicts.approvals.wanted.connect(self._ask_approval)
        conflicts.token.approvals.wanted.connect(self._ask_override)
        self._token.tapped.connect(self._take_over)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._conflicts.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._conflicts.drop()

    def _arrange(self) -> None:
        head = Panel(self._theme, Ground.PANEL, Edge.BOTTOM)
        bar = QHBoxLayout(head)
        bar.setContentsMargins(18, 16, 18, 16)
        bar.setSpacing(14)
        bar.addWidget(Words(self._theme, tr("To decide"), Voice.TITLE))
        bar.addWidget(self._count, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 14, 4, 14)
        inner.addWidget(self._token)
        inner.addWidget(self._nothing)
        inner.addWidget(self._open, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(head)
        left.addLayout(inner, 1)
        panel = Panel(self._theme, Ground.PANEL, Edge.START)
        panel.setFixedWidth(WIDTH)
        right = QVBoxLayout(panel)
        right.setContentsMargins(14, 14, 14, 14)
        right.setSpacing(10)
        right.addWidget(Words(self._theme, tr("Decided"), Voice.TITLE))
        right.addWidget(self._past, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, 1)
        line.addWidget(panel)

    def _card(self, row: InboxRow) -> QWidget:
        card = ConflictLine(self._theme, row)
        card.chosen.connect(self._decide)
        return card

    @Slot()
    def _show(self) -> None:
        waiting = self._conflicts.open
        self._open.show_rows([inbox_row(card, self._money) for card in waiting])
        self._past.show_rows([past_row(card, self._money) for card in self._conflicts.past])
        self._nothing.setVisible(not waiting)
        self._count.setText(tr("Terminals did this while they could not hear each other.") if waiting else "")

    @Slot(str, str)
    def _decide(self, conflict_id: str, choice: str) -> None:
        card = next((each for each in self._conflicts.open if each.id == conflict_id), None)
        if card is not None:
            self._conflicts.decide(card, ChoiceCode(choice), reason_of(card))

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._conflicts.approvals, self._session, self._theme, self)
        self._approval.ask(permission)

    @Slot()
    def _take_over(self) -> None:
        holding = self._conflicts.token.holding
        if holding is not None:
            self._conflicts.token.take_over(tr("{holder} does not answer").format(holder=holding.holder))

    @Slot(object)
    def _ask_override(self, permission: Permission) -> None:
        if self._override is None:
            self._override = ApprovalSheet(self._conflicts.token.approvals, self._session, self._theme, self)
        self._override.ask(permission)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
