"""Setting the shop up and changing what it sells."""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.documents import Document, DocumentPut, put
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.staff import Actor, Permission, Role, StaffMember
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.standing import actor_of

BATCH = 200
NEEDED: dict[type[Document], Permission] = {
    Category: Permission.EDIT_MENU,
    Item: Permission.EDIT_MENU,
    ModifierGroup: Permission.EDIT_MENU,
    PreModifier: Permission.EDIT_MENU,
    Role: Permission.MANAGE_ROLES,
    StaffMember: Permission.MANAGE_STAFF,
    TaxRegime: Permission.EDIT_TAXES,
}


class Administration:
    """Puts reference data, in slices short enough that a sale never waits behind them."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def put_documents(self, by: Actor, documents: Iterable[Document]) -> tuple[DocumentPut, ...]:
        """Put documents; what they replace stays in the journal. At most 200 go into one transaction.

        The menu, the staff and the rest of the settings need a right each, and nobody grants a right they do not hold.
        """
        facts = tuple(put(document) for document in documents)
        for fact in facts:
            by.must(NEEDED.get(type(fact.body), Permission.EDIT_SETTINGS))
            for permission in fact.body.permissions if isinstance(fact.body, Role) else ():
                by.must(permission)
        for start in range(0, len(facts), BATCH):
            with self._begin(by.id) as work:
                people = [fact.body for fact in facts[start : start + BATCH] if isinstance(fact.body, StaffMember)]
                had = {one.id: _rights_of(work, one.id) for one in people}
                work.keep(*facts[start : start + BATCH])
                for one in people:
                    for permission in sorted(_rights_of(work, one.id) - had[one.id]):
                        by.must(permission)
        return facts


def _rights_of(work: Work, staff_id: StaffId) -> frozenset[Permission]:
    """What somebody may do; nothing for who does not work here."""
    try:
        return actor_of(work, staff_id).permissions
    except RuleBroken:
        return frozenset()
