"""A card on its way: what the terminal shows, and what somebody has to do where it cannot say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.domain.ids import AttemptId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.payment.card_words import card_sentence, card_title
from aura_terminal.ui.screens.payment.figure import Figure
from aura_terminal.ui.screens.payment.slip_form import SlipForm
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.card_payment import AttemptRow, CardStage
from aura_terminal.view_models.payment import PaymentModel

ASKING = frozenset({CardStage.BY_HAND, CardStage.REVIEW})
WARNING = frozenset({CardStage.CHECKING, CardStage.REVIEW, CardStage.LATE})
AMOUNT_SCALE, BUTTON_HEIGHT = 3.0, 76


class CardPage(QWidget):
    """Shows the attempt of a PaymentModel's card. Every state has a way on, and none of them charges by itself."""

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._payment, self._card, self._money = payment, payment.card, money
        self._asked_of: AttemptId | None = None
        self._warning = Strip(theme, self)
        self._title = Words(theme, "", Voice.TOTAL)
        self._amount = Figure(theme, self.tr("At the terminal"), AMOUNT_SCALE)
        self._sentence = Words(theme, "", Voice.HEADING)
        self._form = SlipForm(theme)
        self._form.hide()
        self._first = Button(theme, kind=Kind.PAY)
        self._second = Button(theme, kind=Kind.PLAIN)
        self._third = Button(theme, kind=Kind.PLAIN)
        self._arrange()
        self._first.clicked.connect(self._do_first)
        self._second.clicked.connect(self._do_second)
        self._third.clicked.connect(self._do_third)
        self._card.changed.connect(self._show)
        payment.changed.connect(self._show)
        self._show()

    def _arrange(self) -> None:
        for words in (self._title, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(18)
        for button in (self._second, self._third, self._first):
            button.keep_at_least(180, BUTTON_HEIGHT)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addWidget(self._warning)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._amount)
        column.addWidget(self._sentence)
        column.addWidget(self._form)
        column.addStretch(1)
        column.addLayout(buttons)

    @Slot()
    def _show(self) -> None:
        card, row, order = self._card, self._card.attempt, self._payment.order
        if row is None or card.stage is CardStage.NONE:
            self._asked_of = None
            return
        if card.stage in ASKING and row.attempt_id != self._asked_of:
            self._asked_of = row.attempt_id
            self._form.begin(row.amount, row.tip)
        left = "" if order is None else self._money.total(order.due)
        self._title.setText(card_title(card, row, self._money))
        self._sentence.setText(card_sentence(card, row, self._money, left))
        self._show_amount(row)
        self._amount.setVisible(card.stage not in ASKING)
        self._form.setVisible(card.stage in ASKING)
        self._warn()
        self._name_buttons()

    def _show_amount(self, row: AttemptRow) -> None:
        """What is asked for; after a part was approved what is left, and after none what was not charged."""
        order = self._payment.order
        amount, words = row.amount + row.tip, self.tr("At the terminal")
        if self._card.stage is CardStage.NOT_CHARGED:
            words = self.tr("Not charged")
        elif self._card.stage is CardStage.PARTIAL and order is not None:
            amount, words = order.due, self.tr("Still to pay")
        self._amount.show_amount(self._money.total(amount), words)

    def _warn(self) -> None:
        words = self.tr("Do not charge again before this is decided.") if self._card.stage in WARNING else ""
        self._warning.say(words, "shield-alert", Tone.WARN)

    def _name_buttons(self) -> None:
        first, second, third = self._words()
        for button, words in ((self._first, first), (self._second, second), (self._third, third)):
            button.show_words(words)
            button.setVisible(bool(words))
        is_charging = self._card.stage in (CardStage.NOT_CHARGED, CardStage.PARTIAL)
        self._first.show_kind(Kind.PRIMARY if is_charging else Kind.PAY)
        self._first.setEnabled(not is_charging or self._card.can_charge)

    def _words(self) -> tuple[str, str, str]:
        """The way on at the right, and the ways out."""
        stage = self._card.stage
        if stage in (CardStage.WAITING, CardStage.AT_TERMINAL):
            return "", self.tr("Cancel"), ""
        if stage is CardStage.BY_HAND:
            return self.tr("Approved"), self.tr("Not approved"), ""
        if stage is CardStage.CHECKING:
            return "", "", self.tr("Call manager")
        if stage is CardStage.REVIEW:
            return self.tr("Approved"), self.tr("Not approved"), self.tr("Call manager")
        if stage is CardStage.LATE:
            return self.tr("Keep the payment"), self.tr("Reverse it"), ""
        if stage in (CardStage.NOT_CHARGED, CardStage.PARTIAL):
            return self.tr("Card again"), self.tr("Pay another way"), ""
        return "", "", ""

    @Slot()
    def _do_first(self) -> None:
        row = self._card.attempt
        if row is None:
            return
        if self._card.stage in ASKING:
            if self._form.is_complete:
                self._card.answer_approved(self._form.read(row.amount.currency))
            else:
                self._warning.say(self.tr("Type all of the last four digits, or none."), "info", Tone.WARN)
        elif self._card.stage is CardStage.LATE:
            self._card.keep_late()
        else:
            self._card.charge()

    @Slot()
    def _do_second(self) -> None:
        stage = self._card.stage
        if stage in (CardStage.WAITING, CardStage.AT_TERMINAL):
            self._card.cancel()
        elif stage in ASKING:
            self._card.answer_not_approved()
        elif stage is CardStage.LATE:
            self._card.reverse_late()
        else:
            self._card.dismiss()

    @Slot()
    def _do_third(self) -> None:
        self._card.pass_by()
