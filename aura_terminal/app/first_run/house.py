"""The first run as a window: its pages, its models and what stands behind them, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.countries import countries
from aura_terminal.app.first_run.founding import FirstFounder
from aura_terminal.app.first_run.joining import FirstJoining
from aura_terminal.app.first_run.menus import FirstMenus
from aura_terminal.app.first_run.notes import FirstRunNotes
from aura_terminal.app.first_run.printers import FirstPrinters, Search
from aura_terminal.app.mending import Mender
from aura_terminal.app.program import begin_anew, command
from aura_terminal.app.safekeeping import SHELF
from aura_terminal.app.screen_look import HABITS_FILE, chosen_look, measure_of, tokens_of
from aura_terminal.app.settings import Settings
from aura_terminal.app.volumes import removable_places
from aura_terminal.store.thread import StoreThread
from aura_terminal.ui.language.languages import language_of
from aura_terminal.ui.language.tongue import Tongue
from aura_terminal.ui.screens.first_run.window import FirstRunWindow
from aura_terminal.ui.shell.habits import Habits
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.first_run import FirstRunModel, Outcome
from aura_terminal.view_models.first_run_around import (
    FirstJoiningModel,
    FirstMendingModel,
    FirstMenuModel,
    FirstPrintersModel,
)
from aura_terminal.view_models.first_run_draft import Desks, Draft, Step
from aura_terminal.view_models.runner import Runner

if TYPE_CHECKING:
    from aura_terminal.use_cases.shop import Shop

DEMO_PLACE = "demo"


@dataclass(frozen=True, slots=True)
class Seams:
    """What a test puts in the place of this machine: how printers are looked for, and where menu files may lie."""

    search: Search | None = None
    places: Sequence[Path] | None = None


class FirstRun(QObject):
    """One first run over a data folder; `outcome` is there once the window was left for something."""

    def __init__(
        self, folder: Path, settings: Settings, theme: Theme, seams: Seams | None = None, *, is_damaged: bool = False
    ) -> None:
        super().__init__()
        self.outcome: Outcome | None = None
        self._thread = _work_thread()
        self.runner = Runner(self._thread, self)
        make = mending_desks_of if is_damaged else desks_of
        desks = make(folder, settings, seams or Seams())
        self.model = FirstRunModel(desks, self.runner, self)
        self.menus = FirstMenuModel(desks, self.model)
        self.printers = FirstPrintersModel(desks, self.model)
        self.joining = FirstJoiningModel(desks, self.model)
        self.mending = FirstMendingModel(desks, self.model)
        self.window = FirstRunWindow(self.model, self.menus, self.printers, self.joining, self.mending, theme)
        self.model.finished.connect(self._leave)
        self._thread.start()

    def close(self) -> None:
        """End what runs beside the window."""
        self._thread.stop()

    def _leave(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.window.close()


def open_first_run(folder: Path, settings: Settings, arguments: list[str], *, is_damaged: bool = False) -> int:
    """Run the window; then become the terminal, or the demo. Closing the window goes on at the next start.

    Where the store is damaged it begins with the ways back.
    """
    application = QApplication(arguments)
    tongue = Tongue(application, parent=application)
    tokens = tokens_of(chosen_look(folder, settings))
    theme = prepare_application(application, tokens, measure_of(application.primaryScreen(), settings))
    first = FirstRun(folder, settings, theme, is_damaged=is_damaged)
    speak_through(tongue, first.model)
    first.window.setGeometry(first.window.screen().availableGeometry())
    first.window.showMaximized()
    code = application.exec()
    first.close()
    if first.outcome is Outcome.OPEN:
        begin_anew()
    elif first.outcome is Outcome.DEMO:
        Habits(folder / DEMO_PLACE / HABITS_FILE).keep_language(first.model.language)
        begin_anew(demo_words(folder))
    return code


def speak_through(tongue: Tongue, model: FirstRunModel) -> None:
    """Speak what the first run is to be in, now and whenever another language is chosen."""
    tongue.speak(language_of(model.language))
    model.spoken.connect(lambda code: tongue.speak(language_of(code)))


def demo_words(folder: Path) -> tuple[str, ...]:
    """What this program is told to become the demo, in a folder of its own beside what is set up here."""
    return command("demo", "--data", str(folder / DEMO_PLACE))[1:]


def desks_of(folder: Path, settings: Settings, seams: Seams) -> Desks:
    """Everybody who carries something out in one data folder."""
    clock, ids = SystemClock(), SystemIds()
    notes = FirstRunNotes(folder)
    printers = FirstPrinters(folder, clock, ids) if seams.search is None else FirstPrinters(
        folder, clock, ids, seams.search
    )  # fmt: skip
    return Desks(
        notes,
        FirstMenus(folder, notes, clock.now, seams.places),
        FirstFounder(folder, notes),
        printers,
        FirstJoining(folder, settings, ids),
        countries(),
        usual_country(),
        language_of(QLocale.system().name()).code,
    )


def mending_desks_of(folder: Path, settings: Settings, seams: Seams) -> Desks:
    """The same over a damaged store: nothing is set up, and joining brings along what the damaged file holds."""
    clock, ids = SystemClock(), SystemIds()
    desk = Mender(folder, clock, ids, lambda: [Path(place.id) / SHELF for place in removable_places()])
    joining = FirstJoining(folder, settings, ids, lambda newcomer: desk.fetch(newcomer).by)
    return replace(desks_of(folder, settings, seams), notes=NothingNoted(), joining=joining, mending=desk)


class NothingNoted:
    """The `Notes` of mending: how far that came lies beside the store."""

    def begun(self) -> Draft:
        """As the port says."""
        return Draft(Step.MEND)

    def keep(self, draft: Draft) -> None:
        """As the port says."""

    def forget(self) -> None:
        """As the port says."""


def usual_country() -> str:
    """The country this machine is set to, by its ISO code."""
    return QLocale.territoryToCode(QLocale.system().territory())


def _work_thread() -> StoreThread[Shop]:
    """Where things are carried out before there is a shop: calls of a first run use none."""
    return StoreThread(lambda: cast("Shop", None), lambda _nothing: None)
