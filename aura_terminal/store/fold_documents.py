"""Reference data as rows: every document's body, and the menu laid out for the register."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.documents import KIND_OF, Document, DocumentFact, DocumentPut
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.menu import Category, Item, ModifierGroup, Variant
from aura_terminal.store.codec import canonical
from aura_terminal.store.folds import Family, FoldTable, Rows
from aura_terminal.store.tables import (
    DOCUMENTS,
    MENU_CATEGORIES,
    MENU_CODES,
    MENU_GROUPS,
    MENU_ITEM_GROUPS,
    MENU_ITEMS,
)

_TABLES = tuple(map(FoldTable, (DOCUMENTS, MENU_CATEGORIES, MENU_ITEMS, MENU_ITEM_GROUPS, MENU_CODES, MENU_GROUPS)))


@dataclass(slots=True)
class DocumentState:
    """The fold of one document's facts; `body` is None when it was never put or is withdrawn."""

    id: str
    body: Document | None = None

    def apply(self, fact: DocumentFact) -> None:
        """The newest counts."""
        self.body = fact.body if isinstance(fact, DocumentPut) else None


def _rows(state: DocumentState, stamp: int) -> tuple[Rows, ...]:
    body = state.body
    if body is None:
        return tuple({} for _ in _TABLES)
    kind = KIND_OF[type(body)].value
    document: Rows = {(kind, body.id): (kind, body.id, canonical(body))}
    categories, items, item_groups, codes, groups = _menu_rows(body)
    return document, categories, items, item_groups, codes, groups


def _menu_rows(body: Document) -> tuple[Rows, Rows, Rows, Rows, Rows]:
    if isinstance(body, Category):
        return {(body.id,): (body.id, body.name, body.icon, body.colour, body.position)}, {}, {}, {}, {}
    if isinstance(body, ModifierGroup):
        demands = body.minimum > sum(modifier.default for modifier in body.modifiers)
        return {}, {}, {}, {}, {(body.id,): (body.id, int(demands))}
    if isinstance(body, Item):
        groups: Rows = {(body.id, group_id): (body.id, group_id) for group_id in body.modifier_groups}
        codes: Rows = {(code, body.id): (code, body.id) for code in _codes(body)}
        return {}, _item(body), groups, codes, {}
    return {}, {}, {}, {}, {}


def _item(item: Item) -> Rows:
    price = item.from_price()
    row = (
        item.id, item.category, item.position, item.name, price.minor, price.currency,
        int(len({variant.price for variant in item.variants}) > 1), item.tag, canonical(item.dietary).decode(),
        int(item.asks_first), item.sku, " ".join(_codes(item)), int(item.active),
        int(item.by_weight is not None),
    )  # fmt: skip
    return {(item.id,): row}


def _codes(item: Item) -> tuple[str, ...]:
    """Every SKU and barcode the item or one of its variants answers to, each once."""
    parts: tuple[Item | Variant, ...] = (item, *item.variants)
    return tuple(dict.fromkeys(code for part in parts for code in (part.sku, part.barcode) if code))


DOCUMENT_FAMILY = Family(Aggregate.DOCUMENT, _TABLES, DocumentState, _rows)
