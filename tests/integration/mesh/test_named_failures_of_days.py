"""Failures that restaurants have had with other systems: what came of the day's end, of dates and of punches.

The numbers are those of the list of twenty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.closing_checks import CheckKind, Weight
from aura_terminal.domain.documents import Document
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import DrawerId
from aura_terminal.domain.labor import PunchKind
from aura_terminal.domain.money import total
from aura_terminal.domain.ordering import OrderStatus
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.ordering import Asked
from devices.printers.plain_text import plain_text
from tests.support.memory_shop import EVERYTHING, demo_files, signed_in
from tests.support.mesh_links import Terminals
from tests.support.store_service import order_of, pay, plain_items
from tests.support.store_shop import StoredShop

Meet = Callable[..., Terminals]

DAYS = (
    ("Pacific/Honolulu", date(2026, 7, 1)),
    ("America/New_York", date(2026, 3, 8)),  # clocks go forward
    ("America/New_York", date(2026, 11, 1)),  # and back
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Asia/Kathmandu", date(2026, 7, 1)),
    ("Pacific/Tongatapu", date(2026, 7, 1)),
)


@pytest.mark.parametrize(("zone", "day"), DAYS, ids=[f"{zone}-{day}" for zone, day in DAYS])
def test_a_sale_belongs_to_the_evening_it_was_made_in_wherever_the_shop_is(
    tmp_path: Path, zone: str, day: date
) -> None:
    """Failure 17: sales after midnight, or in another zone, were booked on the wrong day."""
    terminals = Terminals(tmp_path).found("R1", "R2", documents=documents_in(zone))
    terminals.heal()
    expected: dict[date, int] = {}
    for number in range(16):
        instant = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=3 * number - 20)
        stored = terminals["R1" if number % 2 else "R2"]
        stored.clock.set(instant)
        pay(stored, EVERYTHING, order_of(stored, EVERYTHING, 1))
        evening = trading_date(instant, zone)
        expected[evening] = expected.get(evening, 0) + 1
    terminals.heal()
    for stored in terminals:
        found = {at: stored.shop.closing.read(at).orders for at in stored.shop.closing.business_dates()}
        assert found == expected
        assert sum(found.values()) == 16
    terminals.close()


def trading_date(instant: datetime, zone: str) -> date:
    """The date on the wall four hours ago, counted on the wall: what somebody with a paper diary would write."""
    local = instant.astimezone(ZoneInfo(zone))
    return local.date() if local.hour >= 4 else local.date() - timedelta(days=1)


def documents_in(zone: str) -> tuple[Document, ...]:
    """The demo shop, moved to another zone."""
    calendar = BusinessCalendar(zone)
    return tuple(
        replace(document, calendar=calendar) if isinstance(document, StoreProfile) else document
        for document in demo_files().documents
    )


def test_a_clock_three_hours_wrong_reorders_no_check_and_loses_no_sale_on_any_day(meet: Meet) -> None:
    """Failure 17: a terminal's clock was wrong, and its sales were on another day on each machine."""
    terminals = meet("R1", "R2", "K1")
    right = terminals["R1"].clock.now()
    terminals["R2"].clock.set(right + timedelta(hours=3))
    order_id = order_of(terminals["R2"], EVERYTHING, 1)
    terminals.heal()
    items = plain_items(terminals["R1"])
    terminals["R1"].shop.ordering.add_item(EVERYTHING, order_id, Asked(items[1], note="after the fast clock"))
    pay(terminals["R2"], EVERYTHING, order_of(terminals["R2"], EVERYTHING, 2))
    pay(terminals["R1"], EVERYTHING, order_of(terminals["R1"], EVERYTHING, 2))
    terminals.heal()
    pay(terminals["R2"], EVERYTHING, order_id)
    terminals.heal()
    days = [
        {day: stored.shop.closing.read(day).orders for day in stored.shop.closing.business_dates()}
        for stored in terminals
    ]
    assert days == [days[0]] * 3
    assert sum(days[0].values()) == 3
    for stored in terminals:
        sheet = stored.shop.reads.orders.sheet(order_id)
        assert [line.note for line in sheet.lines] == ["", "after the fast clock"]
        assert sheet.status is OrderStatus.CLOSED
    assert len(terminals.digests()) == 1


@pytest.mark.parametrize("wrong", [3, -3, 26], ids=["ahead", "behind", "a day ahead"])
def test_a_terminal_whose_clock_is_wrong_books_on_the_date_that_the_others_have(meet: Meet, wrong: int) -> None:
    """Failure 17: a terminal clock was wrong by hours, and its sales and punches were on the wrong day."""
    terminals = meet("R1", "R2", "K1")
    zone = terminals["R1"].shop.reads.store.profile().calendar.zone
    at = datetime(2026, 5, 16, 2 if wrong > 0 else 5, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    evening = trading_date(at, zone)
    terminals.cut()
    for stored in terminals:
        stored.clock.set(at)
    crooked = terminals["R2"]
    crooked.clock.set(at + timedelta(hours=wrong))
    assert trading_date(crooked.clock.now(), zone) != evening
    terminals.heal()
    terminals.pass_time(seconds=20)
    terminals.talk(seconds=20)
    terminals.note_peers()
    ana = signed_in(crooked.shop)
    assert crooked.shop.labor.clock_in(ana).business_date == evening
    for stored in terminals:
        pay(stored, EVERYTHING, order_of(stored, EVERYTHING, 1))
    assert crooked.shop.closing.read().business_date == evening
    assert crooked.shop.reads.store.status(crooked.clock.now()).business_date == evening
    closed = crooked.shop.closing.close_day(EVERYTHING)
    assert (closed.totals.business_date, closed.totals.orders) == (evening, 1)
    terminals.heal()
    for stored in terminals:
        assert stored.shop.closing.business_dates() == (evening,)
        assert stored.shop.closing.read(evening).orders == 3
    crooked.clock.set(terminals["R1"].clock.now())  # somebody sets it right; what was measured with it is void
    assert crooked.shop.labor.clock_out(ana).business_date == evening
    terminals.heal()
    assert len(terminals.digests()) == 1


def paired(meet: Meet, *labels: str) -> Terminals:
    """Terminals that belong to the store by its facts and have just heard each other."""
    terminals = meet(*labels)
    for label in labels:
        terminals[labels[0]].shop.terminals.pair(str(terminals[label].store.identity.origin), label, label, labels[0])
    terminals.heal()
    terminals.note_peers()
    return terminals


def cash_of(stored: StoredShop, day: date) -> int:
    """What a terminal's own readings say that tenders took on a date."""
    totals = stored.shop.closing.read(day)
    return sum(figure.amount.minor for figure in (*totals.tenders, *totals.refunds, *totals.reversals))


def test_failure_15_a_day_closes_with_a_table_open_and_a_terminal_away_and_says_both(meet: Meet) -> None:
    """Closing dropped open orders, or booked late ones on another day."""
    terminals = paired(meet, "R1", "R2", "K1")
    here, away = terminals["R1"], terminals["R2"]
    session = here.shop.cash.begin(EVERYTHING, DrawerId("R1"), {5000: 2}).session_id
    pay(here, EVERYTHING, order_of(here, EVERYTHING, 2))
    still_open = order_of(here, EVERYTHING, 1)
    here.shop.cash.end(EVERYTHING, session, {5000: 2, 500: 3})
    heard_last = here.clock.now()
    terminals.cut()
    terminals.pass_time(seconds=90)
    terminals.link("R1", "K1")
    terminals.talk()
    terminals.note_peers()
    unheard = order_of(away, EVERYTHING, 3)
    pay(away, EVERYTHING, unheard)
    today = here.shop.reads.store.profile().calendar.date_of(here.clock.now())
    outlook = here.shop.closing.outlook()
    told = {check.kind: check for check in outlook.checks}
    assert (told[CheckKind.TERMINALS_MISSING].names, told[CheckKind.OPEN_ORDERS].count) == (("R2",), 1)
    assert {check.weight for check in outlook.checks} == {Weight.WARNS}

    first = here.shop.closing.close_day(EVERYTHING)
    left = here.shop.reads.orders.sheet(still_open)
    assert [(row.number, row.due) for row in first.open] == [(left.number, left.due)]
    (drawer,) = first.drawers
    (missing,) = first.missing
    assert (missing[0], missing[1] <= heard_last, first.covered) == ("R2", True, (2, 3))
    assert dict(first.covers).get(away.store.identity.origin, 0) < dict(away.store.known())[away.store.identity.origin]
    pay(here, EVERYTHING, order_of(here, EVERYTHING, 1))

    terminals.pass_time(seconds=14 * 3600)
    terminals.heal()
    terminals.note_peers()
    assert here.shop.reads.orders.sheet(still_open).status is OrderStatus.OPEN  # usable on the next day
    taken = cash_of(here, today)
    late = here.shop.closing.close_day(EVERYTHING, today)
    assert (late.totals.orders, late.addendum, late.missing) == (2, 1, ())
    assert {part.terminal: part.totals.orders for part in late.parts} == {"R1": 1, "R2": 1}
    day = away.shop.closing.read(today)
    assert day.orders == 3
    assert day.gross.minor == sum(closed.totals.gross.minor for closed in (first, late))
    assert here.shop.closing.closings()[0] == first
    assert cash_of(here, today) == taken == cash_of(away, today)  # closing moves no money
    for stored in terminals:  # and what came late is no cash of the drawer that was counted
        counted = stored.shop.reads.cash.row(session)
        assert (counted.expected, counted.over_short) == (drawer.expected, drawer.over_short)
    assert late.drawers == ()
    pay(here, EVERYTHING, still_open)
    terminals.heal()
    for stored in terminals:
        assert stored.shop.reads.orders.sheet(unheard).status is OrderStatus.CLOSED
        assert stored.shop.reads.orders.sheet(still_open).status is OrderStatus.CLOSED
        with pytest.raises(RuleBroken):
            stored.shop.closing.close_day(EVERYTHING, today)
    assert len(terminals.digests()) == 1


def test_failure_15_two_terminals_that_close_while_they_cannot_hear_each_other_count_nothing_twice(meet: Meet) -> None:
    """Each holds what was done at itself; what comes later is in an addendum, and together they are the day."""
    terminals = paired(meet, "R1", "R2")
    for stored in terminals:
        pay(stored, EVERYTHING, order_of(stored, EVERYTHING, 2))
    terminals.heal()
    terminals.cut()
    terminals.pass_time(seconds=90)
    made = []
    for stored in terminals:
        pay(stored, EVERYTHING, order_of(stored, EVERYTHING, 1))
        made.append(stored.shop.closing.close_day(EVERYTHING))
    assert [(closed.totals.orders, closed.covered) for closed in made] == [(2, (1, 2)), (2, (1, 2))]
    pay(terminals["R1"], EVERYTHING, order_of(terminals["R1"], EVERYTHING, 3))
    terminals.heal()
    terminals.note_peers()
    made.append(terminals["R2"].shop.closing.close_day(EVERYTHING))
    assert (made[-1].totals.orders, made[-1].addendum, made[-1].covered) == (1, 2, (2, 2))
    day = terminals["R1"].shop.closing.read()
    assert day.orders == sum(closed.totals.orders for closed in made)
    assert day.gross == total((closed.totals.gross for closed in made), day.currency)


def test_failure_15_two_who_close_before_they_notice_that_they_are_cut_off_are_put_right_by_an_addendum(
    meet: Meet,
) -> None:
    """Both hold the same sale; the next report takes one of them off again, so that all of them are the day."""
    terminals = paired(meet, "R1", "R2")
    pay(terminals["R1"], EVERYTHING, order_of(terminals["R1"], EVERYTHING, 2))
    terminals.heal()
    terminals.note_peers()
    terminals.cut()
    made = [stored.shop.closing.close_day(EVERYTHING) for stored in terminals]
    assert [closed.totals.orders for closed in made] == [1, 1]
    terminals.heal()
    terminals.note_peers()
    made.append(terminals["R2"].shop.closing.close_day(EVERYTHING))
    day = terminals["R1"].shop.closing.read()
    assert (made[-1].totals.orders, day.orders) == (-1, 1)
    assert [closed.corrects for closed in made] == [False, False, True]
    paper = terminals["R2"].store.paper.queue()[-1].job.document
    assert paper is not None
    assert "Takes off what two reports held" in plain_text(paper)
    assert day.gross == total((closed.totals.gross for closed in made), day.currency)
    terminals.heal()
    for stored in terminals:
        with pytest.raises(RuleBroken):
            stored.shop.closing.close_day(EVERYTHING)


PUNCHES = tuple(permutations(("R1", "R2", "K1")))


@pytest.mark.parametrize("order", PUNCHES, ids=["-".join(order) for order in PUNCHES])
def test_punches_made_on_three_lonely_terminals_come_to_one_shift(meet: Meet, order: tuple[str, ...]) -> None:
    """Failure 20: punches made offline contradicted each other, were deleted, or nobody could clock out."""
    terminals = meet("R1", "R2", "K1")
    ana = signed_in(terminals["R1"].shop)
    terminals["R1"].shop.labor.clock_in(ana)
    terminals.heal()
    terminals.cut()
    terminals.pass_time(seconds=3600)
    terminals["R2"].shop.labor.begin_break(ana)
    terminals.pass_time(seconds=1800)
    terminals["K1"].shop.labor.clock_out(ana)
    terminals["R1"].shop.labor.clock_out(ana)  # the second of two: somebody at the register was told to
    first, second, third = order
    terminals.link(first, second)
    terminals.talk()
    terminals.link(second, third)
    terminals.heal()
    for stored in terminals:
        sheet = stored.shop.labor.time_sheet(ana.id)
        (shift,) = sheet.shifts
        assert len(sheet.punches) == 4
        assert timedelta(0) <= shift.worked(stored.clock.now()) - timedelta(hours=1) < timedelta(seconds=2)
        assert [one.punch.kind for one in sheet.contradictions] == [PunchKind.CLOCK_OUT]
        assert not sheet.is_clocked_in
    assert len(terminals.digests()) == 1


def test_a_shift_that_began_on_a_terminal_that_is_away_can_be_ended_and_never_overlaps(meet: Meet) -> None:
    """Failure 20: somebody who had clocked in on a machine that was gone could not clock out."""
    terminals = meet("R1", "R2")
    ana = signed_in(terminals["R1"].shop)
    terminals.cut()
    terminals["R1"].shop.labor.clock_in(ana)
    terminals.pass_time(seconds=600)
    terminals["R2"].shop.labor.clock_in(ana)  # here nobody knows of the first one
    terminals.pass_time(seconds=3000)
    terminals["R2"].shop.labor.clock_out(ana)
    terminals.heal()
    for stored in terminals:
        sheet = stored.shop.labor.time_sheet(ana.id)
        (shift,) = sheet.shifts
        assert timedelta(0) <= shift.worked(stored.clock.now()) - timedelta(hours=1) < timedelta(seconds=2)
        assert [one.punch.kind for one in sheet.contradictions] == [PunchKind.CLOCK_IN]
