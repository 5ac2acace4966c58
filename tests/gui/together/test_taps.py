"""How many taps the commonest jobs take: done by a finger on the window, and as `docs/taps.md` says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from aura_terminal.domain.ids import ItemId, OrderId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus, OrderType
from aura_terminal.domain.staff import Approval
from aura_terminal.ui.shell.screens import View
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.gui.together.conftest import Desk
from tests.support.fingers import Finger
from tests.support.memory_shop import EVERYTHING, MemoryStore

CARLA = StaffId("carla-lombardi")
CLEARING = "clearing"
PAPER = Path(__file__).parents[3] / "docs" / "taps.md"


def table_of_four(finger: Finger, store: MemoryStore, table: str = "table-7") -> OrderId:
    """Four at a table, whose drinks and mains were sent."""
    shop = store.shop
    new = NewOrder(table_id=TableId(table), guests=4)
    order = shop.ordering.add_item(EVERYTHING, new, Asked(ItemId("cola-0-33-l"), quantity=4)).order_id
    for _ in range(2):
        shop.ordering.add_item(EVERYTHING, order, Asked(ItemId("margherita")))
    shop.ordering.add_item(EVERYTHING, order, Asked(ItemId("tiramisu")))
    shop.ordering.send(EVERYTHING, order)
    finger.terminal.till.options.open_order(order)
    finger.settle()
    return order


def coffee(finger: Finger, store: MemoryStore) -> None:
    finger.begin("A coffee, exact cash")
    finger.press("Coffee")
    finger.tile("Cappuccino")
    finger.press("Pay", "Take cash", "New order")
    (row,) = store.shop.reads.orders.recent(1)
    assert row.status is OrderStatus.CLOSED


def coffee_to_go(finger: Finger, store: MemoryStore) -> None:
    finger.begin("A coffee to go, exact cash")
    finger.press("Order options", "Takeout", "Close", "Coffee")
    finger.tile("Cappuccino")
    finger.press("Pay", "Take cash", "New order")
    (row,) = store.shop.reads.orders.recent(1)
    assert store.shop.reads.orders.sheet(row.order_id).order_type is OrderType.TAKEOUT


def pizza(finger: Finger, store: MemoryStore) -> None:
    finger.begin("A pizza, paid with a note")
    finger.press("Pizza")
    finger.tile("Margherita")
    finger.press("Pay", "20.00", "Take cash", "New order")
    (row,) = store.shop.reads.orders.recent(1)
    assert [one.change.minor for one in store.shop.reads.orders.sheet(row.order_id).payments] == [2000 - 950]


def four(finger: Finger, store: MemoryStore) -> None:
    finger.begin("Table of four: four drinks, four mains, sent")
    finger.press("Tables")
    finger.table("7")
    finger.press("4 guests", "Drinks", "4")
    finger.tile("Cola 0.33 l")
    finger.press("Pizza", "3")
    finger.tile("Margherita")
    finger.tile("Diavola")
    finger.press("Send")
    (row,) = store.shop.reads.orders.open_orders()
    sheet = store.shop.reads.orders.sheet(row.order_id)
    assert (sheet.guests, sheet.unsent, sum(line.quantity for line in sheet.lines)) == (4, 0, 8)


def fire(finger: Finger, store: MemoryStore) -> None:
    shop = store.shop
    courses = [replace(station, holds_courses=True) for station in shop.reads.kitchen.stations()]
    shop.administration.put_documents(EVERYTHING, courses)
    table_of_four(finger, store, "table-9")
    finger.go(View.TABLES)
    waiting = sum(one.starts_at is None for one in shop.reads.kitchen.live(None))
    finger.begin("The mains begin")
    finger.table("9")
    finger.press("Open order", "Fire")
    assert sum(one.starts_at is None for one in shop.reads.kitchen.live(None)) < waiting


def again(finger: Finger, store: MemoryStore) -> None:
    order = table_of_four(finger, store)
    finger.begin("The same again for everybody")
    finger.press("Order options", "Same again", "Send")
    assert sum(line.quantity for line in store.shop.reads.orders.sheet(order).lines) == 14


def split(finger: Finger, store: MemoryStore) -> None:
    order = table_of_four(finger, store)
    finger.begin("Split three ways, each in cash")
    finger.press("Pay", "Share the bill", "3", "Share and pay", "Take cash")
    for _ in range(2):
        finger.press("Exact", "Take cash")
    finger.press("New order")
    sheet = store.shop.reads.orders.sheet(order)
    assert (sheet.status, len(sheet.payments)) == (OrderStatus.CLOSED, 3)


def void(finger: Finger, store: MemoryStore) -> None:
    order = table_of_four(finger, store)
    finger.begin("One of a sent dish taken back, with a manager's PIN of six")
    finger.line("Sent")
    finger.line("Tiramis")
    finger.act_on("Tiramis", "void")
    finger.pick("Not as ordered")
    finger.press("Void")
    finger.allow(CARLA)
    assert sum(line.voided for line in store.shop.reads.orders.sheet(order).lines) == 1


def move(finger: Finger, store: MemoryStore) -> None:
    order = table_of_four(finger, store, "table-5")
    finger.go(View.TABLES)
    finger.begin("The party moves to another table")
    finger.table("5")
    finger.press("Move")
    finger.table("8")
    assert store.shop.reads.orders.sheet(order).table_name == "8"


def discount(finger: Finger, store: MemoryStore) -> None:
    order = table_of_four(finger, store)
    finger.begin("Ten percent off, with a reason and a manager's PIN of six")
    finger.press("Order options", "Discount", "1", "0")
    finger.pick("Regular guest")
    finger.press("Take 10 % off")
    finger.allow(CARLA)
    assert store.shop.reads.orders.sheet(order).discount is not None


def bill(finger: Finger, store: MemoryStore) -> None:
    order = table_of_four(finger, store, "table-6")
    finger.go(View.TABLES)
    finger.begin("The check is brought")
    finger.table("6")
    finger.press("Print bill")
    assert store.shop.reads.orders.sheet(order).check is not None


JOBS: tuple[Callable[[Finger, MemoryStore], None], ...] = (
    coffee, coffee_to_go, pizza, four, again, split, void, move, discount, bill, fire,
)  # fmt: skip


def test_every_job_takes_as_many_taps_as_is_written(desk: Desk) -> None:
    finger = Finger(desk.terminal)
    for job in JOBS:
        job(finger, desk.store)
        clear(desk, finger)
    written = {row[1]: int(row[3]) for row in rows()}
    counted = dict(finger.taps)
    counted.pop(CLEARING)
    assert counted == written


def clear(desk: Desk, finger: Finger) -> None:
    """The counter and the floor are empty again."""
    finger.begin(CLEARING)
    desk.store.clock.advance(minutes=1)
    finger.go(View.REGISTER)
    shop = desk.store.shop
    for row in shop.reads.orders.open_orders():
        shop.ordering.cancel_order(
            EVERYTHING, row.order_id, "clear", Approval(EVERYTHING.id, desk.store.clock.now(), "")
        )
    finger.terminal.till.options.new_order()
    desk.others_did()


def rows() -> list[list[str]]:
    """The table of the paper, cell by cell."""
    lines = (line for line in PAPER.read_text("utf-8").splitlines() if line.startswith("| ") and "| job |" not in line)
    return [[cell.strip() for cell in line.split("|")] for line in lines]
