"""Tables put together for one party, and taken apart again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.sharing_facts import TablesLinked
from aura_terminal.domain.shop import Table

TOGETHER = "+"


def link(order: Order, tables: Sequence[Table], now: datetime, by: StaffId) -> TablesLinked:
    """Give a party all of these tables, the first as its order's own; the name is their numbers in their order.

    Raises RuleBroken: ORDER_NOT_OPEN, and TABLES_TO_LINK for fewer than two.
    """
    _must_be_open(order)
    each = list({table.id: table for table in tables}.values())
    if len(each) < 2:
        raise RuleBroken(Rule.TABLES_TO_LINK)
    name = TOGETHER.join(table.number for table in each)
    return TablesLinked(order.id, each[0].id, tuple(table.id for table in each[1:]), name, now, by)


def unlink(order: Order, table: Table, now: datetime, by: StaffId) -> TablesLinked:
    """Leave a party with one table of those it has. Raises RuleBroken: ORDER_NOT_OPEN, TABLES_TO_LINK for no link."""
    _must_be_open(order)
    if not order.party.linked:
        raise RuleBroken(Rule.TABLES_TO_LINK)
    return TablesLinked(order.id, table.id, (), table.number, now, by)


def must_be_free(table: Table, parties: Iterable[Order], joining: Order | None = None) -> None:
    """Refuse a table that is linked for another party than that of `joining`; `parties` are the open orders at it.

    Raises RuleBroken(TABLE_LINKED).
    """
    for party in parties:
        if party.party.linked and not is_one_party(party, joining):
            raise RuleBroken(Rule.TABLE_LINKED, table=table.number, name=party.table_name, order=party.number)


def is_one_party(one: Order, other: Order | None) -> bool:
    """Whether two orders are separate checks of one party, or the same order."""
    if other is None:
        return False
    return bool({one.id, one.split_from} & ({other.id, other.split_from} - {None}))


def _must_be_open(order: Order) -> None:
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
