"""How somebody gets their tips: cash out of the drawer, or with their wages."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.tips.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.tips import PaidBy, TipShare, TipsModel

TALL = 64


class PaySheet(Sheet):
    """Two ways and the amount; a tap is the payment."""

    def __init__(self, model: TipsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Not now"), 560, 420)
        self._model, self._money = model, money
        self._who = StaffId("")
        self._amount = Words(theme, "", Voice.TOTAL)
        self._drawer = Button(theme, tr("Cash, at the drawer"), kind=Kind.PRIMARY, icon="vault")
        self._wages = Button(theme, tr("With the wages"), icon="wallet")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._amount)
        hint = Words(theme, tr("Cash needs a drawer that somebody answers for; its slip is to be signed."), Voice.MUTED)
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addStretch(1)
        for button, way in ((self._drawer, PaidBy.DRAWER), (self._wages, PaidBy.WAGES)):
            button.keep_at_least(300, TALL)
            button.clicked.connect(partial(self._pay, way))
            column.addWidget(button)
        self.set_content(content)

    def ask(self, share: TipShare, owed: Money) -> None:
        """Open for one person."""
        self._who = share.staff_id
        words = tr("Pay {name}") if owed.minor > 0 else tr("{name} hands in")
        self.set_title(words.format(name=share.name))
        self._amount.setText(self._money.total(owed if owed.minor > 0 else -owed))
        self.open()

    def _pay(self, way: PaidBy) -> None:
        self.close_sheet()
        self._model.pay(self._who, way)
