"""Which part of which line each share of a bill covers. Exact fractions; of every line the parts make the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from aura_terminal.domain.covering import covered
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.lines import Line
from aura_terminal.domain.sharing_facts import BillShared, SharedBy

MOST_SHARES = 20
MOST_PARTS = 100
"""The largest denominator of a part of a line."""


@dataclass(slots=True)
class Parts:
    """Per line the part of each share by its place, and what no share covers, in whole units of 1/`scale`."""

    scale: int
    given: dict[LineId, dict[int, int]] = field(default_factory=dict)
    over: dict[LineId, int] = field(default_factory=dict)

    def of(self, line_id: LineId, rest: int) -> Mapping[int, int]:
        """The parts of a line, what nobody covers with the share at the place `rest`; together `scale`."""
        over = self.over[line_id]
        if not over:
            return self.given[line_id]
        given = dict(self.given[line_id])
        given[rest] = given.get(rest, 0) + over
        return given


def parts_of(plan: BillShared, lines: Iterable[Line]) -> Parts:
    """What the shares cover of lines that are charged now; of one that gives too much the first shares get it.

    What the plan knew and gave to nobody is the last share's, paid or not; nobody covers what came later.
    """
    counted = {line.id: line for line in lines}
    known = covered(counted, dict(plan.covers))
    takers = [place for place, one in enumerate(plan.shares) if not one.lines and not one.seats]
    last, exact = len(plan.shares) - 1, dict[LineId, dict[int, Fraction]]()
    for line in counted.values():
        there = Fraction(min(known.get(line.id, 0), line.charged_quantity), line.charged_quantity)
        wanted = _seats(plan, line) if plan.by is SharedBy.SEAT else {}
        wanted = wanted or {place: part * there for place, part in _named(plan, counted, line).items()}
        given = exact[line.id] = _within(wanted)
        if plan.by is SharedBy.EVEN and takers:
            each = min(1 - sum(given.values(), Fraction(0)), there) / len(takers)
            given.update({place: given.get(place, Fraction(0)) + each for place in takers})
        given[last] = given.get(last, Fraction(0)) + max(Fraction(0), there - sum(given.values()))
    return _whole(exact)


def _whole(exact: Mapping[LineId, Mapping[int, Fraction]]) -> Parts:
    """The same in whole units, which are quicker to reckon with."""
    parts = Parts(lcm(*{part.denominator for given in exact.values() for part in given.values()}))
    for line_id, given in exact.items():
        whole = {place: part.numerator * (parts.scale // part.denominator) for place, part in given.items() if part}
        parts.given[line_id] = dict(sorted(whole.items()))
        parts.over[line_id] = parts.scale - sum(whole.values())
    return parts


def _named(plan: BillShared, counted: Mapping[LineId, Line], line: Line) -> dict[int, Fraction]:
    """What shares say of the line itself, or of the one it was split from."""
    name: LineId | None = line.id
    planned = dict(plan.covers)
    while name is not None and name not in planned:
        name = counted[name].part_of if name in counted else None
    found: dict[int, Fraction] = {}
    for place, share in enumerate(plan.shares):
        for part in share.lines:
            if part.line_id == name and 0 < part.denominator <= MOST_PARTS and part.numerator > 0:
                found[place] = found.get(place, Fraction(0)) + Fraction(part.numerator, part.denominator)
    return found


def _seats(plan: BillShared, line: Line) -> dict[int, Fraction]:
    """A seat's lines are its share's; what stands in the middle of the table is shared by the seats that take part."""
    seats = {seat: place for place, share in enumerate(plan.shares) for seat in share.seats}
    if not seats:
        return {}
    if line.seat:
        return {seats[line.seat]: Fraction(1)} if line.seat in seats else {}
    found: dict[int, Fraction] = {}
    for place in seats.values():
        found[place] = found.get(place, Fraction(0)) + Fraction(1, len(seats))
    return found


def _within(wanted: Mapping[int, Fraction]) -> dict[int, Fraction]:
    left, found = Fraction(1), {}
    for place, part in sorted(wanted.items()):
        found[place] = min(left, part)
        left -= found[place]
    return found
