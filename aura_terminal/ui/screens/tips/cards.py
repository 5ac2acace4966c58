"""One person's share of the tips on a card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.cards import Card
from aura_terminal.ui.widgets.labels import Voice, Words

TALL, WIDE = 56, 190


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What a card says; `act` are the words of its button, "" where there is nothing to pay."""

    id: str
    name: str
    about: str
    parts: str
    share: str
    state: str
    act: str
    say: str

    @property
    def spoken(self) -> str:
        """The card in words."""
        return self.say


def share_card(theme: Theme, pay: Callable[[str], None], row: ShareRow) -> QWidget:
    """The card of a row; its button asks to `pay`."""
    card = Card(theme, row.say)
    line = QHBoxLayout(card)
    line.setContentsMargins(16, 10, 12, 10)
    line.setSpacing(14)
    words = QVBoxLayout()
    words.setSpacing(2)
    for text, voice in ((row.name, Voice.STRONG), (row.about, Voice.MUTED), (row.parts, Voice.SMALL)):
        if text:
            label = Words(theme, text, voice)
            label.setWordWrap(voice is Voice.SMALL)
            words.addWidget(label)
    line.addLayout(words, 1)
    amounts = QVBoxLayout()
    amounts.setSpacing(2)
    for text, voice in ((row.share, Voice.AMOUNT), (row.state, Voice.SMALL)):
        label = Words(theme, text, voice)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        amounts.addWidget(label)
    line.addLayout(amounts)
    if row.act:
        button = Button(theme, row.act, kind=Kind.RAISED, say=f"{row.act}: {row.name}")
        button.keep_at_least(WIDE, TALL)
        button.clicked.connect(partial(pay, row.id))
        line.addWidget(button)
    return card
