"""Which aggregates of a large delivery may wait to be folded.

One may whom the tables do not speak of: nothing was journalled of it before, or it waits already. An order that hangs
together with others may not, for theirs would change with it; so every link between orders is always in its table.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from aura_terminal.store import unfolded
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.fold_orders import ORDERS_TOGETHER
from aura_terminal.store.groups import edges_from
from aura_terminal.store.statements import Row
from aura_terminal.store.unfolded import ORDER, TICKET

_ALONE = frozenset({
    "bill_shared", "check_printed", "guest_named", "line_added", "line_coursed", "line_modified", "line_noted",
    "line_quantity_changed", "line_removed", "line_restored", "line_seated", "line_voided", "lines_fired",
    "order_cancelled", "order_closed", "order_handed", "order_opened", "order_parked",
    "order_resumed", "order_touched", "order_type_changed", "payment_taken",
    "receipt_reprinted", "share_printed", "tab_opened", "table_assigned", "table_cleared", "table_left",
    "tables_linked",
    "token_released",
})  # fmt: skip
"""Facts that name no other order and open no question about money. What is not in this list does not wait."""

_OVER = {ORDER: frozenset({"order_closed", "order_cancelled"}), TICKET: frozenset({"ticket_bumped"})}

Delivered = Mapping[str, Sequence[JournalRow]]
"""What was delivered of each aggregate of one family, by id."""


def deferrable(
    connection: StoreConnection, delivered: Mapping[str, Delivered], known: Mapping[str, Collection[str]]
) -> list[Row]:
    """Those that may wait, as rows of `unfolded`. `known` are the ids the journal spoke of before, by aggregate."""
    orders, tickets = delivered.get(ORDER, {}), delivered.get(TICKET, {})
    waiting = {name: unfolded.among(connection, name, known.get(name, ())) for name in (ORDER, TICKET)}
    linked = {id_ for edge in edges_from(connection, ORDERS_TOGETHER, orders) for id_ in edge}
    found: list[Row] = []
    for id_, rows in orders.items():
        types = {row.type for row in rows}
        is_new = id_ not in known.get(ORDER, ()) or id_ in waiting[ORDER]
        if is_new and id_ not in linked and types <= _ALONE:
            found.append((ORDER, id_, id_, int(not types.isdisjoint(_OVER[ORDER]))))
    for id_, rows in tickets.items():
        order_id = waiting[TICKET].get(id_) if id_ in known.get(TICKET, ()) else _order_of(rows)
        if order_id:
            found.append((TICKET, id_, order_id, int(any(row.type in _OVER[TICKET] for row in rows))))
    return found


class _Fired(msgspec.Struct):
    order_id: str


_FIRED = msgspec.json.Decoder(_Fired)


def _order_of(rows: Sequence[JournalRow]) -> str | None:
    """The order a ticket was fired for; None where that is not among the facts, or does not read."""
    for row in rows:
        if row.type == "ticket_fired":
            try:
                return _FIRED.decode(row.payload).order_id
            except msgspec.MsgspecError:
                return None
    return None
