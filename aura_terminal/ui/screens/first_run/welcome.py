"""The first page: three ways to begin, and the language of all that follows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.ui.language.languages import LANGUAGES
from aura_terminal.ui.language.sheet import own_name
from aura_terminal.ui.screens.first_run.page import GAP, FirstPage, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips, ChipSize
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice
from aura_terminal.view_models.first_run import FirstRunModel

CARD_PADDING, BUTTON = 24, 72


class WelcomePage(FirstPage):
    """Three cards, each with what comes of it, below the languages, each in its own words."""

    def __init__(self, run: FirstRunModel, theme: Theme) -> None:
        super().__init__(theme)
        self._run = run
        self.title = tr("Welcome to Aura Terminal")
        self.explained = tr("In five minutes this machine sells, prints and keeps working without the internet.")
        self._languages = Chips(theme, tr("Language"), ChipSize.ROOM)
        self._languages.show_rows([ChipRow(code, own_name(code)) for code in LANGUAGES])
        self._languages.chosen.connect(run.speak)
        run.changed.connect(self._show)
        self.column.addWidget(self._languages)
        self.column.addSpacing(GAP)
        cards = QHBoxLayout()
        cards.setSpacing(2 * GAP)
        cards.addWidget(self._card(
            tr("A new store"), tr("Name, country, menu, printers and people: seven short steps, each can be changed."),
            tr("Set up a new store"), "store", Kind.PRIMARY, run.choose_new_store,
        ), 1)  # fmt: skip
        cards.addWidget(self._card(
            tr("A store that runs already"),
            tr("Another terminal shows a code on its page Terminals; this machine gets the menu, people and orders."),
            tr("Join a store by its code"), "link", Kind.PLAIN, run.choose_joining,
        ), 1)  # fmt: skip
        cards.addWidget(self._card(
            tr("Only looking"),
            tr("A restaurant in the middle of its evening, with printers that are played. It stays apart."),
            tr("Try the demo"), "utensils", Kind.PLAIN, run.try_demo,
        ), 1)  # fmt: skip
        self.column.addLayout(cards)
        self.column.addStretch(1)

    def enter(self) -> None:
        self._show()
        self._first.setFocus()

    @Slot()
    def _show(self) -> None:
        self._languages.select(self._run.language)

    def _card(self, title: str, says: str, words: str, icon: str, kind: Kind, then: Callable[[], None]) -> Panel:
        card = Panel(self._theme, Ground.PANEL, Edge.TOP | Edge.BOTTOM | Edge.START | Edge.END)
        column = QVBoxLayout(card)
        column.setContentsMargins(CARD_PADDING, CARD_PADDING, CARD_PADDING, CARD_PADDING)
        column.setSpacing(GAP)
        column.addWidget(self.words(title, Voice.HEADING))
        column.addWidget(self.words(says, Voice.MUTED))
        column.addStretch(1)
        button = self.big_button(words, icon, kind)
        button.keep_at_least(200, BUTTON)
        button.clicked.connect(then)
        column.addWidget(button)
        card.setMinimumHeight(300)
        if kind is Kind.PRIMARY:
            self._first = button
        return card
