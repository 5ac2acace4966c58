"""A piece of the menu while somebody writes it: nothing is kept before all of it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.menu_flaws import Slip
from aura_terminal.view_models.menu_editing_fields import (
    AGES,
    COLOURS,
    COURSES,
    EU_ALLERGENS,
    ICONS,
    NONE,
    Field,
    FieldKind,
    Place,
    Source,
    Value,
    at,
    fields_of,
    fresh_part,
    path_of,
    with_at,
)
from aura_terminal.view_models.menu_editing_tax_draft import TaxDraft, regime_of, slips_on_draft

if TYPE_CHECKING:
    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.use_cases.menu_checking import MenuDocument
    from aura_terminal.use_cases.menu_editing import MenuChange
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a field: its value, what it is called where it has a name of its own, and what tells it apart.

    `colour` is that of a category.
    """

    id: str
    name: str = ""
    detail: str = ""
    colour: int = 0


@dataclass(frozen=True, slots=True)
class FormRow:
    """A field as it stands; `slips` say what is wrong in it or below it."""

    place: Place
    kind: FieldKind
    source: Source
    value: Value
    options: tuple[Option, ...] = ()
    slips: tuple[Slip, ...] = ()

    @property
    def id(self) -> str:
        """Its path."""
        return path_of(self.place)

    @property
    def key(self) -> str:
        """Which field it is, whatever it belongs to."""
        return str(self.place[-1])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a piece of the menu may name, read together with it; `names` are by source."""

    currency: str
    names: Mapping[Source, tuple[Option, ...]]


class FormModel(QObject):
    """`changed` follows every step, `kept` carries the MenuChange, `refused` what the rules said, `ended` closes it."""

    changed = Signal()
    kept = Signal(object)
    refused = Signal(object)
    ended = Signal()

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._before: MenuDocument | None = None
        self._draft: Any = None  # a document, or taxes as they are written
        self._around = Surroundings("", {})
        self._place: Place = ()
        self._slips: tuple[Slip, ...] = ()
        self._touched: set[str] = set()
        self._says_all = False
        self._busy = False
        self._owner = ""
        self._components: tuple[Option, ...] = ()

    @property
    def draft(self) -> Any:  # a document, or taxes as they are written
        """The document as it is written so far; None while nothing is."""
        return self._draft

    @property
    def before(self) -> MenuDocument | None:
        """What it was; None for what is new."""
        return self._before

    @property
    def is_new(self) -> bool:
        """Whether it is not on the menu yet."""
        return self._before is None

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost by closing."""
        return self._draft is not None and self._document() != self._before

    @property
    def place(self) -> Place:
        """Which part of the document is shown."""
        return self._place

    @property
    def owner(self) -> str:
        """Who keeps it, where that is not the store: then it is only read here."""
        return self._owner

    @property
    def currency(self) -> str:
        """The store's currency."""
        return self._around.currency

    @property
    def colour(self) -> int:
        """The colour an item's tile has: that of its category."""
        wanted = getattr(self._draft, "category", "")
        found = self._around.names.get(Source.CATEGORIES, ())
        return next((one.colour for one in found if one.id == wanted), 0)

    @property
    def is_list(self) -> bool:
        """Whether the parts of a list are shown rather than fields."""
        return isinstance(at(self._draft, self._place), tuple) if self._draft is not None else False

    def begin(self, draft: Any, before: MenuDocument | None, around: Surroundings, owner: str = "") -> None:
        """Write a document: `draft` is what it begins as."""
        self._draft, self._before, self._around, self._owner = draft, before, around, owner
        self._place, self._slips, self._touched, self._says_all, self._busy = (), (), set(), False, False
        self._components = ()
        self._check()
        self.changed.emit()

    def rows(self) -> tuple[FormRow, ...]:
        """The fields, or the parts, of what is shown."""
        if self._draft is None:
            return ()
        shown = at(self._draft, self._place)
        if isinstance(shown, tuple):
            places = [(*self._place, number) for number in range(len(shown))]
            options = self._components if self._place[-1:] == ("choices",) else ()
            return tuple(
                FormRow(place, FieldKind.PARTS, Source.NONE, part, options, self._slips_in(place))
                for place, part in zip(places, shown, strict=True)
            )
        return tuple(self._row(field, shown) for field in fields_of(shown))

    def own_slips(self) -> tuple[Slip, ...]:
        """What is wrong with the list itself that is shown."""
        return tuple(one for one in self._said() if one.field == path_of(self._place) and self._place)

    def enter(self, place: Place) -> None:
        """Show a part."""
        self._place = place
        if "combo" in place and not self._components:
            self._runner.run(components_of, self._take_components)
        self.changed.emit()

    @Slot()
    def _take_components(self, components: tuple[Option, ...]) -> None:
        self._components = components
        self.changed.emit()

    def leave(self) -> None:
        """Show what the part belongs to; nothing happens at the top."""
        if self._place:
            self._place = self._place[:-1]
            self.changed.emit()

    def put(self, place: Place, value: Value) -> None:
        """A field holds something else now."""
        if self._owner:
            return
        owner, key = at(self._draft, place[:-1]), place[-1]
        field = next((one for one in fields_of(owner) if one.key == key), None)
        if field is not None:
            self._draft = with_at(self._draft, place[:-1], field.put(owner, value))
            self._touched.add(path_of(place))
            self._check()
            self.changed.emit()

    def add(self) -> None:
        """A new part at the end of the list that is shown, and show it."""
        if self._owner or not self.is_list:
            return
        parts = at(self._draft, self._place)
        key = str(self._place[-1])
        part = fresh_part(key, self._around.currency, _free_id(key, parts))
        self._draft = with_at(self._draft, self._place, (*parts, part))
        self._touched.add(path_of(self._place))
        self._place = (*self._place, len(parts))
        self._check()
        self.changed.emit()

    def take_away(self) -> None:
        """The part that is shown is no more."""
        number = self._place[-1] if self._place else None
        if self._owner or not isinstance(number, int):
            return
        listed = self._place[:-1]
        parts = at(self._draft, listed)
        self._draft = with_at(self._draft, listed, (*parts[:number], *parts[number + 1 :]))
        self._touched.add(path_of(listed))
        self._place = listed
        self._check()
        self.changed.emit()

    def raise_part(self) -> None:
        """The part that is shown changes places with the one before it."""
        number = self._place[-1] if self._place else None
        if self._owner or not isinstance(number, int) or number == 0:
            return
        listed = self._place[:-1]
        parts = list(at(self._draft, listed))
        parts[number - 1], parts[number] = parts[number], parts[number - 1]
        self._draft = with_at(self._draft, listed, tuple(parts))
        self._place = (*listed, number - 1)
        self._check()
        self.changed.emit()

    def keep(self) -> None:
        """Keep it; what is wrong is said beside its field instead."""
        actor = self._session.actor
        if actor is None or self._draft is None or self._busy or self._owner:
            return
        self._says_all, self._busy = True, True
        document, before = self._document(), self._before

        def ask(shop: Shop) -> tuple[tuple[Slip, ...], MenuChange | None]:
            slips = _slips(before, document, shop)
            return (slips, None) if slips else ((), _keep(shop, before, document))

        def _keep(shop: Shop, before: MenuDocument | None, after: MenuDocument) -> MenuChange:
            from aura_terminal.use_cases.menu_editing import Edit

            return shop.menu_editing.keep(actor, [Edit(before, after)])

        self._runner.run(ask, self._after, self._refuse)

    def end(self) -> None:
        """Close; what was written and not kept is forgotten."""
        self._draft = self._before = None
        self.ended.emit()

    def _after(self, outcome: tuple[tuple[Slip, ...], MenuChange | None]) -> None:
        slips, change = outcome
        self._busy = False
        if change is None:
            self._hear(self._document(), slips)
            return
        self._changes.announce(*change.facts)
        self.end()
        self.kept.emit(change)

    def _refuse(self, broken: RuleBroken) -> None:
        self._busy = False
        self.refused.emit(broken)

    def _check(self) -> None:
        document = self._document()
        self._runner.run(partial(_slips, self._before, document), partial(self._hear, document))

    @Slot()
    def _hear(self, document: MenuDocument, slips: tuple[Slip, ...]) -> None:
        if self._draft is None or document != self._document():
            return  # an answer about what was written before
        self._slips = slips_on_draft(slips) if isinstance(self._draft, TaxDraft) else slips
        self.changed.emit()

    def _document(self) -> Any:  # a document of the menu
        return regime_of(self._draft) if isinstance(self._draft, TaxDraft) else self._draft

    def _said(self) -> Iterable[Slip]:
        """What is wrong as far as it is said: all of it once somebody wanted to keep it, else what was touched."""
        return (one for one in self._slips if self._says_all or one.field in self._touched)

    def _slips_in(self, place: Place) -> tuple[Slip, ...]:
        path = path_of(place)
        return tuple(one for one in self._said() if one.field == path or one.field.startswith(f"{path}."))

    def _row(self, field: Field, shown: Any) -> FormRow:  # one thing of a document
        place = (*self._place, field.key)
        return FormRow(
            place,
            field.kind,
            field.source,
            field.value(shown),
            self._options(field.source),
            self._slips_in(place),
        )

    def _options(self, source: Source) -> tuple[Option, ...]:
        """The choices there are; of groups a modifier may ask, its own is none."""
        if source is Source.RATES:
            return tuple(Option(one.id, f"{one.label} {one.name}".strip()) for one in self._draft.rates)
        if source is Source.GROUPS:
            own = getattr(self._draft, "id", "")
            return tuple(one for one in self._around.names.get(source, ()) if one.id != own)
        if source is Source.COMPONENTS:
            return self._components
        return FIXED.get(source) or self._around.names.get(source, ())


def _slips(before: MenuDocument | None, document: MenuDocument, shop: Shop) -> tuple[Slip, ...]:
    from aura_terminal.use_cases.menu_checking import MenuChecking

    return MenuChecking(shop.reads.catalogue).new_slips_of(before, document)


def components_of(shop: Shop) -> tuple[Option, ...]:
    """All that can fill a slot of a combo: categories, then items, each variant after its item."""
    catalogue = shop.reads.catalogue
    categories = catalogue.categories()
    found = [Option(f"category:{one.id}", one.name, "", one.colour) for one in categories]
    for category in categories:
        for item in (one for one in catalogue.items(category.id) if one.active and one.fits_combo):
            found.append(Option(f"item:{item.id}", item.name, category.name))
            found += [
                Option(f"item:{item.id}:{one.id}", f"{item.name}, {one.name}", category.name) for one in item.variants
            ]
    return tuple(found)


def _free_id(key: str, parts: Iterable[Any]) -> str:
    taken = {str(getattr(one, "id", "")) for one in parts}
    return next(f"{key}-{number}" for number in range(1, 10_000) if f"{key}-{number}" not in taken)


def _options(*ids: str) -> tuple[Option, ...]:
    return tuple(Option(id_) for id_ in ids)


FIXED: Mapping[Source, tuple[Option, ...]] = {
    Source.ICONS: _options(*ICONS),
    Source.COLOURS: _options(*map(str, range(COLOURS))),
    Source.COURSES: _options(*map(str, range(COURSES))),
    Source.COURSE_OR_NONE: _options(NONE, *map(str, range(COURSES))),
    Source.ALLERGENS: _options(*EU_ALLERGENS),
    Source.DIETS: _options("vegan", "vegetarian", "gluten_free", "alcohol_free", "halal", "kosher"),
    Source.MODIFIER_KINDS: _options("add", "no", "choice"),
    Source.WEIGHTS: _options(NONE, "kg", "100g"),
    Source.PRICES_ARE: _options("inclusive", "exclusive"),
    Source.AGES: _options(*AGES),
    Source.AGE_OR_NONE: _options(NONE, *AGES),
    Source.SCOPES: _options("line", "order"),
    Source.HALVES_PRICES: _options("highest", "average", "sum_of_shares"),
}
