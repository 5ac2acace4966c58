"""Renders the room of the cash drawers into PNGs: `python -m tests.support.cash_shots FOLDER`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, Holding
from aura_terminal.domain.ids import DrawerId, ItemId, SessionId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.cash import Moving
from tests.gui.register.hands import press
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store, signed_in
from tests.support.terminal_window import TerminalWindow, terminal_over
from tests.support.till import pin_of

CARLA, SOFIA = StaffId("carla-lombardi"), StaffId("sofia-conti")
SIZES = ((1366, 768), (1024, 768))


def day(store: MemoryStore) -> SessionId:
    """A session that was short and is over, and one that runs with all that can move."""
    shop, clock = store.shop, store.clock
    sofia = signed_in(shop, SOFIA)
    first = shop.cash.begin(sofia, DrawerId("R1"), {2000: 5, 500: 6, 100: 20}).session_id
    for _ in range(3):
        clock.advance(minutes=40)
        sell(store)
    shop.cash.move(sofia, first, Moving(MovementKind.DROP, Money(6_000, "EUR")))
    shop.cash.end(sofia, first, {2000: 6, 100: 4, 50: 1})
    clock.advance(minutes=15)
    rules = CashRules(
        tolerance_minor=200, drop_above_minor=15_000,
        drawers=(
            DrawerPlace(DrawerId("R1"), "Front", "R1"),
            DrawerPlace(DrawerId("R1/2"), "Bar", "R1", Holding.ASSIGNED),
            DrawerPlace(DrawerId("R2"), "Terrace", "R2"),
        ),
    )  # fmt: skip
    shop.cash.put_rules(EVERYTHING, rules)
    running = shop.cash.begin(sofia, DrawerId("R1"), {2000: 5, 500: 6, 100: 20}).session_id
    for _ in range(4):
        clock.advance(minutes=20)
        sell(store)
    shop.cash.move(EVERYTHING, running, Moving(MovementKind.PAID_OUT, Money(2_350, "EUR"), "Supplies", "Flower shop"))
    shop.cash.move(EVERYTHING, running, Moving(MovementKind.TIPS_OUT, Money(1_800, "EUR"), "", "Marta Rossi"))
    shop.cash.move(EVERYTHING, running, Moving(MovementKind.PAID_IN, Money(5_000, "EUR"), "Change from the bank"))
    return running


def sell(store: MemoryStore) -> None:
    """Two pizzas, paid with a note."""
    shop = store.shop
    order = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("margherita"), quantity=2)).order_id
    shop.paying.take_cash(EVERYTHING, order, Money(5_000, "EUR"), shop.paying.new_attempt())


class Stage:
    """The whole window with somebody at it."""

    def __init__(self, app: QApplication, theme: Theme) -> None:
        self.app, self.store = app, demo_store()
        day(self.store)
        self.terminal: TerminalWindow = terminal_over(self.store, InlineStoreThread(self.store.shop), theme)
        self.terminal.window.show()

    def rest(self) -> None:
        """Let everything that was asked for be answered and painted."""
        for _ in range(4):
            self.app.processEvents()
            while not self.terminal.till.runner.is_idle:
                self.app.processEvents()

    def enter(self, who: StaffId) -> None:
        """Somebody signs in and goes to the drawers."""
        self.terminal.till.session.sign_in(who, pin_of(who))
        self.rest()
        self.terminal.window.go(View.MANAGER)
        self.rest()
        press(self.terminal.window, "Cash drawer")
        self.rest()

    def press(self, name: str) -> None:
        """Click a button."""
        press(self.terminal.window, name)
        self.rest()


def running(stage: Stage) -> None:
    """What a manager sees of a session that runs."""
    stage.enter(CARLA)


def blind(stage: Stage) -> None:
    """What the cashier sees of it."""
    stage.enter(SOFIA)


def count(stage: Stage) -> None:
    """Half counted."""
    stage.enter(SOFIA)
    stage.press("Count and end")
    for digits in ("", "", "2", "5", "7", "12"):
        for digit in digits:
            stage.press(digit)
        stage.press("Next")


def pay_out(stage: Stage) -> None:
    """Something is paid out of the drawer."""
    stage.enter(CARLA)
    stage.press("Paid out")
    for digit in ("2", "4", "00"):
        stage.press(digit)


def past(stage: Stage) -> None:
    """A session that was short."""
    stage.enter(CARLA)
    stage.press("Past sessions")


def rules(stage: Stage) -> None:
    """The house's rules."""
    stage.enter(CARLA)
    stage.press("Rules for cash")


def empty(stage: Stage) -> None:
    """A drawer nobody answers for."""
    stage.enter(CARLA)
    stage.press("Bar")


SCENES: tuple[Callable[[Stage], None], ...] = (running, blind, count, pay_out, past, rules, empty)


def main(folder: Path) -> None:
    """Every scene by night and by day, in both sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    stages: list[Stage] = []  # a window that goes while another theme comes would be painted once more
    for name in ("night", "day"):
        theme = prepare_application(app, built_in(name))
        for scene in SCENES:
            stage = Stage(app, theme)
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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
