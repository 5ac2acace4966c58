"""What REST says of an order and no fact of the shop carries: notes, an announced tip, the order of its items."""

from __future__ import annotations

from typing import Any

from sync.central import resources
from sync.central.resources import Kind
from sync.central.store.desk import Desk

EXTRA = Kind("order_extra", "Order", searched=())
_NEW = "\0new"


def extra_of(desk: Desk, number: int) -> dict[str, Any]:
    """The extra of an order, as it stands in this transaction; empty when nothing was ever said."""
    memo = desk.memo.get(f"extra/{number}")
    if memo is None:
        found = resources.find(desk.connection, desk.tenant.number, EXTRA, number)
        memo = {_NEW: None} if found is None else {**found.body, _NEW: found}
        desk.memo[f"extra/{number}"] = memo
    return {key: value for key, value in memo.items() if key != _NEW}


def begin_extra(desk: Desk, number: int) -> None:
    """Note that a new order has no extra to look for."""
    desk.memo[f"extra/{number}"] = {_NEW: None}


def put_extra(desk: Desk, number: int, **said: Any) -> None:  # JSON holds anything
    """Change some of it; None takes a thing off."""
    before = extra_of(desk, number)
    body = {key: value for key, value in {**before, **said}.items() if value is not None}
    stored = desk.memo[f"extra/{number}"][_NEW]
    if body == before:
        return
    if stored is None:
        stored = resources.create(desk, EXTRA, body, number)
    else:
        stored = resources.change(desk, EXTRA, stored, body)
    desk.memo[f"extra/{number}"] = {**body, _NEW: stored}
