"""Where another terminal holds an order's money: whom it asks, and what can be done when nobody answers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.money_token import Asking, Holding, MoneyTokenModel


class TokenStrip(Strip):
    """Shows a MoneyTokenModel; nothing while the money may be taken here."""

    def __init__(self, token: MoneyTokenModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._model = token
        token.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        holding = self._model.holding
        if holding is None or self._model.asking is Asking.NOT_NEEDED:
            self.say("", "info", Tone.CALM)
        elif self._model.asking is Asking.ASKED:
            words = tr("Asking {holder} for the order …").format(holder=holding.holder)
            self.say(words, "hourglass", Tone.INFO)
        else:
            self.say(_in_vain(holding), "unplug", Tone.WARN, tr("Take over"))


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("PaymentScreen", words)


def _in_vain(holding: Holding) -> str:
    if holding.heard_at is None:
        return tr("{holder} holds this order and does not answer. A manager can take it over.").format(
            holder=holding.holder
        )
    words = tr("{holder} holds this order and was heard last at {time}. A manager can take it over.")
    return words.format(holder=holding.holder, time=clock_text(holding.heard_at))
