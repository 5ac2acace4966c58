"""Figures of days against the day's own totals, whatever was done, and after orders have left the tables."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.closing import day_totals
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.figures import FigureKey, FigureKind, Sum, figures_of, slot_of
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.money import Money
from aura_terminal.domain.report_tables import table
from aura_terminal.domain.reports import Drill, Period, ReportKind, RowKey
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store import snapshots
from aura_terminal.store.cipher import open_file
from aura_terminal.store.folders import store_file
from aura_terminal.store.report_queries import offsets
from tests.support.memory_shop import EVERYTHING
from tests.support.store_acts import Staff
from tests.support.store_days import days, tidy
from tests.support.store_service import order_of, pay, plain_items
from tests.support.store_shop import StoredShop, founded, opened

ACTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 999), st.integers(0, 999)), min_size=10, max_size=60)
Rows = tuple[tuple[object, ...], ...]


class Generous(Staff):
    """Staff who also lower prices, and take that back."""

    def __init__(self, stored: StoredShop, items: Sequence[ItemId]) -> None:
        super().__init__(stored, items)
        self.acts = (*self.acts, self.lower, self.lower_by, self.give, self.take_off, self.pay, self.pay)

    def lower(self, one: int, other: int) -> object:
        percent = Decimal(1 + other % 99)
        return self._stored.shop.discounts.take_percent(EVERYTHING, self._order(one), percent, f"Reason {other % 3}")

    def lower_by(self, one: int, other: int) -> object:
        amount = Money(1 + other % 400, "EUR")
        return self._stored.shop.discounts.take_amount(EVERYTHING, self._order(one), amount, "Waited long")

    def give(self, one: int, other: int) -> object:
        order = self._order(one)
        self._stored.shop.discounts.take_percent(EVERYTHING, order, Decimal(100), "Birthday")
        return self._stored.shop.paying.close_free(EVERYTHING, order)

    def take_off(self, one: int, other: int) -> object:
        order = self._order(one)
        granted = self._stored.shop.reads.orders.sheet(order).discounts
        if not granted:
            raise NotFound("discount", "")
        return self._stored.shop.discounts.remove(EVERYTHING, order, granted[other % len(granted)].discount_id)


def must_agree(stored: StoredShop, day: date) -> None:
    """Every sum of a day is what `day_totals` says of the orders themselves."""
    reads, currency = stored.shop.reads, stored.shop.reads.store.profile().currency
    totals = day_totals(day, currency, reads.books.orders_of(day))
    found = reads.reports.figures(FigureKind, Period(day, day))

    def sums(*kinds: FigureKind) -> dict[str, tuple[int, int]]:
        added: dict[str, tuple[int, int]] = {}
        for row in found:
            if row.kind in kinds:
                name = row.part if row.kind is FigureKind.SERVER else row.name
                units, minor = added.get(name, (0, 0))
                many = row.orders if row.kind is FigureKind.SERVER else row.units
                added[name] = (units + many, minor + row.minor)
        return {name: one for name, one in sorted(added.items()) if one != (0, 0)}

    def told(figures: object) -> dict[str, tuple[int, int]]:
        return {one.name: (one.count, one.amount.minor) for one in figures if one.count or one.amount}  # type: ignore[attr-defined]  # Figures

    hours = [row for row in found if row.kind is FigureKind.HOUR]
    sales = (sum(row.orders for row in hours), sum(row.units for row in hours), sum(row.minor for row in hours))
    assert sales == (totals.orders, totals.guests, totals.gross.minor)
    assert sum(row.other for row in hours) == totals.net.minor
    assert sums(FigureKind.ITEM) == told(totals.items)
    assert sums(FigureKind.TENDER) == told(totals.tenders)
    assert sums(FigureKind.TIP) == told(totals.tips)
    assert sums(FigureKind.SERVER) == told(totals.order_types)
    assert sums(FigureKind.DISCOUNT, FigureKind.COMP) == told(totals.discounts)
    assert sums(FigureKind.REFUND) == told(totals.refunds)
    assert sums(FigureKind.REVERSAL) == told(totals.reversals)
    for kind, figure in (
        (FigureKind.VOID, totals.voids),
        (FigureKind.REMOVED, totals.removed),
        (FigureKind.CANCELLED, totals.cancelled),
    ):
        one = sums(kind)
        assert (sum(n for n, _ in one.values()), sum(m for _, m in one.values())) == (figure.count, figure.amount.minor)
    for kind, figures in (
        (FigureKind.KEPT, totals.kept), (FigureKind.BORNE, totals.borne), (FigureKind.WRITTEN_OFF, totals.written_off)
    ):  # fmt: skip
        assert sorted(sums(kind).values()) == sorted(told(figures).values())
    taxes = {row.part: (row.other, row.minor) for row in found if row.kind is FigureKind.TAX}
    assert taxes == {one.rate_id: (one.net.minor, one.tax.minor) for one in totals.taxes}
    cash = [(row.minor, row.other) for row in found if row.kind is FigureKind.CASH]
    assert (sum(c for c, _ in cash), sum(r for _, r in cash)) == (totals.change_given.minor, totals.rounding.minor)
    categories = table(ReportKind.CATEGORIES, Period(day, day), found, currency=currency, names={})
    assert {row.key.name: row.weight for row in categories.rows if row.weight} == {
        name: minor for name, (_, minor) in told(totals.categories).items() if minor
    }


def rows_of(stored: StoredShop, table_name: str) -> Rows:
    """What a table holds, read beside the program."""
    raw = open_file(store_file(stored.folder))
    try:
        found = raw.execute(f"SELECT * FROM {table_name} ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9").fetchall()
    finally:
        raw.close()
    return tuple(tuple(row) for row in found)


@given(st.lists(ACTS, min_size=1, max_size=2))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_staff_do_the_figures_of_every_day_are_those_of_its_orders(
    days_: list[list[tuple[int, int, int]]],
) -> None:
    with TemporaryDirectory() as folder:
        stored = founded(Path(folder) / "R1")
        staff = Generous(stored, plain_items(stored)[:5])
        for acts in days_:
            for act, one, other in acts:
                staff.do(act, one, other)
            stored.clock.advance(hours=24)
        for day in stored.shop.closing.business_dates():
            must_agree(stored, day)
        before = rows_of(stored, "day_figures")
        stored.store.rebuild()
        assert rows_of(stored, "day_figures") == before
        stored.store.close()


@given(st.randoms(use_true_random=False), ACTS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_figures_are_the_same_in_whatever_order_facts_arrive(chance: object, acts: list[tuple[int, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        one = founded(Path(folder) / "R1")
        other = founded(Path(folder) / "R2", label="R2", store_id=one.store.identity.store_id, seed=9, documents=())
        staff = Generous(one, plain_items(one)[:5])
        for act in acts:
            staff.do(*act)
        origin = one.store.identity.origin
        facts, at = one.store.facts_after(origin, 0, 10_000), 0
        while at < len(facts):
            step = 1 + chance.randrange(40)  # type: ignore[attr-defined]  # hypothesis' Random
            other.store.receive(facts[at : at + step])
            at += step
        while other.store.settle(100):
            pass
        assert rows_of(other, "day_figures") == rows_of(one, "day_figures")
        for stored in (one, other):
            stored.store.close()


def test_sums_add_up_in_any_order(stored: StoredShop) -> None:
    orders = [order_of(stored, EVERYTHING, 2 + number) for number in range(3)]
    for order_id in orders[:2]:
        pay(stored, EVERYTHING, order_id)
    with stored.store.begin(SYSTEM) as work:
        parts = [figures_of(work.order(order_id)) for order_id in orders]
    sums = []
    for order in itertools.permutations(parts):
        added: dict[FigureKey, Sum] = {}
        for part in order:
            for key, one in part.items():
                added[key] = added[key] + one if key in added else one
        sums.append(added)
    assert all(one == sums[0] for one in sums)
    assert parts[2] == {}


def test_figures_of_days_that_left_the_tables_stay(stored: StoredShop, marta: Actor) -> None:
    made = days(stored, marta, 10)
    first = stored.shop.closing.business_dates()[0]
    period = Period(first, first + timedelta(days=9))
    before = told_of(stored, period)
    assert tidy(stored)
    assert {row[2] for row in rows_of(stored, "order_figures")}.isdisjoint({f"{first}"})
    assert told_of(stored, period) == before
    for day in stored.shop.closing.business_dates():
        must_agree(stored, day)
    orders = stored.shop.reads.reports.orders
    drilled = orders.behind(Drill(ReportKind.DAYS, period, RowKey(first.isoformat())), first)
    assert {row.order_id for row in drilled.orders} == set(made[0])
    assert orders.receipt(made[0][0]).order_id == made[0][0]
    live = orders.behind(Drill(ReportKind.DAYS, period, RowKey((first + timedelta(days=9)).isoformat())), None)
    assert {row.order_id for row in live.orders} == set(made[9])


def test_an_order_that_comes_back_is_counted_once(stored: StoredShop, marta: Actor) -> None:
    made = days(stored, marta, 10)
    first = stored.shop.closing.business_dates()[0]
    period = Period(first, first + timedelta(days=30))
    before = told_of(stored, period)
    tidy(stored)
    stored.shop.paying.reprint_receipt(EVERYTHING, made[0][0])
    assert f"{first}" in {row[2] for row in rows_of(stored, "order_figures")}
    assert told_of(stored, period) == before
    stored.clock.advance(hours=24 * 9)
    tidy(stored)
    assert told_of(stored, period) == before


def test_sums_of_old_days_are_made_again_from_their_documents(stored: StoredShop, marta: Actor) -> None:
    made = days(stored, marta, 10)
    tidy(stored)
    stored.shop.paying.reprint_receipt(EVERYTHING, made[1][0])
    stored.clock.advance(hours=24 * 9)
    tidy(stored)
    before = rows_of(stored, "day_figures")
    assert {row[8] for row in before} > {""}
    stored.store.rebuild()
    assert rows_of(stored, "day_figures") == before
    tidy(stored)
    assert rows_of(stored, "day_figures") == before


def test_a_new_terminal_has_the_figures_of_days_it_has_no_documents_of(
    stored: StoredShop, marta: Actor, tmp_path: Path
) -> None:
    days(stored, marta, 10)
    tidy(stored)
    first = stored.shop.closing.business_dates()[0]
    period = Period(first, first + timedelta(days=9))
    file = snapshots.take(stored.folder, tmp_path / "snapshot")
    with file.open("rb") as source:
        snapshots.install(source, tmp_path / "R2", stored.ids, store_id=stored.store.identity.store_id, label="R2")
    other = opened(tmp_path / "R2", stored.clock, stored.ids)
    try:
        assert told_of(other, period) == told_of(stored, period)
    finally:
        other.store.close()


def told_of(stored: StoredShop, period: Period) -> set[tuple[object, ...]]:
    """Every sum of some days, and their hours."""
    reads = stored.shop.reads.reports
    rows = (*reads.figures(FigureKind, period), *reads.by_day(period), *reads.by_hour(period))
    return {
        (row.kind, row.name, row.part, row.who, row.why, row.on, row.hour, row.orders, row.units, row.minor, row.other)
        for row in rows
    }


@pytest.mark.parametrize(
    "zone", ["Pacific/Auckland", "America/New_York", "Asia/Kathmandu", "Pacific/Honolulu", "Europe/Rome"]
)
def test_quarters_of_an_hour_are_read_on_the_wall_clock_also_when_it_changes(zone: str) -> None:
    calendar = BusinessCalendar(zone)
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    pieces = offsets(calendar, period)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at < datetime(2027, 1, 1, tzinfo=UTC):
        slot = slot_of(at)
        ahead = next(ahead for since, until, ahead in pieces if since <= slot < until)
        assert (slot + ahead) % 96 // 4 == calendar.local(at).hour
        at += timedelta(minutes=15)
