"""What the kitchen was told, while an order is folded: every unit is cooked once, whoever fired it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aura_terminal.domain.covering import family_of
from aura_terminal.domain.ids import FireId, LineId
from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.line_parts import new_rest, rest_id, split_off
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import rescaled

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


class Fire:
    """One fire while it is folded: a line is cooked as often as it was fired, once, whoever fired it.

    What another fire asked for before is a repeat and is not cooked again. What was changed meanwhile somewhere else
    changes nothing about what the kitchen was told.
    """

    def __init__(self, order: Order, fire_id: FireId, named: frozenset[LineId]) -> None:
        self._order, self._id, self._named = order, fire_id, named
        self._before = {line.id: line.quantity for line in order.own.values() if line.fire_id is not None}

    def take(self, name: LineId, line: Line, quantity: int) -> None:
        """So many of a line; `name` is what the ticket calls it."""
        if name == line.id and line.state in (LineState.NEW, LineState.REMOVED):
            quantity -= self._fire(line, min(quantity, line.quantity), name)
        else:
            quantity -= self._repeat(line, quantity, name)
        for part in list(family_of(self._order.own, line.id)) if quantity else ():
            if quantity and part.state is LineState.NEW and part.id not in self._named:
                quantity -= self._fire(part, min(quantity, part.quantity), name)
        if quantity and line.fire_id == self._id:
            line.modifiers = rescaled(line.modifiers, line.quantity, line.quantity + quantity)
            line.quantity += quantity
        elif quantity:
            rest = new_rest(self._order, line, quantity)
            self._fire(rest, quantity, name)

    def _fire(self, line: Line, quantity: int, name: LineId) -> int:
        if quantity < line.quantity and line.state is LineState.NEW:
            split_off(self._order, line, rest_id(self._order, line), line.quantity - quantity)
        elif quantity < line.quantity:
            line.modifiers = rescaled(line.modifiers, line.quantity, quantity)
            line.quantity = quantity
        line.state, line.fire_id, line.fired_as = LineState.SENT, self._id, name
        return quantity

    def _repeat(self, line: Line, quantity: int, name: LineId) -> int:
        """How many of it another fire asked for before."""
        repeated = 0
        for part in family_of(self._order.own, line.id):
            taken = min(quantity - repeated, self._before.get(part.id, 0))
            self._before[part.id] = self._before.get(part.id, 0) - taken
            repeated += taken
        if repeated:
            self._order.repeats.setdefault(self._id, {})[name] = repeated
            line.repeats = {**line.repeats, self._id: repeated}
        return repeated
