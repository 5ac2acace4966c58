"""Tables put together for one party. Nothing is fired by it; the kitchen reads the party's new name on its tickets."""

from __future__ import annotations

from collections.abc import Sequence

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.domain.linking import is_one_party, link, unlink
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.seating import table_for


class Linking:
    """The verbs on the tables of one party. Each is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def link_tables(self, by: Actor, target: OrderId | NewOrder, tables: Sequence[TableId]) -> Done:
        """Give a party all of these tables, its own order's among them or not, opening the order if it is new.

        The first is where it is booked and the name follows their order (`7+8`); separate checks of the party go along.
        Raises RuleBroken: TABLES_TO_LINK for fewer than two, TABLE_LINKED for one that is linked for another party,
        TABLE_HAS_ORDER for one where another party sits (merge the two first), ORDER_NOT_OPEN.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            facts: list[Fact] = []
            if isinstance(target, NewOrder):
                must_be_on_the_clock(work, by)
                opened = opening_of(work, self._ids, self._terminal, by, target)
                work.keep(opened)
                facts.append(opened)
                target = opened.order_id
            order = work.order(target)
            each = [_table_of(work, table_id, order) for table_id in dict.fromkeys(tables)]
            linked = [link(one, each, work.now, by.id) for one in _party_of(work, order)]
            work.keep(*linked)
        return Done(target, (*facts, *linked))

    def unlink_tables(self, by: Actor, order_id: OrderId, keep: TableId | None = None) -> Done:
        """Leave a party, separate checks included, with one of its tables: `keep`, or the one it is booked at.

        Raises RuleBroken: TABLES_TO_LINK where it has but one or `keep` is none of them, ORDER_NOT_OPEN.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            stays = keep or order.table_id
            if stays is None or stays not in (order.table_id, *order.party.linked):
                raise RuleBroken(Rule.TABLES_TO_LINK)
            table = work.documents.get(Table, stays)
            party = [one for one in _party_of(work, order) if one.party.linked] or [order]
            facts = tuple(unlink(one, table, work.now, by.id) for one in party)
            work.keep(*facts)
        return Done(order_id, facts)


def _party_of(work: Work, order: Order) -> list[Order]:
    """The order and the open separate checks of its party at its tables, itself first."""
    tables = [order.table_id] if order.table_id else []
    ids = [one for table_id in (*tables, *order.party.linked) for one in work.ledger.parties_at(table_id)]
    others = [work.order(one) for one in dict.fromkeys(ids) if one != order.id]
    return [order, *(one for one in others if is_one_party(one, order))]


def _table_of(work: Work, table_id: TableId, order: Order) -> Table:
    table = table_for(work, table_id, order.id)
    for other_id in work.ledger.parties_at(table_id):
        other = work.order(other_id)
        if not is_one_party(other, order):
            raise RuleBroken(Rule.TABLE_HAS_ORDER, table=table.number, order=other.number)
    return table
