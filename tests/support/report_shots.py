"""Pictures of the room of figures: `python -m tests.support.report_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.staff import Approval
from aura_terminal.ports.tiles import TileRow
from aura_terminal.ui.screens.reports.page import ReportsPage
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.view_models.reports import Comparison, ReportKind
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store
from tests.support.staged_mesh import member, peer, stage_mesh
from tests.support.terminal_window import TerminalWindow, terminal_over
from tests.support.till import pin_of

CARLA = StaffId("carla-lombardi")
SIZES = ((1366, 768), (1024, 768))


def busy_days(store: MemoryStore, days: int = 8, orders: int = 26) -> None:
    """Paid orders of some days until now, more of them at noon and in the evening; some things were taken back."""
    chance, now = Random(7), store.clock.now()
    shop = store.shop
    tiles = [
        tile
        for category in shop.reads.menu.categories()
        for tile in shop.reads.menu.tiles(category.id)
        if not tile.asks
    ]
    for back in range(days - 1, -1, -1):
        for number in range(orders - 3 * (back % 4)):
            hour = chance.choice((11, 12, 12, 13, 17, 18, 18, 19, 19))
            store.clock.set((now - timedelta(days=back)).replace(hour=hour - 2, minute=chance.randrange(60)))
            if store.clock.now() > now:
                continue
            _order(store, chance, tiles, number)
    store.clock.set(now)


def _order(store: MemoryStore, chance: Random, tiles: Sequence[TileRow], number: int) -> None:
    shop, by = store.shop, EVERYTHING
    target: NewOrder | OrderId = NewOrder(guests=chance.randrange(1, 5))
    for _ in range(chance.randrange(1, 5)):
        tile = tiles[min(len(tiles) - 1, int(chance.expovariate(0.12)))]
        target = shop.ordering.add_item(by, target, Asked(tile.item_id, quantity=chance.choice((1, 1, 2)))).order_id
    assert not isinstance(target, NewOrder)
    if number % 9 == 4:
        shop.ordering.send(by, target)
        line = shop.reads.orders.sheet(target).lines[0]
        reason = chance.choice(("Dropped", "Sent back", "Wrong table"))
        approval = Approval(CARLA, store.clock.now(), "void")
        shop.ordering.void_line(by, target, line.line_id, 1, reason, approval=approval)
    if number % 11 == 3:
        return
    sheet = shop.reads.orders.sheet(target)
    if sheet.due:
        shop.paying.take_cash(by, target, sheet.due, shop.paying.new_attempt())


class Stage:
    """The manager's window over busy days."""

    def __init__(self, app: QApplication, theme: Theme, size: tuple[int, int]) -> None:
        self.app = app
        self.store = demo_store()
        busy_days(self.store)
        mesh = stage_mesh(self.store)
        long_ago = self.store.clock.now() - timedelta(minutes=20)
        mesh.peer_states, mesh.terminal_rows = (peer("R3", long_ago),), (member("R3", long_ago),)
        self.terminal: TerminalWindow = terminal_over(self.store, InlineStoreThread(self.store.shop), theme)
        self.terminal.window.resize(*size)
        self.terminal.window.show()
        self.terminal.till.session.sign_in(CARLA, pin_of(CARLA))
        self.rest()
        self.terminal.window.go(View.MANAGER)
        self.rest()
        self.terminal.rooms.enter("reports")
        self.rest()
        page = self.terminal.rooms.page
        assert isinstance(page, ReportsPage)
        self.page, self.model = page, page.model

    def rest(self) -> None:
        """Lets everything be answered and painted."""
        for _ in range(6):
            self.app.processEvents()
            while not self.terminal.till.runner.is_idle:
                self.app.processEvents()


def dashboard(stage: Stage) -> None:
    """Today beside last week."""


def hours(stage: Stage) -> None:
    """Sales by hour of seven days."""
    _open(stage, ReportKind.HOURS, 7)


def items(stage: Stage) -> None:
    """The product mix."""
    _open(stage, ReportKind.ITEMS, 7)


def days(stage: Stage) -> None:
    """Sales by day."""
    _open(stage, ReportKind.DAYS, 8)


def voids(stage: Stage) -> None:
    """Who took back what, and why."""
    _open(stage, ReportKind.VOIDS, 7, Comparison.NONE)


def behind(stage: Stage) -> None:
    """The orders behind an hour."""
    _open(stage, ReportKind.HOURS, 7)
    assert stage.model.report is not None
    stage.model.look_behind(stage.model.report.rows[1])
    stage.rest()


def receipt(stage: Stage) -> None:
    """One of them."""
    behind(stage)
    assert stage.model.behind is not None
    stage.model.open_order(stage.model.behind.orders[0].order_id)
    stage.rest()


def _open(stage: Stage, kind: ReportKind, days_: int, comparison: Comparison = Comparison.WEEK) -> None:
    today = stage.model.today
    assert today is not None
    stage.model.comparison = comparison
    stage.model.open_report(kind)
    stage.rest()
    stage.model.show_days(today - timedelta(days=days_ - 1), today)
    stage.rest()


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene for scene in (dashboard, hours, items, days, voids, behind, receipt)
}


def main(folder: Path, names: list[str]) -> None:
    """Every picture, night and day, in both sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = prepare_application(app, built_in("night"))
    stages: list[Stage] = []  # a window that goes while another one is made would be asked once more
    for look in ("night", "day"):
        theme.switch(built_in(look))
        for size in SIZES:
            for name, scene in SCENES.items():
                if names and name not in names:
                    continue
                stage = Stage(app, theme, size)
                stages.append(stage)
                scene(stage)
                stage.terminal.window.grab().save(str(folder / f"{name}-{look}-{size[0]}.png"))
                stage.terminal.close()
                print(name, look, size[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
