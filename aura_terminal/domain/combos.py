"""Combos on an order: each component is a line of its own, and what is asked of one is asked of all.

A combo is told by the id its lines carry. A line's share of the combo's price is its unit price, so that so many of a
combo are so many of each of its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ComboId, FireId, LineId
from aura_terminal.domain.kinds import LineState

if TYPE_CHECKING:
    from aura_terminal.domain.lines import Line
    from aura_terminal.domain.ordering import Order


def combo_of(lines: Iterable[Line], line: Line) -> Iterator[Line]:
    """The lines of one and the same combo, the given one included; a line in no combo stands alone.

    What stayed unsent when fewer were fired, or was added to what was sent, is a combo of its own (`generation`).
    """
    mark = line.sold.combo
    if mark is None:
        yield line
        return
    for one in lines:
        if one.sold.combo is not None and one.sold.combo.id == mark.id and generation(one) == generation(line):
            yield one


def together(order: Order, line_id: LineId) -> tuple[LineId, ...]:
    """A line with those of its combo that are as far along, in their order. Raises RuleBroken(LINE_GONE).

    COMBO_PART_SENT is raised for the unsent part of a combo of which the kitchen has another component already.
    """
    line = order.line(line_id)
    combo = list(combo_of(order.lines.values(), line))
    if line.state is LineState.NEW and line.sold.combo and any(one.state is LineState.SENT for one in combo):
        raise RuleBroken(Rule.COMBO_PART_SENT, line=line.sold.name, combo=line.sold.combo.name)
    return tuple(one.id for one in combo if one.state is line.state)


def unsent_beside(order: Order, line_id: LineId) -> tuple[LineId, ...]:
    """What the kitchen does not have yet of a combo of which it has this line."""
    line = order.line(line_id)
    beside = combo_of(order.lines.values(), line) if line.sold.combo is not None else ()
    return tuple(one.id for one in beside if one.state is LineState.NEW)


def whole_combos(order: Order, line_ids: Iterable[LineId]) -> tuple[LineId, ...]:
    """These lines, and with each component of a combo all the others that were not removed, each once."""
    named: dict[LineId, None] = {}
    for line_id in line_ids:
        line = order.line(line_id)
        for one in combo_of(order.lines.values(), line):
            if one is line or one.state is not LineState.REMOVED:
                named.setdefault(one.id)
    return tuple(named)


def generation(line: Line) -> int:
    """How often a rest stayed over before a line came to be: 0 for what was asked for (`<line>+` is what stayed)."""
    return len(line.id) - len(line.id.rstrip("+"))


def is_begun(order: Order, line: Line) -> bool:
    """Whether the kitchen has another component of its combo: then none of it is taken off any more."""
    if line.sold.combo is None:
        return False
    return any(one.state is LineState.SENT for one in combo_of(order.own.values(), line) if one is not line)


def bring_back(order: Order, fire_id: FireId) -> None:
    """Components were sent: what was taken off of their combos, by somebody who had not heard of that, stands again."""
    fired = [line for line in order.own.values() if line.fire_id == fire_id and line.sold.combo is not None]
    for one in (one for line in fired for one in combo_of(order.own.values(), line)):
        if one.state is LineState.REMOVED:
            one.state = LineState.NEW


def stand_beside(order: Order, line: Line) -> None:
    """A component that comes to be is charged where those of its combo are that came before it."""
    if line.sold.combo is not None:
        others = (one for one in combo_of(order.own.values(), line) if one is not line)
        line.moved_to = next((one.moved_to for one in others), line.moved_to)


def in_combo(order: Order, line: Line, combo_id: ComboId | None) -> None:
    """A line that was split off a combo belongs to the combo it was split off as."""
    mark = line.sold.combo
    if mark is not None and combo_id is not None:
        line.sold = replace(line.sold, combo=replace(mark, id=combo_id))
        stand_beside(order, line)
