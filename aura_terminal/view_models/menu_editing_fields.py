"""What can be written of a piece of the menu: its fields, one after the other, and how each is read and replaced.

A place is a path: `()` the document itself, `("variants",)` a list in it, `("variants", 1)` one of that list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from aura_terminal.domain.allergens import SYNONYMS
from aura_terminal.domain.dishes import ComboChoice, ComboSlot, Halves, PreModifier, SizePrice
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, VariantId
from aura_terminal.domain.kinds import HalvesPrice, ModifierKind
from aura_terminal.domain.menu import ByWeight, Category, Item, Modifier, ModifierGroup, Portion, Variant
from aura_terminal.domain.money import Money
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRate
from aura_terminal.domain.weighing import PriceUnit
from aura_terminal.view_models.menu_editing_tax_draft import ClassDraft, TaxDraft

Place = tuple[str | int, ...]
Value = Any
"""What a field holds; each kind of field its own plain type."""


class FieldKind(Enum):
    """How a field is written."""

    TEXT = auto()
    MONEY = auto()
    SIGNED_MONEY = auto()
    WHOLE = auto()
    PERCENT = auto()
    ONE = auto()
    MANY = auto()
    SWITCH = auto()
    PARTS = auto()


class Source(Enum):
    """Where the choices of a field come from."""

    NONE = auto()
    CATEGORIES = auto()
    STATIONS = auto()
    STATION_OR_NONE = auto()
    TAX_CLASSES = auto()
    TAX_CLASS_OR_NONE = auto()
    GROUPS = auto()
    COURSES = auto()
    COURSE_OR_NONE = auto()
    ICONS = auto()
    COLOURS = auto()
    ALLERGENS = auto()
    DIETS = auto()
    MODIFIER_KINDS = auto()
    WEIGHTS = auto()
    RATES = auto()
    PRICES_ARE = auto()
    SCOPES = auto()
    AGES = auto()
    AGE_OR_NONE = auto()
    HALVES_PRICES = auto()
    COMPONENTS = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `key` is the attribute it stands for, unless `read` and `write` say how it is come by.

    `shown` tells whether it makes sense for a document as it is.
    """

    key: str
    kind: FieldKind
    source: Source = Source.NONE
    shown: Callable[[Any], bool] = lambda document: True
    read: Callable[[Any], Value] | None = None
    write: Callable[[Any, Value], Any] | None = None

    def value(self, of: Any) -> Value:
        """What it holds."""
        return getattr(of, self.key) if self.read is None else self.read(of)

    def put(self, of: Any, value: Value) -> Any:
        """The thing with another value in it."""
        return replace(of, **{self.key: value}) if self.write is None else self.write(of, value)


NONE = "none"
"""The choice of a field that may say: as its category does."""
ICONS = (
    "sparkles", "salad", "pizza", "utensils", "beef", "leaf", "ice-cream-cone", "cup-soda", "wine", "coffee",
    "hamburger", "beer",
)  # fmt: skip
COLOURS, COURSES = 10, 10
AGES = ("0", "14", "16", "18", "19", "20", "21")
EU_ALLERGENS = tuple(sorted({*SYNONYMS.values(), "celery", "fish", "lupin", "mustard", "sesame"}))


def _read_course(of: Item) -> str:
    return NONE if of.course is None else str(of.course)


def _write_course(of: Item, value: str) -> Item:
    return replace(of, course=None if value == NONE else int(value))


def _read_age(of: Item) -> str:
    return NONE if of.age is None else str(of.age)


def _write_age(of: Item, value: str) -> Item:
    return replace(of, age=None if value == NONE else int(value))


def _read_weight(of: Item) -> str:
    return NONE if of.by_weight is None else of.by_weight.unit.value


def _write_weight(of: Item, value: str) -> Item:
    tare = 0 if of.by_weight is None else of.by_weight.tare
    return replace(of, by_weight=None if value == NONE else ByWeight(PriceUnit(value), tare))


def _read_tare(of: Item) -> int:
    return 0 if of.by_weight is None else of.by_weight.tare


def _write_tare(of: Item, value: int) -> Item:
    return of if of.by_weight is None else replace(of, by_weight=replace(of.by_weight, tare=value))


def _read_halves(of: Item) -> tuple[str, ...]:
    return () if of.halves is None else of.halves.categories


def _write_halves(of: Item, value: tuple[str, ...]) -> Item:
    named = tuple(CategoryId(one) for one in value)
    if not named:
        return replace(of, halves=None)
    halves = of.halves or Halves(named, HalvesPrice.HIGHEST)
    return replace(of, halves=replace(halves, categories=named))


def _of_halves(key: str, kind: FieldKind, source: Source = Source.NONE) -> Field:
    """A field of how a dish is divided, once it may be."""
    attribute = key.removeprefix("halves_")
    turned: Callable[[Value], Value] = HalvesPrice if kind is FieldKind.ONE else int

    def read(of: Any) -> Value:
        value = getattr(of.halves, attribute)
        return str(value.value) if kind is FieldKind.ONE else value

    return Field(
        key, kind, source,
        shown=lambda of: of.halves is not None,
        read=read,
        write=lambda of, value: replace(of, halves=replace(of.halves, **{attribute: turned(value)})),
    )  # fmt: skip


def component_of(choice: ComboChoice) -> str:
    """What a choice of a slot names, as one word: a category, an item or one variant of it."""
    if choice.category:
        return f"category:{choice.category}"
    if not choice.item:
        return NONE
    return f"item:{choice.item}:{choice.variant}" if choice.variant else f"item:{choice.item}"


def _write_component(of: ComboChoice, value: str) -> ComboChoice:
    kind, _, named = value.partition(":")
    item, _, variant = named.partition(":")
    if kind == "category":
        return replace(of, category=CategoryId(named), item=ItemId(""), variant=VariantId(""), default=0)
    return replace(of, category=CategoryId(""), item=ItemId(item), variant=VariantId(variant))


def _or_none(key: str, source: Source) -> Field:
    return Field(
        key, FieldKind.ONE, source,
        read=lambda of: getattr(of, key) or NONE,
        write=lambda of, value: replace(of, **{key: "" if value == NONE else value}),
    )  # fmt: skip


def _one(key: str, source: Source, kind: Callable[[str], Value] = str) -> Field:
    return Field(
        key, FieldKind.ONE, source,
        read=lambda of: str(getattr(of, key)),
        write=lambda of, value: replace(of, **{key: kind(value)}),
    )  # fmt: skip


def _text(key: str) -> Field:
    return Field(key, FieldKind.TEXT)


FIELDS: Mapping[type, tuple[Field, ...]] = {
    Category: (
        _text("name"), _one("icon", Source.ICONS), _one("colour", Source.COLOURS, int),
        _one("station", Source.STATIONS), _one("tax_category", Source.TAX_CLASSES),
        _one("course", Source.COURSES, int), Field("also_stations", FieldKind.MANY, Source.STATIONS),
        _one("age", Source.AGES, int),
    ),
    Item: (
        _text("name"), _text("kitchen_name"), _one("category", Source.CATEGORIES),
        Field("price", FieldKind.MONEY, shown=lambda of: not of.variants),
        Field("variants", FieldKind.PARTS, shown=lambda of: of.by_weight is None or bool(of.variants)),
        Field("modifier_groups", FieldKind.MANY, Source.GROUPS),
        _or_none("station", Source.STATION_OR_NONE), _or_none("tax_category", Source.TAX_CLASS_OR_NONE),
        Field("course", FieldKind.ONE, Source.COURSE_OR_NONE, read=_read_course, write=_write_course),
        Field("also_stations", FieldKind.MANY, Source.STATIONS), Field("prep_minutes", FieldKind.WHOLE),
        Field("allergens", FieldKind.MANY, Source.ALLERGENS),
        Field("dietary", FieldKind.MANY, Source.DIETS), _text("tag"), _text("sku"), _text("barcode"),
        Field("by_weight", FieldKind.ONE, Source.WEIGHTS, read=_read_weight, write=_write_weight),
        Field("tare", FieldKind.WHOLE, shown=lambda of: of.by_weight is not None, read=_read_tare, write=_write_tare),
        Field("combo", FieldKind.PARTS, shown=lambda of: of.combo or not (of.variants or of.by_weight or of.halves)),
        Field("halves_of", FieldKind.MANY, Source.CATEGORIES, shown=lambda of: not of.combo and of.by_weight is None,
              read=_read_halves, write=_write_halves),
        _of_halves("halves_price", FieldKind.ONE, Source.HALVES_PRICES),
        _of_halves("halves_most", FieldKind.WHOLE), _of_halves("halves_least", FieldKind.WHOLE),
        Field("age", FieldKind.ONE, Source.AGE_OR_NONE, read=_read_age, write=_write_age),
        Field("portions", FieldKind.PARTS), Field("calories", FieldKind.WHOLE),
        _text("description"), Field("active", FieldKind.SWITCH),
    ),
    Variant: (_text("name"), Field("price", FieldKind.MONEY), _text("sku"), _text("barcode"),
              Field("portions", FieldKind.PARTS)),
    ModifierGroup: (
        _text("name"), Field("minimum", FieldKind.WHOLE), Field("maximum", FieldKind.WHOLE),
        Field("modifiers", FieldKind.PARTS),
    ),
    Modifier: (
        _text("name"), Field("price", FieldKind.SIGNED_MONEY),
        _one("kind", Source.MODIFIER_KINDS, ModifierKind), Field("default", FieldKind.WHOLE),
        Field("maximum", FieldKind.WHOLE), Field("groups", FieldKind.MANY, Source.GROUPS),
        Field("sizes", FieldKind.PARTS), Field("portions", FieldKind.PARTS),
    ),
    SizePrice: (_text("size"), Field("price", FieldKind.SIGNED_MONEY)),
    ComboSlot: (_text("name"), Field("count", FieldKind.WHOLE), Field("choices", FieldKind.PARTS)),
    ComboChoice: (
        Field("component", FieldKind.ONE, Source.COMPONENTS, read=component_of, write=_write_component),
        Field("upcharge", FieldKind.MONEY),
        Field("default", FieldKind.WHOLE, shown=lambda of: not of.category),
    ),
    PreModifier: (
        _text("name"), _text("word"), Field("percent", FieldKind.WHOLE), Field("counts", FieldKind.SWITCH),
    ),
    Portion: (_text("name"), Field("quantity", FieldKind.WHOLE)),
    TaxDraft: (
        _one("prices", Source.PRICES_ARE, PricesAre), _one("scope", Source.SCOPES, RoundingScope),
        Field("cash_step", FieldKind.MONEY), Field("rates", FieldKind.PARTS), Field("classes", FieldKind.PARTS),
    ),
    TaxRate: (_text("name"), _text("label"), Field("percent", FieldKind.PERCENT)),
    ClassDraft: (
        _text("name"), Field("rates", FieldKind.MANY, Source.RATES),
        Field("dine_in", FieldKind.MANY, Source.RATES), Field("takeout", FieldKind.MANY, Source.RATES),
        Field("delivery", FieldKind.MANY, Source.RATES),
    ),
}  # fmt: skip


def fresh_part(key: str, currency: str, id_: str) -> Any:
    """A new part of a list, with everything still to be written; `id_` names it where it needs a name at once."""
    free = Money(0, currency)
    return {
        "variants": Variant(VariantId(""), "", free),
        "modifiers": Modifier(ModifierId(""), "", free, ModifierKind.ADD),
        "portions": Portion(""),
        "sizes": SizePrice("", free),
        "combo": ComboSlot("", ()),
        "choices": ComboChoice(free),
        "rates": TaxRate(id_, "", "", Decimal(0)),
        "classes": ClassDraft(id_, ""),
    }[key]


def at(document: Any, place: Place) -> Any:
    """What stands at a place."""
    for step in place:
        document = document[step] if isinstance(step, int) else getattr(document, step)
    return document


def with_at(document: Any, place: Place, value: Value) -> Any:
    """The document with something else at a place."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        return (*document[:step], with_at(document[step], rest, value), *document[step + 1 :])
    return replace(document, **{step: with_at(getattr(document, step), rest, value)})


def fields_of(thing: object) -> Iterator[Field]:
    """The fields of a thing that make sense for it as it is."""
    return (field for field in FIELDS[type(thing)] if field.shown(thing))


def path_of(place: Place) -> str:
    """A place as flaws name it."""
    return ".".join(map(str, place))


def group_ids(values: object) -> tuple[GroupId, ...]:
    """Chosen ids as those of groups."""
    return tuple(GroupId(str(value)) for value in values) if isinstance(values, tuple) else ()
