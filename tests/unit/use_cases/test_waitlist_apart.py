"""Two hosts who cannot hear each other: no party is lost, none comes back from its table."""

from __future__ import annotations

from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.waitlist import PartyStatus
from aura_terminal.use_cases.waitlist import Arrival
from tests.support.memory_mesh_of_shops import at, founded, meet
from tests.support.memory_shop import EVERYTHING, demo_store


def test_a_party_given_up_by_one_host_and_seated_by_two_sits_once_as_the_first_said_with_both_orders_kept() -> None:
    journal, now = founded((), ("R1", "R2")), demo_store().clock.now()
    one, two = at(journal, "R1", now, 1), at(journal, "R2", now, 2)
    party = one.shop.waitlist.join(EVERYTHING, Arrival(2, "Klein", minutes=15)).party_id
    meet((one, two))
    tables = one.shop.reads.orders.tables()
    one.clock.advance(minutes=8)
    two.clock.advance(minutes=9)
    one.shop.waitlist.leave(EVERYTHING, party)
    one.shop.waitlist.come_back(EVERYTHING, party)
    first = one.shop.waitlist.seat(EVERYTHING, party, (tables[0].id,)).order_id
    two.shop.waitlist.call(EVERYTHING, party)
    second = two.shop.waitlist.seat(EVERYTHING, party, (tables[1].id,)).order_id
    joined = two.shop.waitlist.join(EVERYTHING, Arrival(4, "Okafor")).party_id
    meet((one, two))
    day = one.shop.reads.store.profile().calendar.date_of(now)
    seen = [store.shop.reads.waitlist.parties(day) for store in (one, two)]
    assert seen[0] == seen[1]
    assert [row.party_id for row in seen[0]] == [party, joined]
    assert (seen[0][0].status, seen[0][0].order_id) == (PartyStatus.SEATED, first)
    assert one.shop.reads.orders.sheet(second).status is OrderStatus.OPEN  # somebody merges or cancels it
    assert one.shop.reads.waitlist.kept(day) == two.shop.reads.waitlist.kept(day)
