"""Which rectangle each ticket and each dish takes on a board of a given size."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QRect

from aura_terminal.ui.widgets.ticket_flow import Arrangement, Segment, Tall, flow, flow_rows
from aura_terminal.ui.widgets.ticket_rows import TicketRow
from aura_terminal.ui.widgets.ticket_shape import BAR, CONTINUED, HEADER, Scale, tall_of

MARGIN, GAP, COLUMN = 16, 14, 386
TICKET = attrgetter("ticket")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a board of one size, in pixels."""

    margin: int
    gap: int
    width: int
    height: int
    scale: Scale
    count: int = 1
    page: int = 1

    def left(self, column: int) -> int:
        """Where a column begins; every page is as wide as the board."""
        page, place = divmod(column, self.count)
        return page * self.page + self.margin + place * self.pitch

    @property
    def pitch(self) -> int:
        """From one column to the next."""
        return self.width + self.gap


def columns_of(width: int, height: int, scale: Scale) -> Columns:
    """Columns of about 386 px at scale 1, stretched to fill the width."""
    margin, gap = scale.px(MARGIN), scale.px(GAP)
    count = max(1, (width - 2 * margin + gap) // (scale.px(COLUMN) + gap))
    wide = max(1, (width - 2 * margin + gap) // count - gap)
    return Columns(margin, gap, wide, max(1, height - 2 * margin), scale, count, max(1, width))


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment with its rectangles, in content coordinates: from the board's start, before scrolling.

    `head` is the header with the strips under it.
    """

    segment: Segment
    parts: int
    rect: QRect
    header: QRect
    lines: tuple[QRect, ...]
    head: QRect


@dataclass(frozen=True, slots=True)
class Layout:
    """Tickets in the columns of a board; rectangles are made for those that are asked for."""

    columns: Columns
    tickets: tuple[TicketRow, ...] = ()
    talls: tuple[Tall, ...] = ()
    segments: tuple[Segment, ...] = ()
    arrangement: Arrangement = Arrangement.COLUMNS

    @property
    def width(self) -> int:
        """All pages together."""
        return self.pages * self.columns.page

    @property
    def pages(self) -> int:
        """How many screens full there are, at least one."""
        last = max((segment.column for segment in self.segments[-self.columns.count :]), default=0)
        return last // self.columns.count + 1

    def page_of(self, ticket: int, line: int | None = None) -> int:
        """The page on which a ticket's header stands, or one of its lines."""
        pieces = self._pieces(ticket)
        if line is not None:
            pieces = tuple(piece for piece in pieces if piece.first <= line < piece.past) or pieces
        return pieces[0].column // self.columns.count if pieces else 0

    def followed_by(self, tickets: Sequence[TicketRow]) -> "Layout":
        """Other tickets on the same board: nothing before the first that differs is computed again.

        Tickets that are the same objects as before are not measured again, wherever they stand.
        """
        columns, same = self.columns, 0
        while same < min(len(tickets), len(self.tickets)) and tickets[same] is self.tickets[same]:
            same += 1
        known = {id(row): tall for row, tall in zip(self.tickets, self.talls, strict=True)}
        talls = [known.get(id(row)) or tall_of(row, columns.width, columns.scale) for row in tickets]
        continued = columns.scale.px(CONTINUED + 8)
        if self.arrangement is Arrangement.ROWS:
            segments = flow_rows(talls, columns.count, columns.height, columns.gap, continued)
        else:
            standing = self.segments[: bisect_left(self.segments, same, key=TICKET)]
            segments = flow(talls, columns.height, columns.gap, continued, standing)
        return Layout(columns, tuple(tickets), tuple(talls), tuple(segments), self.arrangement)

    def between(self, left: int, right: int) -> list[Placed]:
        """Everything on the pages that reach into this stretch of pixels."""
        first, past = left // self.columns.page, -(-right // self.columns.page)
        start = bisect_left(self.segments, first, key=self._page_at)
        end = bisect_left(self.segments, past, key=self._page_at)
        return [self._placed(segment) for segment in self.segments[start:end]]

    def _page_at(self, segment: Segment) -> int:
        return segment.column // self.columns.count

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
        left, top = columns.left(segment.column), columns.margin + segment.top
        rect = QRect(left, top, columns.width, segment.height)
        header = QRect(left, top, columns.width, px(HEADER + BAR) if segment.part == 1 else px(CONTINUED))
        below = top + (tall.head if segment.part == 1 else px(CONTINUED + 8))
        head = QRect(left, top, columns.width, below - top)
        lines = []
        for height in tall.lines[segment.first : segment.past]:
            lines.append(QRect(left, below, columns.width, height))
            below += height
        return Placed(segment, self._pieces(segment.ticket)[-1].part, rect, header, tuple(lines), head)
