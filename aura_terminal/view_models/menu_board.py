"""What can be sold: the rail, the tiles of a category, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.ids import CategoryId
from aura_terminal.use_cases.asking import Place
from aura_terminal.view_models.changes import Changes, Watch

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.ports.reads import CategoryRow, TileRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner

MOST_HITS = 60


class MenuBoardModel(QObject):
    """The menu as tiles. `shown_changed` follows every change of what the grid shows, `categories_changed` the rail.

    A category once seen is shown at once and read again behind it. `watch` is woken while a screen shows the board.
    """

    categories_changed = Signal()
    shown_changed = Signal()

    def __init__(self, runner: Runner, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._categories: tuple[CategoryRow, ...] = ()
        self._category = CategoryId("")
        self._tiles: dict[CategoryId, tuple[TileRow, ...]] = {}
        self._tag = ""
        self._words = ""
        self._hits: tuple[TileRow, ...] = ()
        self._place: Callable[[], Place] = Place
        self.watch = Watch(changes, _concerning, self)
        self.watch.due.connect(self.refresh)

    @property
    def categories(self) -> tuple[CategoryRow, ...]:
        """The rail."""
        return self._categories

    @property
    def category(self) -> CategoryId:
        """The chosen category, "" before there is one."""
        return self._category

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the chosen category's items, in menu order; none while a search is shown."""
        tiles = () if self._words else self._tiles.get(self._category, ())
        return tuple(dict.fromkeys(tile.tag for tile in tiles if tile.tag))

    @property
    def tag(self) -> str:
        """The tag that is filtered by, "" for all."""
        return self._tag

    @property
    def search_words(self) -> str:
        """What is searched for, "" when nothing is."""
        return self._words

    @property
    def shown(self) -> tuple[TileRow, ...]:
        """The tiles of the grid."""
        if self._words:
            return self._hits
        tiles = self._tiles.get(self._category, ())
        return tuple(tile for tile in tiles if tile.tag == self._tag) if self._tag else tiles

    def prime(self, categories: Sequence[CategoryRow], tiles: Sequence[TileRow]) -> None:
        """Show these until the store can be read; the tiles are those of the first category."""
        if categories:
            self._tiles[categories[0].id] = tuple(tiles)
            self._show_categories(tuple(categories))

    @Slot()
    def refresh(self) -> None:
        """Read the rail, the chosen category and a search under way again."""
        self._tiles = {self._category: self._tiles.get(self._category, ())}
        self._runner.run(_categories, self._show_categories)
        if self._category:
            self._read_tiles()
        if self._words:
            self._read_hits()

    def price_by(self, place: Callable[[], Place]) -> None:
        """Show the prices in force there, from the next reading on."""
        self._place = place

    def choose_category(self, category_id: CategoryId) -> None:
        """Show a category; a search ends with it."""
        self._category, self._tag, self._words, self._hits = category_id, "", "", ()
        self.shown_changed.emit()
        self._read_tiles()

    def choose_tag(self, tag: str) -> None:
        """Show the items of one tag only, "" for all."""
        self._tag = tag
        self.shown_changed.emit()

    def search(self, words: str) -> None:
        """Find items by name, SKU or barcode as it is typed; no words bring the category back."""
        self._words = words.strip()
        if self._words:
            self._read_hits()
            return
        self._hits = ()
        self.shown_changed.emit()

    def _read_tiles(self) -> None:
        category_id = self._category
        self._runner.run(partial(_tiles, category_id, self._place()), partial(self._show_tiles, category_id))

    def _read_hits(self) -> None:
        self._runner.run(partial(_hits, self._words, self._place()), partial(self._show_hits, self._words))

    def _show_categories(self, categories: tuple[CategoryRow, ...]) -> None:
        known = {row.id for row in categories}
        self._categories = categories
        if self._category not in known and categories:
            self._category, self._tag = categories[0].id, ""
            if self._category not in self._tiles:
                self._read_tiles()
            self.shown_changed.emit()
        self.categories_changed.emit()

    def _show_tiles(self, category_id: CategoryId, tiles: tuple[TileRow, ...]) -> None:
        before, self._tiles[category_id] = self._tiles.get(category_id), tiles
        if category_id == self._category and before != tiles:
            self.shown_changed.emit()

    def _show_hits(self, words: str, hits: tuple[TileRow, ...]) -> None:
        if words == self._words:
            self._hits = hits
            self.shown_changed.emit()


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
    from aura_terminal.domain.stock import StockFact

    return (DocumentPut, DocumentWithdrawn, *StockFact.__args__)


def _categories(shop: Shop) -> tuple[CategoryRow, ...]:
    return shop.reads.menu.categories()


def _tiles(category_id: CategoryId, place: Place, shop: Shop) -> tuple[TileRow, ...]:
    return shop.price_levels.on_tiles(shop.reads.menu.tiles(category_id), shop.price_levels.in_force(place))


def _hits(words: str, place: Place, shop: Shop) -> tuple[TileRow, ...]:
    return shop.price_levels.on_tiles(shop.reads.menu.search(words, MOST_HITS), shop.price_levels.in_force(place))
