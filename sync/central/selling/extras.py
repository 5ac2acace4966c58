"""What REST says of an order and no fact of the shop carries: notes, an announced tip, the order of its items."""

from __future__ import annotations

from typing import Any

from sync.central import resources
from sync.central.resources import Kind, Stored
from sync.central.store.desk import Desk

EXTRA = Kind("order_extra", "Order", searched=())
_STORED = "extra"


def extra_of(desk: Desk, number: int) -> dict[str, Any]:
    """The extra of an order, as it stands in this transaction; empty when nothing was ever said."""
    stored = _stored(desk, number)
    return {} if stored is None else dict(stored.body)


def begin_extra(desk: Desk, number: int) -> None:
    """Note that a new order has no extra to look for."""
    desk.about(number)[_STORED] = None


def put_extra(desk: Desk, number: int, **said: Any) -> None:  # JSON holds anything
    """Change some of it; None takes a thing off."""
    before = extra_of(desk, number)
    body = {key: value for key, value in {**before, **said}.items() if value is not None}
    if body == before:
        return
    stored = _stored(desk, number)
    if stored is None:
        stored = resources.create(desk, EXTRA, body, number)
    else:
        stored = resources.change(desk, EXTRA, stored, body)
    desk.about(number)[_STORED] = stored


def _stored(desk: Desk, number: int) -> Stored | None:
    about = desk.about(number)
    if _STORED not in about:
        about[_STORED] = resources.find(desk.connection, desk.tenant.number, EXTRA, number)
    found: Stored | None = about[_STORED]
    return found
