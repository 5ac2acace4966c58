"""The page of codes on papers: two questions, each tap is kept."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.form import Form, FormRow
from aura_terminal.view_models.bridge_rules import BridgeRules, BridgeRulesModel, Printed


def tr(words: str) -> str:
    """Words of this room."""
    return QCoreApplication.translate("BridgeRules", words)


class BridgeRulesPage(RoomPage):
    """When checks and slips bear the code that another terminal reads."""

    def __init__(self, model: BridgeRulesModel, theme: Theme) -> None:
        super().__init__(theme, sleeper=model.watch)
        self._model = model
        self._form = Form(theme, tr("Codes on papers"), tr("{what} less"), tr("{what} more"))
        self.setAccessibleName(tr("Codes on papers"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._form, 1)
        self._form.tapped.connect(model.turn)
        model.changed.connect(self._show)
        model.refused.connect(self._refuse)
        model.refresh()
        self._show()

    @Slot()
    def _show(self) -> None:
        if self._model.rules is not None:
            self._form.show_rows(form_rows(self._model.rules))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))


def form_rows(rules: BridgeRules) -> list[FormRow]:
    """Both questions with their answers."""
    note = tr("Any other terminal of the store goes on with the order from the code, with no network.")
    return [
        FormRow("checks", tr("Checks and receipts bear the code of their order"), when_words(rules.checks), note=note),
        FormRow("slips", tr("Slips for the kitchen bear it"), when_words(rules.slips)),
    ]


def when_words(printed: Printed) -> str:
    """When a paper bears its code."""
    return {
        Printed.ALONE: tr("while no other terminal is heard"),
        Printed.ALWAYS: tr("always"),
        Printed.NEVER: tr("never"),
    }[printed]
