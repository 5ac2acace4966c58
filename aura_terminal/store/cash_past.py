"""What orders that left the tables for a day document had taken in drawer sessions, so that old sessions stay whole."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.groups import json_list
from aura_terminal.store.statements import literal

_SUMS = "sum(given_minor), sum(change_minor), sum(refund_minor)"
_COLUMNS = "session_id, order_id, day, currency, given_minor, change_minor, refund_minor"
_LEAVE = literal(
    f"INSERT OR REPLACE INTO cash_past ({_COLUMNS}) SELECT session_id, order_id, :day, currency, {_SUMS} "
    "FROM order_cash WHERE session_id IS NOT NULL AND order_id IN (SELECT value FROM json_each(:ids)) "
    "GROUP BY session_id, order_id, currency"
)
_COME_BACK = literal("DELETE FROM cash_past WHERE order_id IN (SELECT value FROM json_each(:ids))")
_ADD_UP = literal(
    f"INSERT INTO cash_past ({_COLUMNS}) SELECT session_id, '', '', currency, {_SUMS} FROM cash_past "
    "WHERE day = :day GROUP BY session_id, currency ON CONFLICT (session_id, order_id, currency) DO UPDATE SET "
    "given_minor = given_minor + excluded.given_minor, change_minor = change_minor + excluded.change_minor, "
    "refund_minor = refund_minor + excluded.refund_minor"
)
_DROP = literal("DELETE FROM cash_past WHERE day = :day")


def leave(connection: StoreConnection, order_ids: Iterable[str], day: str) -> None:
    """Orders are about to leave the tables for a day document: what they took in sessions stays."""
    connection.execute(_LEAVE, (day, json_list(order_ids)))


def come_back(connection: StoreConnection, order_ids: Iterable[str]) -> None:
    """Orders out of documents are in the tables again, with their cash."""
    connection.execute(_COME_BACK, (json_list(order_ids),))


def expire(connection: StoreConnection, day: str) -> None:
    """A document is let go and its orders can never come back: one sum for each session is enough."""
    connection.execute(_ADD_UP, (day,))
    connection.execute(_DROP, (day,))
