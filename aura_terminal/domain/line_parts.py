"""The lines of an order by name while it is folded: split, left over, and settled. Facts may name what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from aura_terminal.domain.combos import stand_beside
from aura_terminal.domain.covering import covered
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.lines import Line

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order

REST = "+"  # what the id of a line ends with that stayed unsent when less than the whole was fired


def settle(order: Order) -> None:
    """What was paid or cancelled somewhere stays there, wherever it is moved; the first that heard of it counts."""
    for at, covers in order.settled.items():
        for line_id, quantity in covered(order.own, covers).items():
            line = order.own[line_id]
            if quantity:
                line.settled_at = line.settled_at or at


def line_of(order: Order, line_id: LineId) -> Line | None:
    line = order.own.get(line_id)
    if line is None and line_id not in order.never:
        order.unknown.add(line_id)
    return line


def unsent_line(order: Order, line_id: LineId) -> Line | None:
    line = line_of(order, line_id)
    return line if line is not None and line.state is LineState.NEW else None


def cooked_line(order: Order, line_id: LineId) -> Line | None:
    """The line that the kitchen knows by this name: what could not be split off, or left over, is part of what it was.

    Somebody who had not heard of a fire may have fired a rest that, taken all together, was never left over.
    """
    while line_id in order.never or (line_id not in order.own and line_id.endswith(REST)):
        line_id = order.never.get(line_id) or LineId(line_id.removesuffix(REST))
    return line_of(order, line_id)


def split_off(order: Order, line: Line, new_id: LineId, quantity: int) -> None:
    """Take so many units out as a line of their own; whether what was paid covers it as well is reckoned anew."""
    order.own[new_id] = line.part(new_id, quantity)
    order.own[new_id].settled_at = None
    stand_beside(order, order.own[new_id])
    settle(order)


def rest_id(order: Order, line: Line) -> LineId:
    """The id every terminal gives to what stays unsent when less than a line was fired."""
    rest = LineId(f"{line.id}{REST}")
    return rest_id(order, order.own[rest]) if rest in order.own else rest


def rests(order: Order, line: Line) -> Iterator[Line]:
    """A line and what stayed unsent when less than the whole was fired, however often that happened."""
    yield line
    rest = order.own.get(LineId(f"{line.id}{REST}"))
    if rest is not None:
        yield from rests(order, rest)


def change_rest(order: Order, line: Line, more: int) -> None:
    """So many more, or fewer, of a line that is sent already: what is unsent of it changes, what is sent stays."""
    unsent = [one for one in rests(order, line) if one.state is LineState.NEW]
    if not unsent and more > 0:
        new_rest(order, line, more)
    elif unsent and unsent[-1].quantity + more > 0:
        unsent[-1].quantity += more
    elif unsent:
        unsent[-1].state = LineState.REMOVED


def new_rest(order: Order, line: Line, quantity: int) -> Line:
    """A line of its own for so many more of one that is sent already."""
    rest = replace(
        line, id=rest_id(order, line), quantity=quantity, modifiers=(), state=LineState.NEW, voided=0, fire_id=None,
        fired_as=None, written_off=0, overvoided=0, settled_at=None, part_of=line.id, repeats={},
    )  # fmt: skip
    order.own[rest.id] = rest
    stand_beside(order, rest)
    settle(order)
    return rest
