"""A process that types words into the search of the real window, in turns with the floor: `... PLAN ANSWER`."""

from __future__ import annotations

import pickle
import sys
from functools import partial
from pathlib import Path
from time import perf_counter

from PySide6.QtTest import QTest

from aura_terminal.app.terminal import Terminal
from aura_terminal.store.folders import store_file
from aura_terminal.ui.screens.register.screen import RegisterScreen
from aura_terminal.ui.widgets.tile_grid import TileGrid
from tests.benchmarks.painting import BareWidget, Painting
from tests.benchmarks.raw_driver import raw_writer
from tests.benchmarks.searching import SearchPlan, ask_raw
from tests.benchmarks.window_work import settle, work_on_window


class Typing:
    """Keystrokes and their floor, letter by letter."""

    def __init__(self, plan: SearchPlan, terminal: Terminal) -> None:
        self._plan, self._terminal = plan, terminal
        screen = terminal.window.findChild(RegisterScreen)
        assert screen is not None
        grid = screen.findChild(TileGrid)
        assert grid is not None
        self._grid = grid
        self._painting = Painting(terminal.board.shown_changed, grid.viewport())
        self._bare = BareWidget(terminal.window.width(), terminal.window.height())
        self._bare.show()
        self._raw = raw_writer(store_file(plan.folder))

    def samples(self) -> list[tuple[list[float], list[float]]]:
        """Milliseconds of ours and of the floor for each round."""
        self._words(self._plan.words[0])
        rounds = []
        for _ in range(self._plan.rounds):
            ours: list[float] = []
            floor: list[float] = []
            for _ in range(self._plan.times):
                for words in self._plan.words:
                    for mine, bare in self._words(words):
                        ours.append(mine)
                        floor.append(bare)
            rounds.append((ours, floor))
        self._raw.close()
        return rounds

    def _words(self, words: str) -> list[tuple[float, float]]:
        search = self._terminal.window.search
        search.empty()
        settle(self._terminal)
        taken = []
        for end, letter in enumerate(words):
            typed = words[: end + 1]
            if typed.strip() != typed:
                QTest.keyClicks(search, letter)
                settle(self._terminal)
                continue
            act = partial(QTest.keyClicks, search, letter)
            mine = self._painting.time(act, partial(self._shows, typed), self._grid.rows)
            settle(self._terminal)
            taken.append((mine, self._floor(typed)))
        return taken

    def _shows(self, typed: str) -> bool:
        return self._terminal.board.search_words == typed

    def _floor(self, typed: str) -> float:
        started = perf_counter()
        ask_raw(self._raw, self._plan.questions[typed])
        self._bare.repaint()
        return (perf_counter() - started) * 1000


def main() -> int:
    """Do what the plan says."""
    plan: SearchPlan = pickle.loads(Path(sys.argv[1]).read_bytes())
    return work_on_window(plan.folder, lambda terminal: Typing(plan, terminal).samples(), Path(sys.argv[2]))


if __name__ == "__main__":
    sys.exit(main())
