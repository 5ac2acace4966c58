"""Who works here: the owner with a PIN typed twice, then anybody else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import RoleId
from aura_terminal.ui.asking import ListSheet, PinSheet
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.first_run.page import GAP, FirstPage, Scroll, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Kind
from aura_terminal.ui.widgets.choice_list import ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Panel, Voice
from aura_terminal.view_models.first_run import FirstRunModel

WORKER = "worker"


class PeoplePage(FirstPage):
    """A name, a role and a PIN for each; nothing of it is kept before the store is opened."""

    def __init__(self, run: FirstRunModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme)
        self._run = run
        self.title = tr("Who works here?")
        self.explained = tr("Begin with yourself, the owner. PINs are kept sealed, and nobody can look them up.")
        self.next_words = tr("Open the store")
        self._name, self._role = "", run.owner_role
        self._text = TextSheet(theme, host)
        self._text.written.connect(self._named)
        self._roles = ListSheet(theme, host, Picking.ONE)
        self._roles.picked.connect(self._ask_pin)
        self._pin = PinSheet(theme, host)
        self._pin.entered.connect(self._entered)
        self._add = self.big_button("", "user-plus", Kind.PRIMARY)
        self._add.clicked.connect(self._ask_name)
        self._undo = self.big_button(tr("Take back the last one"), "undo-2")
        self._undo.clicked.connect(run.remove_last_person)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._add, 1)
        line.addWidget(self._undo, 1)
        self._people = self.words("", Voice.STRONG)
        self._people.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(line)
        inside = Panel(theme)
        QVBoxLayout(inside).addWidget(self._people)
        self.column.addWidget(Scroll(inside), 1)
        run.changed.connect(self._show)

    @property
    def is_ready(self) -> bool:
        return bool(self._run.people)

    def enter(self) -> None:
        self._show()
        self._add.setFocus()

    def go_on(self) -> None:
        self._run.open_store()

    @Slot()
    def _show(self) -> None:
        people = self._run.people
        self._add.show_words(tr("Add somebody else") if people else tr("I am the owner"))
        self._undo.setEnabled(bool(people))
        names = {role.id: role.name for role in self._run.roles}
        self._people.setText("\n".join(f"{person.name}  ·  {names[person.role]}" for person in people))
        self.ready_changed.emit()

    @Slot()
    def _ask_name(self) -> None:
        words = tr("What is their name?") if self._run.people else tr("What is your name?")
        self._text.ask(WORKER, words, "")

    @Slot(str, str)
    def _named(self, _id: str, name: str) -> None:
        broken = self._run.check_newcomer(name)
        if broken is not None:
            self.said.emit(sentence(broken))
            return
        self._name = name
        if not self._run.people:
            self._ask_pin(WORKER, str(self._run.owner_role))
            return
        rows = [ChoiceRow(str(role.id), role.name) for role in self._run.roles]
        self._roles.ask(WORKER, tr("What is {name} here?").format(name=name), rows)

    @Slot(str, str)
    def _ask_pin(self, _id: str, role: str) -> None:
        self._role = RoleId(role)
        self._pin.ask(WORKER, tr("A PIN for {name}").format(name=self._name), self._why_not)

    def _why_not(self, pin: str) -> str:
        broken = self._run.check_pin(self._role, pin)
        return "" if broken is None else sentence(broken)

    @Slot(str, str)
    def _entered(self, _id: str, pin: str) -> None:
        self._run.add_person(self._name, self._role, pin)
