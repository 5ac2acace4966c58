"""What is sold by weight, and what the store's own barcodes say: from a weight or a label to a line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aura_terminal.domain.barcodes import Carries, OwnCode, layouts_of, own_code
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ItemId, LineId, OrderId
from aura_terminal.domain.menu import Category, Item, choose, default_picks
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import Sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.price_levels import priced
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.weighing import Weighed, Weight, WeightSource, check_weight, price_of_weight
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import groups_of, keep_with_claims, must_be_sold, opening_of, sold_as
from aura_terminal.use_cases.pricing import levels_for

TYPED_PURPOSE = "typed weight"


class Weighing:
    """Puts weighed goods on an order. Each verb is one transaction; RuleBroken means that nothing has changed."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def add_weighed(
        self, by: Actor, target: OrderId | NewOrder, item_id: ItemId, weight: Weight, approval: Approval | None = None
    ) -> Done:
        """Put so much of an item on an order, opening it if it is new.

        A weight somebody typed needs the right to, or an approval (APPROVAL_NEEDED), and is flagged on the line.
        """
        by.must(Permission.SELL)
        check_weight(weight)
        with self._begin(by.id) as work:
            item = work.documents.get(Item, item_id)
            if item.by_weight is None:
                raise RuleBroken(Rule.ITEM_NOT_BY_WEIGHT, item=item.name)
            allowed = None
            if weight.source is WeightSource.TYPED:
                allowed = approved(by, approval, work, Permission.TYPE_WEIGHT, TYPED_PURPOSE)
            weighed = Weighed(weight.gross, weight.tare, item.by_weight.unit, item.price, weight.source, allowed)
            return self._add(work, by, target, item, _Terms(weighed=weighed))

    def add_labelled(self, by: Actor, target: OrderId | NewOrder, code: str) -> Done | None:
        """Put on an order what a label of the store's own says; None for a code that is no such label.

        The item is the one with exactly the label's digits as its SKU or barcode, with or without leading zeros.
        """
        by.must(Permission.SELL)
        profile = self._reads.store.profile()
        said = own_code(code, layouts_of(profile.barcode_layouts))
        if said is None:
            return None
        item_id = self._item_of(said.item)
        with self._begin(by.id) as work:
            item = work.documents.get(Item, item_id)
            return self._add(work, by, target, item, _terms_of(said, item, code, profile.currency))

    def _item_of(self, digits: str) -> ItemId:
        tile = self._reads.menu.by_code(digits) or self._reads.menu.by_code(digits.lstrip("0") or "0")
        if tile is None:
            raise NotFound("item", digits)
        return tile.item_id

    def _add(self, work: Work, by: Actor, target: OrderId | NewOrder, item: Item, terms: _Terms) -> Done:
        if not item.active:
            raise RuleBroken(Rule.ITEM_NOT_SOLD, item=item.name)
        must_be_on_the_clock(work, by)
        must_be_sold(work, item.id, item.name)
        facts: list[Fact] = []
        if isinstance(target, NewOrder):
            opened = opening_of(work, self._ids, self._terminal, by, target)
            work.keep(opened)
            facts.append(opened)
            target = opened.order_id
        order = work.order(target)
        category = work.documents.get(Category, item.category)
        now = priced(item, groups_of(work) if item.modifier_groups else {}, levels_for(work, order, None))
        item, groups = now.item, now.groups
        picks = default_picks(groups, item.modifier_groups, 1)
        added = order.add_line(
            LineId(self._ids.new()),
            terms.sold(work, order, item, category, now.level),
            quantity=1,
            course=category.course if item.course is None else item.course,
            modifiers=choose(groups, item.modifier_groups, picks, 1),
        )
        facts.extend(keep_with_claims(work, target, added.line_id, added))
        return Done(target, tuple(facts))


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a line costs that is not simply the menu's price: by its weight, or the price on its label."""

    weighed: Weighed | None = None
    price: Money | None = None
    label: str | None = None

    def sold(self, work: Work, order: Order, item: Item, category: Category, level: str) -> Sold:
        """The item as this line sells it: at the prices in force, or at the price its label has printed on it."""
        sold = sold_as(work, order, item, category, None, "" if self.price is not None else level)
        price = sold.unit_price if self.price is None else self.price
        weighed = None if self.weighed is None else replace(self.weighed, price=item.price)
        if weighed is not None:
            price = price_of_weight(weighed.net, weighed.price, weighed.unit)
        return replace(sold, unit_price=price, weighed=weighed, label=self.label)


def _terms_of(said: OwnCode, item: Item, code: str, currency: str) -> _Terms:
    if said.carries is Carries.PRICE:
        if not said.value:
            raise RuleBroken(Rule.BARCODE_MISREAD, code=code)
        return _Terms(price=Money(said.value, currency), label=code)
    if item.by_weight is None:
        raise RuleBroken(Rule.ITEM_NOT_BY_WEIGHT, item=item.name)
    check_weight(Weight(said.value, source=WeightSource.LABEL))
    return _Terms(weighed=Weighed(said.value, 0, item.by_weight.unit, item.price, WeightSource.LABEL), label=code)
