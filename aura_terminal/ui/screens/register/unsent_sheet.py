"""What the kitchen does not have when somebody taps Pay: sent first, or let pass as the house's policy says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.service_rules import UnsentPolicy
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.rows import OrderSheet

translate = QCoreApplication.translate
MOST_NAMED = 6


class UnsentSheet(Sheet):
    """Says what is not sent. `send_wanted` sends it and goes on to the payment; `pass_wanted(reason)` is a manager's
    word that money may be taken first."""

    send_wanted = Signal()
    pass_wanted = Signal(str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 640, 560)
        self._names = Words(theme, "", Voice.STRONG)
        self._names.setWordWrap(True)
        self._what = Words(theme, "", Voice.SMALL)
        self._what.setWordWrap(True)
        self._reasons = ChoiceList(theme, self.tr("Why is it not sent?"), Picking.ONE)
        self._reasons.setMinimumHeight(160)
        self._send = Button(theme, self.tr("Send, then pay"), kind=Kind.PRIMARY, icon="send")
        self._send.keep_at_least(200, 64)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._names, self._what, self._reasons):
            column.addWidget(part)
        column.addStretch(1)
        self.set_content(content)
        self.set_actions(self._send)
        self._send.clicked.connect(self._send_first)
        self._reasons.tapped.connect(self._pass)

    def ask(self, order: OrderSheet, policy: UnsentPolicy) -> None:
        """Open with what the order has that is not sent."""
        from aura_terminal.domain.kinds import LineState

        unsent = [line for line in order.lines if line.state is LineState.NEW]
        self.set_title(self.tr("Not sent yet: {items}").format(items=order.unsent))
        names = [f"{line.quantity} × {line.name}" for line in unsent[:MOST_NAMED]]
        more = self.tr("and {more} more").format(more=len(unsent) - MOST_NAMED) if len(unsent) > MOST_NAMED else ""
        self._names.setText("\n".join(filter(None, (*names, more))))
        words = {
            UnsentPolicy.MANAGER: self.tr("A manager may take the money first; the kitchen then gets it at once."),
            UnsentPolicy.MANAGER_MARKS: self.tr("A manager may mark it as sent; the kitchen is not told then."),
        }
        self._what.setText(words.get(policy, self.tr("The kitchen knows nothing of it yet.")))
        self._reasons.setVisible(policy in words)
        self._reasons.show_rows([ChoiceRow(each, each) for each in passing_reasons()])
        self.open()

    @Slot()
    def _send_first(self) -> None:
        self.close_sheet()
        self.send_wanted.emit()

    @Slot(str)
    def _pass(self, reason: str) -> None:
        self.close_sheet()
        self.pass_wanted.emit(reason)


def passing_reasons() -> tuple[str, ...]:
    """What is said most, in the order it is said."""
    return (
        translate("RegisterScreen", "Handed over already"),
        translate("RegisterScreen", "Guest is in a hurry"),
        translate("RegisterScreen", "Comes from the bar"),
    )
