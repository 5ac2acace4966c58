"""The register beside others: who is at the order, how far the kitchen is, whose money it is, moving and stock."""

from __future__ import annotations

from PySide6.QtTest import QTest

from aura_terminal.domain.ids import CategoryId, OrderId, StationId
from aura_terminal.domain.kinds import Availability, OrderStatus
from aura_terminal.domain.shop import Delivery, Station
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import CourseRow, SectionRow
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.money_token import Asking
from aura_terminal.view_models.presences import Doing, Here, Presence
from tests.gui.register.hands import LEFT, grid, place_of, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.staged_mesh import stage_mesh
from tests.support.till import NINA, pin_of


def take(desk: Desk, *items: str) -> OrderId:
    """Take these items on the order on the counter."""
    for item in items:
        desk.till.register.tap_tile(desk.till.tile(item))
    desk.settle()
    return desk.till.order.order_id


def strips(desk: Desk) -> list[str]:
    """What strips in sight say."""
    return [each.words for each in desk.terminal.window.findChildren(Strip) if each.isVisible()]


def panel(desk: Desk) -> OrderList:
    """The order's lines."""
    return next(each for each in desk.terminal.register.findChildren(OrderList) if each.isVisible())


def course(desk: Desk) -> CourseRow:
    """What was sent, as one row."""
    return next(row for row in panel(desk).rows() if isinstance(row, CourseRow))


def shown_choices(desk: Desk) -> ChoiceList:
    """The cards in front."""
    return next(each for each in desk.terminal.window.findChildren(ChoiceList) if each.isVisible())


def held_by_r2(desk: Desk) -> OrderId:
    """An order that was opened at R2, on the counter of this terminal."""
    other = desk.store.opened_by("R2").shop
    done = other.ordering.add_item(signed_in(other, "ana-kovac"), NewOrder(), Asked(desk.till.tile("diavola").item_id))
    desk.till.options.open_order(done.order_id)
    desk.settle()
    return done.order_id


def screen_alone(desk: Desk) -> None:
    """The pizza oven hears of tickets by its screen alone."""
    stations = {each.id: each for each in desk.store.shop.reads.kitchen.stations()}
    oven = stations[StationId("pizza")]
    put = Station(oven.id, oven.name, oven.icon, oven.printer, oven.target_minutes, delivery=Delivery.SCREEN)
    desk.store.shop.administration.put_documents(EVERYTHING, (put,))


def test_who_else_is_at_the_order_is_said_beside_it(desk: Desk) -> None:
    order_id = take(desk, "diavola")
    desk.terminal.together.presences.hear((Presence(order_id, "R3", "Ana", Doing.EDITING),))
    assert strips(desk) == ["Also open: Ana at R3"]
    paying = Presence(order_id, "R2", "Ben", Doing.PAYING)
    desk.terminal.together.presences.hear((Presence(order_id, "R3", "Ana", Doing.EDITING), paying))
    assert strips(desk) == ["Being paid at R2 by Ben"]
    desk.terminal.together.presences.hear(())
    assert strips(desk) == []


def test_who_is_at_another_order_is_nobodys_business_here(desk: Desk) -> None:
    take(desk, "diavola")
    desk.terminal.together.presences.hear((Presence(OrderId("elsewhere"), "R3", "Ana", Doing.EDITING),))
    assert strips(desk) == []


def test_what_is_done_here_is_told_and_taken_back(desk: Desk) -> None:
    said: list[Here | None] = []
    desk.terminal.together.presences.said.connect(said.append)
    order_id = take(desk, "margherita", "diavola")
    assert said == [Here(order_id, "Marta Rossi", Doing.EDITING)]
    desk.press("Pay")
    assert said[-1] == Here(order_id, "Marta Rossi", Doing.PAYING)
    desk.press("Back to the order")
    assert said[-1] == Here(order_id, "Marta Rossi", Doing.EDITING)
    desk.press("Lock")
    assert said[-1] is None


def test_a_paid_order_is_being_paid_no_longer(desk: Desk) -> None:
    take(desk, "diavola")
    desk.press("Pay")
    desk.press("Take cash")
    assert desk.till.payment.is_settled
    here = desk.terminal.together.presences.here
    assert here is None or here.doing is Doing.EDITING


def test_how_far_the_kitchen_is_stands_on_what_was_sent(desk: Desk) -> None:
    take(desk, "diavola")
    desk.press("Send")
    assert course(desk).words.startswith("Sent 19:30")
    tickets = [each.ticket_id for each in desk.store.shop.reads.kitchen.live(None)]
    kitchen = desk.store.opened_by("K1").shop
    kitchen.delivery.receive(tickets)
    desk.others_did()
    assert (course(desk).icon, course(desk).words) == ("check", "Received 19:30  ·  1 item")
    kitchen.delivery.see(tickets)
    desk.others_did()
    assert (course(desk).icon, course(desk).words) == ("eye", "Seen 19:30  ·  1 item")
    desk.store.clock.advance(minutes=6)
    kitchen.kitchen.bump(EVERYTHING, tickets[0])
    desk.others_did()
    assert (course(desk).icon, course(desk).words) == ("circle-check", "Done 19:36  ·  1 item")


def test_a_tap_shows_each_station(desk: Desk) -> None:
    take(desk, "diavola", "birra-moretti-0-33-l")
    desk.press("Send")
    tickets = desk.store.shop.reads.kitchen.live(None)
    oven = next(each for each in tickets if each.station_id == "pizza")
    desk.store.opened_by("K1").shop.delivery.see([oven.ticket_id])
    desk.others_did()
    tap(panel(desk), "Sent")
    said = {row.words: row.detail for row in panel(desk).rows() if isinstance(row, SectionRow)}
    assert said == {"Pizza oven": "seen 19:30", "Bar": "sent 19:30"}


def test_what_no_screen_received_for_five_seconds_is_a_warning_that_a_slip_ends(desk: Desk) -> None:
    screen_alone(desk)
    take(desk, "diavola")
    desk.press("Send")
    desk.store.shop.delivery.escalate_overdue()
    assert desk.terminal.together.deliveries.is_counting
    desk.store.clock.advance(seconds=6)
    desk.qtbot.waitUntil(lambda: "Not received by Pizza oven" in course(desk).words, timeout=3000)
    desk.store.clock.advance(seconds=10)
    desk.store.shop.delivery.escalate_overdue()
    desk.others_did()
    assert course(desk).words.startswith("Printed for Pizza oven 19:30")
    assert not desk.terminal.together.deliveries.is_counting


def test_a_course_that_waits_in_the_kitchen_is_fired_with_the_button_that_sends(desk: Desk) -> None:
    for each in desk.store.shop.reads.kitchen.stations():
        put = Station(each.id, each.name, each.icon, each.printer, each.target_minutes, holds_courses=True)
        desk.store.shop.administration.put_documents(EVERYTHING, (put,))
    take(desk, "bruschetta-classica", "diavola", "tiramisu")
    desk.press("Send")
    waiting = [row.words for row in panel(desk).rows() if isinstance(row, CourseRow)]
    assert waiting == ["Sent 19:30  ·  1 item", "Course 2 waits  ·  1 item", "Course 3 waits  ·  1 item"]
    desk.store.clock.advance(minutes=9)
    desk.press("Fire Course 2")
    oven = desk.store.shop.reads.kitchen.live(StationId("pizza"))
    assert [each.starts_at for each in oven] == [desk.store.clock.now()]
    take(desk, "margherita")
    desk.press("Send 1")
    desk.press("Fire Course 3")
    assert all(each.starts_at is not None for each in desk.store.shop.reads.kitchen.live(None))
    send = next(each for each in desk.terminal.register.findChildren(Button) if each.accessibleName() == "Send")
    assert not send.isEnabled()


def test_a_tap_on_a_tile_reads_no_ledger(desk: Desk) -> None:
    take(desk, "diavola")
    desk.press("Send")
    mesh = stage_mesh(desk.store)
    desk.others_did()
    mesh.reads.clear()
    take(desk, "margherita", "diavola")
    assert mesh.reads == []


def test_an_order_another_terminal_holds_is_asked_for_by_itself(desk: Desk) -> None:
    asked: list[tuple[str, str]] = []
    desk.till.payment.token.asked.connect(lambda order, holder: asked.append((order, holder)))
    order_id = held_by_r2(desk)
    desk.press("Pay")
    assert asked == [(order_id, "R2")]
    assert strips(desk) == ["Asking R2 for the order …"]
    desk.press("Take cash")
    assert not desk.till.payment.is_settled
    desk.store.opened_by("R2").shop.paying.release_token(order_id, "R1")
    desk.others_did()
    assert strips(desk) == []
    desk.press("Take cash")
    assert desk.till.payment.is_settled


def test_an_order_of_a_silent_terminal_is_taken_over_with_a_managers_pin(desk: Desk) -> None:
    order_id = held_by_r2(desk)
    desk.press("Pay")
    desk.qtbot.waitUntil(lambda: desk.till.payment.token.asking is Asking.IN_VAIN, timeout=2000)
    assert strips(desk) == ["R2 holds this order and does not answer. A manager can take it over."]
    desk.press("Take over")
    tap(shown_choices(desk), "Nina")
    desk.type_pin(pin_of(NINA))
    assert desk.store.shop.reads.orders.sheet(order_id).holder == "R1"
    desk.press("Take cash")
    assert desk.till.payment.is_settled


def test_an_order_of_ones_own_is_paid_without_asking(desk: Desk) -> None:
    asked: list[str] = []
    desk.till.payment.token.asked.connect(lambda order, holder: asked.append(order))
    take(desk, "diavola")
    desk.press("Pay")
    assert (asked, strips(desk)) == ([], [])


def test_lines_are_split_off_to_a_new_order_and_come_back_by_undo(desk: Desk) -> None:
    order_id = take(desk, "margherita", "margherita", "diavola")
    desk.store.clock.advance(seconds=1)
    desk.press("Order options")
    desk.press("Split off")
    tap(shown_choices(desk), "1 × Diavola")
    desk.press("1 to a new order")
    assert desk.till.lines() == [("Margherita", 2)]
    assert len(desk.store.shop.reads.orders.open_orders()) == 2
    desk.press("Undo")
    assert desk.till.order.order_id == order_id
    assert sorted(desk.till.lines()) == [("Diavola", 1), ("Margherita", 2)]
    assert len(desk.store.shop.reads.orders.open_orders()) == 1


def test_one_of_two_is_split_off_by_the_stepper(desk: Desk) -> None:
    take(desk, "margherita", "margherita")
    desk.press("Order options")
    desk.press("Split off")
    cards = shown_choices(desk)
    tap(cards, "2 × Margherita")
    cards.step_tapped.emit(cards.rows()[0].id, -1)
    desk.press("1 to a new order")
    assert desk.till.lines() == [("Margherita", 1)]


def test_orders_are_merged_at_the_table_that_was_chosen(desk: Desk) -> None:
    tables = {row.number: row.id for row in desk.store.shop.reads.orders.tables()}
    desk.till.options.choose_table(tables["5"], 2)
    desk.settle()
    take(desk, "margherita")
    desk.till.options.new_order()
    desk.till.options.choose_table(tables["7"], 3)
    desk.settle()
    take(desk, "diavola")
    desk.press("Order options")
    desk.press("Merge")
    tap(shown_choices(desk), "Table 5")
    desk.press("Merge with Table 5")
    assert sorted(desk.till.lines()) == [("Diavola", 1), ("Margherita", 1)]
    assert (desk.till.order.table_name, desk.till.order.guests) == ("5", 5)
    statuses = [row.status for row in desk.store.shop.reads.orders.open_orders()]
    assert statuses == [OrderStatus.OPEN]


def test_a_move_to_another_table_can_be_undone(desk: Desk) -> None:
    tables = {row.number: row.id for row in desk.store.shop.reads.orders.tables()}
    desk.till.options.choose_table(tables["5"], 2)
    desk.settle()
    take(desk, "margherita")
    desk.press("Order options")
    desk.press("Table")
    tap(shown_choices(desk), "Table 7")
    desk.settle()
    assert desk.till.order.table_name == "7"
    desk.press("Undo")
    assert (desk.till.order.table_name, desk.till.order.guests) == ("5", 2)
    assert "Undo" not in desk.names()


def test_a_finger_that_stays_on_a_tile_says_it_is_sold_out_for_those_who_may(desk: Desk) -> None:
    desk.till.session.sign_in(NINA, pin_of(NINA))
    desk.till.board.choose_category(CategoryId("pizza"))
    desk.settle()
    hold(desk, "Napoli")
    desk.press("Sold out")
    assert desk.till.tile("napoli").availability is Availability.EIGHTY_SIXED
    hold(desk, "Napoli")
    desk.press("On sale again")
    hold(desk, "Napoli")
    desk.type("3")
    desk.press("So many are left")
    desk.others_did()
    assert [row.low for row in grid(desk.terminal.window).rows() if row.id == "napoli"] == ["3 left"]


def test_for_everybody_else_a_slow_tap_is_a_tap(desk: Desk) -> None:
    desk.till.board.choose_category(CategoryId("pizza"))
    desk.settle()
    hold(desk, "Napoli")
    assert desk.till.lines() == [("Napoli", 1)]
    assert desk.terminal.window.view is View.REGISTER


def hold(desk: Desk, tile: str) -> None:
    """A finger goes down on a tile and stays."""
    tiles = grid(desk.terminal.window)
    at = place_of(tiles, tile)
    told: list[str] = []
    tiles.held.connect(told.append)
    QTest.mousePress(tiles.viewport(), LEFT, pos=at)
    desk.qtbot.waitUntil(lambda: bool(told), timeout=3000)
    QTest.mouseRelease(tiles.viewport(), LEFT, pos=at)
    tiles.held.disconnect(told.append)
    desk.settle()
