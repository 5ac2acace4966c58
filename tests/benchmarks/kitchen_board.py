"""A kitchen board with 60 and with 500 live tickets: `python -m tests.benchmarks.kitchen_board [--quick]`.

Measured: what a second costs beside a bare repaint of the same area; how much of a core the board takes; from a bump
bar's key to the board without the ticket, beside the same commits alone; from a ticket that has arrived in the store to
its picture. The window is the kitchen screen itself at 1920 x 1080, offscreen, over a store on disk and its own thread.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aura_terminal.app.screen import SWITCH_SECONDS
from aura_terminal.app.shop_thread import shop_thread
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import TicketId
from aura_terminal.domain.staff import Actor
from aura_terminal.store.thread import StoreThread
from aura_terminal.ui.screens.kitchen.screen import STEADY_SECONDS, KitchenScreen
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.ticket_board import TicketBoard
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel, screen_actor
from aura_terminal.view_models.kitchen_beside import beside_kitchen
from aura_terminal.view_models.runner import Runner
from tests.benchmarks.measures import at
from tests.benchmarks.painting import BareWidget, Painting
from tests.support.kitchen_evening import COOK, OVEN, Dish, fire, takeaway
from tests.support.memory_shop import signed_in
from tests.support.store_shop import founded

WIDTH, HEIGHT = 1920, 1080
FRAME_MS = 1000 / 60
DISHES = (Dish("margherita", 2), Dish("diavola"), Dish("capricciosa", picks=("pizza-no-olives",)))
GOAL_CORE, GOAL_TICK_MS, GOAL_NEW_MS = 3.0, 16.0, 50.0


@dataclass
class Kitchen:
    """The screen over its store, with a clock that runs with the real one."""

    thread: StoreThread[Shop]
    by: Actor
    runner: Runner
    changes: Changes
    model: KitchenModel
    screen: KitchenScreen
    monotonic: list[float]

    @property
    def board(self) -> TicketBoard:
        """The tickets."""
        found = self.screen.findChild(TicketBoard)
        assert isinstance(found, TicketBoard)
        return found

    def settle(self) -> None:
        """Let everything come back and be painted."""
        for _ in range(5):  # what was read may ask for more
            QApplication.processEvents()
            while not self.runner.is_idle:
                QApplication.processEvents()


@contextmanager
def kitchen(tickets: int, folder: Path, app: QApplication) -> Iterator[Kitchen]:
    """The pizza oven with so many tickets, a tenth of them late."""
    stored = founded(folder / f"store-{tickets}")
    start = datetime(2026, 5, 15, 17, 0, tzinfo=UTC)
    by = signed_in(stored.shop)
    for place in range(tickets):
        stored.clock.set(start + timedelta(seconds=660 * place / tickets))
        fire(stored, takeaway(f"Guest {place}"), *DISHES, by=by)
    began, now = time.monotonic(), start + timedelta(seconds=700)  # the youngest is no longer new
    stored.clock.set(now)
    stored.store.close()
    sys.setswitchinterval(SWITCH_SECONDS)
    theme = prepare_application(app, built_in("night"), Metrics(WIDTH, HEIGHT, 21.5))
    monotonic = [time.monotonic()]

    def running() -> datetime:
        return now + timedelta(seconds=time.monotonic() - began)

    thread = shop_thread(folder / f"store-{tickets}", stored.clock, stored.ids)
    thread.start()
    runner = Runner(thread)
    changes = Changes(runner)
    model = KitchenModel(runner, changes, None, running, screen_actor("K1"), station_id=OVEN)
    beside = beside_kitchen(runner, model, running)
    screen = KitchenScreen(theme, model, beside, monotonic=lambda: time.monotonic() + monotonic[0])
    screen.resize(WIDTH, HEIGHT)
    screen.show()
    made = Kitchen(thread, by, runner, changes, model, screen, monotonic)
    made.settle()
    made.settle()
    gc.collect()
    gc.freeze()
    try:
        yield made
    finally:
        changes.stop()
        screen.hide()
        made.settle()
        screen.deleteLater()
        model.deleteLater()
        QApplication.processEvents()
        thread.stop()
        gc.unfreeze()


def ticking(place: Kitchen, seconds: int) -> tuple[list[float], list[float], float]:
    """Milliseconds of each tick until it is painted, of bare repaints of the same area, and CPU seconds of a tick."""
    bare = BareWidget(place.board.viewport().width(), place.board.viewport().height())
    bare.show()
    QApplication.processEvents()
    ours, floor, spent = [], [], 0.0
    for _ in range(seconds):
        time.sleep(1.0 - time.time() % 1.0)  # the model's own beat waits in the queue meanwhile; it finds nothing new
        cpu, began = time.process_time(), time.perf_counter()
        place.model.tick()
        QApplication.processEvents()
        ours.append((time.perf_counter() - began) * 1000)
        spent += time.process_time() - cpu
        began = time.perf_counter()
        bare.repaint()
        floor.append((time.perf_counter() - began) * 1000)
    bare.hide()
    return ours, floor, spent / seconds


def core(seconds: int) -> float:
    """How much of a core this process takes by itself, in percent, while its event loop runs."""
    loop = QEventLoop()
    QTimer.singleShot(seconds * 1000, loop.quit)
    cpu, began = time.process_time(), time.perf_counter()
    loop.exec()
    return 100 * (time.process_time() - cpu) / (time.perf_counter() - began)


Timed = tuple[float, float]
"""Milliseconds on the wall, and of processor time of all threads."""


def timed(painting: Painting, act: Callable[[], object], is_done: Callable[[], bool]) -> Timed:
    """From an act until what it changed is painted."""
    cpu = time.process_time()
    took = painting.time(lambda: (act(), None)[1], is_done)
    return took, (time.process_time() - cpu) * 1000


def bumping(place: Kitchen, times: int) -> tuple[list[Timed], list[float]]:
    """From a digit to the board without the ticket, and milliseconds of the same commits alone; each is taken back."""
    ours, floor = [], []
    painting = Painting(place.model.board_changed, place.board.viewport())
    for _ in range(times):
        place.monotonic[0] += 1 + STEADY_SECONDS
        ours.append(_bump_by_key(place, painting, place.model.cards[0].ticket_id))
        floor.append(_bump_alone(place, place.model.cards[-1].ticket_id))
        place.settle()
    return ours, floor


def _bump_by_key(place: Kitchen, painting: Painting, ticket_id: TicketId) -> Timed:
    press: Callable[[], object] = partial(QTest.keyClick, place.screen, Qt.Key.Key_1)
    took = timed(painting, press, lambda: place.model.card(ticket_id) is None)
    place.changes.announce(place.thread.submit(lambda shop: shop.kitchen.recall(COOK, ticket_id)).result())
    place.settle()
    return took


def _bump_alone(place: Kitchen, ticket_id: TicketId) -> float:
    began = time.perf_counter()
    place.thread.submit(lambda shop: shop.kitchen.bump(COOK, ticket_id)).result()
    took = (time.perf_counter() - began) * 1000
    place.thread.submit(lambda shop: shop.kitchen.recall(COOK, ticket_id)).result()
    return took


def arriving(place: Kitchen, times: int) -> list[Timed]:
    """From a ticket in the store, of which the screen hears now, to its picture on the last page."""
    painting = Painting(place.model.board_changed, place.board.viewport())
    last = place.model.cards[-1].ticket_id  # or what arrives would stand on a page of its own, out of sight
    place.changes.announce(place.thread.submit(lambda shop: shop.kitchen.bump(COOK, last)).result())
    place.settle()
    return [_arrive(place, painting, f"New {count}") for count in range(times)]


def _arrive(place: Kitchen, painting: Painting, name: str) -> Timed:
    before = {card.ticket_id for card in place.model.cards}
    facts = place.thread.submit(lambda shop: _sent(shop, place.by, name)).result()
    QTest.keyClick(place.screen, Qt.Key.Key_Escape)  # somebody is there: the board does not turn back by itself
    place.board.turn_to(place.board.pages)
    place.settle()
    tell = partial(place.changes.announce, *facts)
    took = timed(painting, tell, lambda: any(card.ticket_id not in before for card in place.model.cards))
    new = next(card.ticket_id for card in place.model.cards if card.ticket_id not in before)
    place.changes.announce(place.thread.submit(lambda shop: shop.kitchen.bump(COOK, new)).result())
    place.settle()
    return took


def _sent(shop: Shop, by: Actor, name: str) -> tuple[Fact, ...]:
    order = shop.ordering.open_order(by, takeaway(name)).order_id
    for dish in DISHES:
        shop.ordering.add_item(by, order, dish.asked())
    return shop.ordering.send(by, order).facts


def told(name: str, values: Sequence[float], goal: str = "") -> str:
    """One row: p50, p99, the worst."""
    row = f"{name:<44} p50 {at(values, 0.5):7.2f}   p99 {at(values, 0.99):7.2f}   worst {max(values):7.2f} ms"
    return f"{row}   {goal}" if goal else row


def measure(tickets: int, folder: Path, app: QApplication, *, quick: bool) -> None:
    """Say all figures of one board."""
    with kitchen(tickets, folder, app) as place:
        pages = place.board.pages
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"{tickets} live tickets, {len(place.board.in_sight())} in sight, {pages} pages")
        ours, floor, spent = ticking(place, 12 if quick else 40)
        print(told("a second: tick to painted", ours, f"goal {GOAL_TICK_MS:.0f} ms at most"))
        print(told("  a bare repaint of the same area", floor))
        print(f"{'  CPU of a tick':<44} {spent * 1000:.2f} ms, {spent * 100:.2f} % of a core")
        print(f"{'the screen by itself':<44} {core(8 if quick else 30):.2f} % of a core   goal {GOAL_CORE:.0f} %")
        bumped, commits = bumping(place, 60 if quick else 500)
        goal = f"goal p99 under a frame and a commit, {FRAME_MS + at(commits, 0.99):.1f} ms"
        print(told("key to board without the ticket", [wall for wall, _ in bumped], goal))
        print(told("  processor time of it, all threads", [cpu for _, cpu in bumped]))
        print(told("  the commit alone", commits))
        came = arriving(place, 60 if quick else 500)
        print(told("ticket in the store to its picture", [wall for wall, _ in came], f"goal {GOAL_NEW_MS:.0f} ms"))
        print(told("  processor time of it, all threads", [cpu for _, cpu in came]))


def main() -> int:
    """Both boards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the samples")
    parser.add_argument("--only", type=int, action="append", help="a number of tickets; may be repeated")
    asked = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as scratch:
        for tickets in asked.only or (60, 500):
            measure(tickets, Path(scratch), app, quick=asked.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())
