"""Making an order's items what a request says they are, with the fewest facts: nothing the kitchen has is edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aura_terminal.domain.ids import LineId
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.order_facts import LineAdded
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Approval
from sync.central.api.calling import ServedDesk
from sync.central.selling import kitchen
from sync.central.selling.models import AskedItem
from sync.central.selling.pricing import Priced, note_of, priced

VOIDED = "Taken off the order"


@dataclass(slots=True)
class _Wanted:
    """An item of the request with the lines that stand for it so far."""

    quantity: int
    note: str
    named: frozenset[LineId]
    priced: Priced
    lines: list[Line] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """How many no line stands for yet."""
        return self.quantity - sum(line.charged_quantity for line in self.lines)


def arrange(
    desk: ServedDesk, order: Order, asked: Sequence[AskedItem], references: Mapping[str, str]
) -> list[list[LineId]]:
    """Change the order until it holds just these items; answers the lines of each. `references` are those of its lines.

    An item stands for lines that are just like it, else for an unsent one of the same thing, which is edited; the one
    it names comes first. What the kitchen has and nobody wants is voided, what it lacks is a new line beside. What is
    more comes before what is less, so that an order part of which is paid is never worth less than that on the way.
    """
    left = [line for line in order.lines.values() if line.charged_quantity]
    numbers = desk.numbers("order_item", [line.id for line in left])
    names = {line.id: (numbers[line.id], references.get(line.id)) for line in left}
    wanted = [_wanted(desk, order, one, at, names) for at, one in enumerate(asked)]
    for one in wanted:
        _claim(one, [line for line in left if line.id in one.named and _is_like(line, one)], left)
    for one in wanted:
        _claim(one, [line for line in left if _is_like(line, one) and line.charged_quantity == one.quantity], left)
    for one in wanted:
        _claim(one, [line for line in left if _is_like(line, one)], left)
    for one in wanted:
        if not one.lines:
            fitting = [line for line in left if _is_editable(line, one)]
            _claim(one, sorted(fitting, key=lambda line: line.id not in one.named)[:1], left)
    grown_first = sorted(range(len(wanted)), key=lambda at: wanted[at].missing <= 0)
    lines = {at: _become(desk, order, wanted[at]) for at in grown_first}
    for line in left:
        _take_off(desk, order, line, line.charged_quantity)
    return [lines[at] for at in range(len(wanted))]


def _wanted(
    desk: ServedDesk, order: Order, one: AskedItem, at: int, names: Mapping[LineId, tuple[int, str | None]]
) -> _Wanted:
    named = frozenset(
        line_id
        for line_id, (number, reference) in names.items()
        if number == one.id or (one.reference and reference == one.reference)
    )
    return _Wanted(one.quantity, note_of(one), named, priced(desk, one, order.order_type, at))


def _claim(one: _Wanted, lines: Sequence[Line], left: list[Line]) -> None:
    for line in lines:
        if one.missing > 0:
            one.lines.append(line)
            left.remove(line)


def _is_like(line: Line, one: _Wanted) -> bool:
    """The same thing with the same choices and note at the same price, however often."""
    return _is_editable(line, one, sent=True) and line.note == one.note and _choices(line) == _plain(one.priced[1])


def _is_editable(line: Line, one: _Wanted, *, sent: bool = False) -> bool:
    sold = one.priced[0]
    same = (line.sold.item_id, line.sold.variant_id) == (sold.item_id, sold.variant_id)
    return same and line.sold.unit_price == sold.unit_price and (sent or line.state is LineState.NEW)


def _become(desk: ServedDesk, order: Order, one: _Wanted) -> list[LineId]:
    """Make the lines of an item what is wanted, and put a new one beside what cannot be changed any more."""
    kept = [line for line in one.lines if _stays(desk, order, one, line)]
    missing = one.quantity - sum(line.charged_quantity for line in kept)
    if missing <= 0:
        return [line.id for line in kept]
    choices = () if kept else one.priced[1]
    return [*(line.id for line in kept), _new(desk, order, missing, one, choices)]


def _stays(desk: ServedDesk, order: Order, one: _Wanted, line: Line) -> bool:
    """Whether a line goes on standing for the item, changed as far as it may be."""
    if line.state is LineState.NEW and len(one.lines) == 1:
        _edit(desk, order, line, one)
        return True
    surplus = -one.missing if line is one.lines[-1] else 0
    if surplus <= 0:
        return True
    if line.state is LineState.NEW:
        desk.keep(order.change_quantity(line.id, line.quantity - surplus, line.modifiers))
        return True
    fits = _plain(line.modifiers_of(line.charged_quantity - surplus)) == _plain(one.priced[1])
    _take_off(desk, order, line, surplus if fits else line.charged_quantity)
    return fits


def _edit(desk: ServedDesk, order: Order, line: Line, one: _Wanted) -> None:
    choices = one.priced[1]
    if line.quantity != one.quantity:
        desk.keep(order.change_quantity(line.id, one.quantity, choices))
    elif _plain(line.modifiers) != _plain(choices):
        desk.keep(order.modify_line(line.id, choices))
    if line.note != one.note:
        desk.keep(order.note_line(line.id, one.note))


def _take_off(desk: ServedDesk, order: Order, line: Line, quantity: int) -> None:
    """Remove what the kitchen does not know of; void what it does, and tell it."""
    if line.state is LineState.NEW:
        desk.keep(order.remove_line(line.id))
        return
    desk.keep(order.void_line(line.id, quantity, VOIDED, Approval(desk.actor, desk.now, VOIDED)))
    kitchen.void(desk, order, line, quantity, VOIDED)


def _new(desk: ServedDesk, order: Order, quantity: int, one: _Wanted, choices: tuple[ChosenModifier, ...]) -> LineId:
    """A line of its own, although one more of a plain line could be counted there: every item answers for itself."""
    sold, _, course = one.priced
    line_id = LineId(desk.press.ids.new())
    fact = order.add_line(line_id, sold, quantity=quantity, course=course, modifiers=choices, note=one.note)
    if not isinstance(fact, LineAdded):
        fact = LineAdded(order.id, line_id, sold, quantity, course, choices, one.note)
    desk.keep(fact)
    return line_id


def _choices(line: Line) -> list[tuple[str, int, int]]:
    return _plain(line.charged_modifiers)


def _plain(choices: Sequence[ChosenModifier]) -> list[tuple[str, int, int]]:
    return sorted((one.modifier_id, one.quantity, one.unit_price.minor) for one in choices)
