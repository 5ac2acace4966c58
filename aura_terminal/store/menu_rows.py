"""The menu's folds as tiles; standard library only, for the first picture is made of them before anything is loaded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from aura_terminal.domain.kinds import Availability
from aura_terminal.domain.money import Money
from aura_terminal.ports.tiles import TileRow

CATEGORIES = """
SELECT category_id, name, icon, colour FROM menu_categories AS c
WHERE EXISTS (SELECT 1 FROM menu_items AS i WHERE i.category_id = c.category_id AND i.active = 1)
ORDER BY position, category_id"""
TILE = """
SELECT i.item_id, i.category_id, i.name, i.price_minor, i.currency, i.is_from_price, i.tag, coalesce(c.colour, 0),
  i.dietary, i.sku, i.has_variants OR EXISTS (
    SELECT 1 FROM menu_item_groups AS g JOIN menu_groups AS m ON m.group_id = g.group_id
    WHERE g.item_id = i.item_id AND m.demands = 1),
  s.left_over, s.eighty_sixed_us IS NOT NULL, i.by_weight
FROM menu_items AS i LEFT JOIN menu_categories AS c ON c.category_id = i.category_id
  LEFT JOIN stock AS s ON s.item_id = i.item_id"""
TILES = f"{TILE} WHERE i.category_id = :category AND i.active = 1 ORDER BY i.position, i.item_id"


def tile(row: Sequence[Any]) -> TileRow:  # a row of TILE
    """A row as a tile."""
    item_id, category_id, name, price, currency, is_from, tag, colour, dietary, sku, asks, left, is_out, weighed = row
    return TileRow(
        item_id, category_id, name, Money(price, currency), bool(is_from), tag, colour, tuple(json.loads(dietary)),
        Availability.EIGHTY_SIXED if is_out else Availability.AVAILABLE, bool(asks), sku, left,
        bool(weighed),
    )  # fmt: skip
