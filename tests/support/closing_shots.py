"""Renders closing a day and sharing its tips into PNGs, and a printed Z as its printer decodes it.

`python -m tests.support.closing_shots FOLDER [NAME ...]`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import SpoolKind
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from tests.gui.register.hands import tap
from tests.support.evenings import end_drawer, evening, lose_a_terminal
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.receipt_shots import print_papers
from tests.support.shots import Stage, take

CARLA = StaffId("carla-lombardi")
PAPER = "paper"


def refused(stage: Stage) -> None:
    """The drawer is not counted."""
    stage.window.go(View.DAY)
    stage.settle()


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
    tap(next(each for each in stage.window.findChildren(ChoiceList) if each.isVisible()), "Sofia Conti")


def rules(stage: Stage) -> None:
    """What lets nobody close the day."""
    refused(stage)
    stage.press("Rules for closing")


def tips(stage: Stage) -> None:
    """Before the tips are shared."""
    stage.enter("tips")


def tips_shared(stage: Stage) -> None:
    """After that, one of them paid."""
    day = stage.store.shop.tips.day(EVERYTHING)
    stage.store.shop.tips.share(EVERYTHING, day.business_date, Money(day.total.minor, "EUR"))
    tips(stage)


def tip_rules(stage: Stage) -> None:
    """How they are shared."""
    tips(stage)
    stage.press("Rules for sharing tips")


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene for scene in (refused, asked, closed, shift, rules, tips, tips_shared, tip_rules)
}


def opened(theme: Theme, scene: str) -> Stage:
    """The window after the evening, with the manager at it; the drawer is counted but where closing is refused."""
    store = demo_store()
    session = evening(store)
    if scene != refused.__name__:
        end_drawer(store, session)
    lose_a_terminal(store)
    stage = Stage(store, theme)
    stage.sign_in(CARLA)
    return stage


def main(folder: Path, wanted: list[str]) -> None:
    """The screens, and the paper."""
    if wanted != [PAPER]:
        take(folder, opened, SCENES, [name for name in wanted if name != PAPER])
    if not wanted or PAPER in wanted:
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
