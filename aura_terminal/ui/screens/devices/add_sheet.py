"""Setting a printer up, step by step: find it, print the page, answer three questions, say what it is for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.paper_ways import DRAWER_ROUTE, RECEIPT_ROUTE
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.screens.devices.words import DOT, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.device_cards import FoundRow
from aura_terminal.view_models.printer_setup import WIDTHS, PrinterSetUpModel, Step

ADDRESS, NAME = "address", "name"


class AddSheet(Sheet):
    """Shows a PrinterSetUpModel; closing it leaves the settings as they were."""

    def __init__(self, set_up: PrinterSetUpModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, tr("Set up a printer"), tr("Close"), 760, 620)
        self._set_up, self._theme = set_up, theme
        self._text = TextSheet(theme, host)
        self._text.written.connect(self._written)
        self._routes: set[str] = set()
        self._name = ""
        self._shown: object = None
        self._list: ChoiceList | None = None
        set_up.changed.connect(self._show)
        set_up.finished.connect(self._end)

    def begin(self) -> None:
        """Open at the first step."""
        self._routes, self._name, self._shown = set(), "", None
        self._set_up.begin()
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        state = (self._set_up.step, self._set_up.words, self._set_up.found, self._set_up.is_searching)
        if state == self._shown:
            return
        self._shown = state
        {
            Step.FIND: self._show_find,
            Step.ASKING: self._show_waiting,
            Step.SAMPLE: self._show_sample,
            Step.PRINTING: self._show_waiting,
            Step.WIDTH: self._show_width,
            Step.LETTERS: self._show_letters,
            Step.CUT: self._show_cut,
            Step.PLACE: self._show_place,
        }[self._set_up.step]()

    def _show_find(self) -> None:
        rows = [_found_row(each) for each in self._set_up.found]
        told = tr("Looking around …") if self._set_up.is_searching else heard(self._set_up.words)
        if not told:
            told = tr("Tap the printer, or type the address that stands on its network test page.")
        self._put(told, self._choices(tr("Found"), rows, Picking.ONE, self._set_up.choose))
        again = self._button(tr("Look again"), "refresh-cw", self._set_up.search)
        again.setEnabled(not self._set_up.is_searching)
        self.set_actions(again, self._button(tr("Type an address"), "keyboard", self._ask_address, Kind.PRIMARY))

    def _show_waiting(self) -> None:
        where = self._set_up.draft.address
        words = tr("Asking {where} who is there …") if self._set_up.step is Step.ASKING else tr("Printing at {where} …")
        self._put(words.format(where=where))
        self.set_actions(self._button(tr("Back"), "arrow-left", self._set_up.back))

    def _show_sample(self) -> None:
        draft = self._set_up.draft
        who = self._set_up.title or tr("It does not say who it is.")
        words = tr("{who}\n{where}\nLoad paper, then print the test page; three questions about it follow.")
        self._put("\n".join(filter(None, (words.format(who=who, where=draft.address), heard(self._set_up.words)))))
        self.set_actions(
            self._button(tr("Back"), "arrow-left", self._set_up.back),
            self._button(tr("It never answers: print anyway"), "printer", self._set_up.print_sample_unasked),
            self._button(tr("Print the test page"), "printer", self._set_up.print_sample, Kind.PRIMARY),
        )

    def _show_width(self) -> None:
        words = tr("1. Which number is the last one in the first line of digits on the test page?")
        rows = [ChoiceRow(str(width), str(width)) for width in WIDTHS]
        self._put(words, self._choices(tr("Letters in a line"), rows, Picking.ONE, self._answer_width))
        self._no_page()

    def _show_letters(self) -> None:
        self._put(tr("2. Are all the lines A to D on the test page readable, with every accent and the euro sign?"))
        self.set_actions(
            self._button(tr("No, some are wrong"), "x", self._letters_are_wrong),
            self._button(tr("Yes, all of them"), "check", self._letters_are_right, Kind.PRIMARY),
        )

    def _show_cut(self) -> None:
        self._put(tr("3. Did the printer cut the paper by itself?"))
        self.set_actions(
            self._button(tr("No, it is torn off"), "x", self._was_not_cut),
            self._button(tr("Yes, it was cut"), "check", self._was_cut, Kind.PRIMARY),
        )

    def _show_place(self) -> None:
        name = self._name or self._set_up.draft.name
        rows = [
            ChoiceRow(route, _route_words(route), quantity=int(route in self._routes)) for route in self._set_up.routes
        ]
        words = tr("It is called {name}. What shall come out there?").format(name=name)
        self._put(words, self._choices(tr("What comes out there"), rows, Picking.MANY, self._switch_route))
        save = self._button(tr("Save"), "save", self._save, Kind.PRIMARY)
        self.set_actions(self._button(tr("Another name"), "pencil", self._ask_name), save)

    def _no_page(self) -> None:
        again = self._button(tr("Nothing came out: print again"), "refresh-cw", self._set_up.print_sample)
        unasked = self._button(tr("Print without waiting for answers"), "printer", self._set_up.print_sample_unasked)
        self.set_actions(again, unasked)

    def _put(self, words: str, below: QWidget | None = None) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        told = Words(self._theme, words, Voice.BODY)
        told.setWordWrap(True)
        column.addWidget(told)
        if below is None:
            column.addStretch(1)
        else:
            column.addWidget(below, 1)
        self.set_content(content)

    def _choices(
        self, say: str, rows: list[ChoiceRow], picking: Picking, tapped: Callable[[str], None]
    ) -> ChoiceList:  # fmt: skip
        self._list = ChoiceList(self._theme, say, picking)
        self._list.setMinimumHeight(240)
        self._list.show_rows(rows)
        self._list.tapped.connect(tapped)
        return self._list

    def _button(self, words: str, icon: str, clicked: Callable[[], None], kind: Kind = Kind.PLAIN) -> Button:
        button = Button(self._theme, words, kind=kind, icon=icon)
        button.keep_at_least(160, 60)
        button.clicked.connect(clicked)
        return button

    @Slot()
    def _ask_address(self) -> None:
        self._text.ask(ADDRESS, tr("Address of the printer, such as 192.168.1.50"), "")

    @Slot()
    def _ask_name(self) -> None:
        self._text.ask(NAME, tr("What the printer is called"), self._name or self._set_up.draft.name)

    @Slot(str, str)
    def _written(self, what: str, words: str) -> None:
        if what == ADDRESS and words:
            self._set_up.choose(words if ":" in words else f"tcp://{words}")
        elif what == NAME and words:
            self._name = words
            self._show_place()

    @Slot(str)
    def _answer_width(self, columns: str) -> None:
        self._set_up.answer_width(int(columns))

    @Slot()
    def _letters_are_right(self) -> None:
        self._set_up.answer_letters(all_right=True)

    @Slot()
    def _letters_are_wrong(self) -> None:
        self._set_up.answer_letters(all_right=False)

    @Slot()
    def _was_cut(self) -> None:
        self._set_up.answer_cut(was_cut=True)

    @Slot()
    def _was_not_cut(self) -> None:
        self._set_up.answer_cut(was_cut=False)

    @Slot(str)
    def _switch_route(self, route: str) -> None:
        self._routes ^= {route}
        self._show_place()

    @Slot()
    def _save(self) -> None:
        chosen = tuple(route for route in self._set_up.routes if route in self._routes)
        self._set_up.place(self._name or self._set_up.draft.name, chosen)

    @Slot(str)
    def _end(self, _name: str) -> None:
        self.close_sheet()


def _found_row(found: FoundRow) -> ChoiceRow:
    return ChoiceRow(found.address, found.title, found.address, say=DOT.join((found.title, found.address)))


def _route_words(route: str) -> str:
    return {RECEIPT_ROUTE: tr("Receipts and reports"), DRAWER_ROUTE: tr("The cash drawer")}.get(
        route, tr("Slips of {route}").format(route=route)
    )
