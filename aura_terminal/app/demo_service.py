"""The scripted service of the demo: real clicks in the real windows, and everything it leaves in one folder."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.app.demo_report import leave_report
from aura_terminal.app.robot import Robot
from aura_terminal.app.screen import SWITCH_SECONDS, settle_garbage, snapshot
from aura_terminal.app.settings import Settings
from aura_terminal.app.stage import Stage, Until
from aura_terminal.app.terminal import Terminal
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.status import NodeState

REGISTER_SIZE, KITCHEN_SIZE = (1366, 768), (1920, 1080)
FINE, FAILED = 0, 1


@dataclass(slots=True)
class Told:
    """What the service did and saw, for the report."""

    steps: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    node_seen_stopped_seconds: float = 0.0
    node_back_seconds: float = 0.0


def serve(out: Path, folder: Path, settings: Settings) -> int:
    """Play the service and leave pictures, paper and a report in `out`; 1 when the script could not be played."""
    sys.setswitchinterval(SWITCH_SECONDS)
    application = QApplication(sys.argv[:1])
    terminal = Terminal(application, folder, settings, snapshot(folder))
    terminal.window.resize(*REGISTER_SIZE)
    service = DemoService(terminal, out / "pictures")
    stage = Stage(service.script(), terminal)
    ending = _Ending(application, terminal)
    stage.over.connect(ending.take)
    terminal.ready.connect(settle_garbage)
    terminal.ready.connect(stage.begin)
    terminal.open()
    application.exec()
    terminal.window.grab_to(service.pictures / "99_end.png")
    terminal.close()
    if ending.problem is not None:
        print(f"The service stopped: {ending.problem}. What was done so far is in {out}", file=sys.stderr)
        return FAILED
    fine = leave_report(out, folder, service.told.steps, asdict(service.told))
    print(f"{'Done' if fine else 'The store has findings'}: report.txt, report.json, pictures and paper are in {out}")
    return FINE if fine else FAILED


class _Ending(QObject):
    """Ends the event loop when the script is over."""

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._application = application
        self.problem: Exception | None = None

    @Slot(object)
    def take(self, problem: Exception | None) -> None:
        self.problem = problem
        self._application.quit()


class DemoService:
    """A short evening: three orders at the register, a cook at the board, a node that dies and comes back."""

    def __init__(self, terminal: Terminal, pictures: Path) -> None:
        self._terminal = terminal
        self._robot = Robot(terminal.window)
        self.pictures = pictures
        self.told = Told()
        pictures.mkdir(parents=True)

    def script(self) -> Iterator[Until]:
        """Every act, in order."""
        yield from self._sign_in()
        yield from self._table_order()
        yield from self._pay("table 12", "50.00")
        yield from self._counter_order()
        yield from self._day_theme()
        yield from self._lose_the_node()
        yield from self._cook()
        yield self._until("everything printed", lambda: self._terminal.status.row.jobs_waiting == 0, 60)

    def _sign_in(self) -> Iterator[Until]:
        yield self._until("the sign-in screen", lambda: self._robot.sees("Marta Rossi"))
        yield from self._picture("sign_in")
        self._robot.tap("Marta Rossi")
        self._robot.type("4831")
        self._robot.press(Qt.Key.Key_Return)
        yield self._until("the register", lambda: not self._terminal.window.is_locked)
        self._say("Marta signed in by PIN")

    def _table_order(self) -> Iterator[Until]:
        yield from self._category("Beer", "Ichnusa")
        self._robot.tap("Ichnusa", times=3)
        yield self._until("three beers", lambda: self._robot.sees("3 Ichnusa"))
        self._say("three fast taps on a beer made three beers")
        self._robot.tap("Order options")
        yield self._until("the options", lambda: self._robot.sees("Table"))
        yield from self._picture("order_options")
        self._robot.tap("Table")
        yield self._until("the tables", lambda: self._robot.sees("Table 12"))
        yield from self._picture("tables")
        self._robot.tap("Table 12")
        yield self._until("table 12", lambda: self._robot.sees("Table 12"))
        self._robot.tap("Send")
        yield self._until("the beers sent", lambda: self._robot.sees("Sent"))
        self._say("sent to the bar, on its screen and on paper")
        yield from self._category("Burgers", "Classic Burger")
        self._robot.tap("Classic Burger")
        yield self._until("the choices", lambda: self._robot.sees("Single Patty"))
        self._robot.tap("Single Patty")
        self._robot.tap("Extras")
        yield self._until("the extras", lambda: self._robot.sees("Extra Cheese"))
        self._robot.tap("Extra Cheese")
        yield from self._picture("choices")
        self._robot.tap("Add")
        yield self._until("the burger", lambda: self._robot.sees("1 Classic Burger"))
        yield from self._category("Pizza", "Margherita")
        self._robot.tap("Margherita", times=2)
        self._robot.tap("Napoli")
        self._robot.tap("Diavola")
        yield self._until("the pizzas", lambda: self._robot.sees("1 Diavola"))
        self._robot.tap("1 Napoli")
        yield self._quiet("the line is marked")
        self._robot.press(Qt.Key.Key_Delete)
        yield self._until("the undo bar", lambda: self._robot.sees("Undo"))
        self._robot.tap("1 Diavola")
        yield self._quiet("the line is marked")
        yield from self._picture("register")
        self._say("choices, two pizzas, one taken off again with an undo bar")

    def _pay(self, what: str, note: str) -> Iterator[Until]:
        self._robot.tap("Pay")
        yield self._until("the payment screen", lambda: self._terminal.window.view is View.PAYMENT)
        yield self._until("what is due", lambda: self._robot.sees("Take cash"))
        if self._robot.sees(note):
            self._robot.tap(note)
        yield from self._picture("payment")
        self._robot.tap("Take cash")
        yield self._until("the change", lambda: self._robot.sees("New order"))
        yield from self._picture("change")
        yield self._until("a calm moment", self._after(0.8))
        self._robot.tap("New order")
        yield self._until("the register again", lambda: self._terminal.window.view is View.REGISTER)
        self._say(f"{what} paid in cash: what was not sent went to the kitchen, the receipt and the drawer followed")

    def _counter_order(self) -> Iterator[Until]:
        self._robot.tap("Search")
        self._robot.type("tira")
        yield self._until("what was searched", lambda: self._robot.sees("Tiramis"))
        yield from self._picture("search")
        self._robot.tap("Tiramis")
        yield self._until("the dessert", lambda: self._robot.sees("1 Tiramis"))
        yield from self._pay("a dessert at the counter", "10.00")
        self._robot.tap("Orders")
        yield self._until("the list of orders", lambda: self._terminal.window.view is View.ORDERS)
        yield from self._picture("orders")
        self._robot.tap("Register")
        yield self._quiet("the register")

    def _day_theme(self) -> Iterator[Until]:
        yield from self._category("Pizza", "Margherita")
        self._robot.tap("Margherita", times=2)
        self._robot.tap("Ortolana")
        yield self._until("the pizzas", lambda: self._robot.sees("1 Ortolana"))
        self._terminal.theme.switch(built_in("day"))
        yield from self._picture("register_day")
        self._terminal.theme.switch(built_in("night"))
        yield from self._pay("pizzas by the day theme", "40.00")

    def _lose_the_node(self) -> Iterator[Until]:
        supervisor, status = self._terminal.supervisor, self._terminal.status
        pid = supervisor.node_pid if supervisor is not None else None
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        began = time.monotonic()
        yield self._until("the strip to show it", lambda: status.row.node is not NodeState.RUNNING, 2)
        self.told.node_seen_stopped_seconds = round(time.monotonic() - began, 3)
        yield from self._picture("node_lost")
        yield self._until("the node to come back", lambda: status.row.node is NodeState.RUNNING, 30)
        self.told.node_back_seconds = round(time.monotonic() - began, 3)
        self._say(
            f"killed the node: shown after {self.told.node_seen_stopped_seconds} s, "
            f"back by itself after {self.told.node_back_seconds} s"
        )

    def _cook(self) -> Iterator[Until]:
        self._terminal.window.resize(*KITCHEN_SIZE)
        self._robot.tap("Kitchen")
        yield self._until("the board", lambda: self._terminal.window.view is View.KITCHEN)
        yield self._until("tickets", lambda: self._terminal.status.row.live_tickets > 0)
        self._robot.tap("Station: ")
        yield self._until("the stations", lambda: self._robot.sees("Pizza oven"))
        yield from self._picture("stations")
        self._robot.tap("Pizza oven")
        yield self._until("the pizza oven", lambda: self._robot.sees("Station: Pizza oven"))
        yield from self._picture("kitchen")
        live = self._terminal.status.row.live_tickets
        yield self._until("a calm moment", self._after(0.5))
        self._robot.press(Qt.Key.Key_2)
        yield self._until("one ticket less", lambda: self._terminal.status.row.live_tickets == live - 1)
        yield from self._picture("kitchen_bumped")
        self._robot.press(Qt.Key.Key_R)
        yield self._until("the ticket back", lambda: self._terminal.status.row.live_tickets == live)
        self._say("bumped a ticket and brought it back to its place")

    def _category(self, name: str, first_item: str) -> Iterator[Until]:
        self._robot.tap(name)
        yield self._until(f"the items of {name}", lambda: self._robot.sees(first_item))

    def _picture(self, name: str) -> Iterator[Until]:
        yield self._quiet("a settled screen")
        file = self.pictures / f"{len(self.told.pictures) + 1:02d}_{name}.png"
        self._terminal.window.grab_to(file)
        self.told.pictures.append(file.name)

    def _quiet(self, what: str) -> Until:
        return self._until(what, _always)

    def _until(self, what: str, holds: Callable[[], bool], seconds: float = 15) -> Until:
        """Wait for it with every call on the store answered."""
        return Until(what, lambda: self._terminal.runner.is_idle and holds(), seconds)

    def _after(self, seconds: float) -> Callable[[], bool]:
        due = time.monotonic() + seconds
        return lambda: time.monotonic() >= due

    def _say(self, step: str) -> None:
        self.told.steps.append(step)


def _always() -> bool:
    return True
