"""Guests, points, reservations, supplies and discounts of three terminals that work apart come to one truth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings

from aura_terminal.domain.discounts import Reduction
from aura_terminal.domain.errors import NotFound, RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import (
    GuestId,
    ItemId,
    OrderId,
    ProgrammeId,
    PromotionId,
    ReservationId,
    RewardId,
    SupplyId,
    TableId,
)
from aura_terminal.domain.kitchen import TicketFired
from aura_terminal.domain.loyalty import Company, LoyaltyProgramme, Reward
from aura_terminal.domain.money import Money
from aura_terminal.domain.promotions import Promotion, PromotionKind
from aura_terminal.domain.supplies import AdjustmentKind, CountedLine, Supply
from aura_terminal.use_cases.feedback import Rated
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.reservations import Booking, Rebooking
from aura_terminal.use_cases.supplies import Adjustment
from tests.integration.store.test_three_stores import (
    EXCHANGE,
    NUMBERS,
    STEPS,
    Step,
    hand_over,
    settle,
    templates,
)
from tests.support.memory_shop import EVERYTHING
from tests.support.online_orders import online_order
from tests.support.store_shop import StoredShop
from tests.support.three_stores import three

__all__ = ["templates"]

CLUB = LoyaltyProgramme(ProgrammeId("club"), "Club", Decimal(1), most_alone=100)
CAKE = Reward(RewardId("cake"), CLUB.id, "Cake", 5, Reduction(amount=Money(200, "EUR")))
CODE = Promotion(
    PromotionId("p"), "Two only", PromotionKind.PERCENTAGE, Decimal(20), in_all=2, needs_code=True, code="TWO"
)
BEEF, SALT = Supply(SupplyId("beef"), "Beef", "kg"), Supply(SupplyId("salt"), "Salt", "kg")


class Host:
    """Somebody at one terminal; what the rules refuse does not happen."""

    def __init__(self, stored: StoredShop) -> None:
        self._stored = stored
        self._shop = stored.shop
        self._acts: tuple[Callable[[int, int], object], ...] = (
            self._register, self._change, self._merge, self._erase, self._points, self._redeem, self._book,
            self._rebook, self._seat, self._adjust, self._count, self._order, self._discount, self._code, self._pay,
            self._rate,
        )  # fmt: skip

    def begin(self, number: int) -> None:
        """Two guests with points, one of them known elsewhere too, an order each, and a party that is expected."""
        for place in range(2):
            self._stored.clock.advance(seconds=1)
            self._register(place, number)
            self._order(place, number)
            self._points(place, 15)
        self._book(number, number)

    def do(self, act: int, one: int, other: int) -> None:
        """One act."""
        self._stored.clock.advance(seconds=3)
        try:
            self._acts[act % len(self._acts)](one, other)
        except (RuleBroken, NotFound):
            return

    def _ids(self, aggregate: Aggregate) -> list[str]:
        return sorted(ids_of(self._stored, aggregate))

    def _any(self, aggregate: Aggregate, number: int) -> str:
        ids = self._ids(aggregate)
        if not ids:
            raise NotFound(aggregate.value, "")
        return ids[number % len(ids)]

    def _guest(self, number: int) -> GuestId:
        return GuestId(self._any(Aggregate.GUEST, number))

    def _open(self, number: int) -> OrderId:
        rows = self._shop.reads.orders.open_orders()
        if not rows:
            raise NotFound("order", "")
        return rows[number % len(rows)].order_id

    def _register(self, one: int, other: int) -> None:
        phone = f"0171 {one % 5:07d}"
        self._shop.guests.register(EVERYTHING, NewGuest(f"Guest {one}", "", phone))

    def _change(self, one: int, other: int) -> None:
        guest = self._guest(one)
        self._shop.guests.change(EVERYTHING, guest, Details(notes=f"{other}", dietary=(f"d{other % 3}",)))
        self._shop.guests.set_birthday(EVERYTHING, guest, date(1990, 1, 1 + other % 28))
        self._shop.guests.consent(EVERYTHING, guest, (Consent.GIVEN, Consent.WITHDRAWN)[other % 2])

    def _merge(self, one: int, other: int) -> None:
        self._shop.guests.merge(EVERYTHING, self._guest(one), self._guest(other), "one number")

    def _erase(self, one: int, other: int) -> None:
        if other % 3 == 0:
            self._shop.guests.erase(EVERYTHING, self._guest(one), "asked")

    def _points(self, one: int, other: int) -> None:
        self._shop.loyalty.move_points(EVERYTHING, self._guest(one), other % 20 - 5, "gift")

    def _redeem(self, one: int, other: int) -> None:
        order_id = self._open(one)
        self._shop.guests.attach(EVERYTHING, order_id, self._guest(other))
        self._shop.loyalty.redeem(EVERYTHING, order_id, CAKE.id, Company.ALONE)

    def _book(self, one: int, other: int) -> None:
        at = self._stored.clock.now() + timedelta(minutes=15 * (one % 12))
        tables = (TableId(self._shop.reads.orders.tables()[other % 4].id),)
        self._shop.reservations.book(EVERYTHING, Booking(at, 1 + other % 6, 60, f"Party {one}", tables=tables))

    def _rebook(self, one: int, other: int) -> None:
        reservation = ReservationId(self._any(Aggregate.RESERVATION, one))
        self._shop.reservations.change(EVERYTHING, reservation, Rebooking(party_size=1 + other % 9, name=f"{other}"))
        (self._shop.reservations.confirm, self._shop.reservations.cancel, self._shop.reservations.miss)[other % 3](
            EVERYTHING, reservation
        )

    def _seat(self, one: int, other: int) -> None:
        self._shop.reservations.seat(EVERYTHING, ReservationId(self._any(Aggregate.RESERVATION, one)))

    def _adjust(self, one: int, other: int) -> None:
        kind = tuple(AdjustmentKind)[one % 5]
        quantity = Decimal(other % 500 + 1).scaleb(-2)
        self._shop.supplies.adjust(EVERYTHING, Adjustment((BEEF, SALT)[other % 2].id, kind, quantity))

    def _count(self, one: int, other: int) -> None:
        lines = (CountedLine(BEEF.id, Decimal(one % 9)), CountedLine(SALT.id, Decimal(other % 9)))
        self._shop.supplies.count(EVERYTHING, lines)

    def _order(self, one: int, other: int) -> None:
        self._shop.ordering.add_item(
            EVERYTHING, NewOrder(), Asked(ItemId("sparkling-water-0-25-l"), quantity=1 + one % 5)
        )

    def _discount(self, one: int, other: int) -> None:
        self._shop.discounts.take_percent(EVERYTHING, self._open(one), Decimal(other % 101), "regular")

    def _code(self, one: int, other: int) -> None:
        self._shop.discounts.apply_code(EVERYTHING, self._open(one), "two")

    def _pay(self, one: int, other: int) -> None:
        order_id = self._open(one)
        due = self._shop.reads.orders.sheet(order_id).due
        if due:
            self._shop.paying.take_cash(EVERYTHING, order_id, due, self._shop.paying.new_attempt())
        else:
            self._shop.paying.close_free(EVERYTHING, order_id)

    def _rate(self, one: int, other: int) -> None:
        given = self._shop.feedback.give(EVERYTHING, None, Rated(1 + one % 5, comments=f"{other}"))
        self._shop.feedback.answer(EVERYTHING, given.feedback_id, "Thank you.")


def ids_of(stored: StoredShop, aggregate: Aggregate) -> set[str]:
    """Every aggregate of a kind that a store's journal speaks of."""
    known = stored.store.known()
    rows = (row for origin, _ in known for row in stored.store.facts_after(origin, 0, 10_000))
    return {row.aggregate_id for row in rows if row.aggregate == aggregate.value}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS, seed=NUMBERS)
def test_what_the_house_did_apart_is_one_truth_once_everybody_heard_it(
    templates: tuple[Path, ...], steps: list[Step], seed: int
) -> None:
    chance = Random(seed)
    with three(templates) as stores:
        stores[0].shop.administration.put_documents(EVERYTHING, [CLUB, CAKE, CODE, BEEF, SALT])
        settle(stores, chance)
        hosts = [Host(stored) for stored in stores]
        for number, host in enumerate(hosts):
            host.begin(number)
        for kind, act, one, other in steps:
            if kind < EXCHANGE:
                hosts[kind].do(act, one, other)
            else:
                hand_over(stores[kind - EXCHANGE], stores[(kind - EXCHANGE + 1 + one % 2) % 3], chance)
        settle(stores, chance)
        digests = [stored.store.fold_digest() for stored in stores]
        assert len({stored.store.known() for stored in stores}) == 1
        assert len(set(digests)) == 1
        for stored in stores:
            assert stored.store.verify() == ()
        stores[-1].store.rebuild()
        assert stores[-1].store.fold_digest() == digests[0]
        sheets = [
            [stored.shop.reads.guests.search("Guest", 99), stored.shop.reads.supplies.supplies()] for stored in stores
        ]
        assert sheets[0] == sheets[1] == sheets[2]


def test_two_terminals_that_release_an_online_order_at_once_cook_it_once(templates: tuple[Path, ...]) -> None:
    with three(templates) as stores:
        first, second, _ = stores
        order_id = online_order(first.shop, first.store.begin, first.ids, EVERYTHING)
        settle(stores, Random(1))
        released = [stored.shop.held_orders.release(EVERYTHING, order_id) for stored in (first, second)]
        assert all(any(isinstance(fact, TicketFired) for fact in done.facts) for done in released)
        settle(stores, Random(2))
        tickets = [ticket for ticket in first.shop.reads.kitchen.live(None) if ticket.order_id == order_id]
        assert [(line.item.quantity, line.repeated) for ticket in tickets for line in ticket.lines] == [(2, 0)]
        assert len({stored.store.fold_digest() for stored in stores}) == 1
