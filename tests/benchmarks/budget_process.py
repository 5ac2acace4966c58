"""A process that works the real window and times what the budgets name: `... budget_process FOLDER ANSWER SAMPLES`.

Everything happens offscreen in the program's own window over a store on disk, with its node beside it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, sleep

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from aura_terminal.app.garbage import GarbageRounds
from aura_terminal.app.terminal import Terminal
from aura_terminal.store.engine import StoreConnection
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.tile_grid import TileGrid
from tests.benchmarks.painting import Painting, rest
from tests.benchmarks.window_work import settle, wait_for, work_on_window

BEAT, TAP_EVERY, SLOW_SYNC = 1, 100, 0.020
TAPS_OF_AN_ORDER = 10
WORD = "margherita"
LARGE = (1920, 1080)

Samples = dict[str, list[float]]


class Hands:
    """Acts on the register, each timed in milliseconds."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._rounds = GarbageRounds(terminal)
        screen = terminal.window.findChild(RegisterScreen)
        assert screen is not None
        grid, lines = screen.findChild(TileGrid), screen.findChild(OrderList)
        assert grid is not None
        assert lines is not None
        self._grid, self._lines = grid, lines
        self._board = Painting(terminal.board.shown_changed, grid.viewport())
        self._order = Painting(terminal.register.changed, lines.viewport())

    def all(self, samples: int) -> Samples:
        """Every act so often, the rare ones less."""
        few = max(5, samples // 10)
        found: Samples = {"switch": self._switches(samples), "search": self._keystrokes(few)}
        self._show_plain_tiles()
        with pauses() as found["pause"]:
            with stalls() as found["stall"]:
                found["tap"], found["model"] = self._taps(samples)
            found["lost"] = [self._fast_taps(min(samples, 100))]
        with slow_syncs(), stalls() as found["slow stall"]:
            self._taps(few)
        found["theme"] = self._themes(few)
        self._terminal.window.resize(*LARGE)
        settle(self._terminal)
        found["scroll"] = self._scrolls(samples)
        return found

    def _switches(self, samples: int) -> list[float]:
        board, taken = self._terminal.board, []
        for category in islice(cycle(row.id for row in board.categories), samples):
            if category == board.category:
                continue
            act = partial(board.choose_category, category)
            taken.append(self._board.time(act, lambda category=category: board.category == category, self._grid.rows))  # type: ignore[misc]  # mypy cannot infer bound defaults
            settle(self._terminal)
        return taken

    def _keystrokes(self, words: int) -> list[float]:
        taken = []
        for _ in range(words):
            self._terminal.window.search.empty()
            settle(self._terminal)
            for end, letter in enumerate(WORD, 1):
                typed = WORD[:end]
                act = partial(QTest.keyClicks, self._terminal.window.search, letter)
                shows = partial(self._searches, typed)
                taken.append(self._board.time(act, shows, self._grid.rows))
                settle(self._terminal)
        self._terminal.window.search.empty()
        settle(self._terminal)
        return taken

    def _searches(self, typed: str) -> bool:
        return self._terminal.board.search_words == typed

    def _show_plain_tiles(self) -> None:
        board = self._terminal.board
        for category in (row.id for row in board.categories):
            board.choose_category(category)
            settle(self._terminal)
            if sum(not row.asks for row in board.shown) >= TAPS_OF_AN_ORDER:
                return
        raise ValueError(f"no category has {TAPS_OF_AN_ORDER} items that ask nothing")

    def _taps(self, samples: int) -> tuple[list[float], list[float]]:
        """Until it is painted, and until the model has it: that is after the commit."""
        painted, known = [], []
        for count in range(samples):
            if count % TAPS_OF_AN_ORDER == 0:
                wait_for(self._terminal.register.changed, self._terminal.options.new_order)
            settle(self._terminal)
            began = perf_counter()
            changed: list[float] = []
            note = self._terminal.register.changed.connect(lambda changed=changed: changed.append(perf_counter()))
            painted.append(
                self._order.time(partial(self._tap, count), partial(self._has, count % TAPS_OF_AN_ORDER + 1))
            )
            self._terminal.register.changed.disconnect(note)
            known.append((changed[0] - began) * 1000)
        return painted, known

    def _fast_taps(self, taps: int) -> float:
        """How many of so many taps, ten a second, came to nothing."""
        wait_for(self._terminal.register.changed, self._terminal.options.new_order)
        settle(self._terminal)
        for count in range(taps):
            self._tap(count)
            rest(TAP_EVERY)
        settle(self._terminal)
        order = self._terminal.register.order
        return taps - (0 if order is None else sum(line.quantity for line in order.lines))

    def _tap(self, count: int) -> None:
        plain = [place for place, row in enumerate(self._terminal.board.shown) if not row.asks]
        index = self._grid.model().index(plain[count % TAPS_OF_AN_ORDER], 0)
        QTest.mouseClick(self._grid.viewport(), Qt.MouseButton.LeftButton, pos=self._grid.visualRect(index).center())

    def _has(self, lines: int) -> bool:
        order = self._terminal.register.order
        return order is not None and len(order.lines) == lines

    def _themes(self, samples: int) -> list[float]:
        return [self._painted(partial(self._terminal.theme.switch, built_in(name)))
                for name in islice(cycle(("day", "night")), samples)]  # fmt: skip

    def _scrolls(self, samples: int) -> list[float]:
        bar = self._grid.verticalScrollBar()
        places = cycle([*range(0, bar.maximum(), 40), *range(bar.maximum(), 0, -40)] or [0])
        return [self._painted(partial(bar.setValue, place)) for place in islice(places, samples)]

    def _painted(self, act: Callable[[], object]) -> float:
        began = perf_counter()
        act()
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return (perf_counter() - began) * 1000


@contextmanager
def stalls() -> Iterator[list[float]]:
    """Milliseconds by which a timer of one came late: how long this thread answered nothing, painting included."""
    late: list[float] = []
    last = [perf_counter()]

    def beat() -> None:
        now = perf_counter()
        late.append(max(0.0, (now - last[0]) * 1000 - BEAT))
        last[0] = now

    timer = QTimer(interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start()
    yield late
    timer.stop()


@contextmanager
def pauses() -> Iterator[list[float]]:
    """Milliseconds of every round of garbage collection."""
    taken: list[float] = [0.0]
    began = [0.0]

    def heard(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            began[0] = perf_counter()
        else:
            taken.append((perf_counter() - began[0]) * 1000)

    gc.callbacks.append(heard)
    yield taken
    gc.callbacks.remove(heard)


@contextmanager
def slow_syncs() -> Iterator[None]:
    """Every commit takes 20 ms longer, as on a till's cheap disk."""
    quick = StoreConnection.commit

    def slow(connection: StoreConnection) -> None:
        sleep(SLOW_SYNC)
        quick(connection)

    StoreConnection.commit = slow  # type: ignore[method-assign,assignment]  # stands in for the disk
    yield
    StoreConnection.commit = quick  # type: ignore[method-assign]


def main() -> int:
    """Do all of it and write down what was found."""
    folder, answer, samples = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    return work_on_window(folder, lambda terminal: Hands(terminal).all(samples), answer)


if __name__ == "__main__":
    sys.exit(main())
