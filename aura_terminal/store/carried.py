"""What a drawer had been opened before its openings left for day documents: a count that is carried on for ever."""

from __future__ import annotations

from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import literal

_CARRIED = "SELECT drawer_id, openings, without_sale, stamp FROM drawer_bases"
_ADD = literal(
    "INSERT INTO drawers (drawer_id, openings, without_sale, stamp) VALUES (:drawer_id, :openings, :without, :stamp) "
    "ON CONFLICT (drawer_id) DO UPDATE SET openings = openings + excluded.openings, "
    "without_sale = without_sale + excluded.without_sale, stamp = max(stamp, excluded.stamp)"
)


def carry_drawers(source: RawConnection, target: StoreConnection) -> None:
    """Add what a file carries to drawers that were folded from the facts still in its journal."""
    for row in source.execute(_CARRIED).fetchall():
        target.execute(_ADD, tuple(row))
