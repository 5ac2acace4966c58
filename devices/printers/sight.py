"""A laid-out line as the eye meets it: pieces from left to right, with what runs from right to left put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from aura_terminal.domain.paper import Style
from devices.printers.bidi import levels, mirrored, visual_order
from devices.printers.joining import joined_letters
from devices.printers.letters import clusters
from devices.printers.lines import LetterLine, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one style in the order they are drawn; `is_joined` letters follow each other as their font says."""

    text: str
    style: Style
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """Pieces side by side that share a room, counted in plain letters.

    The letters of a field that is not `is_mixed` stand in a room of their own each; a mixed one holds something that
    runs from right to left and begins at its right edge when `begins_right`.
    """

    pieces: tuple[Piece, ...]
    columns: int
    is_mixed: bool = False
    begins_right: bool = False


def fields(line: LetterLine) -> tuple[Field, ...]:
    """The line from its left edge on."""
    found: list[Field] = []
    for paragraph, group in groupby(line.spans, lambda span: span.paragraph):
        spans = list(group)
        if paragraph:
            found.append(_mixed(spans))
        else:
            found += (Field((Piece(span.text, span.style),), span.columns) for span in spans)
    return tuple(found)


def _mixed(spans: list[Span]) -> Field:
    letters = [(cluster, span.style) for span in spans for cluster in clusters(span.text)]
    base = 1 if spans[0].paragraph < 0 else None
    found = levels([cluster for cluster, _ in letters], base)
    placed = [(letters[place], found[place] % 2 == 1) for place in visual_order(found)]
    columns = sum(span.columns for span in spans)
    return Field(tuple(_in_order(placed)), columns, is_mixed=True, begins_right=min(found, default=0) > 0)


def _in_order(placed: list[tuple[tuple[str, Style], bool]]) -> Iterator[Piece]:
    for (style, is_backwards), group in groupby(placed, lambda each: (each[0][1], each[1])):
        inside = [cluster for (cluster, _), _ in group]
        if is_backwards:  # in order of reading again, given their forms, and turned round for good
            shaped = joined_letters("".join(reversed(inside)))
            yield Piece("".join(mirrored(letter) for letter in reversed(shaped)), style, is_joined=True)
        else:
            yield Piece("".join(inside), style)
