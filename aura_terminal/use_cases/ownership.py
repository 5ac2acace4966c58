"""Who keeps which reference data: the store itself, or a central back office it takes them from.

A back office owns a kind of document as long as this terminal is signed in there and something of that kind came from
it. The floor plan, stations, roles, rights and the store's own profile stay the store's: they are set up here, and what
a back office says of them is taken into what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aura_terminal.domain.documents import DocumentKind
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.ports.central import CentralReads


@dataclass(frozen=True, slots=True)
class BackOffice:
    """What people call a back office, and the kind of its records that each kind of document comes with."""

    name: str
    records: Mapping[DocumentKind, str]


OFFICES: Mapping[str, BackOffice] = {
    "auraconnect": BackOffice(
        "AuraConnect",
        {
            DocumentKind.CATEGORY: "item",
            DocumentKind.ITEM: "item",
            DocumentKind.MODIFIER_GROUP: "item",
            DocumentKind.TAX_REGIME: "tax",
            DocumentKind.STAFF: "staff",
            DocumentKind.TENDER: "tender",
            DocumentKind.PROMOTION: "promotion",
            DocumentKind.LOYALTY_PROGRAMME: "programme",
            DocumentKind.LOYALTY_TIER: "tier",
            DocumentKind.REWARD: "reward",
            DocumentKind.SUPPLY: "supply",
            DocumentKind.SCHEDULE: "schedule",
        },
    ),
}


class Ownership:
    """Whether reference data may be changed here. Reads what is committed; to be asked on the store thread."""

    def __init__(self, reads: CentralReads) -> None:
        self._reads = reads

    def owner_of(self, kind: DocumentKind) -> str:
        """What people call the back office that owns this kind of document; empty for the store itself."""
        for connector, office in OFFICES.items():
            record = office.records.get(kind)
            if record is not None and connector in self._reads.linked_with(record):
                return office.name
        return ""

    def must_be_ours(self, *kinds: DocumentKind) -> None:
        """Raise RuleBroken(OWNED_ELSEWHERE, owner) when one of these kinds is kept by a back office."""
        for kind in kinds:
            owner = self.owner_of(kind)
            if owner:
                raise RuleBroken(Rule.OWNED_ELSEWHERE, owner=owner)
