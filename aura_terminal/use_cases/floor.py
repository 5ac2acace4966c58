"""Parties that move, split and join. Nothing is fired again by it, and no kitchen ticket changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aura_terminal.domain.combos import whole_combos
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import LineId, OrderId, TableId
from aura_terminal.domain.limits import MOST_OF_ONE_LINE
from aura_terminal.domain.order_facts import OrderOpened
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.sharing_facts import TablesLinked
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.transfers import merge, move_lines, splits_of
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.given_back import discounts_undone
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.seating import table_for


@dataclass(frozen=True, slots=True)
class Part:
    """So many of a line; all that is charged of it when no quantity is named."""

    line_id: LineId
    quantity: int | None = None


class Floor:
    """The verbs on whole orders at tables. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def transfer_order(self, by: Actor, order_id: OrderId, table_id: TableId) -> Done:
        """Take a party with its order to another table."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order, table = work.order(order_id), table_for(work, table_id, order_id)
            fact = order.assign_table(table_id, table.number, order.guests)
            work.keep(fact)
        return Done(order_id, (fact,))

    def split_order(self, by: Actor, order_id: OrderId, parts: Sequence[Part], new: NewOrder | None = None) -> Done:
        """Charge parts of an order on a new one, at the same table unless `new` says otherwise; answers the new one.

        Raises RuleBroken(CARD_UNDECIDED), as what a card may have paid for is not charged elsewhere.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_decided(work, order_id)
            order = work.order(order_id)
            asked = new or NewOrder(order.order_type, order.table_id)
            opened = opening_of(work, self._ids, self._terminal, by, asked, split_from=order_id)
            together = linked_alike(work, order, opened, by)
            work.keep(opened, *together)
            facts = (opened, *together, *move_parts(work, self._ids, order_id, parts, opened.order_id))
        return Done(opened.order_id, facts)

    def move_lines(self, by: Actor, order_id: OrderId, parts: Sequence[Part], to: OrderId) -> Done:
        """Charge parts of an order at another one that is open; answers that one. Raises as `split_order` does."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_decided(work, order_id)
            facts = move_parts(work, self._ids, order_id, parts, to)
        return Done(to, facts)

    def merge_orders(self, by: Actor, order_id: OrderId, into: OrderId) -> Done:
        """Charge two orders as one at the table of `into`, guests added up; answers the order that stays, the older.

        Discounts of the order that goes do not come along; what they used up may be used again.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            for one in (order_id, into):
                must_be_decided(work, one)
            goes, target = work.order(order_id), work.order(into)
            merged = merge(goes, target, work.now, work.today)
            given_back = discounts_undone(work, work.order(merged.order_id), by)
            work.keep(merged, *given_back)
            stays = work.order(merged.into)
            guests = min(MOST_OF_ONE_LINE, goes.guests + target.guests)
            seated = stays.assign_table(target.table_id, target.table_name, guests)
            tables = _tables_of(work, stays, target, by)
            work.keep(seated, *tables)
        return Done(merged.into, (merged, *given_back, seated, *tables))


def linked_alike(work: Work, order: Order, opened: OrderOpened, by: Actor) -> tuple[TablesLinked, ...]:
    """A separate check has every table of its party while it stays there."""
    if not order.party.linked or opened.table_id != order.table_id or opened.table_id is None:
        return ()
    return (TablesLinked(opened.order_id, opened.table_id, order.party.linked, order.table_name, work.now, by.id),)


def _tables_of(work: Work, stays: Order, target: Order, by: Actor) -> tuple[TablesLinked, ...]:
    """Two parties that become one have the tables of the one that the other joined."""
    if stays.id == target.id or not target.party.linked or target.table_id is None:
        return ()
    return (TablesLinked(stays.id, target.table_id, target.party.linked, target.table_name, work.now, by.id),)


def move_parts(work: Work, ids: Ids, order_id: OrderId, parts: Sequence[Part], to: OrderId) -> tuple[Fact, ...]:
    """Keep the facts that charge parts of one open order at another one; what is asked of a combo's line, of all."""
    if not parts:
        raise RuleBroken(Rule.ORDER_EMPTY)
    facts: list[Fact] = []
    line_ids: list[LineId] = []
    done: set[LineId] = set()
    for part in (one for one in parts if one.line_id not in done):
        order = work.order(order_id)
        line = order.line(part.line_id)
        done.update(whole_combos(order, (line.id,)))
        if part.quantity is None or part.quantity == line.charged_quantity:
            line_ids.append(line.id)
            continue
        for split in splits_of(order, line.id, part.quantity, ids.new):
            work.keep(split)
            facts.append(split)
            facts.extend(_claims_follow(work, work.order(order_id), split.line_id, split.new_line_id))
            line_ids.append(split.new_line_id)
    moved = move_lines(work.order(order_id), line_ids, work.order(to), work.now)
    work.keep(*moved)
    return (*facts, *moved)


def _claims_follow(work: Work, order: Order, line_id: LineId, new_line_id: LineId) -> tuple[Fact, ...]:
    """What a line had claimed of the stock, shared by its parts."""
    level = work.stock(order.line(line_id).sold.item_id)
    if level.counted is None or line_id not in level.claims:
        return ()
    new = order.line(new_line_id).quantity
    facts = (*level.claim(line_id, max(0, level.claims[line_id] - new)), *level.claim(new_line_id, new))
    work.keep(*facts)
    return facts
