"""Pieces of a floor plan moved, lined up, spread and numbered together."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.floor_plan import (
    HEIGHT,
    WIDTH,
    Axis,
    Drawing,
    Edge,
    Piece,
    aligned,
    bounds,
    check,
    distributed,
    gaps,
    kept_inside,
    moved,
    next_number,
    numbered,
    seats_of,
    snapped,
)
from aura_terminal.domain.ids import AreaId, TableId
from aura_terminal.domain.shop import Area, Decor, DecorKind, Seating, Table

ROOM = Area(AreaId("room"), "Room", 1)


def table(name: str, x: int = 100, y: int = 100, w: int = 120, h: int = 80, **more: Any) -> Table:  # of a Table
    return replace(Table(TableId(name), name, ROOM.id, 4, "square", x, y, w, h), **more)


whole_tables = st.builds(
    table,
    st.just("t"),
    st.integers(-500, 1500),
    st.integers(-500, 1500),
    st.integers(0, 1200),
    st.integers(0, 900),
    rotation=st.integers(-720, 720),
)


@given(whole_tables)
def test_whatever_is_asked_a_piece_ends_up_wholly_on_its_sheet_and_stays_there(asked: Table) -> None:
    inside = kept_inside(asked)
    left, top, right, bottom = bounds(inside)
    assert 0 <= left < right <= WIDTH
    assert 0 <= top < bottom <= HEIGHT
    assert kept_inside(inside) == inside


@given(st.lists(whole_tables, min_size=1, max_size=6), st.integers(-2000, 2000), st.integers(-2000, 2000))
def test_pieces_moved_together_keep_their_places_to_each_other(asked: list[Table], by_x: int, by_y: int) -> None:
    pieces = [kept_inside(each) for each in asked]
    after = moved(pieces, by_x, by_y)
    steps = {(new.x - old.x, new.y - old.y) for old, new in zip(pieces, after, strict=True)}
    assert len(steps) == 1
    assert all(kept_inside(each) == each for each in after)


@given(st.lists(whole_tables, min_size=3, max_size=8), st.sampled_from(Axis))
def test_spread_pieces_leave_gaps_that_differ_by_one_unit(asked: list[Table], axis: Axis) -> None:
    pieces = [replace(kept_inside(each), id=TableId(f"t{place}")) for place, each in enumerate(asked)]
    after = distributed(pieces, axis)
    low, high = (0, 2) if axis is Axis.ACROSS else (1, 3)
    order = sorted(pieces, key=lambda each: (bounds(each)[low] + bounds(each)[high], each.id))
    by_id: dict[str, Piece] = {each.id: each for each in after}
    boxes = [bounds(by_id[each.id]) for each in order]
    between = [two[low] - one[high] for one, two in pairwise(boxes)]
    room = bounds(order[-1])[high] - bounds(order[0])[low] - sum(box[high] - box[low] for box in boxes)
    if room >= 0:
        assert max(between) - min(between) <= 1
        assert sum(between) == room


@pytest.mark.parametrize("edge", Edge)
def test_pieces_are_lined_up_by_the_edge_that_was_asked(edge: Edge) -> None:
    after = aligned(
        [table("1", 100, 50), table("2", 300, 200, w=60), Decor("w", DecorKind.WALL, 500, 30, 10, 300)], edge
    )
    boxes = [bounds(each) for each in after]
    places = {
        Edge.LEFT: [box[0] for box in boxes],
        Edge.CENTRE: [(box[0] + box[2]) // 2 for box in boxes],
        Edge.RIGHT: [box[2] for box in boxes],
        Edge.TOP: [box[1] for box in boxes],
        Edge.MIDDLE: [(box[1] + box[3]) // 2 for box in boxes],
        Edge.BOTTOM: [box[3] for box in boxes],
    }[edge]
    assert max(places) - min(places) <= 1


def test_a_piece_that_comes_near_another_ones_line_meets_it_and_else_the_grid() -> None:
    others = [table("1", 100, 100)]
    assert snapped([table("2", 300, 300)], others, -197, 0) == (-200, 0)  # its left edge meets 100
    assert snapped([table("2", 300, 300)], others, 43, 46) == (40, 50)


def test_tables_are_numbered_as_they_are_read_and_numbers_of_others_are_passed_over() -> None:
    tables = [table("c", 400, 110), table("a", 100, 100), table("b", 250, 95), table("d", 90, 400)]
    found = {each.id: each.number for each in numbered(tables, "B9", {"b11"})}
    assert found == {"a": "B9", "b": "B10", "c": "B12", "d": "B13"}
    assert (next_number("9"), next_number("Bar"), next_number("B09")) == ("10", "Bar2", "B10")


@pytest.mark.parametrize("shape", ["round", "square", "bar"])
@pytest.mark.parametrize("seating", Seating)
def test_every_seat_of_a_table_has_a_chair(shape: str, seating: Seating) -> None:
    for seats in range(13):
        assert len(seats_of(table("1", shape=shape, seating=seating, seats=seats))) == seats


@pytest.mark.parametrize(
    ("drawing", "rule"),
    [
        (Drawing((ROOM,), (table("1"), table("2", number="1"))), Rule.TABLE_NUMBER),
        (Drawing((ROOM,), (table("1", number="  "),)), Rule.TABLE_NUMBER),
        (Drawing((ROOM, replace(ROOM, id=AreaId("b"), name="ROOM")), ()), Rule.AREA_NAME),
        (Drawing((replace(ROOM, name=""),), ()), Rule.AREA_NAME),
        (Drawing((), (table("1"),)), Rule.AREA_HAS_TABLES),
        (Drawing((ROOM,), (table("1", seats=100),)), Rule.SEATS_OUT_OF_RANGE),
        (Drawing((ROOM,), (table("1", x=950),)), Rule.OFF_THE_PLAN),
        (Drawing((replace(ROOM, decor=(Decor("w", DecorKind.WALL, 0, 590, 10, 40),)),), ()), Rule.OFF_THE_PLAN),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(drawing: Drawing, rule: Rule) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(drawing)
    assert refused.value.rule is rule


def test_gaps_are_told_between_neighbours() -> None:
    assert gaps([table("1", 0), table("2", 200), table("3", 400)], Axis.ACROSS) == (80, 80)
