"""The menu: categories, items, their variants and modifiers (reference, "Menu Management")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, StationId, VariantId
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierGroup, ModifierKind, Variant
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import STORE_PROFILE, Station, StoreProfile
from aura_terminal.domain.tax import TaxRegime
from sync.connectors.auraconnect.intake import Intake, digest_of_row
from sync.connectors.auraconnect.naming import local_id_of, variant_key
from sync.connectors.auraconnect.paging import first_of
from sync.reconcile.contract import digest_of
from sync.reconcile.fields import Found

PALETTE = 10
CATEGORY_FIELDS = ("name", "position", "display_order", "sort_order", "tax_category")
FIELDS = (
    "name", "description", "category", "price", "is_active", "dietary_flags", "allergens", "calories",
    "preparation_time_minutes", "image_url", "modifiers", "variants",
)  # fmt: skip
ANY_STATION = Station(StationId("kitchen"), "Kitchen", "chef-hat", "kitchen", 15)
STANDARD_TAX = "standard"
DEFAULT_CURRENCY = "USD"


def take_category(intake: Intake, row: Found, place: int) -> str:
    """A category by `id` and `name`; the central's id."""
    central_id, name = row["id"].id(), row["name"].name()
    digest = digest_of_row(row, CATEGORY_FIELDS)
    if not intake.is_known("category", Category, central_id, digest):
        position = first_of(row, "position", "display_order", "sort_order")
        local_id = intake.local_id("category", central_id, intake.named(Category, name))
        _put_category(intake, local_id, name, place if position is None else position.whole(), _tax_word(row))
        intake.link("category", local_id, central_id, digest)
    return central_id


def take_item(intake: Intake, row: Found, place: int) -> str:
    """An item with its variants and modifiers; the central's id."""
    central_id, name, digest = row["id"].id(), row["name"].name(), digest_of_row(row, FIELDS)
    if intake.is_known("item", Item, central_id, digest):
        return central_id
    local_id = ItemId(intake.local_id("item", central_id, intake.named(Item, name)))
    before = intake.get(Item, local_id)
    variants = tuple(_variants(intake, row, local_id, before))
    modifiers = tuple(_modifiers(intake, row))
    if before is None or intake.is_news("item", local_id, digest):
        read = _read(intake, row, before, place, local_id, variants)
        groups = _own_group(intake, central_id, before, modifiers)
        is_out = intake.picture.stock(local_id).is_eighty_sixed
        active = before.active if before is not None and is_out else _flag(row, "is_active")
        intake.put(replace(read, modifier_groups=groups, active=active))
    intake.link("item", local_id, central_id, digest)
    return central_id


def currency_of(intake: Intake) -> str:
    """The store's currency."""
    profile = intake.get(StoreProfile, STORE_PROFILE)
    return DEFAULT_CURRENCY if profile is None else profile.currency


def _read(
    intake: Intake, row: Found, before: Item | None, place: int, local_id: ItemId, variants: tuple[Variant, ...]
) -> Item:
    """The item as the central describes it; what it does not describe stays as it is here."""
    named = row.maybe("category")
    category = _category_named(intake, intake.words.uncategorised if named is None else _name_in(named))
    price = row["price"].price(currency_of(intake))
    description, image = row.maybe("description"), row.maybe("image_url")
    minutes, calories = row.maybe("preparation_time_minutes"), row.maybe("calories")
    known = before or Item(local_id, category, "", price, place)
    return replace(
        known,
        category=category,
        name=row["name"].name(),
        price=price,
        description=known.description if description is None else description.prose(),
        image=known.image if image is None else image.text(),
        prep_minutes=known.prep_minutes if minutes is None else minutes.whole(),
        calories=known.calories if calories is None else calories.whole(),
        allergens=_texts(row, "allergens", known.allergens),
        dietary=_texts(row, "dietary_flags", known.dietary),
        variants=variants,
        tax_category=_taxed_as(intake, row, known),
    )


def _variants(intake: Intake, row: Found, item_id: ItemId, before: Item | None) -> Iterator[Variant]:
    """Variants are known within their item, here and there: `large` is another one of each pizza."""
    here = before.variants if before is not None else ()
    for one in _rows(row, "variants"):
        name, price = one["name"].name(), one["price"].price(currency_of(intake))
        key = variant_key(row["id"].id(), one["id"].id())
        same = tuple(variant_key(item_id, two.id) for two in here if two.name.casefold() == name.casefold())
        fresh = variant_key(item_id, local_id_of(intake.picture.store_id, "variant", key))
        named = intake.local_id("variant", key, same, fresh)
        intake.link("variant", named, key, digest_of(key))
        variant_id = VariantId(named.rpartition("/")[2])
        known = next((two for two in here if two.id == variant_id), None)
        yield Variant(variant_id, name, price) if known is None else replace(known, name=name, price=price)


def _modifiers(intake: Intake, row: Found) -> Iterator[Modifier]:
    rows = tuple(_rows(row, "modifiers"))
    groups = intake.all(ModifierGroup) if rows else ()
    known = {one.id: one for group in groups for one in group.modifiers}
    for one in rows:
        central_id, name = one["id"].id(), one["name"].name()
        price = one.maybe("price")
        amount = Money(0, currency_of(intake)) if price is None else price.money(currency_of(intake))
        same = tuple(
            key for key, two in known.items() if two.name.casefold() == name.casefold() and two.price == amount
        )
        local_id = ModifierId(intake.local_id("modifier", central_id, same))
        intake.link("modifier", local_id, central_id, digest_of(central_id))
        most = intake.words.modifier_maximum
        yield replace(
            known.get(local_id) or Modifier(local_id, name, amount, ModifierKind.ADD, maximum=most),
            name=name,
            price=amount,
        )


def _own_group(
    intake: Intake, central_id: str, before: Item | None, modifiers: tuple[Modifier, ...]
) -> tuple[GroupId, ...]:
    """The item's groups: its own ones, and one for the central's modifiers that none of them offers."""
    group_id = GroupId(local_id_of(intake.picture.store_id, "modifier_group", central_id))
    own = tuple(one for one in before.modifier_groups if one != group_id) if before is not None else ()
    offered = {one.id for id_ in own for one in _members(intake, id_)}
    missing = tuple(one for one in modifiers if one.id not in offered)
    if missing:
        intake.put(ModifierGroup(group_id, intake.words.modifier_group, 0, 0, missing))
        return (*own, group_id)
    return own


def _members(intake: Intake, group_id: GroupId) -> tuple[Modifier, ...]:
    group = intake.get(ModifierGroup, group_id)
    return () if group is None else group.modifiers


def _category_named(intake: Intake, name: str) -> CategoryId:
    """The category of a name; items name theirs, and the list of categories may not have come yet."""
    found = intake.named(Category, name)
    if found:
        return CategoryId(found[0])
    local_id = local_id_of(intake.picture.store_id, "category", f"name:{name.casefold()}")
    _put_category(intake, local_id, name, len(intake.all(Category)) + 1, "")
    return CategoryId(local_id)


def _put_category(intake: Intake, local_id: str, name: str, position: int, tax_word: str) -> None:
    before = intake.get(Category, local_id)
    if before is not None:
        intake.put(replace(before, name=name))
        return
    tax = intake.words.tax_categories.get(name.casefold()) or tax_word or _usual_tax(intake)
    colour = len(intake.all(Category)) % PALETTE
    intake.put(Category(CategoryId(local_id), name, "utensils", colour, _station(intake), 0, tax, position))


def _station(intake: Intake) -> StationId:
    """Where a new category is cooked: the first station there is; a shop that has none gets one."""
    stations = intake.all(Station)
    if stations:
        return stations[0].id
    intake.put(ANY_STATION)
    return ANY_STATION.id


def _taxed_as(intake: Intake, row: Found, known: Item) -> str:
    """What an item is taxed as, where the central says so in a word the taxes know; else as its category is."""
    word = _tax_word(row)
    return word if word in _tax_words(intake) else known.tax_category


def _tax_words(intake: Intake) -> list[str]:
    profile = intake.get(StoreProfile, STORE_PROFILE)
    regime = None if profile is None else intake.get(TaxRegime, profile.tax_regime)
    return [] if regime is None else [key for key, _ in regime.categories]


def _usual_tax(intake: Intake) -> str:
    """What a category is taxed as that nobody says anything about."""
    known = _tax_words(intake)
    return STANDARD_TAX if STANDARD_TAX in known or not known else known[0]


def _tax_word(row: Found) -> str:
    found = row.maybe("tax_category")
    return "" if found is None else found.text()


def _name_in(named: Found) -> str:
    """A category by its name, or as an object that has one."""
    return named["name"].name() if isinstance(named.value, dict) else named.name()


def _flag(row: Found, name: str) -> bool:
    found = row.maybe(name)
    return True if found is None else found.flag()


def _texts(row: Found, name: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    found = row.maybe(name)
    return otherwise if found is None else tuple(one.text() for one in found.items())


def _rows(row: Found, name: str) -> Iterator[Found]:
    found = row.maybe(name)
    if found is not None:
        yield from found.items()
