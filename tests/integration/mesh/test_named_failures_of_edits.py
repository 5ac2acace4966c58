"""Failures that restaurants have had with other systems: what came of two people editing one check.

The numbers are those of the list of twenty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from aura_terminal.domain.lines import LineState
from aura_terminal.use_cases.ordering import Asked
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_links import Terminals, a_table, seated
from tests.support.mesh_soak import Soak, cooking, items_on
from tests.support.store_service import plain_items

Meet = Callable[..., Terminals]


def test_what_two_servers_add_to_one_table_while_cut_off_is_all_there_and_fired_once(meet: Meet) -> None:
    """Failure 6: two servers worked on one table, and one of them overwrote the other."""
    terminals = meet("R1", "R2", "K1")
    table = seated(terminals["R1"], a_table(terminals["R1"]))
    terminals.heal()
    terminals.cut()
    terminals.pass_time(seconds=600)
    beer, burger = plain_items(terminals["R1"])[1:3]
    for label, item in (("R1", beer), ("R2", burger)):
        shop = terminals[label].shop
        shop.ordering.add_item(EVERYTHING, table, Asked(item, quantity=2))
        shop.ordering.send(EVERYTHING, table)
    terminals.heal()
    for stored in terminals:
        sheet = stored.shop.reads.orders.sheet(table)
        assert {(line.item_id, line.quantity, line.state) for line in sheet.lines} >= {
            (beer, 2, LineState.SENT),
            (burger, 2, LineState.SENT),
        }
        kitchen = cooking(stored, table)
        assert [kitchen[line.line_id] for line in sheet.lines] == [1, 2, 2]  # the first one was sent by both
    assert len(terminals.digests()) == 1


@pytest.mark.parametrize("seed", range(3))
def test_half_an_hour_of_partitions_leaves_what_an_oracle_counted(meet: Meet, seed: int) -> None:
    """Failure 7: after an outage items stood on checks twice."""
    terminals = meet("R1", "R2", "K1")
    soak = Soak(terminals, Random(seed))
    soak.run(90, seconds_between=20)
    terminals.heal()
    prices = {
        item: terminals["R1"].shop.reads.menu.sheet(item).item.price.minor for item in plain_items(terminals["R1"])
    }
    for order_id in soak.oracle.orders:
        expected = soak.oracle.items(order_id)
        for stored in terminals:
            assert items_on(stored, order_id) == expected
            sheet = stored.shop.reads.orders.sheet(order_id)
            assert sheet.total.minor == sum(prices[item] * count for item, count in expected.items())
            assert cooking(stored, order_id) == soak.oracle.cooked(order_id)
    assert len(terminals.digests()) == 1


def test_one_more_and_one_fewer_of_a_line_at_once_come_to_one_answer_everywhere(meet: Meet) -> None:
    """Failure 6: one of two servers took an item off while the other added one, and terminals disagreed."""
    terminals = meet("R1", "R2", "K1")
    order_id = seated(terminals["R1"], a_table(terminals["R1"]))
    (line,) = terminals["R1"].shop.reads.orders.sheet(order_id).lines
    terminals["R1"].shop.ordering.change_quantity(EVERYTHING, order_id, line.line_id, 3)
    terminals.heal()
    terminals.cut()
    terminals["R1"].shop.ordering.change_quantity(EVERYTHING, order_id, line.line_id, 2)
    terminals.pass_time(seconds=5)
    terminals["R2"].shop.ordering.change_quantity(EVERYTHING, order_id, line.line_id, 4)
    terminals.heal()
    assert {stored.shop.reads.orders.sheet(order_id).lines[0].quantity for stored in terminals} == {4}  # the later one
    terminals["R2"].shop.ordering.send(EVERYTHING, order_id)
    terminals.heal()
    for stored in terminals:
        assert cooking(stored, order_id) == {line.line_id: 4}


def test_a_void_and_an_addition_made_apart_both_stand_and_only_what_is_wanted_is_cooked(meet: Meet) -> None:
    """Failure 6: a void of one server undid what the other added meanwhile."""
    terminals = meet("R1", "R2", "K1")
    order_id = seated(terminals["R1"], a_table(terminals["R1"]))
    terminals["R1"].shop.ordering.send(EVERYTHING, order_id)
    terminals.heal()
    terminals.cut()
    (line,) = terminals["R1"].shop.reads.orders.sheet(order_id).lines
    terminals["R1"].shop.ordering.void_line(EVERYTHING, order_id, line.line_id, 1, "cold")
    terminals["R2"].shop.ordering.add_item(EVERYTHING, order_id, Asked(plain_items(terminals["R2"])[0]))
    terminals["R2"].shop.ordering.send(EVERYTHING, order_id)
    terminals.heal()
    for stored in terminals:
        voided, added = stored.shop.reads.orders.sheet(order_id).lines
        assert (voided.line_id, voided.state, added.state) == (line.line_id, LineState.VOIDED, LineState.SENT)
        assert cooking(stored, order_id) == {added.line_id: 1}
    assert len(terminals.digests()) == 1


def test_what_was_cooked_for_the_later_of_two_fires_is_not_cooked_again_for_the_earlier(meet: Meet) -> None:
    """Failure 7: the order in which fires become known is not the order in which they were made."""
    terminals = meet("R1", "R2", "K1")
    order_id = seated(terminals["R1"], a_table(terminals["R1"]))
    terminals.heal()
    terminals.cut()
    terminals["R2"].shop.ordering.send(EVERYTHING, order_id)  # earlier, and heard of later
    terminals.pass_time(seconds=60)
    terminals.link("R1", "K1")
    terminals["R1"].shop.ordering.send(EVERYTHING, order_id)
    terminals.talk(seconds=1)
    kitchen = terminals["K1"].shop
    (ticket,) = kitchen.reads.kitchen.live(None)
    kitchen.kitchen.bump(EVERYTHING, ticket.ticket_id)
    terminals.heal()
    assert [cooking(stored, order_id) for stored in terminals] == [Counter()] * 3


def test_a_repeat_that_was_only_cleared_away_leaves_the_other_ticket_to_be_cooked(meet: Meet) -> None:
    """Failure 7, the other side of it: nobody waits for food that a cook believed to be a repeat."""
    terminals = meet("R1", "R2", "K1")
    order_id = seated(terminals["R1"], a_table(terminals["R1"]))
    terminals.heal()
    terminals.cut()
    terminals["R2"].shop.ordering.send(EVERYTHING, order_id)
    terminals.pass_time(seconds=60)
    terminals["R1"].shop.ordering.send(EVERYTHING, order_id)
    terminals.heal()
    kitchen = terminals["K1"].shop
    first, repeat = kitchen.reads.kitchen.live(None)
    assert (first.lines[0].repeated, repeat.lines[0].repeated) == (0, 1)
    kitchen.kitchen.bump(EVERYTHING, repeat.ticket_id)
    terminals.heal()
    (line,) = terminals["R1"].shop.reads.orders.sheet(order_id).lines
    assert [cooking(stored, order_id) for stored in terminals] == [Counter({line.line_id: 1})] * 3
