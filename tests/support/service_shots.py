"""Pictures of service at the table: `python -m tests.support.service_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from aura_terminal.domain.ids import ChargeId, ItemId, OrderId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.service_rules import ChargeRule, CoursesWait, GratuityRule, ServiceRules, UnsentPolicy
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.changes import EVERY_FACT
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in
from tests.support.shots import Stage, take

MARTA, CARLA = StaffId("marta-rossi"), StaffId("carla-lombardi")
RULES = ServiceRules(
    courses=("Starters", "Mains", "Desserts"),
    courses_wait=CoursesWait.EVERYWHERE,
    unsent=UnsentPolicy.MANAGER_MARKS,
    charges=(ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10)),),
    gratuity=GratuityRule(6, Decimal(18)),
)


def party(store: MemoryStore) -> OrderId:
    """Six at a table: starters sent and mains waiting in the kitchen, a dessert not sent yet."""
    shop = store.shop
    shop.service.keep_rules(EVERYTHING, shop.service.rules(), RULES)
    marta = signed_in(shop, MARTA)
    table = shop.reads.orders.tables()[4].id
    order_id = shop.ordering.open_order(marta, NewOrder(table_id=table, guests=6)).order_id
    for name, seat, course in (
        ("minestrone", 1, 1),
        ("calamari-fritti", 2, 1),
        ("margherita", 1, 2),
        ("diavola", 2, 2),
    ):
        shop.ordering.add_item(marta, order_id, Asked(ItemId(name), seat=seat, course=course))
    shop.ordering.send(marta, order_id)
    store.clock.advance(minutes=9)
    shop.ordering.add_item(marta, order_id, Asked(ItemId("tiramisu"), seat=1, course=3))
    return order_id


def serve(stage: Stage, view: str = "By course") -> None:
    """The party on the counter, its lines put together in one way."""
    stage.terminal.till.options.open_order(party(stage.store))
    stage.terminal.till.changes.changed.emit(EVERY_FACT)
    stage.settle()
    stage.press("Order options")
    stage.press("Courses, seats")
    stage.press(view)


def by_course(stage: Stage) -> None:
    """Headed groups with their state, and the bar above them."""
    serve(stage)
    stage.press("Close")


def by_both(stage: Stage) -> None:
    """Courses and seats at once."""
    serve(stage, "By both")
    stage.press("Close")


def courses(stage: Stage) -> None:
    """What is done with a course."""
    serve(stage)


def options(stage: Stage) -> None:
    """Everything that can be done with an order."""
    by_course(stage)
    stage.press("Order options")


def charges(stage: Stage) -> None:
    """Service charge and gratuity."""
    by_course(stage)
    stage.press("Order options")
    stage.press("Service, gratuity")


def unsent(stage: Stage) -> None:
    """The guard before Pay."""
    by_course(stage)
    stage.terminal.register.panel.pay_tapped.emit()


def payment(stage: Stage) -> None:
    """A party that is asked a tip pays."""
    by_course(stage)
    order = stage.terminal.till.counter.order
    assert order is not None
    stage.store.shop.ordering.send(EVERYTHING, order.order_id)
    stage.terminal.till.changes.changed.emit(EVERY_FACT)
    stage.settle()
    stage.terminal.register.panel.pay_tapped.emit()


def tips(stage: Stage) -> None:
    """Change that becomes a tip."""
    payment(stage)
    stage.terminal.till.payment.name_amount(Money(8000, "EUR"))


def rules(stage: Stage) -> None:
    """The house's rules, as a manager writes them."""
    party(stage.store)
    stage.sign_in(CARLA)
    stage.enter("service")


SCENES: dict[str, Callable[[Stage], None]] = {
    each.__name__: each for each in (by_course, by_both, courses, options, charges, unsent, payment, tips, rules)
}


def open_stage(theme: Theme, _name: str) -> Stage:
    """Marta at R1."""
    stage = Stage(demo_store(), theme)
    stage.sign_in(MARTA)
    return stage


if __name__ == "__main__":
    for file in take(Path(sys.argv[1]), open_stage, SCENES, sys.argv[2:]):
        print(file)
