"""Joining a store: where it shows its code, the code, and what this terminal is called."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout

from aura_terminal.ui.screens.first_run.page import GAP, FirstPage, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.typing_fields import TypingFields
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.labels import Voice
from aura_terminal.view_models.first_run import FirstRunModel
from aura_terminal.view_models.first_run_around import FirstJoiningModel
from aura_terminal.view_models.first_run_draft import Step

CODE, LABEL, ADDRESS = "code", "label", "address"
VIEWS = ("all", "register", "kitchen")


class JoinPage(FirstPage):
    """A terminal that shows a code on this network is found by itself; its address can be typed as well."""

    def __init__(self, run: FirstRunModel, joining: FirstJoiningModel, theme: Theme) -> None:
        super().__init__(theme)
        self._run, self._joining = run, joining
        self._view = VIEWS[0]
        self.title = tr("Join a store")
        self.explained = tr("A terminal of the store shows the code: tap its status, then Terminals, Add a terminal.")
        self.next_words = tr("Join")
        names = ((CODE, tr("Code, such as ABCDE-FGHIJ")), (LABEL, tr("Terminal, such as R2")), (ADDRESS, "HOST:PORT"))
        self._fields = TypingFields(theme, names, tr("Join"))
        self._fields.finished.connect(self.go_on)
        self._fields.edited.connect(self.ready_changed)
        self._state = self.words("", Voice.MUTED)
        self._look = self.big_button(tr("Look for the store"), "refresh-cw")
        self._look.clicked.connect(joining.look)
        words = (tr("Everything"), tr("Register only"), tr("Kitchen screen"))
        self._views = {view: self._way(view, said) for view, said in zip(VIEWS, words, strict=True)}
        line = QHBoxLayout()
        line.setSpacing(GAP)
        for button in (*self._views.values(), self._look):
            line.addWidget(button, 1)
        self.column.addWidget(self._state)
        self.column.addWidget(self._fields)
        self.column.addLayout(line)
        self.column.addStretch(1)
        joining.changed.connect(self._show)
        run.changed.connect(self._show)

    @property
    def is_ready(self) -> bool:
        return all(self._fields.text(field) for field in (CODE, LABEL, ADDRESS))

    def enter(self) -> None:
        self._fields.begin()
        if self._joining.label and not self._fields.text(LABEL):
            self._fields.put(LABEL, self._joining.label)
        self._show()
        self._joining.look()

    def go_on(self) -> None:
        if self.is_ready:
            text = self._fields.text
            self._joining.join(text(ADDRESS), text(CODE), text(LABEL), self._view)

    def _way(self, view: str, words: str) -> Button:
        button = self.big_button(words)
        button.setCheckable(True)
        button.setChecked(view == self._view)
        button.clicked.connect(self._choose)
        button.setProperty("view", view)
        return button

    @Slot()
    def _choose(self) -> None:
        self._view = str(self.sender().property("view"))
        for view, button in self._views.items():
            button.setChecked(view == self._view)
            button.mark() if view == self._view else button.unmark()

    @Slot()
    def _show(self) -> None:
        if self._run.step is not Step.JOIN:
            return
        address = self._joining.address
        if self._run.is_busy:
            told = tr("Looking, or joining: this takes some seconds …")
        elif address:
            told = tr("A terminal at {address} shows a code.").format(address=address)
        else:
            told = tr("No terminal was heard that shows a code. Type the address that stands beside the code.")
        self._state.setText(told)
        if address and not self._fields.text(ADDRESS):
            self._fields.put(ADDRESS, address)
        self._look.setEnabled(not self._run.is_busy)
        self.ready_changed.emit()
