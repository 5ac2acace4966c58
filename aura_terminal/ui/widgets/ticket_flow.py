"""Where tickets stand: newspaper columns, oldest first at the top left; a pure computation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto


class Arrangement(Enum):
    """COLUMNS: down, then to the right, as in a newspaper. ROWS: to the right, then down, each page by itself."""

    COLUMNS = auto()
    ROWS = auto()


@dataclass(frozen=True, slots=True)
class Tall:
    """The heights of one ticket in pixels: header with everything above the lines, each line, the foot."""

    head: int
    lines: tuple[int, ...]
    foot: int

    @property
    def whole(self) -> int:
        """The ticket in one piece."""
        return self.head + sum(self.lines) + self.foot


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a ticket in one column; almost always the whole of it. Lines are `first` up to before `past`."""

    ticket: int
    column: int
    top: int
    height: int
    first: int
    past: int
    part: int = 1


def flow(
    tickets: Sequence[Tall], column_height: int, gap: int, continued_head: int, standing: Sequence[Segment] = ()
) -> list[Segment]:
    """Segments in order. A ticket goes to the next column rather than be cut, unless it is taller than a column.

    `standing` are the segments of the first tickets where those are known to stay; the rest follows them.
    """
    segments = list(standing)
    last = segments[-1] if segments else None
    column, top, first = (last.column, last.top + last.height + gap, last.ticket + 1) if last else (0, 0, 0)
    for place in range(first, len(tickets)):
        tall = tickets[place]
        if top > 0 and top + tall.whole > column_height:
            column, top = column + 1, 0
        pieces = _pieces(place, tall, column, top, column_height, continued_head)
        segments.extend(pieces)
        column, top = pieces[-1].column, pieces[-1].top + pieces[-1].height + gap
    return segments


def _pieces(place: int, tall: Tall, column: int, top: int, column_height: int, continued_head: int) -> list[Segment]:
    if top + tall.whole <= column_height:
        return [Segment(place, column, top, tall.whole, 0, len(tall.lines))]
    pieces: list[Segment] = []
    first, head = 0, tall.head
    while True:
        past, height = first, head + tall.foot
        while past < len(tall.lines) and (past == first or height + tall.lines[past] <= column_height):
            height += tall.lines[past]
            past += 1
        pieces.append(Segment(place, column + len(pieces), top, height, first, past, len(pieces) + 1))
        if past >= len(tall.lines):
            return pieces
        first, head = past, continued_head


def flow_rows(
    tickets: Sequence[Tall], columns: int, column_height: int, gap: int, continued_head: int
) -> list[Segment]:
    """Segments in order, left to right in rows as tall as their tallest piece; a page is `columns` wide.

    What is taller than a page goes on in the next place. A row that does not fit under the others begins a page.
    """
    pieces = [
        piece
        for place, tall in enumerate(tickets)
        for piece in _pieces(place, tall, 0, 0, column_height, continued_head)
    ]
    segments: list[Segment] = []
    page = top = 0
    for first in range(0, len(pieces), columns):
        row = pieces[first : first + columns]
        height = max(piece.height for piece in row)
        if top > 0 and top + height > column_height:
            page, top = page + 1, 0
        segments.extend(replace(piece, column=page * columns + at, top=top) for at, piece in enumerate(row))
        top += height + gap
    return segments
