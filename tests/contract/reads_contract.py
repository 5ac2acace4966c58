"""What every store promises to the screens; a store's test class supplies the `bench` fixture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from aura_terminal.app.simulation import Service
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.guest_checks import CheckState
from aura_terminal.domain.ids import CategoryId, ItemId, OrderId, StaffId, StationId, TableId, VariantId
from aura_terminal.domain.kitchen import TicketFired
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import Station, StationRole
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.prep_times import PrepRow, PrepTimes
from aura_terminal.ports.reads import OrderRow
from aura_terminal.ports.sheets import order_sheet
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import WATER, Bench, StoreFixtures, member
from tests.support.memory_shop import EVERYTHING, demo_files, signed_in


class ReadsContract(StoreFixtures):
    """Rows agree with the folds, in the order a screen shows them."""

    def test_the_rail_and_its_tiles_follow_the_menu(self, shop: Shop) -> None:
        rail = shop.reads.menu.categories()
        assert [row.name for row in rail[:3]] == ["Specials", "Starters", "Pizza"]
        assert len(rail) == 13
        burger = shop.reads.menu.tiles(CategoryId("burgers"))[0]
        assert (burger.item_id, burger.price, burger.is_from_price, burger.asks) == (
            "classic-burger", Money(1299, "EUR"), True, True,
        )  # fmt: skip
        assert burger.colour == next(row.colour for row in rail if row.id == "burgers")
        margherita = next(tile for tile in shop.reads.menu.tiles(CategoryId("pizza")) if tile.item_id == "margherita")
        assert (margherita.is_from_price, margherita.asks) == (False, False)
        mains = {tile.item_id: tile.asks for tile in shop.reads.menu.tiles(CategoryId("mains"))}
        assert mains[ItemId("tagliata-di-manzo")]

    def test_every_active_item_is_on_exactly_one_tile(self, shop: Shop) -> None:
        rail = shop.reads.menu.categories()
        tiles = [tile.item_id for row in rail for tile in shop.reads.menu.tiles(row.id)]
        assert len(tiles) == len(set(tiles)) == 149

    def test_an_item_taken_off_the_menu_is_on_no_tile_and_its_empty_category_leaves_the_rail(self, shop: Shop) -> None:
        beers = [one for one in demo_files().documents if isinstance(one, Item) and one.category == "beer"]
        shop.administration.put_documents(EVERYTHING, [replace(beer, active=False) for beer in beers])
        assert shop.reads.menu.tiles(CategoryId("beer")) == ()
        assert "beer" not in [row.id for row in shop.reads.menu.categories()]
        assert beers[0].id not in [tile.item_id for tile in shop.reads.menu.search(beers[0].name, 50)]

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("margh", "margherita"),
            ("MARGH", "margherita"),
            ("burg cla", "classic-burger"),
            ("BU-001", "classic-burger"),
            ("tiramisu", "tiramisu"),
            ("caffè", "caffe-crema"),
        ],
    )
    def test_typing_the_beginnings_of_words_finds_an_item(self, shop: Shop, typed: str, found: str) -> None:
        assert found in [tile.item_id for tile in shop.reads.menu.search(typed, 20)]

    def test_a_search_finds_nothing_for_nothing_and_stops_at_its_limit(self, shop: Shop) -> None:
        assert shop.reads.menu.search("", 20) == ()
        assert shop.reads.menu.search("  ", 20) == ()
        assert shop.reads.menu.search("xyzzy", 20) == ()
        assert shop.reads.menu.search("argherita", 20) == ()
        assert shop.reads.menu.search("\"'*%_-()", 20) == ()
        assert len(shop.reads.menu.search("p", 3)) == 3

    def test_the_best_hit_is_the_one_whose_name_begins_so(self, shop: Shop) -> None:
        assert shop.reads.menu.search("marg", 5)[0].item_id == "margherita"

    def test_a_code_finds_exactly_one_item(self, shop: Shop) -> None:
        items = [one for one in demo_files().documents if isinstance(one, Item)]
        bottle = next(item for item in items if item.barcode)
        for code in (bottle.barcode, bottle.sku):
            tile = shop.reads.menu.by_code(code)
            assert tile is not None
            assert tile.item_id == bottle.id
        for_variant = shop.reads.menu.by_code("BU-001-D")
        assert for_variant is not None
        assert for_variant.item_id == "classic-burger"
        assert shop.reads.menu.by_code(bottle.barcode[:-1]) is None
        assert shop.reads.menu.by_code("") is None

    def test_a_sheet_holds_the_groups_asked_and_those_below_them(self, shop: Shop) -> None:
        sheet = shop.reads.menu.sheet(ItemId("classic-burger"))
        names = [group.id for group in sheet.groups]
        assert names[:2] == ["burger-extras", "burger-without"]
        assert {"make-it-a-menu", "menu-drink", "menu-drink-size"} <= set(names)
        assert len(names) == len(set(names))

    def test_a_sheet_holds_what_fills_a_combo_what_divides_a_dish_and_what_ran_out(self, shop: Shop) -> None:
        shop.stock.eighty_six(EVERYTHING, ItemId("cola-0-33-l"))
        lunch = shop.reads.menu.sheet(ItemId("lunch-menu"))
        assert {"pomodoro-e-basilico", "side-salad", "cola-0-33-l"} <= {one.id for one in lunch.components}
        assert "salad-dressing" in {group.id for group in lunch.groups}
        assert lunch.out == {"cola-0-33-l"}
        assert [one.word for one in lunch.pres] == ["NO", "EXTRA", "LIGHT", "SIDE"]
        pizza = shop.reads.menu.sheet(ItemId("family-margherita"))
        assert [one.name for one in pizza.parts] == ["Maxi Margherita", "Maxi Funghi", "Maxi Salame", "Maxi Tonno"]
        assert shop.reads.menu.tiles(CategoryId("specials"))[4].asks

    def test_a_combo_is_read_as_lines_that_say_what_they_are_part_of(self, shop: Shop, marta: Actor) -> None:
        order_id = shop.ordering.add_item(marta, NewOrder(), Asked(ItemId("lunch-menu"))).order_id
        sheet = shop.reads.orders.sheet(order_id)
        assert [line.combo.slot for line in sheet.lines if line.combo] == ["Pasta", "Salad", "Drink"]
        assert sheet.total == Money(1490, "EUR")
        divided = Asked(
            ItemId("family-margherita"), VariantId("family-margherita-large"),
            parts=(ItemId("family-margherita"), ItemId("family-tonno")),
        )  # fmt: skip
        shop.ordering.add_item(marta, order_id, divided)
        line = shop.reads.orders.sheet(order_id).lines[-1]
        assert [part.name for part in line.parts] == ["½ Maxi Margherita", "½ Maxi Tonno"]
        assert line.variant_id == "family-margherita-large"

    def test_the_staff_to_choose_from_have_a_pin(self, shop: Shop) -> None:
        rows = shop.reads.store.staff()
        assert [row.name for row in rows] == sorted(row.name for row in rows)
        assert len(rows) == 12
        assert next(row for row in rows if row.id == "carla-lombardi").role == "Manager"
        without_pin = replace(member("marta-rossi"), id=StaffId("new-one"), name="Nobody Yet")
        retired = replace(member("luca-bianchi"), active=False)
        shop.administration.put_documents(EVERYTHING, [without_pin, retired])
        ids = {row.id for row in shop.reads.store.staff()}
        assert not ids & {"new-one", "luca-bianchi"}

    def test_before_set_up_there_is_no_profile(self, bench: Bench) -> None:
        with pytest.raises(NotFound):
            bench.reads.store.profile()
        assert bench.reads.menu.categories() == ()
        assert bench.reads.store.staff() == ()

    def test_an_order_shows_what_was_done_to_it(self, bench: Bench, shop: Shop, marta: Actor, carla: Actor) -> None:
        table = TableId("table-7")
        order_id = shop.ordering.add_item(marta, NewOrder(table_id=table, guests=2), WATER).order_id
        shop.ordering.send(marta, order_id)
        for item in ("margherita", "tiramisu"):
            shop.ordering.add_item(marta, order_id, Asked(ItemId(item), quantity=2))
        lines = list(shop.reads.orders.sheet(order_id).lines)
        shop.ordering.remove_line(marta, order_id, lines[2].line_id)
        shop.ordering.note_line(marta, order_id, lines[1].line_id, "no salt")
        sheet = shop.reads.orders.sheet(order_id)
        assert [(line.item_id, line.state, line.note) for line in sheet.lines] == [
            ("sparkling-water-0-25-l", LineState.SENT, ""),
            ("margherita", LineState.NEW, "no salt"),
        ]
        assert (sheet.table_name, sheet.guests, sheet.unsent, len(sheet.fires)) == ("7", 2, 2, 1)
        assert sheet.total == sheet.due == sheet.subtotal
        row = shop.reads.orders.open_orders()[0]
        assert (row.order_id, row.items, row.unsent, row.total) == (order_id, 3, 2, sheet.total)
        at_table = next(row for row in shop.reads.orders.tables() if row.id == table)
        assert (at_table.order_id, at_table.order_number, at_table.due) == (order_id, sheet.number, sheet.due)
        shop.ordering.void_line(carla, order_id, lines[0].line_id, 1, "spilt")
        voided = shop.reads.orders.sheet(order_id).lines[0]
        assert (voided.state, voided.voided, voided.price) == (LineState.VOIDED, 1, Money(0, "EUR"))

    def test_tables_come_area_by_area_with_their_oldest_open_order(
        self, shop: Shop, bench: Bench, marta: Actor
    ) -> None:
        rows = shop.reads.orders.tables()
        areas = list(dict.fromkeys(row.area_name for row in rows))
        assert areas == ["Main room", "Terrace", "Bar"]
        assert len(rows) == 20
        table = rows[0].id
        first = shop.ordering.open_order(marta, NewOrder(table_id=table)).order_id
        bench.clock.advance(minutes=1)
        shop.ordering.open_order(marta, NewOrder(table_id=table))
        assert next(row for row in shop.reads.orders.tables() if row.id == table).order_id == first
        shop.ordering.assign_table(marta, first, None, 0)
        assert next(row for row in shop.reads.orders.tables() if row.id == table).order_id != first

    def test_lists_of_orders_are_in_order_of_time(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        opened = []
        for _ in range(3):
            opened.append(shop.ordering.add_item(marta, NewOrder(), WATER).order_id)
            bench.clock.advance(seconds=1)
        assert [row.order_id for row in shop.reads.orders.open_orders()] == opened
        for order_id in (opened[2], opened[0]):
            due = shop.reads.orders.sheet(order_id).due
            shop.paying.take_cash(marta, order_id, due, shop.paying.new_attempt())
            bench.clock.advance(seconds=1)
        assert [row.order_id for row in shop.reads.orders.recent(5)] == [opened[0], opened[2]]
        assert [row.order_id for row in shop.reads.orders.recent(1)] == [opened[0]]
        assert [row.order_id for row in shop.reads.orders.open_orders()] == [opened[1]]

    def test_a_check_is_seen_in_lists_and_at_its_table_until_something_else_is_due(
        self, shop: Shop, marta: Actor
    ) -> None:
        table = shop.reads.orders.tables()[0].id
        order_id = shop.ordering.add_item(marta, NewOrder(table_id=table), WATER).order_id
        assert shop.reads.orders.open_orders()[0].check is None
        for _ in range(2):
            printed = shop.guest_checks.print_check(marta, order_id)
        row = shop.reads.orders.open_orders()[0]
        assert row.check == CheckState(printed.printed_at, 2, True) == shop.reads.orders.sheet(order_id).check
        assert next(each for each in shop.reads.orders.tables() if each.id == table).check == row.check
        shop.ordering.add_item(marta, order_id, WATER)
        assert shop.reads.orders.open_orders()[0].check == CheckState(printed.printed_at, 2, False)

    def test_tickets_appear_when_fired_and_move_when_bumped(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        cook = signed_in(shop, "paolo-ferrara")
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        shop.ordering.add_item(marta, order_id, Asked(ItemId("margherita"), quantity=2))
        assert shop.reads.kitchen.live(None) == ()
        fired = [fact for fact in shop.ordering.send(marta, order_id).facts if isinstance(fact, TicketFired)]
        assert {row.ticket_id for row in shop.reads.kitchen.live(None)} == {fact.ticket_id for fact in fired}
        (pizza,) = shop.reads.kitchen.live(StationId("pizza"))
        assert (pizza.station_name, pizza.number, pizza.target_minutes) == ("Pizza oven", "R1-001", 10)
        shop.kitchen.tap_item(cook, pizza.ticket_id, pizza.lines[0].item.line_id)
        assert shop.reads.kitchen.ticket(pizza.ticket_id).lines[0].done == 1
        bench.clock.advance(minutes=4)
        shop.kitchen.bump(cook, pizza.ticket_id)
        assert shop.reads.kitchen.live(StationId("pizza")) == ()
        (bumped,) = shop.reads.kitchen.bumped(StationId("pizza"), 5)
        assert bumped.bumped_at == bench.clock.now()
        shop.kitchen.recall(cook, pizza.ticket_id)
        (again,) = shop.reads.kitchen.live(StationId("pizza"))
        assert (again.generation, again.bumped_at, again.fired_at) == (1, None, pizza.fired_at)

    def test_a_pass_knows_how_far_its_stations_are_and_nobody_else_is_told(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        cook = signed_in(shop, "paolo-ferrara")
        pass_ = Station(StationId("pass"), "Pass", "bell", "kitchen", 20, role=StationRole.EXPO)
        shop.administration.put_documents(EVERYTHING, (pass_,))
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        shop.ordering.add_item(marta, order_id, Asked(ItemId("margherita"), quantity=2))
        shop.ordering.send(marta, order_id)
        (pizza,) = shop.reads.kitchen.live(StationId("pizza"))
        line_id = pizza.lines[0].item.line_id
        shop.kitchen.tap_item(cook, pizza.ticket_id, line_id)
        (whole,) = shop.reads.kitchen.live(StationId("pass"))
        assert sorted((part.station_name, part.is_bumped) for part in whole.parts) == [
            ("Bar", False),
            ("Pizza oven", False),
        ]
        assert [part.lines for part in whole.parts if part.ticket_id == pizza.ticket_id] == [((line_id, 2, 1),)]
        assert pizza.parts == ()
        shop.kitchen.bump(cook, pizza.ticket_id)
        (whole,) = shop.reads.kitchen.live(StationId("pass"))
        assert [part.is_bumped for part in whole.parts if part.ticket_id == pizza.ticket_id] == [True]

    def test_prep_times_count_from_the_beginning_to_each_dish_and_to_the_bump(
        self, bench: Bench, shop: Shop, marta: Actor
    ) -> None:
        cook, begun = signed_in(shop, "paolo-ferrara"), bench.clock.now()
        order_id = shop.ordering.add_item(marta, NewOrder(), Asked(ItemId("margherita"), quantity=2)).order_id
        shop.ordering.add_item(marta, order_id, Asked(ItemId("napoli")))
        shop.ordering.send(marta, order_id)
        (pizza,) = shop.reads.kitchen.live(StationId("pizza"))
        bench.clock.advance(minutes=4)
        for _ in range(2):
            shop.kitchen.tap_item(cook, pizza.ticket_id, pizza.lines[0].item.line_id)
        bench.clock.advance(minutes=7)
        shop.kitchen.bump(cook, pizza.ticket_id)
        found = shop.reads.kitchen.prep_times(begun)
        assert found.stations == (PrepRow("Pizza oven", "", 3, 660, 660, 1),)
        assert [(row.name, row.count, row.average) for row in found.items] == [
            ("Napoli", 1, 660),
            ("Margherita", 2, 240),
        ]
        assert shop.reads.kitchen.prep_times(bench.clock.now() + timedelta(seconds=1)) == PrepTimes()

    def test_the_status_counts_what_is_there(self, bench: Bench, shop: Shop, marta: Actor) -> None:
        before = shop.reads.store.status(bench.clock.now())
        assert (before.open_orders, before.live_tickets, before.jobs_waiting) == (0, 0, 0)
        order_id = shop.ordering.add_item(marta, NewOrder(), WATER).order_id
        shop.ordering.send(marta, order_id)
        after = shop.reads.store.status(bench.clock.now())
        assert (after.facts - before.facts, after.open_orders, after.live_tickets, after.jobs_waiting) == (4, 1, 1, 1)
        past_midnight = datetime(2026, 5, 16, 1, 59, tzinfo=UTC)
        assert shop.reads.store.status(past_midnight).business_date == date(2026, 5, 15)
        assert past_midnight.astimezone(ZoneInfo("Europe/Berlin")).hour == 3

    @pytest.mark.parametrize("seed", [1, 2])
    def test_after_a_service_every_read_agrees_with_the_folds(self, bench: Bench, shop: Shop, seed: int) -> None:
        staff = [signed_in(shop, name) for name in ("marta-rossi", "sofia-conti", "nina-vogel", "paolo-ferrara")]
        told: set[OrderId] = set()
        service = Service(
            shop,
            staff,
            Random(seed),
            lambda event: told.add(event.order_id),
            lambda seconds: bench.clock.advance(seconds=seconds),
        )
        service.run(12)
        listed = (*shop.reads.orders.open_orders(), *shop.reads.orders.recent(1000))
        assert {row.order_id for row in listed} == told
        fired = (*shop.reads.kitchen.live(None), *shop.reads.kitchen.bumped(None, 1000))
        with bench.begin(SYSTEM) as work:
            tickets = {row.ticket_id: work.ticket(row.ticket_id) for row in fired}
            for row in listed:
                order = work.order(row.order_id)
                sheet = order_sheet(order, {order.id: order}, tickets)
                assert shop.reads.orders.sheet(row.order_id) == sheet
                assert row == OrderRow(
                    order_id=order.id,
                    number=order.number,
                    order_type=order.order_type,
                    status=order.status,
                    table_name=order.table_name,
                    guest_name=order.guest_name,
                    server_name=order.server_name,
                    opened_at=order.opened_at,
                    items=sum(line.charged_quantity for line in order.lines.values()),
                    unsent=sheet.unsent,
                    total=sheet.total,
                    due=sheet.due,
                    opened_by=order.opened_by,
                )
            for ticket_row in (*shop.reads.kitchen.live(None), *shop.reads.kitchen.bumped(None, 1000)):
                ticket = work.ticket(ticket_row.ticket_id)
                assert [(one.item, one.done, one.voided) for one in ticket_row.lines] == [
                    (one.item, one.done, one.voided) for one in ticket.lines.values()
                ]
                assert (ticket_row.generation, ticket_row.bumped_at) == (ticket.generation, ticket.bumped_at)
        assert shop.closing.read().gross.minor == service.sums.total_minor
