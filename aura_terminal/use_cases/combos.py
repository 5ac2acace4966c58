"""Combos: what fills their slots becomes ordinary lines that share the combo's price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aura_terminal.domain.dishes import ComboChoice, ComboSlot, InCombo, combo_shares
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ComboId, LineId, OrderId, VariantId
from aura_terminal.domain.menu import Category, Item, too_many
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, Work
from aura_terminal.use_cases.asking import Asked, ComboPick, Done
from aura_terminal.use_cases.selling import (
    add_line,
    chosen_for,
    course_of,
    keep_with_claims,
    on_each,
    on_menu,
    price_now,
    sold_as,
)


class Combos:
    """The verbs on combos that are on an order already."""

    def __init__(self, begin: Begin, ids: Ids) -> None:
        self._begin = begin
        self._ids = ids

    def choose_again(self, by: Actor, order_id: OrderId, line_id: LineId, fillings: tuple[ComboPick, ...]) -> Done:
        """Fill the slots of an unsent combo anew: another one takes its place, at the prices of now.

        Should another terminal have sent it meanwhile, both are on the order.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            line = order.line(line_id)
            if line.sold.combo is None:
                raise RuleBroken(Rule.LINE_GONE, line=line.sold.name)
            old = order.remove_line(line_id)  # refuses what was sent
            asked = Asked(
                line.sold.combo.item_id, quantity=line.quantity, note=line.note, seat=line.seat, fillings=fillings
            )
            facts = add_asked(work, order, asked, self._ids)
            facts += on_each(work, order_id, old.line_id, lambda order, one: order.remove_line(one.id))
        return Done(order_id, facts)


def add_asked(work: Work, order: Order, asked: Asked, ids: Ids) -> tuple[Fact, ...]:
    """Keep the facts that put on an order what was asked for: a line, or those of a combo."""
    item = on_menu(work, asked.item_id, asked.quantity)
    if not item.combo:
        return add_line(work, order, item, asked, ids)
    fillings = asked.fillings if asked.fillings is not None else default_fillings(work, item)
    filled = list(_filled(work, item, fillings, asked.quantity))
    price = price_now(work, order, item, asked.level).item.price
    price = total([each.upcharge for each in filled], price.currency) + price
    mark = InCombo(ComboId(ids.new()), item.id, item.name, "")
    return _keep(work, order, asked, filled, price, mark, ids)


def default_fillings(work: Work, item: Item) -> tuple[ComboPick, ...]:
    """What the menu fills the slots of a combo with beforehand."""
    picks = []
    for slot in item.combo:
        for choice in slot.choices:
            named = work.documents.get(Item, choice.item) if choice.item and choice.default else None
            if named is not None:
                picks.extend([ComboPick(slot.name, named.id, variant_chosen(choice, named))] * choice.default)
    return tuple(picks)


def variant_chosen(choice: ComboChoice, item: Item) -> VariantId | None:
    """The variant that comes with a choice when nobody says which: the one it names, else the item's first."""
    if choice.variant:
        return choice.variant
    return item.variants[0].id if item.variants else None


def upcharge_of(slot: ComboSlot, item: Item, variant_id: VariantId | None) -> Money | None:
    """What an item costs more in a slot; None where it can not fill it.

    What is named more closely counts first: a variant, an item, a category.
    """
    named = [one for one in slot.choices if one.item == item.id and one.variant in ("", variant_id or "")]
    shelf = [one for one in slot.choices if one.category and one.category == item.category]
    found = [*sorted(named, key=lambda one: not one.variant), *shelf]
    return found[0].upcharge if found and item.fits_combo else None


@dataclass(frozen=True, slots=True)
class _Filling:
    """What stands in a slot of a combo once it was found to fit."""

    slot: str
    item: Item
    pick: ComboPick
    upcharge: Money


def _filled(work: Work, combo: Item, picks: Sequence[ComboPick], units: int) -> Iterator[_Filling]:
    names = [slot.name for slot in combo.combo]
    for pick in picks:
        if pick.slot not in names:
            raise RuleBroken(Rule.CHOICE_UNKNOWN, modifier=pick.slot)
    for slot in combo.combo:
        here = [pick for pick in picks if pick.slot == slot.name]
        if len(here) < slot.count:
            raise RuleBroken(Rule.CHOICE_MISSING, group=slot.name, needed=slot.count, chosen=len(here))
        if len(here) > slot.count:
            raise too_many(slot.name, slot.count, len(here))
        for pick in here:
            item = on_menu(work, pick.item_id, units)
            item.variant(pick.variant_id)
            upcharge = upcharge_of(slot, item, pick.variant_id)
            if upcharge is None:
                raise RuleBroken(Rule.PART_NOT_OFFERED, part=item.name, item=slot.name)
            yield _Filling(slot.name, item, pick, upcharge)


def _keep(
    work: Work, order: Order, asked: Asked, filled: Sequence[_Filling], price: Money, mark: InCombo, ids: Ids
) -> tuple[Fact, ...]:
    shelves = [work.documents.get(Category, each.item.category) for each in filled]
    priced = [price_now(work, order, each.item, asked.level) for each in filled]
    solds = [
        sold_as(work, order, now.item, shelf, each.pick.variant_id, now.level)
        for each, now, shelf in zip(filled, priced, shelves, strict=True)
    ]
    shares = combo_shares(price, [sold.unit_price for sold in solds])
    facts: list[Fact] = []
    for each, now, shelf, whole, share in zip(filled, priced, shelves, solds, shares, strict=True):
        part = Asked(each.item.id, each.pick.variant_id, each.pick.picks, asked.quantity)
        sold = replace(whole, unit_price=share, combo=replace(mark, slot=each.slot), has_choices=True)
        added = work.order(order.id).add_line(
            LineId(ids.new()),
            sold,
            quantity=asked.quantity,
            course=course_of(each.item, shelf) if asked.course is None else asked.course,
            modifiers=chosen_for(work, now, part, whole),
            note=asked.note,
            seat=asked.seat,
        )
        facts.extend(keep_with_claims(work, order.id, added.line_id, added))
    return tuple(facts)
