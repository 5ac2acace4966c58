"""Pictures of bills that are shared: `python -m tests.support.sharing_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from pathlib import Path

from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.ui.share_sheet import ShareSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.gui.register.hands import press, tap
from tests.support.memory_shop import demo_store, signed_in
from tests.support.shots import Stage, take
from tests.support.till import MARTA

DISHES = (("margherita", 1), ("diavola", 2), ("tiramisu", 3), ("sparkling-water-0-25-l", 0), ("bruschetta", 0))


def stage(theme: Theme, scene: str) -> Stage:
    """Marta, with a table of three and a long evening behind it."""
    made = Stage(demo_store(), theme)
    made.sign_in(MARTA)
    return made


def serve(made: Stage) -> OrderId:
    """Three guests at table 7, each with a dish, and two things in the middle."""
    shop, till = made.store.shop, made.terminal.till
    by = signed_in(shop)
    order_id = shop.ordering.open_order(by, NewOrder(table_id=TableId("table-7"), guests=3)).order_id
    for dish, seat in DISHES:
        tile = next((row for row in shop.reads.menu.search(dish.replace("-", " ").split(" 0")[0], 1)), None)
        if tile is not None:
            shop.ordering.add_item(by, order_id, Asked(tile.item_id, seat=seat, quantity=2 if not seat else 1))
    shop.ordering.send(by, order_id)
    till.options.open_order(order_id)
    made.settle()
    return order_id


def share(made: Stage, tab: str) -> ShareSheet:
    """The sheet over the register, at one of its tabs."""
    serve(made)
    made.press("Order options")
    made.press("Share the bill")
    made.press(tab)
    return next(each for each in made.window.findChildren(ShareSheet) if each.isVisible())


def even(made: Stage) -> None:
    """Three ways."""
    share(made, "Even")
    made.press("3")


def seats(made: Stage) -> None:
    """A check for each seat, the second with the first."""
    sheet = share(made, "Seats")
    tap(_list(sheet, "Seats"), "Seat 2")
    made.settle()


def items(made: Stage) -> None:
    """A pizza on the first check, and a third of the next to be given."""
    sheet = share(made, "Items")
    made.press("One more check")
    tap(_list(sheet, "Dishes"), "1 × Margherita")
    made.settle()
    tap(_list(sheet, "Checks"), "1 of 3")
    made.settle()
    tap(_list(sheet, "Dishes"), "1 × Diavola")
    made.press("Cut the dish in 3")


def amount(made: Stage) -> None:
    """Ten euros of one, and the rest."""
    sheet = share(made, "Amount")
    for key in ("1", "0", "00"):
        press(sheet, key)
    made.press("Add this check")


def paying(made: Stage) -> None:
    """The first seat has paid, the second is next."""
    share(made, "Seats")
    made.press("Share and pay")
    made.press("Exact")
    made.press("Take cash")


def shared_again(made: Stage) -> None:
    """The paid check stands there locked while the rest is shared anew."""
    paying(made)
    made.press("Share the bill")
    made.press("Even")


def many(made: Stage) -> None:
    """Twenty ways."""
    share(made, "Even")
    for _ in range(17):
        made.press("One check more")


def other_table(made: Stage) -> None:
    """Another party, at table 8."""
    shop = made.store.shop
    by = signed_in(shop)
    tile = shop.reads.menu.search("diavola", 1)[0]
    shop.ordering.add_item(by, NewOrder(table_id=TableId("table-8"), guests=2), Asked(tile.item_id))


def giving(made: Stage) -> None:
    """Who serves it from now on?"""
    other_table(made)
    serve(made)
    made.press("Order options")
    made.press("Another server")


def moving(made: Stage) -> None:
    """A dish on its way to another table."""
    other_table(made)
    order_id = serve(made)
    line = made.store.shop.reads.orders.sheet(order_id).lines[1]
    made.terminal.register.panel.move_tapped.emit(line.line_id)


def aside(made: Stage) -> None:
    """An order that was put aside, in the list of orders."""
    other_table(made)
    share(made, "Even")
    made.press("Share")
    order = made.terminal.till.counter.order
    assert order is not None
    made.store.shop.handing.park(signed_in(made.store.shop), order.order_id, "Red jacket, window")
    made.window.go(View.ORDERS)


def _list(sheet: ShareSheet, name: str) -> ChoiceList:
    return next(each for each in sheet.findChildren(ChoiceList) if each.accessibleName() == name and each.isVisible())


SCENES = {
    "share_even": even,
    "share_seats": seats,
    "share_items": items,
    "share_amount": amount,
    "share_paying": paying,
    "share_again": shared_again,
    "share_many": many,
    "hand_over": giving,
    "move_dish": moving,
    "put_aside": aside,
}


if __name__ == "__main__":
    for file in take(Path(sys.argv[1]), stage, SCENES, sys.argv[2:]):
        print(file)
