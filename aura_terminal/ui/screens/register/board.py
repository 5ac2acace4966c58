"""The menu side of the register: rail, chips, tiles, and letters to tap while searching."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import CategoryId
from aura_terminal.ui.screens.register.words import ALL, chip_rows, rail_rows, tile_row
from aura_terminal.ui.widgets.category_rail import CategoryRail
from aura_terminal.ui.widgets.chips import Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.tile_grid import TileGrid

if TYPE_CHECKING:
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.ui.widgets.on_screen_keyboard import OnScreenKeyboard
    from aura_terminal.ui.widgets.search_field import SearchField
    from aura_terminal.ui.widgets.tile_rows import TileRow
    from aura_terminal.view_models.menu_board import MenuBoardModel
    from aura_terminal.view_models.register import RegisterModel
    from aura_terminal.view_models.rows import TileRow as MenuTile
    from aura_terminal.view_models.stock import StockModel


class Board(QWidget):
    """Shows the menu board; a tap on a tile goes to the register. `entered(words)` follows Enter in the search,
    `held(MenuTile)` a finger that stays on a tile, where `offer_stock` was called: elsewhere that is a slow tap."""

    entered = Signal(str)
    held = Signal(object)

    def __init__(
        self, board: MenuBoardModel, register: RegisterModel, theme: Theme, money: MoneyText, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._board, self._register, self._theme, self._money = board, register, theme, money
        self._shown: tuple[MenuTile, ...] | None = None
        self._plain: list[TileRow] = []
        self._home = parent
        self._stock: StockModel | None = None
        self._search: SearchField | None = None
        self._keyboard: OnScreenKeyboard | None = None
        self._rail = CategoryRail(theme, self.tr("Categories"))
        self._chips = Chips(theme, self.tr("Kinds"))
        self._grid = TileGrid(theme, self.tr("Menu"))
        self._nothing = Words(theme, self.tr("Nothing on the menu is called that."), Voice.MUTED)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        self._arrange()
        self._rail.chosen.connect(self._choose_category)
        self._chips.chosen.connect(self._choose_tag)
        self._grid.tapped.connect(self._tap)
        self._grid.held.connect(self._hold)
        board.categories_changed.connect(self._show_rail)
        board.shown_changed.connect(self._show_tiles)
        register.changed.connect(self._show_counts)
        register.found.connect(self.end_search)
        register.refused.connect(self._offer_to_overwrite)
        self._show_rail()
        self._show_tiles()

    def use_search(self, field: SearchField) -> None:
        """Search with this field from now on."""
        self._search = field
        field.textEdited.connect(self._board.search)
        field.returnPressed.connect(self._enter)
        field.installEventFilter(self)

    def offer_stock(self, stock: StockModel) -> None:
        """A finger that stays on a tile asks about its stock from now on, for those who may change it."""
        self._stock = stock

    @property
    def model(self) -> MenuBoardModel:
        """What it shows."""
        return self._board

    def stand_beside_chips(self, widget: QWidget) -> None:
        """Something of the menu as a whole, at the far end of the chips."""
        self._over.addStretch()
        self._over.addWidget(widget)

    def begin_search(self, words: str) -> None:
        """Go on typing in the search field."""
        if self._search is not None:
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.setText(self._search.text() + words)
            self._board.search(self._search.text())

    @Slot()
    def end_search(self) -> None:
        """Empty the search field and show the category again."""
        if self._search is not None:
            self._search.empty()
            if self._search.hasFocus():
                self._home.setFocus()

    def choose_place(self, place: int) -> None:
        """As if the category at that place had been tapped."""
        self._rail.choose_place(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._search is not None and watched is self._search and isinstance(event, QFocusEvent):
            self._follow_focus(event, self._search)
        return False

    def _arrange(self) -> None:
        self._over = over = QHBoxLayout()
        over.setContentsMargins(5, 0, 14, 0)
        over.addWidget(self._chips, 1)
        self._right = QVBoxLayout()
        self._right.setContentsMargins(0, 10, 0, 7)
        self._right.setSpacing(7)
        self._right.addLayout(over)
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._grid, 1)
        rail = QVBoxLayout()
        rail.setContentsMargins(0, 10, 0, 10)
        rail.addWidget(self._rail)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 0, 0)
        line.setSpacing(3)
        line.addLayout(rail)
        line.addLayout(self._right, 1)

    @Slot()
    def _show_rail(self) -> None:
        self._rail.show_rows(rail_rows(self._board.categories))
        self._rail.select(self._board.category)

    @Slot()
    def _show_tiles(self) -> None:
        category = next((row.name for row in self._board.categories if row.id == self._board.category), "")
        rows = chip_rows(category, self._board.tags)
        self._chips.show_rows(rows)
        self._chips.select(self._board.tag or ALL)
        self._chips.setVisible(bool(rows))
        self._rail.select(self._board.category)
        if not self._board.search_words and self._search is not None and not self._search.hasFocus():
            self._search.setText("")
        self._show_counts()

    @Slot()
    def _show_counts(self) -> None:
        counts = self._register.counts
        self._nothing.setVisible(bool(self._board.search_words) and not self._board.shown)
        if self._shown is not self._board.shown:
            self._shown = self._board.shown
            self._plain = [tile_row(tile, 0, self._money) for tile in self._shown]
        self._grid.show_rows(
            [
                replace(row, count=str(counts[tile.item_id])) if counts.get(tile.item_id) else row
                for tile, row in zip(self._shown, self._plain, strict=True)
            ]
        )

    @Slot(str)
    def _choose_category(self, category_id: str) -> None:
        self._board.choose_category(CategoryId(category_id))

    @Slot(str)
    def _choose_tag(self, tag: str) -> None:
        self._board.choose_tag("" if tag == ALL else tag)

    @Slot(str)
    def _tap(self, item_id: str) -> None:
        tile = next((tile for tile in self._board.shown if tile.item_id == item_id), None)
        if tile is not None:
            self._register.tap_tile(tile)

    @Slot(str)
    def _hold(self, item_id: str) -> None:
        if self._stock is None or not self._stock.may_change:
            self._tap(item_id)
            return
        tile = next((tile for tile in self._board.shown if tile.item_id == item_id), None)
        if tile is not None:
            self.held.emit(tile)

    @Slot()
    def _enter(self) -> None:
        words = self._search.text().strip() if self._search is not None else ""
        if words:
            self.entered.emit(words)

    @Slot()
    def _offer_to_overwrite(self) -> None:
        if self._search is not None and self._search.hasFocus():
            self._search.selectAll()

    def _follow_focus(self, event: QFocusEvent, field: SearchField) -> None:
        if event.gotFocus() and event.reason() is Qt.FocusReason.MouseFocusReason:
            self._letters(field).show()
        elif event.lostFocus() and self._keyboard is not None:
            self._keyboard.hide()

    def _letters(self, field: SearchField) -> OnScreenKeyboard:
        if self._keyboard is None:
            from aura_terminal.ui.widgets.on_screen_keyboard import KeyboardWords, OnScreenKeyboard

            words = KeyboardWords(self.tr("Space"), self.tr("Done"), self.tr("Capitals"), self.tr("Erase"))
            self._keyboard = OnScreenKeyboard(self._theme, words, parent=self)
            self._keyboard.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._keyboard.setFocusProxy(field)  # taps on keys leave the field its focus
            self._keyboard.typed.connect(self._type)
            self._keyboard.erased.connect(self._erase)
            self._keyboard.finished.connect(self._put_letters_away)
            self._right.addWidget(self._keyboard)
        return self._keyboard

    @Slot(str)
    def _type(self, text: str) -> None:
        if self._search is not None:
            self._search.insert(text)
            self._board.search(self._search.text())

    @Slot()
    def _erase(self) -> None:
        if self._search is not None:
            self._search.backspace()
            self._board.search(self._search.text())

    @Slot()
    def _put_letters_away(self) -> None:
        self._home.setFocus()
