"""The floor plan as it is drawn: pieces on a sheet of 1000 x 600 units, and what can be done to several of them.

Everything here answers new pieces; a plan is kept by `use_cases.floor_editing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import cos, hypot, radians, sin
from typing import TypeVar

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AreaId, TableId
from aura_terminal.domain.shop import Area, Decor, DecorKind, Seating, Table

WIDTH, HEIGHT = 1000, 600
GRID, NEAR, BESIDE = 10, 8, 30
LEAST, THINNEST, MOST_SEATS = 20, 4, 99
LONGEST_NUMBER, LONGEST_NAME = 8, 40

TABLES: dict[str, tuple[str, int, int, int]] = {
    "square": ("square", 120, 120, 4),
    "long": ("square", 240, 120, 6),
    "round": ("round", 120, 120, 4),
    "bar": ("bar", 90, 90, 1),
}
"""What can be put down: shape, width, height and seats."""
DECOR: dict[DecorKind, tuple[int, int]] = {
    DecorKind.WALL: (8, 300),
    DecorKind.COUNTER: (100, 260),
    DecorKind.PLANT: (40, 40),
    DecorKind.WORDS: (160, 50),
}
"""The same for what stands beside tables: width and height."""

Piece = Table | Decor
P = TypeVar("P", bound=Piece)


class Edge(StrEnum):
    """What pieces are lined up by."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Axis(StrEnum):
    """In which direction pieces are spread."""

    ACROSS = "across"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Every area and table of a store as somebody has drawn them."""

    areas: tuple[Area, ...] = ()
    tables: tuple[Table, ...] = ()

    def tables_of(self, area_id: str) -> tuple[Table, ...]:
        """The tables of one area."""
        return tuple(table for table in self.tables if table.area == area_id)

    def area(self, area_id: str) -> Area | None:
        """The area, None where there is none of that id."""
        return next((area for area in self.areas if area.id == area_id), None)

    def pieces_of(self, area_id: str) -> tuple[Piece, ...]:
        """What stands in one area: walls and the like first, tables upon them."""
        area = self.area(area_id)
        return (*(area.decor if area else ()), *self.tables_of(area_id))

    def with_pieces(self, changed: Iterable[Piece]) -> Drawing:
        """The drawing with these in the places of those of the same ids."""
        by_id = {piece.id: piece for piece in changed}
        tables = tuple(_taken(table, by_id.get(table.id)) for table in self.tables)
        areas = tuple(
            replace(area, decor=tuple(_taken(each, by_id.get(each.id)) for each in area.decor)) for area in self.areas
        )
        return Drawing(areas, tables)

    def with_new(self, area_id: str, pieces: Iterable[Piece]) -> Drawing:
        """The drawing with more pieces in an area."""
        new = tuple(pieces)
        tables = tuple(replace(piece, area=AreaId(area_id)) for piece in new if isinstance(piece, Table))
        decor = tuple(piece for piece in new if isinstance(piece, Decor))
        areas = tuple(
            replace(area, decor=(*area.decor, *decor)) if decor and area.id == area_id else area for area in self.areas
        )
        return Drawing(areas, (*self.tables, *tables))

    def without(self, ids: Collection[str]) -> Drawing:
        """The drawing without these pieces."""
        areas = tuple(
            replace(area, decor=tuple(each for each in area.decor if each.id not in ids)) for area in self.areas
        )
        return Drawing(areas, tuple(table for table in self.tables if table.id not in ids))


def check(drawing: Drawing) -> None:
    """Raise RuleBroken for what no plan may be: two tables of one number, a piece beyond its sheet, no name."""
    areas = {area.id for area in drawing.areas}
    names: set[str] = set()
    for area in drawing.areas:
        if not area.name.strip() or len(area.name) > LONGEST_NAME or area.name.casefold() in names:
            raise RuleBroken(Rule.AREA_NAME, name=area.name)
        names.add(area.name.casefold())
    seen: set[str] = set()
    for table in drawing.tables:
        number = table.number.strip().casefold()
        if not number or len(number) > LONGEST_NUMBER or number in seen:
            raise RuleBroken(Rule.TABLE_NUMBER, table=table.number)
        seen.add(number)
        if table.area not in areas:
            raise RuleBroken(Rule.AREA_HAS_TABLES, name=table.area)
        if not 0 <= table.seats <= MOST_SEATS:
            raise RuleBroken(Rule.SEATS_OUT_OF_RANGE, table=table.number, most=MOST_SEATS)
    pieces: tuple[Piece, ...] = (*drawing.tables, *(each for area in drawing.areas for each in area.decor))
    for piece in pieces:
        if piece != kept_inside(piece):
            raise RuleBroken(Rule.OFF_THE_PLAN, piece=name_of(piece))


def name_of(piece: Piece) -> str:
    """What people call it."""
    return piece.number if isinstance(piece, Table) else (piece.words or piece.kind.value)


def bounds(piece: Piece) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the upright box around it as it stands turned."""
    wide, high = _turned_size(piece)
    centre_x, centre_y = piece.x * 2 + piece.w, piece.y * 2 + piece.h
    left, top = (centre_x - wide) // 2, (centre_y - high) // 2
    return left, top, left + wide, top + high


def kept_inside(piece: P) -> P:
    """The piece no smaller than it may be and wholly on its sheet."""
    least = LEAST if isinstance(piece, Table) else THINNEST
    wide, high = min(max(piece.w, least), WIDTH), min(max(piece.h, least), HEIGHT)
    sized = replace(piece, w=wide, h=high, rotation=piece.rotation % 360)
    left, top, right, bottom = bounds(sized)
    if right - left > WIDTH or bottom - top > HEIGHT:
        sized = replace(sized, rotation=0)
        left, top, right, bottom = bounds(sized)
    by_x = -left if left < 0 else min(0, WIDTH - right)
    by_y = -top if top < 0 else min(0, HEIGHT - bottom)
    return replace(sized, x=sized.x + by_x, y=sized.y + by_y)


def moved(pieces: Sequence[Piece], by_x: int, by_y: int) -> tuple[Piece, ...]:
    """All of them moved alike, as far as all stay on the sheet: they keep their places to each other."""
    if not pieces:
        return ()
    boxes = [bounds(piece) for piece in pieces]
    by_x = max(-min(box[0] for box in boxes), min(by_x, WIDTH - max(box[2] for box in boxes)))
    by_y = max(-min(box[1] for box in boxes), min(by_y, HEIGHT - max(box[3] for box in boxes)))
    return tuple(replace(piece, x=piece.x + by_x, y=piece.y + by_y) for piece in pieces)


def snapped(pieces: Sequence[Piece], others: Sequence[Piece], by_x: int, by_y: int) -> tuple[int, int]:
    """How far to move them instead, so that an edge or the middle meets another piece's, else the grid."""
    if not pieces:
        return by_x, by_y
    boxes = [bounds(piece) for piece in pieces]
    own = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    theirs = [bounds(piece) for piece in others]
    return (
        by_x + _pull(own[0] + by_x, own[2] + by_x, [(box[0], box[2]) for box in theirs]),
        by_y + _pull(own[1] + by_y, own[3] + by_y, [(box[1], box[3]) for box in theirs]),
    )


def aligned(pieces: Sequence[Piece], edge: Edge) -> tuple[Piece, ...]:
    """All of them lined up by an edge of the box around them, or by its middle."""
    boxes = [bounds(piece) for piece in pieces]
    if not boxes:
        return ()
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    ways: dict[Edge, Callable[[tuple[int, int, int, int]], tuple[int, int]]] = {
        Edge.LEFT: lambda box: (left - box[0], 0),
        Edge.CENTRE: lambda box: ((left + right - box[0] - box[2]) // 2, 0),
        Edge.RIGHT: lambda box: (right - box[2], 0),
        Edge.TOP: lambda box: (0, top - box[1]),
        Edge.MIDDLE: lambda box: (0, (top + bottom - box[1] - box[3]) // 2),
        Edge.BOTTOM: lambda box: (0, bottom - box[3]),
    }
    return tuple(_by(piece, *ways[edge](box)) for piece, box in zip(pieces, boxes, strict=True))


def distributed(pieces: Sequence[Piece], axis: Axis) -> tuple[Piece, ...]:
    """The outermost two stay, the gaps then differ by one unit at most; fewer than three stay as they are."""
    if len(pieces) < 3:
        return tuple(pieces)
    low, high = (0, 2) if axis is Axis.ACROSS else (1, 3)
    order = sorted(pieces, key=lambda piece: (bounds(piece)[low] + bounds(piece)[high], piece.id))
    sizes = [bounds(piece)[high] - bounds(piece)[low] for piece in order]
    begin, end = bounds(order[0])[low], bounds(order[-1])[high]
    spare, gaps = end - begin - sum(sizes), len(order) - 1
    placed: dict[str, Piece] = {}
    for place, piece in enumerate(order):
        wanted = begin + sum(sizes[:place]) + spare * place // gaps
        by = wanted - bounds(piece)[low]
        placed[piece.id] = _by(piece, by, 0) if axis is Axis.ACROSS else _by(piece, 0, by)
    return tuple(kept_inside(placed[piece.id]) for piece in pieces)


def reading_order(pieces: Iterable[Table]) -> tuple[Table, ...]:
    """From the left of the uppermost row on; tables whose middles differ by less than half a height are one row."""
    rest = sorted(pieces, key=lambda table: (table.y + table.h / 2, table.x, table.id))
    rows: list[list[Table]] = []
    for table in rest:
        middle = table.y + table.h / 2
        if rows and abs(rows[-1][0].y + rows[-1][0].h / 2 - middle) < max(rows[-1][0].h, table.h) / 2:
            rows[-1].append(table)
        else:
            rows.append([table])
    return tuple(table for row in rows for table in sorted(row, key=lambda table: (table.x, table.id)))


def numbered(tables: Sequence[Table], first: str, taken: Collection[str]) -> tuple[Table, ...]:
    """The tables numbered on from `first` ("12", "B1") in reading order; numbers that others have are passed over."""
    number, used, found = first, {each.casefold() for each in taken}, []
    for table in reading_order(tables):
        while number.casefold() in used:
            number = next_number(number)
        found.append(replace(table, number=number))
        used.add(number.casefold())
    return tuple(found)


def next_number(number: str) -> str:
    """What comes after a table's number: B1, B2 … B10; a name without a number goes on with 2."""
    match = re.fullmatch(r"(.*?)(\d+)", number.strip())
    return f"{number.strip()}2" if match is None else f"{match[1]}{int(match[2]) + 1}"


def copies(pieces: Sequence[Piece], ids: Sequence[str], first: str) -> tuple[Piece, ...]:
    """A copy of each under these ids, a little beside it; tables are numbered on from `first`."""
    made: list[Piece] = []
    number = first
    for piece, id in zip(pieces, ids, strict=True):
        if isinstance(piece, Table):
            made.append(replace(piece, id=TableId(id), number=number))
            number = next_number(number)
        else:
            made.append(replace(piece, id=id))
    return moved(made, BESIDE, BESIDE)


def free_place(pieces: Iterable[Piece], wide: int, high: int) -> tuple[int, int]:
    """The first place of a coarse grid where something of that size touches nothing, else the middle."""
    boxes = [bounds(piece) for piece in pieces]
    for y in range(40, HEIGHT - high, 20):
        for x in range(40, WIDTH - wide, 20):
            if all(x + wide < b[0] - 20 or x > b[2] + 20 or y + high < b[1] - 20 or y > b[3] + 20 for b in boxes):
                return x, y
    return (WIDTH - wide) // 2, (HEIGHT - high) // 2


def free_number(drawing: Drawing) -> str:
    """The number a new table is given: one after the highest whole number there is."""
    return str(max((int(table.number) for table in drawing.tables if table.number.isdecimal()), default=0) + 1)


def seats_of(table: Table) -> tuple[tuple[float, float, int], ...]:
    """Where its chairs stand before it is turned: the middle of each from the table's middle, and its angle."""
    if table.shape == "round" and table.seating is Seating.AROUND:
        return tuple(_on_circle(table, place) for place in range(table.seats))
    wide, high = table.w / 2, table.h / 2
    along = [(0.0, -high - 12, 0), (0.0, high + 12, 180)]
    if table.seating is Seating.ONE_SIDE:
        along = along[1:]
    elif table.seating is Seating.AROUND and table.seats > 2 and abs(table.w - table.h) * 4 <= min(table.w, table.h):
        along += [(wide + 12, 0.0, 90), (-wide - 12, 0.0, 270)]
    counts = [table.seats // len(along) + (place < table.seats % len(along)) for place in range(len(along))]
    return tuple(seat for count, side in zip(counts, along, strict=True) for seat in _on_side(table, side, count))


def new_area_id(name: str, taken: Collection[str]) -> AreaId:
    """An id people can read in a file, of an area's name."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "area"
    id, number = stem, 2
    while id in taken:
        id, number = f"{stem}-{number}", number + 1
    return AreaId(id)


def _taken(old: P, new: Piece | None) -> P:
    return new if isinstance(new, type(old)) else old


def _by(piece: Piece, by_x: int, by_y: int) -> Piece:
    return replace(piece, x=piece.x + by_x, y=piece.y + by_y)


def _turned_size(piece: Piece) -> tuple[int, int]:
    if piece.rotation % 180 == 0:
        return piece.w, piece.h
    if piece.rotation % 180 == 90:
        return piece.h, piece.w
    turn = radians(piece.rotation)
    if isinstance(piece, Table) and piece.shape == "round":
        return (
            round(hypot(piece.w * cos(turn), piece.h * sin(turn))),
            round(hypot(piece.w * sin(turn), piece.h * cos(turn))),
        )
    wide = abs(piece.w * cos(turn)) + abs(piece.h * sin(turn))
    high = abs(piece.w * sin(turn)) + abs(piece.h * cos(turn))
    return round(wide), round(high)


def _pull(low: int, high: int, others: Iterable[tuple[int, int]]) -> int:
    """The smallest step to a line of another piece that is near, else to the grid."""
    middle, found = (low + high) // 2, []
    for other_low, other_high in others:
        other_middle = (other_low + other_high) // 2
        steps = (other_low - low, other_high - high, other_low - high, other_high - low, other_middle - middle)
        found += [step for step in steps if abs(step) <= NEAR]
    if found:
        return min(found, key=lambda step: (abs(step), step))
    return round(low / GRID) * GRID - low


def _on_circle(table: Table, place: int) -> tuple[float, float, int]:
    angle = round(360 * place / table.seats) + (45 if table.seats == 4 else 0)
    turn = radians(angle)
    return (table.w / 2 + 12) * sin(turn), -(table.h / 2 + 12) * cos(turn), angle % 360


def _on_side(table: Table, side: tuple[float, float, int], count: int) -> Iterable[tuple[float, float, int]]:
    x, y, angle = side
    is_across = angle in (0, 180)
    length = table.w if is_across else table.h
    for place in range(count):
        along = length * (place + 1) / (count + 1) - length / 2
        yield (along, y, angle) if is_across else (x, along, angle)


def gaps(pieces: Sequence[Piece], axis: Axis) -> tuple[int, ...]:
    """The gaps between neighbours in one direction."""
    low, high = (0, 2) if axis is Axis.ACROSS else (1, 3)
    boxes = sorted((bounds(piece) for piece in pieces), key=lambda box: box[low] + box[high])
    return tuple(after[low] - before[high] for before, after in pairwise(boxes))
