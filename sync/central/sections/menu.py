"""Reference, "Menu Management": items and categories."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Searched, meta_of
from sync.central.api.paths import Id
from sync.central.api.values import Amount, Answered, Asked, Count, Long, Name, Short, Whole, Word, Yes
from sync.central.catalogue import menu
from sync.central.catalogue.kinds import CATEGORY, ITEM
from sync.central.store.tables import RESOURCES

Words = Annotated[list[Word], Field(max_length=50)]


class AskedVariant(Asked):
    """A size or style with a price of its own."""

    name: Name
    price: Amount


class AskedChoice(Asked):
    """Something a guest can have on it."""

    name: Name
    price: Amount = "0.00"


class AskedItem(Asked):
    """Reference, "POST /api/v1/menu/items". A category that is not there yet is made."""

    name: Name
    description: Long = ""
    category: Name
    price: Amount
    is_active: Yes = True
    is_featured: Yes = False
    dietary_flags: Words = Field(default_factory=list)
    allergens: Words = Field(default_factory=list)
    calories: Count | None = None
    preparation_time_minutes: Annotated[int, Whole, Field(ge=0, le=999)] | None = None
    image_url: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] | None = None
    ingredients_description: Long | None = None
    variants: Annotated[list[AskedVariant], Field(max_length=30)] = Field(default_factory=list)
    modifiers: Annotated[list[AskedChoice], Field(max_length=50)] = Field(default_factory=list)
    tax_category: Short | None = None
    station: Short | None = None


class ChangedItem(Asked):
    """Reference, "PUT /api/v1/menu/items/{id}": what is not named stays as it is."""

    name: Name | None = None
    description: Long | None = None
    category: Name | None = None
    price: Amount | None = None
    is_active: Yes | None = None
    is_featured: Yes | None = None
    dietary_flags: Words | None = None
    allergens: Words | None = None
    calories: Count | None = None
    preparation_time_minutes: Annotated[int, Whole, Field(ge=0, le=999)] | None = None
    image_url: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] | None = None
    ingredients_description: Long | None = None
    tax_category: Short | None = None
    station: Short | None = None


class AskedCategory(Asked):
    """A new category of the menu."""

    name: Name
    description: Long | None = None
    display_order: Annotated[int, Whole, Field(ge=0, le=9999)] | None = None
    tax_category: Short | None = None
    station: Short | None = None


class PartOut(Answered):
    """A modifier or a variant."""

    id: int
    name: str
    price: str


class GroupOut(Answered):
    """Which modifiers are chosen together, and how many; 0 as maximum is no limit."""

    id: int
    name: str
    minimum: int
    maximum: int
    modifier_ids: list[int]


class MenuItemOut(Answered):
    """Reference, "GET /api/v1/menu/items"."""

    id: int
    name: str
    description: str
    category: str
    category_id: int | None = None
    price: str
    is_active: bool
    is_featured: bool = False
    dietary_flags: list[str]
    allergens: list[str]
    calories: int | None = None
    preparation_time_minutes: int | None = None
    image_url: str | None = None
    ingredients_description: str | None = None
    sku: str | None = None
    barcode: str | None = None
    tax_category: str
    station: str
    modifiers: list[PartOut]
    modifier_groups: list[GroupOut]
    variants: list[PartOut]
    created_at: str
    updated_at: str


class MenuPage(Answered):
    """A page of the menu."""

    data: list[MenuItemOut]
    meta: Meta


class CategoryOut(Answered):
    """A category of the menu."""

    id: int
    name: str
    description: str | None = None
    display_order: int
    is_active: bool
    station: str
    tax_category: str
    created_at: str
    updated_at: str


class CategoryPage(Answered):
    """A page of categories."""

    data: list[CategoryOut]
    meta: Meta


class ItemQuery(Searched):
    """Reference, "GET /api/v1/menu/items"."""

    category: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] | None = None
    is_active: bool | None = None
    dietary_flags: Annotated[list[Word], Field(max_length=20)] = Field(default_factory=list)
    sort_by: Literal["created_at", "updated_at", "name", "id"] = "id"


class CategoryQuery(Searched):
    """Which categories."""

    sort_by: Literal["created_at", "updated_at", "name", "id"] = "id"


router = APIRouter(prefix="/api/v1/menu", tags=["Menu Management"])


@router.get("/items", response_model=MenuPage, responses=READ)
def list_items(asked: Annotated[ItemQuery, Query()], call: Reading) -> Response:
    """List all menu items."""
    return call.read("menu:read", lambda view: _items(view, asked))


@router.post("/items", response_model=MenuItemOut, responses=WRITE, status_code=201)
def create_item(asked: AskedItem, call: Writing) -> Response:
    """Create a new menu item."""
    said = asked.model_dump()
    return call.write("menu:write", lambda desk: _item(menu.create_item(desk, said)), 201)


@router.get("/items/{id:int}", response_model=MenuItemOut, responses=READ)
def get_item(id: Id, call: Reading) -> Response:
    """Get specific menu item details."""
    return call.read("menu:read", lambda view: _item(resources.existing(view.connection, view.tenant, ITEM, id)))


@router.put("/items/{id:int}", response_model=MenuItemOut, responses=WRITE)
def update_item(id: Id, asked: ChangedItem, call: Writing) -> Response:
    """Update menu item."""
    said = asked.model_dump(exclude_unset=True)
    return call.write("menu:write", lambda desk: _item(menu.change_item(desk, id, said)))


@router.delete("/items/{id:int}", responses=WRITE, status_code=204)
def delete_item(id: Id, call: Writing) -> Response:
    """Delete menu item (soft delete): it leaves the menu, what was sold stays."""
    return call.write("menu:write", lambda desk: menu.withdraw_item(desk, id), 204)


@router.get("/categories", response_model=CategoryPage, responses=READ)
def list_categories(asked: Annotated[CategoryQuery, Query()], call: Reading) -> Response:
    """List all menu categories."""
    return call.read("menu:read", lambda view: _categories(view, asked))


@router.post("/categories", response_model=CategoryOut, responses=WRITE, status_code=201)
def create_category(asked: AskedCategory, call: Writing) -> Response:
    """Create a new category."""
    said = asked.model_dump()
    return call.write("menu:write", lambda desk: _category(menu.create_category(desk, said)), 201)


def _items(view: View, asked: ItemQuery) -> bytes:
    conditions = [resources.has_word(flag) for flag in asked.dietary_flags]
    if asked.category is not None:
        conditions.append(RESOURCES.c.category == asked.category.casefold())
    if asked.is_active is not None:
        conditions.append(RESOURCES.c.status == ("active" if asked.is_active else "inactive"))
    found = resources.listed(view.connection, view.tenant, ITEM, asked, asked.sort_by, *conditions)
    return dumped(MenuPage(data=[_item(one) for one in found.rows], meta=meta_of(asked, found.total)))


def _categories(view: View, asked: CategoryQuery) -> bytes:
    found = resources.listed(view.connection, view.tenant, CATEGORY, asked, asked.sort_by)
    return dumped(CategoryPage(data=[_category(one) for one in found.rows], meta=meta_of(asked, found.total)))


def _item(stored: resources.Stored) -> MenuItemOut:
    return MenuItemOut.model_validate(stored.answered())


def _category(stored: resources.Stored) -> CategoryOut:
    return CategoryOut.model_validate(stored.answered())
