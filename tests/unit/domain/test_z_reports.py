"""What a Z report says of itself: whom it covers, whether it corrects others, and what it holds of a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.closing import (
    DayClosed,
    DayTotals,
    Deed,
    DeedKind,
    Figure,
    TerminalPart,
    held_of,
    parts_of,
    perpetual,
)
from aura_terminal.domain.day_figures import nothing_on
from aura_terminal.domain.ids import ClosingId
from aura_terminal.domain.money import Money
from tests.unit.domain.orders import NOW, TODAY

NOTHING = nothing_on(TODAY, "EUR")
MOST = 1_000_000_000_000


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def figure(count: int) -> Figure:
    return Figure("cash", count, euros(0))


def z(totals: DayTotals = NOTHING, *parts: TerminalPart, missing: int = 0, terminals: int = 0) -> DayClosed:
    absent = tuple((f"M{place}", NOW) for place in range(missing))
    closed = DayClosed(ClosingId("z"), 1, "R1", NOW, (), totals)
    return replace(closed, parts=parts, missing=absent, terminals=terminals)


def test_the_report_of_an_earlier_program_tells_of_its_own_terminal_and_of_nothing_else() -> None:
    closed = DayClosed(ClosingId("z"), 1, "R1", NOW, (), NOTHING)
    assert (closed.covered, parts_of(closed)) == ((1, 1), (TerminalPart("R1", NOTHING),))
    assert (closed.addendum, closed.more_deeds, closed.openings_for_sales) == (0, 0, 0)


def test_a_drawer_that_was_opened_is_no_number_of_things() -> None:
    opened = Deed(DeedKind.OPENED, NOW, "Marta", "R1", "Counter")
    assert (opened.quantity, opened.amount) == (0, None)


@pytest.mark.parametrize(
    ("missing", "terminals", "covered"), [(0, 3, (3, 3)), (1, 3, (2, 3)), (2, 0, (1, 3)), (2, 3, (1, 3))]
)
def test_a_report_covers_the_terminals_that_could_be_heard_and_always_its_own(
    missing: int, terminals: int, covered: tuple[int, int]
) -> None:
    assert z(missing=missing, terminals=terminals).covered == covered


@pytest.mark.parametrize(
    ("totals", "corrects"),
    [
        (NOTHING, False),
        (replace(NOTHING, orders=1, tenders=(figure(0), figure(1)), items=(figure(1),)), False),
        (replace(NOTHING, orders=-1, items=(figure(1),)), True),
        (replace(NOTHING, tenders=(figure(1), figure(-1))), True),
        (replace(NOTHING, orders=1, items=(figure(-1), figure(2))), True),
    ],
)
def test_a_report_corrects_others_where_it_takes_something_off(totals: DayTotals, corrects: bool) -> None:
    assert z(totals).corrects is corrects


def test_what_reports_hold_of_a_terminal_is_its_part_of_each() -> None:
    one, two = (replace(NOTHING, orders=number) for number in (1, 2))
    whole = replace(NOTHING, orders=3)
    closings = [z(whole, TerminalPart("R1", one), TerminalPart("R2", two)), z(two), z(whole, TerminalPart("R2", one))]
    assert held_of("R1", closings) == [one, two]
    assert held_of("R2", closings) == [two, one]


@pytest.mark.parametrize("sign", [1, -1])
def test_figures_that_no_shop_has_count_for_nothing(sign: int) -> None:
    most, more = (replace(NOTHING, gross=euros(sign * minor), guests=3) for minor in (MOST, MOST + 1))
    deep = replace(NOTHING, items=(figure(1), figure(sign * (MOST + 1))))
    assert held_of("R1", [z(most), z(more), z(deep)]) == [most]


def test_the_grand_total_is_what_all_reports_hold_of_the_stores_own_money() -> None:
    totals = [replace(NOTHING, gross=Money(minor, currency)) for minor, currency in ((700, "EUR"), (50, "USD"))]
    assert perpetual([z(totals[0]), z(totals[1]), z(totals[0])], "EUR") == euros(1400)
    assert perpetual([], "EUR") == euros(0)
