"""The values screens are given, so that a screen needs to know view-models only."""

from __future__ import annotations

from aura_terminal.ports.guests import GuestRow, GuestSheet
from aura_terminal.ports.reads import (
    CategoryRow,
    FireRow,
    ItemSheet,
    LineRow,
    OrderRow,
    OrderSheet,
    StaffRow,
    TableRow,
    TileRow,
)
from aura_terminal.ports.share_rows import PlanRow, ShareRow
from aura_terminal.use_cases.asking import NewOrder
from aura_terminal.view_models.next_row import NextRow

__all__ = [
    "CategoryRow",
    "FireRow",
    "GuestRow",
    "GuestSheet",
    "ItemSheet",
    "LineRow",
    "NewOrder",
    "NextRow",
    "OrderRow",
    "OrderSheet",
    "PlanRow",
    "ShareRow",
    "StaffRow",
    "TableRow",
    "TileRow",
]
