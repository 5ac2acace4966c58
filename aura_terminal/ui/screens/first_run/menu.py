"""Where the menu comes from: a file that is read before it is taken, the demo's dishes, or nothing yet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.ui.counting import counted
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.money_text import amount_text
from aura_terminal.ui.screens.first_run.page import GAP, FirstPage, Scroll, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.form import Change, Form, FormRow
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice
from aura_terminal.view_models.first_run import FirstRunModel
from aura_terminal.view_models.first_run_around import FirstMenuModel
from aura_terminal.view_models.first_run_draft import MenuKind, MenuPreview, MenuProblem

ROOM = 16
APART = "\u2068{}\u2069"
"""A name that does not decide which way the sentence around it is read."""


class MenuPage(FirstPage):
    """A CSV file may also be dropped onto the page. What is wrong with it is said line by line."""

    def __init__(self, run: FirstRunModel, files: FirstMenuModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme)
        self._run, self._files = run, files
        self.title = tr("What do you sell?")
        self.explained = tr("A menu from a spreadsheet saved as CSV, or begin without one and write it later.")
        self._text = TextSheet(theme, host)
        self._text.written.connect(self._typed)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._ways())
        self._stack.addWidget(self._shown())
        self.column.addWidget(self._stack, 1)
        self.setAcceptDrops(True)
        files.changed.connect(self._show)
        run.changed.connect(self._show)

    @property
    def is_ready(self) -> bool:
        preview = self._files.preview
        return preview is not None and not preview.problems

    def enter(self) -> None:
        self._show()
        self._files.look()
        self._demo.setFocus()

    def go_on(self) -> None:
        self._files.take_file()

    def back(self) -> bool:
        if self._files.preview is None:
            return False
        self._files.forget_file()
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._files.check(files[0])

    def _ways(self) -> QWidget:
        self._demo = self.big_button(tr("Begin with the demo menu"), "utensils")
        self._demo.clicked.connect(self._take_demo)
        self._empty = self.big_button(tr("Begin without a menu"), "square")
        self._empty.clicked.connect(self._take_nothing)
        self._look = self.big_button(tr("Look for files again"), "refresh-cw")
        self._look.clicked.connect(self._files.look)
        self._where = self.big_button(tr("Type where the file is"), "keyboard")
        self._where.clicked.connect(self._ask_place)
        self._template = self.big_button(tr("Save a template"), "download")
        self._template.clicked.connect(self._files.save_template)
        self._state = self.words("", Voice.MUTED)
        self._list = ChoiceList(self._theme, tr("Menu files"), Picking.ONE)
        self._list.tapped.connect(self._files.check)
        whole = Panel(self._theme, Ground.PANEL)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for buttons in ((self._demo, self._empty), (self._look, self._where, self._template)):
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for button in buttons:
                line.addWidget(button, 1)
            column.addLayout(line)
        column.addWidget(self._state)
        column.addWidget(self._list, 1)
        return whole

    def _shown(self) -> QWidget:
        self._head = self.words("", Voice.HEADING)
        self._told = self.words()
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._again = self.big_button(tr("Read it again"), "refresh-cw")
        self._again.clicked.connect(self._read_again)
        self._dishes = Form(self._theme, tr("The first of its dishes"), tr("Less: {what}"), tr("More: {what}"))
        inside = Panel(self._theme, Ground.PANEL)
        column = QVBoxLayout(inside)
        column.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        column.addWidget(self._told)
        column.addStretch(1)
        whole = Panel(self._theme, Ground.PANEL)
        lines = QVBoxLayout(whole)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self._again)
        lines.addLayout(head)
        self._parts = QStackedWidget()
        self._parts.addWidget(self._dishes)
        self._parts.addWidget(Scroll(inside))
        lines.addWidget(self._parts, 1)
        return whole

    @Slot()
    def _show(self) -> None:
        preview = self._files.preview
        self._stack.setCurrentIndex(0 if preview is None else 1)
        self.next_words = "" if preview is None else tr("Use this menu")
        self.leads_on = self.is_ready
        if preview is None:
            self._show_files()
        else:
            self._show_preview(preview)
        self.ready_changed.emit()

    def _show_files(self) -> None:
        files = self._files.files
        told = tr("Files that were found on sticks, in Downloads, Documents and on the desktop; tap one to read it.")
        if not files:
            told = tr("No CSV file was found on sticks, in Downloads, Documents or on the desktop. Drop one here.")
        if self._files.template_file:
            told = tr("The template is {file}. Fill it in and tap it here.").format(file=self._files.template_file)
        self._state.setText(told)
        self._list.show_rows([ChoiceRow(file, Path(file).name, Path(file).parent.name) for file in files])

    def _show_preview(self, preview: MenuPreview) -> None:
        name = Path(preview.file).name
        if preview.problems:
            self._head.setText(tr("{file} cannot be used yet. Mend these lines:").format(file=name))
            self._told.setText("\n\n".join(map(_problem_words, preview.problems)))
        else:
            items = counted("FirstRun", "1 item", "{items} items", preview.items).format(items=preview.items)
            within = preview.categories
            categories = counted("FirstRun", "1 category", "{categories} categories", within).format(categories=within)
            self._head.setText(f"{APART.format(name)}: {items} · {categories}")
            self._dishes.show_rows(_rows(preview))
        self._parts.setCurrentIndex(1 if preview.problems else 0)

    @Slot()
    def _take_demo(self) -> None:
        self._run.take_menu(MenuKind.DEMO)

    @Slot()
    def _take_nothing(self) -> None:
        self._run.take_menu(MenuKind.EMPTY)

    @Slot()
    def _read_again(self) -> None:
        if self._files.preview is not None:
            self._files.check(self._files.preview.file)

    @Slot()
    def _ask_place(self) -> None:
        self._text.ask("file", tr("Where is the menu file?"), "")

    @Slot(str, str)
    def _typed(self, _id: str, words: str) -> None:
        if words:
            self._files.check(words)


def _problem_words(problem: MenuProblem) -> str:
    wrong, remedy = heard(problem.wrong), heard(problem.remedy)
    if not problem.where:
        return tr("{wrong}. {remedy}").format(wrong=wrong, remedy=remedy)
    return tr("{where}: {wrong}. {remedy}").format(where=heard(problem.where), wrong=wrong, remedy=remedy)


def _rows(preview: MenuPreview) -> list[FormRow]:
    """The first of its dishes with their prices, and how many there are beside them."""
    shown = [
        FormRow(f"dish:{place}", name, amount_text(price), Change.NOT)
        for place, (name, price) in enumerate(preview.examples)
    ]
    more = preview.items - len(shown)
    return [*shown, FormRow("more", tr("and {count} more").format(count=more), "", Change.NOT)] if more > 0 else shown
