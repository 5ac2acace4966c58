"""Renders guests to come into PNGs: `python -m tests.support.party_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.screens.waiting.screen import WaitingScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.use_cases.errands import Plan
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.use_cases.waitlist import Arrival
from aura_terminal.view_models.changes import EVERY_FACT
from tests.gui.register.hands import press, tap
from tests.support.memory_shop import EVERYTHING, demo_store
from tests.support.shots import Stage, take
from tests.support.till import MARTA

PIZZA, WATER = "margherita", "sparkling-water-0-25-l"


def opened(theme: Theme, name: str) -> Stage:
    """A register with Marta at it."""
    stage = Stage(demo_store(), theme)
    stage.sign_in(MARTA)
    return stage


def queue(stage: Stage) -> None:
    """A Friday's queue, one of it beyond its time, one called."""
    shop, clock = stage.store.shop, stage.store.clock
    first = shop.waitlist.join(EVERYTHING, Arrival(4, "Familie Stern", "0171 5550123", "high chair", minutes=20))
    shop.waitlist.join(EVERYTHING, Arrival(2, "Okafor", minutes=35))
    gone = shop.waitlist.join(EVERYTHING, Arrival(6, "Brandt", minutes=60))
    clock.advance(minutes=24)
    shop.waitlist.call(EVERYTHING, first.party_id)
    shop.waitlist.leave(EVERYTHING, gone.party_id)
    shop.waitlist.join(EVERYTHING, Arrival(3, "Lindqvist"))
    seated = shop.waitlist.join(EVERYTHING, Arrival(2, "Petit"))
    shop.waitlist.seat(EVERYTHING, seated.party_id, (shop.reads.orders.tables()[0].id,))
    stage.terminal.till.changes.changed.emit(EVERY_FACT)


def waiting(stage: Stage) -> None:
    """The list with a party that waits longer than it was told."""
    queue(stage)
    stage.window.go(View.WAITING)
    stage.settle()
    page = stage.window.findChildren(WaitingScreen)[0]
    tap(page.findChildren(OrderList)[0], "Familie Stern")


def joining(stage: Stage) -> None:
    """A party at the door."""
    waiting(stage)
    stage.press("Add party")


def bags(stage: Stage) -> None:
    """What leaves the house: late, for today, for tomorrow, out, paid and not."""
    shop, clock = stage.store.shop, stage.store.clock
    now = clock.now()
    plans = (
        (Plan(OrderType.TAKEOUT, "Ada"), PIZZA),
        (Plan(OrderType.DELIVERY, "Jonas Brandt", "0171 5550123", "Allee 5", "3rd floor", "ring twice"), PIZZA),
        (Plan(OrderType.TAKEOUT, "Petit", due_at=now + timedelta(minutes=90)), PIZZA),
        (Plan(OrderType.TAKEOUT, "Stern", due_at=now + timedelta(days=1)), WATER),
    )
    made = []
    for plan, item in plans:
        order_id = shop.ordering.add_item(EVERYTHING, NewOrder(plan.order_type), Asked(item)).order_id  # type: ignore[arg-type]  # ids are texts here
        shop.errands.plan(EVERYTHING, order_id, plan)
        shop.ordering.send(EVERYTHING, order_id)
        made.append(order_id)
    due = shop.reads.orders.sheet(made[0]).cash_due
    shop.paying.take_cash(EVERYTHING, made[0], due, AttemptId("paid"))
    for ticket in shop.reads.kitchen.live(None):
        if ticket.order_id == made[0]:
            shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
    shop.errands.name_driver(EVERYTHING, made[1], "Luca")
    clock.advance(minutes=45)
    stage.terminal.till.changes.changed.emit(EVERY_FACT)
    stage.settle()


def board(stage: Stage) -> None:
    """The board with the delivery looked at."""
    bags(stage)
    stage.window.go(View.ERRANDS)
    stage.settle()
    lists = [each for each in stage.window.findChildren(OrderList) if each.isVisible()]
    rows = [row for row in lists[0].rows() if "Jonas" in row.spoken]
    tap(lists[0], rows[0].spoken)


def planning(stage: Stage) -> None:
    """A delivery that is written down at the register."""
    shop = stage.store.shop
    order_id = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(PIZZA)).order_id  # type: ignore[arg-type]  # ids are texts here
    stage.terminal.till.options.open_order(order_id)
    stage.settle()
    stage.press("Order options")
    stage.press("Takeout, delivery")
    press(stage.window, "Delivery")


def tickets(stage: Stage) -> None:
    """The kitchen's screen with promised times."""
    bags(stage)
    stage.window.go(View.KITCHEN)


def regular(stage: Stage) -> None:
    """A known guest whose usual is offered."""
    shop = stage.store.shop
    guest = shop.guests.register(EVERYTHING, NewGuest("Nora", "Feld")).guest_id
    shop.guests.change(EVERYTHING, guest, Details(dietary=("gluten",)))
    for item in (PIZZA, PIZZA, "tiramisu"):
        first = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(item)).order_id  # type: ignore[arg-type]  # ids are texts here
        shop.guests.attach(EVERYTHING, first, guest)
        due = shop.reads.orders.sheet(first).cash_due
        shop.paying.take_cash(EVERYTHING, first, due, shop.paying.new_attempt())
    order_id = shop.ordering.open_order(EVERYTHING, NewOrder(OrderType.TAKEOUT)).order_id
    shop.guests.attach(EVERYTHING, order_id, guest)
    stage.terminal.till.options.open_order(order_id)
    stage.settle()


def usual(stage: Stage) -> None:
    """What it is today."""
    regular(stage)
    stage.press("The usual")


def by_the_hour(stage: Stage) -> None:
    """An evening by the quarter of an hour."""
    shop, now = stage.store.shop, stage.store.clock.now()
    for minutes, size, name in ((0, 4, "Stern"), (15, 2, "Okafor"), (60, 6, "Brandt"), (75, 8, "Petit")):
        shop.reservations.book(EVERYTHING, Booking(now + timedelta(minutes=minutes), size, name=name))
    stage.window.go(View.RESERVATIONS)
    stage.settle()
    stage.press("By the hour")


SCENES: dict[str, Callable[[Stage], None]] = {
    "waiting": waiting,
    "joining": joining,
    "board": board,
    "planning": planning,
    "tickets": tickets,
    "regular": regular,
    "usual": usual,
    "by_the_hour": by_the_hour,
}


def main(folder: Path, wanted: list[str]) -> None:
    """Write the pictures."""
    for file in take(folder, opened, SCENES, wanted):
        print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
