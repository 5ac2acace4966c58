"""What two people did while cut off, what stands, and what staff see: one test for each row of docs/merging.md."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

from aura_terminal.domain.bill_sharing import share_bill
from aura_terminal.domain.conflicts import choices_for, conflicts_of, conflicts_of_stock
from aura_terminal.domain.handing import server_at
from aura_terminal.domain.ids import ItemId, LineId, OrderId, PlanId, PunchId, ShareId, StaffId
from aura_terminal.domain.kitchen import KitchenTicket, TicketEscalated, TicketReceived, tickets_for
from aura_terminal.domain.labor import PunchKind, PunchRecorded, TimeSheet
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.moving import older_of
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.order_money import paid
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.settling import ChoiceCode, ConflictKind
from aura_terminal.domain.shares import shares_of
from aura_terminal.domain.sharing_facts import BillShared, Share, SharedBy
from aura_terminal.domain.stock import ItemEightySixed, StockClaimed, StockCounted, StockLevel
from aura_terminal.domain.tax import OrderType
from tests.unit.domain.apart import SOUP, Desk, desks, meet
from tests.unit.domain.orders import NOW, TODAY
from tests.unit.domain.test_kitchen_tickets import STATIONS, fired

PAGE = Path(__file__).parents[3] / "docs" / "merging.md"


def apart(burgers: int = 1, *, sent: bool = False) -> tuple[Desk, Desk, OrderId, LineId]:
    """Two terminals that know of one table with burgers, and from here on not of each other."""
    one, other = desks()
    order_id = one.open()
    one.add(order_id, quantity=burgers)
    if sent:
        one.send(order_id)
    other.hear(one)
    (line_id,) = one.order(order_id).own
    return one, other, order_id, line_id


def two_tables() -> tuple[Desk, Desk, OrderId, OrderId, LineId]:
    """The same with a second table."""
    one, other, order_id, line_id = apart(2)
    second = one.open()
    one.add(second, SOUP)
    other.hear(one)
    return one, other, order_id, second, line_id


def kinds(order: Order) -> list[ConflictKind]:
    return [conflict.kind for conflict in conflicts_of(order)]


def offered(order: Order) -> list[ChoiceCode]:
    (conflict,) = conflicts_of(order)
    return [choice.code for choice in choices_for(conflict)]


def charged(order: Order) -> int:
    return sum(line.charged_quantity for line in order.lines.values())


def cooked(order: Order) -> int:
    """How many units stations make of an order, repeats left out."""
    return sum(
        quantity - order.repeats.get(fire_id, {}).get(line_id, 0)
        for fire_id, lines in order.fired_lines.items()
        for line_id, quantity in lines
    )


def test_both_additions_to_one_table_stand_and_each_is_fired_once() -> None:
    one, other, order_id, _ = apart(sent=True)
    one.add(order_id, SOUP)
    other.add(order_id, SOUP, 2)
    one.send(order_id)
    other.send(order_id)
    order = meet(one, other)[order_id]
    assert (charged(order), cooked(order), order.unsent, kinds(order)) == (4, 4, (), [])


def test_taps_on_the_same_tile_all_count() -> None:
    one, other, order_id, line_id = apart()
    one.add(order_id)
    other.add(order_id, quantity=2)
    order = meet(one, other)[order_id]
    assert [(line.id, line.quantity) for line in order.lines.values()] == [(line_id, 4)]


def test_a_line_that_both_sent_is_cooked_once() -> None:
    one, other, order_id, line_id = apart(2)
    one.send(order_id)
    other.send(order_id)
    order = meet(one, other)[order_id]
    assert (len(order.fires), cooked(order), charged(order)) == (2, 2, 2)
    assert [list(repeated.items()) for repeated in order.repeats.values()] == [[(line_id, 2)]]


def test_more_of_a_line_that_was_sent_meanwhile_stays_unsent_on_a_line_of_its_own() -> None:
    one, other, order_id, line_id = apart()
    one.send(order_id)
    other.change(order_id, line_id, 3)
    order = meet(one, other)[order_id]
    assert [(line.quantity, line.state) for line in order.lines.values()] == [(1, LineState.SENT), (2, LineState.NEW)]
    one.send(order_id)
    assert (cooked(one.order(order_id)), charged(one.order(order_id))) == (3, 3)


def test_a_rest_that_one_sent_before_they_heard_that_all_of_it_was_sent_is_cooked_once() -> None:
    for voided in (0, 2):
        one, other, order_id, line_id = apart()
        one.change(order_id, line_id, 4)
        without_the_fire = dict(one.held)
        one.send(order_id)
        other.add(order_id, SOUP)
        other.send(order_id)
        other.held.update(without_the_fire)
        other.send(order_id)
        rest = LineId(f"{line_id}+")
        assert [line.quantity for line in other.order(order_id).own.values()] == [1, 1, 3]
        if voided:
            other.void(order_id, rest, voided)
        order = meet(one, other)[order_id]
        assert (cooked(order), charged(order), order.unsent) == (5, 5 - voided, ())
        assert [repeated.get(rest, 0) for repeated in order.repeats.values()] == [0, 3]


def test_a_line_made_less_or_removed_while_it_was_sent_is_cooked_and_charged_as_it_was_sent() -> None:
    for change in ("less", "removed"):
        one, other, order_id, line_id = apart(3)
        one.send(order_id)
        if change == "less":
            other.change(order_id, line_id, 1)
        else:
            other.remove(order_id, line_id)
        order = meet(one, other)[order_id]
        assert (charged(order), cooked(order), order.lines[line_id].state) == (3, 3, LineState.SENT)


def test_of_two_quantities_of_an_unsent_line_the_later_stands() -> None:
    one, other, order_id, line_id = apart()
    one.change(order_id, line_id, 2)
    other.add(order_id, SOUP)
    other.change(order_id, line_id, 5)
    assert meet(one, other)[order_id].lines[line_id].quantity == 5


def test_a_word_to_the_kitchen_after_the_line_was_sent_elsewhere_changes_nothing() -> None:
    one, other, order_id, line_id = apart()
    one.send(order_id)
    other.add(order_id, SOUP)
    other.keep(other.order(order_id).note_line(line_id, "no onions"))
    assert meet(one, other)[order_id].lines[line_id].note == ""


def test_voids_add_up_and_more_than_there_was_is_shown() -> None:
    one, other, order_id, line_id = apart(3, sent=True)
    one.void(order_id, line_id, 2)
    other.void(order_id, line_id, 2)
    order = meet(one, other)[order_id]
    assert (order.lines[line_id].state, charged(order)) == (LineState.VOIDED, 0)
    assert (kinds(order), offered(order)) == ([ConflictKind.VOIDED_TWICE], [ChoiceCode.NOTED])
    assert one.decide(order_id)
    assert kinds(one.order(order_id)) == []


def test_what_was_voided_while_it_was_paid_is_too_much_money() -> None:
    one, other, order_id, line_id = apart(2, sent=True)
    one.pay(order_id)
    other.void(order_id, line_id)
    order = meet(one, other)[order_id]
    assert (order.status, kinds(order)) == (OrderStatus.CLOSED, [ConflictKind.OVERPAID])
    assert conflicts_of(order)[0].amount == order.lines[line_id].sold.unit_price


def test_what_was_added_while_the_order_was_paid_is_due_again() -> None:
    one, other, order_id, _ = apart(sent=True)
    one.pay(order_id)
    other.add(order_id, SOUP)
    other.send(order_id)
    order = meet(one, other)[order_id]
    assert (order.status, order.bill.due.minor, kinds(order)) == (OrderStatus.CLOSED, 600, [ConflictKind.LATE_ITEM])
    assert offered(order) == [ChoiceCode.NEW_CHECK, ChoiceCode.WRITE_OFF]
    assert other.decide(order_id, ChoiceCode.NEW_CHECK)
    orders = meet(one, other)
    (check,) = [found for found in orders.values() if found.split_from == order_id]
    assert (check.bill.due.minor, charged(check)) == (600, 1)
    assert (orders[order_id].bill.due.minor, kinds(orders[order_id])) == (0, [])
    assert cooked(orders[order_id]) == 2


def test_what_came_too_late_and_is_written_off_is_not_charged() -> None:
    one, other, order_id, line_id = apart(sent=True)
    one.pay(order_id)
    other.add(order_id, SOUP)
    meet(one, other)
    assert one.decide(order_id, ChoiceCode.WRITE_OFF)
    order = meet(one, other)[order_id]
    assert (order.bill.due.minor, kinds(order), order.lines[line_id].charged_quantity) == (0, [], 1)


def test_a_line_that_was_paid_stays_where_it_was_paid_though_it_was_moved_elsewhere() -> None:
    one, other, order_id, second, line_id = two_tables()
    one.pay(order_id)
    other.move(order_id, line_id, second)
    orders = meet(one, other)
    assert line_id in orders[order_id].lines
    assert next(iter(orders[second].lines.values())).sold == SOUP
    assert (kinds(orders[order_id]), kinds(orders[second])) == ([], [])


def test_a_line_that_was_moved_and_paid_in_both_places_is_too_much_money_in_one() -> None:
    one, other, order_id, second, line_id = two_tables()
    one.pay(order_id)
    other.move(order_id, line_id, second)
    other.pay(second)
    orders = meet(one, other)
    assert (kinds(orders[order_id]), kinds(orders[second])) == ([], [ConflictKind.OVERPAID])
    assert conflicts_of(orders[second])[0].amount == orders[order_id].bill.total


def test_a_line_that_both_moved_is_at_the_place_of_the_later_move_alone() -> None:
    one, other, order_id, second, line_id = two_tables()
    third = one.open()
    other.hear(one)
    one.move(order_id, line_id, second)
    other.add(third, SOUP)
    other.move(order_id, line_id, third)
    orders = meet(one, other)
    assert [line_id in orders[place].lines for place in (order_id, second, third)] == [False, False, True]


def test_a_line_that_was_split_while_it_was_sent_is_cooked_once_in_all_its_parts() -> None:
    one, other, order_id, line_id = apart(3)
    one.split(order_id, line_id, 2)
    other.send(order_id)
    order = meet(one, other)[order_id]
    assert sorted(line.quantity for line in order.lines.values()) == [1, 2]
    assert (cooked(order), charged(order), order.unsent) == (3, 3, ())


def test_a_line_that_was_split_while_it_was_paid_is_paid_in_all_its_parts() -> None:
    one, other, order_id, second, line_id = two_tables()
    one.pay(order_id)
    other.split(order_id, line_id)
    part = next(new for new in other.order(order_id).own if new != line_id)
    other.move(order_id, part, second)
    orders = meet(one, other)
    assert (charged(orders[order_id]), kinds(orders[order_id]), part in orders[second].lines) == (2, [], False)


def test_two_splits_of_one_line_take_no_more_than_there_is() -> None:
    one, other, order_id, line_id = apart(3)
    one.split(order_id, line_id, 2)
    other.split(order_id, line_id, 2)
    order = meet(one, other)[order_id]
    assert (sorted(line.quantity for line in order.lines.values()), charged(order)) == ([1, 2], 3)


def test_two_orders_merged_each_into_the_other_are_one_order_the_older() -> None:
    one, other, order_id, second, _ = two_tables()
    one.merge(order_id, second)
    other.merge(second, order_id)
    orders = meet(one, other)
    stays = orders[older_of(order_id, second)]
    goes = orders[max(order_id, second)]
    assert (stays.status, goes.status) == (OrderStatus.OPEN, OrderStatus.MERGED)
    assert (charged(stays), charged(goes), len(goes.away), kinds(goes)) == (3, 0, 1, [])


def test_orders_merged_in_a_ring_at_three_terminals_are_one_order() -> None:
    everybody = desks(3)
    tables = [everybody[0].open() for _ in range(3)]
    for table in tables:
        everybody[0].add(table)
    for place, desk in enumerate(everybody):
        desk.hear(everybody[0])
        desk.merge(tables[place], tables[(place + 1) % 3])
    orders = meet(*everybody)
    assert [orders[table].status for table in tables].count(OrderStatus.OPEN) == 1
    assert charged(orders[min(tables)]) == 3


def test_an_order_merged_into_two_others_is_at_one_of_them_and_that_is_shown() -> None:
    one, other = desks()
    oldest, middle, youngest = (one.open() for _ in range(3))
    one.add(youngest)
    other.hear(one)
    one.merge(youngest, oldest)
    other.merge(youngest, middle)
    orders = meet(one, other)
    assert sorted([charged(orders[oldest]), charged(orders[middle]), charged(orders[youngest])]) == [0, 0, 1]
    assert kinds(orders[youngest]) == [ConflictKind.MERGED_TWICE]


def test_what_was_added_to_an_order_while_it_was_merged_is_charged_where_it_went() -> None:
    one, other, order_id, second, _ = two_tables()
    one.merge(order_id, second)
    other.add(second, SOUP)
    other.send(second)
    orders = meet(one, other)
    assert (charged(orders[order_id]), charged(orders[second]), cooked(orders[second])) == (4, 0, 2)


def test_an_order_that_was_paid_while_it_was_merged_stays_paid_and_is_charged_nowhere_else() -> None:
    one, other, order_id, second, _ = two_tables()
    one.pay(second)
    other.merge(order_id, second)
    orders = meet(one, other)
    assert (orders[second].status, charged(orders[second])) == (OrderStatus.CLOSED, 1)
    assert (charged(orders[order_id]), kinds(orders[order_id]), kinds(orders[second])) == (2, [], [])


def test_money_taken_on_an_order_while_it_was_merged_is_carried_over_to_where_it_went() -> None:
    one, other, order_id, second, _ = two_tables()
    one.take(second, 300)
    other.merge(order_id, second)
    order = meet(one, other)[second]
    assert (order.status, kinds(order), paid(order).minor) == (OrderStatus.MERGED, [ConflictKind.OVERPAID], 300)
    assert offered(order) == [ChoiceCode.CARRY_OVER, ChoiceCode.GIVE_BACK, ChoiceCode.NEVER_TAKEN]


def test_what_was_added_while_the_order_was_cancelled_is_put_before_a_person() -> None:
    one, other, order_id, _ = apart(sent=True)
    one.cancel(order_id)
    other.add(order_id, SOUP)
    other.send(order_id)
    order = meet(one, other)[order_id]
    assert (order.status, kinds(order)) == (OrderStatus.CANCELLED, [ConflictKind.LATE_ITEM])
    assert conflicts_of(order)[0].amount == SOUP.unit_price


def test_an_order_that_was_paid_while_it_was_cancelled_is_paid_until_a_person_decides() -> None:
    one, other, order_id, _ = apart(sent=True)
    one.pay(order_id)
    other.cancel(order_id)
    order = meet(one, other)[order_id]
    assert (order.status, kinds(order)) == (OrderStatus.CLOSED, [ConflictKind.CANCELLED_BUT_PAID])
    assert offered(order) == [ChoiceCode.SALE_STANDS, ChoiceCode.GIVE_BACK]
    one.decide(order_id, ChoiceCode.GIVE_BACK)
    order = meet(one, other)[order_id]
    assert (order.status, kinds(order), paid(order).minor) == (OrderStatus.CANCELLED, [], 0)


def test_a_line_of_a_cancelled_order_stays_cancelled_though_it_was_moved_or_merged_elsewhere() -> None:
    for way in ("moved", "merged"):
        one, other, order_id, second, line_id = two_tables()
        one.cancel(second)
        soup = next(iter(one.order(second).own))
        if way == "moved":
            other.move(second, soup, order_id)
        else:
            other.merge(order_id, second)
        orders = meet(one, other)
        assert orders[second].status is OrderStatus.CANCELLED
        assert (list(orders[order_id].lines), soup in orders[second].lines) == ([line_id], True)


def test_two_payments_of_one_check_are_both_kept_and_the_surplus_is_decided() -> None:
    one, other, order_id, _ = apart(sent=True)
    one.pay(order_id)
    other.pay(order_id)
    order = meet(one, other)[order_id]
    assert (len(order.payments), kinds(order)) == (2, [ConflictKind.OVERPAID])
    assert offered(order) == [ChoiceCode.GIVE_BACK, ChoiceCode.KEEP_AS_TIP, ChoiceCode.NEVER_TAKEN]
    assert dict(conflicts_of(order)[0].details)["sold"] == "12.99"
    other.decide(order_id, ChoiceCode.NEVER_TAKEN)
    order = meet(one, other)[order_id]
    assert (len(order.payments), kinds(order), order.bill.due.minor) == (2, [], 0)


def test_a_surplus_that_both_gave_back_is_missing_money() -> None:
    one, other, order_id, _ = apart(sent=True)
    one.pay(order_id)
    other.pay(order_id)
    meet(one, other)
    one.decide(order_id, ChoiceCode.GIVE_BACK)
    other.decide(order_id, ChoiceCode.GIVE_BACK)
    order = meet(one, other)[order_id]
    assert (order.status, kinds(order)) == (OrderStatus.CLOSED, [ConflictKind.UNDERPAID])
    assert offered(order) == [ChoiceCode.NEVER_GIVEN, ChoiceCode.BEAR_THE_LOSS]
    one.decide(order_id, ChoiceCode.NEVER_GIVEN)
    assert kinds(meet(one, other)[order_id]) == []


def test_a_paid_order_keeps_its_table_and_its_type() -> None:
    one, other, order_id, line_id = apart(sent=True)
    one.pay(order_id)
    for _ in range(9):
        other.add(order_id, SOUP)
    other.keep(other.order(order_id).change_type(OrderType.TAKEOUT, {line_id: ()}))
    other.keep(other.order(order_id).assign_table(None, "9", 4))
    order = meet(one, other)[order_id]
    assert (order.order_type, order.table_name) == (OrderType.DINE_IN, "")
    assert order.lines[line_id].rates == order.lines[line_id].sold.rates


def test_the_last_one_sold_twice_is_two_sales_and_shown_as_oversold() -> None:
    tiramisu = ItemId("tiramisu")
    level = StockLevel(tiramisu)
    for fact in (
        StockCounted(tiramisu, 1, NOW),
        StockClaimed(tiramisu, LineId("a"), 1),
        StockClaimed(tiramisu, LineId("b"), 1),
    ):
        level.apply(fact)
    assert (level.left, level.oversold) == (0, 1)
    (conflict,) = conflicts_of_stock(level, "Tiramisu")
    assert conflict.kind is ConflictKind.OVERSOLD
    level.apply(ItemEightySixed(tiramisu, NOW))
    assert conflicts_of_stock(level, "Tiramisu") == ()


def test_punches_at_several_terminals_make_one_shift_and_what_contradicts_is_kept() -> None:
    nina = StaffId("nina")
    hours = [
        (PunchKind.CLOCK_IN, 0, "R1"), (PunchKind.CLOCK_IN, 1, "R2"), (PunchKind.BREAK_BEGIN, 2, "K1"),
        (PunchKind.CLOCK_OUT, 6, "R1"), (PunchKind.CLOCK_OUT, 7, "R2"),
    ]  # fmt: skip
    punches = [
        PunchRecorded(PunchId(str(place)), nina, kind, NOW + timedelta(hours=hour), terminal, TODAY)
        for place, (kind, hour, terminal) in enumerate(hours)
    ]
    for arrived in (punches, punches[::-1], punches + punches):
        sheet = TimeSheet(nina)
        for punch in arrived:
            sheet.apply(punch)
        (shift,) = sheet.shifts
        assert (shift.worked(NOW), len(shift.breaks), len(sheet.punches)) == (timedelta(hours=2), 1, 5)
        assert [one.punch.terminal for one in sheet.contradictions] == ["R2", "R2"]


def test_a_ticket_that_was_printed_because_no_screen_answered_is_known_as_printed_when_the_screen_has_it() -> None:
    ticket = KitchenTicket(fired().ticket_id)
    for fact in (
        fired(),
        TicketEscalated(ticket.id, "kitchen", NOW, "screen silent"),
        TicketReceived(ticket.id, "K1", NOW + timedelta(minutes=1)),
    ):
        ticket.apply(fact)
    assert ticket.escalated is not None
    assert ticket.received is not None
    assert not ticket.is_bumped


def test_the_second_ticket_of_a_line_that_both_sent_asks_for_nothing() -> None:
    one, other, order_id, line_id = apart(2)
    one.send(order_id)
    other.send(order_id)
    order = meet(one, other)[order_id]
    tickets = []
    for fire_id, lines in order.fired_lines.items():
        (fact,) = tickets_for(order, [LinesFired(order_id, fire_id, NOW, lines)], STATIONS)
        ticket = KitchenTicket(fact.ticket_id)
        ticket.apply(fact)
        ticket.host(order.repeats.get(fire_id, {}), {})
        tickets.append(ticket)
    assert sorted(ticket.lines[line_id].wanted for ticket in tickets) == [0, 2]
    assert sorted(ticket.is_void for ticket in tickets) == [False, True]


def test_a_bill_that_both_shared_is_shared_as_the_later_one_said() -> None:
    one, other, order_id, _ = apart(2)
    one.share(order_id, 2)
    other.share(order_id, 3)
    order = meet(one, other)[order_id]
    shares = shares_of(order)
    assert (len(shares), sum(share.due.minor for share in shares)) == (3, order.bill.due.minor)


def test_a_share_that_was_paid_while_the_bill_was_shared_anew_is_everybodys() -> None:
    one, other, order_id, _ = apart(2)
    one.share(order_id, 2)
    other.hear(one)
    one.pay_share(order_id, 0)
    other.keep(_anew(other, order_id, 3))
    order = meet(one, other)[order_id]
    shares = shares_of(order)
    assert [share.paid.minor for share in shares] == [0, 0, 0]
    assert sum(share.due.minor for share in shares) == order.bill.due.minor == order.bill.total.minor - 1299
    assert kinds(order) == []


def test_a_line_that_left_while_a_share_of_it_was_paid_is_too_much_money() -> None:
    one, other, order_id, second, line_id = two_tables()
    one.share_items(order_id, 2)
    other.hear(one)
    one.pay_share(order_id, 0)
    other.move(order_id, line_id, second)
    orders = meet(one, other)
    assert offered(orders[order_id])[0] is ChoiceCode.GIVE_BACK
    assert sum(share.due.minor for share in shares_of(orders[order_id])) == 0


def test_an_order_that_both_gave_away_is_served_by_the_later_one() -> None:
    one, other, order_id, _ = apart()
    one.hand(order_id, "nina")
    other.hand(order_id, "sofia")
    order = meet(one, other)[order_id]
    assert (order.opened_by, order.server_name, len(order.party.handed)) == ("sofia", "Sofia", 2)


def test_a_tip_left_before_an_order_was_given_away_is_of_who_served_then() -> None:
    one, other, order_id, _ = apart(2)
    before = one.order(order_id).opened_by
    one.take(order_id, 500)
    other.hear(one)
    other.hand(order_id, "nina")
    one.hear(other)
    one.take(order_id)
    order = meet(one, other)[order_id]
    assert [server_at(order, payment.id) for payment in order.payments] == [before, "nina"]


def test_tables_that_both_linked_are_those_of_the_later_link() -> None:
    one, other, order_id, _ = apart()
    one.link(order_id, "7", "8")
    other.link(order_id, "7", "9")
    order = meet(one, other)[order_id]
    assert (order.table_name, order.party.linked) == ("7+9", ("table-9",))


def test_a_table_both_linked_for_a_party_of_theirs_stands_with_both() -> None:
    one, other, order_id, second, _ = two_tables()
    one.link(order_id, "7", "8")
    other.link(second, "9", "8")
    orders = meet(one, other)
    assert [orders[each].party.linked for each in (order_id, second)] == [("table-8",), ("table-8",)]


def test_a_party_that_was_paid_while_its_tables_were_linked_stays_as_it_was_paid() -> None:
    one, other, order_id, _ = apart()
    stale = Desk("R3", other.names)
    stale.hear(other)
    stale.link(order_id, "7", "8")
    stale.hand(order_id, "nina")
    late = [fact for stamp, fact in stale.held.items() if stamp.origin == "R3"]
    one.pay(order_id)
    other.hear(one)
    other.keep(*late)
    order = meet(one, other)[order_id]
    assert (order.status, order.party.linked, order.opened_by) == (OrderStatus.CLOSED, (), "marta")


def test_an_order_put_aside_under_two_labels_has_the_later_one() -> None:
    one, other, order_id, _ = apart()
    one.park(order_id, "red jacket")
    other.park(order_id, "window")
    order = meet(one, other)[order_id]
    assert order.party.parked is not None
    assert order.party.parked.label == "window"


def _anew(desk: Desk, order_id: OrderId, ways: int) -> BillShared:
    """A plan as somebody makes it who has not heard of any payment."""
    order = desk.order(order_id)
    new = [Share(ShareId(f"anew-{place}")) for place in range(ways)]
    return share_bill(order, PlanId("anew"), SharedBy.EVEN, new, NOW, StaffId("luca"))


def test_the_page_names_every_one_of_these_tests_and_none_that_there_is_not() -> None:
    here = sys.modules[__name__]
    tests = {name for name in vars(here) if name.startswith("test_")} - {
        "test_the_page_names_every_one_of_these_tests_and_none_that_there_is_not"
    }
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text("utf-8")))
    files = PAGE.parents[1].joinpath("tests").rglob("*.py")
    there = {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))}
    assert (tests - named, named - there) == (set(), set())
