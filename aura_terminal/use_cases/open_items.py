"""Sells what is not on the menu, at a price somebody types: a right of its own, as far as it reaches."""

from __future__ import annotations

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ItemId, LineId, OrderId
from aura_terminal.domain.menu import Category
from aura_terminal.domain.open_items import OPEN_CODE, OPEN_ITEM, PURPOSE, OpenItem, note_of, sold_openly
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import MenuReads
from aura_terminal.ports.store import Begin, TerminalIdentity
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.pricing import age_for
from aura_terminal.use_cases.selling import keep_with_claims, regime_of


class OpenItems:
    """The verb that sells something without a tile; one transaction."""

    def __init__(self, begin: Begin, menu: MenuReads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._menu = menu
        self._ids = ids
        self._terminal = terminal

    def add(self, by: Actor, target: OrderId | NewOrder, asked: OpenItem, approval: Approval | None = None) -> Done:
        """Put it on an order, opening it if it is new.

        Needs the right OPEN_ITEM as far as it reaches, or an approval (APPROVAL_NEEDED). Raises RuleBroken:
        AMOUNT_OUT_OF_RANGE for a price below nothing, CURRENCY_MIXED, TAX_RULE_MISSING, NotFound.
        """
        by.must(Permission.SELL)
        item_id = self._stands_for_them()
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            approved(by, approval, work, Permission.OPEN_ITEM, PURPOSE, amount=asked.price * asked.quantity)
            facts: list[Fact] = []
            if isinstance(target, NewOrder):
                opened = opening_of(work, self._ids, self._terminal, by, target)
                work.keep(opened)
                facts.append(opened)
                target = opened.order_id
            order = work.order(target)
            if asked.price.currency != order.currency:
                raise RuleBroken(Rule.CURRENCY_MIXED, one=order.currency, other=asked.price.currency)
            category = None if asked.category is None else work.documents.get(Category, asked.category)
            course = 0 if category is None else category.course
            age = 0 if category is None else age_for(work.documents, None, category)
            added = order.add_line(
                LineId(self._ids.new()),
                sold_openly(asked, category, regime_of(work), order.order_type, item_id, age),
                quantity=asked.quantity,
                course=course if asked.course is None else asked.course,
                note=note_of(asked),
                seat=asked.seat,
            )
            facts.extend(keep_with_claims(work, target, added.line_id, added))
        return Done(target, tuple(facts))

    def _stands_for_them(self) -> ItemId:
        tile = self._menu.by_code(OPEN_CODE)
        return OPEN_ITEM if tile is None else tile.item_id
