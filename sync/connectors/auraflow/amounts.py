"""Amounts as AuraFlow wants them beside quantities."""

from __future__ import annotations

from collections.abc import Iterator

from aura_terminal.domain.money import Money


def in_rows(amount: Money, quantity: int) -> Iterator[tuple[int, Money]]:
    """So many at what they came to together, as rows whose `quantity` times `unit_price` is exactly their `total`.

    One row where each costs the same; else two, a minor unit apart.
    """
    shares = amount.split([1] * quantity)
    for unit in sorted(set(shares), key=lambda one: one.minor, reverse=True):
        yield shares.count(unit), unit
