"""The window of the first run: one question at a time, the way back, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMainWindow, QStackedWidget, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.ui.language.heard import heard_of
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.first_run.join import JoinPage
from aura_terminal.ui.screens.first_run.mend import MendPage
from aura_terminal.ui.screens.first_run.menu import MenuPage
from aura_terminal.ui.screens.first_run.page import WIDEST, FirstPage, tr
from aura_terminal.ui.screens.first_run.people import PeoplePage
from aura_terminal.ui.screens.first_run.place import CountryPage, NamePage
from aura_terminal.ui.screens.first_run.printers import PrintersPage
from aura_terminal.ui.screens.first_run.ready import ReadyPage
from aura_terminal.ui.screens.first_run.rules import RulesPage
from aura_terminal.ui.screens.first_run.welcome import WelcomePage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.first_run import FirstRunModel
from aura_terminal.view_models.first_run_around import (
    FirstJoiningModel,
    FirstMendingModel,
    FirstMenuModel,
    FirstPrintersModel,
)
from aura_terminal.view_models.first_run_draft import NEW_STORE, Step

LEAST_WIDTH, LEAST_HEIGHT = 1024, 700
SIDE, ABOVE, TALL = 36, 24, 64


class FirstRunWindow(QMainWindow):
    """Shows the page of the model's step. Escape is the way back, Enter the way on."""

    def __init__(
        self, run: FirstRunModel, menus: FirstMenuModel, printers: FirstPrintersModel, joining: FirstJoiningModel,
        mending: FirstMendingModel, theme: Theme,
    ) -> None:  # fmt: skip
        super().__init__()
        self._run, self._theme = run, theme
        self.setWindowTitle("Aura Terminal")
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._body = Panel(theme, Ground.PANEL)
        self.setCentralWidget(self._body)
        self._pages: dict[Step, FirstPage] = {
            Step.WELCOME: WelcomePage(run, theme),
            Step.JOIN: JoinPage(run, joining, theme),
            Step.COUNTRY: CountryPage(run, theme),
            Step.NAME: NamePage(run, theme),
            Step.RULES: RulesPage(run, theme, self._body),
            Step.MENU: MenuPage(run, menus, theme, self._body),
            Step.PEOPLE: PeoplePage(run, theme, self._body),
            Step.PRINTERS: PrintersPage(run, printers, theme, self._body),
            Step.READY: ReadyPage(run, theme),
            Step.MEND: MendPage(run, mending, theme),
        }
        self._shown: Step | None = None
        self._arrange()
        for page in self._pages.values():
            page.said.connect(self._say)
            page.ready_changed.connect(self._show_ways)
        run.changed.connect(self._show)
        run.refused.connect(self._refuse)
        run.failed.connect(self._fail)
        self._show()

    @property
    def page(self) -> FirstPage:
        """The page that is open."""
        return self._pages[self._run.step]

    @property
    def sentence(self) -> str:
        """What the line of trouble says, "" for nothing."""
        return self._trouble.words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Press what has the focus, else go on; a field has told its own page already."""
        focused = self.focusWidget()
        if isinstance(focused, Button):
            focused.click()
        elif not isinstance(focused, QLineEdit):
            self._go_on()

    def _arrange(self) -> None:
        self._title = Words(self._theme, "", Voice.TITLE)
        self._explained = Words(self._theme, "", Voice.MUTED)
        self._explained.setWordWrap(True)
        self._far = Words(self._theme, "", Voice.MUTED)
        self._trouble = Strip(self._theme)
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self._back = Button(self._theme, tr("Back"), icon="arrow-left")
        self._back.clicked.connect(self._go_back)
        self._next = Button(self._theme, "", kind=Kind.PRIMARY)
        self._next.clicked.connect(self._go_on)
        self._back.keep_at_least(160, TALL)
        self._next.keep_at_least(260, TALL)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._far)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._next)
        inside = QVBoxLayout()
        inside.setSpacing(12)
        inside.addLayout(head)
        inside.addWidget(self._explained)
        inside.addWidget(self._trouble)
        inside.addWidget(self._stack, 1)
        inside.addLayout(foot)
        middle = Panel(self._theme, Ground.PANEL)
        middle.setMaximumWidth(WIDEST)
        middle.setLayout(inside)
        whole = QHBoxLayout(self._body)
        whole.setContentsMargins(SIDE, ABOVE, SIDE, ABOVE)
        whole.addStretch(1)
        whole.addWidget(middle, 100)
        whole.addStretch(1)

    @Slot()
    def _show(self) -> None:
        step = self._run.step
        if step is not self._shown:
            self._shown = step
            page = self._pages[step]
            self._trouble.say("", "info", Tone.CALM)
            self._title.setText(page.title)
            self._explained.setText(page.explained)
            self._far.setText(self._how_far(step))
            self.setAccessibleName(page.title)
            self._stack.setCurrentWidget(page)
            page.enter()
        self._show_ways()

    def _how_far(self, step: Step) -> str:
        if step not in NEW_STORE:
            return ""
        return tr("Step {number} of {all}").format(number=NEW_STORE.index(step) + 1, all=len(NEW_STORE))

    @Slot()
    def _show_ways(self) -> None:
        self._next.show_words(self.page.next_words)
        self._next.setVisible(bool(self.page.next_words))
        self._next.setEnabled(self.page.is_ready and not self._run.is_busy)
        if self.page.leads_on and self._next.isEnabled():
            self._next.setFocus()
        self._back.setEnabled(self._run.can_go_back)
        self._back.setVisible(self._run.step not in (Step.WELCOME, Step.MEND))

    @Slot()
    def _go_on(self) -> None:
        self._trouble.say("", "info", Tone.CALM)
        if self.page.is_ready and not self._run.is_busy:
            self.page.go_on()

    @Slot()
    def _go_back(self) -> None:
        if not self.page.back():
            self._run.back()

    @Slot(str)
    def _say(self, words: str) -> None:
        self._trouble.say(words, "triangle-alert", Tone.WARN)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._say(sentence(broken))

    @Slot(object)
    def _fail(self, trouble: Unavailable) -> None:
        self._say(heard_of(trouble))
