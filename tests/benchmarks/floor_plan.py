"""The plan of a floor with 66 tables in each of two rooms: `python -m tests.benchmarks.floor_plan [--quick]`.

Measured beside a bare widget of the plan's size that fills itself: a second (every table's state reckoned again, what
changed painted), a minute (every table's clock changes), all of it painted, and another room. Processor time stands
beside each, for machines others use.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication, QWidget

from aura_terminal.domain.documents import put
from aura_terminal.domain.ids import AreaId, ItemId, TableId
from aura_terminal.domain.shop import Area, Table
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.tables.screen import TablesScreen
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.use_cases.asking import Asked
from aura_terminal.view_models.changes import EVERY_FACT
from aura_terminal.view_models.status import StatusModel
from aura_terminal.view_models.table_desk import TableDesk
from aura_terminal.view_models.table_verbs import TableVerbs
from aura_terminal.view_models.tables import TablesModel
from aura_terminal.view_models.waiting import WaitingModel
from tests.benchmarks.measures import at
from tests.benchmarks.painting import BareWidget
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store
from tests.support.till import MARTA, pin_of, till_over

WIDTH, HEIGHT, ACROSS, TABLES = 1366, 712, 11, 66
FRAME_MS = 1000 / 60


@dataclass(frozen=True)
class Plan:
    """The screen over its store."""

    store: MemoryStore
    model: TablesModel
    screen: TablesScreen
    changed: Callable[[], None]


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the samples")
    samples = 60 if parser.parse_args().quick else 600
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    plan = _plan(app)
    bare = BareWidget(plan.screen.board.width(), plan.screen.board.height())
    bare.show()
    _settle()
    floor = _timed(lambda: _repaint(bare), samples)
    print(f"{TABLES} tables in each of two rooms, plan of {bare.width()} x {bare.height()}; floor: a bare repaint")
    _tell("floor", floor, floor)
    _tell("a second", _timed(lambda: _tick(plan, timedelta(seconds=1)), samples), floor)
    _tell("a minute (every clock)", _timed(lambda: _tick(plan, timedelta(minutes=1)), samples), floor)
    _tell("the whole plan painted", _timed(lambda: _repaint(plan.screen.board.viewport()), samples), floor)
    _tell("another room", _timed(lambda: _turn(plan), samples), floor)
    return 0


def _plan(app: QApplication) -> Plan:
    theme = prepare_application(app, built_in("night"))
    store = demo_store()
    with store.begin(EVERYTHING.id) as work:
        work.keep(*(put(Area(AreaId(room), room, place)) for place, room in enumerate(("one", "two"), 5)))
        work.keep(*(put(table) for room in ("one", "two") for table in _tables(room)))
    for room in ("one", "two"):
        for place, table in enumerate(_tables(room)):
            if place % 4:
                order_id = store.shop.tables.seat(EVERYTHING, table.id, 2).order_id
                if place % 2:
                    store.shop.ordering.add_item(EVERYTHING, order_id, Asked(ItemId("napoli"), course=1))
                    store.shop.ordering.send(EVERYTHING, order_id)
    till = till_over(store, InlineStoreThread(store.shop))
    now, owner = store.clock.now, till.counter
    status = StatusModel(till.runner, till.changes, till.session, now, owner)
    model = TablesModel(till.runner, till.session, till.changes, status, now, owner, tick_milliseconds=3_600_000)
    verbs = TableVerbs(till.runner, till.session, till.changes, owner)
    desk = TableDesk(model, verbs, WaitingModel(till.runner, till.session, till.changes, now, owner), owner)
    screen = TablesScreen(desk, till.session, theme, MoneyText())
    till.session.sign_in(MARTA, pin_of(MARTA))
    screen.resize(WIDTH, HEIGHT)
    screen.show()
    _settle()
    model.go_to("one")
    _settle()
    return Plan(store, model, screen, lambda: till.changes.changed.emit(EVERY_FACT))


def _tables(room: str) -> list[Table]:
    return [
        Table(
            TableId(f"{room}{place}"), f"{room[0]}{place}", AreaId(room), 4, "round" if place % 3 else "square",
            20 + 88 * (place % ACROSS), 30 + 95 * (place // ACROSS), 64, 64,
        )
        for place in range(TABLES)
    ]  # fmt: skip


def _settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def _tick(plan: Plan, by: timedelta) -> None:
    plan.store.clock.set(plan.store.clock.now() + by)
    plan.model.tick()
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def _turn(plan: Plan) -> None:
    plan.model.go_to("two" if plan.model.area == "one" else "one")
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def _repaint(widget: QWidget) -> None:
    widget.repaint()
    QApplication.processEvents()


def _timed(act: Callable[[], None], samples: int) -> list[tuple[float, float]]:
    taken = []
    for _ in range(samples):
        begun, spent = time.perf_counter(), time.process_time()
        act()
        taken.append(((time.perf_counter() - begun) * 1000, (time.process_time() - spent) * 1000))
    return taken


def _tell(what: str, taken: list[tuple[float, float]], floor: list[tuple[float, float]]) -> None:
    clock, spent = [each[0] for each in taken], [each[1] for each in taken]
    ratio = at(clock, 0.5) / at([each[0] for each in floor], 0.5)
    frame = "within" if at(clock, 0.99) <= FRAME_MS else "beyond"
    print(
        f"{what:24} p50 {at(clock, 0.5):6.2f}  p99 {at(clock, 0.99):6.2f} ms   processor p50 {at(spent, 0.5):6.2f} ms"
        f"   {ratio:6.1f}x the floor   {frame} a frame"
    )


if __name__ == "__main__":
    sys.exit(main())
