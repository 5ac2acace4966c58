"""The demo's counter: a scale, and something to weigh."""

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.demo_counter import ANTIPASTI, DEMO_COUNTER, with_counter
from aura_terminal.app.node_peripherals import NodePeripherals
from aura_terminal.domain.money import Money
from aura_terminal.domain.weighing import Weight
from aura_terminal.use_cases.asking import NewOrder
from tests.support.memory_shop import EVERYTHING, demo_files, load, memory_store

LABEL = "2110001007453"


def test_the_demos_weighed_item_is_sold_from_the_scale_and_from_a_label() -> None:
    shop = memory_store().shop
    load(shop, with_counter(demo_files()))
    weighed = shop.weighing.add_weighed(EVERYTHING, NewOrder(), ANTIPASTI.id, Weight(765, 20))
    assert shop.reads.orders.sheet(weighed.order_id).total == Money(2161, "EUR")
    labelled = shop.weighing.add_labelled(EVERYTHING, weighed.order_id, LABEL)
    assert labelled is not None
    assert shop.reads.orders.sheet(weighed.order_id).total == Money(4322, "EUR")


def test_the_demos_devices_can_be_built() -> None:
    assert [health.device for health in NodePeripherals(DEMO_COUNTER, SystemClock()).health] == [
        "Counter scale",
        "Guest display",
    ]
