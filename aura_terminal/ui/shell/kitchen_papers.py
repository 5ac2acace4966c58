"""Slips with the code of an order, scanned at a screen that shows the kitchen alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from aura_terminal.ui.paper_words import kitchen_words, progress_words
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.shell.burst import WedgeRule
from aura_terminal.ui.shell.wedge import Wedge
from aura_terminal.view_models.paper_scanning import PREFIX, Handover, PaperScanningModel, is_symbol

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.ui.shell.window import ShellWindow


class KitchenPapers(QObject):
    """Hears a scanner that types, besides the bump bar: no key waits but those a paper's code begins with."""

    def __init__(self, papers: PaperScanningModel, window: ShellWindow, wedge: Wedge | None = None) -> None:
        super().__init__(window)
        self._papers, self._window = papers, window
        papers.progressed.connect(self._ask_for_more)
        papers.taken_in.connect(self._show)
        papers.refused.connect(self._refuse)
        self._wedge = wedge or Wedge(WedgeRule(PREFIX), self)
        self._wedge.scanned.connect(self._take_typed)
        if (handle := window.windowHandle()) is not None:
            self._wedge.watch(handle)

    @Slot(str)
    def take(self, code: str) -> None:
        """A code was scanned; what is of no paper means nothing in a kitchen."""
        if is_symbol(code):
            self._papers.scan_in_the_kitchen(code)

    @Slot(str)
    def _take_typed(self, rest: str) -> None:
        self.take(PREFIX + rest)

    @Slot(object)
    def _ask_for_more(self, missing: tuple[int, ...]) -> None:
        self._window.say(progress_words(missing))

    @Slot(object)
    def _show(self, handover: Handover) -> None:
        self._window.say(kitchen_words(handover))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._window.say(sentence(broken))
