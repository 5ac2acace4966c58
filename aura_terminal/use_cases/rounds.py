"""The same again: the last round that was sent, or lines somebody chose, asked for once more as the menu is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aura_terminal.domain.combos import generation
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ComboId, LineId, OrderId
from aura_terminal.domain.kinds import LineState, Permission
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.order_facts import LineAdded, LineQuantityChanged
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.asking import Asked, ComboPick, Done
from aura_terminal.use_cases.combos import add_asked
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.selling import keep_with_claims

NOT_TO_BE_HAD = frozenset({Rule.ITEM_NOT_SOLD, Rule.COUNT_AT_NOTHING, Rule.WEIGHT_NEEDED})


@dataclass(frozen=True, slots=True)
class Repeated:
    """What came of it: what was put on the order, and the names of what is not to be had any more."""

    done: Done
    things: int
    left_out: tuple[str, ...] = ()


class Rounds:
    """The verbs that ask for the same again. Each is one transaction."""

    def __init__(self, begin: Begin, ids: Ids) -> None:
        self._begin = begin
        self._ids = ids

    def repeat(self, by: Actor, order_id: OrderId, line_ids: Sequence[LineId] | None = None) -> Repeated:
        """Ask again for the last round that was sent, or for these lines: with their choices, seats and notes, at the
        prices in force.

        What ran out or left the menu meanwhile is left out and named. Raises RuleBroken: NOTHING_TO_REPEAT, and the
        menu's own refusals for a choice that is not offered any more.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            order = work.order(order_id)
            lines = _last_round(order) if line_ids is None else [order.line(line_id) for line_id in line_ids]
            facts: list[Fact] = []
            left_out: list[str] = []
            things = 0
            for name, asked in _asked_again(lines):
                try:
                    facts += add_asked(work, work.order(order_id), asked, self._ids)
                    things += asked.quantity
                except RuleBroken as broken:
                    if broken.rule not in NOT_TO_BE_HAD:
                        raise
                    left_out.append(name)
            if not facts:
                raise RuleBroken(Rule.NOTHING_TO_REPEAT)
        return Repeated(Done(order_id, tuple(facts)), things, tuple(left_out))

    def take_back(self, by: Actor, order_id: OrderId, facts: Iterable[Fact]) -> Done:
        """Take off again what a repeat put on, as far as it is not sent yet."""
        by.must(Permission.VOID_UNSENT)
        undone: list[Fact] = []
        with self._begin(by.id) as work:
            for fact in facts:
                undone += _taken_back(work, order_id, fact)
        return Done(order_id, tuple(undone))


def _last_round(order: Order) -> list[Line]:
    """What of the last sending was not taken back: of all fires that went out at that moment."""
    latest = max(order.fires.values(), default=None)
    last = {fire_id for fire_id, at in order.fires.items() if at == latest}
    return [line for line in order.lines.values() if line.fire_id in last and line.kept_quantity]


def _asked_again(lines: Iterable[Line]) -> Iterable[tuple[str, Asked]]:
    """What lines ask for, each combo once as a whole; what was weighed, or put on an account, is not repeated."""
    combos: dict[tuple[ComboId, int], list[Line]] = {}
    for line in lines:
        if line.sold.weighed is not None or line.is_liability or line.state is LineState.REMOVED:
            continue
        if line.sold.combo is not None:
            combos.setdefault((line.sold.combo.id, generation(line)), []).append(line)
            continue
        parts = tuple(part.item_id for part in line.sold.parts)
        yield line.sold.name, Asked(
            line.sold.item_id, line.sold.variant_id, _picks(line), line.kept_quantity, line.note, line.seat,
            line.course, parts=parts,
        )  # fmt: skip
    for of_combo in combos.values():
        first = of_combo[0]
        if first.sold.combo is not None:
            fillings = tuple(_filling(line) for line in of_combo)
            yield first.sold.combo.name, Asked(
                first.sold.combo.item_id, quantity=first.kept_quantity, note=first.note, seat=first.seat,
                fillings=fillings,
            )  # fmt: skip


def _filling(line: Line) -> ComboPick:
    slot = "" if line.sold.combo is None else line.sold.combo.slot
    return ComboPick(slot, line.sold.item_id, line.sold.variant_id, _picks(line))


def _picks(line: Line) -> tuple[Pick, ...]:
    return tuple(modifier.pick for modifier in line.modifiers_of(line.kept_quantity))


def _taken_back(work: Work, order_id: OrderId, fact: Fact) -> Iterable[Fact]:
    order = work.order(order_id)
    if isinstance(fact, LineAdded) and order.line(fact.line_id).state is LineState.NEW:
        return keep_with_claims(work, order_id, fact.line_id, order.remove_line(fact.line_id))
    if isinstance(fact, LineQuantityChanged) and order.line(fact.line_id).state is LineState.NEW:
        line = order.line(fact.line_id)
        left = line.quantity - fact.added
        changed = order.change_quantity(line.id, left, ()) if left > 0 else order.remove_line(line.id)
        return keep_with_claims(work, order_id, line.id, changed)
    return ()
