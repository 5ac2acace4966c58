"""What every store promises to the use cases; a store's test class supplies the `bench` fixture."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest

from aura_terminal.domain.documents import DocumentKind, DocumentWithdrawn, put
from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId, StaffId, StationId, TicketId, TipPayoutId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import LineRemoved, LineVoided, OrderClosed, PaymentTaken
from aura_terminal.domain.ordering import OrderStatus
from aura_terminal.domain.paper import SpoolKind, SpoolState
from aura_terminal.domain.shop import Station
from aura_terminal.domain.staff import Actor, PinTried, Role
from aura_terminal.domain.tip_sharing import TipsPaid
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import NOBODY, WATER, Bench, StoreFixtures, kick, opening, sell
from tests.support.memory_shop import EVERYTHING, demo_files


class Interrupted(Exception):
    """What a test raises inside a unit of work."""


class WorkContract(StoreFixtures):
    """One transaction: whole or not at all, and what it keeps is what every later work sees."""

    # A transaction

    def test_what_is_kept_is_there_for_the_next_work(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        with bench.begin(SYSTEM) as work:
            order = work.order(order_id)
        assert (order.number, order.status, len(order.lines)) == ("R1-001", OrderStatus.OPEN, 1)

    def test_an_exception_leaves_nothing_behind(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        before = shop.reads.store.status(bench.clock.now())
        sheet = shop.reads.orders.sheet(order_id)
        with bench.begin(marta.id) as work:
            known = work.ledger.known()
        with suppress(Interrupted), bench.begin(marta.id) as work:
            opened = opening(work, OrderId(bench.ids.new()))
            work.keep(opened, work.order(order_id).remove_line(next(iter(work.order(order_id).lines))))
            work.keep(PinTried(marta.id, "R1"), put(Station(StationId("grill"), "Grill", "flame", "grill", 9)))
            work.spool(kick(bench))
            raise Interrupted
        assert shop.reads.store.status(bench.clock.now()) == before
        assert shop.reads.orders.sheet(order_id) == sheet
        assert not bench.jobs()
        with bench.begin(marta.id) as work:
            assert work.ledger.known() == known
            assert work.access(marta.id).failed_tries == 0
            with pytest.raises(NotFound):
                work.order(opened.order_id)
            with pytest.raises(NotFound):
                work.documents.get(Station, "grill")

    def test_a_refusal_inside_a_work_leaves_nothing_behind(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        facts = shop.reads.store.status(bench.clock.now()).facts
        with pytest.raises(RuleBroken) as refused:
            shop.ordering.add_item(marta, NewOrder(), Asked(ItemId("tagliata-di-manzo")))
        assert refused.value.rule is Rule.CHOICE_MISSING
        assert shop.reads.store.status(bench.clock.now()).facts == facts
        assert shop.reads.orders.open_orders() == ()

    def test_what_is_kept_shows_inside_the_same_work(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        with bench.begin(marta.id) as work:
            opened = opening(work, OrderId(bench.ids.new()))
            work.keep(opened)
            assert work.order(opened.order_id).number == opened.number
            work.keep(work.order(opened.order_id).name_guest("Ada"))
            assert work.order(opened.order_id).guest_name == "Ada"
            work.keep(PinTried(marta.id, "R1"))
            assert work.access(marta.id).failed_tries == 1
            work.keep(put(Station(StationId("grill"), "Grill", "flame", "grill", 9)))
            assert work.documents.get(Station, "grill").target_minutes == 9
            assert "grill" in [station.id for station in work.documents.all(Station)]
            assert work.ledger.next_order_number(opened.business_date) == 2
            assert opened.order_id in [order.id for order in work.ledger.orders_of(opened.business_date)]

    def test_an_aggregate_changed_by_hand_changes_nothing_in_the_store(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        with suppress(Interrupted), bench.begin(marta.id) as work:
            order = work.order(order_id)
            order.apply(order.name_guest("nobody"))
            raise Interrupted
        with bench.begin(marta.id) as work:
            assert work.order(order_id).guest_name == ""

    def test_what_nobody_kept_is_not_found(self, bench: Bench, shop: Shop) -> None:
        with bench.begin(SYSTEM) as work:
            for look in (
                lambda: work.order(NOBODY),
                lambda: work.ticket(TicketId(NOBODY)),
                lambda: work.documents.get(Item, "nothing"),
                lambda: bench.reads.orders.sheet(NOBODY),
                lambda: bench.reads.kitchen.ticket(TicketId(NOBODY)),
                lambda: bench.reads.menu.sheet(ItemId("nothing")),
            ):
                with pytest.raises(NotFound):
                    look()
            nobody = work.access(StaffId("nobody"))
        assert (nobody.verifier, nobody.failed_tries, nobody.signed_in_on) == ("", 0, set())

    def test_the_time_of_a_work_is_the_clocks_and_stands_still(self, bench: Bench) -> None:
        with bench.begin(SYSTEM) as work:
            before = work.now
            bench.clock.advance(minutes=5)
            assert work.now == before
        assert before.utcoffset() == timedelta(0)
        with bench.begin(SYSTEM) as work:
            assert work.now == before + timedelta(minutes=5)

    def test_the_known_vector_counts_every_fact_of_this_terminal(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        with bench.begin(SYSTEM) as work:
            before = dict(work.ledger.known())
        done = shop.ordering.add_item(marta, NewOrder(), WATER)
        with bench.begin(SYSTEM) as work:
            after = dict(work.ledger.known())
        assert after == {bench.terminal.origin: before[bench.terminal.origin] + len(done.facts)}

    def test_a_work_that_keeps_nothing_is_no_change(self, bench: Bench, shop: Shop) -> None:
        before = shop.reads.store.status(bench.clock.now())
        shop.closing.read()
        assert shop.reads.store.status(bench.clock.now()) == before

    # Documents

    def test_the_newest_document_counts_and_a_withdrawn_one_is_gone(self, bench: Bench, shop: Shop) -> None:
        grill = Station(StationId("grill"), "Grill", "flame", "grill", 9)
        for station in (grill, replace(grill, name="Charcoal")):
            shop.administration.put_documents(EVERYTHING, [station])
        with bench.begin(SYSTEM) as work:
            assert work.documents.get(Station, "grill").name == "Charcoal"
            work.keep(DocumentWithdrawn(DocumentKind.STATION, "grill"))
        with bench.begin(SYSTEM) as work:
            assert "grill" not in [station.id for station in work.documents.all(Station)]
            with pytest.raises(NotFound):
                work.documents.get(Station, "grill")
        shop.administration.put_documents(EVERYTHING, [grill])
        assert "grill" in [station.id for station in bench.reads.kitchen.stations()]

    def test_documents_come_back_as_they_were_put_ordered_by_id(self, bench: Bench, shop: Shop) -> None:
        with bench.begin(SYSTEM) as work:
            for kind in {type(document) for document in demo_files().documents}:
                expected = sorted((one for one in demo_files().documents if type(one) is kind), key=lambda one: one.id)
                assert list(work.documents.all(kind)) == expected

    def test_one_id_may_name_documents_of_two_kinds(self, bench: Bench, shop: Shop) -> None:
        with bench.begin(SYSTEM) as work:
            assert work.documents.get(Station, "kitchen").name == "Kitchen"
            assert work.documents.get(Role, "kitchen").permissions

    # The books

    def test_order_numbers_count_up_per_business_date_and_a_refused_order_takes_none(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        with pytest.raises(RuleBroken):
            shop.ordering.add_item(marta, NewOrder(), Asked(ItemId("nothing")))
        first, second = (sell(shop, marta).number for _ in range(2))
        bench.clock.advance(hours=12)
        assert [first, second, sell(shop, marta).number] == ["R1-001", "R1-002", "R1-001"]

    def test_an_order_of_yesterday_closed_today_takes_no_number_of_today(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        late = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        bench.clock.advance(hours=12)
        due = shop.reads.orders.sheet(late).due
        assert shop.paying.take_cash(marta, late, due, shop.paying.new_attempt()).closed
        assert sell(shop, marta).number == "R1-001"

    def test_the_orders_of_a_date_are_those_ended_paid_or_still_open_on_it(
        self, bench: Bench, shop: Shop, marta: Actor, carla: Actor
    ) -> None:
        friday, saturday = date(2026, 5, 15), date(2026, 5, 16)
        closed = sell(shop, marta).order_id
        left_open, paid_in_part, late = (shop.ordering.add_item(marta, NewOrder(), WATER).order_id for _ in range(3))
        cancelled = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        shop.ordering.cancel_order(carla, cancelled, "guests left")
        shop.paying.take_cash(marta, paid_in_part, Money(50, "EUR"), shop.paying.new_attempt())
        bench.clock.advance(hours=12)
        for order_id in (paid_in_part, late):
            due = shop.reads.orders.sheet(order_id).due
            assert shop.paying.take_cash(marta, order_id, due, shop.paying.new_attempt()).closed
        tomorrow = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        with bench.begin(SYSTEM) as work:
            on_friday = {order.id for order in work.ledger.orders_of(friday)}
            on_saturday = {order.id for order in work.ledger.orders_of(saturday)}
            assert work.ledger.business_dates() == (friday, saturday)
        assert on_friday == {closed, left_open, paid_in_part, cancelled}
        assert on_saturday == {left_open, paid_in_part, late, tomorrow}

    def test_every_closing_is_kept_oldest_first(self, bench: Bench, shop: Shop, marta: Actor, carla: Actor) -> None:
        assert shop.closing.closings() == ()
        made = []
        for _ in range(2):
            sell(shop, marta)
            bench.clock.advance(seconds=1)
            made.append(shop.closing.close_day(carla))
            bench.clock.advance(seconds=1)
        assert shop.closing.closings() == tuple(made)
        assert [closed.number for closed in made] == [1, 2]
        assert [closed.totals.orders for closed in made] == [1, 1]

    def test_who_did_what_to_an_order_is_told_oldest_first(
        self, bench: Bench, shop: Shop, marta: Actor, carla: Actor
    ) -> None:
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        shop.ordering.add_item(marta, order_id, Asked(ItemId("tiramisu")))
        water, sweet = (line.line_id for line in shop.reads.orders.sheet(order_id).lines)
        bench.clock.advance(minutes=1)
        shop.ordering.remove_line(marta, order_id, sweet)
        shop.ordering.send(marta, order_id)
        bench.clock.advance(minutes=1)
        shop.ordering.void_line(carla, order_id, water, 1, "flat")
        other = sell(shop, marta).order_id
        acts = shop.reads.books.acts_on([order_id])
        assert [(type(act.fact), act.by) for act in acts] == [(LineRemoved, marta.id), (LineVoided, carla.id)]
        assert [act.at for act in acts] == sorted(act.at for act in acts)
        assert {act.origin for act in acts} == {bench.terminal.origin}
        with bench.begin(carla.id) as work:
            assert tuple(work.ledger.acts_on([order_id])) == tuple(acts)
            assert {type(act.fact) for act in work.ledger.acts_on([other])} == {PaymentTaken, OrderClosed}
            assert not work.ledger.acts_on([])

    def test_openings_of_drawers_are_told_with_who_opened_them(
        self, bench: Bench, shop: Shop, marta: Actor, carla: Actor
    ) -> None:
        sell(shop, marta)
        shop.paying.open_drawer(carla, "coins")
        with bench.begin(carla.id) as work:
            today = work.today
            openings = work.ledger.openings_on(today)
            assert [(act.fact.reason, act.by) for act in openings if isinstance(act.fact, DrawerOpened)] == [
                (OpeningReason.SALE, marta.id), (OpeningReason.NO_SALE, carla.id),
            ]  # fmt: skip
            assert not work.ledger.openings_on(today - timedelta(days=1))

    def test_shared_tips_are_told_with_what_was_paid_of_them(
        self, bench: Bench, shop: Shop, marta: Actor, carla: Actor
    ) -> None:
        shop.labor.clock_in(marta)
        bench.clock.advance(hours=3)
        shop.labor.clock_out(marta, tips=Money(500, "EUR"))
        day = shop.tips.day(carla)
        shared = shop.tips.share(carla, day.business_date, day.total)
        assert [one.shared for one in shop.reads.books.tips_shared_on(day.business_date)] == [shared]
        bench.clock.advance(seconds=1)
        again = shop.tips.share(carla, day.business_date, day.total)
        assert again.replaces == (shared.share_id,)
        with bench.begin(carla.id) as work:
            paid = TipsPaid(
                again.share_id, TipPayoutId(bench.ids.new()), marta.id, Money(1, "EUR"), work.now, carla.id, "R1"
            )
            work.keep(paid)
            assert [one.paid for one in work.ledger.tips_shared_on(day.business_date)] == [(), (paid,)]
            assert work.ledger.tips_shared_on(day.business_date - timedelta(days=1)) == ()

    def test_the_same_attempt_is_paid_once(self, shop: Shop, marta: Actor) -> None:
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        attempt, due = shop.paying.new_attempt(), shop.reads.orders.sheet(order_id).due
        first, second = (shop.paying.take_cash(marta, order_id, due, attempt) for _ in range(2))
        assert (second.payment, second.due, second.closed) == (first.payment, first.due, first.closed)
        assert first.facts
        assert not second.facts
        assert len(shop.reads.orders.sheet(order_id).payments) == 1

    # The spool

    def test_jobs_are_queued_with_their_facts_in_order(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        with bench.begin(marta.id) as work:
            kicks = [kick(bench) for _ in range(3)]
            work.spool(*kicks)
            assert not bench.jobs()
        jobs = bench.jobs()
        assert [job.job for job in jobs] == kicks
        assert {(job.state, job.attempts, job.created_at) for job in jobs} == {
            (SpoolState.QUEUED, 0, bench.clock.now())
        }
        assert bench.reads.store.status(bench.clock.now()).jobs_waiting == 3

    def test_a_paid_sale_spools_its_slip_receipt_and_drawer(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        order_id = sell(shop, marta).order_id
        kinds = [job.job.kind for job in bench.jobs()]
        assert kinds == [SpoolKind.KITCHEN_SLIP, SpoolKind.RECEIPT, SpoolKind.DRAWER_KICK]
        assert {job.job.order_id for job in bench.jobs()} == {order_id}
        assert bench.jobs()[1].job.document is not None
