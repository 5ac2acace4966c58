"""What every store promises of guests, discounts, reservations and supplies; a test class supplies `bench`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.discounts import Reduction
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import (
    CategoryId,
    GuestId,
    ItemId,
    OrderId,
    ProgrammeId,
    PromotionId,
    RewardId,
    ScheduleId,
    StaffId,
    SupplyId,
    TableId,
    TierId,
)
from aura_terminal.domain.loyalty import Company, LoyaltyProgramme, LoyaltyTier, PointsStated, Reward
from aura_terminal.domain.money import Money
from aura_terminal.domain.promotions import AppliesTo, Promotion, PromotionKind
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.staff import Actor
from aura_terminal.domain.supplies import AdjustmentKind, CountedLine, Supply
from aura_terminal.ports.house import TableStatus
from aura_terminal.use_cases.feedback import Rated
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.reservations import Booking, Rebooking
from aura_terminal.use_cases.shop import Shop
from aura_terminal.use_cases.supplies import Adjustment
from tests.contract.store_bench import WATER, Bench, StoreFixtures
from tests.support.memory_shop import EVERYTHING

EUR = "EUR"
PROGRAMME = LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal("1"), most_alone=50)
COFFEE = Reward(RewardId("coffee"), PROGRAMME.id, "Free coffee", 40, Reduction(amount=Money(250, EUR)))
GOLD = LoyaltyTier(TierId("gold"), PROGRAMME.id, "Gold", 100, Decimal(2))
BEEF = Supply(SupplyId("beef"), "Ground beef", "kg", minimum=Decimal(5))
SALT = Supply(SupplyId("salt"), "Salt", "kg", minimum=Decimal("0.5"))


def register(shop: Shop, first: str, last: str = "", phone: str = "") -> GuestId:
    return shop.guests.register(EVERYTHING, NewGuest(first, last, phone)).guest_id


def two(shop: Shop, bench: Bench, one: NewGuest, other: NewGuest) -> tuple[GuestId, GuestId]:
    """Two entries, the first of which is the older and stays when they are merged."""
    first = shop.guests.register(EVERYTHING, one).guest_id
    bench.clock.advance(seconds=1)
    return first, shop.guests.register(EVERYTHING, other).guest_id


def bought(shop: Shop, by: Actor, item: str, guest: GuestId | None = None) -> OrderId:
    order_id = shop.ordering.add_item(by, NewOrder(), Asked(ItemId(item))).order_id
    if guest is not None:
        shop.guests.attach(by, order_id, guest)
    return order_id


def pay(shop: Shop, by: Actor, order_id: OrderId) -> None:
    due = shop.reads.orders.sheet(order_id).due
    if due:
        assert shop.paying.take_cash(by, order_id, due, shop.paying.new_attempt()).closed
    else:
        shop.paying.close_free(by, order_id)


class GuestsContract(StoreFixtures):
    """Guests are found by their number, are one person when somebody says so, and can be forgotten."""

    @pytest.mark.parametrize("asked", ["1234567", "171 1234567", "0171-1234567", "+49 171 1234567", "4567"])
    def test_a_guest_is_found_by_any_way_to_write_the_end_of_their_number(self, shop: Shop, asked: str) -> None:
        guest = register(shop, "Nora", "Klein", "+49 (171) 123 45 67")
        register(shop, "Otto", "Lang", "+49 172 7654321")
        assert [row.guest_id for row in shop.reads.guests.by_phone(asked, 5)] == [guest]
        assert [row.guest_id for row in shop.reads.guests.search(asked, 5)] == [guest]

    def test_a_number_kept_without_its_country_is_found_with_it(self, shop: Shop) -> None:
        guest = register(shop, "Nora", phone="0171 1234567")
        assert [row.guest_id for row in shop.reads.guests.by_phone("+49 171 1234567", 5)] == [guest]

    def test_two_digits_are_no_number_and_find_nobody(self, shop: Shop) -> None:
        register(shop, "Nora", phone="0171 1234567")
        assert shop.reads.guests.by_phone("67", 5) == ()

    def test_a_guest_is_found_by_the_beginning_of_each_name_and_of_the_address(self, shop: Shop) -> None:
        guest = shop.guests.register(EVERYTHING, NewGuest("Nora", "Klein", "", "nk@example.com")).guest_id
        for asked in ("nor", "KLE", "nora k", "nk@"):
            assert [row.guest_id for row in shop.reads.guests.search(asked, 5)] == [guest]
        assert shop.reads.guests.search("ora", 5) == shop.reads.guests.search("%", 5) == ()

    def test_a_number_registered_twice_stands_twice_until_somebody_merges(
        self, shop: Shop, carla: Actor, bench: Bench
    ) -> None:
        nora, klein = NewGuest("Nora", phone="0171 1234567"), NewGuest("N.", "Klein", "01711234567")
        one, other = two(shop, bench, nora, klein)
        assert [[row.guest_id for row in group] for group in shop.reads.guests.alike()] == [[one, other]]
        shop.guests.merge(carla, other, one, "the same number")
        assert shop.reads.guests.alike() == ()
        sheet = shop.reads.guests.sheet(other)
        assert (sheet.guest_id, sheet.name, sheet.entries) == (one, "Nora Klein", (one, other))
        assert [row.guest_id for row in shop.reads.guests.search("Nora", 5)] == [one]
        with pytest.raises(RuleBroken, match=Rule.GUEST_MERGED.value):
            shop.guests.change(carla, other, Details(notes="window"))

    def test_a_merge_needs_the_right_or_an_approval(self, shop: Shop, marta: Actor) -> None:
        one, other = register(shop, "Nora"), register(shop, "Noura")
        with pytest.raises(RuleBroken, match=Rule.APPROVAL_NEEDED.value):
            shop.guests.merge(marta, one, other, "the same person")

    def test_every_field_keeps_its_last_writer_and_its_history(self, shop: Shop, marta: Actor) -> None:
        guest = register(shop, "Nora")
        shop.guests.change(marta, guest, Details(dietary=("Vegan", "vegan", "gluten-free"), notes="window"))
        shop.guests.change(marta, guest, Details(notes="terrace", favourites=(ItemId("margherita"), ItemId("gone"))))
        shop.guests.set_birthday(marta, guest, date(1990, 5, 15))
        shop.guests.consent(marta, guest, Consent.GIVEN)
        sheet = shop.reads.guests.sheet(guest)
        assert (sheet.dietary, sheet.notes, sheet.birthday) == (("vegan", "gluten-free"), "terrace", date(1990, 5, 15))
        assert [name for _, name in sheet.favourites] == ["Margherita"]
        assert (sheet.consent, sheet.consented_at is not None) == (Consent.GIVEN, True)
        assert [one.said for one in sheet.history if one.field == "notes"] == ["window", "terrace"]
        assert shop.guests.change(marta, guest, Details(notes=" terrace ")) == ()

    def test_a_guest_who_asks_is_forgotten_with_all_entries_and_bookings(
        self, shop: Shop, carla: Actor, bench: Bench
    ) -> None:
        one, other = two(shop, bench, NewGuest("Nora", "Klein", "0171 1234567"), NewGuest("Nora"))
        shop.guests.merge(carla, one, other, "the same number")
        at = datetime(2026, 11, 21, 18, tzinfo=UTC)
        shop.reservations.book(carla, Booking(at, 2, guest_id=one, phone="0171 1234567", requests="cake"))
        shop.guests.erase(carla, other, "asked by letter")
        assert shop.reads.guests.search("Nora", 5) == shop.reads.guests.by_phone("0171 1234567", 5) == ()
        with pytest.raises(NotFound):
            shop.reads.guests.sheet(one)
        booked = shop.reads.tables.reservations(date(2026, 11, 21))[0]
        assert (booked.name, booked.phone, booked.requests) == ("", "", "")
        assert shop.guests.erase(carla, one, "asked again") == ()

    def test_what_guests_say_is_kept_with_whose_visit_it_was(self, shop: Shop, marta: Actor, carla: Actor) -> None:
        guest = register(shop, "Nora")
        order_id = bought(shop, marta, "margherita", guest)
        given = shop.feedback.give(marta, order_id, Rated(4, food=5, service=4, comments=" a bit slow "))
        shop.feedback.answer(carla, given.feedback_id, "We are sorry.")
        row = shop.reads.guests.feedback(5)[0]
        assert (row.rating, row.comments, row.guest_id, row.order_id, row.answers) == (
            4, "a bit slow", guest, order_id, 1,
        )  # fmt: skip
        with pytest.raises(RuleBroken, match=Rule.RATING_OUT_OF_RANGE.value):
            shop.feedback.give(marta, None, Rated(6))


class DiscountsContract(StoreFixtures):
    """What lowers a bill shows on it, is counted where something limits it, and gives back what it used."""

    def test_a_percentage_off_needs_a_reason_and_the_right(self, shop: Shop, marta: Actor, carla: Actor) -> None:
        order_id = bought(shop, marta, "margherita")
        before = shop.reads.orders.sheet(order_id)
        with pytest.raises(RuleBroken, match=Rule.APPROVAL_NEEDED.value):
            shop.discounts.take_percent(marta, order_id, Decimal(10), "regular")
        with pytest.raises(RuleBroken, match=Rule.REASON_NEEDED.value):
            shop.discounts.take_percent(carla, order_id, Decimal(10), " ")
        shop.discounts.take_percent(carla, order_id, Decimal(10), "regular")
        sheet = shop.reads.orders.sheet(order_id)
        assert sheet.discount is not None
        assert sheet.subtotal == before.subtotal
        assert sheet.total == before.total - sheet.discount
        assert [(row.name, row.reason, row.allowed_by) for row in sheet.discounts] == [
            ("Discount 10 %", "regular", carla.id)
        ]
        shop.discounts.take_amount(carla, order_id, Money(100, EUR), "cold")
        assert [row.name for row in shop.reads.orders.sheet(order_id).discounts] == ["Discount"]
        shop.discounts.remove(carla, order_id, shop.reads.orders.sheet(order_id).discounts[0].discount_id)
        assert shop.reads.orders.sheet(order_id).total == before.total

    @pytest.mark.parametrize("percent", ["0", "-5", "100.1", "NaN", "1.23456"])
    def test_a_percentage_that_makes_no_sense_is_refused(self, shop: Shop, carla: Actor, percent: str) -> None:
        order_id = bought(shop, carla, "margherita")
        with pytest.raises(RuleBroken, match=Rule.DISCOUNT_OUT_OF_RANGE.value):
            shop.discounts.take_percent(carla, order_id, Decimal(percent), "regular")

    def test_everything_off_leaves_nothing_due_and_closes(self, shop: Shop, carla: Actor) -> None:
        order_id = bought(shop, carla, "margherita")
        shop.discounts.take_percent(carla, order_id, Decimal(100), "birthday")
        assert not shop.reads.orders.sheet(order_id).due
        pay(shop, carla, order_id)
        figures = shop.closing.read().discounts
        assert [(one.name, one.count) for one in figures] == [("Discount 100 %", 1)]

    def test_a_code_works_offline_until_its_uses_are_gone(self, shop: Shop, marta: Actor, carla: Actor) -> None:
        half = Promotion(
            PromotionId("p1"), "Pizza week", PromotionKind.PERCENTAGE, Decimal(50), applies_to=AppliesTo.CATEGORY,
            categories=(CategoryId("pizza"),), in_all=2, needs_code=True, code="PIZZA50", maximum=Money(300, EUR),
        )  # fmt: skip
        shop.administration.put_documents(EVERYTHING, [half])
        first = bought(shop, marta, "margherita")
        shop.ordering.add_item(marta, first, WATER)
        shop.discounts.apply_code(marta, first, " pizza50 ")
        sheet = shop.reads.orders.sheet(first)
        assert (sheet.discount, sheet.discounts[0].name) == (Money(300, EUR), "Pizza week")
        cancelled = bought(shop, marta, "margherita")
        shop.discounts.apply_code(marta, cancelled, "PIZZA50")
        third = bought(shop, marta, "margherita")
        with pytest.raises(RuleBroken, match=Rule.PROMOTION_USED_UP.value):
            shop.discounts.apply_code(marta, third, "PIZZA50")
        shop.ordering.cancel_order(carla, cancelled, "left")
        shop.discounts.apply_code(marta, third, "PIZZA50")
        shop.discounts.apply_code(marta, third, "PIZZA50")  # once more on the same order replaces itself
        with pytest.raises(RuleBroken, match=Rule.CODE_UNKNOWN.value):
            shop.discounts.apply_code(marta, third, "PIZZA")

    def test_a_limit_per_guest_asks_whose_visit_it_is(self, shop: Shop, marta: Actor) -> None:
        once = Promotion(
            PromotionId("p2"), "Welcome", PromotionKind.FIXED_AMOUNT, amount=Money(200, EUR), per_guest=1,
            needs_code=True, code="HELLO",
        )  # fmt: skip
        shop.administration.put_documents(EVERYTHING, [once])
        guest = register(shop, "Nora")
        nameless = bought(shop, marta, "margherita")
        with pytest.raises(RuleBroken, match=Rule.GUEST_NEEDED.value):
            shop.discounts.apply_code(marta, nameless, "HELLO")
        shop.discounts.apply_code(marta, bought(shop, marta, "margherita", guest), "HELLO")
        with pytest.raises(RuleBroken, match=Rule.PROMOTION_USED_UP.value):
            shop.discounts.apply_code(marta, bought(shop, marta, "margherita", guest), "HELLO")
        shop.discounts.apply_code(marta, bought(shop, marta, "margherita", register(shop, "Otto")), "HELLO")

    def test_merged_away_orders_give_their_uses_back(self, shop: Shop, marta: Actor, bench: Bench) -> None:
        once = Promotion(
            PromotionId("p3"), "Once", PromotionKind.FIXED_AMOUNT, amount=Money(200, EUR), in_all=1, needs_code=True,
            code="ONCE",
        )  # fmt: skip
        shop.administration.put_documents(EVERYTHING, [once])
        older = bought(shop, marta, "margherita")
        bench.clock.advance(seconds=1)
        younger = bought(shop, marta, "margherita")
        shop.discounts.apply_code(marta, younger, "ONCE")
        shop.floor.merge_orders(marta, younger, older)
        assert shop.reads.orders.sheet(older).discount is None
        shop.discounts.apply_code(marta, older, "ONCE")
        assert shop.reads.orders.sheet(older).discount == Money(200, EUR)


class LoyaltyContract(StoreFixtures):
    """Points are earned once for each order and redeemed no further than they reach."""

    @pytest.fixture
    def club(self, shop: Shop) -> Shop:
        shop.administration.put_documents(EVERYTHING, [PROGRAMME, COFFEE, GOLD])
        return shop

    def test_a_paid_order_earns_and_a_tier_earns_more(self, club: Shop, marta: Actor) -> None:
        guest = register(club, "Nora")
        order_id = bought(club, marta, "margherita", guest)
        euros = club.reads.orders.sheet(order_id).total.minor // 100
        pay(club, marta, order_id)
        assert club.reads.guests.sheet(guest).points == euros
        club.loyalty.move_points(EVERYTHING, guest, 200, "welcome")
        assert club.reads.guests.sheet(guest).tier == "Gold"
        second = bought(club, marta, "margherita", guest)
        doubled = club.reads.orders.sheet(second).total.minor * 2 // 100
        pay(club, marta, second)
        assert club.reads.guests.sheet(guest).points == euros + 200 + doubled
        assert [row.order_id for row in club.reads.guests.orders(guest, 5)] == [second, order_id]

    def test_a_reward_costs_points_and_lowers_the_bill(self, club: Shop, marta: Actor) -> None:
        guest = register(club, "Nora")
        order_id = bought(club, marta, "margherita", guest)
        with pytest.raises(RuleBroken, match=Rule.POINTS_SHORT.value):
            club.loyalty.redeem(marta, order_id, COFFEE.id, Company.TOGETHER)
        club.loyalty.move_points(EVERYTHING, guest, 100, "welcome")
        club.loyalty.redeem(marta, order_id, COFFEE.id, Company.TOGETHER)
        sheet = club.reads.orders.sheet(order_id)
        assert (sheet.discount, club.reads.guests.sheet(guest).points) == (Money(250, EUR), 60)
        club.discounts.remove(marta, order_id, sheet.discounts[0].discount_id)
        assert club.reads.guests.sheet(guest).points == 100

    def test_alone_no_more_is_let_go_than_the_programme_says(self, club: Shop, marta: Actor, bench: Bench) -> None:
        guest = register(club, "Nora")
        club.loyalty.move_points(EVERYTHING, guest, 200, "welcome")
        order_id = bought(club, marta, "margherita", guest)
        club.loyalty.redeem(marta, order_id, COFFEE.id, Company.ALONE)
        with pytest.raises(RuleBroken, match=Rule.POINTS_CAPPED.value) as refused:
            club.loyalty.redeem(marta, order_id, COFFEE.id, Company.ALONE)
        assert refused.value.details == {"allowed": 10}
        with bench.begin(StaffId("system")) as work:
            account = work.guests.points(guest)
            told = [*account.movements, *account.redemptions]
            stated = account.states(160, work.now, told)
            assert stated == PointsStated(guest, 160, work.now, tuple(sorted(told)))
            assert stated is not None
            work.keep(stated)
        assert club.reads.guests.sheet(guest).points == 160
        club.loyalty.redeem(marta, order_id, COFFEE.id, Company.ALONE)
        assert club.reads.guests.sheet(guest).points == 120

    def test_merged_entries_have_their_points_together(self, club: Shop, carla: Actor, bench: Bench) -> None:
        one, other = two(club, bench, NewGuest("Nora"), NewGuest("Noura"))
        club.loyalty.move_points(EVERYTHING, one, 25, "welcome")
        club.loyalty.move_points(EVERYTHING, other, 25, "welcome")
        club.guests.merge(carla, one, other, "the same person")
        assert club.reads.guests.search("Nora", 5)[0].points == 50
        order_id = bought(club, carla, "margherita", other)
        assert club.reads.orders.sheet(order_id).guest_id == one
        club.loyalty.redeem(carla, order_id, COFFEE.id, Company.TOGETHER)
        assert club.reads.guests.sheet(other).points == 10


class ReservationsContract(StoreFixtures):
    """Parties are expected, moved, seated or missed; a table is not promised twice by one terminal."""

    def test_a_table_is_not_promised_twice_at_one_time(self, shop: Shop, marta: Actor, bench: Bench) -> None:
        at = bench.clock.now() + timedelta(hours=3)
        offer = shop.reads.tables.free(at, 120, 2)[0]
        table = offer.tables[0][0]
        first = shop.reservations.book(marta, Booking(at, 2, 120, "Klein", tables=(table,)))
        assert offer not in shop.reads.tables.free(at + timedelta(minutes=119), 60, 2)
        assert offer in shop.reads.tables.free(at + timedelta(minutes=120), 60, 2)
        with pytest.raises(RuleBroken, match=Rule.TABLE_TAKEN.value):
            shop.reservations.book(marta, Booking(at + timedelta(hours=1), 2, 60, "Lang", tables=(table,)))
        later = shop.reservations.book(marta, Booking(at + timedelta(hours=2), 2, 60, "Lang", tables=(table,)))
        with pytest.raises(RuleBroken, match=Rule.TABLE_TAKEN.value):
            shop.reservations.change(marta, first.reservation_id, Rebooking(minutes=121))
        assert shop.reservations.change(marta, first.reservation_id, Rebooking(party_size=3))
        assert shop.reservations.change(marta, first.reservation_id, Rebooking(party_size=3)) == ()
        day = shop.reads.store.profile().calendar.date_of(at)
        assert [row.reservation_id for row in shop.reads.tables.reservations(day)][:2] == [
            first.reservation_id, later.reservation_id,
        ]  # fmt: skip

    def test_a_party_that_sits_has_an_order_and_its_table(self, shop: Shop, marta: Actor, bench: Bench) -> None:
        guest = register(shop, "Nora", "Klein")
        at = bench.clock.now() + timedelta(minutes=30)
        table = shop.reads.tables.free(at, 60, 2)[0].tables[0][0]
        made = shop.reservations.book(marta, Booking(at, 2, 60, guest_id=guest, tables=(table,)))
        assert _status(shop, table, bench) is TableStatus.RESERVED
        shop.reservations.confirm(marta, made.reservation_id)
        order_id = shop.reservations.seat(marta, made.reservation_id).order_id
        sheet = shop.reads.orders.sheet(order_id)
        assert (sheet.table_id, sheet.guests, sheet.guest_name, sheet.guest_id) == (table, 2, "Nora Klein", guest)
        assert _status(shop, table, bench) is TableStatus.OCCUPIED
        row = shop.reads.tables.reservations(shop.reads.store.profile().calendar.date_of(at))[0]
        assert (row.status, row.order_id) == (ReservationStatus.SEATED, order_id)
        with pytest.raises(RuleBroken, match=Rule.RESERVATION_OVER.value):
            shop.reservations.cancel(marta, made.reservation_id)

    def test_nobody_is_given_up_before_their_time(self, shop: Shop, marta: Actor, bench: Bench) -> None:
        at = bench.clock.now() + timedelta(minutes=30)
        made = shop.reservations.book(marta, Booking(at, 2, 60, "Klein"))
        with pytest.raises(RuleBroken, match=Rule.RESERVATION_TO_COME.value):
            shop.reservations.miss(marta, made.reservation_id)
        bench.clock.advance(minutes=30)
        shop.reservations.miss(marta, made.reservation_id)
        assert shop.reservations.seat(marta, made.reservation_id).order_id  # they came after all

    def test_a_party_too_large_for_any_table_is_offered_two(self, shop: Shop, bench: Bench) -> None:
        at = bench.clock.now() + timedelta(hours=1)
        largest = max(table.seats for table in shop.reads.orders.tables())
        offers = shop.reads.tables.free(at, 60, largest + 1)
        assert offers
        assert all(len(offer.tables) == 2 and offer.seats > largest for offer in offers)


class SuppliesContract(StoreFixtures):
    """Levels follow purchases, usage, waste and counts, exactly."""

    def test_a_level_follows_what_came_and_went_and_was_counted(self, shop: Shop, carla: Actor) -> None:
        shop.administration.put_documents(EVERYTHING, [BEEF, SALT])
        assert [row.name for row in shop.reads.supplies.low()] == ["Ground beef", "Salt"]
        expires = date(2026, 12, 1)
        bought = Adjustment(BEEF.id, AdjustmentKind.PURCHASE, Decimal("20.5"), batch="B1", expires=expires)
        shop.supplies.adjust(carla, bought)
        shop.supplies.adjust(carla, Adjustment(BEEF.id, AdjustmentKind.WASTE, Decimal("0.3")))
        shop.supplies.adjust(carla, Adjustment(BEEF.id, AdjustmentKind.TRANSFER, Decimal("-0.1")))
        assert shop.reads.supplies.supplies()[0].quantity == Decimal("20.1")
        shop.supplies.count(carla, (CountedLine(BEEF.id, Decimal(4)), CountedLine(SALT.id, Decimal("0.75"))))
        shop.supplies.adjust(carla, Adjustment(SALT.id, AdjustmentKind.USAGE, Decimal("0.05")))
        assert [(row.name, row.quantity, row.is_low) for row in shop.reads.supplies.supplies()] == [
            ("Ground beef", Decimal(4), True), ("Salt", Decimal("0.7"), False),
        ]  # fmt: skip
        assert [row.batch for row in shop.reads.supplies.expiring(expires)] == ["B1"]
        assert shop.reads.supplies.expiring(expires - timedelta(days=1)) == ()

    @pytest.mark.parametrize(("kind", "quantity"), [("purchase", "0"), ("usage", "-1"), ("waste", "1.00001")])
    def test_a_quantity_that_makes_no_sense_is_refused(
        self, shop: Shop, carla: Actor, kind: str, quantity: str
    ) -> None:
        shop.administration.put_documents(EVERYTHING, [BEEF])
        with pytest.raises(RuleBroken, match=Rule.AMOUNT_OUT_OF_RANGE.value):
            shop.supplies.adjust(carla, Adjustment(BEEF.id, AdjustmentKind(kind), Decimal(quantity)))

    def test_the_same_thing_is_not_counted_twice_in_one_stock_take(self, shop: Shop, carla: Actor) -> None:
        shop.administration.put_documents(EVERYTHING, [BEEF])
        for rule, lines in (
            (Rule.NOTHING_COUNTED, ()),
            (Rule.COUNTED_TWICE, (CountedLine(BEEF.id, Decimal(1)),) * 2),
            (Rule.AMOUNT_OUT_OF_RANGE, (CountedLine(BEEF.id, Decimal(-1)),)),
        ):
            with pytest.raises(RuleBroken, match=rule.value):
                shop.supplies.count(carla, lines)

    def test_planned_shifts_are_read_by_day(self, shop: Shop) -> None:
        day = date(2026, 11, 22)
        late = Schedule(ScheduleId("s1"), StaffId("marta-rossi"), day, time(17), time(1), "server")
        early = Schedule(ScheduleId("s2"), StaffId("luca-bianchi"), day, time(9), time(17), "server")
        other = Schedule(ScheduleId("s3"), StaffId("luca-bianchi"), day + timedelta(days=1), time(9), time(17))
        shop.administration.put_documents(EVERYTHING, [late, early, other])
        assert [row.name for row in shop.reads.supplies.shifts(day)] == ["Luca Bianchi", "Marta Rossi"]


def _status(shop: Shop, table: TableId, bench: Bench) -> TableStatus:
    standing = {one.table_id: one.status for one in shop.reads.tables.standing(bench.clock.now())}
    return standing[table]
