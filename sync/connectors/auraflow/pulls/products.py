"""Products ("GET /products"), and their variations, which only a product's own page shows ("GET /products/:id")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import CategoryId, ItemId, StationId, VariantId
from aura_terminal.domain.menu import Category, Item, Variant
from aura_terminal.domain.money import Money
from aura_terminal.domain.shop import STORE_PROFILE, Station, StoreProfile
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.ports.central import Picture
from sync.connectors.auraflow.naming import NAMING, variation_key
from sync.connectors.auraflow.words import Words
from sync.reconcile.contract import Done, digest_of
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake, digest_of_row
from sync.reconcile.replies import unwrapped

FIELDS = ("name", "price", "category", "sku", "barcode", "active", "updated_at")
PALETTE = 10
ANY_STATION = Station(StationId("kitchen"), "Kitchen", "chef-hat", "kitchen", 15)
STANDARD_TAX = "standard"
DEFAULT_CURRENCY = "USD"


def take_product(intake: Intake, row: Found, words: Words) -> str:
    """A product becomes an item; its price is a JSON number. Sizes come from its own page."""
    central_id, name, digest = row["id"].id(), row["name"].name(), digest_of_row(row, FIELDS)
    if intake.is_known("item", Item, central_id, digest):
        return central_id
    local_id = ItemId(intake.local_id("item", central_id, _namesakes(intake, row, name)))
    before = intake.get(Item, local_id)
    if before is None or intake.is_news("item", local_id, digest):
        intake.put(_read(intake, row, before, local_id, words))
    intake.link("item", local_id, central_id, digest)
    return central_id


def read_details(item_id: str, reading: Found, picture: Picture, now_ms: int) -> Done:
    """What a product's own page makes of its item: variants at the product's price and what each is more or less."""
    row = unwrapped(reading)
    intake = Intake(NAMING, picture, now_ms, now_ms)
    item = intake.get(Item, item_id)
    if item is None:
        return Done()
    variations = row.maybe("variations")
    variants = tuple(_variants(intake, row["id"].id(), item, variations)) if variations is not None else ()
    intake.put(replace(item, variants=variants))
    facts: tuple[Fact, ...] = tuple(intake.facts)
    return Done(facts=facts)


def currency_of(intake: Intake) -> str:
    """The store's currency."""
    profile = intake.get(StoreProfile, STORE_PROFILE)
    return DEFAULT_CURRENCY if profile is None else profile.currency


def _namesakes(intake: Intake, row: Found, name: str) -> tuple[str, ...]:
    """Items of the same stock number or our own id as one, else of the same name."""
    sku = _text(row, "sku")
    known = tuple(one.id for one in intake.all(Item) if sku and sku in (one.sku, one.id))
    return (*known, *intake.named(Item, name))


def _read(intake: Intake, row: Found, before: Item | None, local_id: ItemId, words: Words) -> Item:
    """The item as the list describes it; what that does not describe stays as it is here."""
    category = _category(intake, _text(row, "category") or words.unsorted)
    price = row["price"].price(currency_of(intake))
    known = before or Item(local_id, category, "", price, len(intake.all(Item)) + 1)
    active, sku = row.maybe("active"), _text(row, "sku")
    is_out = before is not None and intake.picture.stock(local_id).is_eighty_sixed
    variants = tuple(_priced_anew(one, known.price, price) for one in known.variants)
    return replace(
        known,
        category=category,
        name=row["name"].name(),
        price=price,
        sku=known.sku if sku in ("", known.id) else sku,
        barcode=_text(row, "barcode") or known.barcode,
        active=known.active if is_out or active is None else active.flag(),
        variants=variants,
    )


def _priced_anew(variant: Variant, before: Money, after: Money) -> Variant:
    """A variant of a product whose price changed, until its own page comes: as much more or less as it was."""
    return replace(variant, price=_not_below_nothing(variant.price + after - before))


def _variants(intake: Intake, central_id: str, item: Item, rows: Found) -> Iterator[Variant]:
    for one in rows.items():
        name, more = one["name"].name(), one["price_modifier"].money(currency_of(intake))
        price = _not_below_nothing(item.price + more)
        key = variation_key(central_id, one["id"].id())
        same = tuple(variation_key(item.id, two.id) for two in item.variants if two.name.casefold() == name.casefold())
        fresh = variation_key(item.id, NAMING.local_id_of(intake.picture.store_id, "variant", key))
        named = intake.local_id("variant", key, same, fresh)
        intake.link("variant", named, key, digest_of(key))
        variant_id = VariantId(named.rpartition("/")[2])
        known = next((two for two in item.variants if two.id == variant_id), None)
        yield Variant(variant_id, name, price) if known is None else replace(known, name=name, price=price)


def _not_below_nothing(price: Money) -> Money:
    return max(price, Money(0, price.currency))


def _category(intake: Intake, name: str) -> CategoryId:
    """The category of a name, made where there is none."""
    found = intake.named(Category, name)
    if found:
        return CategoryId(found[0])
    local_id = CategoryId(NAMING.local_id_of(intake.picture.store_id, "category", f"name:{name.casefold()}"))
    number = len(intake.all(Category))
    intake.put(
        Category(local_id, name, "utensils", number % PALETTE, _station(intake), 0, _usual_tax(intake), number + 1)
    )
    return local_id


def _station(intake: Intake) -> StationId:
    """Where a new category is cooked: the first station there is; a shop that has none gets one."""
    stations = intake.all(Station)
    if stations:
        return stations[0].id
    intake.put(ANY_STATION)
    return ANY_STATION.id


def _usual_tax(intake: Intake) -> str:
    """What a category is taxed as that nobody says anything about: AuraFlow's products have no tax."""
    profile = intake.get(StoreProfile, STORE_PROFILE)
    regime = None if profile is None else intake.get(TaxRegime, profile.tax_regime)
    known = [] if regime is None else [key for key, _ in regime.categories]
    return STANDARD_TAX if STANDARD_TAX in known or not known else known[0]


def _text(row: Found, name: str) -> str:
    found = row.maybe(name)
    return "" if found is None or found.value == "" else found.id().strip()
