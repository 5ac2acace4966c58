"""What ran out and how many are left."""

from __future__ import annotations

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.stock import ItemEightySixed, ItemRestored, StockCounted
from aura_terminal.ports.store import Begin


class Stock:
    """The verbs on what is left of an item. Each needs the right EIGHTY_SIX and is one transaction."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def eighty_six(self, by: Actor, item_id: ItemId) -> ItemEightySixed:
        """Say that an item ran out: no terminal that hears of it sells it until it is restored."""
        by.must(Permission.EIGHTY_SIX)
        with self._begin(by.id) as work:
            work.documents.get(Item, item_id)
            fact = work.stock(item_id).eighty_six(work.now)
            work.keep(fact)
        return fact

    def restore(self, by: Actor, item_id: ItemId) -> ItemRestored:
        """Say that there is some again. Raises RuleBroken(ITEM_NOT_EIGHTY_SIXED)."""
        by.must(Permission.EIGHTY_SIX)
        with self._begin(by.id) as work:
            item = work.documents.get(Item, item_id)
            level = work.stock(item_id)
            if not level.is_eighty_sixed:
                raise RuleBroken(Rule.ITEM_NOT_EIGHTY_SIXED, item=item.name)
            fact = level.restore(work.now)
            work.keep(fact)
        return fact

    def set_count(self, by: Actor, item_id: ItemId, quantity: int | None) -> StockCounted:
        """Say how many are left, what guests were already given not among them; None ends the counting."""
        by.must(Permission.EIGHTY_SIX)
        with self._begin(by.id) as work:
            work.documents.get(Item, item_id)
            fact = work.stock(item_id).count(quantity, work.now)
            work.keep(fact)
        return fact
