"""Numbers for reference data and its parts: what the API names by a number, terminals name by a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aura_terminal.domain.documents import KIND_OF, Document
from aura_terminal.domain.menu import Item, ModifierGroup
from aura_terminal.domain.tax import TaxRegime
from sync.central.store.desk import Desk


def number(desk: Desk, documents: Iterable[Document]) -> None:
    """Give numbers to all of these that have none, and to their parts, in this order."""
    known = desk.shelf.numbers
    missing = [
        (kind, ids) for kind, ids in parts_of(documents).items() if any(one not in known.get(kind, {}) for one in ids)
    ]
    for kind, ids in missing:
        desk.numbers(kind, ids)
    if missing:
        desk.renumber()


def parts_of(documents: Iterable[Document]) -> Mapping[str, list[str]]:
    """What gets numbers, by kind, in the order the documents name it: modifiers, variants and rates are parts."""
    found: dict[str, list[str]] = {}
    for one in documents:
        if isinstance(one, ModifierGroup):
            found.setdefault("modifier", []).extend(modifier.id for modifier in one.modifiers)
        elif isinstance(one, Item):
            found.setdefault("variant", []).extend(variant.id for variant in one.variants)
        elif isinstance(one, TaxRegime):
            found.setdefault("tax_rate", []).extend(rate.id for rate in one.rates)
            continue
        found.setdefault(KIND_OF[type(one)].value, []).append(one.id)
    return found
