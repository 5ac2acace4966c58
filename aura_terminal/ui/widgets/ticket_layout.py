"""Which rectangle each ticket and each dish takes on a board of a given size."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from aura_terminal.ui.widgets.ticket_flow import Segment, flow
from aura_terminal.ui.widgets.ticket_rows import TicketRow
from aura_terminal.ui.widgets.ticket_shape import BAR, CONTINUED, HEADER, Scale, tall_of

MARGIN, GAP, COLUMN = 16, 14, 386


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
    """All segments in order, and how wide they are together."""

    placed: tuple[Placed, ...] = ()
    width: int = 0
    pitch: int = COLUMN + GAP

    def first_part(self, ticket: int) -> Placed | None:
        """The piece that carries a ticket's header."""
        return next((each for each in self.placed if each.segment.ticket == ticket and each.segment.part == 1), None)

    def line_rect(self, ticket: int, line: int) -> QRect:
        """Where a dish stands; empty when there is none."""
        for each in self.placed:
            if each.segment.ticket == ticket and each.segment.first <= line < each.segment.past:
                return each.lines[line - each.segment.first]
        return QRect()


def lay_out(tickets: Sequence[TicketRow], width: int, height: int, scale: Scale) -> Layout:
    """Columns of about 386 px at scale 1, stretched to fill the width."""
    margin, gap = scale.px(MARGIN), scale.px(GAP)
    columns = max(1, (width - 2 * margin + gap) // (scale.px(COLUMN) + gap))
    column = max(1, (width - 2 * margin + gap) // columns - gap)
    talls = [tall_of(row, column, scale) for row in tickets]
    segments = flow(talls, max(1, height - 2 * margin), gap, scale.px(CONTINUED + 8))
    parts = {segment.ticket: segment.part for segment in segments}
    placed = []
    for segment in segments:
        rect = QRect(margin + segment.column * (column + gap), margin + segment.top, column, segment.height)
        header = QRect(rect.topLeft(), rect.topRight())
        header.setHeight(scale.px(HEADER + BAR) if segment.part == 1 else scale.px(CONTINUED))
        top = rect.top() + (talls[segment.ticket].head if segment.part == 1 else scale.px(CONTINUED + 8))
        lines = []
        for tall in talls[segment.ticket].lines[segment.first : segment.past]:
            lines.append(QRect(rect.left(), top, column, tall))
            top += tall
        placed.append(Placed(segment, parts[segment.ticket], rect, header, tuple(lines)))
    last = max((segment.column for segment in segments), default=0)
    return Layout(tuple(placed), 2 * margin + (last + 1) * (column + gap) - gap, column + gap)
