"""What every store promises of parties that wait; a test class supplies `bench`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aura_terminal.domain.errands import Progress
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, PartyId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.quoting import Sat
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.waitlist import PartyStatus, Quote, Sureness
from aura_terminal.use_cases.errands import Plan
from aura_terminal.use_cases.guests import NewGuest
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.use_cases.shop import Shop
from aura_terminal.use_cases.waitlist import Arrival, Correction
from tests.contract.store_bench import WATER, Bench, StoreFixtures
from tests.support.memory_shop import EVERYTHING


class WaitlistContract(StoreFixtures):
    """Parties are written down, told a time, called, seated or gone, and read in the order they came."""

    def test_parties_stand_in_the_order_they_came_with_what_they_were_told(
        self, shop: Shop, marta: Actor, bench: Bench
    ) -> None:
        first = shop.waitlist.join(marta, Arrival(2, "Klein", "0171 2345678", "a quiet one"))
        bench.clock.advance(minutes=3)
        second = shop.waitlist.join(marta, Arrival(4, "Okafor", minutes=35))
        day = shop.reads.store.profile().calendar.date_of(bench.clock.now())
        rows = shop.reads.waitlist.parties(day)
        assert [row.party_id for row in rows] == [first.party_id, second.party_id]
        assert (rows[0].quoted, rows[0].note, rows[0].status) == (0, "a quiet one", PartyStatus.WAITING)
        assert (rows[1].quoted, rows[1].sureness) == (35, Sureness.SAID)
        assert rows[1].promised_at == bench.clock.now() + timedelta(minutes=35)
        assert shop.reads.waitlist.parties(day + timedelta(days=1)) == ()

    def test_a_party_is_called_corrected_told_again_and_seated_with_an_order(
        self, shop: Shop, marta: Actor, bench: Bench
    ) -> None:
        joined = shop.waitlist.join(marta, Arrival(2, "Klein", minutes=10))
        bench.clock.advance(minutes=12)
        shop.waitlist.call(marta, joined.party_id)
        assert shop.waitlist.change(marta, joined.party_id, Correction(party_size=3))
        assert shop.waitlist.change(marta, joined.party_id, Correction(party_size=3)) == ()
        assert shop.waitlist.tell(marta, joined.party_id, 5).quote == Quote(5, Sureness.SAID)
        table = shop.reads.orders.tables()[0].id
        sheet = shop.reads.orders.sheet(shop.waitlist.seat(marta, joined.party_id, (table,)).order_id)
        assert (sheet.table_id, sheet.guests, sheet.guest_name) == (table, 3, "Klein")
        day = shop.reads.store.profile().calendar.date_of(bench.clock.now())
        (row,) = shop.reads.waitlist.parties(day)
        assert (row.status, row.order_id, row.ended_at) == (PartyStatus.SEATED, sheet.order_id, bench.clock.now())
        kept = shop.reads.waitlist.kept(day)
        assert (kept.seated, kept.within, kept.beyond) == (1, 0, 2)
        with pytest.raises(RuleBroken, match=Rule.PARTY_OVER.value):
            shop.waitlist.leave(marta, joined.party_id)

    def test_who_left_may_be_there_after_all(self, shop: Shop, marta: Actor, bench: Bench) -> None:
        joined = shop.waitlist.join(marta, Arrival(2))
        shop.waitlist.leave(marta, joined.party_id)
        day = shop.reads.store.profile().calendar.date_of(bench.clock.now())
        assert shop.reads.waitlist.parties(day)[0].status is PartyStatus.LEFT
        shop.waitlist.come_back(marta, joined.party_id)
        assert shop.reads.waitlist.parties(day)[0].ended_at is None
        with pytest.raises(NotFound):
            shop.waitlist.call(marta, PartyId("nobody"))

    def test_a_quote_knows_who_sits_who_is_expected_and_how_long_parties_stayed(
        self, shop: Shop, marta: Actor, bench: Bench
    ) -> None:
        tables = [row for row in shop.reads.orders.tables() if row.seats <= 4]
        for _ in range(5):
            order = shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.DINE_IN, tables[0].id, 2), WATER).order_id
            bench.clock.advance(minutes=30)
            shop.ordering.cancel_order(EVERYTHING, order, "left")
        assert shop.reads.waitlist.house(bench.clock.now()).stays == ()  # who paid nothing says nothing
        for row in tables:
            shop.ordering.open_order(marta, NewOrder(OrderType.DINE_IN, row.id, 2))
        at = bench.clock.now() + timedelta(hours=1)
        shop.reservations.book(marta, Booking(at, 2, 60, "Lang", tables=(TableId(tables[0].id),)))
        house = shop.reads.waitlist.house(bench.clock.now())
        assert {one.table_id for one in house.sittings} == {row.id for row in tables}
        assert [(one.starts_at, one.party_size) for one in house.promised] == [(at, 2)]
        assert shop.waitlist.reckon(2, bench.clock.now()) == Quote(65, Sureness.ASSUMED)

    def test_only_parties_that_paid_at_a_table_count_as_stays(self, shop: Shop, marta: Actor, bench: Bench) -> None:
        row = shop.reads.orders.tables()[0]
        free = shop.ordering.open_order(EVERYTHING, NewOrder(OrderType.DINE_IN, row.id, 2)).order_id
        shop.ordering.add_item(EVERYTHING, free, WATER)
        bench.clock.advance(minutes=42)
        due = shop.reads.orders.sheet(free).cash_due
        shop.paying.take_cash(EVERYTHING, free, due, AttemptId("a"))
        assert shop.reads.waitlist.house(bench.clock.now()).stays == (Sat(2, 42),)
        assert shop.reads.waitlist.house(bench.clock.now() + timedelta(weeks=5)).stays == ()

    def test_who_is_forgotten_is_forgotten_on_the_list_too(self, shop: Shop, carla: Actor, bench: Bench) -> None:
        guest = shop.guests.register(carla, NewGuest("Nora", "Klein", phone="0171 2345678")).guest_id
        joined = shop.waitlist.join(carla, Arrival(2, guest_id=guest, note="a quiet one"))
        assert (joined.name, joined.guest_id) == ("Nora Klein", guest)
        shop.guests.erase(carla, guest, "asked for it")
        (row,) = shop.reads.waitlist.parties(shop.reads.store.profile().calendar.date_of(bench.clock.now()))
        assert (row.name, row.phone, row.note) == ("", "", "")


class ComingContract(StoreFixtures):
    """Birthdays and what leaves the house are found alike in every store."""

    def test_birthdays_of_the_week_are_found_soonest_first(self, shop: Shop, carla: Actor) -> None:
        for first, born in (("Ada", date(1980, 5, 17)), ("Bo", date(1990, 5, 15)), ("Cy", date(1990, 6, 15))):
            guest = shop.guests.register(carla, NewGuest(first)).guest_id
            shop.guests.set_birthday(carla, guest, born)
        found = shop.reads.guests.birthdays(date(2026, 5, 15), 7)
        assert [(at, row.name) for at, row in found] == [(date(2026, 5, 15), "Bo"), (date(2026, 5, 17), "Ada")]

    def test_what_leaves_the_house_is_read_by_its_promised_time(self, shop: Shop, bench: Bench) -> None:
        now = bench.clock.now()
        for name, minutes in (("Later", 90), ("Sooner", 30)):
            new = NewOrder(OrderType.TAKEOUT)
            order_id = shop.ordering.add_item(EVERYTHING, new, WATER).order_id
            plan = Plan(OrderType.TAKEOUT, name, due_at=now + timedelta(minutes=minutes))
            shop.errands.plan(EVERYTHING, order_id, plan)
            shop.ordering.send(EVERYTHING, order_id)
        plain = shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.TAKEOUT), WATER).order_id
        shop.ordering.add_item(EVERYTHING, NewOrder(), WATER)
        board = shop.reads.errands.board(now)
        assert [row.call_name for row in board] == ["Sooner", "Later", ""]
        assert (board[2].order_id, board[2].progress) == (plain, Progress.NOT_BEGUN)
        shop.errands.hand_over(EVERYTHING, board[0].order_id)
        assert [row.call_name for row in shop.reads.errands.board(now)] == ["Later", ""]
        assert [row.call_name for row in shop.reads.errands.board(now + timedelta(days=2))] == [""]
