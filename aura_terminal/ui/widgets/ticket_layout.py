"""Which rectangle each ticket and each dish takes on a board of a given size."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QRect

from aura_terminal.ui.widgets.ticket_flow import Segment, Tall, flow
from aura_terminal.ui.widgets.ticket_rows import TicketRow
from aura_terminal.ui.widgets.ticket_shape import BAR, CONTINUED, HEADER, Scale, tall_of

MARGIN, GAP, COLUMN = 16, 14, 386
TICKET, IN_COLUMN = attrgetter("ticket"), attrgetter("column")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a board of one size, in pixels."""

    margin: int
    gap: int
    width: int
    height: int
    scale: Scale

    @property
    def pitch(self) -> int:
        """From one column to the next."""
        return self.width + self.gap


def columns_of(width: int, height: int, scale: Scale) -> Columns:
    """Columns of about 386 px at scale 1, stretched to fill the width."""
    margin, gap = scale.px(MARGIN), scale.px(GAP)
    count = max(1, (width - 2 * margin + gap) // (scale.px(COLUMN) + gap))
    return Columns(margin, gap, max(1, (width - 2 * margin + gap) // count - gap), max(1, height - 2 * margin), scale)


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment with its rectangles, in content coordinates: from the board's start, before scrolling."""

    segment: Segment
    parts: int
    rect: QRect
    header: QRect
    lines: tuple[QRect, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Tickets in the columns of a board; rectangles are made for those that are asked for."""

    columns: Columns
    tickets: tuple[TicketRow, ...] = ()
    talls: tuple[Tall, ...] = ()
    segments: tuple[Segment, ...] = ()

    @property
    def width(self) -> int:
        """All columns together with their margins."""
        last = self.segments[-1].column if self.segments else 0
        return 2 * self.columns.margin + (last + 1) * self.columns.pitch - self.columns.gap

    def followed_by(self, tickets: Sequence[TicketRow]) -> "Layout":
        """Other tickets on the same board: nothing before the first that differs is computed again.

        Tickets that are the same objects as before are not measured again, wherever they stand.
        """
        columns, same = self.columns, 0
        while same < min(len(tickets), len(self.tickets)) and tickets[same] is self.tickets[same]:
            same += 1
        known = {id(row): tall for row, tall in zip(self.tickets, self.talls, strict=True)}
        talls = [known.get(id(row)) or tall_of(row, columns.width, columns.scale) for row in tickets]
        standing = self.segments[: bisect_left(self.segments, same, key=TICKET)]
        continued = columns.scale.px(CONTINUED + 8)
        segments = flow(talls, columns.height, columns.gap, continued, standing)
        return Layout(columns, tuple(tickets), tuple(talls), tuple(segments))

    def between(self, left: int, right: int) -> list[Placed]:
        """Everything in the columns that reach into this stretch of pixels."""
        first = (left - self.columns.margin + self.columns.gap) // self.columns.pitch
        past = -((self.columns.margin - right) // self.columns.pitch)
        start = bisect_left(self.segments, first, key=IN_COLUMN)
        end = bisect_left(self.segments, past, key=IN_COLUMN)
        return [self._placed(segment) for segment in self.segments[start:end]]

    def first_part(self, ticket: int) -> Placed | None:
        """The piece that carries a ticket's header."""
        pieces = self._pieces(ticket)
        return self._placed(pieces[0]) if pieces else None

    def line_rect(self, ticket: int, line: int) -> QRect:
        """Where a dish stands; empty when there is none."""
        for segment in self._pieces(ticket):
            if segment.first <= line < segment.past:
                return self._placed(segment).lines[line - segment.first]
        return QRect()

    def _pieces(self, ticket: int) -> tuple[Segment, ...]:
        start = bisect_left(self.segments, ticket, key=TICKET)
        return self.segments[start : bisect_right(self.segments, ticket, lo=start, key=TICKET)]

    def _placed(self, segment: Segment) -> Placed:
        columns, tall, px = self.columns, self.talls[segment.ticket], self.columns.scale.px
        left, top = columns.margin + segment.column * columns.pitch, columns.margin + segment.top
        rect = QRect(left, top, columns.width, segment.height)
        header = QRect(left, top, columns.width, px(HEADER + BAR) if segment.part == 1 else px(CONTINUED))
        below = top + (tall.head if segment.part == 1 else px(CONTINUED + 8))
        lines = []
        for height in tall.lines[segment.first : segment.past]:
            lines.append(QRect(left, below, columns.width, height))
            below += height
        return Placed(segment, self._pieces(segment.ticket)[-1].part, rect, header, tuple(lines))
