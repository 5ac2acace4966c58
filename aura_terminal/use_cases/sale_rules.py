"""The house's rules for what is sold: read by every screen that asks for a reason, written by who may set the house."""

from __future__ import annotations

from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.sale_rules import SaleRules, tidied
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.catalogue import CatalogueReads
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.pricing import sale_rules_of


class HouseOfSale:
    """The document and the verb that changes it."""

    def __init__(self, begin: Begin, catalogue: CatalogueReads) -> None:
        self._begin = begin
        self._catalogue = catalogue

    def rules(self) -> SaleRules:
        """The rules in force."""
        return sale_rules_of(self._catalogue.documents)

    def put_rules(self, by: Actor, rules: SaleRules) -> DocumentPut:
        """Set them. Raises RuleBroken: NOT_ALLOWED, TEXT_TOO_LONG, QUANTITY_OUT_OF_RANGE."""
        by.must(Permission.EDIT_SETTINGS)
        with self._begin(by.id) as work:
            fact = put(tidied(rules))
            work.keep(fact)
        return fact
