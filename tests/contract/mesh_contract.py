"""What every store promises about terminals that work together; a store's test class supplies the `bench` fixture."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from aura_terminal.domain.ids import ItemId, OrderId, TableId
from aura_terminal.domain.kinds import Availability, OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.outages import Tier
from aura_terminal.domain.payments import CASH, Payment
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.mesh_reads import DeliveryState, Unshared
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.outages import OutageCounts
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import WATER, Bench, StoreFixtures, sell
from tests.support.memory_shop import EVERYTHING

PIZZA = Asked(ItemId("margherita"))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def two_orders(shop: Shop, by: Actor) -> tuple[OrderId, OrderId]:
    """Water and pizza, both sent; and water on an order of its own."""
    first = shop.ordering.add_item(by, NewOrder(), WATER).order_id
    shop.ordering.add_item(by, first, PIZZA)
    shop.ordering.send(by, first)
    second = shop.ordering.add_item(by, NewOrder(), WATER).order_id
    return first, second


class MeshContract(StoreFixtures):
    """Orders that share lines, money tokens, deliveries, conflicts, stock, terminals and outages."""

    # Orders that share lines

    def test_a_line_that_was_moved_is_charged_at_the_other_order_only(self, shop: Shop, marta: Actor) -> None:
        first, second = two_orders(shop, marta)
        reads = shop.reads.orders
        water, pizza = reads.sheet(first).lines
        before = reads.sheet(first).total
        shop.floor.move_lines(marta, first, [Part(pizza.line_id)], second)
        gave, got = reads.sheet(first), reads.sheet(second)
        assert [line.line_id for line in gave.lines] == [water.line_id]
        assert (gave.away, got.away) == (1, 0)
        hosted = got.lines[-1]
        assert (hosted.line_id, hosted.home, hosted.home_number) == (pizza.line_id, first, gave.number)
        assert gave.total + hosted.price == before
        assert got.fires[0].fire_id == pizza.fire_id
        rows = {row.order_id: row for row in reads.open_orders()}
        assert [rows[one].total for one in (first, second)] == [gave.total, got.total]

    def test_a_change_of_a_line_is_seen_where_it_is_charged_within_the_same_work(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        first, second = two_orders(shop, marta)
        pizza = shop.reads.orders.sheet(first).lines[1]
        shop.floor.move_lines(marta, first, [Part(pizza.line_id)], second)
        with bench.begin(SYSTEM) as work:
            fact = work.order(second).seat_line(pizza.line_id, 3)
            assert fact.order_id == first
            work.keep(fact)
            assert work.order(second).lines[pizza.line_id].seat == 3
        assert shop.reads.orders.sheet(second).lines[-1].seat == 3

    def test_a_merged_order_is_charged_where_it_went_and_says_so(self, shop: Shop, marta: Actor) -> None:
        first, second = two_orders(shop, marta)
        shop.floor.merge_orders(marta, second, first)
        gone, kept = shop.reads.orders.sheet(second), shop.reads.orders.sheet(first)
        assert (gone.status, gone.merged_into, gone.merged_number) == (OrderStatus.MERGED, first, kept.number)
        assert (len(gone.lines), len(kept.lines)) == (0, 3)
        assert [row.order_id for row in shop.reads.orders.open_orders()] == [first]
        assert [row.order_id for row in shop.reads.orders.recent(5)] == [second]

    def test_the_ticket_of_a_merged_order_is_called_what_it_belongs_to_now(self, shop: Shop, marta: Actor) -> None:
        first, second = two_orders(shop, marta)
        shop.ordering.send(marta, second)
        shop.floor.transfer_order(marta, first, TableId("table-7"))
        shop.floor.merge_orders(marta, second, first)
        sheet = shop.reads.orders.sheet(first)
        labels = {(row.number, row.table_name) for row in shop.reads.kitchen.live(None)}
        assert labels == {(sheet.number, sheet.table_name)}
        fired = {row.order_id for row in shop.reads.kitchen.live(None)}
        assert fired == {first, second}

    def test_what_was_seen_of_an_order_counts_the_lines_it_hosts(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        first, second = two_orders(shop, marta)
        pizza = shop.reads.orders.sheet(first).lines[1]
        shop.floor.move_lines(marta, first, [Part(pizza.line_id)], second)
        with bench.begin(SYSTEM) as work:
            before = dict(work.ledger.seen_of(second))[bench.terminal.origin]
        shop.ordering.seat_line(marta, second, pizza.line_id, 2)
        with bench.begin(SYSTEM) as work:
            assert dict(work.ledger.seen_of(second))[bench.terminal.origin] > before
            assert work.ledger.seen_of(OrderId(bench.ids.new())) == ()

    # Money

    def test_the_terminal_that_opened_an_order_holds_its_money_until_it_hands_it_on(
        self, shop: Shop, marta: Actor
    ) -> None:
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        assert shop.reads.orders.sheet(order_id).holder == shop.terminal.label
        shop.paying.release_token(order_id, "R7")
        assert shop.reads.orders.sheet(order_id).holder == "R7"

    def test_the_books_name_the_orders_whose_money_waits_for_a_terminal(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        paid, first, second = sell(shop, marta).order_id, *two_orders(shop, marta)
        shop.paying.release_token(second, "R2")
        with bench.begin(SYSTEM) as work:
            ledger = work.ledger
            assert [ledger.held_by(labels) for labels in ((), ("R1",), ("R2", "R3"))] == [(), (first,), (second,)]
        shop.ordering.add_item(marta, first, WATER)
        with bench.begin(SYSTEM) as work:
            work.keep(PaymentTaken(paid, again(work.order(paid).payments[0], bench)))
        with bench.begin(SYSTEM) as work:
            assert set(work.ledger.held_by(("R1",))) == {paid, first}

    def test_ones_own_fires_are_none_that_others_may_have_lost_the_end_of(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        two_orders(shop, marta)
        with bench.begin(SYSTEM) as work:
            assert work.ledger.last_fires() == ()

    def test_a_terminal_is_abreast_when_alone_and_not_before_the_others_were_heard(
        self, bench: Bench, shop: Shop
    ) -> None:
        def abreast() -> bool:
            with bench.begin(SYSTEM) as work:
                return work.ledger.is_abreast()

        assert abreast()
        shop.terminals.pair("t-r1", "R1", "of R1", "R1")
        assert abreast()
        shop.terminals.pair("t-k1", "K1", "of K1", "R1")
        assert not abreast()
        shop.terminals.revoke(EVERYTHING, "t-k1", "stolen")
        assert abreast()

    def test_two_payments_of_one_order_are_a_conflict_until_it_is_decided(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        order_id = sell(shop, marta).order_id
        with bench.begin(SYSTEM) as work:
            work.keep(PaymentTaken(order_id, again(work.order(order_id).payments[0], bench)))
        row = shop.reads.mesh.conflicts(limit=5)[0]
        sheet = shop.reads.orders.sheet(order_id)
        assert (row.kind, row.order_id, row.order_number, row.amount) == (
            "overpaid", order_id, sheet.number, sheet.total,
        )  # fmt: skip
        assert sheet.conflicts == (row,)
        choice = shop.conflicts.of_order(EVERYTHING, order_id)[0][1][0]
        shop.conflicts.decide(EVERYTHING, row.conflict_id, choice.code, "paid twice")
        decided = shop.reads.mesh.conflicts(limit=5)[0]
        assert (decided.conflict_id, decided.choice) == (row.conflict_id, choice.code)
        assert decided.decided_at is not None

    def test_the_z_reports_of_a_date_are_those_of_every_terminal(
        self, bench: Bench, shop: Shop, marta: Actor, carla: Actor
    ) -> None:
        sell(shop, marta)
        closed = shop.closing.close_day(carla)
        with bench.begin(SYSTEM) as work:
            assert work.ledger.closed_on(closed.totals.business_date) == (closed,)
            assert work.ledger.closed_on(date(2001, 1, 1)) == ()

    # Deliveries

    def test_a_fired_ticket_is_sent_received_seen_and_bumped(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        first, _ = two_orders(shop, marta)
        ids = [row.ticket_id for row in shop.reads.kitchen.live(None)]

        def states() -> set[DeliveryState]:
            rows = shop.reads.mesh.deliveries(first, LONG_AGO)
            assert {row.ticket_id for row in rows} == set(ids)
            lines = {line.delivery for line in shop.reads.orders.sheet(first).lines}
            assert {row.state for row in rows} == lines
            return {row.state for row in rows}

        with bench.begin(SYSTEM) as work:
            label = shop.reads.kitchen.ticket(ids[0]).fired_by
            assert [ticket_id for ticket_id, _ in work.ledger.undelivered(label)] == ids
            assert not work.ledger.undelivered("K9")
        assert states() == {DeliveryState.SENT}
        shop.delivery.receive(ids)
        assert states() == {DeliveryState.RECEIVED}
        shop.delivery.see(ids)
        assert states() == {DeliveryState.SEEN}
        assert shop.reads.orders.sheet(first).fires[0].delivery is DeliveryState.SEEN
        for ticket_id in ids:
            shop.kitchen.bump(EVERYTHING, ticket_id)
        assert states() == {DeliveryState.BUMPED}
        with bench.begin(SYSTEM) as work:
            assert not work.ledger.undelivered(label)
        assert shop.reads.mesh.deliveries(first, bench.clock.now() + timedelta(hours=1)) == ()

    # Stock

    def test_tiles_show_how_many_are_left_and_what_ran_out(self, shop: Shop, marta: Actor) -> None:
        shop.stock.set_count(EVERYTHING, PIZZA.item_id, 5)
        shop.ordering.add_item(marta, NewOrder(), PIZZA)
        tile = shop.reads.menu.search("margherita", 1)[0]
        assert (tile.left, tile.availability) == (4, Availability.AVAILABLE)
        shop.stock.eighty_six(EVERYTHING, PIZZA.item_id)
        assert shop.reads.menu.search("margherita", 1)[0].availability is Availability.EIGHTY_SIXED
        shop.stock.restore(EVERYTHING, PIZZA.item_id)
        shop.stock.set_count(EVERYTHING, PIZZA.item_id, None)
        tile = shop.reads.menu.search("margherita", 1)[0]
        assert (tile.left, tile.availability) == (None, Availability.AVAILABLE)

    # Terminals and outages

    def test_terminals_stay_listed_when_they_are_sent_away(self, bench: Bench, shop: Shop) -> None:
        shop.terminals.pair("machine-2", "R2", "f" * 64, "R1")
        shop.terminals.pair("machine-1", "K1", "e" * 64, "R1")
        shop.terminals.revoke(EVERYTHING, "machine-2", "stolen")
        rows = shop.reads.mesh.terminals()
        assert [(row.label, row.revoked_at) for row in rows] == [("K1", None), ("R2", bench.clock.now())]
        with bench.begin(SYSTEM) as work:
            assert not work.terminal("machine-2").belongs
            assert work.terminal("machine-9").paired_at is None

    def test_outages_are_reported_the_newest_first(self, bench: Bench, shop: Shop) -> None:
        for minutes in (5, 9):
            began = bench.clock.now()
            bench.clock.advance(minutes=minutes)
            shop.outages.end(Tier.ALONE, began, OutageCounts(minutes, Money(100 * minutes, "EUR")))
        rows = shop.reads.mesh.outages(limit=5)
        assert [(row.orders, row.taken.minor, row.tier) for row in rows] == [(9, 900, "C"), (5, 500, "C")]
        assert rows[0].ended_at - rows[0].began_at == timedelta(minutes=9)
        assert shop.reads.mesh.outages(limit=1) == rows[:1]

    def test_everything_is_unshared_while_no_peer_is_known(self, bench: Bench, shop: Shop) -> None:
        unshared = shop.reads.mesh.unshared()
        assert unshared.facts == shop.reads.store.status(bench.clock.now()).facts
        assert unshared != Unshared(0, None)
        assert shop.reads.mesh.peers() == ()

    def test_punches_are_kept_in_the_order_they_were_made(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        shop.labor.clock_in(marta)
        bench.clock.advance(hours=4)
        shop.labor.clock_out(marta)
        with bench.begin(SYSTEM) as work:
            kinds = [punch.kind.value for punch in work.time_sheet(marta.id).punches.values()]
        assert kinds == ["clock_in", "clock_out"]


def again(payment: Payment, bench: Bench) -> Payment:
    """The same money taken a second time, elsewhere."""
    return Payment(
        type(payment.id)(bench.ids.new()), type(payment.attempt_id)(bench.ids.new()), CASH, payment.amount,
        payment.tendered, payment.change, payment.rounding, payment.tip, bench.clock.now(), payment.business_date, "R2",
    )  # fmt: skip
