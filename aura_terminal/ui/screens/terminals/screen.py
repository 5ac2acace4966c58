"""The page of the store's terminals: how each one is, and what happened while one was cut off."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.terminals.card import TerminalLine
from aura_terminal.ui.screens.terminals.outage_panel import OutagePanel
from aura_terminal.ui.screens.terminals.pair_sheet import PairSheet
from aura_terminal.ui.screens.terminals.remove_sheet import RemoveSheet
from aura_terminal.ui.screens.terminals.words import TerminalRow, ended_sentence, free_label, terminal_row, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.cards import CardColumn
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.view_models.outages import OutageCard, OutagesModel
from aura_terminal.view_models.pairing import PairingModel
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.terminals import TerminalsModel

WIDEST = 1400


class TerminalsScreen(Panel):
    """`back_requested` leads to the screen before; `said(sentence)` is for the window's notice."""

    back_requested = Signal()
    said = Signal(str)

    def __init__(
        self,
        terminals: TerminalsModel,
        outages: OutagesModel,
        session: SessionModel | None,
        theme: Theme,
        money: MoneyText | None = None,
        *,
        pairing: PairingModel | None = None,
    ) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._pairing = pairing
        self._terminals, self._outages, self._session, self._theme = terminals, outages, session, theme
        self._back = Button(theme, tr("Back"), icon="arrow-left")
        self._add = Button(theme, tr("Add a terminal"), icon="plus")
        if pairing is None:
            self._add.hide()
        self._cards: CardColumn[TerminalRow] = CardColumn(tr("Terminals"), self._card, WIDEST)
        self._remove: RemoveSheet | None = None
        self._pair: PairSheet | None = None
        self._code = ""
        self._pair_approval: ApprovalSheet | None = None
        self._approval: ApprovalSheet | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Terminals"))
        self._arrange(OutagePanel(outages, theme, money or MoneyText(), self))
        self._back.clicked.connect(self.back_requested)
        terminals.changed.connect(self._show)
        terminals.refused.connect(self._refuse)
        terminals.approvals.wanted.connect(self._ask_approval)
        if pairing is not None:
            self._join_pairing(pairing)
        outages.ended.connect(self._say_ended)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._terminals.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._terminals.rest()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self, outages: QWidget) -> None:
        head = Panel(self._theme, Ground.PANEL, Edge.BOTTOM)
        bar = QHBoxLayout(head)
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(14)
        bar.addWidget(self._back)
        title = Words(self._theme, tr("Terminals of this store"), Voice.TITLE)
        title.setWordWrap(True)
        bar.addWidget(title, 1)
        bar.addWidget(self._add)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 14, 4, 14)
        inner.addWidget(self._cards, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(head)
        left.addLayout(inner, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, 1)
        line.addWidget(outages)

    def _card(self, row: TerminalRow) -> QWidget:
        card = TerminalLine(self._theme, row)
        card.remove_tapped.connect(self._ask_remove)
        return card

    @Slot()
    def _show(self) -> None:
        removable = self._terminals.may_remove
        self._cards.show_rows([terminal_row(card, removable=removable) for card in self._terminals.cards])

    def _join_pairing(self, pairing: PairingModel) -> None:
        self._add.clicked.connect(pairing.ask)
        pairing.approvals.wanted.connect(self._ask_to_pair)
        pairing.refused.connect(self._refuse)
        pairing.changed.connect(self._show_code)
        pairing.joined.connect(self._say_joined)
        pairing.failed.connect(self._say_failed)

    @Slot()
    def _show_code(self) -> None:
        if self._pairing is not None and self._pairing.code and self._pair is None:
            self._pair = PairSheet(self._pairing, self._theme, free_label(self._terminals.cards), self)
        is_new = self._pairing is not None and self._pairing.code not in ("", self._code)
        if self._pair is not None and is_new:
            self._pair.open()
        self._code = "" if self._pairing is None else self._pairing.code

    @Slot(str)
    def _say_joined(self, label: str) -> None:
        self._close_code()
        self._terminals.refresh()
        self.said.emit(tr("{label} belongs to this store now.").format(label=label))

    @Slot()
    def _say_failed(self) -> None:
        self._close_code()
        self.said.emit(tr("No terminal joined; the code is good for nothing any more."))

    def _close_code(self) -> None:
        if self._pair is not None:
            self._pair.close_sheet()

    @Slot(object)
    def _ask_to_pair(self, permission: Permission) -> None:
        if self._pairing is not None and self._session is not None:
            if self._pair_approval is None:
                self._pair_approval = ApprovalSheet(self._pairing.approvals, self._session, self._theme, self)
            self._pair_approval.ask(permission)

    @Slot(str)
    def _ask_remove(self, terminal_id: str) -> None:
        if self._remove is None:
            self._remove = RemoveSheet(self._theme, self)
            self._remove.given.connect(self._terminals.remove)
        label = next((row.label for row in self._cards.rows() if row.id == terminal_id), "")
        self._remove.ask(terminal_id, label)

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None and self._session is not None:
            self._approval = ApprovalSheet(self._terminals.approvals, self._session, self._theme, self)
        if self._approval is not None:
            self._approval.ask(permission)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(object)
    def _say_ended(self, card: OutageCard) -> None:
        self.said.emit(ended_sentence(card))
