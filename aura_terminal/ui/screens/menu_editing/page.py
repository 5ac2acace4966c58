"""The page of the menu: items, choices, prices, taxes and files, and the way back from what was done last."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.menu_editing.files_page import FilesPage
from aura_terminal.ui.screens.menu_editing.form_sheet import FormSheet
from aura_terminal.ui.screens.menu_editing.groups_page import GroupsPage
from aura_terminal.ui.screens.menu_editing.history_sheet import HistorySheet
from aura_terminal.ui.screens.menu_editing.house_page import HousePage
from aura_terminal.ui.screens.menu_editing.items_page import ItemsPage
from aura_terminal.ui.screens.menu_editing.levels_page import LevelsPage
from aura_terminal.ui.screens.menu_editing.prices_page import PricesPage
from aura_terminal.ui.screens.menu_editing.taxes_page import TaxesPage
from aura_terminal.ui.screens.menu_editing.value_sheets import FigureSheet, ManySheet, OneSheet
from aura_terminal.ui.screens.menu_editing.words import kind_of, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceRow
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.line_prices import HouseOfSaleModel
from aura_terminal.view_models.menu_editing import Askers, MenuEditingModel
from aura_terminal.view_models.menu_editing_files import MenuFilesModel
from aura_terminal.view_models.menu_editing_levels import LevelsModel
from aura_terminal.view_models.menu_editing_prices import PricesModel

ITEMS, GROUPS, PRICES, TAXES, FILES = "items", "groups", "prices", "taxes", "files"
LEVELS = "levels"
LEFT, NAME = "left", "name"
UNDO_MILLISECONDS = 30_000


class MenuPage(Panel):
    """`said(sentence)` is for the window's notice."""

    said = Signal(str)

    def __init__(
        self, model: MenuEditingModel, prices: PricesModel, files: MenuFilesModel, levels: LevelsModel,
        house: HouseOfSaleModel, theme: Theme, money: MoneyText,
    ) -> None:  # fmt: skip
        super().__init__(theme, Ground.PANEL)
        self._model, self._prices, self._files = model, prices, files
        self._levels, self._house = levels, house
        self._chips = Chips(theme, tr("Parts of the menu"))
        self._owner = Words(theme, "", Voice.WARNING)
        self._owner.setWordWrap(True)
        self._undo = UndoBar(theme, UNDO_MILLISECONDS)
        self._pages = {
            ITEMS: ItemsPage(model, theme, self, money),
            GROUPS: GroupsPage(model, theme),
            PRICES: PricesPage(prices, theme, self, money),
            LEVELS: LevelsPage(levels, theme, self, money),
            TAXES: TaxesPage(model, theme),
            FILES: FilesPage(files, theme, self),
        }
        self._house_page = HousePage(house, levels, theme, self, money)
        self._stack = QStackedWidget()
        self._form = FormSheet(model.form, theme, self, money)
        self._history = HistorySheet(model, theme, self, money)
        self._figure = FigureSheet(theme, self, money)
        self._text = TextSheet(theme, self)
        self._where = OneSheet(theme, self)
        self._askers = ManySheet(theme, self)
        self._asked: Askers | None = None
        self._open_id = ""
        self.setAccessibleName(tr("Menu"))
        self._arrange()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for watch in (self._model.watch, self._levels.watch, self._house.watch):
            watch.wake()
        self._follow_prices()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for watch in (self._model.watch, self._prices.watch, self._levels.watch, self._house.watch):
            watch.rest()

    @property
    def model(self) -> MenuEditingModel:
        """What it shows of the menu."""
        return self._model

    @property
    def prices(self) -> PricesModel:
        """What it shows of prices."""
        return self._prices

    @property
    def files(self) -> MenuFilesModel:
        """What it shows of files."""
        return self._files

    def turn_to(self, part: str) -> None:
        """Show one of the parts: items, groups, prices, levels, taxes, files."""
        if part in self._pages:
            self._chips.select(part)
            self._stack.setCurrentWidget(self._pages[part])
            self._follow_prices()

    def _follow_prices(self) -> None:
        """The table of prices is read while it is looked at only: it may be the whole menu."""
        if self.isVisible() and self._stack.currentWidget() is self._pages[PRICES]:
            self._prices.watch.wake()
        else:
            self._prices.watch.rest()

    def _arrange(self) -> None:
        names = {
            ITEMS: tr("Items"),
            GROUPS: tr("Choices"),
            PRICES: tr("Prices"),
            LEVELS: tr("Price levels"),
            TAXES: tr("Taxes"),
            FILES: tr("Files"),
        }
        self._chips.show_rows([ChipRow(part, names[part]) for part in self._pages])
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(10)
        column.addWidget(self._chips)
        column.addWidget(self._owner)
        column.addWidget(self._stack, 1)
        column.addWidget(self._undo)
        for page in (*self._pages.values(), self._house_page):
            self._stack.addWidget(page)
        self._owner.hide()
        self.turn_to(ITEMS)

    def _connect(self) -> None:
        model = self._model
        self._chips.chosen.connect(self.turn_to)
        model.changed.connect(self._show)
        model.done.connect(self._offer_undo)
        model.undone.connect(self._say_undone)
        model.refused.connect(self._refuse)
        model.history_read.connect(self._form.close_sheet)
        model.askers_read.connect(self._ask_askers)
        self._prices.done.connect(model.note)
        self._prices.refused.connect(self._refuse)
        levels_page = self._pages[LEVELS]
        assert isinstance(levels_page, LevelsPage)
        levels_page.house_tapped.connect(self._show_house)
        self._house_page.left.connect(self._show_levels)
        self._levels.refused.connect(self._refuse)
        self._levels.kept.connect(self._say_kept)
        self._house.refused.connect(self._refuse)
        self._files.done.connect(model.note)
        self._files.refused.connect(self._refuse)
        self._undo.undone.connect(model.undo)
        self._form.act.connect(self._act)
        self._figure.typed.connect(self._count)
        self._text.written.connect(self._duplicate)
        self._where.picked.connect(self._ask_where)
        self._askers.chosen.connect(self._attach)

    @Slot()
    def _show(self) -> None:
        rows = self._model.rows
        owner = "" if rows is None else rows.menu_owner
        told = tr("{owner} keeps the menu. Change it there; it arrives here by itself.")
        self._owner.setText(told.format(owner=owner))
        self._owner.setVisible(bool(owner))
        self._files.know_owner(owner)
        if not self._model.may(Permission.EDIT_MENU) and not self._model.may(Permission.EDIT_PRICES):
            self.turn_to(TAXES)

    @Slot(object)
    def _offer_undo(self, change: object) -> None:
        edits = getattr(change, "edits", ())
        names = [_name(edit.after or edit.before) for edit in edits]
        words = tr("Kept: {name}").format(name=names[0]) if len(names) == 1 else tr("Kept: {count} changes")
        self._undo.offer("last", words.format(count=len(names)), tr("Undo"))

    @Slot()
    def _show_house(self) -> None:
        self._stack.setCurrentWidget(self._house_page)

    @Slot()
    def _show_levels(self) -> None:
        self.turn_to(LEVELS)

    @Slot(str)
    def _say_kept(self, name: str) -> None:
        self.said.emit(tr("Kept: {name}").format(name=name))

    @Slot()
    def _say_undone(self) -> None:
        self.said.emit(tr("It is again as it was before."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(str)
    def _act(self, word: str) -> None:
        document = self._model.form.before
        if document is None:
            return
        self._open_id = document.id
        match word:
            case "history":
                self._close_form()
                self._model.read_history(kind_of(document), document.id)
            case "duplicate":
                self._text.ask(NAME, tr("What is the new one called?"), f"{_name(document)} 2")
            case "left":
                self._figure.ask_number(LEFT, tr("How many are left"), 0)
            case "withdraw":
                self._close_form()
                self._withdraw(document)
            case "attach":
                rows = self._model.rows
                categories = () if rows is None else tuple(one for one, _ in rows.categories)
                self._where.ask(
                    document.id, tr("Items of which category?"), [ChoiceRow(one.id, one.name) for one in categories]
                )

    def _withdraw(self, document: Category | Item | ModifierGroup | PreModifier | TaxRegime) -> None:
        if isinstance(document, Item):
            self._model.withdraw_item(document.id)
        elif isinstance(document, Category):
            self._model.withdraw_category(document.id)
        elif isinstance(document, ModifierGroup):
            self._model.withdraw_group(document.id)
        elif isinstance(document, PreModifier):
            self._model.withdraw_pre(document.id)

    def _close_form(self) -> None:
        self._form.close_sheet()
        self._model.form.end()

    @Slot(str, int)
    def _count(self, id: str, left: int) -> None:
        self._model.count(self._open_id, left)
        self.said.emit(tr("{left} are left.").format(left=left))

    @Slot(str, str)
    def _duplicate(self, id: str, name: str) -> None:
        self._close_form()
        self._model.duplicate(self._open_id, name)

    @Slot(str, str)
    def _ask_where(self, group_id: str, category_id: str) -> None:
        self._model.ask_who_asks(group_id, category_id)

    @Slot(object)
    def _ask_askers(self, askers: Askers) -> None:
        self._asked = askers
        rows = [ChoiceRow(one.id, one.name) for one in askers.items]
        self._askers.ask(askers.group_id, tr("Which items ask it?"), rows, askers.asking)

    @Slot(str, object)
    def _attach(self, group_id: str, chosen: tuple[str, ...]) -> None:
        elsewhere = () if self._asked is None else self._asked.elsewhere
        self._close_form()
        self._model.attach(group_id, (*elsewhere, *chosen))


def _name(document: object) -> str:
    return str(getattr(document, "name", "")) or tr("Taxes")
