"""Reference, "Menu Management": recipes and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money, RoundingMode, round_ratio
from aura_terminal.domain.supplies import Supply
from sync.central import resources
from sync.central.api.calling import Reading, ServedDesk, View, Writing, dumped
from sync.central.api.errors import READ, WRITE, invalid
from sync.central.api.pages import Meta, Searched, meta_of
from sync.central.api.paths import Id
from sync.central.api.values import Answered, Asked, Long, Measure, Minutes, Name, Number, Word
from sync.central.resources import Kind, Stored

RECIPE = Kind("recipe", "Recipe", status="difficulty_level", subject="menu_item_id")

GRAMS: Mapping[str, Decimal | int] = {
    "g": 1,
    "gram": 1,
    "kg": 1000,
    "oz": Decimal("28.349523125"),
    "lb": Decimal("453.59237"),
    "mg": Decimal("0.001"),
}
MILLILITRES: Mapping[str, Decimal | int] = {
    "ml": 1,
    "cl": 10,
    "dl": 100,
    "l": 1000,
    "liter": 1000,
    "litre": 1000,
    "fl oz": Decimal("29.5735295625"),
}
MOST = Decimal(1_000_000)


class Ingredient(Asked):
    """So much of something that is kept in stock."""

    inventory_id: Number
    quantity: Annotated[Measure, Field(gt=0, le=MOST)]
    unit: Word
    notes: Long | None = None


class AskedRecipe(Asked):
    """Reference, "POST /api/v1/menu/recipes"."""

    menu_item_id: Number
    name: Name
    yield_quantity: Annotated[Measure, Field(gt=0, le=MOST)] = Decimal(1)
    yield_unit: Word = "portion"
    prep_time_minutes: Minutes | None = None
    cook_time_minutes: Minutes | None = None
    total_time_minutes: Minutes | None = None
    difficulty_level: Literal["easy", "medium", "hard"] = "easy"
    ingredients: Annotated[list[Ingredient], Field(min_length=1, max_length=200)]
    instructions: Long | None = None
    notes: Long | None = None


class RecipeOut(Answered):
    """A recipe."""

    id: int
    menu_item_id: int
    name: str
    yield_quantity: Measure
    yield_unit: str
    prep_time_minutes: int | None = None
    cook_time_minutes: int | None = None
    total_time_minutes: int | None = None
    difficulty_level: str
    ingredients: list[Ingredient]
    instructions: str | None = None
    notes: str | None = None
    created_at: str
    updated_at: str


class RecipePage(Answered):
    """A page of recipes."""

    data: list[RecipeOut]
    meta: Meta


class IngredientCost(Answered):
    """What one ingredient costs; nothing is said where its price or a way from unit to unit is not known."""

    ingredient: str
    quantity: Measure
    unit: str
    unit_cost: str | None = None
    total_cost: str | None = None


class CostOut(Answered):
    """Reference, "GET /api/v1/menu/recipes/{id}/cost-analysis". `is_complete` says whether every price is known."""

    recipe_id: int
    recipe_name: str
    total_cost: str
    cost_per_serving: str
    ingredient_costs: list[IngredientCost]
    menu_price: str
    profit_margin: str
    markup_percentage: str | None = None
    food_cost_percentage: str | None = None
    is_complete: bool


class RecipeQuery(Searched):
    """Which recipes."""

    sort_by: Literal["created_at", "updated_at", "name", "id"] = "id"


router = APIRouter(prefix="/api/v1/menu/recipes", tags=["Menu Management"])


@router.get("", response_model=RecipePage, responses=READ)
def list_recipes(asked: Annotated[RecipeQuery, Query()], call: Reading) -> Response:
    """List all recipes."""
    return call.read("menu:read", lambda view: _page(view, asked))


@router.post("", response_model=RecipeOut, responses=WRITE, status_code=201)
def create_recipe(asked: AskedRecipe, call: Writing) -> Response:
    """Create a recipe for a menu item."""
    return call.write("menu:write", lambda desk: _create(desk, asked), 201)


@router.get("/{id:int}/cost-analysis", response_model=CostOut, responses=READ)
def analyse_cost(id: Id, call: Reading) -> Response:
    """Get cost analysis for a recipe."""
    return call.read("menu:read", lambda view: _cost(view, id))


def _page(view: View, asked: RecipeQuery) -> bytes:
    found = resources.listed(view.connection, view.tenant, RECIPE, asked, asked.sort_by)
    return dumped(RecipePage(data=[_recipe(one) for one in found.rows], meta=meta_of(asked, found.total)))


def _create(desk: ServedDesk, asked: AskedRecipe) -> RecipeOut:
    local = desk.shelf.local("item", asked.menu_item_id)
    if local is None or ("item", local) not in desk.shelf.documents:
        raise invalid("menu_item_id", "there is no such menu item")
    for at, one in enumerate(asked.ingredients):
        if desk.shelf.local("supply", one.inventory_id) is None:
            raise invalid(f"ingredients.{at}.inventory_id", "there is no such inventory item")
    body: dict[str, Any] = asked.model_dump(exclude_none=True)
    body["yield_quantity"] = str(asked.yield_quantity)
    body["ingredients"] = [
        {**one.model_dump(exclude_none=True), "quantity": str(one.quantity)} for one in asked.ingredients
    ]
    return _recipe(resources.create(desk, RECIPE, body))


def _recipe(stored: Stored) -> RecipeOut:
    return RecipeOut.model_validate(stored.answered())


def _cost(view: View, number: int) -> CostOut:
    recipe = _recipe(resources.existing(view.connection, view.tenant, RECIPE, number))
    currency = view.currency
    costs = [_ingredient(view, one) for one in recipe.ingredients]
    known = sum(cost.minor for _, cost in costs if cost is not None)
    per_serving = _per_serving(known, recipe.yield_quantity)
    price = _price(view, recipe.menu_item_id)
    margin = price.minor - per_serving
    return CostOut(
        recipe_id=number, recipe_name=recipe.name, total_cost=Money(known, currency).plain(),
        cost_per_serving=Money(per_serving, currency).plain(), ingredient_costs=[said for said, _ in costs],
        menu_price=price.plain(), profit_margin=Money(margin, currency).plain(),
        markup_percentage=_percentage(margin, per_serving), food_cost_percentage=_percentage(per_serving, price.minor),
        is_complete=all(cost is not None for _, cost in costs),
    )  # fmt: skip


def _ingredient(view: View, one: Ingredient) -> tuple[IngredientCost, Money | None]:
    local = view.shelf.local("supply", one.inventory_id) or ""
    supply = view.shelf.documents.get(("supply", local))
    name = supply.name if isinstance(supply, Supply) else f"#{one.inventory_id}"
    if not isinstance(supply, Supply) or supply.cost is None:
        return IngredientCost(ingredient=name, quantity=one.quantity, unit=one.unit), None
    exact = _in_unit(one.quantity, one.unit, supply.unit)
    said = IngredientCost(ingredient=name, quantity=one.quantity, unit=one.unit, unit_cost=supply.cost.plain())
    if exact is None:
        return said, None
    numerator, denominator = (exact * supply.cost.minor).as_integer_ratio()
    cost = Money(round_ratio(numerator, denominator, RoundingMode.HALF_UP), supply.cost.currency)
    return said.model_copy(update={"total_cost": cost.plain()}), cost


def _in_unit(quantity: Decimal, unit: str, wanted: str) -> Decimal | None:
    """The quantity in another unit; None where there is no way from one to the other."""
    one, other = unit.strip().casefold(), wanted.strip().casefold()
    if one.rstrip("s") == other.rstrip("s"):
        return quantity
    for table in (GRAMS, MILLILITRES):
        if one in table and other in table:
            return quantity * Decimal(table[one]) / Decimal(table[other])
    return None


def _per_serving(minor: int, servings: Decimal) -> int:
    numerator, denominator = (Decimal(minor) / servings).as_integer_ratio()
    return round_ratio(numerator, denominator, RoundingMode.HALF_UP)


def _price(view: View, number: int) -> Money:
    local = view.shelf.local("item", number) or ""
    item = view.shelf.documents.get(("item", local))
    return item.price if isinstance(item, Item) else Money(0, view.currency)


def _percentage(part: int, whole: int) -> str | None:
    if whole <= 0:
        return None
    return str((Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))
