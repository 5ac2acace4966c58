"""What a central sells in tests: the small shop, with variants, people, supplies and a promotion besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from aura_terminal.domain.documents import Document
from aura_terminal.domain.ids import PromotionId, RoleId, StaffId, SupplyId, VariantId
from aura_terminal.domain.menu import Item, Variant
from aura_terminal.domain.money import Money
from aura_terminal.domain.promotions import Promotion, PromotionKind
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.supplies import Supply
from aura_terminal.domain.tax import RoundingScope, TaxRegime
from aura_terminal.use_cases.first_roles import ROLES
from tests.simulation.small_shop import CURRENCY, documents

PEOPLE = ("Ana", "Ben", "Cleo")
SIZES = (("small", 300), ("large", 550))


def central_documents() -> tuple[Document, ...]:
    """The whole of it."""
    return tuple(_documents())


def _documents() -> Iterator[Document]:
    for document in documents():
        if isinstance(document, Item) and document.id in ("fries", "soup"):
            sizes = tuple(Variant(VariantId(name), name, Money(minor, CURRENCY)) for name, minor in SIZES)
            yield replace(document, variants=sizes)
        elif isinstance(document, TaxRegime):  # terminals set up from a central round as `empty_shop` says
            yield replace(document, terms=replace(document.terms, scope=RoundingScope.ORDER))
        else:
            yield document
    yield from ROLES
    for name in PEOPLE:
        yield StaffMember(StaffId(name.lower()), name, name[:2].upper(), (RoleId("shift_lead"),))
    for name in ("flour", "wine"):
        yield Supply(SupplyId(name), name.title(), "kg")
    yield Promotion(PromotionId("ten"), "Ten", PromotionKind.PERCENTAGE, Decimal(10), needs_code=True, code="TEN")
