"""At which table a party may be put: not at one that is linked for another party."""

from __future__ import annotations

from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.domain.linking import must_be_free
from aura_terminal.domain.shop import Table
from aura_terminal.ports.store import Work


def table_for(work: Work, table_id: TableId, joining: OrderId | None = None) -> Table:
    """The table, for the party that `joining` belongs to or for a new one. Raises RuleBroken(TABLE_LINKED)."""
    table = work.documents.get(Table, table_id)
    there = [work.order(order_id) for order_id in work.ledger.parties_at(table_id)]
    if any(one.party.linked for one in there):
        must_be_free(table, there, None if joining is None else work.order(joining))
    return table
