"""Lays a document out for a paper width: pure, and the only place that knows how paragraphs break and columns align."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile, zip_longest
from typing import assert_never

from aura_terminal.domain.paper import (
    Align,
    Barcode,
    Block,
    Buzzer,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    Picture,
    QrCode,
    Reading,
    Rule,
    RuleStyle,
    Run,
    Style,
    Text,
)
from devices.printers.bidi import runs_right_to_left
from devices.printers.letters import clean, text_width, width
from devices.printers.lines import LetterLine, PaperLine, Span
from devices.printers.pictures import shrunk
from devices.printers.profiles import PrinterProfile, Raster
from devices.printers.symbols import fitted

_RULES = {RuleStyle.SINGLE: "-", RuleStyle.DOUBLE: "="}
_OPPOSITE = {Align.LEFT: Align.RIGHT, Align.CENTER: Align.CENTER, Align.RIGHT: Align.LEFT}
_GAP = 1
_NARROWEST = 2  # a wide letter still fits
_UNSAID = 12  # what a cell without a width asks for when there is not enough for all


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One letter with the marks upon it, or a whole text that fits on its line as it is."""

    text: str
    style: Style
    columns: int

    @property
    def is_space(self) -> bool:
        return self.text == " "


_Glyphs = list[_Glyph]


def lay_out(document: PaperDocument, profile: PrinterProfile) -> tuple[PaperLine, ...]:
    """The document's lines on this printer's paper."""
    blocks = _in_letters(document.blocks) if profile.raster is Raster.EIGHT_PINS else document.blocks
    if document.reading is Reading.RIGHT_TO_LEFT:
        turned = (line for block in blocks for line in _block(_turned(block), profile.columns, profile.dots))
        return tuple(_from_the_right(line) for line in turned)
    return tuple(line for block in blocks for line in _block(block, profile.columns, profile.dots))


def _turned(block: Block) -> Block:
    """What began at the left edge begins at the right one, and the first column stands there."""
    match block:
        case Text():
            return replace(block, align=_OPPOSITE[block.align])
        case Columns():
            cells = tuple(replace(cell, align=_OPPOSITE[cell.align]) for cell in reversed(block.cells))
            return replace(block, cells=cells)
        case _:
            return block


def _from_the_right(line: PaperLine) -> PaperLine:
    """Fields that hold something from right to left begin there, even with a number or a name of other letters."""
    if not isinstance(line, LetterLine):
        return line
    return LetterLine(tuple(replace(span, paragraph=-span.paragraph) for span in line.spans))


def _in_letters(blocks: Iterable[Block]) -> Iterator[Block]:
    """What a needle printer is given: codes said in words, for no scanner reads them from its dots, and no pictures."""
    for block in blocks:
        if isinstance(block, QrCode | Barcode):
            yield Text((Run(block.content),), block.align)
        elif not isinstance(block, Picture):
            yield block


def _block(block: Block, columns: int, dots: int) -> Iterable[PaperLine]:
    match block:
        case Text():
            return (_line(row, columns, block.align) for row in _rows(block.runs, columns))
        case Columns():
            return _row(block.cells, columns)
        case Rule():
            return (LetterLine((Span(_RULES[block.style] * columns),)),)
        case Feed():
            return (LetterLine(),) * max(0, block.lines)
        case QrCode() | Barcode():
            said = Text((Run(block.content),), block.align)
            fitting = fitted(block, dots)
            return (fitting,) if fitting is not None else _block(said, columns, dots)
        case Picture():
            return (shrunk(block, dots),)
        case Cut() | Buzzer():
            return (block,)
        case unknown:
            assert_never(unknown)


def _row(cells: Sequence[Cell], columns: int) -> Iterator[LetterLine]:
    rooms = _rooms(cells, columns)
    if rooms is None:  # too many for this paper: one below the other
        for cell in cells:
            yield from (_line(row, columns, cell.align) for row in _cell_rows(cell, columns))
        return
    for parts in zip_longest(*(_cell_rows(cell, room) for cell, room in zip(cells, rooms, strict=True)), fillvalue=[]):
        spans: list[Span] = []
        reached = at = 0
        for number, (cell, room, part) in enumerate(zip(cells, rooms, parts, strict=True), start=1):
            line = _line(part, room, cell.align, number)
            if line.spans:
                spans += [Span(" " * (at - reached)), *line.spans]
                reached = at + line.columns
            at += room + _GAP
        yield LetterLine(_joined(spans))


def _rooms(cells: Sequence[Cell], columns: int) -> list[int] | None:
    """How wide each cell stands; None when they cannot stand side by side."""
    free = columns - _GAP * (len(cells) - 1)
    if free < _NARROWEST * len(cells):
        return None
    fixed = sum(max(cell.width, _NARROWEST) for cell in cells if cell.width is not None)
    weights = sum(cell.weight for cell in cells if cell.width is None)
    needed = fixed + _NARROWEST * sum(cell.width is None for cell in cells)
    if needed > free:  # narrower paper than the template was drawn for: everything shrinks in proportion
        return _shares(free, [cell.width or _UNSAID * cell.weight for cell in cells])
    shares = iter(_shares(free - fixed, [cell.weight for cell in cells if cell.width is None]) if weights else ())
    return [next(shares) if cell.width is None else max(cell.width, _NARROWEST) for cell in cells]


def _shares(whole: int, weights: Sequence[int]) -> list[int]:
    """Shares of at least the narrowest, in proportion to the weights beyond that; they add up to the whole."""
    rest = whole - _NARROWEST * len(weights)
    total, reached, shares = sum(weights), 0, []
    for weight in weights:
        before = rest * reached // total
        reached += weight
        shares.append(_NARROWEST + rest * reached // total - before)
    return shares


def _cell_rows(cell: Cell, room: int) -> list[_Glyphs]:
    return _rows((Run(cell.text, cell.style),), room)


def _rows(runs: Sequence[Run], room: int) -> list[_Glyphs]:
    fitting = _fitting(runs[0], room) if len(runs) == 1 else None
    return _wrap(_glyphs(runs, room), room) if fitting is None else [[fitting]]


def _fitting(run: Run, room: int) -> _Glyph | None:
    """The run as one piece, which most lines are; None when it must be looked at letter by letter."""
    text = clean(run.text)
    columns = text_width(text) * run.style.width
    if not text or columns > room or text[-1] == " " or "\n" in text or room < 2 * _NARROWEST:
        return None
    return _Glyph(text, run.style, columns)


def _glyphs(runs: Sequence[Run], room: int) -> _Glyphs:
    glyphs: _Glyphs = []
    for run in runs:
        style = run.style if room >= 2 * _NARROWEST else replace(run.style, width=1)
        for letter in clean(run.text):
            if width(letter) == 0 and glyphs and glyphs[-1].text != "\n":
                glyphs[-1] = replace(glyphs[-1], text=glyphs[-1].text + letter)
            else:
                glyphs.append(_Glyph(letter, style, width(letter) * style.width))
    return glyphs


def _wrap(glyphs: _Glyphs, room: int) -> list[_Glyphs]:
    """Rows that fit: broken at spaces, inside a word only where the word alone is wider than the room."""
    paragraphs: list[_Glyphs] = [[]]
    for glyph in glyphs:
        if glyph.text == "\n":
            paragraphs.append([])
        else:
            paragraphs[-1].append(glyph)
    return [row for paragraph in paragraphs for row in _wrap_paragraph(paragraph, room)]


def _wrap_paragraph(glyphs: _Glyphs, room: int) -> list[_Glyphs]:
    """Rows of one paragraph; those after the first stand as far in as the first one does."""
    rows: list[_Glyphs] = []
    row: _Glyphs = []
    indent = list(takewhile(lambda glyph: glyph.is_space, glyphs))
    if _columns(indent) > room // 2 or len(indent) == len(glyphs):
        indent = []
    for is_space, group in groupby(glyphs, lambda glyph: glyph.is_space):
        word = list(group)
        if is_space:
            row += word if row or not rows else []
            continue
        if _columns(row) + _columns(word) > room and any(not glyph.is_space for glyph in row):
            rows.append(row)
            row = list(indent)
        for glyph in word:
            if _columns(row) + glyph.columns > room:
                rows.append(row)
                row = list(indent)
            row.append(glyph)
    rows.append(row)
    return [fitted for fitted in (_trimmed(row, room) for row in rows) if fitted] or [[]]


def _trimmed(row: _Glyphs, room: int) -> _Glyphs:
    while row and row[-1].is_space and not row[-1].style.invert:
        row.pop()
    while _columns(row) > room:
        row.pop()  # only spaces can stand beyond the edge
    return row


def _line(row: _Glyphs, room: int, align: Align, field: int = 1) -> LetterLine:
    """The row in its room; `field` is its number on the line."""
    free = room - _columns(row)
    before = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[align]
    if not row:
        return LetterLine()
    if len(row) == 1 and not before:
        only = row[0]
        return LetterLine((Span(only.text, only.style, field if runs_right_to_left(only.text) else 0),))
    paragraph = field if any(runs_right_to_left(glyph.text) for glyph in row) else 0
    return LetterLine(_joined([Span(" " * before), *(Span(glyph.text, glyph.style, paragraph) for glyph in row)]))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours of one style and paragraph as one span, empty ones dropped."""
    grouped = groupby((span for span in spans if span.text), lambda span: (span.style, span.paragraph))
    return tuple(Span("".join(span.text for span in group), *alike) for alike, group in grouped)


def _columns(row: _Glyphs) -> int:
    return sum(glyph.columns for glyph in row)
