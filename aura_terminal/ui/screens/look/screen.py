"""The page of this screen: its colours, its size, the hand it is for, and how loud it is. Everybody may change it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.ui.screens.look.theme_card import ThemeCard
from aura_terminal.ui.screens.look.words import form_rows, theme_use, theme_words, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.form import Form
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.page_edges import Head
from aura_terminal.view_models.screen_choices import Hand, ScreenChoicesModel

WIDEST = 900


class LookScreen(Panel):
    """`back_requested` leads to the screen before; `said(sentence)` is for the window's notice."""

    back_requested = Signal()
    said = Signal(str)

    def __init__(self, model: ScreenChoicesModel, theme: Theme) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._model, self._theme = model, theme
        self._back = Button(theme, tr("Back"), icon="arrow-left")
        self._again = Button(theme, tr("Open again in this size"), kind=Kind.PRIMARY, icon="rotate-ccw")
        self._cards = [ThemeCard(theme, built_in(name), theme_words(name), theme_use(name)) for name in model.themes]
        self._form = Form(theme, tr("This screen"), tr("{what} less"), tr("{what} more"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("This screen"))
        self._arrange()
        self._back.clicked.connect(self.back_requested)
        self._again.clicked.connect(model.restart)
        self._form.tapped.connect(self._turn)
        self._form.stepped.connect(self._step)
        for card in self._cards:
            card.clicked.connect(self._choose)
        model.chosen.connect(self._show)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        title = Words(self._theme, tr("This screen"), Voice.TITLE)
        head = Head(self._theme, self._back, title)
        head.bar.addStretch(1)
        head.bar.addWidget(self._again)
        cards = QHBoxLayout()
        cards.setSpacing(14)
        for card in self._cards:
            cards.addWidget(card, 1)
        middle = QVBoxLayout()
        middle.setContentsMargins(14, 14, 14, 14)
        middle.setSpacing(14)
        middle.addLayout(cards)
        middle.addWidget(self._form, 1)
        beside = QHBoxLayout()
        beside.addStretch(1)
        beside.addLayout(middle, 100)
        beside.addStretch(1)
        self._form.setMaximumWidth(WIDEST)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addLayout(beside, 1)

    @Slot()
    def _choose(self) -> None:
        self._model.choose_theme(self.sender().objectName())
        self._show()

    @Slot(str)
    def _turn(self, row: str) -> None:
        if row == "hand":
            self._model.choose_hand(Hand.LEFT if self._model.choice.hand is Hand.RIGHT else Hand.RIGHT)

    @Slot(str, int)
    def _step(self, row: str, by: int) -> None:
        if row == "scale":
            self._model.step_scale(by)
        elif row == "volume":
            self._model.step_volume(by)

    @Slot()
    def _show(self) -> None:
        for card in self._cards:
            card.setChecked(card.objectName() == self._model.choice.theme)
        self._form.show_rows(form_rows(self._model))
        self._again.setVisible(self._model.is_due)
