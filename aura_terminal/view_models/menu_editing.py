"""The menu as a manager writes it: the rail with its items, the groups, the taxes, and what was done last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, PreModifierId, StationId
from aura_terminal.domain.kinds import Permission
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.menu_editing_around import surroundings, taxes_in_force
from aura_terminal.view_models.menu_editing_fields import Source
from aura_terminal.view_models.menu_editing_form import FormModel, Surroundings
from aura_terminal.view_models.menu_editing_tax_draft import draft_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aura_terminal.domain.dishes import PreModifier
    from aura_terminal.domain.documents import DocumentKind
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.menu import Category, Item, ModifierGroup
    from aura_terminal.domain.staff import Actor
    from aura_terminal.domain.tax import TaxRegime
    from aura_terminal.ports.catalogue import Revision
    from aura_terminal.use_cases.menu_checking import MenuDocument
    from aura_terminal.use_cases.menu_editing import MenuChange
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

MOST_HITS, MOST_REVISIONS = 60, 50
Verb = Callable[["Actor", "Shop"], "MenuChange"]
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class MenuRows:
    """What is read at once: the rail with whether each category offers something, the shelf, the groups, the taxes."""

    categories: tuple[tuple[Category, bool], ...]
    items: tuple[Item, ...]
    groups: tuple[ModifierGroup, ...]
    taxes: TaxRegime | None
    around: Surroundings
    menu_owner: str
    tax_owner: str
    pres: tuple[PreModifier, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The revisions of one document, newest first, with times on the store's wall clock."""

    kind: DocumentKind
    id: str
    revisions: tuple[Revision, ...]
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Askers:
    """Which items of a category ask a group; `elsewhere` are those of others that do."""

    group_id: GroupId
    items: tuple[Item, ...]
    asking: tuple[ItemId, ...]
    elsewhere: tuple[ItemId, ...]


class MenuEditingModel(QObject):
    """`changed` follows every reading; `done` carries what was kept, for the words and the way back; `history_read` a
    History, `askers_read` Askers. `watch` is woken while the page is shown."""

    changed = Signal()
    done = Signal(object)
    undone = Signal()
    refused = Signal(object)
    history_read = Signal(object)
    askers_read = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._rows: MenuRows | None = None
        self._category = CategoryId("")
        self._words = ""
        self._last: MenuChange | None = None
        self.form = FormModel(runner, session, changes, self)
        self.form.kept.connect(self.note)
        self.form.refused.connect(self.refused)
        self.watch = Watch(changes, _concerning, self)
        self.watch.due.connect(self.refresh)
        session.signed_out.connect(self._forget)

    @property
    def rows(self) -> MenuRows | None:
        """What was read last."""
        return self._rows

    @property
    def category(self) -> CategoryId:
        """The category whose items are shown."""
        return self._category

    @property
    def words(self) -> str:
        """What is searched for, "" when nothing is."""
        return self._words

    @property
    def last(self) -> MenuChange | None:
        """What was kept last and can be taken back."""
        return self._last

    def may(self, permission: Permission) -> bool:
        """Whether whoever is here holds a right."""
        return self._session.may(permission)

    def choose(self, category_id: str) -> None:
        """Show the items of a category."""
        self._category, self._words = CategoryId(category_id), ""
        self.refresh()

    def search(self, words: str) -> None:
        """Show what a search finds; nothing typed shows the category again."""
        self._words = words.strip()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read again."""
        self._runner.run(partial(_read, self._category, self._words), self._show)

    def edit_item(self, item_id: str) -> None:
        """Open an item."""
        self._open(next((one for one in self._shown.items if one.id == item_id), None))

    def edit_category(self, category_id: str) -> None:
        """Open a category."""
        self._open(next((one for one, _ in self._shown.categories if one.id == category_id), None))

    def edit_group(self, group_id: str) -> None:
        """Open a modifier group."""
        self._open(next((one for one in self._shown.groups if one.id == group_id), None))

    def edit_pre(self, pre_id: str) -> None:
        """Open a word before modifiers; words are the store's own, whoever keeps the menu."""
        pre = next((one for one in self._shown.pres if one.id == pre_id), None)
        if pre is not None:
            self.form.begin(pre, pre, self._shown.around)

    def edit_taxes(self) -> None:
        """Open the taxes."""
        rows, taxes = self._shown, self._shown.taxes
        if taxes is not None:
            self.form.begin(draft_of(taxes, rows.around.currency), taxes, rows.around, rows.tax_owner)

    def new_item(self) -> None:
        """Begin an item in the category that is shown."""
        from aura_terminal.domain.menu import Item
        from aura_terminal.domain.money import Money

        if self._category:
            self._begin(Item(ItemId(""), self._category, "", Money(0, self._shown.around.currency), 0))

    def new_category(self) -> None:
        """Begin a category; it is made and taxed where the others are."""
        from aura_terminal.domain.menu import Category

        names = self._shown.around.names
        station = next((one.id for one in names.get(Source.STATIONS, ())), "")
        tax = next((one.id for one in names.get(Source.TAX_CLASSES, ())), "")
        like = next((one for one, _ in self._shown.categories if one.id == self._category), None)
        if like is not None:
            station, tax = like.station, like.tax_category
        colour = len(self._shown.categories) % 10
        self._begin(Category(CategoryId(""), "", "utensils", colour, StationId(station), 0, tax, 0))

    def new_group(self) -> None:
        """Begin a modifier group."""
        from aura_terminal.domain.menu import ModifierGroup

        self._begin(ModifierGroup(GroupId(""), "", 0, 0, ()))

    def new_pre(self) -> None:
        """Begin a word before modifiers."""
        from aura_terminal.domain.dishes import PreModifier

        self.form.begin(PreModifier(PreModifierId(""), "", ""), None, self._shown.around)

    def duplicate(self, item_id: str, name: str) -> None:
        """A new item like one that is shown."""
        self._do(lambda actor, shop: shop.menu_editing.duplicate_item(actor, ItemId(item_id), name))

    def withdraw_item(self, item_id: str) -> None:
        """Take an item off the menu."""
        self._do(lambda actor, shop: shop.menu_editing.withdraw_item(actor, ItemId(item_id)))

    def offer_item(self, item_id: str) -> None:
        """Put an item on the menu again."""
        self._do(lambda actor, shop: shop.menu_editing.offer_item(actor, ItemId(item_id)))

    def withdraw_category(self, category_id: str) -> None:
        """Take a category with its items off the menu."""
        self._do(lambda actor, shop: shop.menu_editing.withdraw_category(actor, CategoryId(category_id)))

    def withdraw_group(self, group_id: str) -> None:
        """Ask a group nowhere any more."""
        self._do(lambda actor, shop: shop.menu_editing.withdraw_group(actor, GroupId(group_id)))

    def withdraw_pre(self, pre_id: str) -> None:
        """Offer a word before modifiers no more."""
        self._do(lambda actor, shop: shop.menu_editing.withdraw_pre(actor, PreModifierId(pre_id)))

    def attach(self, group_id: str, item_ids: Iterable[str]) -> None:
        """Let exactly these items ask a group."""
        chosen = tuple(ItemId(one) for one in item_ids)
        self._do(lambda actor, shop: shop.menu_editing.attach_group(actor, GroupId(group_id), chosen))

    def ask_who_asks(self, group_id: str, category_id: str) -> None:
        """Read which items of a category ask a group."""
        self._runner.run(partial(_askers, GroupId(group_id), CategoryId(category_id)), self.askers_read.emit)

    def place_item(self, item_id: str, before: str) -> None:
        """Put an item where another one stands, which makes room."""
        place = next((at for at, one in enumerate(self._shown.items) if one.id == before), None)
        if place is not None and item_id != before and not self._words:
            self._do(lambda actor, shop: shop.menu_editing.move_item(actor, ItemId(item_id), place))

    def move_category(self, category_id: str, by: int) -> None:
        """One place down the rail, or up."""
        rail = [one.id for one, _ in self._shown.categories]
        place = rail.index(CategoryId(category_id)) if category_id in rail else None
        if place is not None and 0 <= place + by < len(rail):
            self._do(lambda actor, shop: shop.menu_editing.move_category(actor, CategoryId(category_id), place + by))

    def count(self, item_id: str, left: int | None) -> None:
        """Say how many of an item are left; None ends the counting."""
        actor = self._session.actor
        if actor is not None:
            self._runner.run(
                lambda shop: shop.stock.set_count(actor, ItemId(item_id), left),
                self._changes.announce,
                self.refused.emit,
            )

    def undo(self) -> None:
        """Take back what was kept last."""
        change, actor = self._last, self._session.actor
        if change is None or actor is None:
            return
        self._last = None

        def back(done: MenuChange) -> None:
            self._changes.announce(*done.facts)
            self.undone.emit()

        self._runner.run(lambda shop: shop.menu_editing.undo(actor, change), back, self.refused.emit)

    def read_history(self, kind: DocumentKind, id_: str) -> None:
        """Ask what a document was before."""
        self._runner.run(partial(_history, kind, id_), self.history_read.emit)

    def put_back(self, body: MenuDocument) -> None:
        """Make a document again what it was."""
        from aura_terminal.use_cases.menu_editing import Edit

        def again(actor: Actor, shop: Shop) -> MenuChange:
            now = shop.reads.catalogue.documents.get(type(body), body.id)
            return shop.menu_editing.keep(actor, [Edit(now, body)])

        self._do(again)

    @property
    def _shown(self) -> MenuRows:
        return self._rows or MenuRows((), (), (), None, Surroundings("", {}), "", "")

    def _open(self, document: Category | Item | ModifierGroup | None) -> None:
        if document is not None:
            self.form.begin(document, document, self._shown.around, self._shown.menu_owner)

    def _begin(self, document: Category | Item | ModifierGroup) -> None:
        if not self._shown.menu_owner:
            self.form.begin(document, None, self._shown.around)

    def _do(self, verb: Verb) -> None:
        actor = self._session.actor
        if actor is not None:
            self._runner.run(partial(verb, actor), self._kept, self.refused.emit)

    def _kept(self, change: MenuChange) -> None:
        self._changes.announce(*change.facts)
        self.note(change)

    @Slot(object)
    def note(self, change: MenuChange) -> None:
        """Something was kept that can be taken back."""
        if change.facts:
            self._last = change
            self.done.emit(change)

    def _show(self, rows: MenuRows) -> None:
        if not self._category and rows.categories:
            self._category = rows.categories[0][0].id
            self.refresh()
        if rows != self._rows:
            self._rows = rows
            self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        self._last = None
        self.form.end()


def _read(category: CategoryId, words: str, shop: Shop) -> MenuRows:
    from aura_terminal.domain.dishes import PreModifier
    from aura_terminal.domain.documents import DocumentKind
    from aura_terminal.domain.menu import ModifierGroup

    catalogue = shop.reads.catalogue
    offered = {one.id for one in shop.reads.menu.categories()}
    groups = [one for one in catalogue.documents.all(ModifierGroup) if one.modifiers]
    groups.sort(key=lambda one: (one.name.casefold(), one.id))
    return MenuRows(
        tuple((one, one.id in offered) for one in catalogue.categories()),
        catalogue.search(words, MOST_HITS) if words else catalogue.items(category),
        tuple(groups),
        taxes_in_force(shop),
        surroundings(shop),
        shop.ownership.owner_of(DocumentKind.ITEM),
        shop.ownership.owner_of(DocumentKind.TAX_REGIME),
        tuple(sorted(catalogue.documents.all(PreModifier), key=lambda one: (one.position, one.id))),
    )


def _count(actor: Actor, item_id: ItemId, left: int | None, shop: Shop) -> Fact:
    return shop.stock.set_count(actor, item_id, left)


def _askers(group_id: GroupId, category_id: CategoryId, shop: Shop) -> Askers:
    items = shop.reads.catalogue.items(category_id)
    here, asking = {one.id for one in items}, [one.id for one in shop.reads.catalogue.asking(group_id)]
    return Askers(
        group_id,
        items,
        tuple(one for one in asking if one in here),
        tuple(one for one in asking if one not in here),
    )


def _history(kind: DocumentKind, id_: str, shop: Shop) -> History:
    revisions = shop.reads.revisions.of(kind, id_, MOST_REVISIONS)
    calendar = shop.reads.store.profile().calendar
    return History(kind, id_, revisions, tuple(calendar.local(one.at) for one in revisions))


def _concerning() -> Iterable[type[Fact]]:
    from aura_terminal.domain.central import CentralConfirmed
    from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn

    return (DocumentPut, DocumentWithdrawn, CentralConfirmed)
