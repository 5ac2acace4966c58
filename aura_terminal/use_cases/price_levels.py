"""Price levels: what is shown at the prices in force, and the levels as a manager writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aura_terminal.domain.documents import DocumentKind, DocumentPut, DocumentWithdrawn, put
from aura_terminal.domain.ids import PriceLevelId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.price_levels import (
    Circumstances,
    PriceLevel,
    check_level,
    chosen,
    in_force,
    ordered,
    priced,
    tile_price,
)
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.reads import ItemSheet, Reads, TileRow
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.asking import Place as Place
from aura_terminal.use_cases.pricing import area_of

Levels = tuple[PriceLevel, ...]


class PriceLevels:
    """Reads for screens, and the verbs of whoever may change prices; each verb is one transaction."""

    def __init__(self, begin: Begin, reads: Reads, clock: Clock, ids: Ids) -> None:
        self._begin = begin
        self._reads = reads
        self._clock = clock
        self._ids = ids

    def listed(self) -> Levels:
        """Every level there is, also those that are off, by position."""
        return tuple(sorted(self._all(), key=lambda one: (one.position, one.id)))

    def offered(self) -> Levels:
        """Those that can be chosen."""
        return ordered(self._all())

    def named(self, name: str) -> Levels:
        """The level of this name, as far as it is still used; none for the menu's own prices."""
        return tuple(one for one in self.offered() if name and one.name == name)[:1]

    def in_force(self, place: Place) -> Levels:
        """The levels that count there now, or the one that was chosen; by this terminal's clock.

        What is sold is priced by the store's clock; the two differ only where a terminal's clock is wrong.
        """
        levels = self._all()
        if place.chosen is not None:
            return chosen(levels, place.chosen)
        if not levels:
            return ()
        area = area_of(self._reads.catalogue.documents, place.table_id)
        now = Circumstances(self._clock.now(), place.order_type, area)
        return in_force(levels, now, self._reads.store.profile().calendar)

    def on_tiles(self, tiles: Sequence[TileRow], levels: Levels) -> tuple[TileRow, ...]:
        """The tiles at these prices."""
        return tuple(self._tile(tile, levels) for tile in tiles) if levels else tuple(tiles)

    def on_sheet(self, sheet: ItemSheet, levels: Levels) -> ItemSheet:
        """What an item asks, at these prices."""
        now = priced(sheet.item, {group.id: group for group in sheet.groups}, levels)
        return replace(sheet, item=now.item, groups=tuple(now.groups[group.id] for group in sheet.groups))

    def put(self, by: Actor, level: PriceLevel) -> DocumentPut:
        """Keep a level; one without an id is new. Raises RuleBroken as `check_level`, NOT_ALLOWED."""
        by.must(Permission.EDIT_PRICES)
        sound = check_level(level)
        if not sound.id:
            last = max((one.position for one in self._all()), default=0)
            sound = replace(sound, id=PriceLevelId(self._ids.new()), position=last + 1)
        with self._begin(by.id) as work:
            fact = put(sound)
            work.keep(fact)
        return fact

    def move(self, by: Actor, level_id: PriceLevelId, to: int) -> tuple[DocumentPut, ...]:
        """Put a level at a place among them, counted from 0: of several in force the one further in front counts."""
        by.must(Permission.EDIT_PRICES)
        rest = [one for one in self.listed() if one.id != level_id]
        moved = self._reads.catalogue.documents.get(PriceLevel, level_id)
        rest.insert(max(0, to), moved)
        placed = (replace(one, position=place) for place, one in enumerate(rest, 1))
        known = set(self._all())
        with self._begin(by.id) as work:
            facts = tuple(put(one) for one in placed if one not in known)
            work.keep(*facts)
        return facts

    def withdraw(self, by: Actor, level_id: PriceLevelId) -> DocumentWithdrawn:
        """Use a level no more; what was sold at it stays as it was."""
        by.must(Permission.EDIT_PRICES)
        with self._begin(by.id) as work:
            work.documents.get(PriceLevel, level_id)
            fact = DocumentWithdrawn(DocumentKind.PRICE_LEVEL, level_id)
            work.keep(fact)
        return fact

    def _all(self) -> Levels:
        return self._reads.catalogue.documents.all(PriceLevel)

    def _tile(self, tile: TileRow, levels: Levels) -> TileRow:
        price = tile_price(tile.item_id, tile.category_id, tile.price, levels)
        if price is not None:
            return tile if price == tile.price else replace(tile, price=price)
        item = priced(self._reads.catalogue.documents.get(Item, tile.item_id), {}, levels).item
        several = len({variant.price for variant in item.variants}) > 1
        return replace(tile, price=item.from_price(), is_from_price=several)
