"""The choice sheet: sizes, parts, slots and modifiers, section by section, with the price running along."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.register.choice_words import (
    aim_rows,
    chip_rows,
    choice_rows,
    hint_words,
    picking_of,
    word_rows,
)
from aura_terminal.ui.screens.register.quiet import Quiet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.choosing import About, Choosing, Held, Section, may_add
from aura_terminal.view_models.register import RegisterModel

translate = QCoreApplication.translate
WIDEST, TALLEST = 1042, 640
LIST_HEIGHT, STRIP_HEIGHT = 350, 58
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TURNING = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ChoiceSheet(Sheet):
    """Puts choices before the cashier. A forced choice that is made leads on to the next one that is missing.

    Keys: Left and Right turn to another section, Ctrl and a digit put a word before the next modifier, Enter adds; the
    list once focused by Tab has its own.
    """

    def __init__(self, register: RegisterModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), WIDEST, TALLEST)
        self._register, self._money = register, money
        self._choices: Choosing | None = None
        self._at = ""
        self._chips = Chips(theme, self.tr("Groups"))
        self._words = Chips(theme, self.tr("Words before the next one"))
        self._aims = Chips(theme, self.tr("Goes on"))
        self._hint = Words(theme, "", Voice.MUTED)
        self._lists = {picking: ChoiceList(theme, self.tr("Choices"), picking) for picking in Picking}
        self._stack = QStackedWidget()
        self._fewer = Button(theme, icon="minus", say=self.tr("One fewer"))
        self._quantity = Words(theme, "1", Voice.TITLE)
        self._more = Button(theme, icon="plus", say=self.tr("One more"))
        self._add = Button(theme, self.tr("Add"), kind=Kind.PRIMARY)
        self._quiet = Quiet(host)
        self._arrange()
        self._chips.chosen.connect(self._turn_to)
        self._words.chosen.connect(self._hold)
        self._aims.chosen.connect(self._aim)
        for each in self._lists.values():
            each.tapped.connect(self._tap)
            each.step_tapped.connect(self._step)
        self._fewer.clicked.connect(self._one_fewer)
        self._more.clicked.connect(self._one_more)
        self._add.clicked.connect(self._finish)
        self.cancelled.connect(register.drop_choices)

    def ask(self, choices: Choosing) -> None:
        """Open for these choices."""
        self._choices = choices
        choices.changed.connect(self._follow)
        self._at = self._first_missing() or next(iter(self._sections()), "")
        self.set_title(choices.name)
        for part in (self._fewer, self._quantity, self._more):
            part.setVisible(choices.is_new)
        self._show()
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ENTERING and self._add.isEnabled():
            self._finish()
        elif key in TURNING:
            self._turn(TURNING[key])
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._hold_at(key - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._chips)
        column.addWidget(self._words)
        column.addWidget(self._aims)
        column.addWidget(self._hint)
        for each in self._lists.values():
            self._stack.addWidget(each)
        column.addWidget(self._stack, 1)
        self._quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self._fewer, self._more, self._add):
            button.keep_at_least(64, 60)
        self.set_content(content)
        self.set_actions(self._fewer, self._quantity, self._more, self._add)

    @Slot()
    def _follow(self) -> None:
        section = self._sections().get(self._at)
        leads = section is not None and (section.is_one_of or section.about is About.SLOT)
        if section is not None and leads and section.least and not section.needed:
            self._at = self._first_missing() or self._at
        self._show()

    def _show(self) -> None:
        choices = self._choices
        if choices is None:
            return
        sections = self._sections()
        if self._at not in sections:
            self._at = next(iter(sections), "")
        section = sections.get(self._at)
        self._chips.show_rows(chip_rows(sections.values()))
        self._chips.select(self._at)
        self._show_strips(choices, section)
        picking = picking_of(section)
        self._stack.setCurrentWidget(self._lists[picking])
        self._lists[picking].show_rows(choice_rows(section, self._money) if section is not None else [])
        self._show_foot(choices, section)

    def _show_strips(self, choices: Choosing, section: Section | None) -> None:
        """The words that may stand before a modifier, and what of a divided dish it goes on."""
        modifies = section is not None and section.about is About.GROUP
        words, aims = (choices.words, choices.aims) if modifies else ((), ())
        self._words.setVisible(bool(words))
        self._aims.setVisible(bool(aims))
        self._words.show_rows(word_rows(words))
        self._words.select_none()
        for word in words:
            if word.held is not Held.NOT:
                self._words.select(word.id)
        self._aims.show_rows(aim_rows(aims))
        for aim in aims:
            if aim.is_chosen:
                self._aims.select(str(aim.place))
        self._stack.setMinimumHeight(LIST_HEIGHT - STRIP_HEIGHT * (bool(words) + bool(aims)))

    def _show_foot(self, choices: Choosing, section: Section | None) -> None:
        problem = choices.problem
        is_elsewhere = problem is not None and self._first_missing() != self._at
        hint = hint_words(section, choices.sections)
        self._hint.setText(sentence(problem) if problem is not None and is_elsewhere else hint)
        self._hint.speak(Voice.WARNING if is_elsewhere else Voice.MUTED)
        self._quantity.setText(str(choices.quantity))
        self._fewer.setEnabled(choices.quantity > 1)
        words = self.tr("Add") if choices.is_new else self.tr("Update")
        missing = "" if problem is None else sentence(problem)
        self._add.show_words(words, detail=self._money.total(choices.price), say=missing)
        self._add.setEnabled(may_add(choices, self._register.choice_policy))

    def _sections(self) -> dict[str, Section]:
        return {} if self._choices is None else {section.id: section for section in self._choices.sections}

    def _first_missing(self) -> str:
        return next((section.id for section in self._sections().values() if section.needed), "")

    def _turn(self, by: int) -> None:
        ids = list(self._sections())
        if self._at in ids:
            self._turn_to(ids[(ids.index(self._at) + by) % len(ids)])

    @Slot(str)
    def _turn_to(self, section: str) -> None:
        self._at = section
        self._show()

    @Slot(str)
    def _hold(self, word: str) -> None:
        if self._choices is not None:
            self._choices.hold(word)

    def _hold_at(self, place: int) -> None:
        words = self._choices.words if self._choices is not None else ()
        if place < len(words):
            self._hold(words[place].id)

    @Slot(str)
    def _aim(self, place: str) -> None:
        if self._choices is not None:
            self._choices.aim(int(place))

    @Slot(str)
    def _tap(self, id: str) -> None:
        if self._choices is not None:
            self._choices.tap_row(self._at, id)

    @Slot(str, int)
    def _step(self, id: str, by: int) -> None:
        if self._choices is not None:
            self._choices.step_row(self._at, id, by)

    @Slot()
    def _one_fewer(self) -> None:
        if self._choices is not None:
            self._choices.step_quantity(-1)

    @Slot()
    def _one_more(self) -> None:
        if self._choices is not None:
            self._choices.step_quantity(1)

    @Slot()
    def _finish(self) -> None:
        self._choices = None
        self._quiet.cover(self._add)
        self.close_sheet()
        self._register.add_choices()
