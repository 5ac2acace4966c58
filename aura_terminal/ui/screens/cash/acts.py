"""What can be done with a drawer, as large buttons; only what is possible now is there."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.screens.cash.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.view_models.cash import CashModel

TALL = 56


class Act(StrEnum):
    """One thing somebody can do with a drawer."""

    BEGIN = "begin"
    DROP = "drop"
    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    TIPS_OUT = "tips_out"
    NO_SALE = "no_sale"
    CHECK = "check"
    HAND_OVER = "hand_over"
    END = "end"


_ICONS = {
    Act.BEGIN: "log-in", Act.DROP: "vault", Act.PAID_IN: "plus", Act.PAID_OUT: "minus", Act.TIPS_OUT: "hand-coins",
    Act.NO_SALE: "lock-open", Act.CHECK: "calculator", Act.HAND_OVER: "arrow-right-left", Act.END: "lock",
}  # fmt: skip
_LARGE = (Act.BEGIN, Act.END)


class Acts(Panel):
    """`wanted(act)` follows a tap."""

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Ground.PANEL, Edge.START)
        self._buttons = {act: self._button(act, words) for act, words in _names().items()}
        self._reminder = Words(theme, "", Voice.WARNING)
        self._reminder.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(8)
        column.addWidget(self._reminder)
        for act, button in self._buttons.items():
            if act is Act.HAND_OVER:
                column.addStretch(1)
            column.addWidget(button)

    def show_acts(self, model: CashModel) -> None:
        """Only what this person can do with the drawer that is shown."""
        offered = acts_of(model)
        for act, button in self._buttons.items():
            button.setVisible(act in offered)
        row = model.running
        due = row is not None and row.drop_due
        self._reminder.setText(tr("There is much cash in this drawer. Take some to the safe.") if due else "")
        self._reminder.setVisible(due)

    def _button(self, act: Act, words: str) -> Button:
        kind = Kind.PRIMARY if act in _LARGE else Kind.PLAIN
        button = Button(self._theme, words, kind=kind, icon=_ICONS[act])
        button.keep_at_least(220, TALL)
        button.clicked.connect(partial(self._tell, act))
        return button

    def _tell(self, act: Act, _checked: object = None) -> None:
        self.wanted.emit(act.value)


def acts_of(model: CashModel) -> frozenset[Act]:
    """What this person can do with the drawer that is shown."""
    if model.drawer is None:
        return frozenset()
    no_sale = {Act.NO_SALE} if model.is_here else set()
    row = model.running
    if row is None:
        return frozenset({Act.BEGIN} | no_sale)
    if not model.is_theirs(row):
        return frozenset(no_sale)
    acts = {Act.DROP, Act.PAID_IN, Act.PAID_OUT, Act.TIPS_OUT, Act.HAND_OVER, Act.END} | no_sale
    return frozenset(acts | ({Act.CHECK} if model.may(Permission.COUNT_ANY_DRAWER) else set()))


def _names() -> dict[Act, str]:
    return {
        Act.BEGIN: tr("Begin a session"),
        Act.DROP: tr("Drop to the safe"),
        Act.PAID_IN: tr("Paid in"),
        Act.PAID_OUT: tr("Paid out"),
        Act.TIPS_OUT: tr("Tips out"),
        Act.NO_SALE: tr("Open the drawer"),
        Act.CHECK: tr("Count in between"),
        Act.HAND_OVER: tr("Hand over"),
        Act.END: tr("Count and end"),
    }
