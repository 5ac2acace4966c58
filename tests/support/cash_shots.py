"""Renders the room of the cash drawers into PNGs: `python -m tests.support.cash_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, Holding
from aura_terminal.domain.ids import DrawerId, ItemId, SessionId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.cash import Moving
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.support.shots import Stage, take

CARLA, SOFIA = StaffId("carla-lombardi"), StaffId("sofia-conti")


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


def enter(stage: Stage, who: StaffId) -> None:
    """Somebody signs in and goes to the drawers."""
    stage.sign_in(who)
    stage.enter("cash")


def running(stage: Stage) -> None:
    """What a manager sees of a session that runs."""
    enter(stage, CARLA)


def blind(stage: Stage) -> None:
    """What the cashier sees of it."""
    enter(stage, SOFIA)


def count(stage: Stage) -> None:
    """Half counted."""
    enter(stage, SOFIA)
    stage.press("Count and end")
    for digits in ("", "", "2", "5", "7", "12"):
        for digit in digits:
            stage.press(digit)
        stage.press("Next")


def pay_out(stage: Stage) -> None:
    """Something is paid out of the drawer."""
    enter(stage, CARLA)
    stage.press("Paid out")
    for digit in ("2", "4", "00"):
        stage.press(digit)


def past(stage: Stage) -> None:
    """A session that was short."""
    enter(stage, CARLA)
    stage.press("Past sessions")


def rules(stage: Stage) -> None:
    """The house's rules."""
    enter(stage, CARLA)
    stage.press("Rules for cash")


def empty(stage: Stage) -> None:
    """A drawer nobody answers for."""
    enter(stage, CARLA)
    stage.press("Bar")


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene for scene in (running, blind, count, pay_out, past, rules, empty)
}


def opened(theme: Theme, _scene: str) -> Stage:
    """The window after that day."""
    store = demo_store()
    day(store)
    return Stage(store, theme)


if __name__ == "__main__":
    take(Path(sys.argv[1]), opened, SCENES, sys.argv[2:])
