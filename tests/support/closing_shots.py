"""Renders closing a day and sharing its tips into PNGs, and a printed Z as its printer decodes it.

`python -m tests.support.closing_shots FOLDER`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from tests.gui.register.hands import press, tap
from tests.support.evenings import end_drawer, evening, lose_a_terminal
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store
from tests.support.receipt_shots import print_papers
from tests.support.terminal_window import terminal_over
from tests.support.till import pin_of

CARLA = StaffId("carla-lombardi")
SIZES = ((1366, 768), (1024, 768))


class Stage:
    """The whole window after the evening, with the manager at it."""

    def __init__(self, app: QApplication, theme: Theme, *, is_counted: bool) -> None:
        self._app = app
        self.store = demo_store()
        session = evening(self.store)
        if is_counted:
            end_drawer(self.store, session)
        lose_a_terminal(self.store)
        self.terminal = terminal_over(self.store, InlineStoreThread(self.store.shop), theme)
        self.terminal.window.show()
        self.terminal.till.session.sign_in(CARLA, pin_of(CARLA))
        self.rest()

    def rest(self) -> None:
        """Until everything has come back."""
        for _ in range(8):
            self._app.processEvents()

    def press(self, name: str) -> None:
        """Click a button."""
        press(self.terminal.window, name)
        self.rest()

    def room(self, name: str) -> None:
        """Go into a room of the manager's screen."""
        self.terminal.window.go(View.MANAGER)
        self.rest()
        self.press(name)


def refused(stage: Stage) -> None:
    """The drawer is not counted."""
    stage.terminal.window.go(View.DAY)
    stage.rest()


def asked(stage: Stage) -> None:
    """What closing says before it is done."""
    refused(stage)
    stage.press("Close the day")


def closed(stage: Stage) -> None:
    """After it was closed."""
    asked(stage)
    stage.press("Close and print")


def shift(stage: Stage) -> None:
    """What Sofia did."""
    refused(stage)
    stage.press("One person's report")
    sheet = stage.terminal.window
    from aura_terminal.ui.widgets.choice_list import ChoiceList

    tap(next(each for each in sheet.findChildren(ChoiceList) if each.isVisible()), "Sofia Conti")
    stage.rest()


def rules(stage: Stage) -> None:
    """What lets nobody close the day."""
    refused(stage)
    stage.press("Rules for closing")


def tips(stage: Stage) -> None:
    """Before the tips are shared."""
    stage.room("Tips")


def tips_shared(stage: Stage) -> None:
    """After that, one of them paid."""
    day = stage.store.shop.tips.day(EVERYTHING)
    stage.store.shop.tips.share(EVERYTHING, day.business_date, Money(day.total.minor, "EUR"))
    tips(stage)


def tip_rules(stage: Stage) -> None:
    """How they are shared."""
    tips(stage)
    stage.press("Rules for sharing tips")


SCENES: tuple[tuple[Callable[[Stage], None], bool], ...] = (
    (refused, False), (asked, True), (closed, True), (shift, True), (rules, True), (tips, True), (tips_shared, True),
    (tip_rules, True),
)  # fmt: skip


def main(folder: Path, wanted: list[str]) -> None:
    """Every scene by night and by day, in both sizes, and the paper."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    stages: list[Stage] = []  # a window that goes while another theme comes would be painted once more
    for name in ("night", "day"):
        theme = prepare_application(app, built_in(name))
        for scene, is_counted in SCENES:
            if wanted and scene.__name__ not in wanted:
                continue
            stage = Stage(app, theme, is_counted=is_counted)
            stages.append(stage)
            for width, height in SIZES:
                stage.terminal.window.resize(width, height)
                stage.rest()
                if (width, height) == SIZES[0]:
                    scene(stage)
                stage.rest()
                stage.terminal.window.grab().save(str(folder / f"{scene.__name__}_{name}_{width}.png"))
            stage.terminal.till.changes.stop()
            stage.terminal.status.stop()
            stage.terminal.window.close()
    if not wanted or "paper" in wanted:
        _print(folder)


def _print(folder: Path) -> None:
    """The Z of the evening, a shift report and the tips, through a simulated printer."""
    store: MemoryStore = demo_store()
    session = evening(store)
    end_drawer(store, session)
    lose_a_terminal(store)
    day = store.shop.tips.day(EVERYTHING)
    store.shop.tips.share(EVERYTHING, day.business_date, day.total)
    store.shop.shift_reports.print_person(EVERYTHING, day.business_date, StaffId("sofia-conti"))
    store.shop.closing.close_day(EVERYTHING)
    jobs = [job.job for job in store.journal.jobs if job.job.kind is SpoolKind.REPORT]
    papers = {job.title.lower().replace(" ", "_").replace(".", ""): job.document for job in jobs[-3:]}
    known = {name: paper for name, paper in papers.items() if paper is not None}
    print_papers(known, "generic-80", "", folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
