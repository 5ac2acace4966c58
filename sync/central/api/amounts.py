"""Amounts of requests as money."""

from __future__ import annotations

from aura_terminal.domain.money import Money, parse_money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import invalid


def money(desk: ServedDesk, text: str, field: str) -> Money:
    """An amount in the store's currency. Raises Refused (422) for more decimals than it has."""
    return money_of(text, desk.currency, field)


def money_of(text: str, currency: str, field: str) -> Money:
    """The same in any currency."""
    try:
        return parse_money(text, currency)
    except ValueError as wrong:
        raise invalid(field, str(wrong)) from wrong
