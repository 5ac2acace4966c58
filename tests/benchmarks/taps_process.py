"""A process that taps tiles of the real register window, in turns with the floor: `... taps_process PLAN ANSWER`."""

from __future__ import annotations

import pickle
import sys
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.app.terminal import Terminal
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.tile_grid import TileGrid
from tests.benchmarks.machine import DiskProbe
from tests.benchmarks.painting import BareWidget, Painting
from tests.benchmarks.raw_driver import raw_writer, write_raw
from tests.benchmarks.taps import ORDER_TAPS, TapPlan
from tests.benchmarks.window_work import settle, wait_for, work_on_window

WARM = 30
PROBE_EVERY = 10


class Tapping:
    """Taps and their floor, sample by sample."""

    def __init__(self, plan: TapPlan, terminal: Terminal) -> None:
        self._plan, self._terminal = plan, terminal
        screen = terminal.window.findChild(RegisterScreen)
        assert screen is not None
        lines, grid = screen.findChild(OrderList), screen.findChild(TileGrid)
        assert lines is not None
        assert grid is not None
        self._grid = grid
        self._painting = Painting(terminal.register.changed, lines.viewport())
        self._bare = BareWidget(terminal.window.width(), terminal.window.height())
        self._bare.show()
        self._raw = raw_writer(plan.floor_file)
        self._disk = DiskProbe(plan.floor_file.parent)
        self._count = 0

    def samples(self) -> dict[str, Any]:
        """Milliseconds of ours and of the floor for each round, and of bare fdatasyncs in between."""
        self._terminal.board.choose_category(self._plan.category)
        settle(self._terminal)
        rounds: list[tuple[list[float], list[float]]] = []
        durable: list[float] = []
        disk: list[float] = []
        self._round(WARM, [], [], [], [])
        for _ in range(self._plan.rounds):
            ours: list[float] = []
            floor: list[float] = []
            self._round(self._plan.samples, ours, floor, durable, disk)
            rounds.append((ours, floor))
        self._raw.close()
        return {"rounds": rounds, "disk": disk, "floor_commits": durable}

    def _round(self, taps: int, ours: list[float], floor: list[float], commits: list[float], disk: list[float]) -> None:
        for _ in range(taps):
            if self._count % ORDER_TAPS == 0:
                wait_for(self._terminal.register.changed, self._terminal.options.new_order)
            settle(self._terminal)
            ours.append(self._painting.time(self._tap, partial(self._has_lines, self._count % ORDER_TAPS + 1)))
            settle(self._terminal)
            whole, commit = self._floor()
            floor.append(whole)
            commits.append(commit)
            self._count += 1
            if self._count % PROBE_EVERY == 0:
                disk.extend(self._disk.take(1))

    def _tap(self) -> None:
        item = self._plan.items[self._count % len(self._plan.items)]
        model = self._grid.model()
        place = next(place for place, row in enumerate(self._grid.rows()) if row.id == item)
        at = self._grid.visualRect(model.index(place, 0)).center()
        QTest.mouseClick(self._grid.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def _has_lines(self, count: int) -> bool:
        order = self._terminal.register.order
        return order is not None and len(order.lines) == count

    def _floor(self) -> tuple[float, float]:
        started = perf_counter()
        write_raw(self._raw, self._plan.scripts[self._count])
        durable = perf_counter()
        self._bare.repaint()
        return (perf_counter() - started) * 1000, (durable - started) * 1000


def main() -> int:
    """Do what the plan says."""
    plan: TapPlan = pickle.loads(Path(sys.argv[1]).read_bytes())
    return work_on_window(plan.folder, lambda terminal: Tapping(plan, terminal).samples(), Path(sys.argv[2]))


if __name__ == "__main__":
    sys.exit(main())
