"""How an order may be opened."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.order_facts import OrderOpened
from aura_terminal.domain.ordering import Order


def opened_with(opened: OrderOpened) -> OrderOpened:
    """The opening of an order, its guests and their name held to the rules of `assign_table` and `name_guest`."""
    draft = Order(opened.order_id)
    draft.apply(opened)
    seated = draft.assign_table(opened.table_id, opened.table_name, opened.guests)
    return replace(opened, guests=seated.guests, guest_name=draft.name_guest(opened.guest_name).guest_name)
