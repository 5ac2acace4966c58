"""The sync centre: refusals as cards with their ways out, the back offices beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.back_office.aside_sheet import AsideSheet
from aura_terminal.ui.screens.back_office.card import OfficeLine, RefusedLine
from aura_terminal.ui.screens.back_office.words import OfficeRow, RefusedRow, Way, office_row, refused_row, title_of, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.cards import CardColumn
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.view_models.back_office import BackOfficeModel, RefusedCard
from aura_terminal.view_models.session import SessionModel

WIDTH, WIDEST = 300, 1100


class BackOfficeScreen(Panel):
    """`said(sentence)` is for the window's notice."""

    said = Signal(str)

    def __init__(self, model: BackOfficeModel, session: SessionModel, theme: Theme) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._model, self._session, self._theme = model, session, theme
        self._count = Words(theme, "", Voice.MUTED)
        self._count.setWordWrap(True)
        self._nothing = Words(theme, tr("Nothing waits for a decision."), Voice.MUTED)
        self._refused: CardColumn[RefusedRow] = CardColumn(tr("Refused"), self._card, WIDEST)
        self._offices: CardColumn[OfficeRow] = CardColumn(tr("Back offices"), self._office, WIDTH)
        self._export = Button(theme, tr("Export"), icon="download", say=tr("Export what waits"))
        self._send = Button(theme, tr("Send now"), icon="refresh-cw")
        self._text: TextSheet | None = None
        self._aside: AsideSheet | None = None
        self._approval: ApprovalSheet | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Back office"))
        self._arrange()
        self._export.clicked.connect(model.export)
        self._send.clicked.connect(self._send_now)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.exported.connect(self._say_exported)
        model.approvals.wanted.connect(self._ask_approval)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.refresh()

    def _arrange(self) -> None:
        head = Panel(self._theme, Ground.PANEL, Edge.BOTTOM)
        bar = QHBoxLayout(head)
        bar.setContentsMargins(18, 8, 14, 8)
        bar.setSpacing(14)
        bar.addWidget(Words(self._theme, tr("Back office"), Voice.TITLE))
        bar.addWidget(self._count, 1)
        bar.addWidget(self._export)
        bar.addWidget(self._send)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 14, 4, 14)
        inner.addWidget(self._nothing)
        inner.addWidget(self._refused, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(head)
        left.addLayout(inner, 1)
        panel = Panel(self._theme, Ground.PANEL, Edge.START)
        panel.setFixedWidth(WIDTH)
        right = QVBoxLayout(panel)
        right.setContentsMargins(14, 14, 4, 14)
        right.addWidget(self._offices, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, 1)
        line.addWidget(panel)

    def _card(self, row: RefusedRow) -> QWidget:
        card = RefusedLine(self._theme, row)
        card.chosen.connect(self._choose)
        return card

    def _office(self, row: OfficeRow) -> QWidget:
        return OfficeLine(self._theme, row)

    @Slot()
    def _show(self) -> None:
        cards = self._model.cards
        self._refused.show_rows([refused_row(card) for card in cards])
        self._offices.show_rows([office_row(card) for card in self._model.offices])
        self._nothing.setVisible(not cards)
        self._export.setVisible(bool(cards))
        self._count.setText(tr("Everything else goes on; only these wait.") if cards else "")

    @Slot(str, str)
    def _choose(self, card_id: str, way: str) -> None:
        card = self._find(card_id)
        if card is None:
            return
        if way == Way.RETRY:
            self._model.retry(card)
        elif way == Way.SET_ASIDE:
            self._ask_reason(card)
        elif way == Way.CORRECT:
            self._ask_text(f"{Way.CORRECT} {card_id}", card.field, card.value)
        elif way == Way.MATCH:
            title = tr("The number of {what} there").format(what=card.said)
            self._ask_text(f"{Way.MATCH} {card_id}", title, "")
        else:
            self._ask_text(f"{Way.LINK} {card_id}", tr("Its number there"), "")

    def _find(self, card_id: str) -> RefusedCard | None:
        return next((card for card in self._model.cards if card.id == card_id), None)

    def _ask_reason(self, card: RefusedCard) -> None:
        if self._aside is None:
            self._aside = AsideSheet(self._theme, self)
            self._aside.given.connect(self._set_aside)
        self._aside.ask(card.id, title_of(card))

    def _ask_text(self, what: str, title: str, words: str) -> None:
        if self._text is None:
            self._text = TextSheet(self._theme, self)
            self._text.written.connect(self._written)
        self._text.ask(what, title, words)

    @Slot(str, str)
    def _set_aside(self, card_id: str, reason: str) -> None:
        card = self._find(card_id)
        if card is not None:
            self._model.set_aside(card, reason)

    @Slot(str, str)
    def _written(self, what: str, words: str) -> None:
        way, _, card_id = what.partition(" ")
        card = self._find(card_id)
        if card is None or not words:
            return
        if way == Way.CORRECT:
            self._model.correct(card, words)
        elif way == Way.MATCH:
            self._model.match(card, words)
        else:
            self._model.link(card, words)

    @Slot()
    def _send_now(self) -> None:
        self._model.send_now()
        self.said.emit(tr("Looking at the back office now."))

    @Slot(str)
    def _say_exported(self, file: str) -> None:
        self.said.emit(tr("Kept in {file}").format(file=file))

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._model.approvals, self._session, self._theme, self)
        self._approval.ask(permission)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
