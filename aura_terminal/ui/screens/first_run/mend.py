"""A terminal whose store is damaged: what happened, the ways back, and what came of the one that was chosen."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.ui.language.formats import full_text
from aura_terminal.ui.screens.first_run.page import GAP, FirstPage, Scroll, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice
from aura_terminal.view_models.first_run import FirstRunModel
from aura_terminal.view_models.first_run_around import FirstMendingModel
from aura_terminal.view_models.first_run_draft import MendableCopy, MendCard, MendedCard, Step

COPIES, ROOM = 3, 20


class MendPage(FirstPage):
    """Asks nothing before every copy was looked through; afterwards it says what is there and what is not."""

    def __init__(self, run: FirstRunModel, mending: FirstMendingModel, theme: Theme) -> None:
        super().__init__(theme)
        self._run, self._mending = run, mending
        self.title = tr("The sales on this machine cannot be read")
        self.explained = tr(
            "The file they are in is damaged. It is kept aside and never deleted, and whatever can still be read of it "
            "is taken over."
        )
        self.next_words = ""
        self._body = Panel(theme, Ground.PANEL)
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        self._lines.setSpacing(GAP)
        self.column.addWidget(Scroll(self._body), 1)
        self._buttons: list[Button] = []
        mending.changed.connect(self._show)
        run.changed.connect(self._show)

    @property
    def is_ready(self) -> bool:
        return self._mending.report is not None

    def enter(self) -> None:
        self._show()
        self._mending.look()

    def go_on(self) -> None:
        self._run.finish()

    @Slot()
    def _show(self) -> None:
        if self._run.step is not Step.MEND:
            return
        self._empty()
        report, card = self._mending.report, self._mending.card
        self.next_words = tr("Open the register") if report is not None else ""
        if report is not None:
            self._say(*report_words(report))
        elif self._run.is_busy or card is None:
            self._say(tr("Looking through the file and its copies: this may take some minutes …"))
        else:
            self._offer(card)
        self._lines.addStretch(1)
        if self._buttons:
            self._buttons[0].setFocus()
        self.ready_changed.emit()

    def _offer(self, card: MendCard) -> None:
        if not card.copies:
            self._say(tr("There is no good copy on this machine."))
        for place, copy in enumerate(card.copies[:COPIES]):
            kind = Kind.PRIMARY if place == 0 else Kind.PLAIN
            self._way(copy_words(copy), "history", kind, copy_detail(copy)).clicked.connect(self._go_back)
            self._buttons[-1].setProperty("copy", copy.id)
        detail = tr("It shows a code: tap its status, then Terminals, Add a terminal. All it has comes from there.")
        kind = Kind.PLAIN if card.copies else Kind.PRIMARY
        self._way(tr("Fetch everything from another terminal"), "link", kind, detail).clicked.connect(
            self._run.choose_joining
        )
        self._say(tr("A copy on a stick is found when the stick is in this machine at the start."))

    def _way(self, words: str, icon: str, kind: Kind, detail: str) -> Button:
        button = self.big_button(words, icon, kind)
        self._buttons.append(button)
        self._lines.addWidget(button)
        self._lines.addWidget(self.words(detail, Voice.MUTED))
        return button

    def _say(self, *sentences: str) -> None:
        for sentence in sentences:
            self._lines.addWidget(self.words(sentence))

    def _empty(self) -> None:
        self._buttons.clear()
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    @Slot()
    def _go_back(self) -> None:
        self._mending.go_back(str(self.sender().property("copy")))


def copy_words(copy: MendableCopy) -> str:
    """The button of a copy."""
    if copy.newest is None:
        return tr("Go back to an empty copy")
    return tr("Go back to the copy of {when}").format(when=full_text(copy.newest.astimezone()))


def copy_detail(copy: MendableCopy) -> str:
    """What a copy holds, and what becomes of the rest."""
    words = tr("{orders} orders are in it. What came later is taken from the damaged file and from other terminals.")
    return words.format(orders=f"{copy.orders:,}")


def report_words(report: MendedCard) -> list[str]:
    """What came of mending, sentence by sentence."""
    lines = [tr("This terminal sells again. It is called {label} from now on.").format(label=report.label)]
    if report.facts:
        words = tr("{facts} facts were taken over from the damaged file; each of them was proved.")
        lines.append(words.format(facts=f"{report.facts:,}"))
    if report.until is not None:
        words = tr("Everything done at this terminal until {when} is there.")
        lines.append(words.format(when=full_text(report.until.astimezone())))
    if report.missing:
        words = tr("{facts} later facts could not be read. What other terminals have of them comes back by itself.")
        lines.append(words.format(facts=f"{report.missing:,}"))
    if not report.is_readable and report.base_until is not None:
        words = tr("Nothing could be read of the damaged file: what was done after {when} is only at other terminals.")
        lines.append(words.format(when=full_text(report.base_until.astimezone())))
    elif not report.is_readable:
        lines.append(tr("Nothing could be read of the damaged file: what no other terminal had is lost."))
    if report.missing or not report.is_readable:
        lines.append(tr("Compare the newest receipts with the orders, and count the drawer."))
    if report.formerly and report.by:
        words = tr("Take {label} off the list of terminals at {by}: this machine has a new name.")
        lines.append(words.format(label=report.formerly, by=report.by))
    lines.append(tr("The damaged file is kept in {folder}.").format(folder=report.aside))
    return lines
