"""Whether pieces of the menu can be kept as they are, told field by field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from aura_terminal.domain.dish_flaws import items_named, slips_of_dish, slips_of_pre
from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.menu_flaws import (
    Around,
    Slip,
    code_parts,
    plain,
    slips_of_category,
    slips_of_group,
    slips_of_item,
)
from aura_terminal.domain.shop import STORE_PROFILE, Station, StoreProfile
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.domain.tax_flaws import slips_of_taxes
from aura_terminal.ports.catalogue import CatalogueReads

MenuDocument = Category | Item | ModifierGroup | PreModifier | TaxRegime
D = TypeVar("D", Category, Item, ModifierGroup, PreModifier)


class MenuChecking:
    """Checks pieces of the menu against the menu as it is now, with those that are kept together with them (`beside`).

    What it has read it keeps: it is for one look, or for all parts of one file, on the store thread.
    """

    def __init__(self, catalogue: CatalogueReads, beside: Iterable[MenuDocument] = ()) -> None:
        self._catalogue = catalogue
        self._beside = tuple(beside)
        self._items = {one.id: one for one in self._of(Item)}
        self._names: dict[CategoryId, dict[str, set[ItemId]]] = {}
        self._shelves: dict[CategoryId, list[Item]] = {}
        self._codes: dict[str, dict[ItemId, str]] = {}
        for item in self._items.values():
            self._shelves.setdefault(item.category, []).append(item)
            for _, code in code_parts(item) if item.active else ():
                self._codes.setdefault(code, {})[item.id] = item.name
        documents = catalogue.documents
        self._groups: dict[GroupId, ModifierGroup] = {
            one.id: one for one in (*documents.all(ModifierGroup), *self._of(ModifierGroup))
        }
        self._categories = {one.id: one for one in (*catalogue.categories(), *self._of(Category))}
        self._around = Around(
            categories=self._categories.keys(),
            stations={one.id for one in documents.all(Station)},
            tax_classes={key for key, _ in self._classes()},
            groups=self._groups,
        )
        self._known = {one.id for one in documents.all(ModifierGroup)}

    def slips_of(self, document: MenuDocument) -> tuple[Slip, ...]:
        """What is wrong with it; nothing where it can be kept."""
        if isinstance(document, TaxRegime):
            return slips_of_taxes(document, used_classes(self._catalogue))
        if isinstance(document, Category):
            names = [one.name for one in self._categories.values() if one.id != document.id]
            return slips_of_category(document, replace(self._around, names=names))
        if isinstance(document, ModifierGroup):
            if document.id in self._known and not document.modifiers:
                return ()
            return slips_of_group(document, self._around)
        if isinstance(document, PreModifier):
            every = {one.id: one for one in (*self._catalogue.documents.all(PreModifier), *self._of(PreModifier))}
            return slips_of_pre(document, [one.name for one in every.values() if one.id != document.id])
        twins = self._named(document.category).get(plain(document.name), set()) - {document.id}
        names = [document.name] if twins else []
        named = {one.id: one for one in self._components(document)}
        slips = slips_of_item(document, replace(self._around, names=names, codes=self._taken(document)))
        return (*slips, *slips_of_dish(document, named, self._categories.keys()))

    def new_slips_of(self, before: MenuDocument | None, document: MenuDocument) -> tuple[Slip, ...]:
        """What is wrong with it and was not wrong with what it was: an old flaw keeps nobody from another change."""
        slips = self.slips_of(document)
        if before is None or not slips:
            return slips
        old = self.slips_of(before)
        return tuple(one for one in slips if one not in old)

    def must_be_sound(self, edits: Iterable[tuple[MenuDocument | None, MenuDocument]]) -> None:
        """Raise RuleBroken(MENU_FLAWED, name, field, flaw) for the first thing that becomes wrong with any of them."""
        for before, document in edits:
            for slip in self.new_slips_of(before, document):
                name = document.id if isinstance(document, TaxRegime) else document.name
                raise RuleBroken(Rule.MENU_FLAWED, name=name, field=slip.field, flaw=slip.flaw.value)

    def _components(self, item: Item) -> Iterator[Item]:
        """The items that the slots of a combo name, as they would be; what there is not is left out."""
        for item_id in items_named(item):
            try:
                yield self._items.get(item_id) or self._catalogue.documents.get(Item, item_id)
            except NotFound:
                continue

    def _of(self, type_: type[D]) -> Iterator[D]:
        return (one for one in self._beside if isinstance(one, type_))

    def _named(self, category_id: CategoryId) -> dict[str, set[ItemId]]:
        """The items on the menu of a category by their names."""
        if category_id not in self._names:
            names: dict[str, set[ItemId]] = {}
            shelf = [one for one in self._catalogue.items(category_id) if one.id not in self._items]
            shelf += self._shelves.get(category_id, ())
            for item in shelf:
                if item.active:
                    names.setdefault(plain(item.name), set()).add(item.id)
            self._names[category_id] = names
        return self._names[category_id]

    def _taken(self, item: Item) -> dict[str, str]:
        """Codes of an item that others answer to, each with the name of one of them."""
        taken: dict[str, str] = {}
        for _, code in code_parts(item):
            holders = {one.id: one.name for one in self._catalogue.with_code(code) if one.id not in self._items}
            holders |= self._codes.get(code, {})
            holders.pop(item.id, None)
            if holders:
                taken[code] = min(holders.values())
        return taken

    def _classes(self) -> Sequence[tuple[str, str]]:
        put = next((one for one in self._beside if isinstance(one, TaxRegime)), None)
        try:
            return (put or regime_of(self._catalogue)).categories
        except NotFound:
            return ()


def regime_of(catalogue: CatalogueReads) -> TaxRegime:
    """The taxes in force. Raises NotFound before set-up."""
    profile = catalogue.documents.get(StoreProfile, STORE_PROFILE)
    return catalogue.documents.get(TaxRegime, profile.tax_regime)


def used_classes(catalogue: CatalogueReads) -> Collection[str]:
    """The tax classes that something on the menu names."""
    categories = catalogue.categories()
    own = {item.tax_category for one in categories for item in catalogue.items(one.id) if item.active}
    return ({one.tax_category for one in categories} | own) - {""}
