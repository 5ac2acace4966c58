"""Counting a drawer by coins and notes."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.cash.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.cash_count import CountModel


class CountSheet(Sheet):
    """Asks how many there are of each; `finished(task, pieces)` follows, also when nothing was found."""

    finished = Signal(str, object)

    def __init__(self, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 1080, 700)
        self._money, self._task = money, ""
        self._model = CountModel(self)
        self._cash = ChoiceList(theme, tr("Coins and notes"), Picking.ONE)
        self._about = Words(theme, "", Voice.MUTED)
        self._about.setWordWrap(True)
        self._total = Words(theme, "", Voice.TOTAL)
        self._pad = PaymentPad(theme, tr("How many"), tr("Erase"))
        self._next = Button(theme, tr("Next"), kind=Kind.FUNCTION, icon="chevron-right")
        self._done = Button(theme, "", kind=Kind.PRIMARY, icon="check")
        self._arrange()
        self._cash.tapped.connect(self._choose)
        self._pad.digit_tapped.connect(self._model.press)
        self._pad.erase_tapped.connect(self._model.erase)
        self._next.clicked.connect(self._go_on)
        self._done.clicked.connect(self._finish)
        self._model.changed.connect(self._show)

    @property
    def model(self) -> CountModel:
        """What is counted."""
        return self._model

    def ask(self, task: str, title: str, about: str, verb: str, currency: str) -> None:
        """Open with an empty count; `task` comes back in `finished`, `verb` stands on the button."""
        self._task = task
        self.set_title(title)
        self._about.setText(about)
        self._done.show_words(verb)
        self._model.begin(currency)
        self.open()
        self._pad.setFocus()

    def _arrange(self) -> None:
        for button in (self._next, self._done):
            button.keep_at_least(140, 60)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._about)
        right.addWidget(self._total)
        right.addWidget(self._pad, 1)
        right.addWidget(self._next)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(18)
        line.addWidget(self._cash, 3)
        line.addLayout(right, 2)
        self.set_content(content)
        self.set_actions(self._done)

    @Slot()
    def _show(self) -> None:
        model, money = self._model, self._money
        if not model.values:  # words come anew in another language also where nobody has begun to count
            return
        rows = []
        for value in model.values:
            number = model.pieces.get(value)
            words = money.total(model.face(value)) if number is None else f"{number} × {money.total(model.face(value))}"
            worth = "" if number is None else money.amount(model.worth(value))
            rows.append(ChoiceRow(str(value), words, worth, int(value == model.chosen)))
        self._cash.show_rows(rows)
        self._total.setText(money.total(model.total))
        self._total.setAccessibleName(tr("Counted so far {amount}").format(amount=money.total(model.total)))

    @Slot(str)
    def _choose(self, value: str) -> None:
        self._model.choose(int(value))

    @Slot()
    def _go_on(self) -> None:
        self._model.go_on()
        self._cash.scrollTo(self._cash.model().index(self._model.values.index(self._model.chosen), 0))

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.finished.emit(self._task, self._model.pieces)
