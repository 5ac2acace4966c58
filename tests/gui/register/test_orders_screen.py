"""Open and ended orders."""

from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.order_list import OrderList
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import grid, lines_of, press, tap

BEER = "Birra Moretti 0.33 l"


def sold(stage: Stage) -> str:
    """Sells a beer and begins another order; returns the number of the first."""
    tap(grid(stage.register), BEER)
    stage.settle()
    number = stage.till.order.number
    stage.till.payment.open(stage.till.order.order_id)
    stage.settle()
    stage.till.payment.pay()
    stage.till.options.new_order()
    tap(grid(stage.register), "Ichnusa")
    stage.settle()
    return number


def test_an_open_order_goes_to_the_register_by_a_tap(stage: Stage) -> None:
    sold(stage)
    screen = stage.orders()
    with stage.qtbot.waitSignal(screen.order_chosen) as chosen:
        tap(lines_of(screen), " Dine in")
    assert chosen.args == [stage.till.order.order_id]


def test_an_ended_order_shows_its_lines_and_prints_its_receipt_again(stage: Stage) -> None:
    number = sold(stage)
    screen = stage.orders()
    press(screen, "Ended")
    assert not any(each.isVisible() for each in screen.findChildren(Button) if each.words == "Print receipt again")
    tap(lines_of(screen), " Dine in")
    stage.settle()
    assert screen.findChildren(OrderList)[1].rows()[0].spoken.startswith(f"1 {BEER}")
    press(screen, "Print receipt again")
    stage.settle()
    assert stage.said == [f"The receipt of order {number} is on its way once more."]


def test_a_hidden_list_is_read_again_when_it_is_shown(stage: Stage) -> None:
    screen = stage.orders()
    screen.hide()
    tap(grid(stage.register), BEER)
    stage.settle()
    assert lines_of(screen).rows() == ()
    screen.show()
    stage.settle()
    assert len(lines_of(screen).rows()) == 1
