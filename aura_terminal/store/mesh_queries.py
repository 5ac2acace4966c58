"""The store's other terminals and what came of working beside them, read from the folds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from aura_terminal.domain.conflicts import conflicts_of_stock, conflicts_of_value
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.domain.joining import place_of
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.stock import StockLevel
from aura_terminal.ports.journal import PeerBook, PeerState
from aura_terminal.ports.mesh_reads import ConflictRow, DeliveryRow, OutageRow, TerminalRow, Unshared
from aura_terminal.ports.tickets import Orders, delivery_row, ticket_row
from aura_terminal.store.groups import json_list
from aura_terminal.store.moments import instant, instant_or_none, microseconds
from aura_terminal.store.peers import unshared
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal
from aura_terminal.store.value_book import OVERDRAWN

_TERMINALS = literal("""SELECT terminal_id, label, fingerprint, paired_us, revoked_us FROM terminals
ORDER BY label, terminal_id""")
_REVOKED = literal("SELECT terminal_id FROM terminals WHERE revoked_us IS NOT NULL")
_CONFLICTS = literal("""
SELECT c.conflict_id, c.kind, c.order_id, o.number, o.table_name, c.opened_us, c.amount_minor, c.currency, c.details,
  c.decided_us, c.choice
FROM order_conflicts AS c JOIN orders AS o ON o.order_id = c.order_id
ORDER BY c.decided_us IS NOT NULL, c.opened_us DESC, c.conflict_id LIMIT :most""")
_OVERSOLD = literal("SELECT item_id FROM stock WHERE oversold > 0 AND eighty_sixed_us IS NULL ORDER BY item_id")
_FIRED = literal("SELECT ticket_id FROM tickets WHERE fired_us >= :since ORDER BY fired_us, ticket_id")
_FIRED_FOR = literal("""SELECT ticket_id FROM tickets
WHERE order_id IN (SELECT value FROM json_each(:ids)) AND fired_us >= :since ORDER BY fired_us, ticket_id""")
_OUTAGES = literal("""
SELECT outage_id, terminal, tier, began_us, ended_us, orders, taken_minor, currency, redirects, duplicates, decisions
FROM outages ORDER BY ended_us DESC, outage_id DESC LIMIT :most""")


class MeshQueries:
    """The MeshReads port."""

    def __init__(self, reading: Reading, book: PeerBook) -> None:
        self._reading = reading
        self._book = book

    def peers(self) -> tuple[PeerState, ...]:
        return self._book.states()

    def terminals(self) -> tuple[TerminalRow, ...]:
        return tuple(
            TerminalRow(terminal_id, label, fingerprint, instant(paired), instant_or_none(revoked))
            for terminal_id, label, fingerprint, paired, revoked in self._reading.rows(_TERMINALS)
        )

    def unshared(self) -> Unshared:
        revoked = [row[0] for row in self._reading.rows(_REVOKED)]
        return unshared(self._reading.connection, revoked)

    def conflicts(self, *, limit: int) -> tuple[ConflictRow, ...]:
        found = [
            *(_conflict(row) for row in self._reading.rows(_CONFLICTS, (limit,))),
            *self._oversold(),
            *self._overdrawn(),
        ]
        found.sort(key=lambda one: (one.decided_at is not None, -microseconds(one.opened_at), one.conflict_id))
        return tuple(found[:limit])

    def deliveries(self, order_id: OrderId | None, since: datetime) -> tuple[DeliveryRow, ...]:
        from_us = microseconds(since)
        if order_id is None:
            return self._deliveries([row[0] for row in self._reading.rows(_FIRED, (from_us,))], None)
        group = tuple(self._reading.orders_with(order_id))
        self._reading.bring_up_tickets(group)
        found = self._reading.rows(_FIRED_FOR, (json_list(group), from_us))
        return self._deliveries([row[0] for row in found], order_id)

    def outages(self, *, limit: int) -> tuple[OutageRow, ...]:
        return tuple(_outage(row) for row in self._reading.rows(_OUTAGES, (limit,)))

    def _oversold(self) -> Iterator[ConflictRow]:
        names = {item.id: item.name for item in self._reading.shelf.all(Item)}
        for (item_id,) in self._reading.rows(_OVERSOLD):
            level: StockLevel = self._reading.aggregate(Aggregate.STOCK, item_id).state
            for one in conflicts_of_stock(level, names.get(ItemId(item_id), item_id)):
                yield ConflictRow(one.id, one.kind, None, "", "", one.opened_at, one.amount, one.details, None, "")

    def _overdrawn(self) -> Iterator[ConflictRow]:
        for loaded in self._reading.aggregates(Aggregate.VALUE, [row[0] for row in self._reading.rows(OVERDRAWN)]):
            for one in conflicts_of_value(loaded.state):
                yield ConflictRow(one.id, one.kind, None, "", "", one.opened_at, one.amount, one.details, None, "")

    def _deliveries(self, ids: Sequence[str], order_id: OrderId | None) -> tuple[DeliveryRow, ...]:
        names, rows = self._reading.station_names(), []
        for ticket, orders in self._reading.tickets(ids):
            fired = ticket.fired
            if fired is not None and (order_id is None or charges_at(ticket, order_id, orders)):
                row = ticket_row(ticket, names.get(fired.station_id, ""), orders)
                rows.append(delivery_row(row, fired.fire_id))
        return tuple(rows)


def charges_at(ticket: KitchenTicket, order_id: OrderId, orders: Orders) -> bool:
    """Whether anything on a ticket is charged at an order, as far as its lines are known here."""
    home = orders.get(ticket.fired.order_id) if ticket.fired is not None else None
    if home is None:
        return False
    places = {place_of(home.own[line_id], orders) for line_id in ticket.lines if line_id in home.own}
    return order_id in (places or {home.id})


def _conflict(row: Sequence[Any]) -> ConflictRow:  # a row of _CONFLICTS
    conflict_id, kind, order_id, number, table, opened, minor, currency, details, decided, choice = row
    amount = None if minor is None else Money(minor, currency)
    pairs = tuple((name, value) for name, value in json.loads(details))
    return ConflictRow(
        conflict_id, kind, OrderId(order_id), number, table, instant(opened), amount, pairs, instant_or_none(decided),
        choice,
    )  # fmt: skip


def _outage(row: Sequence[Any]) -> OutageRow:  # a row of _OUTAGES
    outage_id, terminal, tier, began, ended, orders, taken, currency, redirects, duplicates, decisions = row
    return OutageRow(
        outage_id, terminal, tier, instant(began), instant(ended), orders, Money(taken, currency), redirects,
        duplicates, decisions,
    )  # fmt: skip
