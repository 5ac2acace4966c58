"""The tables of a party that sits down at several at once."""

from __future__ import annotations

from collections.abc import Sequence

from aura_terminal.domain.ids import OrderId, StaffId, TableId
from aura_terminal.domain.linking import link
from aura_terminal.domain.sharing_facts import TablesLinked
from aura_terminal.domain.shop import Table
from aura_terminal.ports.store import Work


def linked_where_several(
    work: Work, order_id: OrderId, tables: Sequence[TableId], by: StaffId
) -> tuple[TablesLinked, ...]:  # fmt: skip
    """Keep that the order just opened has all of these tables; nothing for one or none."""
    each = list(dict.fromkeys(tables))
    if len(each) < 2:
        return ()
    fact = link(work.order(order_id), [work.documents.get(Table, one) for one in each], work.now, by)
    work.keep(fact)
    return (fact,)
