"""What an end of an order covers: how many of which lines were paid or cancelled then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aura_terminal.domain.ids import LineId
from aura_terminal.domain.lines import Line


def family_of(lines: Mapping[LineId, Line], line_id: LineId) -> Iterator[Line]:
    """A line and all that was split from it, as far as they are among these, in the order they came."""
    if line_id in lines:
        yield lines[line_id]
    for part in list(lines.values()):
        if part.part_of == line_id and part.id != line_id:
            yield from family_of(lines, part.id)


def covered(lines: Mapping[LineId, Line], covers: Mapping[LineId, int]) -> dict[LineId, int]:
    """How many of each line an end covers, when it says so of lines that were split at the same time.

    What a line no longer holds is covered on the parts that were split from it.
    """
    if not any(line.part_of for line in lines.values()):
        return {one: min(many, lines[one].charged_quantity) for one, many in covers.items() if one in lines}
    given: dict[LineId, int] = {}
    for line_id, quantity in covers.items():
        rest = quantity
        for part in family_of(lines, line_id):
            if part.id == line_id or part.id not in covers:
                taken = min(rest, part.charged_quantity - given.get(part.id, 0))
                given[part.id] = given.get(part.id, 0) + taken
                rest -= taken
    return given
