"""The menu board, read from its folds."""

from __future__ import annotations

from collections.abc import Iterator

from aura_terminal.domain.ids import CategoryId, ItemId
from aura_terminal.domain.menu import Item
from aura_terminal.ports.item_sheets import item_sheet
from aura_terminal.ports.reads import CategoryRow, ItemSheet, TileRow
from aura_terminal.store.menu_rows import CATEGORIES, TILE, TILES, tile
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

_CATEGORIES = literal(CATEGORIES)
_TILES = literal(TILES)
_ITEMS = literal("SELECT item_id FROM menu_items WHERE category_id = :category ORDER BY position, item_id")
_IS_OUT = literal("SELECT 1 FROM stock WHERE item_id = :item AND eighty_sixed_us IS NOT NULL")
_SEARCH = literal(f"""
WITH hits AS MATERIALIZED (
  SELECT n.number, n.position AS place, coalesce(k.position, 0) AS shelf,
    n.item_id IN (SELECT item_id FROM menu_codes WHERE code = :code) AS is_code,
    substr(n.name, 1, length(:typed)) = :start COLLATE NOCASE AS begins
  FROM menu_search AS s JOIN menu_items AS n ON n.number = s.rowid
    LEFT JOIN menu_categories AS k ON k.category_id = n.category_id
  WHERE menu_search MATCH :words AND n.active = 1
  ORDER BY is_code DESC, begins DESC, shelf, place, n.item_id LIMIT :most)
{TILE} JOIN hits AS h ON h.number = i.number
ORDER BY h.is_code DESC, h.begins DESC, h.shelf, h.place, i.item_id""")
_BY_CODE = literal(f"""{TILE} WHERE i.active = 1 AND i.item_id IN (SELECT item_id FROM menu_codes WHERE code = :code)
ORDER BY c.position, i.position, i.item_id LIMIT 1""")


def words_of(text: str) -> str:
    """What was typed as a full-text question: every word must begin one; empty when nothing can be asked."""
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return " ".join(f'"{word}"*' for word in words)


class MenuQueries:
    """The MenuReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def categories(self) -> tuple[CategoryRow, ...]:
        return tuple(CategoryRow(*row) for row in self._reading.rows(_CATEGORIES))

    def tiles(self, category_id: CategoryId) -> tuple[TileRow, ...]:
        return tuple(tile(row) for row in self._reading.rows(_TILES, (category_id,)))

    def search(self, text: str, limit: int) -> tuple[TileRow, ...]:
        words, typed = words_of(text), text.strip()
        if not words:
            return ()
        return tuple(tile(row) for row in self._reading.rows(_SEARCH, (typed, typed, typed, words, limit)))

    def by_code(self, code: str) -> TileRow | None:
        row = self._reading.one(_BY_CODE, (code.strip(),))
        return None if row is None else tile(row)

    def sheet(self, item_id: ItemId) -> ItemSheet:
        shelf = self._reading.shelf
        return item_sheet(shelf.get(Item, item_id), shelf, self._items_of, self._is_out)

    def _items_of(self, category_id: CategoryId) -> Iterator[Item]:
        found = self._reading.rows(_ITEMS, (category_id,))
        return (self._reading.shelf.get(Item, row[0]) for row in found)

    def _is_out(self, item_id: ItemId) -> bool:
        return self._reading.one(_IS_OUT, (item_id,)) is not None
