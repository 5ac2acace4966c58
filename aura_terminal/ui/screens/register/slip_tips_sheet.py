"""The slips of today with room for a tip: tap one, type what the guest wrote, enter it; the next one follows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import PaymentId
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.register.number_sheet import NumberSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.slip_tips import SlipTipsModel

translate = QCoreApplication.translate


class SlipTipsSheet(NumberSheet):
    """Enter enters the tip of the slip in hand."""

    def __init__(self, model: SlipTipsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        title, tip = translate("RegisterScreen", "Tips to enter"), translate("RegisterScreen", "Tip")
        super().__init__(theme, host, title, 900, 640, tip)
        self._model, self._money = model, money
        self._slips = ChoiceList(theme, self.tr("Signed slips"), Picking.ONE)
        self._slips.setMinimumHeight(360)
        self._nothing = Words(theme, self.tr("No card was taken at a stand-alone terminal today: no slip gets a tip."))
        self._nothing.setWordWrap(True)
        self._typed = Words(theme, "", Voice.TITLE)
        self._enter = Button(theme, self.tr("Enter the tip"), kind=Kind.PRIMARY, icon="check")
        self._enter.keep_at_least(200, 64)
        right = QVBoxLayout()
        right.setSpacing(10)
        for part, share in ((self._typed, 0), (self._pad, 1), (self._enter, 0)):
            right.addWidget(part, share)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        left = QVBoxLayout()
        left.addWidget(self._nothing)
        left.addWidget(self._slips, 1)
        line.addLayout(left, 3)
        line.addLayout(right, 2)
        self.set_content(content)
        self._slips.tapped.connect(self._choose)
        self._enter.clicked.connect(self._finish)
        model.changed.connect(self._show)

    def ask(self) -> None:
        """Open with the slips of today."""
        self._model.refresh()
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        model = self._model
        chosen = model.chosen
        rows = []
        for each in model.rows:
            place = each.table_name or each.server_name
            tip = self.tr("tip {tip}").format(tip=self._money.amount(each.tip)) if each.entered or each.tip else ""
            detail = "  ".join(filter(None, (self._money.amount(each.amount), tip)))
            is_chosen = chosen is not None and chosen.payment_id == each.payment_id
            rows.append(ChoiceRow(each.payment_id, f"#{each.number}  {place}", detail, int(is_chosen)))
        self._slips.show_rows(rows)
        self._slips.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._enter.setEnabled(chosen is not None)
        shown = "" if chosen is None else self._money.total(Money(model.typed, chosen.amount.currency))
        self._typed.setText(shown)

    @Slot(str)
    def _press(self, digits: str) -> None:
        self._model.press(digits)

    @Slot()
    def _erase(self) -> None:
        self._model.erase()

    @Slot()
    def _finish(self) -> None:
        self._model.enter()

    @Slot(str)
    def _choose(self, id: str) -> None:
        self._model.choose(PaymentId(id))
