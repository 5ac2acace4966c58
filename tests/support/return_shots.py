"""Renders goods that come back into PNGs: `python -m tests.support.return_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from pathlib import Path

from aura_terminal.domain.ids import ItemId, OrderId, StaffId, TableId
from aura_terminal.ui.screens.orders.return_sheet import ReturnSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.gui.register.hands import tap
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.shots import Stage, take

MARTA = StaffId("marta-rossi")


def dinner(store: MemoryStore) -> OrderId:
    """A table that paid."""
    shop = store.shop
    new = NewOrder(table_id=TableId("table-7"), guests=3)
    order = shop.ordering.add_item(EVERYTHING, new, Asked(ItemId("margherita"), quantity=2)).order_id
    for item, many in (("tiramisu", 3), ("sparkling-water-0-25-l", 2)):
        shop.ordering.add_item(EVERYTHING, order, Asked(ItemId(item), quantity=many))
    shop.paying.take_cash(EVERYTHING, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    return order


def sheet(stage: Stage) -> None:
    """Two of three desserts are chosen, with an order on the counter they could be changed for."""
    stage.sign_in(MARTA)
    shop = stage.store.shop
    (ended,) = shop.reads.orders.recent(10)
    other = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    stage.terminal.till.options.open_order(other)
    stage.settle()
    stage.window.go(View.ORDERS)
    stage.settle()
    stage.press("Ended")
    stage.terminal.orders.show_order(ended.order_id)
    stage.settle()
    stage.press("Take goods back")
    stage.press("Complaint")
    rows = next(each for each in stage.window.findChildren(ReturnSheet)).findChild(ChoiceList)
    assert isinstance(rows, ChoiceList)
    tap(rows, "3 × Tiramis")
    stage.settle()


def ended(stage: Stage) -> None:
    """The ended order before."""
    stage.sign_in(MARTA)
    (row,) = stage.store.shop.reads.orders.recent(10)
    stage.window.go(View.ORDERS)
    stage.settle()
    stage.press("Ended")
    stage.terminal.orders.show_order(row.order_id)


SCENES = {scene.__name__: scene for scene in (sheet, ended)}


def opened(theme: Theme, _scene: str) -> Stage:
    """The window after that dinner."""
    store = demo_store()
    dinner(store)
    return Stage(store, theme)


if __name__ == "__main__":
    take(Path(sys.argv[1]), opened, SCENES, sys.argv[2:])
