"""The page of the rules for service: one form, kept as a whole."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.service_rules.words import ADD, DROP, form_rows, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.form import Form
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.page_edges import Foot
from aura_terminal.view_models.service_rules import ServiceRulesModel

WRITTEN = ("name", "tip_percents")


class ServiceRulesPage(RoomPage):
    """Nothing is kept before Keep; open orders stay under the rules they were opened with."""

    def __init__(self, model: ServiceRulesModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, sleeper=model.watch)
        self._model, self._money = model, money
        self._form = Form(theme, tr("The rules for service"), tr("{what} less"), tr("{what} more"))
        self._state = Words(theme, "", Voice.MUTED)
        self._discard = Button(theme, tr("Discard"), icon="x")
        self._keep = Button(theme, tr("Keep"), kind=Kind.PRIMARY, icon="check")
        self._text = TextSheet(theme, self)
        self.setAccessibleName(tr("The rules for service"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._form, 1)
        whole.addWidget(Foot(theme, self._state, self._discard, self._keep))
        self._form.tapped.connect(self._open)
        self._form.stepped.connect(model.step)
        self._text.written.connect(model.write)
        self._keep.clicked.connect(model.keep)
        self._discard.clicked.connect(model.discard)
        model.changed.connect(self._show)
        model.kept.connect(self._say_kept)
        model.refused.connect(self._refuse)
        model.refresh()
        self._show()

    @Slot()
    def _show(self) -> None:
        model = self._model
        if model.draft is not None and model.house is not None:
            self._form.show_rows(form_rows(model.draft, model.house, self._money))
        self._keep.setEnabled(model.is_changed)
        self._discard.setVisible(model.is_changed)
        self._state.setText(tr("Written, but not kept yet.") if model.is_changed else "")
        self._state.speak(Voice.WARNING if model.is_changed else Voice.MUTED)

    @Slot(str)
    def _open(self, field: str) -> None:
        row = next((one for one in self._form.rows() if one.id == field), None)
        name = field.rpartition(".")[2]
        if field == ADD:
            self._model.add_charge()
        elif name == DROP:
            self._model.drop_charge(int(field.partition(":")[2].partition(".")[0]))
        elif row is not None and (name in WRITTEN or field.startswith("course:")):
            self._text.ask(field, row.name, row.value)
        else:
            self._model.turn(field)

    @Slot()
    def _say_kept(self) -> None:
        self.said.emit(tr("The rules for service are kept. Orders that are open stay under those from before."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
