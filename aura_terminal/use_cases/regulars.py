"""What known guests usually have, and asking for it again as the menu is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import GuestId, OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.menu import Item, Pick
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.guests import GuestRow
from aura_terminal.ports.reads import LineRow, OrderSheet, Reads
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Asked, Done, NewOrder
from aura_terminal.use_cases.combos import add_asked
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.rounds import NOT_TO_BE_HAD

VISITS_LOOKED_BACK = 12
MOST_USUAL = 6


@dataclass(frozen=True, slots=True)
class UsualDish:
    """Something a guest has again and again: on how many of their latest visits, and whether it can be had now."""

    asked: Asked
    name: str
    choices: tuple[str, ...]
    visits: int
    is_sold: bool


@dataclass(frozen=True, slots=True)
class Usual:
    """What a guest usually has, the most frequent first, and all of their last visit; `visits` were looked at."""

    dishes: tuple[UsualDish, ...] = ()
    last: tuple[UsualDish, ...] = ()
    visits: int = 0


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """What came of asking again, and the names of what is not to be had."""

    done: Done
    left_out: tuple[str, ...] = ()


class Regulars:
    """What is known of regular guests, and the verb that serves them."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def usual(self, guest_id: GuestId, without: OrderId | None = None) -> Usual:
        """What they have: from their latest visits whose days are still here, `without` the order on the counter."""
        rows = self._reads.guests.orders(guest_id, VISITS_LOOKED_BACK + 1)
        ended = [row.order_id for row in rows if row.order_id != without and row.status is OrderStatus.CLOSED]
        sheets = [self._reads.orders.sheet(order_id) for order_id in ended[:VISITS_LOOKED_BACK]]
        dishes = [tuple(dict.fromkeys(map(_bare, _dishes(sheet)))) for sheet in sheets]
        often = Counter(dish for visit in dishes for dish in visit)
        names = {_bare(line): line for sheet in reversed(sheets) for line in _dishes(sheet)}
        ranked = sorted(often, key=lambda dish: -often[dish])
        with self._begin(SYSTEM) as work:
            usual = [_usual(work, dish, names[dish], often[dish]) for dish in ranked[:MOST_USUAL]]
            latest = _dishes(sheets[0]) if sheets else []
            last = [_usual(work, _whole(line), line, often[_bare(line)]) for line in latest]
        return Usual(tuple(usual), tuple(last), len(sheets))

    def serve(self, by: Actor, target: OrderId | NewOrder, asked: Sequence[tuple[str, Asked]]) -> AskedAgain:
        """Ask for these again, by name, at the prices in force. What ran out or left the menu is left out and named.

        Raises RuleBroken: NOTHING_TO_REPEAT where nothing of it is to be had, and the menu's own refusals for a choice
        that is not offered any more.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            facts: list[Fact] = []
            if isinstance(target, NewOrder):
                opened = opening_of(work, self._ids, self._terminal, by, target)
                work.keep(opened)
                facts.append(opened)
                target = opened.order_id
            added, left_out = self._added(work, target, asked)
            if not added:
                raise RuleBroken(Rule.NOTHING_TO_REPEAT)
        return AskedAgain(Done(target, (*facts, *added)), left_out)

    def birthdays(self, today: date, days: int = 7) -> tuple[tuple[date, GuestRow], ...]:
        """Whose birthday comes within so many days, today's first, with when."""
        return self._reads.guests.birthdays(today, days)

    def _added(
        self, work: Work, order_id: OrderId, asked: Sequence[tuple[str, Asked]]
    ) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
        facts: list[Fact] = []
        left_out: list[str] = []
        for name, one in asked:
            try:
                facts += add_asked(work, work.order(order_id), one, self._ids)
            except NotFound:
                left_out.append(name)
            except RuleBroken as broken:
                if broken.rule not in NOT_TO_BE_HAD:
                    raise
                left_out.append(name)
        return tuple(facts), tuple(left_out)


def _dishes(sheet: OrderSheet) -> list[LineRow]:
    """What was had and can be asked for by itself: nothing weighed, nothing of a combo, nothing taken back."""
    lines = (line for line in sheet.lines if line.quantity > line.voided)
    return [line for line in lines if line.weighed is None and line.combo is None]


def _whole(line: LineRow) -> Asked:
    """The line as it was, without seat and course of that visit."""
    kept = line.quantity - line.voided
    picks = tuple(_on(each.pick, line.quantity, kept) for each in line.modifiers)
    return Asked(line.item_id, line.variant_id, picks, kept, line.note, parts=tuple(one.item_id for one in line.parts))


def _bare(line: LineRow) -> Asked:
    """One of it, without what was said to the kitchen that time."""
    picks = tuple(_on(each.pick, line.quantity, 1) for each in line.modifiers)
    return Asked(line.item_id, line.variant_id, picks, parts=tuple(one.item_id for one in line.parts))


def _on(pick: Pick, units: int, wanted: int) -> Pick:
    """A choice made on so many units, on others; a choice on a part of them counts as one at least."""
    return replace(pick, quantity=max(1, pick.quantity * wanted // max(1, units)))


def _usual(work: Work, asked: Asked, line: LineRow, visits: int) -> UsualDish:
    return UsualDish(asked, line.name, tuple(each.said for each in line.modifiers), visits, _is_sold(work, asked))


def _is_sold(work: Work, asked: Asked) -> bool:
    def one(item_id: object) -> bool:
        try:
            item = work.documents.get(Item, str(item_id))
        except NotFound:
            return False
        return item.active and not work.stock(item.id).is_eighty_sixed

    return all(map(one, (asked.item_id, *asked.parts)))


def worth_asking(usual: Iterable[UsualDish]) -> tuple[tuple[str, Asked], ...]:
    """What of these can be had, to be served."""
    return tuple((dish.name, dish.asked) for dish in usual if dish.is_sold)
