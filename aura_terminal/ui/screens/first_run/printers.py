"""Printers: found or typed, tried with a page, given their jobs; or left for later."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.screens.first_run.page import GAP, FirstPage, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice
from aura_terminal.view_models.first_run import FirstRunModel
from aura_terminal.view_models.first_run_around import FirstPrintersModel
from aura_terminal.view_models.first_run_draft import FoundPrinter, Job, Printed, Step

ADDRESS, EXAMPLE = "address", "tcp://192.168.1.50:9100"


class PrintersPage(FirstPage):
    """The list of what was found, then one printer at a time."""

    def __init__(self, run: FirstRunModel, printers: FirstPrintersModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme)
        self._run, self._printers = run, printers
        self.title = tr("Printers")
        self.explained = tr("Until you add one, receipts and kitchen slips are kept as pictures in the data folder.")
        self.next_words = tr("Next")
        self._text = TextSheet(theme, host)
        self._text.written.connect(self._typed)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._around())
        self._stack.addWidget(self._one())
        self.column.addWidget(self._stack, 1)
        printers.changed.connect(self._show)
        run.changed.connect(self._show)

    @property
    def is_ready(self) -> bool:
        return self._printers.chosen is None

    def enter(self) -> None:
        self._show()
        if self._printers.found is None:
            self._printers.search()
        self._again.setFocus()

    def go_on(self) -> None:
        self._run.finish_printers()

    def _around(self) -> QWidget:
        self._state = self.words("", Voice.MUTED)
        self._list = ChoiceList(self._theme, tr("Printers that were found"), Picking.ONE)
        self._list.tapped.connect(self._choose)
        self._again = self.big_button(tr("Look again"), "refresh-cw")
        self._again.clicked.connect(self._printers.search)
        self._type = self.big_button(tr("Type an address"), "keyboard")
        self._type.clicked.connect(self._ask)
        return self._page((self._state,), self._list, (self._again, self._type))

    def _one(self) -> QWidget:
        self._who = self.words("", Voice.HEADING)
        self._told = self.words()
        self._other = self.big_button(tr("Another printer"), "arrow-left")
        self._other.clicked.connect(self._printers.leave)
        self._once_more = self.big_button(tr("Print the page again"), "printer")
        self._once_more.clicked.connect(self._printers.print_page)
        names = {Job.RECEIPTS: tr("Receipts and the drawer"), Job.KITCHEN: tr("The kitchen"), Job.BOTH: tr("Both")}
        self._jobs = {job: self.big_button(words, "check", Kind.PRIMARY) for job, words in names.items()}
        for job, button in self._jobs.items():
            button.clicked.connect(partial(self._printers.give, job))
        self._ask_job = self.words(tr("Did the page come out? Then say what this printer is for:"), Voice.STRONG)
        return self._page(
            (self._who, self._told), None, (self._other, self._once_more), (self._ask_job,), tuple(self._jobs.values())
        )

    def _page(
        self, above: tuple[QWidget, ...], middle: QWidget | None, *rows: tuple[QWidget, ...]
    ) -> QWidget:  # fmt: skip
        whole = Panel(self._theme, Ground.PANEL)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for part in above:
            column.addWidget(part)
        if middle is not None:
            column.addWidget(middle, 1)
        for parts in rows:
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for part in parts:
                line.addWidget(part, 1)
            column.addLayout(line)
        if middle is None:
            column.addStretch(1)
        return whole

    @Slot()
    def _show(self) -> None:
        if self._run.step is not Step.PRINTERS:
            return
        chosen = self._printers.chosen
        self._stack.setCurrentIndex(0 if chosen is None else 1)
        if chosen is None:
            self._show_found()
        else:
            self._show_one(chosen)
        self.ready_changed.emit()

    def _show_found(self) -> None:
        found = self._printers.found
        told = [tr("{name} is set up.").format(name=name) for name in self._printers.kept]
        if self._run.is_busy:
            told.append(tr("Looking on cables, USB and the network …"))
        elif not found:
            told.append(tr("Nothing was found. Check cable and power, or type the address from its network page."))
        else:
            told.append(tr("Tap a printer to have it print a page."))
        self._state.setText("\n".join(told))
        self._list.show_rows([_found_row(each) for each in found or ()])
        self._again.setEnabled(not self._run.is_busy)
        self._type.setEnabled(not self._run.is_busy)

    def _show_one(self, printer: FoundPrinter) -> None:
        page = self._printers.page
        self._who.setText(printer.title or printer.address)
        self._told.setText(tr("Printing a page …") if page is None else heard(page.words))
        is_out = page is not None and page.printed is not Printed.NOT
        for part in (self._ask_job, *self._jobs.values()):
            part.setVisible(is_out)
        for button in (self._other, self._once_more):
            button.setEnabled(not self._run.is_busy)

    @Slot(str)
    def _choose(self, address: str) -> None:
        printer = next(each for each in self._printers.found or () if each.address == address)
        self._printers.choose(printer)

    @Slot()
    def _ask(self) -> None:
        words = tr("The printer's address, such as {example}").format(example=EXAMPLE)
        self._text.ask(ADDRESS, words, "tcp://")

    @Slot(str, str)
    def _typed(self, _id: str, address: str) -> None:
        if address and address != "tcp://":
            self._printers.choose(FoundPrinter(address, ""))


def _found_row(printer: FoundPrinter) -> ChoiceRow:
    spoken = f"{printer.title} {printer.address}".strip()
    return ChoiceRow(printer.address, printer.title or printer.address, say=spoken)
