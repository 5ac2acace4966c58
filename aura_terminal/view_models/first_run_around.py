"""The three steps of the first run that reach out: a menu file, printers, a store that exists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.view_models.first_run import FirstRunModel
from aura_terminal.view_models.first_run_draft import (
    Desks,
    FoundPrinter,
    Job,
    MendCard,
    MendedCard,
    MenuKind,
    MenuPreview,
    TestPage,
)


class FirstMenuModel(QObject):
    """Menu files that lie about, and what one of them would bring. `changed` follows every answer."""

    changed = Signal()

    def __init__(self, desks: Desks, run: FirstRunModel) -> None:
        super().__init__(run)
        self._desk, self._run = desks.menus, run
        self.files: tuple[str, ...] = ()
        self.preview: MenuPreview | None = None
        self.template_file = ""

    @Slot()
    def look(self) -> None:
        """Look for files."""
        self._run.run(self._desk.found, self._list)

    def check(self, file: str) -> None:
        """Read a file and say what is in it and what is wrong."""
        self._run.run(partial(self._desk.check, file, self._run.draft), self._show)

    @Slot()
    def save_template(self) -> None:
        """Write an example to fill in."""
        self._run.run(partial(self._desk.template, self._run.draft), self._saved)

    @Slot()
    def take_file(self) -> None:
        """Begin with the file that was read, where all of it is right."""
        if self.preview is not None and not self.preview.problems:
            self._run.take_menu(MenuKind.FILE, self.preview.file)

    @Slot()
    def forget_file(self) -> None:
        """Another file, or none."""
        self.preview = None
        self.changed.emit()

    def _list(self, files: Sequence[str]) -> None:
        self.files = tuple(files)
        self.changed.emit()

    def _show(self, preview: MenuPreview) -> None:
        self.preview = preview
        self.changed.emit()

    def _saved(self, file: str) -> None:
        self.template_file = file
        self.changed.emit()


class FirstPrintersModel(QObject):
    """Printers that were found, the one that is tried, and those that have a job. `changed` follows every answer."""

    changed = Signal()

    def __init__(self, desks: Desks, run: FirstRunModel) -> None:
        super().__init__(run)
        self._desk, self._run = desks.printers, run
        self.found: tuple[FoundPrinter, ...] | None = None
        self.chosen: FoundPrinter | None = None
        self.page: TestPage | None = None
        self.kept: tuple[str, ...] = ()

    @Slot()
    def search(self) -> None:
        """Look around."""
        self._run.run(self._desk.find, self._list)

    def choose(self, printer: FoundPrinter) -> None:
        """Try this one, and have it print a page."""
        self.chosen, self.page = printer, None
        self.print_page()

    @Slot()
    def print_page(self) -> None:
        """Once more."""
        if self.chosen is not None:
            self._run.run(partial(self._desk.print_page, self.chosen, self._run.terms.paper), self._printed)

    def give(self, job: Job) -> None:
        """It works: let it do this."""
        if self.chosen is not None:
            self._run.run(partial(self._desk.keep, self.chosen, job, self._run.terms.paper), self._kept)

    @Slot()
    def leave(self) -> None:
        """Not this one."""
        self.chosen = self.page = None
        self.changed.emit()

    def _list(self, found: Sequence[FoundPrinter]) -> None:
        self.found = tuple(found)
        self.changed.emit()

    def _printed(self, page: TestPage) -> None:
        self.page = page
        self.changed.emit()

    def _kept(self, name: str) -> None:
        self.kept = (*self.kept, name)
        self.leave()


class FirstMendingModel(QObject):
    """A damaged store, the ways back, and what came of one. `changed` follows every answer."""

    changed = Signal()

    def __init__(self, desks: Desks, run: FirstRunModel) -> None:
        super().__init__(run)
        self._desk, self._run = desks.mending, run
        self.card: MendCard | None = None

    @property
    def report(self) -> MendedCard | None:
        """What came of mending; None while nothing was mended."""
        return None if self._desk is None else self._desk.report

    @Slot()
    def look(self) -> None:
        """Look at the file and every copy."""
        if self._desk is not None and self.report is None:
            self._run.run(self._desk.look, self._show)

    def go_back(self, copy: str) -> None:
        """Put this copy in the place of the damaged file."""
        if self._desk is not None:
            self._run.run(partial(self._desk.go_back, copy), lambda _: self.changed.emit())

    def _show(self, card: MendCard) -> None:
        self.card = card
        self.changed.emit()


class FirstJoiningModel(QObject):
    """The way into a store that exists: where it shows its code, and who let us in. `changed` follows every answer."""

    changed = Signal()

    def __init__(self, desks: Desks, run: FirstRunModel) -> None:
        super().__init__(run)
        self._desk, self._run, self._mending = desks.joining, run, desks.mending
        self.address: str | None = None
        self.inviter = ""

    @property
    def label(self) -> str:
        """What this terminal should be called; "" where that is anybody's choice."""
        return "" if self._mending is None else self._mending.next_label

    @Slot()
    def look(self) -> None:
        """Listen for a terminal that shows a code."""
        self._run.run(self._desk.look, self._found)

    def join(self, address: str, code: str, label: str, view: str) -> None:
        """Become a terminal of that store."""
        self._run.run(partial(self._desk.join, address, code, label, view), self._joined)

    def _found(self, address: str) -> None:
        self.address = address
        self.changed.emit()

    def _joined(self, inviter: str) -> None:
        self.inviter = inviter
        self.changed.emit()
        self._run.joined()
