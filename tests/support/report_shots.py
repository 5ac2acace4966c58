"""Pictures of the room of figures: `python -m tests.support.report_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.staff import Approval
from aura_terminal.ports.tiles import TileRow
from aura_terminal.ui.screens.reports.page import ReportsPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.view_models.reports import Comparison, ReportKind
from tests.support.central_sheets import tell_sheets
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.shots import Stage, take
from tests.support.staged_mesh import member, peer, stage_mesh

CARLA = StaffId("carla-lombardi")


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


class Figures(Stage):
    """The manager's window over busy days."""

    def __init__(self, theme: Theme, _scene: str) -> None:
        store = demo_store()
        busy_days(store)
        mesh = stage_mesh(store)
        long_ago = store.clock.now() - timedelta(minutes=20)
        mesh.peer_states, mesh.terminal_rows = (peer("R3", long_ago),), (member("R3", long_ago),)
        super().__init__(store, theme)
        self.window.show()
        self.sign_in(CARLA)
        self.enter("reports")
        page = self.terminal.rooms.page
        assert isinstance(page, ReportsPage)
        self.model = page.model


def dashboard(stage: Figures) -> None:
    """Today beside last week."""


def hours(stage: Figures) -> None:
    """Sales by hour of seven days."""
    _open(stage, ReportKind.HOURS, 7)


def items(stage: Figures) -> None:
    """The product mix."""
    _open(stage, ReportKind.ITEMS, 7)


def days(stage: Figures) -> None:
    """Sales by day."""
    _open(stage, ReportKind.DAYS, 8)


def voids(stage: Figures) -> None:
    """Who took back what, and why."""
    _open(stage, ReportKind.VOIDS, 7, Comparison.NONE)


def behind(stage: Figures) -> None:
    """The orders behind an hour."""
    _open(stage, ReportKind.HOURS, 7)
    assert stage.model.report is not None
    stage.model.look_behind(stage.model.report.rows[1])
    stage.settle()


def receipt(stage: Figures) -> None:
    """One of them."""
    behind(stage)
    assert stage.model.behind is not None
    stage.model.open_order(stage.model.behind.orders[0].order_id)
    stage.settle()


def central(stage: Figures) -> None:
    """What a back office reports, beside ours."""
    tell_sheets(stage.store)
    stage.enter("central-figures")
    stage.settle()


def _open(stage: Figures, kind: ReportKind, days_: int, comparison: Comparison = Comparison.WEEK) -> None:
    today = stage.model.today
    assert today is not None
    stage.model.comparison = comparison
    stage.model.open_report(kind)
    stage.settle()
    stage.model.show_days(today - timedelta(days=days_ - 1), today)
    stage.settle()


SCENES: dict[str, Callable[[Figures], None]] = {
    scene.__name__: scene for scene in (dashboard, hours, items, days, voids, behind, receipt, central)
}


if __name__ == "__main__":
    take(Path(sys.argv[1]), Figures, SCENES, sys.argv[2:])
