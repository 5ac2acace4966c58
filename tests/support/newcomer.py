"""Somebody before a terminal that was never set up: finds things by their names, clicks and types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from aura_terminal.app.first_run.house import FirstRun, Seams
from aura_terminal.app.peer_settings import PeerSettings
from aura_terminal.app.robot import Robot
from aura_terminal.app.settings import Settings
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.first_run_draft import Step
from sync.node.device_words import DeviceAnswer, DeviceAsk, FoundDevice, Outcome

PIN = "739164"
ALONE = Settings(peers=PeerSettings(bind="127.0.0.1", discovery=False))
SIZE = (1366, 768)
PATIENCE, LOOK_EVERY = 20_000, 5


def nothing_plugged_in(ask: DeviceAsk) -> DeviceAnswer:
    """A machine without cables."""
    return DeviceAnswer(ask.ask_id, ask.act, Outcome.DONE)


def printer_at(address: str) -> Callable[[DeviceAsk], DeviceAnswer]:
    """A machine that finds one printer."""

    def search(ask: DeviceAsk) -> DeviceAnswer:
        found = (FoundDevice("network", address, "Epson TM-m30", "TM-m30"),)
        return DeviceAnswer(ask.ask_id, ask.act, Outcome.DONE, found=found)

    return search


class Newcomer:
    """The window of a first run over a folder, and somebody's hands at it."""

    def __init__(
        self, folder: Path, theme: Theme, search: Callable[[DeviceAsk], DeviceAnswer] = nothing_plugged_in,
        places: Sequence[Path] = (), settings: Settings | None = None,
    ) -> None:  # fmt: skip
        self._begin(FirstRun(folder, settings or ALONE, theme, Seams(search, places)))

    @classmethod
    def over(cls, run: FirstRun) -> Newcomer:
        """Before a first run that was made already."""
        newcomer = cls.__new__(cls)
        newcomer._begin(run)
        return newcomer

    def _begin(self, run: FirstRun) -> None:
        self.run = run
        self.window = self.run.window
        self.window.resize(*SIZE)
        self.window.show()
        self.robot = Robot(self.window)
        self.settle()

    @property
    def step(self) -> Step:
        """The page that is open."""
        return self.run.model.step

    def settle(self) -> None:
        """Let everything that was asked for be answered and painted."""
        QApplication.processEvents()
        for _ in range(PATIENCE // LOOK_EVERY):
            if self.run.runner.is_idle and not self.run.model.is_busy:
                break
            QTest.qWait(LOOK_EVERY)
        assert self.run.runner.is_idle
        QApplication.processEvents()

    def tap(self, *names: str) -> None:
        """Click one after the other."""
        for name in names:
            self.robot.tap(name)
            self.settle()

    def press(self, name: str) -> None:
        """Click the button of exactly that name, the newest where several are in sight."""
        shown = [each for each in self.window.findChildren(QPushButton) if each.isVisible() and each.isEnabled()]
        found = [each for each in shown if each.accessibleName() == name]
        assert found, f"{name!r} is not among {[each.accessibleName() for each in shown]}"
        QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
        self.settle()

    def type(self, text: str) -> None:
        """Type wherever the focus is."""
        QTest.keyClicks(self.focus(), text)
        self.settle()

    def key(self, key: Qt.Key) -> None:
        """Press one key wherever the focus is."""
        QTest.keyClick(self.focus(), key)
        self.settle()

    def enter(self) -> None:
        """The key that ends a field."""
        self.key(Qt.Key.Key_Return)

    def focus(self) -> QWidget:
        """What has the keys."""
        focused: QWidget | None = self.window.focusWidget()
        return self.window if focused is None else focused

    def choose_country(self, name: str) -> None:
        """From the first page to the store's name."""
        self.press("Set up a new store")
        self.tap(name)
        self.press("Next")

    def name_store(self, name: str) -> None:
        """The second step; the terminal stays R1."""
        self.type(name)
        self.key(Qt.Key.Key_Return)
        self.key(Qt.Key.Key_Return)

    def add_owner(self, name: str, pin: str = PIN) -> None:
        """The owner, with a PIN typed twice."""
        self.press("I am the owner")
        self.type(name)
        self.key(Qt.Key.Key_Return)
        for _ in range(2):
            self.type(pin)
            self.key(Qt.Key.Key_Return)

    def open_store(self) -> None:
        """Ada is the owner, and alone."""
        self.add_owner("Ada")
        self.press("Open the store")

    def go_to(self, step: Step) -> None:
        """From the first page to one of a new store in Germany with the demo's dishes."""
        acts: dict[Step, Callable[[], None]] = {
            Step.NAME: lambda: self.choose_country("Germany"),
            Step.RULES: lambda: self.name_store("Corner"),
            Step.MENU: lambda: self.press("Next"),
            Step.PEOPLE: lambda: self.press("Begin with the demo menu"),
            Step.PRINTERS: self.open_store,
            Step.READY: lambda: self.press("Next"),
        }
        for at, act in acts.items():
            act()
            assert self.step is at, (self.step, self.window.sentence)
            if at is step:
                return

    def close(self) -> None:
        """Leave, as with the cross of the window."""
        self.window.close()
        self.run.close()
