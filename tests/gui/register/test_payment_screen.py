"""Cash taken by clicks and keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ordering import OrderStatus
from aura_terminal.ui.screens.payment.figure import Figure
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.use_cases.ordering import Asked
from aura_terminal.view_models.changes import EVERY_FACT
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import button, grid, press, tap

BEER = "Birra Moretti 0.33 l"


@pytest.fixture
def paying(stage: Stage) -> PaymentScreen:
    """A beer for 4.20 to be paid."""
    tap(grid(stage.register), BEER)
    stage.settle()
    return stage.payment()


def figures(screen: QWidget) -> dict[str, str]:
    """The amounts in sight by their words."""
    shown = [each for each in screen.findChildren(Figure) if each.isVisible()]
    return {each.accessibleName().removesuffix(each.amount).strip(): each.amount for each in shown}


def test_what_is_due_and_likely_notes_are_in_sight(paying: PaymentScreen) -> None:
    assert figures(paying)["To pay"] == "€4.20"
    shown = [each.words for each in paying.findChildren(Button) if each.isVisible()]
    assert [each for each in ("5.00", "10.00", "20.00", "50.00") if each in shown] == [
        "5.00",
        "10.00",
        "20.00",
        "50.00",
    ]


def test_one_tap_takes_the_exact_amount(paying: PaymentScreen, stage: Stage) -> None:
    press(paying, "Take cash")
    stage.settle()
    assert figures(paying) == {"Change": "€0.00"}
    assert stage.till.shop.reads.orders.recent(1)[0].status is OrderStatus.CLOSED


def test_enter_takes_the_exact_amount(paying: PaymentScreen, stage: Stage) -> None:
    QTest.keyClick(paying, Qt.Key.Key_Return)
    stage.settle()
    assert stage.till.payment.is_settled


def test_a_note_shows_its_change_before_and_after(paying: PaymentScreen, stage: Stage) -> None:
    press(paying, "20.00")
    assert figures(paying)["Change"] == "15.80"
    press(paying, "Take cash")
    stage.settle()
    assert figures(paying) == {"Change": "€15.80"}


def test_cents_are_typed_from_the_right(paying: PaymentScreen, stage: Stage) -> None:
    for key in ("5", "0", "0"):
        press(paying, key)
    assert figures(paying)["Cash given"] == "5.00"
    press(paying, "Erase")
    assert figures(paying)["Cash given"] == "0.50"
    press(paying, "00")
    assert figures(paying)["Change"] == "45.80"


def test_real_keys_type_the_amount_too(paying: PaymentScreen, stage: Stage) -> None:
    QTest.keyClicks(paying, "1000")
    QTest.keyClick(paying, Qt.Key.Key_Enter)
    stage.settle()
    assert figures(paying) == {"Change": "€5.80"}


def test_two_taps_on_pay_pay_once(paying: PaymentScreen, stage: Stage) -> None:
    stage.till.thread.gate.clear()
    press(paying, "10.00")
    press(paying, "Take cash")
    press(paying, "Take cash")
    stage.till.thread.gate.set()
    stage.settle()
    assert stage.till.payment.order is not None
    assert len(stage.till.payment.order.payments) == 1


def test_a_part_is_listed_and_the_rest_has_to_be_named(paying: PaymentScreen, stage: Stage) -> None:
    for key in ("2", "00"):
        press(paying, key)
    press(paying, "Take part")
    stage.settle()
    assert figures(paying)["To pay"] == "€2.20"
    assert not button(paying, "Take cash").isEnabled()
    press(paying, "Exact")
    press(paying, "Take cash")
    stage.settle()
    assert stage.till.payment.order is not None
    assert [payment.amount.minor for payment in stage.till.payment.order.payments] == [200, 220]


def test_the_change_stays_until_new_order_and_a_second_enter_does_not_take_it_away(
    paying: PaymentScreen, stage: Stage
) -> None:
    ended: list[bool] = []
    paying.finished.connect(lambda: ended.append(True))
    stage.till.payment.settled.connect(lambda: QTest.keyClick(paying, Qt.Key.Key_Return))
    QTest.keyClick(paying, Qt.Key.Key_Return)
    stage.settle()
    assert stage.till.payment.is_settled
    assert not ended
    stage.qtbot.waitUntil(lambda: button(paying, "New order").isEnabled())
    QTest.keyClick(paying, Qt.Key.Key_Return)
    assert ended == [True]


def test_new_order_does_not_stand_where_pay_was(paying: PaymentScreen, stage: Stage) -> None:
    pay = button(paying, "Take cash")
    before = pay.rect().translated(pay.mapTo(paying, pay.rect().topLeft()))
    pay.click()
    stage.settle()
    new = button(paying, "New order")
    assert not before.intersects(new.rect().translated(new.mapTo(paying, new.rect().topLeft())))


def test_the_way_back_leaves_the_order_as_it_was(paying: PaymentScreen, stage: Stage) -> None:
    with stage.qtbot.waitSignal(paying.back_requested):
        press(paying, "Back to the order")
    assert stage.till.order.due.minor == 420


def test_a_refusal_is_said_in_words(paying: PaymentScreen, stage: Stage) -> None:
    other = stage.till.store.opened_by("R2").shop
    actor = stage.till.session.actor
    assert actor is not None
    other.ordering.cancel_order(actor, stage.till.order.order_id, "Guest left")
    press(paying, "Take cash")
    stage.settle()
    assert stage.said == ["Order R1-001 is cancelled already. Nothing on it can change any more."]
    assert not button(paying, "Take cash").isEnabled()


def test_what_another_terminal_adds_meanwhile_is_to_be_paid_too(paying: PaymentScreen, stage: Stage) -> None:
    actor = stage.till.session.actor
    assert actor is not None
    other = stage.till.store.opened_by("R2").shop
    other.ordering.add_item(actor, stage.till.order.order_id, Asked(stage.till.tile("tiramisu").item_id))
    stage.till.changes.changed.emit(EVERY_FACT)
    stage.settle()
    assert figures(paying)["To pay"] == "€11.10"


def test_everything_that_can_be_tapped_has_a_name_and_is_large_enough(paying: PaymentScreen) -> None:
    for each in paying.findChildren(QAbstractButton):
        if each.isVisible():
            assert each.accessibleName(), each
            assert min(each.width(), each.height()) >= 44, each.accessibleName()


def test_the_screen_fits_the_smallest_window(stage: Stage) -> None:
    stage.theme.measure(Metrics(1024, 768, 15.0))
    least = PaymentScreen(stage.till.payment, stage.theme).minimumSizeHint()
    assert least.width() <= 1024
    assert least.height() <= 700 - 56


def test_an_amount_is_made_smaller_before_it_is_cut_short(theme: Theme, qtbot: QtBot) -> None:
    figure = Figure(theme, "To pay", 4.0)
    qtbot.addWidget(figure)
    figure.resize(320, 200)
    figure.show_amount("€123456.00")
    whole = figure.grab().toImage()
    figure.show_amount("€123456.01")
    assert whole != figure.grab().toImage()
