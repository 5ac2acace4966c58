"""Cash in or out of a drawer: how much, why, and who brings or gets it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.money import LARGEST_MINOR, Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.cash.words import tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet

REASON, RECIPIENT, OTHER = "reason", "recipient", "other"


class MoveSheet(Sheet):
    """`given(kind, amount, reason, recipient)` follows the button; it waits until all that is needed was said."""

    given = Signal(object, object, str, str)

    def __init__(self, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 980, 640)
        self._money = money
        self._kind, self._amount = MovementKind.DROP, Money(0, "EUR")
        self._reason, self._recipient = "", ""
        self._offered: tuple[str, ...] = ()
        self._reasons = ChoiceList(theme, tr("Why"), Picking.ONE)
        self._who = Button(theme, "", icon="user")
        self._missing = Words(theme, "", Voice.MUTED)
        self._missing.setWordWrap(True)
        self._figure = Words(theme, "", Voice.TOTAL)
        self._pad = PaymentPad(theme, tr("Amount"), tr("Erase"))
        self._done = Button(theme, "", kind=Kind.PRIMARY, icon="check")
        self._text = TextSheet(theme, host)
        self._arrange()
        self._reasons.tapped.connect(self._choose)
        self._who.clicked.connect(self._ask_who)
        self._text.written.connect(self._written)
        self._pad.digit_tapped.connect(self._press)
        self._pad.erase_tapped.connect(self._erase)
        self._done.clicked.connect(self._finish)

    def ask(self, kind: MovementKind, currency: str, offered: Sequence[str]) -> None:
        """Open for one way cash can move; `offered` are reasons, or for tips the people who may get them."""
        self._kind, self._amount, self._offered = kind, Money(0, currency), tuple(offered)
        self._reason, self._recipient = "", ""
        self.set_title(_title(kind))
        self._done.show_words(_verb(kind))
        self._reasons.setAccessibleName(tr("Who gets them") if kind is MovementKind.TIPS_OUT else tr("Why"))
        self._who.setVisible(kind in (MovementKind.PAID_IN, MovementKind.PAID_OUT))
        self._show()
        self.open()
        self._pad.setFocus()

    def _arrange(self) -> None:
        for button in (self._who, self._done):
            button.keep_at_least(160, 60)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._reasons, 1)
        left.addWidget(self._who)
        left.addWidget(self._missing)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._figure)
        right.addWidget(self._pad, 1)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        line.addLayout(left, 3)
        line.addLayout(right, 2)
        self.set_content(content)
        self.set_actions(self._done)

    @property
    def _chosen(self) -> str:
        return self._recipient if self._kind is MovementKind.TIPS_OUT else self._reason

    def _show(self) -> None:
        chosen = self._chosen
        rows = [ChoiceRow(each, each, quantity=int(each == chosen)) for each in self._offered]
        own = chosen if chosen and chosen not in self._offered else ""
        rows.append(ChoiceRow(OTHER, own or tr("Something else …"), quantity=int(bool(own)), say=tr("Something else")))
        self._reasons.show_rows(rows)
        asks = tr("From whom?") if self._kind is MovementKind.PAID_IN else tr("To whom?")
        self._who.show_words(self._recipient or asks, say=f"{asks} {self._recipient}".strip())
        self._figure.setText(self._money.total(self._amount))
        missing = self._lacks()
        self._missing.setText(missing)
        self._done.setEnabled(not missing)

    def _lacks(self) -> str:
        """What still has to be said, in words; "" when nothing."""
        if not self._amount:
            return tr("Type how much it is.")
        kind = self._kind
        if kind is MovementKind.TIPS_OUT and not self._recipient:
            return tr("Choose who gets them.")
        if kind in (MovementKind.PAID_IN, MovementKind.PAID_OUT) and not self._reason:
            return tr("Choose why.")
        if kind is MovementKind.PAID_OUT and not self._recipient:
            return tr("Say who gets it.")
        return ""

    @Slot(str)
    def _choose(self, said: str) -> None:
        if said == OTHER:
            for_tips = self._kind is MovementKind.TIPS_OUT
            self._text.ask(RECIPIENT if for_tips else REASON, tr("Who gets them") if for_tips else tr("Why"), "")
        else:
            self._written(RECIPIENT if self._kind is MovementKind.TIPS_OUT else REASON, said)

    @Slot()
    def _ask_who(self) -> None:
        self._text.ask(RECIPIENT, tr("Who brings or gets it"), self._recipient)

    @Slot(str, str)
    def _written(self, what: str, words: str) -> None:
        if what == REASON:
            self._reason = words
        else:
            self._recipient = words
        self._show()

    @Slot(str)
    def _press(self, digits: str) -> None:
        minor = int(f"{self._amount.minor}{digits}")
        if minor <= LARGEST_MINOR:
            self._amount = Money(minor, self._amount.currency)
            self._show()

    @Slot()
    def _erase(self) -> None:
        self._amount = Money(self._amount.minor // 10, self._amount.currency)
        self._show()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.given.emit(self._kind, self._amount, self._reason, self._recipient)


def _verb(kind: MovementKind) -> str:
    return {
        MovementKind.PAID_IN: tr("Put it in"),
        MovementKind.PAID_OUT: tr("Pay it out"),
        MovementKind.DROP: tr("Take it to the safe"),
        MovementKind.TIPS_OUT: tr("Pay the tips"),
    }[kind]


def _title(kind: MovementKind) -> str:
    return {
        MovementKind.PAID_IN: tr("Put cash into the drawer"),
        MovementKind.PAID_OUT: tr("Pay something out of the drawer"),
        MovementKind.DROP: tr("Take cash to the safe"),
        MovementKind.TIPS_OUT: tr("Pay tips out of the drawer"),
    }[kind]
