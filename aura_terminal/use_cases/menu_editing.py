"""Writing the menu: categories, items, modifier groups and taxes, each edit one transaction.

An edit names what the document was when somebody began to change it; where it is something else by now the edit is
refused, so nobody's change is lost unseen. What comes of a verb is a `MenuChange`, which `undo` can take back: the
former documents are put again, as new facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.documents import KIND_OF, DocumentFact, DocumentWithdrawn, put
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, PreModifierId, VariantId
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_changes import PriceKey, with_price
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.ports.catalogue import CatalogueReads
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.menu_checking import MenuChecking, MenuDocument
from aura_terminal.use_cases.ownership import Ownership


@dataclass(frozen=True, slots=True)
class Edit:
    """What a document was and what it shall be. No `before`: it is new; no `after`: nobody uses it, it is withdrawn."""

    before: MenuDocument | None
    after: MenuDocument | None

    @property
    def document(self) -> MenuDocument:
        """The document as it shall be, or was; raises ValueError for an edit of nothing."""
        found = self.after or self.before
        if found is None:
            raise ValueError("an edit of nothing")
        return found


@dataclass(frozen=True, slots=True)
class MenuChange:
    """What was kept together: the edits as they were made, and their facts."""

    edits: tuple[Edit, ...]
    facts: tuple[DocumentFact, ...]


class MenuEditing:
    """The verbs on the menu. All raise RuleBroken: NOT_ALLOWED, OWNED_ELSEWHERE, MENU_FLAWED, CHANGED_SINCE."""

    def __init__(self, begin: Begin, catalogue: CatalogueReads, ownership: Ownership, ids: Ids) -> None:
        self._begin = begin
        self._catalogue = catalogue
        self._ownership = ownership
        self._ids = ids

    def keep(self, by: Actor, edits: Iterable[Edit]) -> MenuChange:
        """Keep edits together, or none of them. What is new gets its ids; what says nothing new makes no fact."""
        made = tuple(self._whole(edit) for edit in edits if edit.before != edit.after)
        return self._keep(by, made, self.prepare(by, made))

    def prepare(self, by: Actor, edits: Sequence[Edit]) -> MenuChecking:
        """What edits are checked by that are kept one after the other; all that forbids any of them is told first."""
        self._must_be_allowed(by, edits)
        return MenuChecking(self._catalogue, [edit.after for edit in edits if edit.after is not None])

    def take_in(self, by: Actor, part: Iterable[Edit], checking: MenuChecking) -> MenuChange:
        """Keep a part of something long, a file of thousands of items, which `prepare` has looked at as a whole.

        Everything in it has its id already. A tap waits for one part at most; where the program dies between two, the
        rest is kept by taking the same file in again.
        """
        made = tuple(self._whole(edit) for edit in part if edit.before != edit.after)
        self._must_be_allowed(by, made)
        return self._keep(by, made, checking)

    def new_ids(self, count: int) -> tuple[str, ...]:
        """Ids for so many new things."""
        return tuple(self._ids.new() for _ in range(count))

    def _must_be_allowed(self, by: Actor, edits: Sequence[Edit]) -> None:
        self._ownership.must_be_ours(*{KIND_OF[type(edit.document)] for edit in edits})
        for edit in edits:
            for permission in sorted(rights_for(edit)):
                by.must(permission)

    def _keep(self, by: Actor, made: tuple[Edit, ...], checking: MenuChecking) -> MenuChange:
        for edit in made:
            if edit.after is None and isinstance(edit.before, Category) and self._catalogue.items(edit.before.id):
                raise RuleBroken(Rule.CATEGORY_IN_USE, name=edit.before.name)
        checking.must_be_sound([(edit.before, edit.after) for edit in made if edit.after is not None])
        with self._begin(by.id) as work:
            for edit in made:
                self._must_be_as_it_was(work, edit)
            facts = tuple(_fact(edit) for edit in made)
            work.keep(*facts)
        return MenuChange(made, facts)

    def undo(self, by: Actor, change: MenuChange) -> MenuChange:
        """Put the former documents back. What was new then is taken off the menu; CHANGED_SINCE where it moved on."""
        return self.keep(by, [Edit(edit.after, edit.before or _taken_off(edit.after)) for edit in change.edits])

    def move_category(self, by: Actor, category_id: CategoryId, to: int) -> MenuChange:
        """Put a category at a place of the rail, counted from 0; the others make room."""
        category = self._catalogue.documents.get(Category, category_id)
        return self.keep(by, _moved(self._catalogue.categories(), category.id, to))

    def move_item(self, by: Actor, item_id: ItemId, to: int) -> MenuChange:
        """Put an item at a place within its category, counted from 0; the others make room."""
        item = self._catalogue.documents.get(Item, item_id)
        return self.keep(by, _moved(self._catalogue.items(item.category), item_id, to))

    def duplicate_item(self, by: Actor, item_id: ItemId, name: str) -> MenuChange:
        """A new item like another one, without its codes, right behind it."""
        item = self._catalogue.documents.get(Item, item_id)
        variants = tuple(replace(one, id=VariantId(""), sku="", barcode="") for one in item.variants)
        like = replace(item, id=ItemId(""), name=name, sku="", barcode="", variants=variants, active=True)
        shelf = self._catalogue.items(item.category)
        place = next(at for at, one in enumerate(shelf) if one.id == item_id)
        after = [(one, replace(one, position=at + 2)) for at, one in enumerate(shelf) if at > place]
        before = [(one, replace(one, position=at + 1)) for at, one in enumerate(shelf) if at <= place]
        moved = [Edit(was, now) for was, now in (*before, *after)]
        return self.keep(by, [*moved, Edit(None, replace(like, position=place + 2))])

    def withdraw_item(self, by: Actor, item_id: ItemId) -> MenuChange:
        """Take an item off the menu. It is kept: orders that have it are cooked and paid, and it can come back."""
        item = self._catalogue.documents.get(Item, item_id)
        return self.keep(by, [Edit(item, replace(item, active=False))])

    def offer_item(self, by: Actor, item_id: ItemId) -> MenuChange:
        """Put an item on the menu again."""
        item = self._catalogue.documents.get(Item, item_id)
        return self.keep(by, [Edit(item, replace(item, active=True))])

    def withdraw_category(self, by: Actor, category_id: CategoryId) -> MenuChange:
        """Take a category with all its items off the menu; one that never had an item is withdrawn as a whole."""
        category, items = self._catalogue.documents.get(Category, category_id), self._catalogue.items(category_id)
        if not items:
            return self.keep(by, [Edit(category, None)])
        return self.keep(by, [Edit(item, replace(item, active=False)) for item in items if item.active])

    def withdraw_group(self, by: Actor, group_id: GroupId) -> MenuChange:
        """Ask a group nowhere any more. It stays as a group without choices, which asks nothing of anybody."""
        documents = self._catalogue.documents
        group = documents.get(ModifierGroup, group_id)
        edits: list[Edit] = [Edit(group, _emptied(group))]
        for item in self._catalogue.asking(group_id):
            left = tuple(one for one in item.modifier_groups if one != group_id)
            edits.append(Edit(item, replace(item, modifier_groups=left)))
        edits += [Edit(one, _without(one, group_id)) for one in documents.all(ModifierGroup) if one.id != group_id]
        return self.keep(by, edits)

    def withdraw_pre(self, by: Actor, pre_id: PreModifierId) -> MenuChange:
        """Offer a word before modifiers no more; what was sold with it stays as it is."""
        return self.keep(by, [Edit(self._catalogue.documents.get(PreModifier, pre_id), None)])

    def attach_group(self, by: Actor, group_id: GroupId, item_ids: Iterable[ItemId]) -> MenuChange:
        """Let exactly these items ask a group: behind what they ask already; the others do not ask it any more."""
        wanted = set(item_ids)
        asking = self._catalogue.asking(group_id)
        gone = [one for one in asking if one.id not in wanted]
        new = [self._catalogue.documents.get(Item, id_) for id_ in sorted(wanted - {one.id for one in asking})]
        less = [Edit(one, replace(one, modifier_groups=_less(one.modifier_groups, group_id))) for one in gone]
        more = [Edit(one, replace(one, modifier_groups=(*one.modifier_groups, group_id))) for one in new]
        return self.keep(by, [*less, *more])

    def set_prices(self, by: Actor, prices: Mapping[PriceKey, tuple[Money, Money]]) -> MenuChange:
        """Change prices, each from what it was when somebody looked; CHANGED_SINCE where one is another by now."""
        items: dict[ItemId, Item] = {}
        for key, (was, price) in prices.items():
            item = items.get(key.item_id) or self._catalogue.documents.get(Item, key.item_id)
            variant = None if key.variant_id is None else item.variant(key.variant_id)
            if (item.price if variant is None else variant.price) != was:
                raise RuleBroken(Rule.CHANGED_SINCE, name=item.name)
            items[key.item_id] = with_price(item, key, price)
        return self.keep(by, [Edit(self._catalogue.documents.get(Item, id_), item) for id_, item in items.items()])

    def _whole(self, edit: Edit) -> Edit:
        """The edit with an id for everything that has none yet, and a place for what is new."""
        after = edit.after
        if isinstance(after, Category) and not after.id:
            last = max((one.position for one in self._catalogue.categories()), default=0)
            after = replace(after, id=CategoryId(self._ids.new()), position=last + 1)
        elif isinstance(after, ModifierGroup):
            modifiers = tuple(replace(one, id=ModifierId(one.id or self._ids.new())) for one in after.modifiers)
            after = replace(after, id=GroupId(after.id or self._ids.new()), modifiers=modifiers)
        elif isinstance(after, Item):
            after = self._whole_item(after, edit.before)
        elif isinstance(after, PreModifier) and not after.id:
            last = max((one.position for one in self._catalogue.documents.all(PreModifier)), default=0)
            after = replace(after, id=PreModifierId(self._ids.new()), position=last + 1)
        return edit if after is edit.after else Edit(edit.before, after)

    def _whole_item(self, item: Item, before: MenuDocument | None) -> Item:
        variants = tuple(replace(one, id=VariantId(one.id or self._ids.new())) for one in item.variants)
        position = item.position
        if not position or (isinstance(before, Item) and before.category != item.category):
            position = 1 + max((one.position for one in self._catalogue.items(item.category)), default=0)
        price = variants[0].price if variants else item.price
        return replace(item, id=ItemId(item.id or self._ids.new()), variants=variants, position=position, price=price)

    @staticmethod
    def _must_be_as_it_was(work: Work, edit: Edit) -> None:
        document = edit.document
        try:
            now: MenuDocument | None = work.documents.get(type(document), document.id)
        except NotFound:
            now = None
        if now != edit.before:
            raise RuleBroken(Rule.CHANGED_SINCE, name=name_of(document))


def rights_for(edit: Edit) -> frozenset[Permission]:
    """What an edit needs: menu, prices and taxes are a right each; what is new comes with its first price."""
    document = edit.document
    if isinstance(document, TaxRegime):
        return frozenset({Permission.EDIT_TAXES})
    before, after = edit.before, edit.after
    if before is None or after is None:
        return frozenset({Permission.EDIT_MENU})
    needed = set()
    were, are = _amounts(before), _amounts(after)
    if any(are[key] != price for key, price in were.items() if key in are):
        needed.add(Permission.EDIT_PRICES)
    if _unpriced(before) != _unpriced(after):
        needed.add(Permission.EDIT_MENU)
    return frozenset(needed)


def name_of(document: MenuDocument) -> str:
    """What people call a piece of the menu; the taxes have no name of their own."""
    return document.id if isinstance(document, TaxRegime) else document.name


def _amounts(document: MenuDocument) -> Mapping[str, Money]:
    """The prices of what was there already."""
    if isinstance(document, Item):
        own = {} if document.variants else {"": document.price}
        return own | {str(one.id): one.price for one in document.variants}
    if isinstance(document, ModifierGroup):
        return {str(one.id): one.price for one in document.modifiers}
    return {}


def _unpriced(document: MenuDocument) -> MenuDocument:
    """The document as if everything in it were free."""
    if isinstance(document, Item):
        free = Money(0, document.price.currency)
        return replace(document, price=free, variants=tuple(replace(one, price=free) for one in document.variants))
    if isinstance(document, ModifierGroup):
        modifiers = tuple(replace(one, price=Money(0, one.price.currency)) for one in document.modifiers)
        return replace(document, modifiers=modifiers)
    return document


def _fact(edit: Edit) -> DocumentFact:
    if edit.after is not None:
        return put(edit.after)
    return DocumentWithdrawn(KIND_OF[type(edit.document)], edit.document.id)


def _taken_off(document: MenuDocument | None) -> MenuDocument | None:
    """What becomes of something new that is undone: an item leaves the menu, a group asks nothing, the rest is gone."""
    if isinstance(document, Item):
        return replace(document, active=False)
    return _emptied(document) if isinstance(document, ModifierGroup) else None


def _emptied(group: ModifierGroup) -> ModifierGroup:
    return replace(group, minimum=0, maximum=0, modifiers=())


def _without(group: ModifierGroup, gone: GroupId) -> ModifierGroup:
    return replace(group, modifiers=tuple(replace(one, groups=_less(one.groups, gone)) for one in group.modifiers))


def _less(groups: Sequence[GroupId], gone: GroupId) -> tuple[GroupId, ...]:
    return tuple(one for one in groups if one != gone)


def _moved(shelf: Sequence[Category] | Sequence[Item], moved_id: str, to: int) -> list[Edit]:
    """The edits that bring one to a place; only those whose place changes."""
    order = [one for one in shelf if one.id != moved_id]
    moving = next(one for one in shelf if one.id == moved_id)
    order.insert(max(0, min(to, len(order))), moving)
    return [Edit(one, replace(one, position=place)) for place, one in enumerate(order, 1) if one.position != place]
