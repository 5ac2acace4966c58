"""What every store promises of gift cards, house accounts and deposits; a test class supplies `bench`."""

from __future__ import annotations

import pytest

from aura_terminal.domain.day_sums import day_totals
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.ids import OrderId, ReservationId
from aura_terminal.domain.money import Money
from aura_terminal.domain.reports import Period
from aura_terminal.domain.value_facts import AccountKind, Hearing
from aura_terminal.ports.value_rows import AccountRow
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.use_cases.shop import Shop
from tests.contract.store_bench import WATER, Bench, StoreFixtures
from tests.support.memory_shop import EVERYTHING, MemoryVault

ADA = "Ada Lovelace"


def euro(amount: int) -> Money:
    return Money(amount * 100, "EUR")


def pay(shop: Shop, order_id: OrderId) -> None:
    due = shop.reads.orders.sheet(order_id).due
    shop.paying.take_cash(EVERYTHING, order_id, due, shop.paying.new_attempt())


def card(shop: Shop, amount: int = 50, name: str = ADA) -> AccountRow:
    """A gift card that was sold and paid."""
    done = shop.value_selling.sell_card(EVERYTHING, NewOrder(), euro(amount), name)
    pay(shop, done.order_id)
    return next(row for row in shop.reads.value.search(name, 9) if row.kind is AccountKind.GIFT_CARD)


def coffee(shop: Shop) -> OrderId:
    return shop.ordering.add_item(EVERYTHING, NewOrder(), WATER).order_id


def number_of(row: AccountRow, issue: int = 1) -> str:
    return MemoryVault().value_number(row.account_id, issue)


class ValueContract(StoreFixtures):
    """Gift cards, house accounts and deposits on any store."""

    def test_a_card_is_worth_something_once_its_order_is_paid(self, shop: Shop) -> None:
        done = shop.value_selling.sell_card(EVERYTHING, NewOrder(), euro(50), ADA)
        assert shop.reads.value.search("ada", 9) == ()
        pay(shop, done.order_id)
        (row,) = shop.reads.value.search("love", 9)
        assert (row.balance, row.kind, row.name) == (euro(50), AccountKind.GIFT_CARD, ADA)
        assert shop.reads.value.search(row.last_four, 9) == (row,)
        assert shop.reads.value.accounts(AccountKind.GIFT_CARD, 9) == (row,)
        assert shop.reads.value.accounts(AccountKind.HOUSE, 9) == ()

    def test_a_card_is_found_by_its_number_alone_and_the_number_is_written_nowhere(
        self, shop: Shop, bench: Bench
    ) -> None:
        row = card(shop)
        number = number_of(row)
        spaced = f"{number[:4]} {number[4:8]}-{number[8:]}"
        assert shop.value_accounts.find(EVERYTHING, spaced) == row
        (slip,) = [job.job for job in bench.jobs() if job.job.title.startswith("Gift card")]
        assert number not in repr(slip)
        with pytest.raises(RuleBroken) as refused:
            shop.value_accounts.find(EVERYTHING, number_of(row, 2))
        assert refused.value.rule is Rule.ACCOUNT_UNKNOWN

    def test_a_terminal_that_hears_nobody_lets_go_of_no_more_than_the_rules_say(self, shop: Shop, bench: Bench) -> None:
        row = card(shop, 100)
        for _ in range(8):  # 2.90 each, 20.00 a card
            order = coffee(shop)
            paid = shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.NONE)
            if not paid.closed:
                break
        assert shop.reads.value.sheet(row.account_id).row.balance == euro(80)
        with bench.begin(EVERYTHING.id) as work:
            assert work.value.drawn_alone(work.today, "EUR") == euro(20)
            assert work.value.drawn_alone(work.today, "EUR", "R2") == euro(0)
        with pytest.raises(RuleBroken) as refused:
            shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.NONE)
        assert refused.value.rule is Rule.VALUE_CAPPED

    def test_what_is_put_on_accounts_is_no_turnover_and_untaxed(self, shop: Shop, bench: Bench) -> None:
        order = coffee(shop)
        shop.value_selling.sell_card(EVERYTHING, order, euro(50))
        sheet = shop.reads.orders.sheet(order)
        assert sheet.due == Money(5290, "EUR")
        pay(shop, order)
        with bench.begin(EVERYTHING.id) as work:
            totals = day_totals(work.today, "EUR", [work.order(order)])
            assert (totals.gross, totals.net + totals.tax) == (Money(290, "EUR"), Money(290, "EUR"))
            assert [(one.name, one.amount) for one in totals.liabilities] == [("gift_card", euro(50))]
            assert "Gift cards" not in {one.name for one in totals.categories}
            tickets = [job.job.title for job in bench.jobs() if "R1-001" in job.job.title]
        assert sum("Gift" in title for title in tickets) == 0
        period = Period(totals.business_date, totals.business_date)
        (row,) = shop.reads.reports.figures((FigureKind.LIABILITY,), period)
        assert (row.name, row.minor) == ("gift_card", 5000)

    def test_a_deposit_is_offered_where_its_party_pays(self, shop: Shop, bench: Bench) -> None:
        booked = shop.reservations.book(EVERYTHING, Booking(bench.clock.now(), 2, name=ADA))
        reservation = ReservationId(booked.reservation_id)
        done = shop.value_selling.take_deposit(EVERYTHING, euro(2), ADA, reservation_id=reservation)
        pay(shop, done.order_id)
        table = next(one.id for one in shop.reads.orders.tables())
        order = shop.reservations.seat(EVERYTHING, reservation, (table,)).order_id
        (row,) = shop.reads.value.of_order(order)
        assert (row.kind, row.balance, row.reservation_id) == (AccountKind.DEPOSIT, euro(2), reservation)
        shop.ordering.add_item(EVERYTHING, order, WATER)
        shop.value_paying.draw(EVERYTHING, order, row.account_id, shop.paying.new_attempt(), Hearing.NONE)
        assert shop.reads.value.of_order(order) == ()
        with bench.begin(EVERYTHING.id) as work:
            assert [one.id for one in work.value.of_reservation(reservation)] == [row.account_id]
