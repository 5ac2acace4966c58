"""A guest who is to be known from now on: name, number, address, and whether they want to be written to."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from aura_terminal.domain.guests import Consent
from aura_terminal.ui.screens.register.guest_words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.typing_fields import TypingFields
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.guests import Introduction

FIRST, LAST, PHONE, EMAIL = "first", "last", "phone", "email"
GAP = 12


class GuestForm(TypingFields):
    """Four fields, the keys for them, and the question whether we may write to them."""

    def __init__(self, theme: Theme) -> None:
        names = (
            (FIRST, tr("First name")), (LAST, tr("Last name")), (PHONE, tr("Telephone")), (EMAIL, tr("E-mail")),
        )  # fmt: skip
        super().__init__(theme, names, tr("Save"), 2)
        self._consent = Chips(theme, tr("May we write to them?"))
        answers = ((Consent.UNASKED, tr("Not asked")), (Consent.GIVEN, tr("Yes")), (Consent.WITHDRAWN, tr("No")))
        self._consent.show_rows([ChipRow(each, words) for each, words in answers])
        asking = QWidget()
        line = QHBoxLayout(asking)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Words(theme, tr("May we write to them?"), Voice.BODY))
        line.addWidget(self._consent, 1)
        self.put_above_keys(asking)
        self.column.setSpacing(GAP)
        self.column.addStretch(1)

    @property
    def introduction(self) -> Introduction:
        """What was typed."""
        first, last, phone, email = map(self.text, (FIRST, LAST, PHONE, EMAIL))
        return Introduction(first, last, phone, email, Consent(self._consent.selected() or Consent.UNASKED))

    def begin_with(self, asked: str) -> None:
        """Start with what was searched for, in the field it belongs to."""
        self._consent.select(Consent.UNASKED)
        if "@" in asked:
            self.begin(((EMAIL, asked),))
        elif any(letter.isdecimal() for letter in asked):
            self.begin(((PHONE, asked),))
        else:
            first, _, last = asked.partition(" ")
            self.begin(((FIRST, first), (LAST, last)))
