"""A table found by what somebody types: its number, or the name of a guest or a server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aura_terminal.domain.ids import TableId
    from aura_terminal.view_models.table_states import TableState

LONGEST = 20


def found(states: Iterable[TableState], typed: str) -> tuple[TableId, ...]:
    """The tables that are meant, those of exactly that number first."""
    asked = typed.strip().casefold()
    if not asked:
        return ()
    ranked = [(rank, state.table.id) for state in states if (rank := _rank(state, asked)) is not None]
    return tuple(table_id for _, table_id in sorted(ranked))


def _rank(state: TableState, asked: str) -> int | None:
    number = state.table.number.casefold()
    if number == asked:
        return 0
    if number.startswith(asked):
        return 1
    names = [party.guest_name for party in state.parties] + [party.server_name for party in state.parties]
    if state.reservation is not None:
        names.append(state.reservation.name)
    words = (word for name in names for word in name.casefold().split())
    return 2 if not asked.isdecimal() and any(word.startswith(asked) for word in words) else None
