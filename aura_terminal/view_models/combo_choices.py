"""Choosing on a combo: what fills each slot, and what each component itself asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aura_terminal.domain.dishes import ComboChoice, ComboSlot
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.limits import MOST_OF_ONE_LINE
from aura_terminal.ports.reads import ItemSheet
from aura_terminal.use_cases.asking import Asked, ComboPick
from aura_terminal.view_models.choices import ChoicesModel
from aura_terminal.view_models.choosing import VARIANTS, About, AimChoice, RowChoice, Section, WordChoice
from aura_terminal.view_models.next_row import NextRow

if TYPE_CHECKING:
    from aura_terminal.domain.ids import LineId, OrderId
    from aura_terminal.domain.menu import Item, Variant
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.reads import LineRow
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may fill a slot: an item, in one variant where it has variants, for so much more."""

    item: Item
    variant: Variant | None
    upcharge: Money
    default: int

    @property
    def id(self) -> str:
        """What its row is called."""
        return f"{self.item.id}/{self.variant.id if self.variant is not None else ''}"

    @property
    def name(self) -> str:
        """The item with its variant."""
        return self.item.name if self.variant is None else f"{self.item.name}, {self.variant.name}"


@dataclass(frozen=True, slots=True)
class Filled:
    """A component that is chosen, with its own choices."""

    slot: str
    offer: Offer
    choices: ChoicesModel


class ComboChoicesModel(QObject):
    """The choices for a new combo, or for the one `lines` are the components of. `changed` follows every tap."""

    changed = Signal()

    def __init__(
        self,
        sheet: ItemSheet,
        *,
        next: NextRow | None = None,
        lines: Sequence[LineRow] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet, self._lines = sheet, tuple(lines)
        self._next = next or NextRow()
        self._quantity = lines[0].quantity if lines else max(1, self._next.quantity)
        self._offers = {slot.name: tuple(_offers(slot, sheet.components)) for slot in sheet.item.combo}
        self._filled: list[Filled] = []
        for slot in sheet.item.combo:
            self._fill_beforehand(slot)

    @property
    def name(self) -> str:
        """What the combo is called."""
        return self._sheet.item.name

    @property
    def is_new(self) -> bool:
        """Whether it is not on an order yet."""
        return not self._lines

    @property
    def quantity(self) -> int:
        """How many combos."""
        return self._quantity

    @property
    def sections(self) -> tuple[Section, ...]:
        """Each slot, followed by what its components ask."""
        return tuple(self._sections())

    @property
    def words(self) -> tuple[WordChoice, ...]:
        """The words that may stand before a modifier of any component."""
        found = [one.choices.words for one in self._filled if one.choices.words]
        return found[0] if found else ()

    @property
    def aims(self) -> tuple[AimChoice, ...]:
        """Nothing in a combo is divided."""
        return ()

    @property
    def price(self) -> Money:
        """The combo's price with upcharges and what its components' modifiers come to."""
        price = self._sheet.item.price * self._quantity
        for one in self._filled:
            price = price + one.offer.upcharge * self._quantity + one.choices.extras
        return price

    @property
    def problem(self) -> RuleBroken | None:
        """The first slot that is not filled, or what a component asks."""
        for slot in self._sheet.item.combo:
            chosen = len(self._in(slot.name))
            if chosen < slot.count:
                return RuleBroken(Rule.CHOICE_MISSING, group=slot.name, needed=slot.count, chosen=chosen)
        return next((problem for one in self._filled if (problem := one.choices.problem) is not None), None)

    @property
    def progress(self) -> tuple[int, int]:
        """How many components are chosen, of how many."""
        return len(self._filled), sum(slot.count for slot in self._sheet.item.combo)

    @property
    def fillings(self) -> tuple[ComboPick, ...]:
        """What fills the slots, in their order."""
        return tuple(
            ComboPick(
                one.slot, one.offer.item.id, None if one.offer.variant is None else one.offer.variant.id,
                one.choices.picks,
            )
            for slot in self._sheet.item.combo for one in self._in(slot.name)
        )  # fmt: skip

    @property
    def asked(self) -> Asked:
        """The new combo as it will be asked for."""
        return Asked(
            self._sheet.item.id, quantity=self._quantity, seat=self._next.seat, course=self._next.course,
            fillings=self.fillings,
        )  # fmt: skip

    @property
    def verb(self) -> partial[Done]:
        """What puts the combo as it is chosen now in the place of the one on the order."""
        return partial(_choose_again, self._lines[0].line_id, self.fillings)

    def tap_row(self, section: str, row: str) -> None:
        """Fill a slot, or a tap on what a component asks."""
        found = self._component(section)
        if found is not None:
            found[0].choices.tap_row(found[1], row)
            for one in self._filled:
                one.choices.hold_like(found[0].choices)
        else:
            self._tap_offer(section, next(one for one in self._offers[section] if one.id == row))
        self.changed.emit()

    def step_row(self, section: str, row: str, by: int) -> None:
        """One more or fewer of what fills a slot, or of what a component asks."""
        found = self._component(section)
        if found is not None:
            found[0].choices.step_row(found[1], row, by)
        else:
            offer = next(one for one in self._offers[section] if one.id == row)
            self._put(section, offer) if by > 0 else self._take(section, offer)
        self.changed.emit()

    def step_quantity(self, by: int) -> None:
        """One more or fewer combo."""
        if not self._lines:
            self._quantity = max(1, min(MOST_OF_ONE_LINE, self._quantity + by))
            for one in self._filled:
                one.choices.step_quantity(self._quantity - one.choices.quantity)
            self.changed.emit()

    def hold(self, word: str) -> None:
        """Put a word before the next modifier, whichever component it belongs to."""
        for one in self._filled:
            one.choices.hold(word)
        self.changed.emit()

    def aim(self, place: int) -> None:
        """Nothing in a combo is divided."""

    def _tap_offer(self, slot_name: str, offer: Offer) -> None:
        slot = self._slot(slot_name)
        here = self._in(slot_name)
        if slot.count == 1:
            if not here or here[0].offer.id != offer.id:
                self._filled = [one for one in self._filled if one.slot != slot_name]
                self._put(slot_name, offer)
        elif len(here) < slot.count:
            self._put(slot_name, offer)
        elif any(one.offer.id == offer.id for one in here):
            self._take(slot_name, offer)

    def _put(self, slot_name: str, offer: Offer, line: LineRow | None = None) -> None:
        if len(self._in(slot_name)) >= self._slot(slot_name).count or offer.item.id in self._sheet.out:
            return
        variants = (offer.variant,) if offer.variant is not None else ()
        item = replace(offer.item, variants=variants, halves=None)
        sheet = ItemSheet(item, self._sheet.groups, self._sheet.pres)
        choices = ChoicesModel(sheet, next=NextRow(self._quantity), line=line, parent=self)
        for one in self._filled[:1]:
            choices.hold_like(one.choices)
        self._filled.append(Filled(slot_name, offer, choices))

    def _take(self, slot_name: str, offer: Offer) -> None:
        last = [one for one in self._in(slot_name) if one.offer.id == offer.id][-1:]
        self._filled = [one for one in self._filled if one not in last]

    def _fill_beforehand(self, slot: ComboSlot) -> None:
        """With what is on the order; a new one with what the menu says, as far as it is not sold out."""
        offers = self._offers[slot.name]
        for line in (one for one in self._lines if one.combo is not None and one.combo.slot == slot.name):
            was = f"{line.item_id}/{line.variant_id or ''}"
            offer = next((one for one in offers if one.id == was), None)
            if offer is not None:
                self._put(slot.name, offer, line)
        for offer in offers if not self._lines else ():
            for _ in range(offer.default):
                self._put(slot.name, offer)

    def _sections(self) -> Iterator[Section]:
        for slot in self._sheet.item.combo:
            here = self._in(slot.name)
            rows = tuple(self._row(slot, offer, here) for offer in self._offers[slot.name])
            yield Section(
                slot.name, About.SLOT, slot.name, "", slot.count, slot.count, len(here), 1, slot.count == 1,
                slot.count > 1, rows,
            )  # fmt: skip
            for place, one in enumerate(here):
                for section in one.choices.sections:
                    if section.id != VARIANTS:
                        named = section.under or one.offer.item.name
                        yield replace(section, id=f"{slot.name}/{place}/{section.id}", under=named)

    def _row(self, slot: ComboSlot, offer: Offer, here: Sequence[Filled]) -> RowChoice:
        count = sum(one.offer.id == offer.id for one in here)
        room = 1 if slot.count == 1 else count + slot.count - len(here)
        return RowChoice(offer.id, offer.name, offer.upcharge, count, room, is_out=offer.item.id in self._sheet.out)

    def _component(self, section: str) -> tuple[Filled, str] | None:
        """The component a section belongs to, with the section's own name there; None for a slot."""
        if section in self._offers:
            return None
        slot, place, own = section.rsplit("/", 2)  # neither a place nor a group's id has one
        return self._in(slot)[int(place)], own

    def _in(self, slot_name: str) -> list[Filled]:
        return [one for one in self._filled if one.slot == slot_name]

    def _slot(self, name: str) -> ComboSlot:
        return next(slot for slot in self._sheet.item.combo if slot.name == name)


def _offers(slot: ComboSlot, components: Iterable[Item]) -> Iterator[Offer]:
    """What may fill a slot, each once; what is named more closely says its price."""
    found: dict[str, Offer] = {}
    for choice in sorted(slot.choices, key=lambda one: (not one.variant, not one.item)):
        for item in components:
            if choice.item == item.id or (choice.category and choice.category == item.category):
                for offer in _of_item(choice, item):
                    found.setdefault(offer.id, offer)
    order = [choice.item or choice.category for choice in slot.choices]
    yield from sorted(found.values(), key=lambda one: _place(order, one))


def _of_item(choice: ComboChoice, item: Item) -> Iterator[Offer]:
    if not item.variants:
        yield Offer(item, None, choice.upcharge, choice.default)
    wanted = [one for one in item.variants if choice.variant in ("", one.id)]
    for place, variant in enumerate(wanted):
        yield Offer(item, variant, choice.upcharge, choice.default if place == 0 else 0)


def _place(order: Sequence[str], offer: Offer) -> int:
    return order.index(offer.item.id) if offer.item.id in order else len(order)


def _choose_again(line_id: LineId, fillings: tuple[ComboPick, ...], shop: Shop, by: Actor, order_id: OrderId) -> Done:
    return shop.combos.choose_again(by, order_id, line_id, fillings)
