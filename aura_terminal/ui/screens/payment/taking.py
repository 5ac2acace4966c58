"""Taking money: what is due, the notes a guest is likely to hand over, a pad for everything else, cash beside card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.domain.money import Money
from aura_terminal.ui.hands import toward
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.payment.card_offer import CardNotices, CardOffer, TipRow
from aura_terminal.ui.screens.payment.figure import Figure
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.token_strip import TokenStrip
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.payment import PaymentModel
from aura_terminal.view_models.screen_choices import Hand

MOST_NOTES, PAY_HEIGHT = 4, 76
LEAST_NOTE_WIDTH, LEAST_NOTE_HEIGHT, NOTE_HEIGHT, NOTES_ABREAST = 96, 64, 86, 2
DUE_SCALE = 1.6


class TakingPage(QWidget):
    """Shows a PaymentModel until its order is settled. `take_over_tapped` and `tasks_tapped` follow their wishes."""

    take_over_tapped = Signal()
    tasks_tapped = Signal()

    def __init__(self, payment: PaymentModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._payment, self._money = payment, money
        self._notes: tuple[Money, ...] = ()
        self._token = TokenStrip(payment.token, theme, self)
        self._due = Figure(theme, self.tr("To pay"), DUE_SCALE)
        self._tendered = Figure(theme, self.tr("Cash given"))
        self._change = Figure(theme, self.tr("Change"))
        self._exact = _choice(theme, self.tr("Exact"))
        self._buttons = tuple(_choice(theme, "") for _ in range(MOST_NOTES))
        self._pad = PaymentPad(theme, self.tr("Amount"), self.tr("Erase"))
        self._hint = Words(theme, "", Voice.MUTED)
        self._pay = Button(theme, self.tr("Take cash"), kind=Kind.PAY, icon="banknote")
        self._notices = CardNotices(payment, theme, money)
        self._tasks = Button(theme, icon="id-card", say=self.tr("Tabs, and cards to look at"))
        self._tasks.clicked.connect(self.tasks_tapped)
        self._tip = Button(theme, "", icon="hand-coins")
        self._tip.keep_at_least(150, 48)
        self._tip.clicked.connect(self._tip_tapped)
        self._tips, self._card = TipRow(payment, theme, money), CardOffer(payment, theme, money)
        self._arrange()
        self._exact.clicked.connect(payment.name_exact)
        for button in self._buttons:
            button.clicked.connect(self._name_note)
        self._pad.digit_tapped.connect(payment.press)
        self._pad.erase_tapped.connect(payment.erase)
        self._pay.clicked.connect(payment.pay)
        self._token.tapped.connect(self.take_over_tapped)
        payment.changed.connect(self._show)
        self._show()

    def offer_shares(self, row: QWidget) -> None:
        """Put the shares of the bill above what is due."""
        self._above.addWidget(row)

    def offer_ways(self, row: QWidget) -> None:
        """Put a row of more ways to pay above the buttons of cash and card."""
        self._more.addWidget(row)

    def press_pay(self) -> None:
        """As if Take cash had been tapped."""
        if self._pay.isEnabled():
            self._pay.click()

    def _arrange(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(18)
        figures.addWidget(self._due, 4)
        for figure in (self._tendered, self._change):
            figures.addWidget(figure, 3)
        notes = QGridLayout()
        notes.setSpacing(10)
        notes.addWidget(self._exact, 0, 0, 1, NOTES_ABREAST)
        for place, button in enumerate(self._buttons):
            notes.addWidget(button, 1 + place // NOTES_ABREAST, place % NOTES_ABREAST)
        notes.setRowStretch(2 + len(self._buttons) // NOTES_ABREAST, 1)
        middle = self._middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addLayout(notes, 2)
        middle.addWidget(self._pad, 3)
        self._pay.keep_at_least(300, PAY_HEIGHT)
        self._pay.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._more = QVBoxLayout()
        ways = QHBoxLayout()
        ways.setSpacing(18)
        ways.addWidget(self._card, 2)
        ways.addWidget(self._pay, 3, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self._token)
        column.addWidget(self._notices)
        self._above = QVBoxLayout()
        column.addLayout(self._above)
        column.addLayout(figures)
        column.addLayout(middle, 1)
        below = QHBoxLayout()
        below.setSpacing(18)
        below.addWidget(self._tips, 1)
        below.addWidget(self._hint)
        below.addWidget(self._tip)
        below.addWidget(self._tasks)
        column.addLayout(below)
        column.addLayout(self._more)
        column.addLayout(ways)

    def lay_out_for(self, hand: Hand) -> None:
        """The number keys lie under this hand, the notes beside them."""
        self._middle.setDirection(toward(hand))

    @Slot()
    def _show(self) -> None:
        payment = self._payment
        due, tendered, change = payment.cash_due, payment.tendered, payment.change
        self._due.show_amount("" if due is None else self._money.total(due))
        self._tendered.show_amount("" if tendered is None else self._money.amount(tendered))
        self._change.show_amount("" if change is None or not payment.is_named else self._money.amount(change))
        self._exact.show_words(self.tr("Exact"), detail="" if due is None else self._money.amount(due))
        self._exact.setEnabled(due is not None and due.minor > 0)
        self._notes = payment.notes
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(self._notes))
            if place < len(self._notes):
                button.show_words(self._money.amount(self._notes[place]))
        self._tasks.setVisible(bool(payment.card.readers))
        self._show_tip()
        self._hint.setText(self._hint_words())
        self._show_pay(due, tendered)

    def _show_tip(self) -> None:
        """Keeps the change, or what was typed, as a tip; one that was named is let go of by another tap."""
        payment, words = self._payment, self.tr("Tip")
        if payment.is_tip_named and payment.tip is not None:
            self._tip.show_words(self.tr("Tip, tap to undo"), detail=self._money.amount(payment.tip))
        elif payment.tip_offered is not None:
            change = payment.change
            words = self.tr("Change is the tip") if change is not None and change.minor else self.tr("Typed is the tip")
            self._tip.show_words(words, detail=self._money.amount(payment.tip_offered))
        else:
            self._tip.show_words(words, detail="" if payment.tip is None else self._money.amount(payment.tip))
        self._tip.setEnabled(payment.is_tip_named or payment.tip_offered is not None)

    @Slot()
    def _tip_tapped(self) -> None:
        if self._payment.is_tip_named:
            self._payment.drop_tip()
        else:
            self._payment.leave_tip()

    def _show_pay(self, due: Money | None, tendered: Money | None) -> None:
        words = self.tr("Take cash")
        if self._payment.is_free:
            words = self.tr("Close order")
        elif due is not None and tendered is not None and tendered < due:
            words = self.tr("Take part")
        self._pay.show_words(words, detail="" if tendered is None else self._money.total(tendered))
        self._pay.setEnabled(self._payment.can_pay)

    def _hint_words(self) -> str:
        due, tendered = self._payment.cash_due, self._payment.tendered
        if self._payment.order is None or due is None:
            return ""
        if tendered is None:
            return self.tr("Choose or type the next amount.")
        if tendered < due:
            return self.tr("{left} will still be due.").format(left=self._money.total(due - tendered))
        return ""

    @Slot()
    def _name_note(self) -> None:
        place = next(place for place, button in enumerate(self._buttons) if button is self.sender())
        if place < len(self._notes):
            self._payment.name_amount(self._notes[place])


def _choice(theme: Theme, words: str) -> Button:
    button = Button(theme, words, kind=Kind.KEY)
    button.keep_at_least(LEAST_NOTE_WIDTH, LEAST_NOTE_HEIGHT)
    button.setMaximumHeight(NOTE_HEIGHT)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return button
