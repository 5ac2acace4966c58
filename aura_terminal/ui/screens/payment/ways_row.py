"""One row of more ways to pay: the order's own accounts first, then what the store takes beside cash and card."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from aura_terminal.domain.ids import TenderId, ValueAccountId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.value_words import account_words, kind_words, tr
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.view_models.value_payment import ValuePaymentModel, Way, WayKind

MOST = 4
"""Buttons side by side; what there is beyond them is behind the last one."""
LEAST_WIDTH, HEIGHT = 96, 64


class WaysRow(QWidget):
    """Shows a ValuePaymentModel's ways as buttons. Accounts and vouchers pay at one tap; `looked_for(kind)` follows a
    tap on what is looked for first, `rewards_tapped` one on rewards, `more_tapped` one on the rest."""

    looked_for = Signal(object)
    rewards_tapped = Signal()
    more_tapped = Signal()

    def __init__(self, model: ValuePaymentModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._model, self._money = model, money
        self._buttons = tuple(Button(theme, "", kind=Kind.FUNCTION) for _ in range(MOST))
        self._ways: tuple[Way, ...] = ()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for button in self._buttons:
            button.keep_at_least(LEAST_WIDTH, HEIGHT)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._tap)
            line.addWidget(button, 1)
        self.setAccessibleName(tr("More ways to pay"))
        model.changed.connect(self._show)
        self._show()

    def take(self, way: Way) -> None:
        """As if the way's own button had been tapped."""
        match way.kind:
            case WayKind.ACCOUNT:
                self._model.pay_from(ValueAccountId(way.id))
            case WayKind.OTHER:
                self._model.pay_other(TenderId(way.id))
            case WayKind.REWARD:
                self.rewards_tapped.emit()
            case _:
                self.looked_for.emit(way.kind)

    @Slot()
    def _show(self) -> None:
        ways, is_open = self._model.offer.ways, self._model.can_pay
        shown = ways if len(ways) <= MOST else ways[: MOST - 1]
        self._ways = shown
        for place, button in enumerate(self._buttons):
            is_more = place == len(shown) and len(shown) < len(ways)
            button.setVisible(place < len(shown) or is_more)
            button.setEnabled(is_open)
            if place < len(shown):
                button.show_words(way_words(shown[place]), detail=way_detail(shown[place], self._money))
            elif is_more:
                button.show_words(tr("More ways"))
        self.setVisible(bool(ways))

    @Slot()
    def _tap(self) -> None:
        place = next(place for place, button in enumerate(self._buttons) if button is self.sender())
        if place < len(self._ways):
            self.take(self._ways[place])
        else:
            self.more_tapped.emit()


def way_words(way: Way) -> str:
    """What a way is called on its button."""
    if way.account is not None:
        return kind_words(way.account.kind)
    words = {WayKind.GIFT: tr("Gift card"), WayKind.HOUSE: tr("House account"), WayKind.REWARD: tr("Points")}
    return way.name or words.get(way.kind, "")


def way_detail(way: Way, money: MoneyText) -> str:
    """Whose account it is and how much may be drawn."""
    return "" if way.account is None else f"{account_words(way.account)} {money.amount(way.account.room)}"
