"""The rail and the items of one category: to be opened, moved, searched for, and added to."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.menu import Category, Item
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.menu_editing.words import tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.menu_editing import MenuEditingModel

RAIL, TALL, GAP = 264, 52, 10
SEARCH = "search"


class ItemsPage(QWidget):
    """Shows a MenuEditingModel's rail and shelf; a tap on an item opens it."""

    def __init__(self, model: MenuEditingModel, theme: Theme, host: QWidget, money: MoneyText) -> None:
        super().__init__()
        self._model, self._theme, self._money = model, theme, money
        self._rail = ChoiceList(theme, tr("Categories"), Picking.ONE)
        self._rail.setFixedWidth(RAIL)
        self._shelf = ChoiceList(theme, tr("Items"), Picking.COUNTED)
        self._title = Words(theme, "", Voice.HEADING)
        self._search = Button(theme, tr("Search"), icon="search")
        self._new_item = Button(theme, tr("New item"), kind=Kind.PRIMARY, icon="plus")
        self._new_category = Button(theme, tr("New category"), icon="plus")
        self._open = Button(theme, tr("Open category"), icon="pencil")
        self._up = Button(theme, icon="chevron-up", say=tr("Move the category up"))
        self._down = Button(theme, icon="chevron-down", say=tr("Move the category down"))
        self._place = Button(theme, tr("Move"), icon="move")
        self._text = TextSheet(theme, host)
        self._is_moving, self._lifted = False, ""
        for button in (self._place, self._search, self._new_item, self._new_category, self._open, self._up, self._down):
            button.keep_at_least(TALL, TALL)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        beside = QHBoxLayout()
        beside.setSpacing(6)
        for button in (self._up, self._down, self._open):
            beside.addWidget(button, int(button is self._open))
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._rail, 1)
        left.addLayout(beside)
        left.addWidget(self._new_category)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._title, 1)
        head.addWidget(self._place)
        head.addWidget(self._search)
        head.addWidget(self._new_item)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addLayout(head)
        right.addWidget(self._shelf, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        line.addLayout(left)
        line.addLayout(right, 1)

    def _connect(self) -> None:
        model = self._model
        model.changed.connect(self._show)
        self._rail.tapped.connect(model.choose)
        self._shelf.tapped.connect(self._tap)
        self._place.clicked.connect(self._begin_moving)
        self._search.clicked.connect(self._ask)
        self._text.written.connect(self._find)
        self._new_item.clicked.connect(model.new_item)
        self._new_category.clicked.connect(model.new_category)
        self._open.clicked.connect(lambda: model.edit_category(model.category))
        self._up.clicked.connect(partial(self._move, -1))
        self._down.clicked.connect(partial(self._move, 1))

    def _move(self, by: int) -> None:
        self._model.move_category(self._model.category, by)

    @Slot()
    def _show(self) -> None:
        rows, model = self._model.rows, self._model
        if rows is None:
            return
        chosen_id = "" if model.words else model.category
        self._rail.show_rows([_rail_row(one, is_offered, chosen_id) for one, is_offered in rows.categories])
        self._shelf.show_rows([self._row(item) for item in rows.items])
        chosen = next((one.name for one, _ in rows.categories if one.id == model.category), "")
        self._title.setText(self._words(chosen))
        self._place.setVisible(not rows.menu_owner and not model.words and len(rows.items) > 1)
        self._place.show_words(tr("Done moving") if self._is_moving else tr("Move"))
        self._search.show_words(tr("Search ×") if model.words else tr("Search"), say=tr("Search"))
        is_ours = not rows.menu_owner
        for button in (self._new_category, self._up, self._down):
            button.setVisible(is_ours)
        self._new_item.setVisible(is_ours and bool(model.category))
        self._open.setEnabled(bool(model.category))

    def _words(self, category: str) -> str:
        """What stands above the items: what to do while one is moved, else what they are."""
        if self._is_moving:
            items = () if self._model.rows is None else self._model.rows.items
            name = next((one.name for one in items if one.id == self._lifted), "")
            return tr("Tap where {name} goes").format(name=name) if name else tr("Tap the item to move")
        words = self._model.words
        return tr("Found for “{words}”").format(words=words) if words else category

    @Slot()
    def _begin_moving(self) -> None:
        self._is_moving, self._lifted = not self._is_moving, ""
        self._show()

    @Slot(str)
    def _tap(self, id: str) -> None:
        if not self._is_moving:
            self._model.edit_item(id)
            return
        lifted, self._lifted = self._lifted, "" if self._lifted else id
        if lifted:
            self._model.place_item(lifted, id)
        self._show()

    def _row(self, item: Item) -> ChoiceRow:
        several = len({one.price for one in item.variants}) > 1
        amount = self._money.amount(item.from_price())
        price = tr("from {price}").format(price=amount) if several else amount
        detail = price if item.active else tr("off the menu")
        return ChoiceRow(item.id, item.name, detail, say=f"{item.name}, {detail}")

    @Slot()
    def _ask(self) -> None:
        if self._model.words:
            self._model.search("")
        else:
            self._text.ask(SEARCH, tr("Search the menu: name, SKU or barcode"), "")

    @Slot(str, str)
    def _find(self, id: str, words: str) -> None:
        self._model.search(words)


def _rail_row(category: Category, is_offered: bool, chosen: str) -> ChoiceRow:  # of a pair as it is read
    detail = "" if is_offered else tr("off")
    return ChoiceRow(category.id, category.name, detail, int(category.id == chosen))
