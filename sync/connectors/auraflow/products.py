"""Dishes as AuraFlow is told of them: those that were sold here and that it has no product for, and what changed of
those since. What it made itself is its own, and is changed there."""

from __future__ import annotations

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.menu import Category, Item
from aura_terminal.ports.central import PULLED, Picture
from sync.connectors.auraflow.endpoints import CREATE_PRODUCT, PRODUCT, UPDATE_PRODUCT
from sync.connectors.auraflow.naming import central_id_of, record_of
from sync.connectors.auraflow.words import Words
from sync.reconcile.contract import Lane, Plan, Step, digest_of
from sync.reconcile.naming import content_told, next_digest
from sync.reconcile.vanishing import VANISHED
from sync.reconcile.written import number

CONTENT = ("update", "create")
DETAILS = "details"


def can_be_made(item_id: str, picture: Picture) -> bool:
    """Whether a product can be made of a dish: it is on the menu, and costs something ("Error Response Format")."""
    item = _item(item_id, picture)
    return item is not None and item.price.minor > 0


def plan_item(record: CentralRecord, item_id: str, picture: Picture, words: Words) -> Plan:
    """The product of a dish that was sold here, made there once and changed with it."""
    item = _item(item_id, picture)
    if item is None or not can_be_made(item_id, picture):
        return Plan()
    body = product_body(item, picture, words)
    if not record.is_linked:
        if "create" in record.set_aside:
            return Plan()
        call = CREATE_PRODUCT.call(body)
        return Plan((Step(record.id, "create", Lane.MONEY, call, digest_of(body), creates=True),))
    if "create" not in record.done:
        return Plan()
    digest = next_digest(record, body, *CONTENT)
    if content_told(record, *CONTENT) == digest_of(body) or record.is_done("update", digest):
        return Plan()
    return Plan((Step(record.id, "update", Lane.STOCK, UPDATE_PRODUCT.call(body, record.central_id), digest),))


def plan_details(record: CentralRecord, item_id: str, picture: Picture) -> Plan:
    """A product's own page, where its variations stand, once for everything new its list says of it."""
    product = picture.record(record_of("item", item_id))
    said = product.done.get(PULLED, "")
    if said in ("", VANISHED) or not product.central_id or record.is_done(DETAILS, said):
        return Plan()
    return Plan((Step(record.id, DETAILS, Lane.STOCK, PRODUCT.call(None, product.central_id), said),))


def product_body(item: Item, picture: Picture, words: Words) -> dict[str, Plain]:
    """What "POST /products" shows; a dish without a stock number is known there by our id."""
    body: dict[str, Plain] = {
        "name": item.name,
        "price": number(item.from_price() if item.variants else item.price),
        "category": _category(item, picture, words),
        "sku": sku_of(item),
        "active": item.active,
    }
    return {**body, "barcode": item.barcode} if item.barcode else body


def sku_of(item: Item) -> str:
    """What a dish is known by there."""
    return item.sku or item.id


def product_id_of(item_id: str, picture: Picture) -> str:
    """The id there of a dish; empty where it has none."""
    return central_id_of(picture, "item", item_id)


def _category(item: Item, picture: Picture, words: Words) -> str:
    try:
        return picture.document(Category, item.category).name or words.unsorted
    except NotFound:
        return words.unsorted


def _item(item_id: str, picture: Picture) -> Item | None:
    try:
        return picture.document(Item, item_id)
    except NotFound:
        return None
